//! Heads for messages: the offered load averaged over the promise's length, scaled until the promise is kept.

use crate::desk::calendar::HALF_HOURS;
use crate::facts::Channel;
use crate::scenario::{Model, Promise, Run, Staff};
use crate::units::HOUR;

use super::Effort;
use super::load::WeekLoad;
use crate::experiment::assemble::assemble;
use crate::experiment::runner::{Watch, run_all};

/// Half an hour, µs.
const HALF_HOUR: i64 = HOUR / 2;
/// k goes in steps of 2 %, finer than one head up to 50.
const STEP: f64 = 0.02;
/// k = 1.
const ONE: i64 = 50;
/// Largest k tried.
const MOST: i64 = 400 * ONE;
/// Most agents in one group.
const MOST_HEADS: f64 = 60_000.0;

/// The smallest schedule of the family that keeps the promise, and how it was found.
pub(super) fn heads(
    model: &Model,
    index: usize,
    load: &WeekLoad,
    (promise, open): (Promise, &[bool]),
    (run, effort, watch): (&Run, Effort, &dyn Watch),
) -> Result<(Vec<u16>, String), Vec<String>> {
    let group = &model.desk.groups[index];
    let smooth = smooth(&load.erlangs, open, promise.within.0);
    let schedule = |step: i64| heads_for(step as f64 * STEP, &smooth, open, group.concurrency);
    let keeps = |step: i64| -> Result<bool, Vec<String>> {
        let mut trial = model.clone();
        // Other groups that are still to be staffed are tried at the same scale.
        for other in &mut trial.desk.groups {
            if matches!(other.staff, Staff::Meet { .. }) {
                other.staff = Staff::Schedule(schedule(step));
            }
        }
        trial.desk.groups[index].staff = Staff::Schedule(schedule(step));
        kept(&trial, run, effort, watch).map(|share| share >= promise.share.0)
    };
    let mut high = ONE;
    while !keeps(high)? {
        high *= 2;
        if high > MOST {
            return Err(vec![format!(
                "group `{}`: no team keeps {} % in {}: the policy or the late rule holds answers back for longer",
                group.name,
                promise.share.0 * 100.0,
                promise.within
            )]);
        }
    }
    let mut low = if high > ONE { high / 2 } else { 0 };
    while low + 1 < high {
        let middle = (low + high) / 2;
        // Equal schedules are not tried twice.
        if schedule(middle) == schedule(high) || keeps(middle)? { high = middle } else { low = middle }
    }
    let k = high as f64 * STEP;
    Ok((schedule(high), format!("k = {k:.2} of the offered load, bisection on {} replications", effort.replications)))
}

/// Heads by half-hour for a scale `k` of the smoothed load; every open half-hour has at least one.
fn heads_for(k: f64, smooth: &[f64], open: &[bool], concurrency: u8) -> Vec<u16> {
    let heads = smooth.iter().zip(open).map(|(load, open)| match open {
        true => (k * load / f64::from(concurrency)).ceil().clamp(1.0, MOST_HEADS) as u16,
        false => 0,
    });
    heads.collect()
}

/// The load averaged over the promise's length; what arrives while closed is work of the opening hours that follow.
fn smooth(load: &[f64], open: &[bool], within: i64) -> Vec<f64> {
    let mut moved = vec![0.0; HALF_HOURS];
    let mut waiting = 0.0;
    let length = ((within + HALF_HOUR - 1) / HALF_HOUR).clamp(1, HALF_HOURS as i64) as usize;
    // Two rounds, so that what waits at the end of the week is met at its beginning.
    for _ in 0..2 {
        for slot in 0..HALF_HOURS {
            if !open[slot] {
                waiting += load[slot];
                continue;
            }
            // Spread the backlog over the promise's length, at least over one half-hour.
            let share = waiting / length as f64;
            waiting -= share;
            moved[slot] = load[slot] + share;
        }
    }
    let average = |slot: usize| {
        let past = (0..length).map(|back| (slot + HALF_HOURS - back) % HALF_HOURS).filter(|slot| open[*slot]);
        let (sum, count) = past.fold((0.0, 0), |(sum, count), slot| (sum + moved[slot], count + 1));
        if count > 0 { sum / f64::from(count) } else { 0.0 }
    };
    (0..HALF_HOURS).map(average).collect()
}

/// Share of message turns of opening hours answered within the promise, over the trial replications.
fn kept(model: &Model, run: &Run, effort: Effort, watch: &dyn Watch) -> Result<f64, Vec<String>> {
    let mut model = model.clone();
    model.cost.billed.clear();
    let assembly = assemble(&model, run)?;
    let results = run_all(std::slice::from_ref(&assembly), run, trial_seed(run.seed), effort.replications, watch);
    if let Some(failure) = results.failures.first() {
        return Err(vec![failure.message.clone()]);
    }
    let kept = results.chunks[0].iter().map(|chunk| &chunk.desk.promise[Channel::Messages as usize]);
    let (within, offered) = kept.fold((0, 0), |(w, o), kept| (w + kept.within, o + kept.offered));
    Ok(if offered == 0 { 1.0 } else { within as f64 / offered as f64 })
}

/// Trials have draws of their own, so that the results are not tuned to the replications that are reported.
fn trial_seed(seed: u64) -> u64 {
    seed ^ 0x5747_4146_4621_0000
}
