//! `chatfare run`

use super::log::{Which, which};
use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Watching, Work, close_store_of, open_share, refuse, refuse_run, wrapped};
use super::{Overrides, options};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::Plan;
use crate::experiment::runner::{Failure as StudyFailure, Watch};
use crate::experiment::settle::settled;
use crate::experiment::store::Store;
use crate::experiment::study::{Study, parts, shard, staffed, study_on};
use crate::experiment::trace::{Name, trace};
use crate::report::publish;
use crate::scenario::{Scenario, load};
use crate::table::Tables;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare run scenarios/launch-2018.toml
  chatfare run scenario.toml --set run.replications=100 --out results/more
  chatfare run scenario.toml --json | jq '.[] | select(.metric == \"cost_per_resolved\")'
  chatfare run scenario.toml --log=all
  chatfare run scenario.toml --shard 3/7 --out shards/3
  chatfare run scenario.toml --trace delivery@FR#17")]
pub struct Run {
    /// The scenario; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// Folder of the results [default: output/<file name>].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
    /// Compute only the i-th of n shares, into chunks alone; `chatfare merge` joins them.
    #[arg(long, value_name = "i/n", conflicts_with_all = ["json", "trace", "log"])]
    shard: Option<Part>,
    /// Print the summary as JSON on stdout instead of the verdict.
    #[arg(long)]
    json: bool,
    /// Print one customer's life (SOURCE@COUNTRY#NUMBER) instead of running the study.
    #[arg(long, value_name = "CONTACT")]
    trace: Option<String>,
    /// Also write the facts as logs that `chatfare bill` reads, log/VARIANT-REPLICATION.parquet: of replication 0, N, or all.
    #[arg(long, value_name = "N|all", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = which)]
    log: Option<Which>,
}

impl Run {
    /// Runs a scenario and writes its tables, charts and report.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let scenario = load(&self.file, &options(&self.overrides.sets))
            .map_err(|report| show_report(report, self.overrides.message_format, screen))?;
        for warning in &scenario.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        self.log.map_or(Ok(()), |which| which.check(&scenario))?;
        if (self.log.is_some() || self.trace.is_some()) && scenario.variants.iter().any(|v| v.model.fleet.is_some()) {
            let why = "a fleet keeps sums alone: for one customer's life, or a log, run one desk (leave out [fleet], with the volume of that desk)";
            return Err(Failure::Usage(why.into()));
        }
        if self.shard.is_some() && scenario.run.stopping.is_some() {
            let why = "`run.precision` decides while it runs how many replications there are, so it cannot be shared out: give `run.replications` alone";
            return Err(Failure::Usage(why.into()));
        }
        let work = Work::begin(self.effort.threads, screen)?;
        if let Some(contact) = &self.trace {
            return work.pool.install(|| show_life(&scenario, contact, &work.watch));
        }
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name));
        let store = open_share(&dir, self.shard, &self.effort, screen)?;
        let part = self.shard.unwrap_or_default();
        Plan::of(&scenario).of_part(part).write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host { part, deadline: self.effort.deadline(&scenario, &work)?, ..Host::new(&work.watch, &store) };
        match host.part {
            Part::Shard { index, of } => run_shard(&scenario, &work, &host, &dir, (index + 1, of), screen),
            _ => self.run_whole(&scenario, &work, &host, &dir, screen),
        }
    }

    fn run_whole(
        &self,
        scenario: &Scenario,
        work: &Work,
        host: &Host,
        dir: &Path,
        screen: &Screen,
    ) -> Result<Exit, Failure> {
        let found = work.pool.install(|| study_on(scenario, host));
        work.watch.bar.finish_and_clear();
        close_store_of(host.store, parts(scenario), screen)?;
        let interrupted = work.watch.stop();
        let found = match found {
            Err(problems) if !interrupted => return Err(refuse_run(scenario, &problems, screen)),
            Err(_) => Study::default(),
            Ok(found) => found,
        };
        if interrupted && found.finished == 0 {
            talk(screen, "interrupted before any replication was whole; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        if let Some(which) = self.log {
            work.pool.install(|| which.write(dir, scenario, &found))?;
        }
        let facts = work.facts(host.store);
        work.pool.install(|| publish(dir, scenario, &found, &facts)).map_err(|error| Failure::Io(error.to_string()))?;
        for warning in &found.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        self.print(&found)?;
        say_failures(scenario, &found.failures, screen);
        talk(screen, &closing(&found, dir, work.started));
        Ok(match (interrupted, found.failures.is_empty()) {
            (true, _) => Exit::Interrupted,
            (false, true) => Exit::Done,
            (false, false) => Exit::Failed,
        })
    }

    fn print(&self, study: &Study) -> Result<(), Failure> {
        if self.json {
            return out(&json(&study.tables));
        }
        let lines: String = study.verdict.iter().map(|line| wrapped(line)).collect();
        out(&lines)
    }
}

fn show_life(scenario: &Scenario, contact: &str, watch: &Watching) -> Result<Exit, Failure> {
    let name: Name = contact.parse().map_err(Failure::Usage)?;
    let mut notes = Vec::new();
    let store = Store::none();
    let (scenario, _) = settled(scenario, &Host::new(watch, &store)).map_err(|problems| refuse(&problems))?;
    let scenario = &*scenario;
    let assemblies = staffed(scenario, watch, &mut notes).map_err(|problems| refuse(&problems))?;
    watch.bar.finish_and_clear();
    out(&trace(scenario, &assemblies, &name).map_err(Failure::Usage)?)?;
    Ok(Exit::Done)
}

/// Computes a shard; its tables are for `merge` to make.
fn run_shard(
    scenario: &Scenario,
    work: &Work,
    host: &Host,
    dir: &Path,
    (number, of): (u32, u32),
    screen: &Screen,
) -> Result<Exit, Failure> {
    let done = work.pool.install(|| shard(scenario, host));
    work.watch.bar.finish_and_clear();
    close_store_of(host.store, parts(scenario), screen)?;
    if work.watch.stop() {
        talk(screen, "interrupted; the same command goes on from here\n");
        return Ok(Exit::Interrupted);
    }
    let failures = done.map_err(|problems| refuse(&problems))?;
    say_failures(scenario, &failures, screen);
    talk(screen, &format!("shard {number} of {of} is in {}; `chatfare merge` joins all {of}\n", dir.display()));
    Ok(if failures.is_empty() { Exit::Done } else { Exit::Failed })
}

/// Failed replications, each with what is needed to see it again.
pub fn say_failures(scenario: &Scenario, failures: &[StudyFailure], screen: &Screen) {
    for failure in failures {
        let variant = &scenario.variants[failure.variant].name;
        let (number, seed) = (failure.replication, scenario.run.seed);
        talk(screen, &format!("failed: {variant}, replication {number} (seed {seed}): {}\n", failure.message));
    }
}

/// Size and duration, and where the report is.
pub fn closing(study: &Study, dir: &Path, started: Instant) -> String {
    let seconds = started.elapsed().as_secs_f64();
    let million = study.events as f64 / 1e6;
    let kept = if study.complete { "" } else { " (incomplete: only what had finished; the same command goes on)" };
    format!("{million:.1} million events in {seconds:.1} s{kept}\nreport: {}\n", dir.join("report.html").display())
}

fn json(tables: &Tables) -> String {
    let rows: Vec<serde_json::Value> = tables
        .summary
        .iter()
        .map(|row| {
            serde_json::json!({
                "variant": row.variant, "channel": row.channel, "metric": row.metric, "unit": row.unit,
                "mean": row.value.mean, "lower": row.value.lower, "upper": row.value.upper,
                "level": row.value.level, "n": row.value.n,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rows))
}
