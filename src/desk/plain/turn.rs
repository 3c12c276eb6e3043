//! From a customer's message to its answer, and to the next one.

use crate::engine::purpose::Purpose;
use crate::facts::{
    Author, Body, Channel, Class, Entry, Fact, FactId, Fold, Head, Origin, Outcome, Quantity, Reason, Status,
};
use crate::traffic::StreamPlan;

use super::{Contact, Floor, STREAMS, State};
use crate::desk::contact::NEVER;
use crate::desk::plan::{ReasonPlan, SourcePlan};

impl<'a, F: Fold> Floor<'a, F> {
    /// Put the stream's next arrival into the event list.
    #[inline(always)]
    pub(super) fn next_arrival(&mut self, stream: usize) {
        let leaf = STREAMS + stream as u32;
        match self.arrivals[stream].next(&self.plan.streams[stream]) {
            Some((at, ordinal)) => {
                self.ordinals[stream] = ordinal;
                self.tree.set(leaf, at);
            }
            None => self.tree.clear(leaf),
        }
    }

    /// The contact of this arrival.
    #[inline(always)]
    pub(super) fn somebody(&self, stream: usize, ordinal: u32) -> Contact {
        let source = &self.plan.streams[stream];
        let entity = source.contact(self.draws, ordinal, 0);
        let customer = source.people.customer(entity, ordinal);
        Contact {
            entity,
            opened_at: self.now,
            turn_from: self.now,
            taken_at: 0,
            patience_at: NEVER,
            stamp: 0,
            ordinal,
            stream: stream as u16,
            number: source.numbers.number(self.draws, entity, customer),
            turn: 0,
            agent: 0,
            hour: u16::MAX,
            slot: 0,
            state: State::Free,
            promised: false,
        }
    }

    #[inline(always)]
    fn source(&self, contact: &Contact) -> (&'a StreamPlan, u16, Entry) {
        let plan = self.plan;
        let stream = &plan.streams[contact.stream as usize];
        match plan.sources[stream.source as usize] {
            SourcePlan::Contacts { reason, entry } => (stream, reason, entry),
            // No such source goes the short way.
            SourcePlan::Notification(_) => (stream, 0, Entry::None),
        }
    }

    #[inline(always)]
    fn reason(&self, contact: &Contact) -> &'a ReasonPlan {
        let plan = self.plan;
        &plan.reasons[self.source(contact).1 as usize]
    }

    /// The need arises: the customer writes.
    #[inline(always)]
    pub(super) fn open_contact(&mut self, contact: &mut Contact, place: u32) {
        self.ledger.open(self.now, 1);
        self.done.contacts += 1;
        let (_, reason, entry) = self.source(contact);
        let origin = if entry == Entry::Ad { Origin::Ad } else { Origin::Enquiry };
        self.tell(contact, Body::ContactOpened { reason, channel: Channel::Messages, origin });
        self.begin_turn(contact, place);
    }

    /// The customer writes again after thinking.
    #[inline(always)]
    pub(super) fn next_turn(&mut self, contact: &mut Contact, place: u32) {
        contact.turn += 1;
        self.begin_turn(contact, place);
    }

    /// The customer's message, and who takes it up.
    #[inline(always)]
    fn begin_turn(&mut self, contact: &mut Contact, place: u32) {
        let now = self.now;
        let hour = self.ledger.cohort();
        let promised = hour != u16::MAX && self.open;
        contact.promised = promised;
        contact.turn_from = now;
        contact.hour = hour;
        self.promise.offered += promised as i64;
        self.done.messages_in += 1;
        self.done.turns += 1;
        self.ledger.arrival();
        let (_, _, entry) = self.source(contact);
        let origin = if entry == Entry::Ad { Origin::Ad } else { Origin::Enquiry };
        let entry = if contact.turn == 0 { entry } else { Entry::None };
        self.tell(contact, Body::MessageIn { entry, origin, reminder: false, moves_clocks: true });
        match self.free_at_once(contact, place) {
            Some((agent, _)) => self.give(contact, place, agent),
            None => self.wait_in_line(contact, place),
        }
    }

    /// Who takes the turn that has just come in, if no other waits and nothing more happens at this instant; the end of his
    /// work is in the event list then.
    #[inline(always)]
    fn free_at_once(&mut self, contact: &Contact, place: u32) -> Option<(u16, i64)> {
        if self.in_line > 0 || self.plain.window <= 0 {
            return None;
        }
        let agent = self.crew.least_loaded()?;
        let end = self.now.saturating_add(self.work(contact));
        self.tree.set(self.first_contact + place, end);
        self.tree.first().is_none_or(|(at, _)| at > self.now).then_some((agent, end))
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
    fn wait_in_line(&mut self, contact: &mut Contact, place: u32) {
        self.stamps = self.stamps.wrapping_add(1);
        self.stirred = true;
        contact.stamp = self.stamps;
        contact.state = State::Queued;
        contact.patience_at = match &self.reason(contact).patience {
            None => NEVER,
            Some(law) => {
                let turn = u32::from(contact.turn);
                self.now.saturating_add(law.sample(&mut contact.entity.draw(Purpose::Patience, turn, 0)))
            }
        };
        self.tree.set(self.first_contact + place, contact.patience_at);
        self.in_line += 1;
        self.ledger.queue(self.now, 1);
        self.line.push_back((place, contact.stamp));
    }

    /// A waiting turn is taken up.
    #[inline(always)]
    pub(super) fn take_up(&mut self, contact: &mut Contact, place: u32, agent: u16) {
        self.in_line -= 1;
        self.ledger.queue(self.now, -1);
        let end = self.now.saturating_add(self.work(contact));
        self.tree.set(self.first_contact + place, end);
        self.give(contact, place, agent);
    }

    /// The agent starts to work on the turn.
    #[inline(always)]
    fn give(&mut self, contact: &mut Contact, place: u32, agent: u16) {
        let (slot, level) = self.crew.open(agent, place, 1);
        self.ledger.busy(self.now, 0, i64::from(level == 1));
        self.ledger.serving(self.now, 0, 1);
        contact.agent = agent;
        contact.slot = slot;
        contact.taken_at = self.now;
        contact.state = State::Serving;
    }

    /// The answer goes out; then the customer thinks of another message, or all is answered.
    #[inline(always)]
    pub(super) fn answer(&mut self, contact: &mut Contact, place: u32) {
        self.send(contact);
        let turn = u32::from(contact.turn);
        let reason = self.reason(contact);
        let another = contact.turn < u16::MAX
            && reason.turns.continues(turn + 1, &mut contact.entity.draw(Purpose::Continue, turn, 0));
        let next = match another {
            true => {
                let thinking = reason.thinking.sample(&mut contact.entity.draw(Purpose::Thinking, turn, 0));
                self.now.saturating_add(thinking)
            }
            false => NEVER,
        };
        self.tree.set(self.first_contact + place, next);
        self.free_agent(contact);
        if another {
            contact.state = State::Thinking;
        } else {
            let resolved = contact.entity.draw(Purpose::Resolved, 0, 0).under(self.reason(contact).resolved);
            self.close(contact, if resolved { Outcome::Resolved } else { Outcome::Unresolved }, -1);
        }
    }

    #[inline(always)]
    fn send(&mut self, contact: &Contact) {
        let (now, wait) = (self.now, self.now - contact.turn_from);
        if contact.hour != u16::MAX {
            self.ledger.answered(contact.hour, wait);
            let kept = contact.promised && wait <= self.plan.promise[Channel::Messages as usize];
            self.promise.within += kept as i64;
        }
        let late = now >= contact.turn_from.saturating_add(self.plain.window);
        let messages = match self.plan.consolidate {
            true => 1,
            false => {
                let law = &self.reason(contact).fan_out;
                law.sample_count(&mut contact.entity.draw(Purpose::FanOut, u32::from(contact.turn), 0)).min(1000)
            }
        };
        self.done.messages_out += i64::from(messages);
        for nth in 0..messages as u16 {
            let first = nth == 0;
            let body = Body::MessageOut {
                sent_at: self.plan.base + now,
                class: if late { self.plan.late_as } else { Class::Service },
                status: Status::Delivered,
                reason: Reason::None,
                author: Author::Agent,
                nth,
                window_from: self.plan.base + contact.turn_from,
                wait: if first { wait } else { -1 },
                queued: if first { contact.taken_at - contact.turn_from } else { -1 },
                quantity: Quantity::ONE,
            };
            self.tell(contact, body);
        }
    }

    /// The agent's place is free again.
    #[inline(always)]
    fn free_agent(&mut self, contact: &Contact) {
        self.ledger.serving(self.now, 0, -1);
        let level = self.crew.close(contact.agent, contact.slot, 1);
        self.ledger.busy(self.now, 0, -i64::from(level == 0));
        if level == 0 && !self.crew.is_on_duty(contact.agent) {
            self.ledger.staffed(self.now, 0, -1, -1);
        }
        self.stirred = true;
    }

    /// The customer's patience ends.
    pub(super) fn give_up(&mut self, contact: &mut Contact, place: u32) {
        if self.now == contact.turn_from && self.crew.least_loaded().is_some() {
            // Assignments are made when the instant ends: who has no patience at all may still be served in it.
            contact.patience_at = self.now + 1;
            return self.tree.set(self.first_contact + place, contact.patience_at);
        }
        self.in_line -= 1;
        self.ledger.queue(self.now, -1);
        self.tree.clear(self.first_contact + place);
        self.close(contact, Outcome::Abandoned, self.now - contact.turn_from);
    }

    /// The contact's story has ended.
    #[inline(always)]
    pub(super) fn close(&mut self, contact: &mut Contact, outcome: Outcome, wait: i64) {
        self.ledger.open(self.now, -1);
        let (_, reason, _) = self.source(contact);
        let opened_at = self.plan.base + contact.opened_at;
        self.tell(contact, Body::ContactClosed { reason, channel: Channel::Messages, outcome, wait, opened_at });
        contact.state = State::Free;
    }

    /// Tell a fact of a contact, now.
    #[inline(always)]
    fn tell(&mut self, contact: &Contact, body: Body) {
        if !F::READS {
            return;
        }
        let stream = &self.plan.streams[contact.stream as usize];
        let customer = stream.people.customer(contact.entity, contact.ordinal).id;
        let id = FactId {
            stream: contact.stream,
            generation: 0,
            ordinal: contact.ordinal,
            turn: contact.turn,
            // Tells facts of one instant apart, where they are put in order.
            k: 0,
        };
        let at = self.plan.base + self.now;
        let head = Head { at, customer, id, number: contact.number, country: stream.country, part: self.part };
        self.fold.told(&Fact { head, body });
    }
}
