//! Writes everything a study leaves: tables, charts, the report, and last of all the manifest.

use std::io;
use std::path::Path;

use crate::chart::{self, Context, Theme};
use crate::experiment::study::{MODEL_VERSION, Study};
use crate::scenario::Scenario;
use crate::table::{Manifest, Meta, RunFacts, Written, clear_manifest, write_file, write_manifest, write_tables};

use super::ReportInput;
use super::pictures::write_pictures;

/// Tables, charts and report below `dir`; the manifest is removed first and written last, so that a folder with a
/// manifest is whole. Returns the names written.
///
/// # Errors
/// Input/output, naming step and file; a chart or the report that cannot be made.
pub fn publish(dir: &Path, scenario: &Scenario, study: &Study, run: &RunFacts) -> io::Result<Vec<Written>> {
    clear_manifest(dir)?;
    let meta = Meta { hash: scenario.hash.clone(), model_version: MODEL_VERSION.into(), seed: scenario.run.seed };
    let context = context(scenario);
    let tables = || write_tables(dir, &study.tables, &meta);
    let charts = || {
        let pictures = chart::draw_all(&study.tables, &context, &Theme::light()).map_err(io::Error::other)?;
        write_pictures(dir, &pictures)
    };
    let page = || {
        let page = super::render(&input(scenario, study, &context)).map_err(io::Error::other)?;
        write_file(dir, "report.html", page.as_bytes())
    };
    // Side by side on the present rayon pool; the list of files is in a fixed order.
    let (charts, (tables, page)) = rayon::join(charts, || rayon::join(tables, page));
    let mut files = tables?;
    files.extend(charts?);
    files.push(page?);
    let manifest = manifest(scenario, study, files.clone());
    let source = serde_json::to_value(&scenario.source)?;
    files.push(write_manifest(dir, &manifest, &source, run)?);
    Ok(files)
}

/// The frame around the numbers.
pub fn context(scenario: &Scenario) -> Context {
    let windows: Vec<_> = scenario.variants.iter().map(|variant| variant.model.cost.window).collect();
    let day = crate::units::Span(crate::units::DAY);
    let writes = scenario.variants.iter().any(|variant| variant.model.can_write());
    let same = writes && windows.iter().all(|window| *window == windows[0]);
    Context {
        title: scenario.name.clone(),
        question: scenario.question.clone(),
        report_currency: scenario.currencies.report,
        baseline: scenario.variants[scenario.baseline].name.clone(),
        window: if same { Some(windows.first().copied().flatten().unwrap_or(day)) } else { None },
        variants: scenario.variants.iter().map(|v| (v.name.clone(), v.title.clone())).collect(),
        hash: scenario.hash.clone(),
        seed: scenario.run.seed,
        model_version: MODEL_VERSION.into(),
        level: scenario.run.level,
        observations: scenario.observations(),
    }
}

fn input<'a>(scenario: &'a Scenario, study: &'a Study, context: &'a Context) -> ReportInput<'a> {
    let assumed = scenario.effective.iter().filter_map(|value| {
        value.assumption.as_ref().map(|note| (value.path.clone(), value.value.clone(), note.clone()))
    });
    let failures = study.failures.iter().map(|failure| {
        format!("{}, replication {}: {}", scenario.variants[failure.variant].name, failure.replication, failure.message)
    });
    let warnings = scenario.warnings.iter().map(|line| scenario.without_folder(line));
    ReportInput {
        tables: &study.tables,
        context,
        verdict: study.verdict.clone(),
        dates: scenario.run.dates.clone(),
        replications: scenario.run.replications,
        complete: study.complete,
        checks: study.checks.clone(),
        assumptions: assumed.collect(),
        settings: study.settings.clone(),
        effective: scenario
            .effective
            .iter()
            .map(|value| (value.path.clone(), value.value.clone(), scenario.without_folder(&value.origin)))
            .collect(),
        warnings: warnings.chain(study.warnings.iter().cloned()).chain(failures).collect(),
        command: format!("chatfare run {}.toml", scenario.name),
    }
}

/// The manifest of an answer to one question about a scenario; `finished`: replications in the tables, by variant.
pub fn manifest_of(scenario: &Scenario, finished: Vec<(String, u32)>) -> Manifest {
    let study = Study { complete: true, ..Study::default() };
    Manifest { finished, ..manifest(scenario, &study, Vec::new()) }
}

fn manifest(scenario: &Scenario, study: &Study, files: Vec<Written>) -> Manifest {
    Manifest {
        experiment: study.experiment.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: MODEL_VERSION.into(),
        name: scenario.name.clone(),
        hash: scenario.hash.clone(),
        seed: scenario.run.seed,
        replications: scenario.run.replications,
        finished: scenario.variants.iter().map(|v| (v.name.clone(), study.finished)).collect(),
        complete: study.complete,
        failures: study.failures.iter().map(|f| f.message.clone()).collect(),
        scenario: scenario.effective.iter().map(|v| (v.path.clone(), v.value.clone())).collect(),
        files,
    }
}
