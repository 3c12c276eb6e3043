//! Runs (variant, replication) pairs in parallel and folds the results in index order.

use std::any::Any;
use std::borrow::Borrow;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::desk::plan::DeskPlan;
use crate::desk::{DeskSums, simulate};
use crate::engine::draws::Draws;
use crate::facts::{Fact, Fold};
use crate::scenario::{Model, Run};

use super::assemble::Assembly;
use super::fleet;
use super::host::Host;
use super::replicate::{Chunk, replicate};

/// What is counted of a run of single desks.
pub const REPLICATIONS: &str = "replications";
/// What is counted of fleets: [`fleet::BLOCKS`] a replication.
pub const BLOCKS: &str = "blocks of desks";
/// What is counted where some variants are fleets and some are not.
const BOTH: &str = "replications and blocks of desks";

/// What watches a run: progress and the wish to stop.
pub trait Watch: Sync {
    /// A phase of so many replications begins (0: unknown).
    fn phase(&self, name: &'static str, replications: u64) {
        self.begin(name, replications, REPLICATIONS);
    }
    /// A phase of so many parts begins, called by this word.
    fn begin(&self, _name: &'static str, _parts: u64, _called: &'static str) {}
    /// A replication, or another part of the phase, has finished.
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
    /// Neither there nor computed: (variant index, replication).
    pub missing: Vec<(usize, u32)>,
}

impl Results {
    /// Everything asked for is here.
    pub fn complete(&self) -> bool {
        self.failures.is_empty() && self.missing.is_empty()
    }

    /// Adds the results of later replications of the same variants.
    pub fn extend(&mut self, later: Results) {
        for (mine, theirs) in self.chunks.iter_mut().zip(later.chunks) {
            mine.extend(theirs);
        }
        self.replications.extend(later.replications);
        self.failures.extend(later.failures);
        self.missing.extend(later.missing);
    }
}

/// Run all variants for `replications`, on the present rayon pool; what is stored is taken from there, what is computed
/// is kept at once.
///
/// Only replications that finished in every variant are kept, so that all comparisons are paired.
pub fn run_all<A: Borrow<Assembly> + Sync>(
    assemblies: &[A],
    run: &Run,
    seed: u64,
    replications: Range<u32>,
    host: &Host,
) -> Results {
    // Replications outermost: an interrupted run keeps complete pairs.
    let jobs: Vec<(u32, usize)> =
        replications.clone().flat_map(|replication| (0..assemblies.len()).map(move |v| (replication, v))).collect();
    let done: Vec<Option<Result<Chunk, String>>> = jobs
        .par_iter()
        .with_max_len(1)
        .map(|&(replication, variant)| {
            let job = number(assemblies, variant, replication);
            let assembly = assemblies[variant].borrow();
            match &assembly.fleet {
                None => one(assembly, run, seed, replication, host.part.has(job), host),
                Some(fleet) => fleet::whole((assembly, fleet), run, seed, replication, job, host),
            }
        })
        .collect();
    gather(assemblies.len(), replications, jobs, done)
}

/// What is counted when these are simulated.
pub fn called<'a>(models: impl Iterator<Item = &'a Model>) -> &'static str {
    let (fleets, single): (Vec<&Model>, Vec<&Model>) = models.partition(|model| model.fleet.is_some());
    match (fleets.is_empty(), single.is_empty()) {
        (true, _) => REPLICATIONS,
        (false, true) => BLOCKS,
        (false, false) => BOTH,
    }
}

/// Tells who watches how many of these replications, or blocks of fleets, are to be simulated now.
pub fn announce<A: Borrow<Assembly>>(assemblies: &[A], replications: Range<u32>, host: &Host) {
    let called = called(assemblies.iter().map(|assembly| &assembly.borrow().model));
    host.watch.begin("simulating", to_compute(assemblies, replications, host), called);
}

/// How many of these replications this host has to compute; of fleets blocks of desks.
pub fn to_compute<A: Borrow<Assembly>>(assemblies: &[A], replications: Range<u32>, host: &Host) -> u64 {
    let jobs = replications.flat_map(|replication| assemblies.iter().enumerate().map(move |job| (replication, job)));
    let open = jobs.map(|(replication, (variant, assembly))| {
        let (assembly, job) = ((*assembly).borrow(), number(assemblies, variant, replication));
        if let Some(fleet) = &assembly.fleet {
            return fleet::open_blocks((assembly, fleet), replication, job, host);
        }
        let there = assembly.identity.as_ref().is_some_and(|identity| host.store.has(&identity.at(replication)));
        u64::from(!there && host.part.has(job))
    });
    open.sum()
}

/// The number by which a job is given to a shard: from what the replication means, so that one that an experiment asks for
/// twice is computed in one shard alone.
fn number<A: Borrow<Assembly>>(assemblies: &[A], variant: usize, replication: u32) -> usize {
    match &assemblies[variant].borrow().identity {
        Some(identity) => identity.lot() + replication as usize,
        None => replication as usize * assemblies.len() + variant,
    }
}

/// One replication: from the store, or computed if it is ours; `None` if neither.
fn one(
    assembly: &Assembly,
    run: &Run,
    seed: u64,
    replication: u32,
    ours: bool,
    host: &Host,
) -> Option<Result<Chunk, String>> {
    let name = assembly.identity.as_ref().map(|identity| identity.at(replication));
    if let Some(chunk) = name.as_ref().and_then(|name| host.store.find(name)) {
        return Some(Ok(chunk));
    }
    if !ours || host.stop() {
        return None;
    }
    let result = guarded(|| replicate(assembly, run, seed, replication));
    if let (Some(name), Ok(chunk)) = (&name, &result) {
        host.store.keep(name, chunk);
    }
    host.watch.done();
    Some(result)
}

/// A fault in one replication must not take the others with it.
pub fn guarded<T>(attempt: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(attempt)).unwrap_or_else(|fault| Err(words(fault.as_ref())))
}

/// Run a desk for its own sums alone: facts go nowhere. Results in order of replication.
///
/// Errors: the first replication that failed.
pub fn probe(desk: &DeskPlan, seed: u64, replications: Range<u32>, watch: &dyn Watch) -> Result<Vec<DeskSums>, String> {
    let run = |replication: u32| {
        if watch.stop() {
            return Err("interrupted".to_string());
        }
        let result = guarded(|| simulate(desk, Draws::new(seed, replication, 0), &mut Nowhere));
        watch.done();
        result
    };
    replications.into_par_iter().with_max_len(1).map(run).collect()
}

/// A fold that forgets.
struct Nowhere;

impl Fold for Nowhere {
    const READS: bool = false;

    fn block(&mut self, _facts: &[Fact]) {}
}

/// What a caught fault said.
fn words(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
    format!("internal fault: {}", text.unwrap_or("no message"))
}

fn gather(
    variants: usize,
    replications: Range<u32>,
    jobs: Vec<(u32, usize)>,
    done: Vec<Option<Result<Chunk, String>>>,
) -> Results {
    let mut results = Results { chunks: vec![Vec::new(); variants], ..Results::default() };
    let mut rows: Vec<Vec<Option<Chunk>>> = vec![vec![None; variants]; replications.len()];
    for ((replication, variant), outcome) in jobs.into_iter().zip(done) {
        match outcome {
            Some(Ok(chunk)) => rows[(replication - replications.start) as usize][variant] = Some(chunk),
            Some(Err(message)) => results.failures.push(Failure { variant, replication, message }),
            None => results.missing.push((variant, replication)),
        }
    }
    for (replication, row) in replications.zip(rows) {
        let row: Option<Vec<Chunk>> = row.into_iter().collect();
        if let Some(row) = row {
            results.replications.push(replication);
            for (variant, chunk) in row.into_iter().enumerate() {
                results.chunks[variant].push(chunk);
            }
        }
    }
    results
}
