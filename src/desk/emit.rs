//! Facts on their way out: gathered in blocks, put in the order of the interface.

use crate::facts::{Body, Fact, FactId, Fold, Head, Part};

use super::contact::Contact;
use super::plan::DeskPlan;

/// Facts in a block.
const BLOCK: usize = 1024;

/// The outgoing side of a desk.
pub(super) struct Emitter<'a, F: Fold> {
    fold: &'a mut F,
    block: Vec<Fact>,
    base: i64,
    from: i64,
    to: i64,
    at: i64,
    part: Part,
}

impl<'a, F: Fold> Emitter<'a, F> {
    pub(super) fn new(fold: &'a mut F, plan: &DeskPlan) -> Emitter<'a, F> {
        let part = if plan.from > 0 { Part::Lead } else { Part::Run };
        Emitter { fold, block: Vec::with_capacity(BLOCK + 64), base: plan.base, from: plan.from, to: plan.to, at: 0, part }
    }

    /// Engine time moves on: a block may be handed over between two instants only.
    #[inline]
    pub(super) fn advance(&mut self, now: i64) {
        if self.block.len() >= BLOCK {
            self.flush();
        }
        self.at = now;
        self.part = match now {
            _ if now < self.from => Part::Lead,
            _ if now < self.to => Part::Run,
            _ => Part::Drain,
        };
    }

    /// Part of the run that it is now.
    #[inline]
    pub(super) fn part(&self) -> Part {
        self.part
    }

    /// Hand over what has gathered.
    pub(super) fn flush(&mut self) {
        if !self.block.is_empty() {
            self.fold.block(&self.block);
            self.block.clear();
        }
    }

    /// Instant of an engine time.
    #[inline]
    pub(super) fn instant(&self, at: i64) -> i64 {
        self.base + at
    }

    /// Emit a fact of a contact, now.
    #[inline]
    pub(super) fn of(&mut self, contact: &mut Contact, body: Body) {
        let id = contact.id;
        contact.id.k = contact.id.k.saturating_add(1);
        self.push(contact.customer, contact.number, contact.country, id, body);
    }

    /// Emit a fact, now.
    #[inline]
    pub(super) fn push(&mut self, customer: u64, number: u16, country: u16, id: FactId, body: Body) {
        let head = Head { at: self.base + self.at, customer, id, number, country, part: self.part };
        self.block.push(Fact { head, body });
        let mut last = self.block.len() - 1;
        while last > 0 && out_of_order(&self.block[last - 1], &self.block[last]) {
            self.block.swap(last - 1, last);
            last -= 1;
        }
    }
}

/// Facts of one instant stand in the order: inbound, outbound, closings; then by id.
#[inline]
fn out_of_order(first: &Fact, second: &Fact) -> bool {
    first.head.at == second.head.at && (rank(&first.body), first.head.id) > (rank(&second.body), second.head.id)
}

fn rank(body: &Body) -> u8 {
    match body {
        Body::ContactOpened { .. } | Body::MessageIn { .. } | Body::CallStarted { .. } => 0,
        Body::MessageOut { .. } | Body::CallEnded { .. } | Body::TurnLost { .. } => 1,
        Body::ContactClosed { .. } => 2,
    }
}
