//! Agents who have work when the customer has gone: they are free when it is done.

use crate::engine::law::Sampler;
use crate::engine::purpose::Purpose;
use crate::facts::Fold;

use super::Floor;
use super::contact::{Contact, NEVER, State};

impl<F: Fold> Floor<'_, F> {
    /// The law of the work after the customer has gone.
    pub(super) fn work_after(&self, contact: &Contact, state: State) -> Option<&Sampler> {
        self.plan.reasons[contact.reason as usize].after_work[(state == State::AfterCall) as usize].as_deref()
    }

    /// The contact is closed; its agent finishes his work before anything else comes of it.
    #[cold]
    pub(super) fn work_on(&mut self, contact: &mut Contact, state: State) {
        let Some(law) = self.work_after(contact, state) else { return };
        let turn = (state == State::AfterCall) as u32;
        let work = law.sample(&mut contact.entity.draw(Purpose::AfterWork, turn, 0));
        let work = self.paced(contact.group, contact.agent, work);
        // When the need comes back, if it does.
        contact.patience_at = if contact.state == State::Pending { contact.customer_at } else { NEVER };
        contact.customer_at = NEVER;
        contact.state = state;
        contact.business_at = self.now.saturating_add(work);
        self.ledger.serving(self.now, contact.group, 1);
    }

    /// That is done: the agent is free.
    #[cold]
    pub(super) fn work_done(&mut self, contact: &mut Contact) {
        self.ledger.serving(self.now, contact.group, -1);
        self.free_agent(contact);
        let back = contact.patience_at;
        self.forget(contact);
        if back != NEVER {
            contact.state = State::Pending;
            contact.customer_at = back.max(self.now);
            contact.patience_at = NEVER;
        }
    }
}
