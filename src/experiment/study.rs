//! A whole study: staff, compile, run, tabulate, judge.

use rayon::prelude::*;

use crate::scenario::{Scenario, Staff, Variant};
use crate::table::{Experiment, Tables};

use super::assemble::{Assembly, assemble};
use super::best::best;
use super::breakeven::{BreakEven, break_even};
use super::by_template::by_template;
use super::comparison_words::comparison_words;
use super::compiles::convertible;
use super::cost::Exchange;
use super::host::Host;
use super::runner::{Failure, Results, Watch, announce, called, run_all};
use super::sampling::{controls, sampling_words, without_intervals};
use super::settle::settled;
use super::staffing::Effort;
use super::stopping::{self, Rule};
use super::store::{Store, chunks_of};
use super::tabulate::{self, Source};
use super::volume_curve::VolumeCurve;
use super::without_messages::{can_write, without_messages};
use super::{service_levels, staffing, verdict};

/// Changes only when a number changes (see `CHANGELOG.md`, "Numbers change").
pub const MODEL_VERSION: &str = "6";

/// What a study found.
#[derive(Debug, Default)]
pub struct Study {
    /// All tables.
    pub tables: Tables,
    /// What was done, for the manifest.
    pub experiment: Experiment,
    /// The verdict in plain words, a sentence a line.
    pub verdict: Vec<String>,
    /// Closed forms and identities beside the simulation.
    pub checks: Vec<String>,
    /// How each promise was staffed.
    pub staffing: Vec<String>,
    /// Replications that failed.
    pub failures: Vec<Failure>,
    /// Replications in the tables.
    pub finished: u32,
    /// Everything asked for is in the tables.
    pub complete: bool,
    /// What is neither in the store nor was computed, in words.
    pub missing: Vec<String>,
    /// What precision was asked for and what was reached, in words.
    pub precision: Vec<String>,
    /// Open readings of the tariffs billed: tariff, setting, choice (others possible).
    pub settings: Vec<(String, String, String)>,
    /// Advice: holidays that are not known, countries without a rate.
    pub warnings: Vec<String>,
    /// Events simulated.
    pub events: i64,
    /// The variants, staffed and compiled: what a replication is simulated from.
    pub assemblies: Vec<Assembly>,
}

impl Study {
    /// Says how the warm-up was found.
    fn settled(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            let line = format!("Warm-up found by pilot runs that begin empty: {}.", lines.join("; "));
            self.precision.push(line.clone());
            self.verdict.push(line);
        }
    }
}

/// Run a scenario on the present rayon pool; nothing is kept.
///
/// Errors: a variant that cannot be compiled or staffed, one message each.
pub fn study(scenario: &Scenario, watch: &dyn Watch) -> Result<Study, Vec<String>> {
    study_on(scenario, &Host::new(watch, &Store::none()))
}

/// Run a scenario on a host: what it has stored is not computed again.
///
/// Errors: as [`study`].
pub fn study_on(scenario: &Scenario, host: &Host) -> Result<Study, Vec<String>> {
    let (scenario, settled) = settled(scenario, host)?;
    let scenario = &*scenario;
    let mut study = measure(scenario, host, 0.0)?;
    study.settled(&settled);
    if study.complete {
        host.watch.begin("cost against volume", 0, parts(scenario));
        let curve = VolumeCurve { scenario, exchange: &Exchange(&scenario.currencies), months: months(scenario) };
        let known = |variant: &str| study.tables.value(variant, "all", "cost_per_resolved");
        let found = curve.rows(&known, host)?;
        study.complete = found.missing.is_empty();
        study.missing.extend(found.missing);
        study.tables.breakeven = found.rows;
    }
    Ok(study)
}

/// The variants of a scenario against each other: what [`study_on`] finds at the scenario's own volume, with the words of
/// a comparison. `indifference`: a cost per contact too small to matter, units of the reporting currency.
///
/// Errors: as [`study`].
pub fn compare_on(scenario: &Scenario, indifference: f64, host: &Host) -> Result<Study, Vec<String>> {
    let (scenario, settled) = settled(scenario, host)?;
    let scenario = &*scenario;
    let mut study = measure(scenario, host, indifference)?;
    study.verdict = comparison_words(scenario, &study.tables, study.finished);
    study.experiment = comparison(scenario, indifference);
    study.verdict.extend(study.precision.iter().cloned());
    study.settled(&settled);
    Ok(study)
}

/// What a comparison was asked: enough to compare again.
pub fn comparison(scenario: &Scenario, indifference: f64) -> Experiment {
    Experiment {
        baseline: Some(scenario.variants[scenario.baseline].name.clone()),
        indifference: Some(indifference.to_string()),
        ..Experiment::of("compare")
    }
}

/// Staff, simulate, tabulate.
fn measure(scenario: &Scenario, host: &Host, indifference: f64) -> Result<Study, Vec<String>> {
    let mut notes = Vec::new();
    host.watch.phase("staffing", 0);
    let assemblies = staffed_on(scenario, host, &mut notes)?;
    let (results, stopped) = replicated(scenario, &assemblies, host);
    let mut study = Study {
        staffing: notes,
        failures: results.failures.clone(),
        finished: results.replications.len() as u32,
        complete: results.complete(),
        missing: missing(scenario, &results),
        settings: settings(&assemblies),
        warnings: warnings(&assemblies),
        events: results.chunks.iter().flatten().map(|chunk| chunk.desk.staff.events).sum(),
        ..Study::default()
    };
    let months = months(scenario);
    let mut source = Source::new(scenario, &assemblies, &results, months);
    let matrices = tabulate::matrices(&source);
    study.tables.replications = tabulate::replications(&source, &matrices);
    let observed = tabulate::observations(&source, matrices);
    let matrices = &observed.own;
    source.controls = controls(&source);
    let points = break_evens(&source);
    study.tables.summary = tabulate::summary(&source, matrices, &points);
    study.tables.comparison = tabulate::comparison(&source, &observed, &study.tables.summary);
    study.tables.best = best(&source, &observed, indifference);
    study.tables.by_country = tabulate::by_country(&source);
    study.tables.by_template = by_template(&source);
    study.tables.by_hour = tabulate::by_hour(&source);
    study.tables.service_levels = service_levels::service_levels(&source);
    study.tables.response_times = tabulate::response_times(&source);
    study.tables.answers_by_age = tabulate::answers_by_age(&source);
    study.tables.bill = tabulate::bill(&source);
    if !can_write(scenario) {
        without_messages(&mut study.tables);
        study.settings.clear();
    }
    study.checks = checks(&source, &study.staffing);
    study.verdict = verdict::verdict(&source, &study.tables, matrices);
    study.precision = stopped.map_or(Vec::new(), |stopped| stopped.words(study.finished));
    study.precision.extend(sampling_words(&source, matrices));
    study.precision.extend(without_intervals(&source));
    study.verdict.extend(study.precision.iter().cloned());
    study.assemblies = assemblies;
    Ok(study)
}

/// All replications asked for, or as many as the precision asked for takes.
fn replicated(scenario: &Scenario, assemblies: &[Assembly], host: &Host) -> (Results, Option<stopping::Verdict>) {
    let run = &scenario.run;
    let step = |from: u32, to: u32| {
        announce(assemblies, from..to, host);
        run_all(assemblies, run, run.seed, from..to, host)
    };
    let mut results = step(0, run.replications);
    let Some(rule) = Rule::of(scenario, host.deadline) else { return (results, None) };
    let mut done = run.replications;
    // What is missing now will be missing at the next look too.
    while results.missing.is_empty() && !results.replications.is_empty() {
        let events = results.chunks.iter().flatten().map(|chunk| chunk.desk.staff.events).sum();
        match rule.look(&glance(scenario, assemblies, &results), done, events) {
            Ok(to) => {
                results.extend(step(done, to));
                done = to;
            }
            Err(verdict) => return (results, Some(verdict)),
        }
    }
    (results, None)
}

/// The tables that a stopping rule reads.
fn glance(scenario: &Scenario, assemblies: &[Assembly], results: &Results) -> Tables {
    let mut source = Source::new(scenario, assemblies, results, months(scenario));
    let observed = tabulate::observations(&source, tabulate::matrices(&source));
    source.controls = controls(&source);
    let points = break_evens(&source);
    let summary = tabulate::summary(&source, &observed.own, &points);
    let comparison = tabulate::comparison(&source, &observed, &summary);
    Tables { summary, comparison, ..Tables::default() }
}

/// What is counted of a scenario's simulations: replications, or blocks of the desks of a fleet.
pub fn parts(scenario: &Scenario) -> &'static str {
    called(scenario.variants.iter().map(|variant| &variant.model))
}

/// Compute a shard of a study into the host's store; tables are for `merge` to make.
///
/// Errors: as [`study`].
pub fn shard(scenario: &Scenario, host: &Host) -> Result<Vec<Failure>, Vec<String>> {
    let (scenario, _) = settled(scenario, host)?;
    let scenario = &*scenario;
    host.watch.phase("staffing", 0);
    let assemblies = staffed_on(scenario, host, &mut Vec::new())?;
    let run = &scenario.run;
    announce(&assemblies, 0..run.replications, host);
    let results = run_all(&assemblies, run, run.seed, 0..run.replications, host);
    host.watch.begin("cost against volume", 0, parts(scenario));
    let curve = VolumeCurve { scenario, exchange: &Exchange(&scenario.currencies), months: months(scenario) };
    curve.rows(&|_| None, host)?;
    Ok(results.failures)
}

/// Replications that are neither there nor computed, in words.
fn missing(scenario: &Scenario, results: &Results) -> Vec<String> {
    let of = |index: usize| {
        let numbers: Vec<u32> =
            results.missing.iter().filter(|(v, _)| *v == index).map(|(_, number)| *number).collect();
        (!numbers.is_empty()).then(|| format!("{}: replications {}", scenario.variants[index].name, ranges(&numbers)))
    };
    (0..scenario.variants.len()).filter_map(of).collect()
}

/// Ascending numbers as `0-3, 7`.
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let text = parts.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") });
    text.collect::<Vec<_>>().join(", ")
}

/// All variants, promises replaced by schedules, compiled; nothing is kept.
pub fn staffed(scenario: &Scenario, watch: &dyn Watch, notes: &mut Vec<String>) -> Result<Vec<Assembly>, Vec<String>> {
    staffed_on(scenario, &Host::new(watch, &Store::none()), notes)
}

/// All variants, promises replaced by schedules, compiled; schedules come from the store where it has them.
pub fn staffed_on(scenario: &Scenario, host: &Host, notes: &mut Vec<String>) -> Result<Vec<Assembly>, Vec<String>> {
    let mut assemblies = Vec::new();
    let mut problems = Vec::new();
    let (run, effort) = (&scenario.run, Effort::FULL);
    // Side by side: the search of one variant leaves threads free at the end of each trial.
    let compiled = |variant: &Variant| {
        let (model, found) = staffing::staff_kept(&variant.model, run, effort, &variant.behaviour, host)?;
        let mut assembly = assemble(&model, run)?;
        assembly.identity = Some(chunks_of(&variant.behaviour, &assembly, run.seed, effort));
        convertible(scenario, &assembly).map(|()| (assembly, found))
    };
    let compiled: Vec<_> = scenario.variants.par_iter().map(compiled).collect();
    for (variant, compiled) in scenario.variants.iter().zip(compiled) {
        match compiled {
            Ok((assembly, found)) => {
                notes.extend(found.into_iter().map(|line| format!("{}: {line}", variant.name)));
                assemblies.push(assembly);
            }
            Err(errors) => problems.extend(errors.into_iter().map(|e| format!("variant `{}`: {e}", variant.name))),
        }
    }
    if problems.is_empty() { Ok(assemblies) } else { Err(problems) }
}

/// Calendar months that `[from, to)` touches in the run's zone: fixed monthly costs are due once for each.
pub fn months(scenario: &Scenario) -> u32 {
    let run = &scenario.run;
    let starts = crate::desk::calendar::months(&run.zone, run.from, run.to - run.from);
    starts.map_or(1, |starts| starts.iter().filter(|at| **at < run.to - run.from).count().max(1) as u32)
}

fn break_evens(source: &Source) -> Vec<Option<BreakEven>> {
    let baseline = source.scenario.baseline;
    let exchange = Exchange(&source.scenario.currencies);
    let of = |index: usize| {
        let [own, other] = source.side_by_side([index, baseline]);
        let sides = [(&source.assemblies[index], &own[..]), (&source.assemblies[baseline], &other[..])];
        (index != baseline).then(|| break_even(sides, &exchange, source.months, source.scenario.run.level))
    };
    (0..source.assemblies.len()).map(of).collect()
}

/// What variants say twice is said once.
fn warnings(assemblies: &[Assembly]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for assembly in assemblies {
        let billed = assembly.tariffs.iter().filter(|_| assembly.model.can_write());
        let unrated = billed.flat_map(|plan| {
            plan.unrated_countries(&assembly.model.book).into_iter().map(|unrated| {
                let what = unrated.categories.join(", ");
                format!(
                    "{} has no rate for {what} in {}: such messages are counted as unrated",
                    plan.name(),
                    unrated.country
                )
            })
        });
        for line in assembly.warnings.iter().cloned().chain(unrated) {
            if !all.contains(&line) {
                all.push(line);
            }
        }
    }
    all
}

fn settings(assemblies: &[Assembly]) -> Vec<(String, String, String)> {
    let mut all: Vec<(String, String, String)> = Vec::new();
    for plan in assemblies.iter().flat_map(|assembly| &assembly.tariffs) {
        for setting in plan.settings() {
            let others: Vec<&str> =
                setting.choices.iter().filter(|c| **c != setting.choice).map(String::as_str).collect();
            let text = format!("{} (also possible: {})", setting.choice, others.join(", "));
            let entry = (plan.name().to_string(), setting.name.clone(), text);
            if !all.contains(&entry) {
                all.push(entry);
            }
        }
    }
    all
}

fn checks(source: &Source, staffing: &[String]) -> Vec<String> {
    let mut lines = staffing.to_vec();
    for (variant, assembly) in source.scenario.variants.iter().zip(source.assemblies) {
        let forms = super::staffing::closed_forms(assembly, &source.scenario.run);
        lines.extend(forms.into_iter().map(|line| format!("{}: {line}", variant.name)));
    }
    let (mut contacts, mut messages) = (0i64, 0i64);
    for chunk in source.results.chunks.iter().flatten() {
        contacts += chunk.desk.done.contacts;
        messages += chunk.desk.done.messages_in + chunk.desk.done.messages_out;
    }
    lines.push(format!(
        "every one of {} contacts ended in one outcome and each of {} messages was counted once by the desk \
         and once from the facts; Little's identity held to the microsecond in all replications",
        verdict::grouped(&contacts.to_string()),
        verdict::grouped(&messages.to_string())
    ));
    lines
}

/// Has any group of any variant a typed number of heads instead of a promise? Then the answer rests on that number.
pub fn typed_heads(scenario: &Scenario) -> bool {
    // The heads of a fleet follow from its work.
    let single = scenario.variants.iter().filter(|variant| variant.model.fleet.is_none());
    let groups = single.flat_map(|variant| &variant.model.desk.groups);
    groups.into_iter().any(|group| matches!(group.staff, Staff::Schedule(_)))
}
