//! What a plain desk tells: turns and contacts as a whole, once it is known what came of them.

use crate::engine::purpose::Purpose;
use crate::facts::{
    Author, Body, Channel, Class, Entry, Fact, FactId, Fold, Head, Origin, Outcome, Part, Quantity, Reason, Status,
};

use super::{Contact, Floor, State};
use crate::desk::plan::ReasonPlan;

/// Tells facts of one instant apart where they are put in order. These are not.
const K: u16 = 0;

impl<F: Fold> Floor<'_, F> {
    /// The turn is answered now.
    #[inline(always)]
    pub(super) fn say_answered(&mut self, contact: &Contact, reason: &ReasonPlan) {
        let wait = self.now - contact.turn_from;
        if contact.hour != u16::MAX {
            self.ledger.answered(contact.hour, wait);
            let kept = contact.promised && wait <= self.plan.promise[Channel::Messages as usize];
            self.promise.within += kept as i64;
        }
        let messages = match self.plan.consolidate {
            true => 1,
            false => {
                let mut draw = contact.entity.draw(Purpose::FanOut, u32::from(contact.turn), 0);
                reason.fan_out.sample_count(&mut draw).min(1000)
            }
        };
        self.done.messages_out += i64::from(messages);
        if F::READS {
            let asked = self.asked(contact);
            self.fold.told_turn(&asked, &self.answered(contact, wait));
            for nth in 1..messages as u16 {
                self.fold.told(&self.further(contact, nth));
            }
        }
    }

    /// The customer's message of a turn that was not answered.
    pub(super) fn say_asked(&mut self, contact: &Contact) {
        if F::READS {
            self.fold.told(&self.asked(contact));
        }
    }

    /// The contact's story has ended; `wait` = how long its last turn waited in vain, else −1.
    #[inline(always)]
    pub(super) fn close(&mut self, contact: &mut Contact, outcome: Outcome, wait: i64) {
        self.ledger.open(self.now, -1);
        contact.state = State::Free;
        if F::READS {
            let (reason, channel) = (self.streams[contact.stream as usize].reason, Channel::Messages);
            let origin = self.origin(contact);
            let opened = self.fact(contact, contact.opened_at, 0, Body::ContactOpened { reason, channel, origin });
            let opened_at = self.base + contact.opened_at;
            let body = Body::ContactClosed { reason, channel, outcome, wait, opened_at };
            self.fold.told_story(&opened, &self.fact(contact, self.now, contact.turn, body));
        }
    }

    #[inline(always)]
    fn origin(&self, contact: &Contact) -> Origin {
        match self.streams[contact.stream as usize].entry {
            Entry::Ad => Origin::Ad,
            Entry::None => Origin::Enquiry,
        }
    }

    #[inline(always)]
    fn asked(&self, contact: &Contact) -> Fact {
        let entry = if contact.turn == 0 { self.streams[contact.stream as usize].entry } else { Entry::None };
        let body = Body::MessageIn { entry, origin: self.origin(contact), reminder: false, moves_clocks: true };
        self.fact(contact, contact.turn_from, contact.turn, body)
    }

    /// The first message of the answer.
    #[inline(always)]
    fn answered(&self, contact: &Contact, wait: i64) -> Fact {
        let late = wait >= self.plain.window;
        let body = Body::MessageOut {
            sent_at: self.base + self.now,
            class: if late { self.plan.late_as } else { Class::Service },
            status: Status::Delivered,
            reason: Reason::None,
            author: Author::Agent,
            nth: 0,
            window_from: self.base + contact.turn_from,
            wait,
            queued: contact.taken_at - contact.turn_from,
            quantity: Quantity::ONE,
        };
        self.fact(contact, self.now, contact.turn, body)
    }

    /// A further message of the answer.
    fn further(&self, contact: &Contact, at: u16) -> Fact {
        let mut fact = self.answered(contact, self.now - contact.turn_from);
        if let Body::MessageOut { nth, wait, queued, .. } = &mut fact.body {
            (*nth, *wait, *queued) = (at, -1, -1);
        }
        fact
    }

    #[inline(always)]
    fn fact(&self, contact: &Contact, at: i64, turn: u16, body: Body) -> Fact {
        let own = &self.streams[contact.stream as usize];
        let head = Head {
            at: self.base + at,
            customer: own.first | u64::from(contact.ordinal),
            id: FactId { stream: contact.stream, generation: 0, ordinal: contact.ordinal, turn, k: K },
            number: contact.number,
            country: own.country,
            part: self.part(at),
        };
        Fact { head, body }
    }

    #[inline(always)]
    fn part(&self, at: i64) -> Part {
        if at < self.plan.from {
            Part::Lead
        } else if at < self.plan.to {
            Part::Run
        } else {
            Part::Drain
        }
    }
}
