//! Staffing by a promise: `meet = "80 % in 20 s"` becomes a schedule by half-hour of the week.
//!
//! Calls: the smallest team by Erlang A (Erlang C without patience) in each half-hour. Messages: heads =
//! ceil(k × offered load averaged over the promise's length / concurrency), the smallest k by bisection on ten fixed
//! replications with seeds of their own. What the schedules then achieve is simulated and printed with the results.

use crate::facts::Channel;
use crate::scenario::{CountLaw, Group, Law, Model, Promise, Run, SourceKind, Staff};
use crate::statistics::calls_heads;
use crate::traffic::{self, StreamPlan, TrafficPlan};
use crate::units::{HOUR, SECOND};

use super::assemble::{Assembly, assemble};
use super::runner::{Watch, run_all};
use crate::desk::calendar::{self, HALF_HOURS};
use crate::engine::law::Sampler;

/// Half an hour, µs.
const HALF_HOUR: i64 = HOUR / 2;
/// Replications that a promise is tried on.
const TRIALS: u32 = 10;
/// Steps of k: heads scale by 2 % steps, finer than one head up to 50.
const STEPS: i64 = 200;
/// Most agents in one group.
const MOST_HEADS: f64 = 60_000.0;

/// Replace every promise of the model by a schedule. Returns the model and what was found, one line a group.
pub fn staff(model: &Model, run: &Run, watch: &dyn Watch) -> Result<(Model, Vec<String>), Vec<String>> {
    let mut staffed = model.clone();
    let mut notes = Vec::new();
    let traffic = traffic::compile(model, run)?;
    for index in 0..model.desk.groups.len() {
        let Staff::Meet { promise, open } = &model.desk.groups[index].staff else { continue };
        let group = &model.desk.groups[index];
        let load = WeekLoad::new(model, run, &traffic, group)?;
        if group.phone && !group.messages {
            let heads = calls(model, group, &load, *promise, open)?;
            notes.push(note(group, *promise, &heads, "Erlang A by half-hour"));
            staffed.desk.groups[index].staff = Staff::Schedule(heads);
        }
    }
    for index in 0..model.desk.groups.len() {
        let Staff::Meet { promise, open } = &model.desk.groups[index].staff else { continue };
        let group = &model.desk.groups[index];
        if group.messages {
            let load = WeekLoad::new(model, run, &traffic, group)?;
            let (heads, how) = messages(&staffed, run, index, &load, *promise, open, watch)?;
            notes.push(note(group, *promise, &heads, &how));
            staffed.desk.groups[index].staff = Staff::Schedule(heads);
        }
    }
    Ok((staffed, notes))
}

fn note(group: &Group, promise: Promise, heads: &[u16], how: &str) -> String {
    let hours: u32 = heads.iter().map(|heads| u32::from(*heads)).sum();
    format!(
        "{}: {} % in {} needs up to {} heads, {} agent-hours a week on duty ({how})",
        group.name,
        (promise.share.0 * 100.0).round(),
        crate::units::Span(promise.within.0),
        heads.iter().max().unwrap_or(&0),
        f64::from(hours) / 2.0
    )
}

/// Expected work and contacts a group meets, by half-hour of the week in the group's zone.
struct WeekLoad {
    /// Contacts an hour.
    contacts_per_hour: Vec<f64>,
    /// Turns × handling: offered load in erlangs of one chat (or call) each.
    erlangs: Vec<f64>,
    /// Mean handling time of a call, s.
    call_seconds: f64,
}

impl WeekLoad {
    fn new(model: &Model, run: &Run, traffic: &TrafficPlan, group: &Group) -> Result<WeekLoad, Vec<String>> {
        let from = run.lead.0;
        let to = from + (run.to - run.from);
        let slots: Vec<u16> = (0..HALF_HOURS as u16).collect();
        let steps = calendar::steps(&slots, &group.zone, traffic.start, to).map_err(|e| vec![e])?;
        let mut contacts = vec![0.0; HALF_HOURS];
        let mut work = vec![0.0; HALF_HOURS];
        let mut hours = vec![0.0; HALF_HOURS];
        let (mut calls, mut talk) = (0.0, 0.0);
        for (number, (start, slot)) in steps.iter().enumerate() {
            let end = steps.get(number + 1).map_or(to, |(next, _)| *next).min(to);
            let start = (*start).max(from);
            if start >= end {
                continue;
            }
            hours[*slot as usize] += (end - start) as f64 / HOUR as f64;
            for stream in &traffic.streams {
                let Some((reason, share)) = contacts_of(model, stream) else { continue };
                if !(group.reasons.is_empty() || group.reasons.contains(&reason)) {
                    continue;
                }
                let expected = stream.expected(start, end) * share;
                contacts[*slot as usize] += expected;
                work[*slot as usize] += expected * work_seconds(model, reason);
                let menu = model.phone.as_ref().map_or(0.0, |phone| phone.menu_containment[reason as usize]);
                calls += expected * (1.0 - menu);
                talk += expected * (1.0 - menu) * mean_seconds(&model.reasons[reason as usize].call_handling);
            }
        }
        let per_hour = |sums: &[f64]| -> Vec<f64> {
            sums.iter().zip(&hours).map(|(sum, hours)| if *hours > 0.0 { sum / hours } else { 0.0 }).collect()
        };
        let erlangs = per_hour(&work).into_iter().map(|seconds_per_hour| seconds_per_hour / 3600.0).collect();
        Ok(WeekLoad { contacts_per_hour: per_hour(&contacts), erlangs, call_seconds: talk / calls.max(1e-9) })
    }
}

/// Reason and share of a stream's events that become contacts.
fn contacts_of(model: &Model, stream: &StreamPlan) -> Option<(u16, f64)> {
    match &model.sources[stream.source as usize].kind {
        SourceKind::Contacts { reason, .. } => Some((*reason, 1.0)),
        SourceKind::Notification { reason, reply, delivered, .. } => reason.map(|r| (r, reply.0 * delivered.0)),
    }
}

/// Agents' work of one contact by message: turns × handling, less what the bot settles.
fn work_seconds(model: &Model, reason: u16) -> f64 {
    let need = &model.reasons[reason as usize];
    let turns = match need.turns {
        CountLaw::Fixed(n) => f64::from(n),
        CountLaw::Geometric { mean } => mean,
    };
    let left = 1.0 - model.desk.bot.as_ref().map_or(0.0, |bot| bot.containment[reason as usize]);
    turns * mean_seconds(&need.handling) * left
}

fn mean_seconds(law: &Law) -> f64 {
    Sampler::new(law).mean_us() / SECOND as f64
}

fn calls(
    model: &Model,
    group: &Group,
    load: &WeekLoad,
    promise: Promise,
    open: &[bool],
) -> Result<Vec<u16>, Vec<String>> {
    let phone = model.phone.as_ref();
    let settled = |reason: usize| phone.map_or(0.0, |phone| phone.menu_containment[reason]);
    let served: Vec<usize> = (0..model.reasons.len()).collect();
    let contained = served.iter().map(|reason| settled(*reason)).sum::<f64>() / served.len().max(1) as f64;
    let patience = phone.and_then(|phone| match &phone.patience {
        Law::Never => None,
        law => Some(mean_seconds(law)),
    });
    let within = promise.within.seconds();
    let heads = load.contacts_per_hour.iter().zip(open).map(|(rate, open)| {
        if !open {
            return Ok(0);
        }
        let rate = rate * (1.0 - contained);
        let heads = calls_heads(rate, load.call_seconds, patience, promise.share.0, within)
            .map_err(|error| vec![format!("group `{}`: {error}", group.name)])?;
        Ok(heads.clamp(1, u32::from(u16::MAX)) as u16)
    });
    heads.collect()
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

fn messages(
    model: &Model,
    run: &Run,
    index: usize,
    load: &WeekLoad,
    promise: Promise,
    open: &[bool],
    watch: &dyn Watch,
) -> Result<(Vec<u16>, String), Vec<String>> {
    let group = &model.desk.groups[index];
    let smooth = smooth(&load.erlangs, open, promise.within.0);
    let schedule = |step: i64| heads_for(step as f64 * 0.02, &smooth, open, group.concurrency);
    let keeps = |step: i64| -> Result<bool, Vec<String>> {
        let mut trial = model.clone();
        trial.desk.groups[index].staff = Staff::Schedule(schedule(step));
        for other in trial.desk.groups.iter_mut().filter(|other| matches!(other.staff, Staff::Meet { .. })) {
            other.staff = Staff::Schedule(schedule(step));
        }
        trial.measures.message_threshold = promise.within;
        achieved(&trial, run, watch).map(|share| share >= promise.share.0)
    };
    // Find a step that keeps the promise by doubling, then the smallest by bisection; equal schedules are not tried twice.
    let mut high = 50;
    while !keeps(high)? {
        high *= 2;
        if high > 100 * STEPS {
            return Err(vec![format!(
                "group `{}`: no team keeps {} % in {}: the policy or the opening hours hold answers back for longer",
                group.name,
                promise.share.0 * 100.0,
                crate::units::Span(promise.within.0)
            )]);
        }
    }
    let mut low = 0;
    while low + 1 < high {
        let middle = (low + high) / 2;
        let same = middle > 0 && schedule(middle) == schedule(high);
        if same || (middle > 0 && keeps(middle)?) { high = middle } else { low = middle }
    }
    Ok((schedule(high), format!("k = {:.2} of the offered load, bisection on {TRIALS} replications", high as f64 * 0.02)))
}

/// Share of offered message turns answered within the threshold, over the trial replications.
fn achieved(model: &Model, run: &Run, watch: &dyn Watch) -> Result<f64, Vec<String>> {
    let mut model = model.clone();
    model.cost.billed.clear();
    let assembly = assemble(&model, run)?;
    let results = run_all(std::slice::from_ref(&assembly), run, trial_seed(run.seed), TRIALS, watch);
    if let Some(failure) = results.failures.first() {
        return Err(vec![failure.message.clone()]);
    }
    let waits = results.chunks[0].iter().map(|chunk| &chunk.tally.messages);
    let (within, offered) = waits.fold((0, 0), |(w, o), waits| (w + waits.answered_within, o + waits.offered));
    Ok(if offered == 0 { 1.0 } else { within as f64 / offered as f64 })
}

/// Trials have draws of their own, so that the results are not tuned to the replications that are reported.
fn trial_seed(seed: u64) -> u64 {
    seed ^ 0x5747_4146_4621_0000
}

/// What a schedule promises on paper, for the report: Erlang C and A of the busiest half-hour beside the simulation.
pub fn closed_forms(assembly: &Assembly, run: &Run) -> Vec<String> {
    let model = &assembly.model;
    let mut lines = Vec::new();
    let Ok(traffic) = traffic::compile(model, run) else { return lines };
    for group in model.desk.groups.iter().filter(|group| group.phone && model.channel == Channel::Phone) {
        let (Ok(load), Staff::Schedule(heads)) = (WeekLoad::new(model, run, &traffic, group), &group.staff) else {
            continue;
        };
        let busiest = (0..HALF_HOURS).filter(|slot| heads[*slot] > 0).max_by(|a, b| {
            load.contacts_per_hour[*a].total_cmp(&load.contacts_per_hour[*b])
        });
        let Some(slot) = busiest else { continue };
        let (rate, aht, agents) = (load.contacts_per_hour[slot], load.call_seconds, u32::from(heads[slot]));
        let within = model.measures.call_threshold.seconds();
        let patience = model.phone.as_ref().map_or(0.0, |phone| mean_seconds(&phone.patience));
        let erlang_c = crate::statistics::erlang_c(rate, aht, agents, within).map(|c| c.service_level);
        let erlang_a = crate::statistics::erlang_a(rate, aht, patience, agents, within).map(|a| a.sl_offered);
        let text = |level: Result<f64, crate::statistics::QueueError>| match level {
            Ok(level) => format!("{:.1} %", level * 100.0),
            Err(error) => error.to_string(),
        };
        lines.push(format!(
            "{}, busiest half-hour: {rate:.0} calls an hour of {aht:.0} s, {agents} agents: answered within {within:.0} s by Erlang C {}, by Erlang A {}",
            group.name,
            text(erlang_c),
            text(erlang_a)
        ));
    }
    lines
}
