//! The jobs of a sweep: desk × replication. A job finds its chunks in the store or simulates once, bills under all price
//! lists of its seats, keeps a chunk for each, and boils them down at once, so that memory follows the answers, not the chunks.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::scenario::Scenario;
use crate::statistics::{Histogram, Pair};

use super::super::cost::Exchange;
use super::super::host::Host;
use super::super::metrics;
use super::super::replicate::{Chunk, replicate_under};
use super::super::runner::{Failure, guarded};
use super::super::study::months;
use super::answers::{Answers, Asked, Cell, quantiles};
use super::groups::{Groups, Shared};
use super::parts::{self, Parts};

/// One finished job.
struct Done {
    /// `pairs[seat][metric]`; `None` where the variant has no such ratio.
    pairs: Vec<Vec<Option<Pair>>>,
    /// Waits on the first channel, if quantiles are asked for.
    waits: Histogram,
    /// Of a fleet: its groups of desks, or why it has none.
    parts: Option<Result<Parts, String>>,
    events: i64,
}

/// Runs all jobs on the present rayon pool; results do not depend on the number of threads.
pub fn run(groups: &Groups, asked: &Asked, base: &Scenario, host: &Host) -> Answers {
    let desks = &groups.desks;
    let replications = base.run.replications;
    // Replications outermost: an interrupted sweep keeps whole replications of all points.
    let jobs: Vec<(u32, usize)> =
        (0..replications).flat_map(|replication| (0..desks.len()).map(move |desk| (replication, desk))).collect();
    host.watch.phase("simulating", open(groups, &jobs, host));
    let months = months(base);
    let done: Vec<Option<Result<Done, String>>> = jobs
        .par_iter()
        .enumerate()
        .with_max_len(1)
        .map(|(number, (replication, desk))| {
            let found = one(&desks[*desk], base, *replication, host.part.has(number), host)?;
            Some(found.map(|chunks| boil(&desks[*desk], groups, asked, &chunks, months)))
        })
        .collect();
    gather(groups, (asked, parts::wanted(base)), replications, jobs, done)
}

/// How many of these jobs this host has to compute.
fn open(groups: &Groups, jobs: &[(u32, usize)], host: &Host) -> u64 {
    let there = |desk: &Shared, replication: u32| desk.chunks.iter().all(|(id, _)| host.store.has(&id.at(replication)));
    let open = jobs
        .iter()
        .enumerate()
        .filter(|(number, (replication, desk))| host.part.has(*number) && !there(&groups.desks[*desk], *replication));
    open.count() as u64
}

fn one(
    desk: &Shared,
    base: &Scenario,
    replication: u32,
    ours: bool,
    host: &Host,
) -> Option<Result<Vec<Chunk>, String>> {
    let found: Vec<Option<Chunk>> =
        desk.chunks.iter().map(|(identity, _)| host.store.find(&identity.at(replication))).collect();
    if found.iter().all(Option::is_some) {
        return Some(Ok(found.into_iter().flatten().collect()));
    }
    if !ours || host.stop() {
        return None;
    }
    let computed = guarded(|| compute(desk, found, base, replication, host));
    host.watch.done();
    Some(computed)
}

/// Simulates once and bills under every list of tariffs that is not stored.
fn compute(
    desk: &Shared,
    found: Vec<Option<Chunk>>,
    base: &Scenario,
    replication: u32,
    host: &Host,
) -> Result<Vec<Chunk>, String> {
    let lists: Vec<_> = desk
        .chunks
        .iter()
        .zip(&found)
        .filter(|(_, found)| found.is_none())
        .map(|((_, seat), _)| &desk.seats[*seat].assembly.tariffs)
        .collect();
    let mut fresh =
        replicate_under(&desk.seats[0].assembly, &lists, &base.run, base.run.seed, replication)?.into_iter();
    let mut chunks = Vec::new();
    for ((identity, _), found) in desk.chunks.iter().zip(found) {
        chunks.push(match found {
            Some(chunk) => chunk,
            None => {
                let chunk = fresh.next().ok_or("fewer chunks than tariffs")?;
                host.store.keep(&identity.at(replication), &chunk);
                chunk
            }
        });
    }
    Ok(chunks)
}

/// The metrics asked for of every seat.
fn boil(desk: &Shared, groups: &Groups, asked: &Asked, chunks: &[Chunk], months: u32) -> Done {
    let pairs = desk.seats.iter().zip(&desk.chunk_of).map(|(seat, chunk)| {
        let exchange = Exchange(&groups.currencies[seat.point]);
        let values = metrics::named(&seat.assembly, &chunks[*chunk], &exchange, months, &asked.metrics);
        let of = |name: &str| values.iter().find(|v| v.metric == name).map(|v| (v.numerator, v.denominator));
        asked.metrics.iter().map(|metric| of(metric.name)).collect()
    });
    let pairs = pairs.collect();
    let first = &desk.seats[0].assembly;
    let waits = if asked.waits() {
        metrics::Turns::of_all(first, &chunks[0]).waits.histogram.clone()
    } else {
        Histogram::new()
    };
    let parts = Parts::of(desk, groups, asked, chunks, months);
    Done { pairs, waits, parts, events: chunks[0].desk.staff.events }
}

fn gather(
    groups: &Groups,
    (asked, over_desks): (&Asked, bool),
    replications: u32,
    jobs: Vec<(u32, usize)>,
    done: Vec<Option<Result<Done, String>>>,
) -> Answers {
    let points = groups.currencies.len();
    let mut answers = Answers { jobs: jobs.len(), ..Answers::default() };
    let mut bad: BTreeSet<u32> = BTreeSet::new();
    let mut by_desk: Vec<Vec<(u32, Done)>> = groups.desks.iter().map(|_| Vec::new()).collect();
    for ((replication, desk), outcome) in jobs.into_iter().zip(done) {
        match outcome {
            Some(Ok(done)) => {
                answers.events += done.events;
                by_desk[desk].push((replication, done));
            }
            Some(Err(message)) => {
                bad.insert(replication);
                let seat = &groups.desks[desk].seats[0];
                answers.failures.push((seat.point, Failure { variant: seat.variant, replication, message }));
            }
            None => {
                bad.insert(replication);
                answers.missing += 1;
            }
        }
    }
    answers.replications = (0..replications).filter(|replication| !bad.contains(replication)).collect();
    answers.cells = vec![vec![Cell::default(); groups.variants]; points];
    by_desk.iter_mut().for_each(|done| done.retain(|(replication, _)| !bad.contains(replication)));
    let spreads = parts::spreads(by_desk.iter().map(|done| parts_of(done).filter(|_| over_desks)));
    for ((desk, mut done), spreads) in groups.desks.iter().zip(by_desk).zip(spreads) {
        if over_desks && let Some((_, Done { parts: Some(Err(why)), .. })) = done.first() {
            answers.without_interval.push((desk.seats[0].point, why.clone()));
        }
        let over: Vec<Cell> = match (&spreads, parts_of(&done)) {
            (Some(spreads), Some(parts)) => parts::cells(&parts, spreads, asked),
            _ => Vec::new(),
        };
        answers.over_desks |= !over.is_empty();
        let mut over = over.into_iter();
        for (seat, by_replication) in desk.seats.iter().zip(cells(desk, &mut done, asked)) {
            answers.cells[seat.point][seat.variant] = match over.next() {
                None => by_replication,
                Some(cell) => cell.beside_replications(by_replication.pairs),
            };
        }
    }
    answers.without_interval.dedup();
    answers
}

/// The groups of desks in each replication; none if any has none.
fn parts_of(done: &[(u32, Done)]) -> Option<Vec<&Parts>> {
    done.iter().map(|(_, done)| done.parts.as_ref()?.as_ref().ok()).collect()
}

/// The cells of all seats of a desk, one observation a replication.
fn cells(desk: &Shared, done: &mut [(u32, Done)], asked: &Asked) -> Vec<Cell> {
    let histograms: Vec<Histogram> = done.iter_mut().map(|(_, done)| std::mem::take(&mut done.waits)).collect();
    let quantiles = quantiles(asked, &histograms);
    let cell = |place: usize| {
        let of = |metric: usize| -> Vec<Pair> {
            done.iter().map(|(_, done)| done.pairs[place][metric]).collect::<Option<_>>().unwrap_or_default()
        };
        Cell { pairs: (0..asked.metrics.len()).map(of).collect(), quantiles: quantiles.clone(), beside: None }
    };
    (0..desk.seats.len()).map(cell).collect()
}
