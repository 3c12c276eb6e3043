//! Conversations in which the customer is silent for too long are closed; who writes later opens them anew (Castellanos,
//! Daw, Ward, Yom-Tov, "Closing the service", Winter Simulation Conference 2024: closure by inactivity).

use crate::desk::Floor;
use crate::desk::contact::{Contact, NEVER, NO_GROUP, State};
use crate::engine::purpose::Purpose;
use crate::facts::{Fold, Part};
use crate::scenario::SlotUse;

impl<F: Fold> Floor<'_, F> {
    /// The customer thinks: will he think for so long that the conversation is closed?
    #[cold]
    pub(in crate::desk) fn watch_silence(&mut self, contact: &mut Contact) {
        let Some(inactivity) = &self.plan.extras.inactivity else { return };
        let closes = self.now.saturating_add(inactivity.after);
        if contact.customer_at > closes {
            contact.business_at = closes;
        }
    }

    /// The customer has been silent for too long: the place is free, the conversation closed, the need is not.
    #[cold]
    pub(in crate::desk) fn close_for_silence(&mut self, contact: &mut Contact) {
        contact.business_at = NEVER;
        self.free_agent(contact);
        contact.state = State::Away;
        self.sums.extras.closed_inactive += (self.emit.part() == Part::Run) as i64;
    }

    /// He writes after all: the conversation is opened anew.
    #[cold]
    pub(in crate::desk) fn comes_back(&mut self, contact: &mut Contact) {
        self.sums.extras.reopened += (self.emit.part() == Part::Run) as i64;
        if contact.burst_left > 0 {
            return self.next_turn(contact);
        }
        contact.turn += 1;
        contact.told = 0;
        let factor = self.plan.extras.inactivity.as_ref().map_or(1.0, |inactivity| inactivity.handling);
        let work = times(self.work_of_turn(contact), factor);
        self.turn_of(contact, work);
    }

    /// The conversation is over; if nobody says so, a held place stays taken until it is closed for silence.
    #[cold]
    pub(in crate::desk) fn ends_unsaid(&mut self, contact: &mut Contact) -> bool {
        let Some(inactivity) = &self.plan.extras.inactivity else { return false };
        let held = self.plan.slots == SlotUse::Held && contact.group != NO_GROUP && self.still_held(contact);
        if !held || !contact.entity.draw(Purpose::Unsaid, 0, 0).under(inactivity.unsaid) {
            return false;
        }
        contact.state = State::Lingering;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.customer_at = NEVER;
        contact.business_at = self.now.saturating_add(inactivity.after);
        true
    }

    /// The place that was kept for nobody is given back.
    #[cold]
    pub(in crate::desk) fn lingering_ends(&mut self, contact: &mut Contact) {
        self.sums.extras.ended_unsaid += (self.emit.part() == Part::Run) as i64;
        self.conversation_ends(contact);
    }
}

/// A time, so many times as long, to the nearest microsecond.
pub(super) fn times(work: i64, factor: f64) -> i64 {
    if factor == 1.0 { work } else { libm::round(work as f64 * factor) as i64 }
}
