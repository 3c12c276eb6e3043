//! `chatfare sweep`

use super::points::{Experiment, Kind};
use super::screen::{Exit, Failure, Screen, show_report, talk};
use super::work::{Effort, Work, open_share};
use super::{Overrides, options};
use crate::experiment::host::{Host, Part};
use crate::experiment::points::Points;
use crate::experiment::sweep::Reader;
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

/// The sweep of a scenario that was read.
pub(super) fn sweep(reader: Reader, base: Scenario) -> Result<Experiment, Failure> {
    let nothing = "there is nothing to move: add [sweep.axis] to the file, or --axis PATH=VALUES";
    let asked = base.sweep.as_ref().ok_or_else(|| Failure::Usage(nothing.into()))?;
    let points = Points::of(asked, base.run.seed).map_err(Failure::Usage)?;
    Ok(Experiment { reader, base, kind: Kind::Sweep(points) })
}

impl Sweep {
    /// Simulates every point that is not there yet, and writes tables, charts and report.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let mut sets = self.overrides.sets.clone();
        sets.extend(self.axes.iter().map(|axis| moved("sweep.axis", axis)).collect::<Result<Vec<_>, _>>()?);
        let (reader, base) = read(&self.file, &sets, &self.overrides, screen)?;
        let experiment = sweep(reader, base)?;
        carry_out(&experiment, self.out, &self.effort, self.shard, screen)
    }
}

/// Reads the scenario and says what is to be known of it.
pub(super) fn read(
    file: &Path,
    sets: &[String],
    overrides: &Overrides,
    screen: &Screen,
) -> Result<(Reader, Scenario), Failure> {
    if file == Path::new("-") {
        return Err(Failure::Usage("a sweep reads its file once a point: name a file instead of `-`".into()));
    }
    let reader = Reader::new(file, options(sets));
    let base = reader.base().map_err(|report| show_report(report, overrides.message_format, screen))?;
    for warning in &base.warnings {
        talk(screen, &format!("warning: {warning}\n"));
    }
    if base.run.stopping.is_some() {
        talk(screen, "warning: `run.precision` is not read here: every point has `run.replications`\n");
    }
    if base.run.settles {
        return Err(Failure::Usage("`run.warm_up` is found by `run` and `compare`: give `run.lead` here".into()));
    }
    if base.run.controls {
        talk(screen, "warning: `run.control` is not read here\n");
    }
    Ok((reader, base))
}

/// Plan first, then everything that is not there yet.
pub(super) fn carry_out(
    experiment: &Experiment,
    out: Option<PathBuf>,
    effort: &Effort,
    shard: Option<Part>,
    screen: &Screen,
) -> Result<Exit, Failure> {
    if effort.time_limit.is_some() {
        return Err(Failure::Usage("--time-limit needs `run.precision`, which is not read here".into()));
    }
    let work = Work::begin(effort.threads, screen)?;
    let name = format!("{}-{}", experiment.base.name, experiment.asked().command());
    let dir = out.unwrap_or_else(|| Path::new("output").join(name));
    let store = open_share(&dir, shard, effort, screen)?;
    experiment.write_plan(&dir, shard.unwrap_or_default())?;
    let host = Host { part: shard.unwrap_or_default(), ..Host::new(&work.watch, &store) };
    match host.part {
        Part::Shard { index, of } => experiment.shard(&work, &host, &dir, (index + 1, of), screen),
        _ => experiment.whole(&work, &host, &dir, screen),
    }
}

/// `PATH=VALUES` as an argument that lays an axis or input on top of the file.
pub(super) fn moved(table: &str, argument: &str) -> Result<String, Failure> {
    let wrong =
        || Failure::Usage(format!("{argument:?}: write PATH=VALUES, such as group.team.agents=\"2 to 8 by 1\""));
    let (path, values) = argument.split_once('=').ok_or_else(wrong)?;
    let path = path.trim();
    // A path with quotes inside (`reason."where is it".volume`) goes into single ones.
    if path.is_empty() || path.contains('\'') {
        return Err(wrong());
    }
    Ok(format!("{table}.'{path}'={}", values.trim()))
}
