//! `chatfare rerun`

use super::bill::{self, Again, Source};
use super::merge::failure;
use super::options;
use super::points::planned;
use super::run::closing;
use super::screen::{Exit, Failure, Screen, out, talk};
use super::work::{Effort, Work, close_store, close_store_of, open_store, refuse, unpack_folder};
use crate::experiment::host::{Host, Part};
use crate::experiment::plan::Plan;
use crate::experiment::runner::Watch;
use crate::experiment::study::{MODEL_VERSION, compare_on, parts, study_on};
use crate::report::publish;
use crate::table::Written;
use crate::units::{MOST_PLAN, read_text_file};
use clap::{Args, Parser};
use std::path::{Path, PathBuf};

/// Options of `rerun`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare rerun output/launch-2018/manifest.json
  chatfare rerun manifest.json --out check --threads 2
  chatfare rerun output/shop-2026-08-bill/manifest.json --logs archive")]
pub struct Rerun {
    /// The manifest of a run, an experiment or a bill, or its folder.
    #[arg(value_name = "MANIFEST")]
    manifest: PathBuf,
    /// Folder of the results [default: output/<name>-rerun].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Of a bill: folder of its log files [default: where they were, else beside the manifest].
    #[arg(long, value_name = "DIR")]
    logs: Option<PathBuf>,
    /// Of a bill whose log was read with a key: the key, which no manifest holds.
    #[arg(long, value_name = "KEY")]
    hash_customers: Option<String>,
    #[command(flatten)]
    effort: Effort,
}

impl Rerun {
    /// Runs the scenario (or bills the log) that a manifest holds, and compares every file with the manifest.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        if let Some((manifest, source)) = self.bill() {
            return self.bill_again(&manifest, &source, screen);
        }
        let plan = Plan::read(&self.manifest).map_err(|trouble| failure(trouble, screen))?;
        if plan.model_version != MODEL_VERSION {
            let made = &plan.model_version;
            talk(
                screen,
                &format!("warning: made by model version {made}; this is {MODEL_VERSION}, its numbers differ\n"),
            );
        }
        match plan.experiment.command() {
            "sweep" | "sensitivity" => self.points(&plan, screen),
            "price" => self.game(&plan, screen),
            "staff" | "select" => self.by_its_arguments(&plan, screen),
            _ => self.study(&plan, screen),
        }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{name}-rerun")))
    }

    /// A run or a comparison.
    fn study(&self, plan: &Plan, screen: &Screen) -> Result<Exit, Failure> {
        let unpacked = unpack_folder()?;
        let scenario = plan.scenario(options(&[]), unpacked.path()).map_err(|trouble| failure(trouble, screen))?;
        let dir = self.folder(&scenario.name);
        let expected = files(&self.manifest)?;
        let work = Work::begin(self.effort.threads, screen)?;
        let store = open_store(&dir, &self.effort, screen)?;
        plan.clone().of_part(Part::default()).write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host::new(&work.watch, &store);
        let zone = plan.experiment.indifference.as_deref().and_then(|zone| zone.parse().ok()).unwrap_or(0.0);
        let found = work.pool.install(|| match plan.experiment.command() {
            "compare" => compare_on(&scenario, zone, &host),
            _ => study_on(&scenario, &host),
        });
        work.watch.bar.finish_and_clear();
        close_store_of(&store, parts(&scenario), screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let found = found.map_err(|problems| refuse(&problems))?;
        let facts = work.facts(&store);
        let written =
            work.pool.install(|| publish(&dir, &scenario, &found, &facts)).map_err(|e| Failure::Io(e.to_string()))?;
        talk(screen, &closing(&found, &dir, work.started));
        judge(&expected, &written)
    }

    /// A price game.
    fn game(&self, plan: &Plan, screen: &Screen) -> Result<Exit, Failure> {
        let unpacked = unpack_folder()?;
        let dir = self.folder(&plan.name);
        let expected = files(&self.manifest)?;
        let (exit, written) = super::price::again(plan, unpacked.path(), (&dir, &self.effort), screen)?;
        if exit == Exit::Done { judge(&expected, &written) } else { Ok(exit) }
    }

    /// A search for staff or a selection: the command as it was given, on the texts that the manifest carries.
    fn by_its_arguments(&self, plan: &Plan, screen: &Screen) -> Result<Exit, Failure> {
        let unpacked = unpack_folder()?;
        let expected = files(&self.manifest)?;
        let (texts, sets) = plan.unpacked(unpacked.path()).map_err(|trouble| failure(trouble, screen))?;
        let dir = self.folder(&plan.name);
        let text = |path: &Path| path.display().to_string();
        let mut words = vec!["chatfare".to_string(), plan.experiment.command().to_string()];
        words.extend(texts.iter().map(|path| text(path)));
        words.extend(sets.iter().flat_map(|set| ["--set".to_string(), set.clone()]));
        words.extend(plan.experiment.arguments.iter().cloned());
        words.extend(["--out".to_string(), text(&dir)]);
        words.extend(self.effort.threads.iter().flat_map(|n| ["--threads".to_string(), n.to_string()]));
        words.extend(self.effort.fresh.then(|| "--fresh".to_string()));
        let again = super::Cli::try_parse_from(words).map_err(|error| Failure::Usage(error.to_string()))?;
        let exit = match again.command {
            super::Command::Staff(command) => command.run(screen)?,
            super::Command::Select(command) => command.run(screen)?,
            _ => return Err(Failure::Fault("another command was read than was meant".into())),
        };
        if exit == Exit::Interrupted {
            return Ok(exit);
        }
        judge_names(&expected, &files(&dir)?)
    }

    /// A sweep or a sensitivity analysis.
    fn points(&self, plan: &Plan, screen: &Screen) -> Result<Exit, Failure> {
        let experiment = planned(plan, screen)?;
        let dir = self.folder(&experiment.base.name);
        let expected = files(&self.manifest)?;
        let work = Work::begin(self.effort.threads, screen)?;
        let store = open_store(&dir, &self.effort, screen)?;
        experiment.write_plan(&dir, Part::default())?;
        let found = experiment.run(&work, &Host::new(&work.watch, &store));
        work.watch.bar.finish_and_clear();
        close_store(&store, screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let found = found.map_err(|problems| refuse(&problems))?;
        let written = experiment.publish(&dir, &found, &work, &store)?;
        experiment.last_lines(&found, &work, &dir, screen);
        judge(&expected, &written)
    }
}

impl Rerun {
    /// The manifest's text and source, if it is that of a bill.
    fn bill(&self) -> Option<(serde_json::Value, Source)> {
        let text = read_text_file(&manifest_file(&self.manifest), MOST_PLAN).ok()?;
        let whole = serde_json::from_str(&text).ok()?;
        Source::read(&whole).map(|source| (whole, source))
    }

    fn bill_again(&self, whole: &serde_json::Value, source: &Source, screen: &Screen) -> Result<Exit, Failure> {
        let result = &whole["result"];
        let made = result["model_version"].as_str().unwrap_or_default();
        if made != bill::MODEL_VERSION {
            let now = bill::MODEL_VERSION;
            talk(screen, &format!("warning: made by version {made} of billing; this is {now}, its numbers differ\n"));
        }
        let file = manifest_file(&self.manifest);
        let expected = files(&self.manifest)?;
        let again = Again { manifest: &file, logs: self.logs.as_deref(), key: self.hash_customers.as_deref() };
        let folder = unpack_folder()?;
        let name = result["name"].as_str().unwrap_or("bill");
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{name}-rerun")));
        let written = source.bill(&again, folder.path())?.into_folder(dir, self.effort.threads).write(screen)?;
        judge(&expected, &written)
    }
}

/// A manifest, or that of a folder.
fn manifest_file(manifest: &Path) -> PathBuf {
    if manifest.is_dir() { manifest.join("manifest.json") } else { manifest.to_path_buf() }
}

/// Name and hash of each file that a manifest lists; none for a plan.
fn files(manifest: &Path) -> Result<Vec<(String, String)>, Failure> {
    let file = manifest_file(manifest);
    let text = match read_text_file(&file, MOST_PLAN) {
        Ok(text) => text,
        Err(_) if manifest.is_dir() => return Ok(Vec::new()),
        Err(error) => return Err(Failure::Io(format!("cannot read {}: {error}", file.display()))),
    };
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let list = whole["result"]["files"].as_array().cloned().unwrap_or_default();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_string();
    Ok(list.iter().map(|file| (text(&file["name"]), text(&file["blake3"]))).collect())
}

/// Says which files are the same, byte for byte.
fn judge(expected: &[(String, String)], written: &[Written]) -> Result<Exit, Failure> {
    let written: Vec<(String, String)> = written.iter().map(|file| (file.name.clone(), file.blake3.clone())).collect();
    judge_names(expected, &written)
}

/// The same of names with their hashes.
fn judge_names(expected: &[(String, String)], written: &[(String, String)]) -> Result<Exit, Failure> {
    if expected.is_empty() {
        out("there is no manifest to compare with\n")?;
        return Ok(Exit::Done);
    }
    let (good, bad): (Vec<_>, Vec<_>) = expected.iter().partition(|file| written.contains(file));
    if bad.is_empty() {
        out(&format!("all {} files are the same, byte for byte\n", good.len()))?;
        return Ok(Exit::Done);
    }
    let list: String = bad.iter().map(|(name, _)| format!("  {name}\n")).collect();
    out(&format!("{} of {} files differ:\n{list}", bad.len(), expected.len()))?;
    Ok(Exit::Failed)
}
