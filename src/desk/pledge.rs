//! What a second group promises for what is passed on to it: from that moment to its answer, or by phone to its taking over.
//!
//! Who gives up in its queue breaks the promise. What is passed on while nobody of it is on duty is none of it.

use std::collections::BTreeMap;

use crate::facts::{Channel, Fold};

use super::Floor;
use super::contact::Contact;

/// When contacts that wait for a second group that promised something were passed on, by the contact's place.
#[derive(Debug, Default)]
pub(super) struct Pledged(BTreeMap<u32, i64>);

impl<F: Fold> Floor<'_, F> {
    /// A contact is passed on: does a promise of its second group hold for it?
    #[cold]
    pub(super) fn pledge(&mut self, contact: &Contact, channel: Channel) {
        let Some(apart) = &self.plan.apart else { return };
        let Some((place, group)) = apart.of_second(contact.reason, channel) else { return };
        let open = self.line_for(contact, channel).is_some_and(|line| self.serves_now(line, group));
        if open && self.is_of_run(contact) {
            self.sums.promises[place][channel as usize].offered += 1;
            self.pledged.0.insert(contact.place, self.now);
        }
    }

    /// The second group has done what it promised: in time?
    #[cold]
    pub(super) fn redeem_pledge(&mut self, contact: &Contact, channel: Channel) {
        let Some(since) = self.pledged.0.remove(&contact.place) else { return };
        let Some(apart) = &self.plan.apart else { return };
        let Some((place, _)) = apart.of_second(contact.reason, channel) else { return };
        self.sums.promises[place][channel as usize].within += i64::from(self.now - since <= apart.within(place));
    }

    /// Nothing comes of it any more.
    pub(super) fn forget_pledge(&mut self, contact: &Contact) {
        self.pledged.0.remove(&contact.place);
    }
}
