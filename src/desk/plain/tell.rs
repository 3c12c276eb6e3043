//! What a plain desk tells: turns and contacts as a whole, once it is known what came of them.

use crate::engine::law::CountSampler;
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
        let asked_in_run = contact.hour != u16::MAX;
        if asked_in_run {
            self.ledger.answered(contact.hour, wait);
            let kept = contact.promised & (wait <= self.kept_within);
            self.promise.within = self.promise.within.wrapping_add(i64::from(kept));
        }
        self.answers = self.answers.wrapping_add(1);
        let messages = match reason.fan_out {
            CountSampler::Fixed(1) => 1,
            _ => self.fan_out(contact, reason),
        };
        if !F::READS {
            return;
        }
        // Most turns are told with all that is common to them known beforehand.
        if asked_in_run & self.ledger.is_counting() & (messages == 1) & (wait < self.plain.window) {
            let asked = self.asked(contact, Part::Run);
            self.fold.told_turn(&asked, &self.answered(contact, wait, Class::Service, Part::Run));
        } else {
            self.say_all(*contact, messages);
        }
    }

    /// Messages of the answer; those beyond the first are counted here.
    #[inline(never)]
    fn fan_out(&mut self, contact: &Contact, reason: &ReasonPlan) -> u32 {
        if self.plan.consolidate {
            return 1;
        }
        let mut draw = contact.entity.draw(Purpose::FanOut, u32::from(contact.turn), 0);
        let messages = reason.fan_out.sample_count(&mut draw).min(1000);
        self.done.messages_out += i64::from(messages - 1);
        messages
    }

    /// The same for any turn, message by message.
    #[cold]
    fn say_all(&mut self, contact: Contact, messages: u32) {
        let wait = self.now - contact.turn_from;
        let class = if wait >= self.plain.window { self.plan.late_as } else { Class::Service };
        let asked = self.asked(&contact, self.part(contact.turn_from));
        let answer = self.answered(&contact, wait, class, self.part(self.now));
        self.fold.told_turn(&asked, &answer);
        for at in 1..messages as u16 {
            let mut further = answer;
            if let Body::MessageOut { nth, wait, queued, .. } = &mut further.body {
                (*nth, *wait, *queued) = (at, -1, -1);
            }
            self.fold.told(&further);
        }
    }

    /// The customer's message of a turn that was not answered.
    pub(super) fn say_asked(&mut self, contact: &Contact) {
        if F::READS {
            self.fold.told(&self.asked(contact, self.part(contact.turn_from)));
        }
    }

    /// All turns of the contact are answered.
    #[inline(always)]
    pub(super) fn end(&mut self, contact: &mut Contact, outcome: Outcome) {
        self.ledger.open(self.now, -1);
        contact.state = State::Free;
        if !F::READS {
            return;
        }
        if self.ledger.is_counting() & (contact.opened_at >= self.plan.from) {
            self.say_story(contact, (outcome, -1), [Part::Run, Part::Run]);
        } else {
            self.say_closed(*contact, outcome, -1);
        }
    }

    /// The contact's story has ended otherwise; `wait` = how long its last turn waited in vain, else −1.
    pub(super) fn close(&mut self, contact: &mut Contact, outcome: Outcome, wait: i64) {
        self.ledger.open(self.now, -1);
        contact.state = State::Free;
        if F::READS {
            self.say_closed(*contact, outcome, wait);
        }
    }

    #[cold]
    fn say_closed(&mut self, contact: Contact, outcome: Outcome, wait: i64) {
        let parts = [contact.opened_at, self.now].map(|at| self.part(at));
        self.say_story(&contact, (outcome, wait), parts);
    }

    #[inline(always)]
    fn say_story(&mut self, contact: &Contact, (outcome, wait): (Outcome, i64), [first, last]: [Part; 2]) {
        let (reason, channel) = (contact.reason, Channel::Messages);
        let opened = Body::ContactOpened { reason, channel, origin: self.origin(contact) };
        let opened = self.fact(contact, contact.opened_at, 0, opened, first);
        let opened_at = self.base + contact.opened_at;
        let closed = Body::ContactClosed { reason, channel, outcome, wait, opened_at };
        self.fold.told_story(&opened, &self.fact(contact, self.now, contact.turn, closed, last));
    }

    #[inline(always)]
    fn origin(&self, contact: &Contact) -> Origin {
        match self.streams[contact.stream as usize].entry {
            Entry::Ad => Origin::Ad,
            Entry::None => Origin::Enquiry,
        }
    }

    #[inline(always)]
    fn asked(&self, contact: &Contact, part: Part) -> Fact {
        let entry = if contact.turn == 0 { self.streams[contact.stream as usize].entry } else { Entry::None };
        let body = Body::MessageIn { entry, origin: self.origin(contact), reminder: false, moves_clocks: true };
        self.fact(contact, contact.turn_from, contact.turn, body, part)
    }

    /// The first message of the answer.
    #[inline(always)]
    fn answered(&self, contact: &Contact, wait: i64, class: Class, part: Part) -> Fact {
        let body = Body::MessageOut {
            sent_at: self.base + self.now,
            class,
            status: Status::Delivered,
            reason: Reason::None,
            author: Author::Agent,
            nth: 0,
            window_from: self.base + contact.turn_from,
            wait,
            queued: contact.taken_at - contact.turn_from,
            quantity: Quantity::ONE,
        };
        self.fact(contact, self.now, contact.turn, body, part)
    }

    #[inline(always)]
    fn fact(&self, contact: &Contact, at: i64, turn: u16, body: Body, part: Part) -> Fact {
        let own = &self.streams[contact.stream as usize];
        let head = Head {
            at: self.base + at,
            customer: own.first | u64::from(contact.ordinal),
            id: FactId { stream: contact.stream, generation: 0, ordinal: contact.ordinal, turn, k: K },
            number: contact.number,
            country: contact.country,
            part,
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
