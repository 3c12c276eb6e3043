//! The desks of a fleet, block by block.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use crate::scenario::Run;
use crate::tariff::Plan;

use super::super::assemble::Assembly;
use super::super::host::Host;
use super::super::replicate::Chunk;
use super::super::runner::guarded;
use super::block::{Block, desks};
use super::groups::Groups;
use super::turns::in_turn;
use super::{Businesses, FleetPlan};

/// Parts that a fleet is computed, stored and shared out in, at most.
pub const BLOCKS: u32 = 256;

/// One replication of a fleet: blocks from the store, or computed if they are ours; `None` if any is missing.
///
/// `job`: number of the replication among all jobs of the experiment. The largest desks are begun soon, so that no thread
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
    // Found when the first block has to be computed: a fleet that is stored needs nobody's desks.
    let businesses: OnceLock<Businesses> = OnceLock::new();
    let one = |block: u32| {
        let name = assembly.identity.as_ref().map(|identity| identity.at(replication * BLOCKS + block));
        if let Some(chunk) = name.as_ref().and_then(|name| host.store.find(name)) {
            return Some(Ok(chunk));
        }
        if !host.part.has(share(job, block)) || host.stop() {
            return None;
        }
        let businesses = businesses.get_or_init(|| fleet.businesses(seed));
        let place = Block { businesses, seed, replication, block };
        let lists = [&assembly.tariffs];
        let result = guarded(|| desks((assembly, fleet), &lists, run, &place).and_then(first));
        if let (Some(name), Ok(chunk)) = (&name, &result) {
            host.store.keep(name, chunk);
        }
        host.watch.done();
        Some(result)
    };
    let done: Vec<Option<Result<Chunk, String>>> = in_turn(blocks, one);
    let mut groups = Groups::new(fleet);
    for (block, chunk) in done.into_iter().enumerate() {
        match chunk? {
            Err(fault) => return Some(Err(fault)),
            Ok(chunk) => {
                if let Err(fault) = groups.add(block, chunk) {
                    return Some(Err(fault));
                }
            }
        }
    }
    Some(groups.whole())
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
    let businesses = &fleet.businesses(seed);
    let failed = AtomicBool::new(false);
    let one = |block| {
        // What a fault has made worthless is not begun.
        if failed.load(Ordering::Relaxed) {
            return None;
        }
        let done = desks((assembly, fleet), lists, run, &Block { businesses, seed, replication, block });
        failed.fetch_or(done.is_err(), Ordering::Relaxed);
        Some(done)
    };
    let done = in_turn(fleet.desks.min(BLOCKS), one).into_iter().flatten().collect::<Result<Vec<_>, _>>()?;
    let mut groups: Vec<Groups> = lists.iter().map(|_| Groups::new(fleet)).collect();
    for (block, chunks) in done.into_iter().enumerate() {
        groups.iter_mut().zip(chunks).try_for_each(|(groups, chunk)| groups.add(block, chunk))?;
    }
    groups.into_iter().map(Groups::whole).collect()
}

/// Replication and block of the number that a block is stored by.
pub fn place(number: u32) -> (u32, u32) {
    (number / BLOCKS, number % BLOCKS)
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

/// The only chunk of one list.
fn first(chunks: Vec<Chunk>) -> Result<Chunk, String> {
    chunks.into_iter().next().ok_or_else(|| "no chunk".into())
}
