//! A customer's turn until an agent takes it up: messages, bursts, reminders, patience, the bot, release to the queue.

use crate::engine::purpose::Purpose;
use crate::facts::{Author, Body, Channel, Entry, Fold, Outcome};

use super::Desk;
use super::contact::{Contact, NEVER, NO_GROUP, NOT_YET, State};
use super::discipline::Entry as Waiting;

impl<F: Fold> Desk<'_, F> {
    /// The customer's next turn after thinking; or the rest of a burst that was answered too early.
    #[inline]
    pub(super) fn next_turn(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        if contact.burst_left > 0 {
            return self.rest_of_burst(place);
        }
        contact.turn += 1;
        contact.id.turn = contact.turn;
        contact.id.k = 0;
        self.begin_turn(place);
    }

    /// First message of a turn: draws of the turn, window, patience; then to the bot or to the team.
    pub(super) fn begin_turn(&mut self, place: u32) {
        let plan = self.plan;
        let now = self.now;
        let contact = &mut self.contacts[place];
        let reason = &plan.reasons[contact.reason as usize];
        let turn = u32::from(contact.turn);
        let mut draw = contact.entity.draw(Purpose::Handling, turn, 0);
        let work = match reason.difficulty {
            (0.0, _) => reason.handling.sample(&mut draw),
            (common, own) => {
                let score = common * contact.difficulty + own * plan.normal.sample(&mut draw);
                reason.handling.quantile_of_normal(score)
            }
        };
        let messages = match &reason.burst {
            Some((count, _)) => count.sample_count(&mut contact.entity.draw(Purpose::Burst, turn, 0)).min(1000),
            None => 1,
        };
        // Most turns are one message, and a division is slow.
        contact.work_a_message = if messages == 1 { work } else { work / i64::from(messages) };
        contact.burst_left = (messages - 1) as u16;
        contact.reminders = 0;
        contact.patience_at = match &reason.patience {
            Some(law) => now.saturating_add(law.sample(&mut contact.entity.draw(Purpose::Patience, turn, 0))),
            None => NEVER,
        };
        contact.reminder_at = NEVER;
        self.first_message(place);
        if reason.reminder.is_some() {
            self.plan_reminder(place);
        }
        let contact = &self.contacts[place];
        if contact.group != NO_GROUP && self.still_held(place) {
            self.begin_service(place);
        } else if plan.bot.is_some() && (contact.contained || contact.turn == 0) {
            self.ask_bot(place);
        } else {
            self.hand_to_team(place);
        }
    }

    /// The customer goes on writing after an early answer: a further answer is owed for what is left.
    fn rest_of_burst(&mut self, place: u32) {
        self.contacts[place].burst_left -= 1;
        self.first_message(place);
        let contact = &self.contacts[place];
        if contact.group != NO_GROUP && self.still_held(place) {
            self.begin_service(place);
        } else if contact.contained {
            self.ask_bot(place);
        } else {
            self.hand_to_team(place);
        }
    }

    #[inline(always)]
    fn first_message(&mut self, place: u32) {
        let now = self.now;
        let hour = if self.emit.part() == crate::facts::Part::Run { self.ledger.hour() } else { u16::MAX };
        self.promise(place, Channel::Messages, hour != u16::MAX);
        let contact = &mut self.contacts[place];
        contact.turn_from = now;
        contact.unserved = 1;
        contact.hour = hour;
        self.message_in(place, false, true);
        self.sums.done.turns += 1;
        self.ledger.arrival();
        self.ledger.queue(now, 1);
        self.plan_burst(place);
    }

    /// Note whether the promise of opening hours holds for the turn that begins now.
    #[inline(always)]
    pub(super) fn promise(&mut self, place: u32, channel: Channel, in_run: bool) {
        let promised = in_run && self.is_open(self.contacts[place].reason, channel);
        self.contacts[place].promised = promised;
        self.sums.promise[channel as usize].offered += promised as i64;
    }

    /// A turn that arrived in the run (`hour`) is answered after `wait`.
    #[inline(always)]
    pub(super) fn count_answer(&mut self, place: u32, channel: Channel, hour: u16, wait: i64) {
        if hour != u16::MAX {
            self.ledger.answered(hour, wait);
            let kept = self.contacts[place].promised && wait <= self.plan.promise[channel as usize];
            self.sums.promise[channel as usize].within += kept as i64;
        }
    }

    /// A message of the customer arrives and moves the window.
    #[inline(always)]
    fn message_in(&mut self, place: u32, reminder: bool, moves_window: bool) {
        let now = self.now;
        let contact = &mut self.contacts[place];
        self.sums.done.messages_in += 1;
        let entry = if contact.ad { Entry::Ad } else { Entry::None };
        contact.ad = false;
        if moves_window {
            contact.last_in = now;
            if contact.shared {
                self.last_in.set(contact.customer, contact.number, now);
            }
        }
        let body = Body::MessageIn { entry, origin: contact.origin, reminder, moves_clocks: moves_window };
        self.emit.of(contact, body);
    }

    #[inline]
    fn plan_burst(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.burst_at = NEVER;
        if contact.burst_left > 0
            && let Some((_, gap)) = &self.plan.reasons[contact.reason as usize].burst
        {
            let k = u32::from(contact.burst_left);
            let wait = gap.sample(&mut contact.entity.draw(Purpose::BurstGap, u32::from(contact.turn), k));
            contact.burst_at = self.now.saturating_add(wait);
        }
    }

    pub(super) fn plan_reminder(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.reminder_at = NEVER;
        let Some(reminder) = &self.plan.reasons[contact.reason as usize].reminder else { return };
        let (turn, k) = (u32::from(contact.turn), u32::from(contact.reminders));
        if contact.reminders < reminder.at_most
            && contact.entity.draw(Purpose::Reminder, turn, k).under(reminder.chance)
        {
            let wait = reminder.after.sample(&mut contact.entity.draw(Purpose::ReminderDelay, turn, k));
            contact.reminder_at = self.now.saturating_add(wait);
        }
    }

    /// The customer does something while his turn is open: writes on, reminds, gives up.
    pub(super) fn customer_acts(&mut self, place: u32) {
        let contact = &self.contacts[place];
        if contact.burst_at <= self.now {
            self.contacts[place].burst_left -= 1;
            self.plan_burst(place);
            self.further_message(place, false);
        } else if contact.reminder_at <= self.now {
            self.contacts[place].reminders += 1;
            self.plan_reminder(place);
            self.further_message(place, true);
        } else if contact.patience_at <= self.now {
            self.give_up(place);
        }
    }

    /// One more message in the open turn.
    fn further_message(&mut self, place: u32, reminder: bool) {
        let reason = &self.plan.reasons[self.contacts[place].reason as usize];
        let moves_window = !reminder || reason.reminder.as_ref().is_some_and(|plan| plan.restarts_window);
        self.message_in(place, reminder, moves_window);
        let reopened = self.contacts[place].state == State::Written && self.window_is_open(place);
        let now = self.now;
        let contact = &mut self.contacts[place];
        contact.unserved += !reminder as u16;
        contact.wake();
        match contact.state {
            State::Serving if !reminder => {
                contact.remaining += contact.work_a_message;
                self.set_pace(place);
            }
            State::Withheld if self.plan.release.follows_the_last_message() && !reminder => {
                contact.business_at = self.plan.release.at(now);
            }
            State::Queued if moves_window => self.requeue(place),
            State::Parked => return self.hand_to_team(place),
            State::Written if reopened => return self.send_written(place),
            _ => {}
        }
        self.arm(place);
    }

    fn give_up(&mut self, place: u32) {
        if self.contacts[place].state == State::OnHold {
            return self.hang_up(place);
        }
        self.leave_queue(place);
        let contact = &self.contacts[place];
        let switch = self.plan.reasons[contact.reason as usize].switch;
        let can_call = self.plan.phone.is_some() && self.line(contact.reason, Channel::Phone).is_some();
        if can_call && contact.entity.draw(Purpose::Switch, u32::from(contact.turn), 0).under(switch) {
            self.say_lost(place);
            self.dial(place);
        } else {
            let wait = self.now - contact.turn_from;
            self.close(place, Outcome::Abandoned, wait);
        }
    }

    /// The turn by message is lost, the contact goes on by phone.
    pub(super) fn say_lost(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        let wait = self.now - contact.turn_from;
        self.emit.of(contact, Body::TurnLost { wait });
    }

    fn ask_bot(&mut self, place: u32) {
        let delay = self.plan.bot.as_ref().map_or(0, |bot| bot.delay);
        let contact = &mut self.contacts[place];
        contact.state = State::Bot;
        contact.business_at = self.now + delay;
        contact.wake();
        self.arm(place);
    }

    /// The bot settles the turn, or says that a person will take over.
    pub(super) fn bot_answers(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.business_at = NEVER;
        if contact.contained {
            let (wait, hour) = (self.now - contact.turn_from, contact.hour);
            contact.taken_at = self.now;
            self.ledger.queue(self.now, -1);
            self.send_answer(place, hour, wait);
        } else {
            // No answer, so not worth a template.
            if self.window_is_open(place) {
                self.send(place, Author::Bot, 1, None, false);
            }
            self.hand_to_team(place);
        }
    }

    /// Release the turn to the agents, now or when the policy says.
    #[inline(always)]
    pub(super) fn hand_to_team(&mut self, place: u32) {
        let at = self.plan.release.at(self.now);
        let contact = &mut self.contacts[place];
        contact.wake();
        if self.plan.acknowledgement.is_some() {
            self.plan_acknowledgement(place);
        }
        if at <= self.now {
            self.enqueue(place);
        } else {
            let contact = &mut self.contacts[place];
            contact.state = State::Withheld;
            contact.business_at = at;
            self.arm(place);
        }
    }

    /// To an agent who is free, or into the queue of its reason.
    pub(super) fn enqueue(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.business_at = NEVER;
        contact.state = State::Queued;
        self.in_line += 1;
        self.arm(place);
        match self.free_at_once(place) {
            Some((group, agent)) => self.take_up(place, group, agent),
            None => self.push_entry(place, Channel::Messages),
        }
    }

    /// Who takes the turn that has just come in, if it is the only one that waits and nothing more happens at this
    /// instant: assignments are made when an instant has ended, and it ends here. Most turns need no queue.
    #[inline]
    fn free_at_once(&self, place: u32) -> Option<(u8, u16)> {
        let ended = self.tree.first().is_none_or(|(at, _)| at > self.now);
        if self.in_line > 1 || !ended {
            return None;
        }
        self.free_agent_for(self.line(self.contacts[place].reason, Channel::Messages)?)
    }

    /// Its window moved: a new entry replaces the old one, at its old place in the order of arrival.
    fn requeue(&mut self, place: u32) {
        if !matches!(self.queues.first(), Some(super::discipline::Queue::FirstCome(_))) {
            self.push_entry(place, Channel::Messages);
        }
    }

    /// A new entry with a new stamp; older ones of this contact are void.
    pub(super) fn push_entry(&mut self, place: u32, channel: Channel) {
        self.stamps += 1;
        self.stirred = true;
        self.contacts[place].stamp = self.stamps;
        let contact = &self.contacts[place];
        let Some(line) = self.line(contact.reason, channel) else { return };
        let last_in = self.last_in(contact);
        let entry = Waiting {
            contact: place,
            stamp: contact.stamp,
            since: contact.turn_from,
            window_end: if last_in == NOT_YET { self.now } else { self.plan.rules.window_end(last_in) },
            due: contact.turn_from.saturating_add(self.plan.due),
            stake: self.plan.rules.late_price.get(contact.country as usize).copied().unwrap_or(0),
        };
        self.queues[line].push(entry);
    }

    /// The turn no longer waits for an agent.
    pub(super) fn leave_queue(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        match contact.state {
            State::Queued | State::OnHold => self.in_line -= 1,
            State::Bot | State::Withheld | State::Parked => {}
            _ => return,
        }
        contact.stamp = 0;
        self.ledger.queue(self.now, -1);
    }

    /// The customer's last message at the contact's number, engine time.
    #[inline]
    pub(super) fn last_in(&self, contact: &Contact) -> i64 {
        if contact.shared {
            self.last_in.get(contact.customer, contact.number).unwrap_or(NOT_YET)
        } else {
            contact.last_in
        }
    }

    /// The same as an instant for facts.
    #[inline]
    pub(super) fn window_from(&self, contact: &Contact) -> crate::facts::Instant {
        match self.last_in(contact) {
            NOT_YET => crate::facts::NEVER,
            at => self.emit.instant(at),
        }
    }
}

impl Contact {
    /// The customer's next act while a turn is open. Patience ends when the turn is taken up (as in Erlang A), and nobody
    /// reminds an agent who is writing; only a burst goes on.
    #[inline]
    pub(super) fn wake(&mut self) {
        self.customer_at = match self.state {
            State::Serving => self.burst_at,
            _ => self.burst_at.min(self.reminder_at).min(self.patience_at),
        };
    }
}
