//! From a customer's message to its answer, and to the next one.

use crate::engine::purpose::Purpose;
use crate::facts::{Fold, Outcome};
use crate::traffic::Customer;

use super::{Contact, Floor, STREAMS, State};
use crate::desk::contact::NEVER;
use crate::desk::plan::ReasonPlan;

impl<'a, F: Fold> Floor<'a, F> {
    /// Put the stream's next arrival into the event list.
    #[inline(always)]
    pub(super) fn next_arrival(&mut self, stream: usize) {
        let leaf = STREAMS + stream as u32;
        let own = &mut self.streams[stream];
        match own.arrivals.next(&self.plan.streams[stream]) {
            Some((at, ordinal)) => {
                own.ordinal = ordinal;
                self.outer.set(leaf, at);
            }
            None => self.outer.clear(leaf),
        }
        self.look_outside();
    }

    /// The next event of clock, shift and streams.
    #[inline(always)]
    pub(super) fn look_outside(&mut self) {
        (self.outer_at, self.outer_leaf) = self.outer.first().unwrap_or((NEVER, 0));
    }

    /// The contact of the arrival that the stream's leaf stands for.
    #[inline(always)]
    pub(super) fn somebody(&self, stream: usize) -> Contact {
        let own = &self.streams[stream];
        let entity = own.draws.entity(u64::from(own.ordinal), 0);
        let numbers = &self.plan.streams[stream].numbers;
        Contact {
            entity,
            opened_at: self.now,
            turn_from: self.now,
            taken_at: 0,
            stamp: 0,
            ordinal: own.ordinal,
            stream: stream as u16,
            number: numbers.number(self.draws, entity, Customer { id: own.first | u64::from(own.ordinal) }),
            turn: 0,
            agent: 0,
            hour: u16::MAX,
            country: own.country,
            reason: own.reason,
            state: State::Free,
            promised: false,
        }
    }

    #[inline(always)]
    fn reason(&self, contact: &Contact) -> &'a ReasonPlan {
        let plan = self.plan;
        &plan.reasons[contact.reason as usize]
    }

    /// The need arises: the customer writes.
    #[inline(always)]
    pub(super) fn open_contact(&mut self, contact: &mut Contact, place: u32) {
        self.ledger.open(self.now, 1);
        self.done.contacts += 1;
        self.begin_turn(contact, place, false);
    }

    /// The customer writes again after thinking.
    #[inline(always)]
    pub(super) fn next_turn(&mut self, contact: &mut Contact, place: u32) {
        contact.turn += 1;
        self.begin_turn(contact, place, true);
    }

    /// The customer's message, and who takes it up. `armed`: the event list holds something for the contact.
    #[inline(always)]
    fn begin_turn(&mut self, contact: &mut Contact, place: u32, armed: bool) {
        let hour = self.ledger.cohort();
        let promised = hour != u16::MAX && self.open;
        contact.promised = promised;
        contact.turn_from = self.now;
        contact.hour = hour;
        self.promise.offered = self.promise.offered.wrapping_add(promised as i64);
        self.done.turns = self.done.turns.wrapping_add(1);
        self.ledger.arrival();
        if self.in_line > 0 || self.plain.window <= 0 || !self.team.has_room() {
            return self.wait_in_line(contact, place, armed);
        }
        let end = self.now.saturating_add(self.work(contact));
        self.tree.set(place, end);
        if self.goes_on_now() { self.wait_in_line(contact, place, true) } else { self.give(contact) }
    }

    /// Does anything more happen at this instant? Then who takes the turn is not known yet.
    #[inline(always)]
    fn goes_on_now(&self) -> bool {
        self.tree.first().is_some_and(|(at, _)| at <= self.now) || self.outer_at <= self.now
    }

    /// Work of the turn.
    #[inline(always)]
    fn work(&self, contact: &Contact) -> i64 {
        let reason = self.reason(contact);
        let mut draw = contact.entity.draw(Purpose::Handling, u32::from(contact.turn), 0);
        match reason.difficulty {
            (0.0, _) => reason.handling.sample(&mut draw),
            (common, own) => {
                let difficulty = self.plan.normal.sample(&mut contact.entity.draw(Purpose::Difficulty, 0, 0));
                let score = common * difficulty + own * self.plan.normal.sample(&mut draw);
                reason.handling.quantile_of_normal(score)
            }
        }
    }

    #[inline(always)]
    fn wait_in_line(&mut self, contact: &mut Contact, place: u32, armed: bool) {
        self.stamps = self.stamps.wrapping_add(1);
        self.stirred = true;
        contact.stamp = self.stamps;
        contact.state = State::Queued;
        let patience_at = match &self.reason(contact).patience {
            None => NEVER,
            Some(law) => {
                let turn = u32::from(contact.turn);
                self.now.saturating_add(law.sample(&mut contact.entity.draw(Purpose::Patience, turn, 0)))
            }
        };
        if armed || patience_at != NEVER {
            self.tree.set(place, patience_at);
        }
        self.in_line += 1;
        self.ledger.queue(self.now, 1);
        self.line.push_back((place, contact.stamp));
    }

    /// A waiting turn is taken up.
    #[inline(always)]
    pub(super) fn take_up(&mut self, contact: &mut Contact, place: u32) {
        self.in_line -= 1;
        self.ledger.queue(self.now, -1);
        let end = self.now.saturating_add(self.work(contact));
        self.tree.set(place, end);
        self.give(contact);
    }

    /// An agent starts to work on the turn.
    #[inline(always)]
    fn give(&mut self, contact: &mut Contact) {
        let (agent, level) = self.team.take();
        if level == 1 {
            self.ledger.busy(self.now, 0, 1);
        }
        self.ledger.serving(self.now, 0, 1);
        contact.agent = agent;
        contact.taken_at = self.now;
        contact.state = State::Serving;
    }

    /// The answer goes out; then the customer thinks of another message, or all is answered.
    #[inline(always)]
    pub(super) fn answer(&mut self, contact: &mut Contact, place: u32) {
        let turn = u32::from(contact.turn);
        let reason = self.reason(contact);
        let another = contact.turn < u16::MAX
            && reason.turns.continues(turn + 1, &mut contact.entity.draw(Purpose::Continue, turn, 0));
        if another {
            let thinking = reason.thinking.sample(&mut contact.entity.draw(Purpose::Thinking, turn, 0));
            self.tree.set(place, self.now.saturating_add(thinking));
        } else {
            self.tree.clear(place);
        }
        self.say_answered(contact, reason);
        self.free_agent(contact.agent);
        if another {
            contact.state = State::Thinking;
        } else {
            let resolved = contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved);
            self.end(contact, if resolved { Outcome::Resolved } else { Outcome::Unresolved });
        }
    }

    /// An agent has one chat less.
    #[inline(always)]
    fn free_agent(&mut self, agent: u16) {
        self.ledger.serving(self.now, 0, -1);
        let level = self.team.give_back(agent);
        if level == 0 {
            self.ledger.busy(self.now, 0, -1);
            if !self.team.is_on_duty(agent) {
                self.ledger.staffed(self.now, 0, -1, -1);
            }
        }
        self.stirred = true;
    }

    /// The customer's patience ends.
    pub(super) fn give_up(&mut self, contact: &mut Contact, place: u32) {
        self.other_events += 1;
        if self.now == contact.turn_from && self.team.has_room() {
            // Assignments are made when the instant ends: who has no patience at all may still be served in it.
            return self.tree.set(place, self.now + 1);
        }
        self.in_line -= 1;
        self.ledger.queue(self.now, -1);
        self.tree.clear(place);
        self.say_asked(contact);
        self.close(contact, Outcome::Abandoned, self.now - contact.turn_from);
    }
}
