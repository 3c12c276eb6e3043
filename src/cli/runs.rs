//! `chatfare runs`

use super::merge::failure;
use super::screen::{Exit, Failure, Screen, out, talk};
use crate::experiment::plan::Plan;
use crate::experiment::store::{FOLDER, Kind, Store};
use crate::units::{MOST_PLAN, read_text_file};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Options of `runs`.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  chatfare runs list
  chatfare runs show output/launch-2018
  chatfare runs rm output/launch-2018"
)]
pub struct Runs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The results below a folder, one a line.
    List {
        /// Where to look.
        #[arg(default_value = "output", value_name = "DIR")]
        dir: PathBuf,
    },
    /// What a folder holds: scenario, state, stored replications.
    Show {
        /// A folder of results.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Remove folders of results, chunks and all.
    Rm {
        /// Folders of results; others are refused.
        #[arg(required = true, value_name = "DIR")]
        dirs: Vec<PathBuf>,
    },
}

impl Runs {
    /// Lists, shows or removes.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        match self.what {
            What::List { dir } => list(&dir, screen),
            What::Show { dir } => show(&dir, screen),
            What::Rm { dirs } => remove(&dirs, screen),
        }
    }
}

/// A folder of results in a few words.
struct Line {
    state: String,
    stored: usize,
    started: String,
    plan: Plan,
}

fn read(dir: &Path, screen: &Screen) -> Result<Line, Failure> {
    let plan = Plan::read(dir).map_err(|trouble| failure(trouble, screen))?;
    let text = read_text_file(&dir.join("manifest.json"), MOST_PLAN).unwrap_or_default();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let state = match (manifest.is_null(), manifest["result"]["complete"].as_bool()) {
        (true, _) => "unfinished",
        (false, Some(true)) => "complete",
        (false, _) => "incomplete",
    };
    if Plan::begun(dir).is_ok_and(|begun| !begun.asks_as(&plan)) {
        let what = format!("{}: another run was begun there and did not end; this is the one before", dir.display());
        talk(screen, &format!("note: {what}\n"));
    }
    let store = Store::look(dir).map_err(|error| Failure::Io(error.to_string()))?;
    for note in store.notes() {
        talk(screen, &format!("warning: {note}\n"));
    }
    Ok(Line {
        state: state.into(),
        stored: store.names().iter().filter(|name| name.kind != Kind::Staff).count(),
        started: manifest["run"]["started"].as_str().unwrap_or("-").into(),
        plan,
    })
}

fn list(dir: &Path, screen: &Screen) -> Result<Exit, Failure> {
    let entries = std::fs::read_dir(dir).map_err(|e| Failure::Io(format!("cannot read {}: {e}", dir.display())))?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut text = String::new();
    for folder in folders.iter().filter(|folder| is_result(folder)) {
        let line = read(folder, screen)?;
        text.push_str(&format!(
            "{:40} {:10} {:>7} stored  {}  {}\n",
            folder.display().to_string(),
            line.state,
            line.stored,
            short(&line.plan.hash),
            line.started
        ));
    }
    if text.is_empty() {
        talk(screen, &format!("there are no results below {}\n", dir.display()));
    }
    out(&text)?;
    Ok(Exit::Done)
}

fn show(dir: &Path, screen: &Screen) -> Result<Exit, Failure> {
    let line = read(dir, screen)?;
    let plan = &line.plan;
    let sets = plan.source.as_ref().map_or(&[][..], |source| source.sets.as_slice());
    let sets: String = sets.iter().map(|set| format!("  changed       {set}\n")).collect();
    let source = match &plan.source {
        Some(source) => source.files.keys().cloned().collect::<Vec<_>>().join(", "),
        None => "none: the scenario names files by absolute paths".into(),
    };
    out(&format!(
        "{}\n  state         {}\n  scenario      {} ({})\n  seed          {}\n  replications  {}\n  stored        {} replications, variants and curves together\n  model         {} (chatfare {})\n  texts         {source}\n{sets}",
        dir.display(),
        line.state,
        plan.name,
        short(&plan.hash),
        plan.seed,
        plan.replications,
        line.stored,
        plan.model_version,
        plan.version,
    ))?;
    Ok(Exit::Done)
}

fn remove(dirs: &[PathBuf], screen: &Screen) -> Result<Exit, Failure> {
    // All are looked at before the first is removed.
    if let Some(dir) = dirs.iter().find(|dir| !is_result(dir)) {
        return Err(Failure::Usage(format!("{} is no folder of results; nothing was removed", dir.display())));
    }
    for dir in dirs {
        std::fs::remove_dir_all(dir).map_err(|e| Failure::Io(format!("cannot remove {}: {e}", dir.display())))?;
        talk(screen, &format!("removed {}\n", dir.display()));
    }
    Ok(Exit::Done)
}

/// A folder that an experiment wrote: it has a plan that can be read, or chunks beside a manifest.
fn is_result(dir: &Path) -> bool {
    Plan::read(dir).is_ok() && (dir.join("plan.json").is_file() || dir.join(FOLDER).is_dir())
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
