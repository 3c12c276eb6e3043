//! Ends: a contact closes with one outcome; the need may come back as a repeat contact.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Fold, Outcome};

use super::Desk;
use super::contact::{NEVER, State};

impl<F: Fold> Desk<'_, F> {
    /// Close the contact; `wait` = how long the last turn waited in vain, else −1.
    pub(super) fn close(&mut self, place: u32, outcome: Outcome, wait: i64) {
        self.free_agent(place);
        self.say_closed(place, outcome, wait);
        let now = self.now;
        let contact = &mut self.contacts[place];
        contact.stamp = 0;
        contact.business_at = NEVER;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        let repeat = &self.plan.reasons[contact.reason as usize].repeat;
        if outcome != Outcome::Resolved
            && let Some((chance, delay)) = repeat
            && contact.entity.draw(Purpose::Repeat, 0, 0).under(*chance)
        {
            let back = now.saturating_add(delay.sample(&mut contact.entity.draw(Purpose::RepeatDelay, 0, 0)));
            if back < self.plan.to {
                contact.state = State::Pending;
                contact.customer_at = back;
                return self.arm(place);
            }
        }
        self.forget(place);
    }

    /// Free the place and its leaf.
    pub(super) fn forget(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.business_at = NEVER;
        contact.customer_at = NEVER;
        self.arm(place);
        self.contacts.remove(place);
    }

    fn say_closed(&mut self, place: u32, outcome: Outcome, wait: i64) {
        self.ledger.open(self.now, -1);
        let opened_at = self.emit.instant(self.contacts[place].opened_at);
        let contact = &mut self.contacts[place];
        let body = Body::ContactClosed { reason: contact.reason, channel: contact.channel, outcome, wait, opened_at };
        self.emit.of(contact, body);
    }

    /// The drain is over: whatever is open stays so, and is counted as such.
    pub(super) fn close_what_is_open(&mut self) {
        let alive: Vec<u32> = self.contacts.alive().collect();
        for place in alive {
            match self.contacts[place].state {
                State::Notified | State::Pending | State::Free => {}
                State::OnHold => {
                    let wait = self.now - self.contacts[place].turn_from;
                    self.release_line(place, wait, 0, false);
                    self.say_closed(place, Outcome::OpenAtEnd, -1);
                }
                State::Talking => {
                    let contact = &self.contacts[place];
                    let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
                    self.release_line(place, wait, talk, true);
                    self.say_closed(place, Outcome::OpenAtEnd, -1);
                }
                State::Thinking | State::Retrying | State::Menu => {
                    self.say_closed(place, Outcome::OpenAtEnd, -1);
                }
                _ => {
                    let wait = self.now - self.contacts[place].turn_from;
                    self.say_closed(place, Outcome::OpenAtEnd, wait);
                }
            }
        }
    }
}
