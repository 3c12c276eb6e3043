//! The books of a plain desk: what it counts, and what it tells: turns and contacts as a whole, once it is known what came
//! of them.

use crate::engine::law::CountSampler;
use crate::engine::purpose::Purpose;
use crate::facts::{
    Author, Body, Channel, Class, Entry, Fact, FactId, Fold, Head, Origin, Outcome, Part, Quantity, Reason, Status,
};

use super::{Contact, Plain};
use crate::desk::ledger::Ledger;
use crate::desk::plan::{DeskPlan, ReasonPlan};
use crate::desk::{DeskSums, Done, Kept};

/// Counts, sums, and who is told.
pub(super) struct Book<'a, F: Fold> {
    pub(super) plan: &'a DeskPlan,
    /// How long after a customer's message the platform takes free-form answers, µs.
    pub(super) window: i64,
    pub(super) ledger: Ledger,
    /// Turns answered, and events that are neither a turn's beginning nor its answer.
    answers: i64,
    pub(super) other_events: i64,
    fold: &'a mut F,
    base: i64,
    /// Promised time of an answer, µs.
    kept_within: i64,
    contacts: i64,
    turns: i64,
    /// Of these, counted by hour of the week and by promise.
    settled: i64,
    /// Hour of the week of a turn that begins now; `u16::MAX` outside the run.
    hour: u16,
    /// Is somebody who serves it on duty, and does the promise hold for it?
    open: bool,
    promised: bool,
    /// Messages of answers beyond the first.
    further: i64,
    promise: Kept,
}

impl<'a, F: Fold> Book<'a, F> {
    pub(super) fn new(plain: Plain<'a>, fold: &'a mut F) -> Book<'a, F> {
        let plan = plain.plan;
        Book {
            plan,
            window: plain.window,
            ledger: Ledger::new(1),
            answers: 0,
            other_events: 0,
            fold,
            base: plan.base,
            kept_within: plan.promise[Channel::Messages as usize],
            contacts: 0,
            turns: 0,
            settled: 0,
            hour: u16::MAX,
            open: false,
            promised: false,
            further: 0,
            promise: Kept::default(),
        }
    }

    /// Close the books; the last event was at `now`.
    pub(super) fn finish(mut self, now: i64) -> DeskSums {
        self.settle();
        let Book { plan, contacts, turns, answers, .. } = self;
        let events = turns + answers + self.other_events;
        DeskSums {
            staff: self.ledger.finish(now.max(plan.to), events),
            sms: vec![0; plan.streams.len()],
            promise: [self.promise, Kept::default()],
            // Each turn is one message.
            done: Done { contacts, turns, messages_in: turns, messages_out: answers + self.further },
            ..DeskSums::default()
        }
    }

    /// Another hour of the week begins, `counting` if it lies in the run.
    pub(super) fn tick(&mut self, now: i64, hour: u16, counting: bool) {
        self.settle();
        self.ledger.tick(now, hour, counting);
        self.hour = self.ledger.cohort();
        self.promised = self.open && self.hour != u16::MAX;
    }

    /// Is somebody on duty from now on?
    pub(super) fn is_open(&mut self, open: bool) {
        self.settle();
        self.open = open;
        self.promised = self.open && self.hour != u16::MAX;
    }

    /// Count the turns that have begun since the hour or who is on duty changed.
    fn settle(&mut self) {
        let turns = self.turns - self.settled;
        self.settled = self.turns;
        self.ledger.arrivals(turns);
        if self.promised {
            self.promise.offered += turns;
        }
    }

    /// A turn begins now.
    #[inline(always)]
    pub(super) fn begins(&mut self, contact: &mut Contact, now: i64) {
        contact.turn_from = now;
        contact.hour = self.hour;
        contact.promised = self.promised;
        self.contacts = self.contacts.wrapping_add(i64::from(contact.turn == 0));
        self.turns = self.turns.wrapping_add(1);
    }

    /// The turn is answered at `at`, and that lies in the run or not.
    #[inline(always)]
    pub(super) fn answered(&mut self, contact: &Contact, reason: &ReasonPlan, at: i64, in_run: bool) {
        let (messages, usual) = self.count_answer(contact, reason, at);
        if !F::READS {
            return;
        }
        if usual & in_run { self.say_usual(contact, at) } else { self.say_all(*contact, at, messages) }
    }

    /// The only turn is answered at `at`, which lies in the run or not, and the contact ends.
    #[inline(always)]
    pub(super) fn done(&mut self, contact: &Contact, reason: &ReasonPlan, outcome: Outcome, at: i64, in_run: bool) {
        let (messages, usual) = self.count_answer(contact, reason, at);
        if !F::READS {
            return;
        }
        if usual & in_run {
            self.say_usual(contact, at);
            self.say_story(contact, (outcome, -1), at, [Part::Run, Part::Run]);
        } else {
            self.say_all(*contact, at, messages);
            self.say_closed(*contact, (outcome, -1), at);
        }
    }

    /// Count the answer to a turn: how many messages, and is it as most are that are given in the run: one message, in time,
    /// to a turn of the run?
    #[inline(always)]
    fn count_answer(&mut self, contact: &Contact, reason: &ReasonPlan, at: i64) -> (u32, bool) {
        let wait = at - contact.turn_from;
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
        (messages, asked_in_run & (messages == 1) & (wait < self.window))
    }

    /// Most turns are told with all that is common to them known beforehand.
    #[inline(always)]
    fn say_usual(&mut self, contact: &Contact, at: i64) {
        let asked = self.asked(contact, Part::Run);
        self.fold.told_turn(&asked, &self.answer(contact, at, Class::Service, Part::Run));
    }

    /// Messages of the answer; those beyond the first are counted here.
    #[inline(never)]
    fn fan_out(&mut self, contact: &Contact, reason: &ReasonPlan) -> u32 {
        if self.plan.consolidate {
            return 1;
        }
        let mut draw = contact.entity.draw(Purpose::FanOut, u32::from(contact.turn), 0);
        let messages = reason.fan_out.sample_count(&mut draw).min(1000);
        self.further += i64::from(messages - 1);
        messages
    }

    /// The same for any turn, message by message.
    #[cold]
    fn say_all(&mut self, contact: Contact, at: i64, messages: u32) {
        let late = at - contact.turn_from >= self.window;
        let class = if late { self.plan.late_as } else { Class::Service };
        let asked = self.asked(&contact, self.part(contact.turn_from));
        let answer = self.answer(&contact, at, class, self.part(at));
        self.fold.told_turn(&asked, &answer);
        for number in 1..messages as u16 {
            let mut further = answer;
            if let Body::MessageOut { nth, wait, queued, .. } = &mut further.body {
                (*nth, *wait, *queued) = (number, -1, -1);
            }
            self.fold.told(&further);
        }
    }

    /// The contact ends at `at`, which lies in the run or not, with its turn unanswered.
    #[inline(always)]
    pub(super) fn lost(&mut self, contact: &Contact, outcome: Outcome, at: i64, in_run: bool) {
        if !F::READS {
            return;
        }
        let end = (outcome, at - contact.turn_from);
        if in_run & (contact.opened_at >= self.plan.from) {
            self.fold.told(&self.asked(contact, Part::Run));
            self.say_story(contact, end, at, [Part::Run, Part::Run]);
        } else {
            self.fold.told(&self.asked(contact, self.part(contact.turn_from)));
            self.say_closed(*contact, end, at);
        }
    }

    /// The contact ends at `at`, which lies in the run or not, all its turns answered.
    #[inline(always)]
    pub(super) fn ended(&mut self, contact: &Contact, outcome: Outcome, at: i64, in_run: bool) {
        if !F::READS {
            return;
        }
        if in_run & (contact.opened_at >= self.plan.from) {
            self.say_story(contact, (outcome, -1), at, [Part::Run, Part::Run]);
        } else {
            self.say_closed(*contact, (outcome, -1), at);
        }
    }

    /// `wait`: how long the last turn waited in vain, else −1.
    #[cold]
    fn say_closed(&mut self, contact: Contact, (outcome, wait): (Outcome, i64), at: i64) {
        let parts = [contact.opened_at, at].map(|at| self.part(at));
        self.say_story(&contact, (outcome, wait), at, parts);
    }

    #[inline(always)]
    fn say_story(&mut self, contact: &Contact, (outcome, wait): (Outcome, i64), at: i64, [first, last]: [Part; 2]) {
        let (reason, channel) = (contact.reason, Channel::Messages);
        let opened = Body::ContactOpened { reason, channel, origin: origin(contact) };
        let opened = self.fact(contact, contact.opened_at, 0, opened, first);
        let opened_at = self.base + contact.opened_at;
        let closed = Body::ContactClosed { reason, channel, outcome, wait, opened_at, waited: -1 };
        self.fold.told_story(&opened, &self.fact(contact, at, contact.turn, closed, last));
    }

    #[inline(always)]
    fn asked(&self, contact: &Contact, part: Part) -> Fact {
        let entry = if contact.turn == 0 { contact.entry } else { Entry::None };
        let origin = origin(contact);
        let body = Body::MessageIn { entry, origin, reminder: false, moves_clocks: true };
        self.fact(contact, contact.turn_from, contact.turn, body, part)
    }

    /// The first message of the answer.
    #[inline(always)]
    fn answer(&self, contact: &Contact, at: i64, class: Class, part: Part) -> Fact {
        let body = Body::MessageOut {
            sent_at: self.base + at,
            class,
            status: Status::Delivered,
            reason: Reason::None,
            author: Author::Agent,
            nth: 0,
            window_from: self.base + contact.turn_from,
            wait: at - contact.turn_from,
            queued: contact.taken_at - contact.turn_from,
            quantity: Quantity::ONE,
        };
        self.fact(contact, at, contact.turn, body, part)
    }

    #[inline(always)]
    fn fact(&self, contact: &Contact, at: i64, turn: u16, body: Body, part: Part) -> Fact {
        let Contact { stream, number, country, customer, .. } = *contact;
        // Facts of one instant are told apart by `k` where they are put in order; these are not.
        let id = FactId { stream, generation: 0, ordinal: customer as u32, turn, k: 0 };
        Fact { head: Head { at: self.base + at, customer, id, number, country, part }, body }
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

#[inline(always)]
fn origin(contact: &Contact) -> Origin {
    match contact.entry {
        Entry::Ad => Origin::Ad,
        Entry::None => Origin::Enquiry,
    }
}
