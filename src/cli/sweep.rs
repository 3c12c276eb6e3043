//! `chatfare sweep`

use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Work, close_store, open_store, refuse, wrapped};
use super::{Overrides, options};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::Plan;
use crate::experiment::points::Points;
use crate::experiment::runner::Watch;
use crate::experiment::sweep::{Reader, SweepStudy, sweep_on, sweep_shard};
use crate::report::{publish_plan, publish_sweep};
use crate::scenario::Scenario;
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `sweep`.
#[derive(Debug, Args)]
#[command(after_help = "\
Values of an axis: a list (\"5 s | 45 s | 2 min\", or a TOML list), or a range
(\"5 s to 60 s in 4 steps\", \"0.001 USD to 0.1 USD in 7 log steps\", \"2 to 10 by 2\").

Examples:
  chatfare sweep scenarios/sweep-price.toml
  chatfare sweep shop.toml --axis group.team.agents=\"2 to 8 by 1\" --axis tariff.rate_times=\"0.5 | 1 | 2\"
  chatfare sweep shop.toml --axis 'reason.*.fan_out=geometric, mean 1 to geometric, mean 3 in 5 steps'
  chatfare sweep shop.toml --shard 3/7 --out shards/3")]
pub struct Sweep {
    /// The scenario, with a section [sweep] or with --axis.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// One more axis: PATH=VALUES; it takes the place of one of the file with the same path.
    #[arg(long = "axis", value_name = "PATH=VALUES")]
    axes: Vec<String>,
    /// Folder of the results [default: output/<file name>-sweep].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
    /// Compute only the i-th of n shares, into chunks alone; `chatfare merge` joins them.
    #[arg(long, value_name = "i/n")]
    shard: Option<Part>,
}

/// A sweep that is read and planned.
pub(super) struct Planned {
    pub(super) reader: Reader,
    pub(super) base: Scenario,
    pub(super) points: Points,
}

impl Planned {
    /// The points of the scenario behind a reader.
    pub(super) fn of(reader: Reader, base: Scenario) -> Result<Planned, Failure> {
        let sweep = base.sweep.clone().ok_or_else(|| {
            Failure::Usage("there is nothing to move: add [sweep.axis] to the file, or --axis PATH=VALUES".into())
        })?;
        let points = Points::of(&sweep, base.run.seed).map_err(Failure::Usage)?;
        Ok(Planned { reader, base, points })
    }

    /// The plan of its folder.
    pub(super) fn plan(&self) -> Plan {
        Plan { command: "sweep".into(), points: Some(self.points.hash()), ..Plan::of(&self.base) }
    }
}

impl Sweep {
    /// Simulates every point that is not there yet, and writes tables, charts and report.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let mut sets = self.overrides.sets.clone();
        sets.extend(self.axes.iter().map(|axis| axis_set(axis)).collect::<Result<Vec<_>, _>>()?);
        let reader = Reader::new(&self.file, options(&sets));
        let base = reader.base().map_err(|report| show_report(report, self.overrides.message_format, screen))?;
        for warning in &base.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        if base.run.stopping.is_some() {
            talk(screen, "warning: `run.precision` is not read: every point has `run.replications`\n");
        }
        let planned = Planned::of(reader, base)?;
        let work = Work::begin(self.effort.threads, screen)?;
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{}-sweep", planned.base.name)));
        let store = open_store(&dir, &self.effort, screen)?;
        let io = |error: std::io::Error| Failure::Io(error.to_string());
        planned.plan().write(&dir).map_err(io)?;
        publish_plan(&dir, &planned.base, &planned.points).map_err(io)?;
        let host = Host { part: self.shard.unwrap_or_default(), ..Host::new(&work.watch, &store) };
        match host.part {
            Part::Shard { index, of } => run_shard(&planned, &work, &host, &dir, (index + 1, of), screen),
            _ => {
                let found = work.pool.install(|| sweep_on(&planned.reader, &planned.base, &planned.points, &host));
                work.watch.bar.finish_and_clear();
                close_store(&store, screen)?;
                finish(&planned, found, &work, &store, &dir, screen)
            }
        }
    }
}

/// Writes and prints what was found.
pub(super) fn finish(
    planned: &Planned,
    found: Result<SweepStudy, Vec<String>>,
    work: &Work,
    store: &crate::experiment::store::Store,
    dir: &Path,
    screen: &Screen,
) -> Result<Exit, Failure> {
    let interrupted = work.watch.stop();
    let found = match found {
        Err(problems) if !interrupted => return Err(refuse(&problems)),
        Err(_) => SweepStudy::default(),
        Ok(found) => found,
    };
    if interrupted && found.finished == 0 {
        talk(
            screen,
            "interrupted before any replication was whole at every point; the same command goes on from here\n",
        );
        return Ok(Exit::Interrupted);
    }
    publish_sweep(dir, &planned.base, &planned.points, &found, &work.facts(store))
        .map_err(|error| Failure::Io(error.to_string()))?;
    out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
    say_failures(planned, &found.failures, screen);
    let seconds = work.started.elapsed().as_secs_f64();
    let kept = if found.complete { "" } else { " (incomplete: only what had finished; the same command goes on)" };
    let million = found.events as f64 / 1e6;
    talk(
        screen,
        &format!(
            "{million:.1} million events in {seconds:.1} s{kept}\nreport: {}\n",
            dir.join("report.html").display()
        ),
    );
    Ok(match (interrupted, found.failures.is_empty()) {
        (true, _) => Exit::Interrupted,
        (false, true) => Exit::Done,
        (false, false) => Exit::Failed,
    })
}

fn run_shard(
    planned: &Planned,
    work: &Work,
    host: &Host,
    dir: &Path,
    (number, of): (u32, u32),
    screen: &Screen,
) -> Result<Exit, Failure> {
    let done = work.pool.install(|| sweep_shard(&planned.reader, &planned.base, &planned.points, host));
    work.watch.bar.finish_and_clear();
    close_store(host.store, screen)?;
    if work.watch.stop() {
        talk(screen, "interrupted; the same command goes on from here\n");
        return Ok(Exit::Interrupted);
    }
    let failures = done.map_err(|problems| refuse(&problems))?;
    say_failures(planned, &failures, screen);
    talk(screen, &format!("shard {number} of {of} is in {}; `chatfare merge` joins all {of}\n", dir.display()));
    Ok(if failures.is_empty() { Exit::Done } else { Exit::Failed })
}

/// Failed replications, each with what is needed to see it again.
fn say_failures(planned: &Planned, failures: &[(String, u32, String)], screen: &Screen) {
    for (name, replication, why) in failures {
        let seed = planned.base.run.seed;
        talk(screen, &format!("failed: {name}, replication {replication} (seed {seed}): {why}\n"));
    }
}

/// `PATH=VALUES` as an argument that lays the axis on top of the file.
pub(super) fn axis_set(argument: &str) -> Result<String, Failure> {
    let wrong =
        || Failure::Usage(format!("--axis {argument:?}: write PATH=VALUES, such as group.team.agents=\"2 to 8 by 1\""));
    let (path, values) = argument.split_once('=').ok_or_else(wrong)?;
    let path = path.trim();
    // A path with quotes inside (`reason."where is it".volume`) goes into single ones.
    if path.is_empty() || path.contains('\'') {
        return Err(wrong());
    }
    Ok(format!("sweep.axis.'{path}'={}", values.trim()))
}
