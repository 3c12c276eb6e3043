//! Outbound calls that a machine dials for the agents.
//!
//! Whom the firm wants to call stands on a list, one for each queue of calls. At the end of an instant the dialler looks at
//! the idle agents who could take a call of the list and at the free lines, and lets as many ring as its rule says
//! (`pacing.rs`). Who answers is given to an agent at once, or hangs up after a moment if none is free; who does not
//! answer is tried again later.

use std::collections::VecDeque;

use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Origin, Outcome};
use crate::scenario::Dialer;

use super::compile::patience;
use super::contact::{Contact, NEVER, NO_GROUP, State, mark};
use super::extras::detail::Lost;
use super::pacing::{Known, Learnt, PacingPlan, Ring};
use super::plan::{BaselinePlan, NoticePlan, SourcePlan};
use super::{Desk, Floor};

/// The dialler, compiled.
#[derive(Clone, Debug)]
pub struct DialerPlan {
    pacing: PacingPlan,
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
            pacing: PacingPlan::new(dialer),
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
}

/// Whom the dialler is to call, and what rings; by queue.
#[derive(Debug)]
pub(super) struct Listed {
    /// Places, with their numbers in the order of coming onto the list.
    waiting: Vec<VecDeque<(u64, u32)>>,
    /// Calls that ring for whoever will be free.
    ringing: Vec<usize>,
    numbers: u64,
    learnt: Learnt,
    /// How many may ring.
    known: Vec<Known>,
}

impl Listed {
    pub(super) fn new(queues: usize) -> Listed {
        Listed {
            waiting: vec![VecDeque::new(); queues],
            ringing: vec![0; queues],
            numbers: 0,
            learnt: Learnt::default(),
            known: vec![Known::default(); queues],
        }
    }
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
    /// Customers on the list when the run ended: never called, called in vain and to be tried again, or just being called.
    #[serde(default)]
    pub left: i64,
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
        if self.floor.now >= self.floor.plan.to {
            return self.forget_lists();
        }
        while let Some((line, place, ring)) = self.floor.next_to_dial() {
            let contact = &mut self.contacts[place];
            self.floor.place_call(contact, line, ring);
            self.floor.arm(contact);
        }
    }

    /// The run has ended: nobody is called any more.
    fn forget_lists(&mut self) {
        for line in 0..self.floor.plan.lines.len() {
            for (_, place) in std::mem::take(&mut self.floor.listed.waiting[line]) {
                self.floor.further -= 1;
                let contact = &mut self.contacts[place];
                self.floor.leave_listed(contact);
                let ended = self.floor.conclude(contact);
                self.settle(place, ended);
            }
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
        if self.now >= self.plan.to {
            return self.leave_listed(contact);
        }
        contact.state = State::Listed;
        contact.business_at = NEVER;
        contact.customer_at = NEVER;
        let Some(line) = self.line_for(contact, Channel::Phone) else { return self.forget(contact) };
        self.listed.numbers += 1;
        self.listed.waiting[line].push_back((self.listed.numbers, contact.place));
        self.further += 1;
        self.stirred = true;
    }

    /// The run has ended before the customer was reached, or given up.
    pub(super) fn leave_listed(&mut self, contact: &mut Contact) {
        self.sums.dialled.left += 1;
        self.forget(contact);
    }

    /// The next of the lists whose call is to ring: queue, place, for whom.
    fn next_to_dial(&mut self) -> Option<(usize, u32, Ring)> {
        let day = self.dialer()?.day(self.now);
        self.listed.learnt.on(day);
        if !self.has_line() {
            return None;
        }
        let mut known = std::mem::take(&mut self.listed.known);
        let next = self.next_line(&mut known);
        self.listed.known = known;
        let (line, ring) = next?;
        let (_, place) = self.listed.waiting[line].pop_front()?;
        self.further -= 1;
        Some((line, place, ring))
    }

    /// The list whose first customer is called next: of those who may be he who came first.
    fn next_line(&self, known: &mut [Known]) -> Option<(usize, Ring)> {
        let pacing = &self.dialer()?.pacing;
        let first = |(line, known): (usize, &mut Known)| {
            let (number, _) = self.listed.waiting[line].front()?;
            let (idle, ringing) = (self.idle_for(line).0, self.ringing_beside(line));
            let ring = pacing.next(idle, ringing, &self.listed.learnt, known)?;
            Some((*number, line, ring))
        };
        let (_, line, ring) = known.iter_mut().enumerate().filter_map(first).min_by_key(|(number, ..)| *number)?;
        Some((line, ring))
    }

    /// Calls that ring for agents of this queue's groups.
    fn ringing_beside(&self, line: usize) -> usize {
        let groups = &self.plan.lines[line].groups;
        let shares = |other: &usize| self.plan.lines[*other].groups.iter().any(|group| groups.contains(group));
        (0..self.plan.lines.len()).filter(shares).map(|other| self.listed.ringing[other]).sum()
    }

    fn place_call(&mut self, contact: &mut Contact, line: usize, ring: Ring) {
        let Some(plan) = self.dialer() else { return };
        let time = plan.ring.sample(&mut contact.entity.draw(Purpose::ReplyDelay, 1, u32::from(contact.attempts)));
        contact.state = State::Dialling;
        contact.business_at = self.now.saturating_add(time);
        self.ledger.lines(1);
        match (ring, self.idle_for(line).1) {
            (Ring::ForOne, Some((group, agent))) => self.take_all_places(contact, group, agent),
            _ => self.listed.ringing[line] += 1,
        }
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
        let limit = plan.pacing.limit();
        let for_one = contact.group != NO_GROUP;
        if !for_one && let Some(line) = self.line_for(contact, Channel::Phone) {
            self.listed.ringing[line] -= 1;
        }
        self.stirred = true;
        contact.business_at = NEVER;
        contact.attempts = contact.attempts.saturating_add(1);
        let ended = self.now >= self.plan.to;
        if answers && !ended {
            let bound = self.listed.waiting.iter().any(|list| !list.is_empty());
            match limit {
                Some(_) if for_one => self.listed.learnt.answer_for_one(),
                Some(limit) => self.listed.learnt.answer(limit, bound),
                None => {}
            }
            self.sums.dialled.answered += self.counts();
            return self.connect(contact, hold);
        }
        if for_one {
            self.ledger.serving(self.now, contact.group, -1);
            self.free_agent(contact);
        }
        self.free_line();
        if ended {
            self.leave_listed(contact);
        } else if more {
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
        if self.plan.extras.details.is_some() {
            self.note_lead(contact);
        }
        contact.outbound = true;
        contact.marks |= mark::DIALLED;
        contact.attempts = 0;
        let body = Body::ContactOpened { reason: contact.reason, channel: Channel::Phone, origin: contact.origin };
        self.emit.of(contact, body);
        self.dial(contact);
        if contact.state == State::OnHold && contact.group != NO_GROUP {
            self.leave_queue(contact);
            self.begin_call(contact);
        } else if contact.state == State::OnHold && self.is_turned_away(contact) {
            self.leave_queue(contact);
            self.mismatch(contact);
        } else if contact.state == State::OnHold {
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
        self.waited_in_vain(contact, Channel::Phone, wait, Lost::Given);
        self.release_line(contact, wait, 0, false);
        self.close(contact, Outcome::Abandoned, -1);
    }

    /// Talk of a call that the dialler placed, if this is one.
    pub(super) fn dialled_talk(&self, contact: &Contact) -> Option<i64> {
        if contact.marks & mark::DIALLED == 0 {
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
