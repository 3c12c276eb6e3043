//! Outbound calls that a machine dials for the agents (ContactCenters, Buist and L'Ecuyer 2005: constant and threshold;
//! predictive: paced by the share of those who answer and find nobody, after Samuelson 1999, 10.1287/inte.29.5.66).
//!
//! Whom the firm wants to call stands on a list. At the end of an instant the dialler looks at the idle agents and lets as
//! many calls ring as its rule says. Who answers is given to an agent at once, or hangs up after a moment if none is free;
//! who does not answer is tried again later.

use std::collections::VecDeque;

use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Origin, Outcome};
use crate::scenario::{Dialer, Pacing};

use super::compile::patience;
use super::contact::{Contact, NEVER, State};
use super::extras::detail::Lost;
use super::plan::{BaselinePlan, NoticePlan, SourcePlan};
use super::{Desk, Floor};

/// The dialler, compiled.
#[derive(Clone, Debug)]
pub struct DialerPlan {
    pacing: Pacing,
    calls: f64,
    keep: usize,
    /// Chance of an answer.
    chance: f64,
    reached: Threshold,
    ring: Sampler,
    hold: Option<Sampler>,
    tries: u32,
    between: Sampler,
    /// First instants of days.
    days: Vec<i64>,
}

impl DialerPlan {
    /// From its words; `days`: first instants of days.
    pub fn new(dialer: &Dialer, days: Vec<i64>) -> DialerPlan {
        DialerPlan {
            days,
            chance: dialer.reached.0,
            pacing: dialer.pacing,
            calls: dialer.calls,
            keep: dialer.keep as usize,
            reached: Threshold::new(dialer.reached.0),
            ring: Sampler::new(&dialer.ring),
            hold: patience(&dialer.hold),
            tries: dialer.tries,
            between: Sampler::new(&dialer.between),
        }
    }

    /// Which day it is.
    fn day(&self, now: i64) -> usize {
        self.days.partition_point(|start| *start <= now)
    }

    /// Calls that should ring while so many agents are idle.
    fn wanted(&self, idle: usize, learnt: &Learnt) -> usize {
        let free = idle.saturating_sub(self.keep);
        match self.pacing {
            _ if free == 0 => 0,
            Pacing::ForEach => (free as f64 * self.calls) as usize,
            Pacing::Constant => self.calls as usize,
            Pacing::Predictive(limit) if !learnt.affords_one_more(limit.0) => free,
            Pacing::Predictive(limit) => most_ringing(free, self.chance, (limit.0 * learnt.boldness).min(0.9)),
        }
    }
}

/// The most calls that may ring for `free` agents if the share of those who answer and find nobody is to stay within
/// `share`, were all to answer at once: E[(B − free)⁺] / E[B] ≤ share, B binomial of the calls and the chance of an answer.
fn most_ringing(free: usize, chance: f64, share: f64) -> usize {
    // Chances that 0, 1, … below `free` answer; (B − free)⁺ grows with each call by chance × P(B ≥ free).
    let mut few = vec![0.0; free];
    few[0] = 1.0;
    let (mut lost, mut calls) = (0.0, 0usize);
    loop {
        lost += chance * (1.0 - few.iter().sum::<f64>()).max(0.0);
        calls += 1;
        if lost > share * chance * calls as f64 || calls > 40 * free {
            return calls - 1;
        }
        for k in (0..free).rev() {
            few[k] = few[k] * (1.0 - chance) + if k > 0 { few[k - 1] * chance } else { 0.0 };
        }
    }
}

/// What a predictive dialler has learnt on a day. What the day before has taught held for agents who were at work: in the
/// morning all are idle, and as many calls would be answered at once.
#[derive(Debug)]
struct Learnt {
    day: usize,
    /// Those who answered today, and those of them who found nobody.
    today: (u32, u32),
    /// The limit is multiplied by this: who answers comes later than at once, and agents become free meanwhile.
    boldness: f64,
    /// Those who answered, and those of them who found nobody; earlier ones fade.
    answered: f64,
    missed: f64,
}

impl Default for Learnt {
    fn default() -> Learnt {
        Learnt { day: 0, today: (0, 0), boldness: 1.0, answered: 0.0, missed: 0.0 }
    }
}

/// Part of what was learnt that is left after one answer: some 200 count.
const FADE: f64 = 1.0 - 1.0 / 200.0;
/// Steps up and down, and how far they lead.
const UP: f64 = 1.01;
const DOWN: f64 = 0.98;
const BOLD: std::ops::RangeInclusive<f64> = 0.02..=100.0;

impl Learnt {
    /// Nothing is known on a new day.
    fn on(&mut self, day: usize) {
        if self.day != day {
            *self = Learnt { day, ..Learnt::default() };
        }
    }

    /// Would the share of the day be within the limit if one more found nobody? If not, one call rings for each idle agent.
    fn affords_one_more(&self, limit: f64) -> bool {
        f64::from(self.today.1 + 1) <= limit * f64::from(self.today.0)
    }

    /// Somebody found nobody.
    fn miss(&mut self) {
        self.missed += 1.0;
        self.today.1 += 1;
    }

    /// Somebody answered. Bolder while the share of those who found nobody is below the limit; but nothing is learnt from a
    /// list so short that boldness did not matter (`bound`: others wait to be called).
    fn answer(&mut self, limit: f64, bound: bool) {
        self.today.0 += 1;
        self.answered = self.answered * FADE + 1.0;
        self.missed *= FADE;
        let step = match self.missed > limit * self.answered {
            true => DOWN,
            false if bound => UP,
            false => 1.0,
        };
        self.boldness = (self.boldness * step).clamp(*BOLD.start(), *BOLD.end());
    }
}

/// Whom the dialler is to call, and what rings.
#[derive(Debug, Default)]
pub(super) struct Listed {
    waiting: VecDeque<u32>,
    ringing: usize,
    learnt: Learnt,
}

/// What the dialler did inside the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dialled {
    /// Calls placed.
    pub calls: i64,
    /// Answered.
    pub answered: i64,
    /// Answered, but no agent came in time.
    pub mismatched: i64,
    /// Customers given up after the last try.
    pub missed: i64,
}

impl Dialled {
    /// It did nothing.
    pub fn is_empty(&self) -> bool {
        *self == Dialled::default()
    }
}

impl<F: Fold> Desk<'_, F> {
    /// Lets as many calls ring as the rule says.
    #[cold]
    pub(super) fn dial_on(&mut self) {
        while let Some(place) = self.floor.next_to_dial() {
            let contact = &mut self.contacts[place];
            self.floor.place_call(contact);
            self.floor.arm(contact);
        }
    }
}

impl<F: Fold> Floor<'_, F> {
    fn dialer(&self) -> Option<&DialerPlan> {
        self.plan.phone.as_ref().and_then(|phone| phone.dialer.as_deref())
    }

    /// Are notifications of this kind calls that the dialler places?
    pub(super) fn dials_for(&self, notice: &NoticePlan) -> bool {
        notice.channel == Channel::Phone
            && self.dialer().is_some()
            && notice.reason.is_some()
            && matches!(notice.baseline, BaselinePlan::Call(_))
    }

    /// A customer comes to the end of the list.
    #[cold]
    pub(super) fn list(&mut self, contact: &mut Contact, notice: &NoticePlan) {
        contact.reason = notice.reason.unwrap_or(contact.reason);
        contact.origin = Origin::Notification;
        self.list_again(contact)
    }

    #[cold]
    pub(super) fn list_again(&mut self, contact: &mut Contact) {
        contact.state = State::Listed;
        contact.business_at = NEVER;
        contact.customer_at = NEVER;
        self.listed.waiting.push_back(contact.place);
        self.further += 1;
        self.stirred = true;
    }

    /// The next of the list, if another call is to ring.
    fn next_to_dial(&mut self) -> Option<u32> {
        let day = self.dialer()?.day(self.now);
        self.listed.learnt.on(day);
        let plan = self.dialer()?;
        let phone = self.plan.lines.iter().filter(|line| line.phone);
        let mut groups: Vec<u8> = phone.flat_map(|line| line.groups.iter().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let idle: usize = groups.iter().map(|group| super::routing::idle(&self.crews[*group as usize])).sum();
        if self.listed.ringing >= plan.wanted(idle, &self.listed.learnt) {
            return None;
        }
        let place = self.listed.waiting.pop_front()?;
        self.further -= 1;
        Some(place)
    }

    fn place_call(&mut self, contact: &mut Contact) {
        let Some(plan) = self.dialer() else { return };
        let time = plan.ring.sample(&mut contact.entity.draw(Purpose::ReplyDelay, 1, u32::from(contact.attempts)));
        contact.state = State::Dialling;
        contact.business_at = self.now.saturating_add(time);
        self.listed.ringing += 1;
        self.sums.dialled.calls += self.counts();
    }

    /// It has rung: an answer, another try later, or the end.
    #[cold]
    pub(super) fn dialled(&mut self, contact: &mut Contact) {
        let Some(plan) = self.dialer() else { return };
        let tried = u32::from(contact.attempts);
        let answers = contact.entity.draw(Purpose::Reached, 1, tried).under(plan.reached);
        let again = plan.between.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 2, tried));
        let more = tried + 1 < plan.tries;
        let hold = plan.hold.as_ref().map(|law| law.sample(&mut contact.entity.draw(Purpose::PhonePatience, 1, tried)));
        let pacing = plan.pacing;
        self.listed.ringing -= 1;
        self.stirred = true;
        contact.business_at = NEVER;
        contact.attempts = contact.attempts.saturating_add(1);
        if answers {
            if let Pacing::Predictive(limit) = pacing {
                let bound = !self.listed.waiting.is_empty();
                self.listed.learnt.answer(limit.0, bound);
            }
            self.sums.dialled.answered += self.counts();
            return self.connect(contact, hold);
        }
        if more && self.now < self.plan.to {
            contact.state = State::Listed;
            contact.business_at = self.now.saturating_add(again);
        } else {
            self.sums.dialled.missed += self.counts();
            self.forget(contact);
        }
    }

    /// The customer is on the line: a contact begins, by a call of the firm.
    fn connect(&mut self, contact: &mut Contact, hold: Option<i64>) {
        self.ledger.open(self.now, 1);
        self.sums.done.contacts += 1;
        contact.opened_at = self.now;
        contact.channel = Channel::Phone;
        contact.outbound = true;
        contact.attempts = 0;
        let body = Body::ContactOpened { reason: contact.reason, channel: Channel::Phone, origin: contact.origin };
        self.emit.of(contact, body);
        self.dial(contact);
        if contact.state == State::OnHold {
            contact.patience_at = hold.map_or(NEVER, |hold| self.now.saturating_add(hold));
            contact.wake();
        }
    }

    /// Who answered the dialler hangs up: no agent came.
    #[cold]
    pub(super) fn mismatch(&mut self, contact: &mut Contact) {
        self.sums.dialled.mismatched += self.counts();
        self.listed.learnt.miss();
        let wait = self.now - contact.turn_from;
        if self.plan.extras.details.is_some() {
            self.note_lost(contact, Channel::Phone, wait, Lost::Given);
        }
        self.release_line(contact, wait, 0, false);
        self.close(contact, Outcome::Abandoned, -1);
    }

    /// Talk of a call that the dialler placed, if this is one.
    pub(super) fn dialled_talk(&self, contact: &Contact) -> Option<i64> {
        if !contact.outbound || contact.origin != Origin::Notification || self.dialer().is_none() {
            return None;
        }
        let source = self.plan.streams[contact.stream as usize].source;
        match &self.plan.sources[source as usize] {
            SourcePlan::Notification(notice) => match &notice.baseline {
                BaselinePlan::Call(law) => Some(law.sample(&mut contact.entity.draw(Purpose::CallHandling, 1, 0))),
                _ => None,
            },
            SourcePlan::Contacts { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::most_ringing;

    /// By hand with one answer in four: two calls for one agent lose 1/16 of 1/2, that is 12.5 %; three for two agents 1/64 of
    /// 3/4, 2.1 %, four 14/256 of 1, 5.5 %; six for three (135 + 2 × 18 + 3) / 4096 of 3/2, 2.8 %, seven 5.3 %.
    #[test]
    fn as_many_ring_as_the_share_allows() {
        let most = |free: usize, share: f64| most_ringing(free, 0.25, share);
        assert_eq!([most(1, 0.03), most(1, 0.124), most(1, 0.126)], [1, 1, 2]);
        assert_eq!([most(2, 0.03), most(2, 0.0207), most(2, 0.055)], [3, 2, 4]);
        assert_eq!([most(3, 0.0284), most(3, 0.028), most(3, 0.0)], [6, 5, 3]);
        // Everybody answers: as many as are free.
        assert_eq!(most_ringing(7, 1.0, 0.03), 7);
        // Nobody is lost as long as nobody answers; it ends all the same.
        assert_eq!(most_ringing(1, 0.0, 0.03), 40);
    }
}
