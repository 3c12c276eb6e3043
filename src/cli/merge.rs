//! `chatfare merge`

use super::run::{closing, say_failures};
use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Work, refuse, unpack_folder, wrapped};
use super::{MessageFormat, known_tariffs};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::Trouble;
use crate::experiment::shards::{Shards, join};
use crate::experiment::store::Store;
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
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

impl Merge {
    /// Joins the chunks and writes what one machine would have written.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let Shards { plan, view, records } = join(&self.dirs).map_err(|problems| refuse(&problems))?;
        let unpacked = unpack_folder()?;
        let scenario = plan.scenario(known_tariffs(), unpacked.path()).map_err(|trouble| failure(trouble, screen))?;
        let work = Work::begin(self.threads, screen)?;
        let host = Host { part: Part::Stored, ..Host::new(&work.watch, &view) };
        let found = work.pool.install(|| study_on(&scenario, &host));
        work.watch.bar.finish_and_clear();
        let found = found.map_err(|problems| refuse(&problems))?;
        if !found.missing.is_empty() {
            let list = found.missing.join("\n  ");
            return Err(Failure::Usage(format!(
                "not all shards are here; missing:\n  {list}\nrun the shards that hold them, then merge again"
            )));
        }
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name));
        let io = |error: std::io::Error| Failure::Io(error.to_string());
        let store = Store::open(&dir).map_err(io)?;
        for name in records.iter().filter(|name| !store.has(name)) {
            if let Some(json) = view.text(name) {
                store.copy(name, &json);
            }
        }
        if let Some(fault) = store.fault() {
            return Err(Failure::Io(fault));
        }
        store.seal().map_err(io)?;
        plan.write(&dir).map_err(io)?;
        publish(&dir, &scenario, &found, &work.facts(&view)).map_err(io)?;
        out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
        say_failures(&scenario, &found.failures, screen);
        talk(screen, &closing(&found, &dir, work.started));
        Ok(Exit::Done)
    }
}

/// Why a plan cannot be used, as a command's failure.
pub fn failure(trouble: Trouble, screen: &Screen) -> Failure {
    match trouble {
        Trouble::File(why) => Failure::Io(why),
        Trouble::Plan(why) => Failure::Usage(why),
        Trouble::Scenario(report) => show_report(report, MessageFormat::Text, screen),
    }
}
