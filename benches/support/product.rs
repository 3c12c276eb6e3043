//! The product under test: scenario file → loader → assembly → one replication with tally and bill.

use std::process::Command;

use chatfare::experiment::assemble::Assembly;
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::experiment::workloads::{self, Size};
use chatfare::scenario::Run;
use serde::{Deserialize, Serialize};

use super::clock::cpu_ns;

/// What one run of product or yardstick says about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// CPU seconds of the simulation.
    pub secs: f64,
    /// Turns served or abandoned.
    pub turns: f64,
    /// Mean wait of all turns until taken up or given up, seconds.
    pub mean_wait: f64,
    /// Share of turns that waited more than 20 s.
    pub over: f64,
    /// Share of turns abandoned.
    pub abandoned: f64,
    /// Most memory held at once, MiB; 0 where the system does not tell.
    #[serde(default)]
    pub peak_mib: u64,
}

/// Load and compile a workload; a fleet has a desk for 3,000 contacts.
pub fn prepare(workload: &str, contacts: u64, sets: &[&str]) -> Result<(Assembly, Run), String> {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    workloads::prepare_with(workload.parse()?, Size { contacts, desks: (contacts / 3000).max(1) }, &sets)
}

/// One run in this process, its outcome as JSON on standard output.
pub fn child(workload: &str, contacts: &str, seed: &str, sets: &[&str]) -> Result<(), String> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"));
    let (assembly, run) = prepare(workload, number(contacts)?, sets)?;
    let seed = number(seed)?;
    let start = cpu_ns()?;
    let chunk = replicate(&assembly, &run, seed, 0)?;
    let secs = (cpu_ns()? - start) as f64 * 1e-9;
    let outcome = outcome(workload, &chunk, secs)?;
    println!("{}", serde_json::to_string(&outcome).map_err(|e| e.to_string())?);
    Ok(())
}

fn outcome(workload: &str, chunk: &Chunk, secs: f64) -> Result<Outcome, String> {
    let waits = &chunk.tally.messages;
    if waits.offered == 0 {
        return Err("nobody wrote".into());
    }
    let figures = workloads::figures(workload.parse()?)?;
    let of = |name: &str| figures.iter().find(|figure| figure.name.starts_with(name)).map_or(0.0, |f| (f.of)(waits));
    Ok(Outcome {
        secs,
        turns: waits.offered as f64,
        mean_wait: of("mean wait"),
        over: of("P(wait"),
        abandoned: of("P(abandon"),
        peak_mib: workloads::peak_rss_bytes().unwrap_or(0) >> 20,
    })
}

/// One run in a fresh process, as the yardstick has one.
pub fn run(workload: char, contacts: u64, seed: u64) -> Result<Outcome, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let words = ["--run".to_string(), workload.to_string(), contacts.to_string(), seed.to_string()];
    let output = Command::new(program).args(words).output().map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(format!("workload {workload}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    serde_json::from_slice(&output.stdout).map_err(|e| format!("workload {workload}: {e}"))
}
