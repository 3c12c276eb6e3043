//! Service levels by reason, group and interval of the week, waits in opening hours, and what answers to leads are worth:
//! gathered where turns are answered or lost, beside the tally that folds facts. `replicate` compares the two.

use serde::{Deserialize, Serialize};

use crate::desk::Floor;
use crate::desk::contact::{Contact, NO_GROUP};
use crate::facts::{Channel, Fold};

use super::plan::DetailPlan;

/// Turns (or calls) of one kind that arrived inside the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Answered.
    pub answered: i64,
    /// Answered within the threshold.
    pub within: i64,
    /// Sum of their waits, µs.
    pub wait: i64,
    /// What of them was beyond the threshold, µs.
    pub excess: i64,
    /// Longest wait of an answer, µs.
    pub longest: i64,
    /// Lost: given up, balked, dropped.
    pub lost: i64,
    /// Lost within the threshold.
    pub lost_within: i64,
    /// Sum of their waits, µs.
    pub lost_wait: i64,
    /// Calls that found no line.
    pub blocked: i64,
    /// Of answers: waits while somebody was on duty, µs.
    pub open_wait: i64,
    /// Of answers: those whose wait while somebody was on duty is within the threshold.
    pub open_within: i64,
}

/// Levels by `[messages, phone]`.
pub type Levels = Vec<[Level; 2]>;

/// What the details gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DetailSums {
    /// By reason.
    pub reasons: Levels,
    /// By group that answered; lost turns have none.
    pub groups: Levels,
    /// By group: turns and calls of the run that it answered or passed on, and customers whom it reached by calling back.
    pub handled: Vec<i64>,
    /// By interval of the week.
    pub periods: Levels,
    /// By reason: leads of the run, and Σ exp(−t / decay) over their first answers, in 10⁻⁹.
    pub leads: Vec<(i64, i64)>,
}

impl DetailSums {
    pub(in crate::desk) fn new(plan: Option<&DetailPlan>) -> DetailSums {
        let Some(plan) = plan else { return DetailSums::default() };
        let levels = |n: usize| vec![[Level::default(); 2]; n];
        DetailSums {
            reasons: levels(plan.decay.len()),
            groups: levels(plan.groups),
            handled: vec![0; plan.groups],
            periods: levels(plan.intervals),
            leads: vec![(0, 0); plan.decay.len()],
        }
    }
}

/// How a turn ended unanswered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Lost {
    Given,
    Blocked,
}

impl<F: Fold> Floor<'_, F> {
    /// A turn that arrived in the run is answered now.
    #[cold]
    pub(in crate::desk) fn note_answer(&mut self, contact: &Contact, channel: Channel, wait: i64) {
        let Some(plan) = &self.plan.extras.details else { return };
        let threshold = plan.thresholds[channel as usize];
        let line = self.line(contact.reason, channel);
        let open = line.map_or(wait, |line| plan.open_time(line, contact.turn_from, self.now));
        let add = |level: &mut Level| {
            level.answered += 1;
            level.within += (wait <= threshold) as i64;
            level.wait += wait;
            level.excess += (wait - threshold).max(0);
            level.longest = level.longest.max(wait);
            level.open_wait += open;
            level.open_within += (open <= threshold) as i64;
        };
        let details = &mut self.sums.details;
        let column = channel as usize;
        add(&mut details.reasons[contact.reason as usize][column]);
        add(&mut details.periods[plan.interval(contact.turn_from)][column]);
        if contact.group != NO_GROUP {
            add(&mut details.groups[contact.group as usize][column]);
            details.handled[contact.group as usize] += 1;
        }
    }

    /// A group has done its part of a turn that others will answer, or reached by phone a customer who waits for it.
    #[cold]
    pub(in crate::desk) fn note_handled(&mut self, group: u8) {
        if let Some(handled) = self.sums.details.handled.get_mut(usize::from(group)) {
            *handled += 1;
        }
    }

    /// A contact has its first answer now; if it is a lead, what has faded until then is known.
    #[cold]
    pub(super) fn note_first_answer(&mut self, contact: &Contact) {
        let Some(plan) = &self.plan.extras.details else { return };
        let need = self.need(contact) as usize;
        let details = &mut self.sums.details;
        let lead = contact.generation == 0 && (self.plan.from..self.plan.to).contains(&contact.opened_at);
        if let (true, Some(decay)) = (lead, plan.decay[need]) {
            let passed = (self.now - contact.opened_at) as f64;
            let kept = libm::exp(-passed / decay as f64);
            details.leads[need].1 += libm::round(kept * 1e9) as i64;
        }
    }

    /// A lead arrives.
    #[cold]
    pub(in crate::desk) fn note_lead(&mut self, contact: &Contact) {
        let counts = contact.generation == 0 && (self.plan.from..self.plan.to).contains(&self.now);
        self.sums.details.leads[contact.reason as usize].0 += counts as i64;
    }

    /// A turn that arrived in the run ends unanswered.
    #[cold]
    pub(super) fn note_lost(&mut self, contact: &Contact, channel: Channel, wait: i64, how: Lost) {
        let in_run = match how {
            Lost::Blocked => self.ledger.cohort() != u16::MAX,
            Lost::Given => contact.hour != u16::MAX,
        };
        let Some(plan) = self.plan.extras.details.as_ref().filter(|_| in_run) else { return };
        let threshold = plan.thresholds[channel as usize];
        let add = |level: &mut Level| {
            if how == Lost::Blocked {
                level.blocked += 1;
                return;
            }
            level.lost += 1;
            level.lost_within += (wait <= threshold) as i64;
            level.lost_wait += wait;
        };
        let details = &mut self.sums.details;
        add(&mut details.reasons[contact.reason as usize][channel as usize]);
        add(&mut details.periods[plan.interval(self.now - wait)][channel as usize]);
    }
}
