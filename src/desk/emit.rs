//! Facts on their way out: gathered in blocks, put in the order of the interface.

use crate::facts::{Body, Fact, Fold, Head, Kinds, Part};

use super::contact::Contact;
use super::plan::DeskPlan;

/// Facts in a block: few enough to stay in the first-level cache while every fold reads them.
const BLOCK: usize = 256;

/// The outgoing side of a desk.
pub(super) struct Emitter<'a, F: Fold> {
    fold: &'a mut F,
    block: Vec<Fact>,
    base: i64,
    to: i64,
    at: i64,
    part: Part,
    /// When the part ends.
    part_end: i64,
    /// Facts of the block before this instant: these keep their places.
    settled: usize,
    /// What the fold wants in blocks, and whether this instant has any of it.
    wants: Kinds,
    wanted: bool,
}

impl<'a, F: Fold> Emitter<'a, F> {
    pub(super) fn new(fold: &'a mut F, plan: &DeskPlan) -> Emitter<'a, F> {
        let (part, part_end) = if plan.from > 0 { (Part::Lead, plan.from) } else { (Part::Run, plan.to) };
        let block = Vec::with_capacity(BLOCK + 64);
        let wants = fold.wants();
        Emitter { fold, block, base: plan.base, to: plan.to, at: 0, part, part_end, settled: 0, wants, wanted: false }
    }

    /// Engine time moves on (never twice to the same instant): a block may be handed over between two instants only.
    #[inline]
    pub(super) fn advance(&mut self, now: i64) {
        if self.wanted {
            self.settle();
        }
        self.at = now;
        if now >= self.part_end {
            self.next_part(now);
        }
    }

    /// The facts of the instant that has ended take their places.
    #[inline]
    fn settle(&mut self) {
        self.wanted = false;
        if self.block.len() > self.settled + 1 {
            put_in_order(&mut self.block[self.settled..]);
        }
        if self.block.len() >= BLOCK {
            self.flush();
        }
        self.settled = self.block.len();
    }

    #[cold]
    fn next_part(&mut self, now: i64) {
        (self.part, self.part_end) = if now < self.to { (Part::Run, self.to) } else { (Part::Drain, i64::MAX) };
    }

    /// Part of the run that it is now.
    #[inline]
    pub(super) fn part(&self) -> Part {
        self.part
    }

    /// The last instant has ended.
    pub(super) fn finish(&mut self) {
        if self.wanted {
            self.settle();
        }
        self.flush();
    }

    /// Hand over what has gathered.
    fn flush(&mut self) {
        if !self.block.is_empty() {
            self.fold.block(&self.block);
            self.block.clear();
            self.settled = 0;
        }
    }

    /// Instant of an engine time.
    #[inline]
    pub(super) fn instant(&self, at: i64) -> i64 {
        self.base + at
    }

    /// Emit a fact of a contact, now.
    #[inline(always)]
    pub(super) fn of(&mut self, contact: &mut Contact, body: Body) {
        let id = contact.id();
        contact.told = contact.told.saturating_add(1);
        if !F::READS {
            return;
        }
        let (customer, number, country) = (contact.customer, contact.number, contact.country);
        let head = Head { at: self.instant(self.at), customer, id, number, country, part: self.part };
        let fact = Fact { head, body };
        self.fold.told(&fact);
        let wanted = self.wants.has(&fact.body);
        self.wanted |= wanted;
        // A customer's message of the very instant in which an answer went out before it stands before that answer.
        if wanted || self.wanted && matches!(fact.body, Body::MessageIn { .. }) {
            self.block.push(fact);
        }
    }
}

/// Facts of one instant, mostly one to three and nearly in order: each goes up to its place.
fn put_in_order(instant: &mut [Fact]) {
    for end in 1..instant.len() {
        let mut last = end;
        while last > 0 && out_of_order(&instant[last - 1], &instant[last]) {
            instant.swap(last - 1, last);
            last -= 1;
        }
    }
}

/// Facts of one instant stand in the order: inbound, outbound, closings; then by id.
#[inline]
fn out_of_order(first: &Fact, second: &Fact) -> bool {
    (rank(&first.body), first.head.id) > (rank(&second.body), second.head.id)
}

#[inline]
fn rank(body: &Body) -> u8 {
    match body {
        Body::ContactOpened { .. } | Body::MessageIn { .. } | Body::CallStarted { .. } => 0,
        Body::MessageOut { .. } | Body::CallEnded { .. } | Body::TurnLost { .. } => 1,
        Body::ContactClosed { .. } => 2,
    }
}
