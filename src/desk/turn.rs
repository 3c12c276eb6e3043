//! A customer's turn until an agent takes it up: messages, bursts, reminders, patience, the bot, release to the queue.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Entry, Fold, Outcome};
use crate::scenario::LatePolicy;

use super::Floor;
use super::contact::{Contact, NEVER, NO_GROUP, NOT_YET, State};
use super::dispatch::Groups;
use super::extras::detail::Lost;
use super::policy::Release;

impl<F: Fold> Floor<'_, F> {
    /// The customer's next turn after thinking; or the rest of a burst that was answered too early.
    #[inline]
    pub(super) fn next_turn(&mut self, contact: &mut Contact) {
        if contact.burst_left > 0 {
            return self.rest_of_burst(contact);
        }
        contact.turn += 1;
        contact.told = 0;
        self.begin_turn(contact);
    }

    /// First message of a turn: draws of the turn, window, patience; then to the bot or to the team.
    pub(super) fn begin_turn(&mut self, contact: &mut Contact) {
        let work = self.work_of_turn(contact);
        self.turn_of(contact, work);
    }

    /// Work of the contact's present turn at speed 1.
    #[inline(always)]
    pub(super) fn work_of_turn(&self, contact: &Contact) -> i64 {
        if self.plan.staged && contact.marks != 0 {
            return self.work_of_marked(contact);
        }
        self.work_of_first(contact)
    }

    /// The same of who was not passed on.
    #[inline(always)]
    pub(super) fn work_of_first(&self, contact: &Contact) -> i64 {
        let reason = &self.plan.reasons[contact.reason as usize];
        let mut draw = contact.entity.draw(Purpose::Handling, u32::from(contact.turn), 0);
        match reason.difficulty {
            (0.0, _) => reason.handling.sample(&mut draw),
            (common, own) => {
                let score = common * contact.difficulty + own * self.plan.normal.sample(&mut draw);
                reason.handling.quantile_of_normal(score)
            }
        }
    }

    /// The same with the work given.
    #[inline(always)]
    pub(super) fn turn_of(&mut self, contact: &mut Contact, work: i64) {
        let plan = self.plan;
        let reason = &plan.reasons[contact.reason as usize];
        let turn = u32::from(contact.turn);
        let messages = match &reason.burst {
            Some((count, _)) => count.sample_count(&mut contact.entity.draw(Purpose::Burst, turn, 0)).min(1000),
            None => 1,
        };
        // Most turns are one message, and a division is slow.
        contact.work_a_message = if messages == 1 { work } else { work / i64::from(messages) };
        contact.burst_left = (messages - 1) as u16;
        contact.answered = 0;
        contact.reminders = 0;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        self.first_message(contact);
        if reason.unhurried && self.met_by_agent(contact) {
            return;
        }
        self.begin_to_wait(contact);
        if contact.group != NO_GROUP && self.still_held(contact) {
            self.release_held(contact);
        } else if plan.bot.is_some() && (contact.contained || contact.turn == 0) {
            self.ledger.queue(self.now, 1);
            self.ask_bot(contact);
        } else {
            self.release(contact);
        }
    }

    /// Is the turn taken up in the instant in which it begins? Then what the customer would do while he waits is not drawn:
    /// nobody asks, unless the policy keeps written answers.
    #[inline(always)]
    fn met_by_agent(&mut self, contact: &mut Contact) -> bool {
        let plan = self.plan;
        let asks = plan.bot.is_some() || plan.acknowledgement.is_some() || contact.group != NO_GROUP;
        let keeps = matches!(plan.late, LatePolicy::Hold | LatePolicy::Cap(_));
        if asks || keeps || !matches!(plan.release, Release::AtOnce) {
            return false;
        }
        contact.customer_at = contact.burst_at;
        let found = self.free_at_once(contact);
        if let Some((group, agent)) = found {
            self.give(contact, group, agent);
        }
        found.is_some()
    }

    /// The customer begins to wait for an answer: how long he will, and when he reminds.
    #[inline(always)]
    fn begin_to_wait(&mut self, contact: &mut Contact) {
        let reason = &self.plan.reasons[contact.reason as usize];
        if let Some(law) = &reason.patience {
            let (turn, answered) = (u32::from(contact.turn), u32::from(contact.answered));
            let patience = law.sample(&mut contact.entity.draw(Purpose::Patience, turn, answered));
            contact.patience_at = self.now.saturating_add(patience);
        }
        if reason.reminder.is_some() {
            self.plan_reminder(contact);
        }
    }

    /// The customer goes on writing after an early answer: a further answer is owed for what is left, and waited for as the
    /// first was.
    fn rest_of_burst(&mut self, contact: &mut Contact) {
        contact.burst_left -= 1;
        contact.answered = contact.answered.saturating_add(1);
        contact.reminders = 0;
        self.first_message(contact);
        self.begin_to_wait(contact);
        if contact.group != NO_GROUP && self.still_held(contact) {
            self.release_held(contact);
        } else if contact.contained {
            self.ledger.queue(self.now, 1);
            self.ask_bot(contact);
        } else {
            self.release(contact);
        }
    }

    /// The agent who holds the contact goes on with it, now or when the policy says; till then he keeps its place.
    #[inline]
    fn release_held(&mut self, contact: &mut Contact) {
        let at = self.plan.release.at(self.now);
        if at <= self.now {
            return self.serve_held(contact);
        }
        contact.wake();
        self.withhold(contact, at);
    }

    /// The policy has kept the turn until now. If its agent has gone, or an answer would be late, it goes the way of others.
    #[cold]
    pub(super) fn held_is_released(&mut self, contact: &mut Contact) {
        if self.still_held(contact) && self.window_is_open(contact) {
            return self.serve_held(contact);
        }
        self.free_agent(contact);
        self.line_up(contact);
    }

    /// The agent who holds the contact goes on with it, unless a limit forbids.
    #[inline]
    fn serve_held(&mut self, contact: &mut Contact) {
        if self.plan.extras.any
            && let Some(then) = self.barred(contact, contact.group)
        {
            return self.refuse(contact, then);
        }
        self.begin_service(contact);
    }

    #[inline(always)]
    fn first_message(&mut self, contact: &mut Contact) {
        let now = self.now;
        let hour = self.ledger.cohort();
        self.promise(contact, Channel::Messages, hour != u16::MAX);
        contact.turn_from = now;
        contact.unserved = 1;
        contact.hour = hour;
        self.message_in(contact, false, true);
        self.sums.done.turns += 1;
        self.ledger.arrival();
        self.plan_burst(contact);
    }

    /// A message of the customer arrives and moves the window.
    #[inline(always)]
    fn message_in(&mut self, contact: &mut Contact, reminder: bool, moves_window: bool) {
        let now = self.now;
        self.sums.done.messages_in += 1;
        let entry = if contact.ad { Entry::Ad } else { Entry::None };
        contact.ad = false;
        if moves_window {
            contact.last_in = now;
            contact.window_end = self.plan.rules.at(contact.number, now).window_end(now);
            if contact.shared {
                self.last_in.set(contact.common, now);
                if self.plan.by_window {
                    self.window_moves(contact);
                }
            }
        }
        let body = Body::MessageIn { entry, origin: contact.origin, reminder, moves_clocks: moves_window };
        self.emit.of(contact, body);
    }

    #[inline(always)]
    fn plan_burst(&mut self, contact: &mut Contact) {
        contact.burst_at = NEVER;
        if contact.burst_left > 0 {
            self.next_of_burst(contact);
        }
    }

    fn next_of_burst(&mut self, contact: &mut Contact) {
        if let Some((_, gap)) = &self.plan.reasons[contact.reason as usize].burst {
            let k = u32::from(contact.burst_left);
            let wait = gap.sample(&mut contact.entity.draw(Purpose::BurstGap, u32::from(contact.turn), k));
            contact.burst_at = self.now.saturating_add(wait);
        }
    }

    pub(super) fn plan_reminder(&mut self, contact: &mut Contact) {
        contact.reminder_at = NEVER;
        let Some(reminder) = &self.plan.reasons[contact.reason as usize].reminder else { return };
        let (turn, k) = (u32::from(contact.turn), u32::from(contact.answered) << 16 | u32::from(contact.reminders));
        if contact.reminders < reminder.at_most
            && contact.entity.draw(Purpose::Reminder, turn, k).under(reminder.chance)
        {
            let wait = reminder.after.sample(&mut contact.entity.draw(Purpose::ReminderDelay, turn, k));
            contact.reminder_at = self.now.saturating_add(wait);
        }
    }

    /// The customer does something while his turn is open: writes on, reminds, gives up.
    pub(super) fn customer_acts(&mut self, contact: &mut Contact) {
        if contact.burst_at <= self.now {
            contact.burst_left -= 1;
            self.plan_burst(contact);
            self.further_message(contact, false);
        } else if contact.reminder_at <= self.now {
            if contact.state == State::OnHold {
                return self.announce(contact);
            }
            contact.reminders += 1;
            self.plan_reminder(contact);
            self.further_message(contact, true);
        } else if contact.patience_at <= self.now {
            self.give_up(contact);
        }
    }

    /// One more message in the open turn.
    fn further_message(&mut self, contact: &mut Contact, reminder: bool) {
        let reason = &self.plan.reasons[contact.reason as usize];
        let moves_window = !reminder || reason.reminder.as_ref().is_some_and(|plan| plan.restarts_window);
        self.message_in(contact, reminder, moves_window);
        let reopened = contact.state == State::Written && self.window_is_open(contact);
        let now = self.now;
        contact.unserved += !reminder as u16;
        contact.wake();
        match contact.state {
            State::Serving if !reminder => {
                contact.remaining += if self.plan.staged { self.work_added(contact) } else { contact.work_a_message };
                self.set_pace(contact);
            }
            State::Withheld if self.plan.release.follows_the_last_message() && !reminder => {
                contact.business_at = self.plan.release.at(now);
            }
            State::Queued if moves_window => self.requeue(contact),
            State::Parked => self.hand_to_team(contact),
            State::Written if reopened => self.send_written(contact),
            _ => {}
        }
    }

    fn give_up(&mut self, contact: &mut Contact) {
        if self.now == self.joined_at(contact) && self.is_met(contact) {
            // Assignments are made when the instant ends: who has no patience at all may still be served in it.
            contact.patience_at = self.now + 1;
            return contact.wake();
        }
        if contact.state == State::OnHold {
            return self.hang_up(contact);
        }
        let switch = self.plan.reasons[contact.reason as usize].switch;
        let can_call = self.plan.phone.is_some() && self.line(contact.reason, Channel::Phone).is_some();
        if can_call && contact.entity.draw(Purpose::Switch, u32::from(contact.turn), 0).under(switch) {
            self.leave_queue(contact);
            self.free_agent(contact);
            self.say_lost(contact);
            self.begin_anew(contact);
            // The bot has settled nothing.
            contact.contained = false;
            self.dial(contact);
        } else if !self.leaves_silently(contact) {
            self.leave_queue(contact);
            let wait = self.now - contact.turn_from;
            self.close(contact, Outcome::Abandoned, wait);
        }
    }

    /// Is an agent free for a contact that has just begun to wait?
    fn is_met(&self, contact: &Contact) -> bool {
        let channel = match contact.state {
            State::OnHold => Channel::Phone,
            State::Queued => Channel::Messages,
            _ => return false,
        };
        self.line_for(contact, channel).is_some_and(|line| self.is_free_for(contact, line))
    }

    /// Is an agent free for a contact in this queue?
    pub(super) fn is_free_for(&self, contact: &Contact, line: usize) -> bool {
        match self.plan.router {
            None => self.free_agent_beside(line, Groups::default()).is_some(),
            Some(_) => self.routed_at_once(contact, line).is_some(),
        }
    }

    /// The turn by message is lost, the contact goes on by phone.
    pub(super) fn say_lost(&mut self, contact: &mut Contact) {
        let wait = self.now - contact.turn_from;
        self.waited_in_vain(contact, Channel::Messages, wait, Lost::Given);
        self.emit.of(contact, Body::TurnLost { wait });
    }

    /// The customer's last message at the contact's number, engine time.
    #[inline]
    pub(super) fn last_in(&self, contact: &Contact) -> i64 {
        if contact.shared { self.last_in.get(contact.common) } else { contact.last_in }
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
    /// Work of the messages that the next answer covers, at speed 1.
    #[inline]
    pub(super) fn work(&self) -> i64 {
        self.work_a_message * i64::from(self.unserved)
    }

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
