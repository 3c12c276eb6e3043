//! `chatfare compare`

use super::merge::failure;
use super::run::{closing, say_failures};
use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Work, close_store_of, open_store, refuse, refuse_run, unpack_folder, wrapped};
use super::{Overrides, options};
use crate::experiment::host::Host;
use crate::experiment::plan::Plan;
use crate::experiment::runner::Watch;
use crate::experiment::study::{compare_on, comparison, parts};
use crate::experiment::together::together;
use crate::report::publish;
use crate::scenario::{Scenario, load, nearest};
use crate::units::{MOST_PLAN, Money, read_text_file};
use clap::Args;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare compare scenarios/response-policies.toml --indifference \"0.02 EUR\"
  chatfare compare one.toml other.toml --baseline one/phone
  chatfare compare output/monday output/tuesday")]
pub struct Compare {
    /// Scenario files, or folders of finished runs; one is compared within itself.
    #[arg(required = true, value_name = "FILE|DIR")]
    what: Vec<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
    /// Variant that differences are taken from [default: that of the first scenario].
    #[arg(long, value_name = "VARIANT")]
    baseline: Option<String>,
    /// A cost per resolved contact too small to matter, e.g. "0.02 EUR".
    #[arg(long, value_name = "MONEY")]
    indifference: Option<String>,
    /// Folder of the results [default: output/<name>-compare].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
}

impl Compare {
    /// Simulates what is not there yet, and says which variant is best and how sure that is.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let unpacked = unpack_folder()?;
        let (scenarios, folders) = self.read(&unpacked, screen)?;
        let mut scenario = together(scenarios).map_err(|problems| refuse(&problems))?;
        if scenario.variants.len() < 2 {
            let why = "there is one variant alone: name another file, or add [variant.NAME]";
            return Err(Failure::Usage(why.into()));
        }
        self.choose_baseline(&mut scenario)?;
        let zone = self.zone(&scenario)?;
        for warning in &scenario.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        let work = Work::begin(self.effort.threads, screen)?;
        let name: String = scenario.name.chars().take(80).collect();
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{name}-compare")));
        let mut store = open_store(&dir, &self.effort, screen)?;
        if !self.effort.fresh {
            for folder in folders {
                store = store.also(&folder).map_err(|error| Failure::Io(error.to_string()))?;
            }
        }
        let plan = Plan { experiment: comparison(&scenario, zone), ..Plan::of(&scenario) };
        plan.write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host { deadline: self.effort.deadline(&scenario, &work)?, ..Host::new(&work.watch, &store) };
        let found = work.pool.install(|| compare_on(&scenario, zone, &host));
        work.watch.bar.finish_and_clear();
        close_store_of(&store, parts(&scenario), screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let found = found.map_err(|problems| refuse_run(&scenario, &problems, screen))?;
        let facts = work.facts(&store);
        work.pool
            .install(|| publish(&dir, &scenario, &found, &facts))
            .map_err(|error| Failure::Io(error.to_string()))?;
        out(&found.verdict.iter().map(|line| wrapped(line)).collect::<String>())?;
        say_failures(&scenario, &found.failures, screen);
        talk(screen, &closing(&found, &dir, work.started));
        Ok(if found.failures.is_empty() { Exit::Done } else { Exit::Failed })
    }

    /// The scenarios, and the folders where their replications may be. What has run is unpacked below `unpacked`.
    fn read(&self, unpacked: &TempDir, screen: &Screen) -> Result<(Vec<Scenario>, Vec<PathBuf>), Failure> {
        let (mut scenarios, mut folders) = (Vec::new(), Vec::new());
        for what in &self.what {
            if what.is_dir() {
                let plan = Plan::read(what).map_err(|trouble| failure(trouble, screen))?;
                if !self.overrides.sets.is_empty() {
                    let why =
                        format!("`--set` cannot change what has run ({}): name the scenario file", what.display());
                    return Err(Failure::Usage(why));
                }
                finished(what)?;
                let place = unpacked.path().join(scenarios.len().to_string());
                let mut scenario = plan.scenario(options(&[]), &place).map_err(|trouble| failure(trouble, screen))?;
                scenario.name = what.file_name().map_or(plan.name, |name| name.to_string_lossy().into_owned());
                scenarios.push(scenario);
                folders.push(what.clone());
            } else {
                let scenario = load(what, &options(&self.overrides.sets))
                    .map_err(|report| show_report(report, self.overrides.message_format, screen))?;
                folders.push(Path::new("output").join(&scenario.name));
                scenarios.push(scenario);
            }
        }
        Ok((scenarios, folders))
    }

    fn choose_baseline(&self, scenario: &mut Scenario) -> Result<(), Failure> {
        let Some(wanted) = &self.baseline else { return Ok(()) };
        let names: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
        let Some(index) = names.iter().position(|name| name == wanted) else {
            let near = nearest(wanted, names.iter().copied())
                .map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            let all = names.join(", ");
            return Err(Failure::Usage(format!("there is no variant `{wanted}`: there are {all}{near}")));
        };
        scenario.baseline = index;
        Ok(())
    }

    /// The indifference zone in units of the reporting currency.
    fn zone(&self, scenario: &Scenario) -> Result<f64, Failure> {
        let Some(text) = &self.indifference else { return Ok(0.0) };
        let money =
            Money::parse(text).map_err(|e| Failure::Usage(format!("--indifference: {}: {}", e.message, e.fix)))?;
        let report = scenario.currencies.report;
        if money.currency != report || money.nanos < 0 {
            return Err(Failure::Usage(format!("--indifference: write an amount in {}, 0 or more", report.code())));
        }
        Ok(money.units())
    }
}

/// Only what has ended can be compared by its folder: the rest would be simulated unasked.
fn finished(folder: &Path) -> Result<(), Failure> {
    let text = read_text_file(&folder.join("manifest.json"), MOST_PLAN).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    if manifest["result"]["complete"].as_bool() == Some(true) {
        return Ok(());
    }
    let why = "the run there has not ended: run it to its end, or name its scenario file";
    Err(Failure::Usage(format!("{}: {why}", folder.display())))
}
