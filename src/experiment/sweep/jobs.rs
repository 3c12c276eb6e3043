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

/// One finished job.
struct Done {
    /// `pairs[seat][metric]`; `None` where the variant has no such ratio.
    pairs: Vec<Vec<Option<Pair>>>,
    /// Waits on the first channel, if quantiles are asked for.
    waits: Histogram,
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
            one(&desks[*desk], groups, asked, base, (*replication, months), host.part.has(number), host)
        })
        .collect();
    gather(groups, asked, replications, jobs, done)
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
    groups: &Groups,
    asked: &Asked,
    base: &Scenario,
    (replication, months): (u32, u32),
    ours: bool,
    host: &Host,
) -> Option<Result<Done, String>> {
    let found: Vec<Option<Chunk>> =
        desk.chunks.iter().map(|(identity, _)| host.store.find(&identity.at(replication))).collect();
    let chunks = if found.iter().all(Option::is_some) {
        found.into_iter().flatten().collect()
    } else {
        if !ours || host.stop() {
            return None;
        }
        let computed = guarded(|| compute(desk, found, base, replication, host));
        host.watch.done();
        match computed {
            Ok(chunks) => chunks,
            Err(why) => return Some(Err(why)),
        }
    };
    Some(Ok(boil(desk, groups, asked, &chunks, months)))
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
    let waits =
        if asked.waits() { metrics::first_channel(first, &chunks[0]).histogram.clone() } else { Histogram::new() };
    Done { pairs, waits, events: chunks[0].desk.staff.events }
}

fn gather(
    groups: &Groups,
    asked: &Asked,
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
    for (desk, mut done) in groups.desks.iter().zip(by_desk) {
        done.retain(|(replication, _)| !bad.contains(replication));
        let histograms: Vec<Histogram> = done.iter_mut().map(|(_, done)| std::mem::take(&mut done.waits)).collect();
        let quantiles = quantiles(asked, &histograms);
        for (place, seat) in desk.seats.iter().enumerate() {
            let of = |metric: usize| -> Vec<Pair> {
                done.iter().map(|(_, done)| done.pairs[place][metric]).collect::<Option<_>>().unwrap_or_default()
            };
            answers.cells[seat.point][seat.variant] =
                Cell { pairs: (0..asked.metrics.len()).map(of).collect(), quantiles: quantiles.clone() };
        }
    }
    answers
}
