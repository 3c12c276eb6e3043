//! Ends: a contact closes with one outcome; the need may come back as a repeat contact.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Outcome};

use super::contact::{Contact, NEVER, State, mark};
use super::extras::detail::Lost;
use super::{Desk, Floor};

impl<F: Fold> Floor<'_, F> {
    /// Close the contact; `wait` = how long the last turn waited in vain, else −1.
    pub(super) fn close(&mut self, contact: &mut Contact, outcome: Outcome, wait: i64) {
        let work_left = if self.plan.staged { self.ends_stages(contact, outcome) } else { None };
        if work_left.is_none() {
            self.free_agent(contact);
        }
        self.say_closed(contact, outcome, wait);
        self.after_end(contact, outcome);
        if let Some(state) = work_left {
            self.work_on(contact, state);
        }
    }

    /// The contact ends without any agent; counted, if it was opened in the run.
    #[cold]
    pub(super) fn note_unaided(&mut self, contact: &Contact) -> i64 {
        let counts = i64::from((self.plan.from..self.plan.to).contains(&contact.opened_at));
        self.sums.extras.unaided += counts;
        counts
    }

    /// The need comes back, or the story has ended.
    #[inline(always)]
    fn after_end(&mut self, contact: &mut Contact, outcome: Outcome) {
        let now = self.now;
        contact.stamp = 0;
        contact.business_at = NEVER;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        if contact.contained && outcome == Outcome::Unresolved {
            return self.return_from_bot(contact);
        }
        let repeat = &self.plan.reasons[contact.reason as usize].repeat;
        if outcome != Outcome::Resolved
            && let Some((chance, delay)) = repeat
            && contact.entity.draw(Purpose::Repeat, 0, 0).under(*chance)
        {
            // Not in the same instant, in which nothing else may happen.
            let wait = delay.sample(&mut contact.entity.draw(Purpose::RepeatDelay, 0, 0)).max(1);
            let back = now.saturating_add(wait);
            if back < self.plan.to {
                contact.state = State::Pending;
                contact.customer_at = back;
                return;
            }
        }
        self.forget(contact);
    }

    /// The story has ended: no event is left, the place may be used again.
    pub(super) fn forget(&mut self, contact: &mut Contact) {
        contact.business_at = NEVER;
        contact.customer_at = NEVER;
        contact.state = State::Free;
    }

    fn say_closed(&mut self, contact: &mut Contact, outcome: Outcome, wait: i64) {
        if wait >= 0 {
            self.waited_in_vain(contact, Channel::Messages, wait, Lost::Given);
        }
        self.ledger.open(self.now, -1);
        let opened_at = self.emit.instant(contact.opened_at);
        let (reason, channel, waited) = (self.need(contact), contact.channel, contact.waited_an_answer());
        let body = Body::ContactClosed { reason, channel, outcome, wait, opened_at, waited };
        self.emit.of(contact, body);
    }

    /// The drain is over: this contact is still open, and counted as such.
    fn leave_open(&mut self, contact: &mut Contact) {
        match contact.state {
            State::Listed | State::Dialling => self.leave_listed(contact),
            State::Notified
            | State::Sending
            | State::Resting
            | State::Pending
            | State::Free
            | State::AfterCall
            | State::AfterChat => {}
            State::Ringing => {
                self.ledger.lines(-1);
                self.say_closed(contact, Outcome::OpenAtEnd, -1);
            }
            State::OnHold if contact.marks & (mark::BEGUN | mark::LATER) == mark::LATER => {
                self.say_closed(contact, Outcome::OpenAtEnd, -1);
            }
            State::OnHold if contact.marks & mark::BEGUN == 0 => {
                let wait = self.now - contact.turn_from;
                self.waited_in_vain(contact, Channel::Phone, wait, Lost::Given);
                self.release_line(contact, wait, 0, false);
                self.say_closed(contact, Outcome::OpenAtEnd, -1);
            }
            State::Talking | State::Briefing | State::OnHold => {
                let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
                self.release_line(contact, wait, talk, true);
                self.say_closed(contact, Outcome::OpenAtEnd, -1);
            }
            State::Left | State::Detecting => self.say_closed(contact, Outcome::Abandoned, -1),
            State::Thinking | State::Retrying | State::Menu | State::Away | State::Lingering => {
                self.say_closed(contact, Outcome::OpenAtEnd, -1)
            }
            _ => {
                let wait = self.now - contact.turn_from;
                self.say_closed(contact, Outcome::OpenAtEnd, wait);
            }
        }
    }
}

impl<F: Fold> Desk<'_, F> {
    /// The drain is over: whatever is open stays so.
    pub(super) fn close_what_is_open(&mut self) {
        for place in 0..self.contacts.places() as u32 {
            self.floor.leave_open(&mut self.contacts[place]);
        }
    }
}
