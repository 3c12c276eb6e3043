//! Outbound calls that a machine dials for the agents (ContactCenters, Buist and L'Ecuyer 2005: constant and threshold).
//!
//! Whom the firm wants to call stands on a list. At the end of an instant the dialler looks at the idle agents and lets as
//! many calls ring as its rule says. Who answers is given to an agent at once, or hangs up after a moment if none is free;
//! who does not answer is tried again later.

use std::collections::VecDeque;

use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Origin, Outcome};
use crate::scenario::Dialer;

use super::contact::{Contact, NEVER, State};
use super::extras::detail::Lost;
use super::plan::{BaselinePlan, NoticePlan, SourcePlan, patience};
use super::{Desk, Floor};

/// The dialler, compiled.
#[derive(Clone, Debug)]
pub struct DialerPlan {
    for_each: bool,
    calls: f64,
    keep: usize,
    reached: Threshold,
    ring: Sampler,
    hold: Option<Sampler>,
    tries: u32,
    between: Sampler,
}

impl DialerPlan {
    /// From its words.
    pub fn new(dialer: &Dialer) -> DialerPlan {
        DialerPlan {
            for_each: dialer.for_each,
            calls: dialer.calls,
            keep: dialer.keep as usize,
            reached: Threshold::new(dialer.reached.0),
            ring: Sampler::new(&dialer.ring),
            hold: patience(&dialer.hold),
            tries: dialer.tries,
            between: Sampler::new(&dialer.between),
        }
    }

    /// Calls that should ring while so many agents are idle.
    fn wanted(&self, idle: usize) -> usize {
        match idle.saturating_sub(self.keep) {
            0 => 0,
            free if self.for_each => (free as f64 * self.calls) as usize,
            _ => self.calls as usize,
        }
    }
}

/// Whom the dialler is to call, and what rings.
#[derive(Debug, Default)]
pub(super) struct Listed {
    waiting: VecDeque<u32>,
    ringing: usize,
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
        self.plan.channel == Channel::Phone
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
        let plan = self.dialer()?;
        let phone = self.plan.lines.iter().filter(|line| line.phone);
        let mut groups: Vec<u8> = phone.flat_map(|line| line.groups.iter().copied()).collect();
        groups.sort_unstable();
        groups.dedup();
        let idle = groups.iter().map(|group| super::routing::idle(&self.crews[*group as usize])).sum();
        if self.listed.ringing >= plan.wanted(idle) {
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
        self.listed.ringing -= 1;
        self.stirred = true;
        contact.business_at = NEVER;
        contact.attempts = contact.attempts.saturating_add(1);
        if answers {
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
