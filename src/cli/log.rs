//! `run --log`: the facts of a run as logs that `bill` reads.

use super::screen::Failure;
use crate::experiment::export::export;
use crate::experiment::study::Study;
use crate::scenario::Scenario;
use rayon::prelude::*;
use std::path::Path;

/// Replications whose facts are written.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// This one.
    One(u32),
    /// Every one.
    All,
}

/// Reads `3` or `all`.
pub fn which(text: &str) -> Result<Which, String> {
    match text {
        "all" => Ok(Which::All),
        _ => text.parse().map(Which::One).map_err(|_| "write the number of a replication, from 0, or all".to_string()),
    }
}

impl Which {
    /// Is there such a replication?
    pub fn check(self, scenario: &Scenario) -> Result<(), Failure> {
        match self {
            Which::One(n) if n >= scenario.run.replications => {
                let last = scenario.run.replications.saturating_sub(1);
                Err(Failure::Usage(format!("--log={n}: the replications are 0 to {last}")))
            }
            _ => Ok(()),
        }
    }

    /// Writes `log/VARIANT-REPLICATION.parquet` below `dir`, one file a variant and replication, on the present rayon pool.
    ///
    /// The manifest does not list them: who runs again what it holds need not write them.
    pub fn write(self, dir: &Path, scenario: &Scenario, study: &Study) -> Result<(), Failure> {
        let replications = match self {
            Which::All => 0..scenario.run.replications,
            Which::One(n) => n..n + 1,
        };
        let variants = study.assemblies.len();
        let jobs: Vec<(usize, u32)> = replications.flat_map(|r| (0..variants).map(move |v| (v, r))).collect();
        let write = |(variant, replication): &(usize, u32)| {
            let name = format!("log/{}-{replication}.parquet", scenario.variants[*variant].name);
            let written = export(&study.assemblies[*variant], &scenario.run, *replication, &dir.join(&name));
            written.map(|_| ()).map_err(Failure::Io)
        };
        jobs.par_iter().with_max_len(1).map(write).collect()
    }
}
