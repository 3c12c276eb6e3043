//! Runs (variant, replication) pairs in parallel and folds the results in index order.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::desk::plan::DeskPlan;
use crate::desk::{DeskSums, simulate};
use crate::engine::draws::Draws;
use crate::facts::{Fact, Fold};
use crate::scenario::Run;

use super::assemble::Assembly;
use super::replicate::{Chunk, replicate};

/// What watches a run: progress and the wish to stop.
pub trait Watch: Sync {
    /// A phase of so many replications begins (0: unknown).
    fn phase(&self, _name: &'static str, _replications: u64) {}
    /// A replication has finished.
    fn done(&self) {}
    /// Stop tidily: no new replications.
    fn stop(&self) -> bool {
        false
    }
}

/// Nobody watches.
pub struct Unwatched;
impl Watch for Unwatched {}

/// A replication that failed, with what is needed to run it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Variant index.
    pub variant: usize,
    /// Replication.
    pub replication: u32,
    /// Why.
    pub message: String,
}

/// Finished replications of all variants.
#[derive(Debug, Default)]
pub struct Results {
    /// By variant: the chunks of replications finished in *all* variants, in order of replication.
    pub chunks: Vec<Vec<Chunk>>,
    /// Replication numbers of these chunks.
    pub replications: Vec<u32>,
    /// What failed.
    pub failures: Vec<Failure>,
    /// Everything asked for was run.
    pub complete: bool,
}

/// Run all variants for `replications`, on the present rayon pool.
///
/// Only replications that finished in every variant are kept, so that all comparisons are paired.
pub fn run_all(assemblies: &[Assembly], run: &Run, seed: u64, replications: u32, watch: &dyn Watch) -> Results {
    // Replications outermost: an interrupted run keeps complete pairs.
    let jobs: Vec<(u32, usize)> =
        (0..replications).flat_map(|replication| (0..assemblies.len()).map(move |v| (replication, v))).collect();
    let done: Vec<Option<Result<Chunk, String>>> = jobs
        .par_iter()
        .with_max_len(1)
        .map(|&(replication, variant)| {
            if watch.stop() {
                return None;
            }
            // A fault in one replication must not take the others with it.
            let attempt = || replicate(&assemblies[variant], run, seed, replication);
            let result = catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|fault| Err(words(fault.as_ref())));
            watch.done();
            Some(result)
        })
        .collect();
    gather(assemblies.len(), replications, jobs, done)
}

/// Run a desk for its own sums alone: facts go nowhere. Results in order of replication.
///
/// Errors: the first replication that failed.
pub fn probe(desk: &DeskPlan, seed: u64, replications: Range<u32>, watch: &dyn Watch) -> Result<Vec<DeskSums>, String> {
    let run = |replication: u32| {
        if watch.stop() {
            return Err("interrupted".to_string());
        }
        let attempt = || simulate(desk, Draws::new(seed, replication, 0), &mut Nowhere);
        let result = catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|fault| Err(words(fault.as_ref())));
        watch.done();
        result
    };
    replications.into_par_iter().with_max_len(1).map(run).collect()
}

/// A fold that forgets.
struct Nowhere;

impl Fold for Nowhere {
    fn block(&mut self, _facts: &[Fact]) {}
}

/// What a caught fault said.
fn words(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
    format!("internal fault: {}", text.unwrap_or("no message"))
}

fn gather(
    variants: usize,
    replications: u32,
    jobs: Vec<(u32, usize)>,
    done: Vec<Option<Result<Chunk, String>>>,
) -> Results {
    let mut results = Results { chunks: vec![Vec::new(); variants], complete: true, ..Results::default() };
    let mut rows: Vec<Vec<Option<Chunk>>> = vec![vec![None; variants]; replications as usize];
    for ((replication, variant), outcome) in jobs.into_iter().zip(done) {
        match outcome {
            Some(Ok(chunk)) => rows[replication as usize][variant] = Some(chunk),
            Some(Err(message)) => results.failures.push(Failure { variant, replication, message }),
            None => results.complete = false,
        }
    }
    for (replication, row) in rows.into_iter().enumerate() {
        let row: Option<Vec<Chunk>> = row.into_iter().collect();
        if let Some(row) = row {
            results.replications.push(replication as u32);
            for (variant, chunk) in row.into_iter().enumerate() {
                results.chunks[variant].push(chunk);
            }
        }
    }
    results
}
