//! The firm calls back: callers who took the offer, and those who left a message.
//!
//! They wait in the queue of calls, after all who are on the line, and are no turns of it: no service level counts them.
//! An agent dials when a line is free; who is not reached costs him and the line the ringing, and is tried again later.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Network, Outcome};

use super::Floor;
use super::contact::{Contact, NEVER, State, mark};

/// What became of those whom the firm was to call back; those of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Recalls {
    /// Offers made.
    pub offered: i64,
    /// Of these accepted.
    pub accepted: i64,
    /// Messages left.
    pub messages: i64,
    /// Customers reached.
    pub reached: i64,
    /// Customers given up.
    pub missed: i64,
    /// From the offer (the message) to the call that reached the customer, µs, of those reached.
    pub wait: i64,
}

impl Recalls {
    /// Nobody was.
    pub fn is_empty(&self) -> bool {
        *self == Recalls::default()
    }
}

impl<F: Fold> Floor<'_, F> {
    /// The caller has hung up and waits for the firm's call.
    #[cold]
    pub(super) fn wait_for_recall(&mut self, contact: &mut Contact, kind: u8) {
        contact.marks |= mark::LATER | kind;
        contact.outbound = true;
        contact.turn_from = self.now;
        contact.hour = u16::MAX;
        contact.promised = false;
        // Tries are counted where attempts of the customer no longer are.
        contact.attempts = 0;
        contact.unserved = self.counts() as u16;
        self.line_up_later(contact);
    }

    /// Into the queue, after all callers.
    #[cold]
    pub(super) fn line_up_later(&mut self, contact: &mut Contact) {
        contact.state = State::OnHold;
        contact.business_at = NEVER;
        contact.customer_at = NEVER;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        self.in_line += 1;
        self.ledger.queue(self.now, 1);
        self.push_entry(contact, Channel::Phone);
    }

    /// An agent dials. Is the customer there? If so the call is like any other.
    #[cold]
    pub(super) fn reaches(&mut self, contact: &mut Contact, group: u8, agent: u16) -> bool {
        let voice = self.plan.phone.as_ref().and_then(|phone| phone.voice.as_deref());
        let Some(recall) = voice.and_then(|voice| voice.recall(contact)) else { return true };
        let run = i64::from(contact.unserved);
        if contact.entity.draw(Purpose::Reached, 0, u32::from(contact.attempts)).under(recall.reached) {
            self.sums.recalls.reached += run;
            self.sums.recalls.wait += run * (self.now - contact.turn_from);
            if run > 0 {
                self.note_handled(group);
            }
            return true;
        }
        let ring = recall.ring;
        self.leave_queue(contact);
        self.take_all_places(contact, group, agent);
        self.ledger.lines(1);
        contact.customer_at = NEVER;
        contact.state = State::Ringing;
        contact.business_at = self.now.saturating_add(ring);
        false
    }

    /// It has rung in vain: again later, or never.
    #[cold]
    pub(super) fn rings_out(&mut self, contact: &mut Contact) {
        self.ledger.serving(self.now, contact.group, -1);
        self.free_agent(contact);
        self.free_line();
        let body =
            Body::CallEnded { wait: -1, talk: 0, answered: false, outbound: true, line: 0, network: Network::Phone };
        self.emit.of(contact, body);
        let attempt = u32::from(contact.attempts);
        contact.attempts = contact.attempts.saturating_add(1);
        contact.business_at = NEVER;
        let voice = self.plan.phone.as_ref().and_then(|phone| phone.voice.as_deref());
        match voice.and_then(|voice| voice.recall(contact)) {
            Some(recall) if attempt + 1 < recall.tries => {
                let wait = recall.between.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 1, attempt));
                contact.state = State::Retrying;
                contact.customer_at = self.now.saturating_add(wait);
            }
            _ => {
                self.sums.recalls.missed += i64::from(contact.unserved);
                self.note_unaided(contact);
                self.close(contact, Outcome::Unresolved, -1);
            }
        }
    }
}
