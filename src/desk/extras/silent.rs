//! Customers who leave the queue without a word: the turn keeps its place, and an agent who takes it up holds one of his
//! places until he notices (Castellanos, Yom-Tov, Goldberg, Park, "Silent abandonment in text-based contact centers", 2025).

use crate::desk::Floor;
use crate::desk::contact::{Contact, NEVER, State};
use crate::engine::purpose::Purpose;
use crate::facts::{Author, Class, Fold, Outcome, Part};

impl<F: Fold> Floor<'_, F> {
    /// The customer gives up. If he waits in the queue and does not say so, his turn is lost, but stays there.
    pub(in crate::desk) fn leaves_silently(&mut self, contact: &mut Contact) -> bool {
        let Some(silent) = &self.plan.reasons[contact.reason as usize].silent else { return false };
        let silently = contact.entity.draw(Purpose::SilentLeaving, u32::from(contact.turn), 0).under(silent.chance);
        if contact.state != State::Queued || !silently {
            return false;
        }
        self.say_lost(contact);
        self.sums.extras.left_silently += (self.emit.part() == Part::Run) as i64;
        contact.state = State::Left;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        contact.customer_at = NEVER;
        true
    }

    /// An agent takes up the turn of somebody who has left. He holds a place by the clock, whatever else he does.
    #[cold]
    pub(in crate::desk) fn meet_nobody(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        self.ledger.queue(self.now, -1);
        self.take_place(contact, group, agent);
        contact.state = State::Detecting;
        contact.taken_at = self.now;
        let Some(silent) = &self.plan.reasons[contact.reason as usize].silent else { return };
        let barred = self.plan.extras.any && self.barred(contact, group).is_some();
        if silent.messages > 0 && self.window_is_open(contact) && !barred {
            let in_app = self.plan.extras.any && self.in_app(contact, group);
            self.send(contact, Author::Agent, silent.messages, in_app.then_some(Class::App), false);
        }
        let held = silent.detection.sample(&mut contact.entity.draw(Purpose::Detection, u32::from(contact.turn), 0));
        contact.business_at = self.now.saturating_add(held);
    }

    /// The agent notices that nobody is there.
    #[cold]
    pub(in crate::desk) fn notice(&mut self, contact: &mut Contact) {
        let in_run = (self.emit.part() == Part::Run) as i64;
        let noticed = &mut self.sums.extras.noticed;
        noticed.0 += in_run;
        noticed.1 += in_run * (self.now - contact.taken_at);
        self.close(contact, Outcome::Abandoned, -1);
    }
}
