//! Every definition of a service level, once: what counts as good, and what is left out of the denominator.
//!
//! A = offered (B = blocked among them), S = answered, L = lost otherwise; an index T means within the threshold. Definitions
//! differ in what they leave out of A. Tools that plan by a forecast divide by the expected number of turns, E, where others
//! divide by A: each definition is told over both, and a busy day then exceeds 1.

use crate::desk::extras::detail::Level;
use crate::facts::Channel;
use crate::scenario::SourceKind;
use crate::statistics::tally::Waits;
use crate::traffic::StreamPlan;
use crate::units::MINUTE;

use super::{Turns, Values};
use crate::experiment::assemble::Assembly;
use crate::experiment::replicate::Chunk;

/// Turns (calls) of a replication that one definition is applied to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// A: all that came.
    pub offered: i64,
    /// S_T: answered within the threshold.
    pub within: i64,
    /// L: lost, blocked ones left out.
    pub lost: i64,
    /// L_T: lost within the threshold, blocked ones left out.
    pub lost_within: i64,
    /// B: found no line.
    pub blocked: i64,
}

impl Counts {
    /// Those of a reason or an interval.
    pub fn of_level(level: &Level) -> Counts {
        let Level { answered, within, lost, lost_within, blocked, .. } = *level;
        Counts { offered: answered + lost + blocked, within, lost, lost_within, blocked }
    }

    /// Those of a channel; its waits count a blocked call as lost after 0 s.
    fn of_waits(waits: &Waits, blocked: i64) -> Counts {
        Counts {
            offered: waits.offered,
            within: waits.answered_within,
            lost: waits.offered - waits.answered - blocked,
            lost_within: waits.lost_within - blocked,
            blocked,
        }
    }
}

/// A definition of a service level.
pub struct Definition {
    /// Metric over what came.
    pub metric: &'static str,
    /// Metric over what was expected.
    pub of_expected: &'static str,
    /// Row of `service_levels` over what came.
    pub row: &'static str,
    /// Row over what was expected.
    pub row_of_expected: &'static str,
    /// What counts as good.
    pub good: fn(&Counts) -> i64,
    /// What is left out of the denominator.
    pub left_out: fn(&Counts) -> i64,
}

/// All of them.
pub const DEFINITIONS: [Definition; 7] = [
    Definition {
        metric: "response_within_threshold",
        of_expected: "response_within_threshold_of_expected",
        row: "within / offered",
        row_of_expected: "within / expected",
        good: |c| c.within,
        left_out: |_| 0,
    },
    Definition {
        metric: "response_within_threshold_excl_blocked",
        of_expected: "response_within_threshold_excl_blocked_of_expected",
        row: "within / (offered − blocked)",
        row_of_expected: "within / (expected − blocked)",
        good: |c| c.within,
        left_out: |c| c.blocked,
    },
    Definition {
        metric: "response_within_excl_short_abandons_with_blocked",
        of_expected: "response_within_excl_short_abandons_with_blocked_of_expected",
        row: "within / (offered − lost within)",
        row_of_expected: "within / (expected − lost within)",
        good: |c| c.within,
        left_out: |c| c.lost_within,
    },
    Definition {
        metric: "response_within_threshold_of_answered",
        of_expected: "response_within_threshold_of_expected_answered",
        row: "within / answered",
        row_of_expected: "within / (expected − blocked − lost)",
        good: |c| c.within,
        left_out: |c| c.blocked + c.lost,
    },
    Definition {
        metric: "response_within_excl_short_abandons",
        of_expected: "response_within_excl_short_abandons_of_expected",
        row: "within / (offered − blocked − lost within)",
        row_of_expected: "within / (expected − blocked − lost within)",
        good: |c| c.within,
        left_out: |c| c.blocked + c.lost_within,
    },
    Definition {
        metric: "answered_or_abandoned_within_threshold",
        of_expected: "answered_or_abandoned_within_threshold_of_expected",
        row: "(within + lost within) / offered",
        row_of_expected: "(within + lost within) / expected",
        good: |c| c.within + c.lost_within,
        left_out: |_| 0,
    },
    Definition {
        metric: "answered_or_abandoned_within_threshold_excl_blocked",
        of_expected: "answered_or_abandoned_within_threshold_excl_blocked_of_expected",
        row: "(within + lost within) / (offered − blocked)",
        row_of_expected: "(within + lost within) / (expected − blocked)",
        good: |c| c.within + c.lost_within,
        left_out: |c| c.blocked,
    },
];

impl Definition {
    /// Good over what came.
    pub fn observed(&self, counts: &Counts) -> (i64, i64) {
        ((self.good)(counts), counts.offered - (self.left_out)(counts))
    }

    /// Good over what was expected, both in thousandths of a turn: the expected number is no whole one. Where more was left
    /// out than expected, nothing is left to divide by.
    pub fn expected(&self, counts: &Counts, expected: i64) -> (i64, i64) {
        ((self.good)(counts) * 1000, (expected - (self.left_out)(counts) * 1000).max(0))
    }
}

/// Adds the levels of these turns; those over expected turns where `measures.details` asks for them.
pub(super) fn add(values: &mut Values, assembly: &Assembly, chunk: &Chunk, turns: &Turns) {
    let counts = Counts::of_waits(&turns.waits, turns.blocked);
    let expected = libm::round(expected_turns(assembly, &turns.channels) as f64 * chunk.of.part()) as i64;
    let all = assembly.model.measures.details.expected;
    for (place, definition) in DEFINITIONS.iter().enumerate() {
        let (good, of) = definition.observed(&counts);
        values.add(definition.metric, good, of);
        if all || place == 0 {
            let (good, of) = definition.expected(&counts, expected);
            values.add(definition.of_expected, good, of);
        }
    }
    if all {
        values.add("offered_of_expected", i128::from(counts.offered) * 1000, expected);
    }
}

/// Turns (calls) of the forecast on these channels in thousandths: each contact with its mean number of turns, before repeats
/// and retrials.
fn expected_turns(assembly: &Assembly, channels: &[Channel]) -> i64 {
    let desk = &assembly.desk;
    let of = |stream: &StreamPlan| Some(turns(assembly, stream, desk.from, desk.to, channels)?.1);
    thousandths(desk.streams.iter().filter_map(of).sum())
}

/// Expected turns by reason or interval, in thousandths.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Of all desks together, as if all were of each template of the fleet; one entry where there are none.
    whole: Vec<Vec<i64>>,
}

impl Expected {
    /// What the parts of a variant expect.
    pub fn of(assembly: &Assembly, channel: Channel, by: fn(&Assembly, Channel) -> Vec<i64>) -> Expected {
        let own = if assembly.templates.is_empty() { std::slice::from_ref(assembly) } else { &assembly.templates[..] };
        Expected { whole: own.iter().map(|one| by(one, channel)).collect() }
    }

    /// Is anything known of this reason or interval?
    pub fn knows(&self, index: usize) -> bool {
        self.whole.iter().any(|all| index < all.len())
    }

    /// That of a chunk: of each template the share that its desks have in the volume, as the summary sums it.
    pub fn of_chunk(&self, index: usize, chunk: &Chunk) -> i64 {
        let parts = if chunk.templates.is_empty() { std::slice::from_ref(chunk) } else { &chunk.templates[..] };
        let of = |(all, part): (&Vec<i64>, &Chunk)| all.get(index).map_or(0.0, |all| *all as f64 * part.of.part());
        self.whole.iter().zip(parts).map(|both| libm::round(of(both)) as i64).sum()
    }
}

/// The same of a channel by reason.
pub fn expected_by_reason(assembly: &Assembly, channel: Channel) -> Vec<i64> {
    let desk = &assembly.desk;
    let mut sums = vec![0.0; desk.reasons.len()];
    for stream in &desk.streams {
        if let Some((reason, turns)) = turns(assembly, stream, desk.from, desk.to, &[channel]) {
            sums[usize::from(reason)] += turns;
        }
    }
    sums.into_iter().map(thousandths).collect()
}

/// The same of a channel by interval of the week in which the contact arrives (later turns are counted there too: no forecast knows how
/// long customers think). Empty where no interval is asked for.
pub fn expected_by_interval(assembly: &Assembly, channel: Channel) -> Vec<i64> {
    let desk = &assembly.desk;
    let Some(plan) = &desk.extras.details else { return Vec::new() };
    let mut sums = vec![0.0; plan.intervals];
    let mut at = desk.from;
    while at < desk.to {
        // Every zone's clock changes on a quarter of an hour.
        let next = (at - (desk.base + at).rem_euclid(15 * MINUTE) + 15 * MINUTE).min(desk.to);
        let of = |stream: &StreamPlan| Some(turns(assembly, stream, at, next, &[channel])?.1);
        let expected = desk.streams.iter().filter_map(of);
        sums[plan.interval(at)] += expected.sum::<f64>();
        at = next;
    }
    sums.into_iter().map(thousandths).collect()
}

/// Reason and expected turns on these channels of what a stream brings in a time; turns are where their contact began, those of
/// customers whom the dialler calls when they come onto its list.
fn turns(assembly: &Assembly, stream: &StreamPlan, from: i64, to: i64, channels: &[Channel]) -> Option<(u16, f64)> {
    if let Some((reason, dialer, _)) = assembly.model.dialled(&assembly.model.sources[usize::from(stream.source)].kind)
    {
        let listed = stream.expected(from, to).min(f64::from(stream.limit));
        let calls = if channels.contains(&Channel::Phone) { listed } else { 0.0 };
        return Some((reason, calls * dialer.reached_at_last()));
    }
    let (reason, share) = match &assembly.model.sources[usize::from(stream.source)].kind {
        SourceKind::Contacts { reason, .. } => (*reason, 1.0),
        SourceKind::Notification { reason, delivered, reply, .. } => ((*reason)?, delivered.0 * reply.0),
    };
    let kind = &assembly.model.sources[usize::from(stream.source)].kind;
    let (calls, most) = (assembly.model.calls_of(kind), f64::from(stream.limit));
    let mut expected = 0.0;
    if channels.contains(&Channel::Messages) {
        let each = (1.0 - calls) * assembly.desk.reasons[usize::from(reason)].turns.mean();
        expected += stream.expected(from, to).min(most) * each;
    }
    if channels.contains(&Channel::Phone) && calls > 0.0 {
        expected += calls_inside(assembly, stream, reason, from, to).min(most) * calls;
    }
    Some((reason, expected * share))
}

/// Events expected while somebody who answers calls of the reason is on duty, without those that the menu settles: the others are no
/// calls of the team.
fn calls_inside(assembly: &Assembly, stream: &StreamPlan, reason: u16, from: i64, to: i64) -> f64 {
    let open = assembly.desk.open_times(reason, Channel::Phone);
    let inside = open.into_iter().map(|(start, end)| stream.expected(start.max(from), end.min(to))).sum::<f64>();
    let menu = assembly.model.phone.as_ref().and_then(|phone| phone.menu_containment.get(usize::from(reason)));
    inside * (1.0 - menu.copied().unwrap_or(0.0))
}

fn thousandths(turns: f64) -> i64 {
    libm::round(turns * 1000.0) as i64
}
