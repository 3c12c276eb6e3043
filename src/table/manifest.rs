//! `manifest.json`: what was computed from what, written last, so that its presence means the folder is whole.
//!
//! Three parts: `result` holds only what follows from the scenario (two runs of one scenario are compared by it),
//! `source` the texts it was read from, enough to run it again elsewhere, `run` what differs from run to run. No path of
//! the machine, host or user in any.

use super::atomic::TEMPORARY;
use super::write::{Written, write_file};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// What was done with the scenario: enough, with its texts, to do it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// The command; none: `run`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// blake3 of the table of points of a sweep or sensitivity analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<String>,
    /// The variant that differences are taken from, if another than the scenario's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<String>,
    /// A cost too small to matter, units of the reporting currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indifference: Option<String>,
    /// Methods of a sensitivity analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub methods: Option<String>,
    /// The command's own arguments, files and `--set` apart: of `staff` and `select`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<String>,
}

impl Experiment {
    /// That of a command.
    pub fn of(command: &str) -> Experiment {
        Experiment { command: Some(command.into()), ..Experiment::default() }
    }

    /// The command.
    pub fn command(&self) -> &str {
        self.command.as_deref().unwrap_or("run")
    }
}

/// What follows from the scenario alone.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Version of the program.
    pub version: String,
    /// Changes only when numbers change.
    pub model_version: String,
    /// What was done with the scenario.
    #[serde(flatten)]
    pub experiment: Experiment,
    /// Name of the scenario.
    pub name: String,
    /// blake3 of the scenario's meaning.
    pub hash: String,
    /// Seed.
    pub seed: u64,
    /// Replications asked for.
    pub replications: u32,
    /// Replications that are in the tables, by variant.
    pub finished: Vec<(String, u32)>,
    /// Every point finished; `false` after an interruption or a failed replication.
    pub complete: bool,
    /// Failed replications: what is needed to see them again.
    pub failures: Vec<String>,
    /// The effective scenario after defaults, presets, variants and overrides: dotted path and canonical value.
    pub scenario: Vec<(String, String)>,
    /// Files of the result with length and blake3.
    #[serde(serialize_with = "files")]
    pub files: Vec<Written>,
}

/// What differs from run to run.
#[derive(Clone, Debug, Serialize)]
pub struct RunFacts {
    /// Start, UTC, ISO 8601.
    pub started: String,
    /// Wall-clock seconds of simulating and writing.
    pub seconds: f64,
    /// Threads used.
    pub threads: usize,
    /// Replications taken from chunks of an earlier run.
    pub resumed: u32,
}

fn files<S: serde::Serializer>(files: &[Written], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(files.iter().map(|f| serde_json::json!({ "name": f.name, "bytes": f.bytes, "blake3": f.blake3 })))
}

/// Writes `manifest.json` below `dir`. Call it last. `source` is the scenario's texts, `null` if they cannot be packed.
///
/// # Errors
/// Input/output, naming step and file.
pub fn write_manifest(
    dir: &Path,
    result: &Manifest,
    source: &serde_json::Value,
    run: &RunFacts,
) -> io::Result<Written> {
    let whole = serde_json::json!({ "format": 1, "result": result, "source": source, "run": run });
    let mut text = serde_json::to_string_pretty(&whole)?;
    text.push('\n');
    write_file(dir, "manifest.json", text.as_bytes())
}

/// Makes a folder ready to be written: its manifest goes first, since a folder without one is not whole, and with it what a
/// writer that was killed left under temporary names.
///
/// # Errors
/// What the system says, with the step and the file in front.
pub fn clear_manifest(dir: &Path) -> io::Result<()> {
    let gone = |path: &Path| match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(io::Error::new(error.kind(), format!("cannot replace {}: {error}", path.display())))
        }
        _ => Ok(()),
    };
    gone(&dir.join("manifest.json"))?;
    for folder in [dir.to_path_buf(), dir.join("charts")] {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let left = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY));
        left.map(|entry| entry.path()).try_for_each(|path| gone(&path))?;
    }
    Ok(())
}
