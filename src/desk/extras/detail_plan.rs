//! What details need: thresholds, intervals of the week, opening hours.

use crate::desk::calendar::{self, HALF_HOURS};
use crate::desk::plan::{DeskPlan, GroupPlan, LinePlan};
use crate::desk::routing::Router;
use crate::facts::{Channel, Instant};
use crate::scenario::{Model, Run};
use crate::units::{HOUR, MINUTE};

/// Half an hour, µs.
const HALF_HOUR: i64 = 30 * MINUTE;

/// What is gathered by reason, group and interval.
#[derive(Clone, Debug)]
pub struct DetailPlan {
    /// Thresholds of messages and calls, µs.
    pub thresholds: [i64; 2],
    /// Number of groups.
    pub groups: usize,
    /// Intervals of a week.
    pub intervals: usize,
    /// Length of one, µs.
    every: i64,
    /// Steps (engine time, half-hour of the week).
    half_hours: Vec<(i64, u16)>,
    /// By queue: (engine time, open from here on?, open time before it).
    open: Vec<Vec<(i64, bool, i64)>>,
    /// By reason: decay of a lead's value, µs.
    pub decay: Vec<Option<i64>>,
}

impl DetailPlan {
    /// Nothing is gathered unless something asks for it.
    ///
    /// Errors: an unknown zone.
    pub fn new(
        model: &Model,
        run: &Run,
        (base, end): (Instant, i64),
        groups: &[GroupPlan],
        (lines, router): (&[LinePlan], Option<&Router>),
    ) -> Result<Option<DetailPlan>, String> {
        let details = &model.measures.details;
        let decay: Vec<Option<i64>> =
            model.reasons.iter().map(|reason| reason.lead.as_ref().map(|lead| lead.decay.0)).collect();
        if !details.any() && decay.iter().all(Option::is_none) {
            return Ok(None);
        }
        let week: Vec<u16> = (0..HALF_HOURS as u16).collect();
        let every = details.period.0.clamp(MINUTE, HOUR);
        Ok(Some(DetailPlan {
            thresholds: [model.measures.message_threshold.0, model.measures.call_threshold.0],
            groups: model.desk.groups.len(),
            intervals: (HALF_HOURS as i64 * HALF_HOUR / every) as usize,
            every,
            half_hours: calendar::steps(&week, &run.zone, base, end)?,
            open: lines.iter().enumerate().map(|(index, line)| open(&duties(index, line, groups, router))).collect(),
            decay,
        }))
    }

    /// Interval of the week of an engine time.
    pub fn interval(&self, at: i64) -> usize {
        let next = self.half_hours.partition_point(|(start, _)| *start <= at).max(1);
        let (start, half_hour) = self.half_hours[next - 1];
        let inside = (at - start).clamp(0, HALF_HOUR - 1);
        // Wall-clock time in the week; the first step may begin within its half-hour.
        let into = if next == 1 && self.half_hours.len() > 1 {
            (HALF_HOUR - (self.half_hours[1].0 - start)).max(0) + inside
        } else {
            inside
        };
        let of_week = i64::from(half_hour) * HALF_HOUR + into.min(HALF_HOUR - 1);
        ((of_week / self.every) as usize).min(self.intervals - 1)
    }

    /// Time between two instants in which somebody who serves the queue is on duty.
    pub fn open_time(&self, line: usize, from: i64, to: i64) -> i64 {
        let before = |at: i64| {
            let steps = &self.open[line];
            let next = steps.partition_point(|(start, ..)| *start <= at);
            match next.checked_sub(1).map(|last| steps[last]) {
                Some((start, open, sum)) => sum + if open { at - start } else { 0 },
                None => 0,
            }
        };
        before(to) - before(from)
    }
}

impl DeskPlan {
    /// When somebody who serves a reason on a channel is on duty: stretches of engine time in order. Agents who stay for callers
    /// after their shift are not foreseen.
    pub fn open_times(&self, reason: u16, channel: Channel) -> Vec<(i64, i64)> {
        let index = usize::from(self.line_of[usize::from(reason)][channel as usize]);
        let Some(line) = self.lines.get(index) else { return Vec::new() };
        let steps = open(&duties(index, line, &self.groups, self.router.as_deref()));
        let ends = steps.iter().skip(1).map(|(at, ..)| *at).chain([i64::MAX]);
        steps.iter().zip(ends).filter(|((_, open, _), _)| *open).map(|((start, ..), end)| (*start, end)).collect()
    }
}

/// Heads on duty who serve a queue, a list of steps for each of its groups: of agents given one by one those with the skill.
fn duties(index: usize, line: &LinePlan, groups: &[GroupPlan], router: Option<&Router>) -> Vec<Vec<(i64, u16)>> {
    let duty = |group: &u8| {
        let plan = &groups[usize::from(*group)];
        let skilled = router.and_then(|router| router.agents_of(index, *group));
        match plan.people.as_ref().zip(skilled) {
            Some((people, who)) => people.heads_of(who),
            None => plan.duty.clone(),
        }
    };
    line.groups.iter().map(duty).collect()
}

/// When somebody is on duty, with the open time before each step.
fn open(duties: &[Vec<(i64, u16)>]) -> Vec<(i64, bool, i64)> {
    let mut times: Vec<i64> = duties.iter().flatten().map(|(at, _)| *at).collect();
    times.sort_unstable();
    times.dedup();
    let heads = |duty: &Vec<(i64, u16)>, at: i64| {
        let next = duty.partition_point(|(start, _)| *start <= at);
        next.checked_sub(1).map_or(0, |last| duty[last].1)
    };
    let mut steps: Vec<(i64, bool, i64)> = Vec::new();
    for at in times {
        let now = duties.iter().any(|duty| heads(duty, at) > 0);
        let sum = steps.last().map_or(0, |(start, open, sum)| sum + if *open { at - start } else { 0 });
        steps.push((at, now, sum));
    }
    steps
}
