//! `chatfare merge`

use super::points::{planned, verdict};
use super::run::{closing, say_failures};
use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Work, refuse, unpack_folder, wrapped};
use super::{MessageFormat, options};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::{Plan, Trouble};
use crate::experiment::shards::{Shards, join};
use crate::experiment::store::{Hold, Name, Store};
use crate::experiment::study::study_on;
use crate::report::publish;
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `merge`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare merge shards/1 shards/2 shards/3 --out output/joined
  chatfare merge shards/* --out output/joined")]
pub struct Merge {
    /// Folders that `--shard` wrote, all of one experiment.
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Folder of the results [default: output/<name>].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads [default: one a core]; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = super::work::threads)]
    threads: Option<usize>,
}

impl Merge {
    /// Joins the chunks and writes what one machine would have written.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let Shards { plan, view, records, absent } = join(&self.dirs).map_err(|problems| refuse(&problems))?;
        self.whole(&plan, view, &records, screen).map_err(|failure| match failure {
            Failure::Missing(missing) => still_missing(&missing, &absent),
            other => other,
        })
    }

    fn whole(&self, plan: &Plan, view: Store, records: &[Name], screen: &Screen) -> Result<Exit, Failure> {
        match plan.experiment.command() {
            "sweep" | "sensitivity" => self.points(plan, &view, records, screen),
            "price" => {
                let unpacked = unpack_folder()?;
                let to = (self.out.as_ref(), self.threads);
                super::price::merged(plan, unpacked.path(), (&view, records), to, screen)
            }
            _ => self.study(plan, &view, records, screen),
        }
    }

    /// The variants of a scenario.
    fn study(&self, plan: &Plan, view: &Store, records: &[Name], screen: &Screen) -> Result<Exit, Failure> {
        let unpacked = unpack_folder()?;
        let scenario = plan.scenario(options(&[]), unpacked.path()).map_err(|trouble| failure(trouble, screen))?;
        let work = Work::begin(self.threads, screen)?;
        let host = Host { part: Part::Stored, ..Host::new(&work.watch, view) };
        let found = work.pool.install(|| study_on(&scenario, &host));
        work.watch.bar.finish_and_clear();
        let found = found.map_err(|problems| refuse(&problems))?;
        nothing_missing(&found.missing)?;
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name));
        let _held = copy(&dir, view, records)?;
        let io = |error: std::io::Error| Failure::Io(error.to_string());
        plan.write(&dir).map_err(io)?;
        let facts = work.facts(view);
        work.pool.install(|| publish(&dir, &scenario, &found, &facts)).map_err(io)?;
        out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
        say_failures(&scenario, &found.failures, screen);
        talk(screen, &closing(&found, &dir, work.started));
        Ok(Exit::Done)
    }

    /// The points of a sweep or of a sensitivity analysis.
    fn points(&self, plan: &Plan, view: &Store, records: &[Name], screen: &Screen) -> Result<Exit, Failure> {
        let experiment = planned(plan, screen)?;
        let work = Work::begin(self.threads, screen)?;
        let host = Host { part: Part::Stored, ..Host::new(&work.watch, view) };
        let found = experiment.run(&work, &host);
        work.watch.bar.finish_and_clear();
        let found = found.map_err(|problems| refuse(&problems))?;
        nothing_missing(found.missing())?;
        let name = format!("{}-{}", experiment.base.name, plan.experiment.command());
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(name));
        let _held = copy(&dir, view, records)?;
        experiment.write_plan(&dir, Part::default())?;
        experiment.publish(&dir, &found, &work, view)?;
        out(&verdict(&found))?;
        experiment.last_lines(&found, &work, &dir, screen);
        Ok(Exit::Done)
    }
}

/// Refuses to go on where something is missing, and names it.
pub(super) fn nothing_missing(missing: &[String]) -> Result<(), Failure> {
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::Missing(missing.to_vec()))
}

/// What is missing, and the shards to run.
fn still_missing(missing: &[String], absent: &[String]) -> Failure {
    let list = missing.join("\n  ");
    let (what, cure) = match absent {
        [] => (
            "not everything is here".to_string(),
            "run the same shards again: they go on from where they stopped".to_string(),
        ),
        [one] => (format!("shard {one} is not here"), format!("run it with --shard {one}")),
        [all @ .., last] => {
            (format!("shards {} and {last} are not here", all.join(", ")), "run each of them with --shard".to_string())
        }
    };
    Failure::Usage(format!("{what}; missing:\n  {list}\n{cure}, then merge again"))
}

/// Copies the records of all shards into the results folder, which is held for what is written there next.
pub(super) fn copy(dir: &Path, view: &Store, records: &[Name]) -> Result<Hold, Failure> {
    let io = |error: std::io::Error| Failure::Io(error.to_string());
    let hold = Hold::take(dir, false).map_err(io)?;
    let store = Store::open(dir).map_err(io)?;
    for name in records.iter().filter(|name| !store.has(name)) {
        if let Some(json) = view.text(name) {
            store.copy(name, &json);
        }
    }
    if let Some(fault) = store.fault() {
        return Err(Failure::Io(fault));
    }
    store.seal().map_err(io)?;
    Ok(hold)
}

/// Why a plan cannot be used, as a command's failure.
pub fn failure(trouble: Trouble, screen: &Screen) -> Failure {
    match trouble {
        Trouble::File(why) => Failure::Io(why),
        Trouble::Plan(why) => Failure::Usage(why),
        Trouble::Scenario(report) => show_report(report, MessageFormat::Text, screen),
    }
}
