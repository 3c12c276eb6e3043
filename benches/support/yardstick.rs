//! The yardstick: `reference/chat_reference.c`, the same workloads in a tight single-core C program.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use super::product::Outcome;

/// Its own words for an [`Outcome`].
#[derive(Deserialize)]
struct Line {
    secs: f64,
    records: f64,
    mean_wait: f64,
    p20: f64,
    aband: f64,
}

/// Compile it into the target folder with the C compiler of the machine.
pub fn build() -> Result<PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = root.join("benches/reference/chat_reference.c");
    // The bench program lies in target/…/deps; the yardstick beside it is cleaned with it.
    let program = std::env::current_exe().map_err(|e| e.to_string())?.with_file_name("chat_reference");
    let status = Command::new("cc").args(["-O3", "-march=native", "-o"]).arg(&program).arg(&source).arg("-lm").status();
    match status {
        Ok(status) if status.success() => Ok(program),
        Ok(status) => Err(format!("cc of {} ended with {status}", source.display())),
        Err(error) => Err(format!("cc: {error}; the yardstick needs a C compiler")),
    }
}

/// One run in a fresh process.
pub fn run(program: &Path, workload: char, contacts: u64, seed: u64) -> Result<Outcome, String> {
    let words = [workload.to_string(), contacts.to_string(), "1".into(), seed.to_string(), "lazy".into()];
    let output = Command::new(program).args(words).output().map_err(|e| format!("yardstick: {e}"))?;
    let line: Line = serde_json::from_slice(&output.stdout).map_err(|e| format!("yardstick: {e}"))?;
    Ok(Outcome {
        secs: line.secs,
        turns: line.records,
        mean_wait: line.mean_wait,
        over: line.p20,
        abandoned: line.aband,
        peak_mib: 0,
    })
}
