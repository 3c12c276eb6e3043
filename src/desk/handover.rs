//! What agents whose shift ends do with the contacts they work on, if they do not finish them.
//!
//! The contact goes back to the head of its queue (it came before all who wait there). Handed over, what is left of its
//! work is done by whoever takes it next (pre-emptive resume); pre-empted, all of it is done again (pre-emptive repeat).
//! The customer has been answered and waits on: he does not give up.

use std::collections::BTreeMap;

use crate::facts::{Channel, Fold};
use crate::scenario::Leaving;

use super::contact::{Contact, NEVER, State, mark};
use super::{Desk, Floor};

/// Work left of contacts that were interrupted, by the contact's place: µs at speed 1, and the messages it covers.
#[derive(Debug, Default)]
pub(super) struct Interrupted(BTreeMap<u32, (i64, u16)>);

impl<F: Fold> Desk<'_, F> {
    /// The agent goes home; what he works on is taken from him.
    #[cold]
    pub(super) fn interrupt(&mut self, place: u32, leaving: Leaving) {
        let contact = &mut self.contacts[place];
        let floor = &mut self.floor;
        match contact.state {
            State::Serving => floor.interrupt_turn(contact, leaving),
            State::Talking | State::Briefing => floor.interrupt_call(contact, leaving),
            _ => return,
        }
        let ended = floor.conclude(contact);
        self.settle(place, ended);
    }
}

impl<F: Fold> Floor<'_, F> {
    fn interrupt_turn(&mut self, contact: &mut Contact, leaving: Leaving) {
        self.set_pace(contact);
        let left = match leaving {
            Leaving::HandOver => self.nominal(contact, contact.remaining),
            _ => self.part_of_first(contact, Channel::Messages, contact.work()),
        };
        self.put_back(contact, left);
        contact.line_from = contact.taken_at;
        contact.state = State::Queued;
        contact.wake();
        self.push_entry(contact, Channel::Messages);
    }

    fn interrupt_call(&mut self, contact: &mut Contact, leaving: Leaving) {
        let left = match leaving {
            // All is left of a call that he was only told of.
            Leaving::HandOver if contact.state == State::Briefing => self.nominal(contact, contact.remaining),
            Leaving::HandOver => self.nominal(contact, contact.business_at.saturating_sub(self.now)),
            _ => self.call_work(contact),
        };
        self.put_back(contact, left);
        contact.state = State::OnHold;
        contact.wake();
        if let Some(line) = self.line_for(contact, Channel::Phone) {
            self.joins(contact, line);
        }
        self.push_entry(contact, Channel::Phone);
    }

    fn put_back(&mut self, contact: &mut Contact, left: i64) {
        self.ledger.serving(self.now, contact.group, -1);
        self.free_agent(contact);
        self.interrupted.0.insert(contact.place, (left, contact.unserved));
        contact.marks |= mark::BEGUN | mark::HANDED;
        contact.business_at = NEVER;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        self.in_line += 1;
        self.ledger.queue(self.now, 1);
    }

    /// The work of a call, or of its second tier, from the beginning.
    fn call_work(&self, contact: &Contact) -> i64 {
        if contact.marks & mark::PASSED_ON != 0 {
            return self.second_work(contact);
        }
        let talk = self.dialled_talk(contact).unwrap_or_else(|| self.work_of_call(contact));
        self.part_of_first(contact, Channel::Phone, talk)
    }

    /// What is left of an interrupted contact that is taken up again.
    pub(super) fn work_left(&mut self, contact: &mut Contact) -> i64 {
        contact.marks &= !mark::HANDED;
        let (left, covered) = self.interrupted.0.remove(&contact.place).unwrap_or_default();
        let added = contact.work_a_message * i64::from(contact.unserved.saturating_sub(covered));
        left + self.part_of_first(contact, Channel::Messages, added)
    }

    /// The contact ends although it was to be taken up again.
    pub(super) fn forget_interruption(&mut self, contact: &Contact) {
        if contact.marks & mark::HANDED != 0 {
            self.interrupted.0.remove(&contact.place);
        }
    }
}
