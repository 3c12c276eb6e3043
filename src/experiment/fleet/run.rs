//! The desks of a fleet, block by block.

use std::sync::Arc;

use rayon::prelude::*;

use crate::desk::{self, DeskSums};
use crate::engine::draws::Draws;
use crate::scenario::Run;
use crate::tariff::{Biller, Counts, Plan};

use super::super::assemble::Assembly;
use super::super::host::Host;
use super::super::replicate::{Chunk, Folds, chunks};
use super::super::runner::guarded;
use super::FleetPlan;

/// Parts that a fleet is computed, stored and shared out in, at most.
pub const BLOCKS: u32 = 256;

/// One replication of a fleet: blocks from the store, or computed if they are ours; `None` if any is missing.
///
/// `job`: number of the replication among all jobs of the experiment. The largest desks are begun first, so that no thread
/// waits for one of them at the end.
pub fn whole(
    (assembly, fleet): (&Assembly, &FleetPlan),
    run: &Run,
    seed: u64,
    replication: u32,
    job: usize,
    host: &Host,
) -> Option<Result<Chunk, String>> {
    let blocks = fleet.desks.min(BLOCKS);
    let one = |block: u32| {
        let name = assembly.identity.as_ref().map(|identity| identity.at(replication * BLOCKS + block));
        if let Some(chunk) = name.as_ref().and_then(|name| host.store.find(name)) {
            return Some(Ok(chunk));
        }
        if !host.part.has(share(job, block)) || host.stop() {
            return None;
        }
        let lists = [&assembly.tariffs];
        let result = guarded(|| desks((assembly, fleet), &lists, run, seed, (replication, block)).and_then(first));
        if let (Some(name), Ok(chunk)) = (&name, &result) {
            host.store.keep(name, chunk);
        }
        host.watch.done();
        Some(result)
    };
    let done: Vec<Option<Result<Chunk, String>>> = (0..blocks).into_par_iter().with_max_len(1).map(one).collect();
    let mut all: Option<Chunk> = None;
    for chunk in done {
        match (chunk?, &mut all) {
            (Err(fault), _) => return Some(Err(fault)),
            (Ok(chunk), None) => all = Some(chunk),
            (Ok(chunk), Some(sum)) => {
                if let Err(fault) = sum.merge(&chunk) {
                    return Some(Err(fault));
                }
            }
        }
    }
    all.map(Ok)
}

/// One replication of a fleet billed under several lists of tariffs, a chunk for each; nothing is kept.
///
/// # Errors
/// A desk that cannot be simulated, or sums that do not balance.
pub fn under(
    (assembly, fleet): (&Assembly, &FleetPlan),
    lists: &[&Vec<Arc<Plan>>],
    run: &Run,
    seed: u64,
    replication: u32,
) -> Result<Vec<Chunk>, String> {
    let blocks = (0..fleet.desks.min(BLOCKS)).into_par_iter().with_max_len(1);
    let done = blocks.map(|block| desks((assembly, fleet), lists, run, seed, (replication, block)));
    let mut done = done.collect::<Result<Vec<_>, _>>()?.into_iter();
    let mut all = done.next().ok_or("a fleet without desks")?;
    for more in done {
        all.iter_mut().zip(&more).try_for_each(|(all, own)| all.merge(own))?;
    }
    Ok(all)
}

/// The number by which a block is given to a shard.
fn share(job: usize, block: u32) -> usize {
    job.wrapping_mul(BLOCKS as usize).wrapping_add(block as usize)
}

/// How many blocks of a replication this host has to compute.
pub fn open_blocks((assembly, fleet): (&Assembly, &FleetPlan), replication: u32, job: usize, host: &Host) -> u64 {
    let open = (0..fleet.desks.min(BLOCKS)).filter(|block| {
        let name = assembly.identity.as_ref().map(|identity| identity.at(replication * BLOCKS + block));
        let there = name.is_some_and(|name| host.store.has(&name));
        !there && host.part.has(share(job, *block))
    });
    open.count() as u64
}

/// Desks `block`, `block` + [`BLOCKS`], … of a replication: each simulated and billed alone, their sums in one chunk for each
/// list of tariffs.
fn desks(
    (assembly, fleet): (&Assembly, &FleetPlan),
    lists: &[&Vec<Arc<Plan>>],
    run: &Run,
    seed: u64,
    (replication, block): (u32, u32),
) -> Result<Vec<Chunk>, String> {
    let fresh = Folds::new(assembly, lists, run)?;
    let mut tally = fresh.tally;
    let mut sums: Option<DeskSums> = None;
    let mut counts: Vec<Counts> = Vec::new();
    for number in (block..fleet.desks).step_by(BLOCKS as usize) {
        let plan = fleet.desk(&assembly.desk, number);
        // The tally is a sum over whatever it is told; clocks, quotas and tiers are each desk's own.
        let mut folds = Folds { tally, billers: fresh.billers.clone() };
        let own = desk::simulate(&plan, Draws::new(seed, replication, number), &mut folds)
            .map_err(|fault| format!("desk {number}: {fault}"))?;
        tally = folds.tally;
        match &mut sums {
            None => sums = Some(own),
            Some(all) => all.merge(&own),
        }
        add(&mut counts, folds.billers.into_iter().map(Biller::finish).collect())?;
    }
    let sums = sums.ok_or("a block without desks")?;
    chunks(assembly, lists, tally.finish(), sums, counts).map_err(|fault| format!("block {block} of desks: {fault}"))
}

/// The only chunk of one list.
fn first(chunks: Vec<Chunk>) -> Result<Chunk, String> {
    chunks.into_iter().next().ok_or_else(|| "no chunk".into())
}

/// Adds the counts of one more desk.
fn add(counts: &mut Vec<Counts>, more: Vec<Counts>) -> Result<(), String> {
    if counts.is_empty() {
        *counts = more;
        return Ok(());
    }
    let mut pairs = counts.iter_mut().zip(&more);
    pairs.try_for_each(|(all, own)| all.merge(own)).map_err(|mismatch| mismatch.to_string())
}
