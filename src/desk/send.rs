//! Answers that go out: when they are written, and what the policy does past the window.

use crate::engine::purpose::Purpose;
use crate::facts::{Author, Body, Channel, Class, Fold, Outcome, Quantity, Reason, Status};

use super::Floor;
use super::contact::{Contact, NEVER, State};
use super::serve::Late;

impl<F: Fold> Floor<'_, F> {
    /// The agent has finished writing: send it, or do what the policy says past the window.
    pub(super) fn answer(&mut self, contact: &mut Contact) {
        contact.business_at = NEVER;
        let (group, hour, wait) = (contact.group, contact.hour, self.now - contact.turn_from);
        self.ledger.serving(self.now, group, -1);
        if self.plan.staged && self.passes_turn_on(contact) {
            return;
        }
        self.send_answer(contact, hour, wait);
    }

    /// A written answer goes out, of an agent or the bot, or what the policy says past the window is done with it.
    #[inline]
    pub(super) fn send_answer(&mut self, contact: &mut Contact, hour: u16, wait: i64) {
        if self.plan.extras.any && self.in_app(contact, contact.group) {
            return self.answer_in_app(contact, hour, wait);
        }
        let late = if self.window_is_open(contact) {
            None
        } else {
            match self.late_rule(contact) {
                // It is written, so calling now would waste it.
                Late::Answer | Late::Call => Some(self.plan.late_as),
                Late::Hold => return self.keep_written(contact),
                Late::Drop => {
                    return self.close(contact, Outcome::Dropped, wait);
                }
            }
        };
        if late.is_some() {
            let number = contact.number;
            let month = self.month(number);
            let cap = &mut self.caps[number as usize];
            *cap = (month, if cap.0 == month { cap.1 + 1 } else { 1 });
        }
        self.count_answer(contact, Channel::Messages, hour, wait);
        let (author, messages) = self.fan_out(contact);
        self.sums.extras.bot_answers += (author == Author::Bot && hour != u16::MAX) as i64;
        self.send(contact, author, messages, late, true);
        self.after_answer(contact);
    }

    /// Who answers the open turn, and in how many messages.
    #[inline(always)]
    pub(super) fn fan_out(&self, contact: &Contact) -> (Author, u32) {
        let (author, law, purpose) = match &self.plan.bot {
            Some(bot) if contact.contained => (Author::Bot, &bot.fan_out, Purpose::BotFanOut),
            _ => (Author::Agent, &self.plan.reasons[contact.reason as usize].fan_out, Purpose::FanOut),
        };
        if self.plan.consolidate {
            return (author, 1);
        }
        let (turn, answered) = (u32::from(contact.turn), u32::from(contact.answered));
        (author, law.sample_count(&mut contact.entity.draw(purpose, turn, answered)))
    }

    /// The answer is written but may not go out until the customer writes again.
    fn keep_written(&mut self, contact: &mut Contact) {
        self.free_agent(contact);
        contact.state = State::Written;
        self.waits_by_window(contact);
        contact.patience_at = contact.patience_at.max(self.now);
        if contact.reminder_at <= self.now {
            contact.reminders += 1;
            self.plan_reminder(contact);
        }
        contact.wake();
    }

    /// The window is open again: the written answer goes out.
    pub(super) fn send_written(&mut self, contact: &mut Contact) {
        let (hour, wait) = (contact.hour, self.now - contact.turn_from);
        self.count_answer(contact, Channel::Messages, hour, wait);
        let (author, messages) = self.fan_out(contact);
        self.send(contact, author, messages, None, true);
        self.after_answer(contact);
    }

    /// Messages of the business to the contact's customer. `answers`: they answer the open turn.
    #[inline(always)]
    pub(super) fn send(
        &mut self,
        contact: &mut Contact,
        author: Author,
        messages: u32,
        late: Option<Class>,
        answers: bool,
    ) {
        let window_from = self.window_from(contact);
        let sent_at = self.emit.instant(self.now);
        let (wait, queued) = match answers {
            true => (self.now - contact.turn_from, contact.taken_at - contact.turn_from),
            false => (-1, -1),
        };
        let class = late.unwrap_or(Class::Service);
        let quantity = if author == Author::Bot { self.bot_quantity(contact) } else { Quantity::ONE };
        if self.plan.extras.any {
            self.meter(contact, class, messages.min(1000));
        }
        self.sums.done.messages_out += i64::from(messages.min(1000));
        for nth in 0..messages.min(1000) as u16 {
            let first = nth == 0;
            let body = Body::MessageOut {
                sent_at,
                class,
                status: Status::Delivered,
                reason: Reason::None,
                author,
                nth,
                window_from,
                wait: if first { wait } else { -1 },
                queued: if first { queued } else { -1 },
                quantity: if first { quantity } else { Quantity::ONE },
            };
            self.emit.of(contact, body);
        }
    }
}
