//! `chatfare price`

use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Work, close_store, open_store, refuse, wrapped};
use super::{Overrides, options};
use crate::experiment::host::Host;
use crate::experiment::price::{play, read};
use crate::experiment::runner::Watch;
use crate::report::publish_price;
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `price`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare price scenarios/price-launch-2018.toml
  chatfare price scenarios/price-launch-2018.toml --set run.replications=20
  chatfare price game.toml --set platform.objective=welfare --out results/welfare")]
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
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&game.name));
        let store = open_store(&dir, &self.effort, screen)?;
        let host = Host::new(&work.watch, &store);
        let played = work.pool.install(|| play(&game, &known, &host));
        work.watch.bar.finish_and_clear();
        close_store(&store, screen)?;
        let found = match played {
            Err(problems) if !work.watch.stop() => return Err(refuse(&problems)),
            Err(_) => Default::default(),
            Ok(found) => found,
        };
        if work.watch.stop() || !found.missing.is_empty() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        publish_price(&dir, &game, &found, &work.facts(&store)).map_err(|error| Failure::Io(error.to_string()))?;
        for warning in &found.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
        let (million, seconds) = (found.events as f64 / 1e6, work.started.elapsed().as_secs_f64());
        let report = dir.join("report.html");
        talk(screen, &format!("{million:.1} million events in {seconds:.1} s\nreport: {}\n", report.display()));
        Ok(Exit::Done)
    }
}
