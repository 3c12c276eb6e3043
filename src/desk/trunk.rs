//! The telephone lines: every call takes one, the firm's own too. A caller who finds none free is blocked; the firm waits.
//!
//! A call of the firm takes its line when it begins to ring: when an agent calls back, when the dialler dials. If an agent is
//! there but no line is free, the call leaves its queue, so that callers behind it are served, and joins it again, at its
//! old place, when a line is free.

use crate::facts::{Channel, Fold};

use super::contact::{Contact, State, mark};
use super::{Desk, Floor};

/// A call that waits for a line: its contact's place, and its stamp in the queue that it has left.
pub(super) type NoLine = (u32, u64);

impl<F: Fold> Floor<'_, F> {
    /// Is a line free?
    pub(super) fn has_line(&self) -> bool {
        self.plan.phone.as_ref().is_some_and(|phone| self.ledger.lines_in_use() < phone.lines)
    }

    /// A call has ended: the firm's own may have waited for its line.
    pub(super) fn free_line(&mut self) {
        self.ledger.lines(-1);
        self.stirred |= self.further > 0;
    }

    /// Is the customer of a call that no agent has picked up yet on a line? Whom an agent is to call is not.
    pub(super) fn is_on_line(&self, contact: &Contact) -> bool {
        !contact.outbound || contact.marks & mark::DIALLED != 0
    }

    /// An agent would place the call, but no line is free: then it waits for one.
    pub(super) fn waits_for_line(&mut self, contact: &Contact) -> bool {
        if self.is_on_line(contact) || self.has_line() {
            return false;
        }
        if let Some(line) = self.line_for(contact, Channel::Phone) {
            // Agents who cannot call him have time for others.
            self.leaves(contact, line);
        }
        self.no_line.push((contact.place, contact.stamp));
        self.further += 1;
        true
    }
}

impl<F: Fold> Desk<'_, F> {
    /// A line is free: calls that waited for one are in their queues again. Were there any?
    #[cold]
    pub(super) fn line_is_free(&mut self) -> bool {
        if self.floor.no_line.is_empty() || !self.floor.has_line() {
            return false;
        }
        for (place, stamp) in std::mem::take(&mut self.floor.no_line) {
            self.floor.further -= 1;
            let contact = &mut self.contacts[place];
            if contact.state == State::OnHold && contact.stamp == stamp {
                if let Some(line) = self.floor.line_for(contact, Channel::Phone) {
                    self.floor.joins(contact, line);
                }
                self.floor.push_entry(contact, Channel::Phone);
                self.floor.arm(contact);
            }
        }
        true
    }
}
