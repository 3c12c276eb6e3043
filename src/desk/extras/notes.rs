//! What a customer waited, turn by turn: noted where details or satisfaction ask for it.

use crate::desk::Floor;
use crate::desk::contact::Contact;
use crate::facts::{Channel, Fold};

use super::detail::Lost;

impl<F: Fold> Floor<'_, F> {
    /// The contact is answered after `wait`.
    #[cold]
    pub(in crate::desk) fn note_waited(&mut self, contact: &mut Contact, wait: i64) {
        contact.waited += wait;
        contact.answers = contact.answers.saturating_add(1);
        if contact.answers == 1 {
            self.note_first_answer(contact);
        }
    }

    /// A turn or call ends unanswered after `wait`; the contact may go on.
    #[inline]
    pub(in crate::desk) fn waited_in_vain(&mut self, contact: &mut Contact, channel: Channel, wait: i64, how: Lost) {
        if self.plan.extras.notes {
            contact.waited += wait;
            self.note_lost(contact, channel, wait, how);
        }
    }
}

impl Contact {
    /// What its customer waited for an answer of those he had; −1 if he had none, or nothing is noted.
    #[inline]
    pub(in crate::desk) fn waited_an_answer(&self) -> i64 {
        if self.answers == 0 { -1 } else { self.waited / i64::from(self.answers) }
    }
}
