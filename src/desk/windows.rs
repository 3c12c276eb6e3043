//! Contacts of one customer at one number share a window: whoever writes about one need moves it for all of them that wait.
//!
//! Only where customers recur and something goes by the window: the order of a queue, or answers that are held.

use std::collections::BTreeMap;

use crate::facts::Fold;

use super::contact::{Contact, State};
use super::{Desk, Floor};

/// Who waits by his window.
#[derive(Debug, Default)]
pub(super) struct Windows {
    /// Places of contacts, by where the times of their customer are kept. Those that wait no more are dropped when he writes.
    waiting: BTreeMap<u32, Vec<u32>>,
    /// A customer of whom others may wait has just written: where his times are kept, and the contact's place.
    moved: Option<(u32, u32)>,
}

impl Windows {
    /// Has a window moved in the present event?
    #[inline]
    pub(super) fn have_moved(&self) -> bool {
        self.moved.is_some()
    }
}

impl<F: Fold> Floor<'_, F> {
    /// The contact waits for something that another message of its customer may change.
    #[inline]
    pub(super) fn waits_by_window(&mut self, contact: &Contact) {
        if contact.shared && self.plan.by_window {
            let places = self.windows.waiting.entry(contact.common).or_default();
            if !places.contains(&contact.place) {
                places.push(contact.place);
            }
        }
    }

    /// The customer has written in this contact.
    #[cold]
    pub(super) fn window_moves(&mut self, contact: &Contact) {
        if self.windows.waiting.contains_key(&contact.common) {
            self.windows.moved = Some((contact.common, contact.place));
        }
    }

    /// Another contact of the same customer has moved its window.
    fn follow_window(&mut self, contact: &mut Contact) {
        match contact.state {
            State::Queued => self.requeue(contact),
            State::Parked => self.hand_to_team(contact),
            State::Written if self.window_is_open(contact) => self.send_written(contact),
            _ => {}
        }
    }
}

impl<F: Fold> Desk<'_, F> {
    /// What else of the customer who has just written waits, sees its window move.
    #[cold]
    pub(super) fn move_windows(&mut self) {
        let Some((common, writer)) = self.floor.windows.moved.take() else { return };
        for place in self.floor.windows.waiting.remove(&common).unwrap_or_default() {
            let (contact, floor) = (&mut self.contacts[place], &mut self.floor);
            if !waits(contact, common) {
                continue;
            }
            if place != writer {
                floor.follow_window(contact);
            }
            if waits(contact, common) {
                floor.waits_by_window(contact);
            }
            let ended = floor.conclude(contact);
            self.settle(place, ended);
        }
    }
}

/// Does this place hold a contact of the customer that waits?
fn waits(contact: &Contact, common: u32) -> bool {
    contact.shared
        && contact.common == common
        && matches!(contact.state, State::Queued | State::Parked | State::Written)
}
