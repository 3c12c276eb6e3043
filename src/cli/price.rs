//! `chatfare price`

use super::merge::{copy, failure, nothing_missing};
use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Work, close_store, open_share, open_store, refuse, wrapped};
use super::{Overrides, options};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::{Plan, Trouble};
use crate::experiment::price::{Outcome, Ready, read};
use crate::experiment::runner::Watch;
use crate::experiment::store::{Name, Store};
use crate::report::publish_price;
use crate::table::{Experiment, Written};
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `price`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare price scenarios/price-launch-2018.toml
  chatfare price scenarios/price-launch-2018.toml --set run.replications=20
  chatfare price game.toml --set platform.objective=welfare --out results/welfare
  chatfare price game.toml --shard 3/7 --out shards/3")]
pub struct Price {
    /// The price file: the platform's windows and prices, the kinds of firms and what they may choose.
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
    #[arg(long, value_name = "i/n")]
    shard: Option<Part>,
}

impl Price {
    /// Simulates what firms may choose, solves the game, writes its tables, charts and report, prints the verdict.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let known = options(&[]);
        let game = read(&self.file, &self.overrides.sets, &known)
            .map_err(|report| show_report(report, self.overrides.message_format, screen))?;
        if self.effort.time_limit.is_some() {
            return Err(Failure::Usage("--time-limit needs `run.precision`, which a price game has not".into()));
        }
        let work = Work::begin(self.effort.threads, screen)?;
        let ready =
            Ready::new(game, known).map_err(|report| show_report(report, self.overrides.message_format, screen))?;
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&ready.game.name));
        let store = open_share(&dir, self.shard, &self.effort, screen)?;
        plan_of(&ready)
            .of_part(self.shard.unwrap_or_default())
            .write(&dir)
            .map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host { part: self.shard.unwrap_or_default(), ..Host::new(&work.watch, &store) };
        match host.part {
            Part::Shard { index, of } => share(&ready, &work, &host, &dir, (index + 1, of), screen),
            _ => whole(&ready, &work, &host, &dir, screen).map(|(exit, _)| exit),
        }
    }
}

/// The plan of a game.
fn plan_of(ready: &Ready) -> Plan {
    let frame = ready.frame();
    Plan {
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: crate::experiment::study::MODEL_VERSION.into(),
        name: ready.game.name.clone(),
        hash: frame.hash,
        seed: frame.seed,
        replications: ready.replications(),
        experiment: Experiment::of("price"),
        source: ready.game.source.clone(),
        shard: None,
    }
}

/// Plays to the end: tables, charts, report, verdict.
fn whole(
    ready: &Ready,
    work: &Work,
    host: &Host,
    dir: &Path,
    screen: &Screen,
) -> Result<(Exit, Vec<Written>), Failure> {
    let played = work.pool.install(|| ready.play(host));
    work.watch.bar.finish_and_clear();
    close_store(host.store, screen)?;
    let found = match played {
        Err(problems) if !work.watch.stop() => return Err(refuse(&problems)),
        Err(_) => Outcome::default(),
        Ok(found) => found,
    };
    if work.watch.stop() {
        talk(screen, "interrupted; the same command goes on from here\n");
        return Ok((Exit::Interrupted, Vec::new()));
    }
    nothing_missing(&found.missing)?;
    let written = publish_price(dir, &ready.game, &found, &work.facts(host.store));
    let written = written.map_err(|error| Failure::Io(error.to_string()))?;
    for warning in &found.warnings {
        talk(screen, &format!("warning: {warning}\n"));
    }
    Ok((said(&found, work, dir, screen)?, written))
}

/// The verdict and the last lines.
fn said(found: &Outcome, work: &Work, dir: &Path, screen: &Screen) -> Result<Exit, Failure> {
    out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
    let (million, seconds) = (found.events as f64 / 1e6, work.started.elapsed().as_secs_f64());
    let report = dir.join("report.html");
    talk(screen, &format!("{million:.1} million events in {seconds:.1} s\nreport: {}\n", report.display()));
    Ok(Exit::Done)
}

/// Computes a shard into chunks alone.
fn share(
    ready: &Ready,
    work: &Work,
    host: &Host,
    dir: &Path,
    (number, of): (u32, u32),
    screen: &Screen,
) -> Result<Exit, Failure> {
    let done = work.pool.install(|| ready.shard(host));
    work.watch.bar.finish_and_clear();
    close_store(host.store, screen)?;
    if work.watch.stop() {
        talk(screen, "interrupted; the same command goes on from here\n");
        return Ok(Exit::Interrupted);
    }
    done.map_err(|problems| refuse(&problems))?;
    talk(screen, &format!("shard {number} of {of} is in {}; `chatfare merge` joins all {of}\n", dir.display()));
    Ok(Exit::Done)
}

/// The game that a plan holds, read from its own texts below `folder`, which must live as long as it is used.
fn planned(plan: &Plan, folder: &Path, screen: &Screen) -> Result<Ready, Failure> {
    let told = |trouble: Trouble| failure(trouble, screen);
    let known = options(&[]);
    let (files, sets) = plan.unpacked(folder).map_err(told)?;
    let mut game = read(&files[0], &sets, &known).map_err(|report| told(Trouble::Scenario(report)))?;
    game.name.clone_from(&plan.name);
    let ready = Ready::new(game, known).map_err(|report| told(Trouble::Scenario(report)))?;
    plan.same(&ready.frame().hash).map_err(told)?;
    Ok(ready)
}

/// Plays the game of a plan again; what was written.
pub(super) fn again(
    plan: &Plan,
    folder: &Path,
    (dir, effort): (&Path, &Effort),
    screen: &Screen,
) -> Result<(Exit, Vec<Written>), Failure> {
    let ready = planned(plan, folder, screen)?;
    let work = Work::begin(effort.threads, screen)?;
    let store = open_store(dir, effort, screen)?;
    plan_of(&ready).write(dir).map_err(|error| Failure::Io(error.to_string()))?;
    whole(&ready, &work, &Host::new(&work.watch, &store), dir, screen)
}

/// Plays the game of a plan from shards alone.
pub(super) fn merged(
    plan: &Plan,
    folder: &Path,
    (view, records): (&Store, &[Name]),
    (dir, threads): (Option<&PathBuf>, Option<usize>),
    screen: &Screen,
) -> Result<Exit, Failure> {
    let ready = planned(plan, folder, screen)?;
    let work = Work::begin(threads, screen)?;
    let host = Host { part: Part::Stored, ..Host::new(&work.watch, view) };
    let found = work.pool.install(|| ready.play(&host)).map_err(|problems| refuse(&problems))?;
    work.watch.bar.finish_and_clear();
    nothing_missing(&found.missing)?;
    let dir = dir.cloned().unwrap_or_else(|| Path::new("output").join(&ready.game.name));
    let _held = copy(&dir, view, records)?;
    plan.write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
    publish_price(&dir, &ready.game, &found, &work.facts(view)).map_err(|error| Failure::Io(error.to_string()))?;
    said(&found, &work, &dir, screen)
}
