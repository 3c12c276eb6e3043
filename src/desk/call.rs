//! Calls: lines, menu, balking, patience, retrials, talking. A call is one turn and takes a whole agent.
//!
//! The wait of a call runs from the end of the menu, as service levels are measured; the line is in use from dialling.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Network, Outcome};

use super::Floor;
use super::contact::{Contact, NEVER, State, mark};
use super::extras::detail::Lost;

impl<F: Fold> Floor<'_, F> {
    /// The customer calls (or is called): a line, then the menu.
    pub(super) fn dial(&mut self, contact: &mut Contact) {
        let Some(phone) = &self.plan.phone else { return };
        let now = self.now;
        contact.line_from = now;
        if contact.marks & mark::LATER == 0 {
            contact.turn_from = now;
        }
        contact.customer_at = NEVER;
        contact.business_at = NEVER;
        if contact.marks & mark::LATER != 0 {
            return self.line_up_later(contact);
        }
        if contact.outbound {
            return self.wait_for_agent(contact);
        }
        let reason = contact.reason;
        if !self.is_open(reason, Channel::Phone) {
            return self.find_closed(contact);
        }
        if self.ledger.lines_in_use() >= phone.lines {
            self.sums.done.turns += 1;
            self.promise(contact, Channel::Phone, self.ledger.cohort() != u16::MAX);
            return self.lose(contact, Outcome::Blocked);
        }
        self.ledger.lines(1);
        if phone.menu > 0 {
            self.count_in_menu(contact, true);
            contact.state = State::Menu;
            contact.business_at = now + phone.menu;
        } else {
            self.after_menu(contact);
        }
    }

    pub(super) fn menu_ends(&mut self, contact: &mut Contact) {
        self.count_in_menu(contact, false);
        self.stirred |= self.further > 0;
        self.after_menu(contact);
    }

    /// Agents who stay until no caller waits stay for those in the menu too.
    fn count_in_menu(&mut self, contact: &Contact, enters: bool) {
        if let Some(line) = self.line_for(contact, Channel::Phone) {
            let callers = &mut self.in_menu[line];
            *callers = if enters { *callers + 1 } else { *callers - 1 };
        }
    }

    fn after_menu(&mut self, contact: &mut Contact) {
        let Some(phone) = &self.plan.phone else { return };
        let settled = phone.containment[contact.reason as usize];
        if contact.entity.draw(Purpose::Menu, 0, 0).under(settled) {
            self.release_line(contact, -1, 0, true);
            self.note_waited(contact, 0);
            self.note_unaided(contact);
            self.sums.extras.menu_settled += self.counts();
            return self.close(contact, Outcome::Resolved, -1);
        }
        self.wait_for_agent(contact);
    }

    fn wait_for_agent(&mut self, contact: &mut Contact) {
        let Some(phone) = &self.plan.phone else { return };
        let now = self.now;
        if !contact.outbound && self.is_turned_away(contact) {
            return self.comes_too_late(contact);
        }
        if let Some(voice) = &phone.voice
            && !contact.outbound
            && self.goes_another_way(contact, voice)
        {
            return;
        }
        let hour = self.ledger.cohort();
        contact.business_at = NEVER;
        contact.turn_from = now;
        contact.hour = hour;
        let (attempt, outbound) = (u32::from(contact.attempts), contact.outbound);
        let patience = match &phone.patience {
            Some(law) if !outbound => {
                let k = phone.voice.as_ref().map_or(attempt, |voice| voice.patience_of(attempt));
                law.sample(&mut contact.entity.draw(Purpose::PhonePatience, 0, k))
            }
            _ => NEVER,
        };
        let balks = !outbound && contact.entity.draw(Purpose::Balking, 0, attempt).under(phone.balking);
        self.sums.done.turns += 1;
        self.ledger.arrival();
        self.promise(contact, Channel::Phone, hour != u16::MAX);
        let Some(line) = self.line_for(contact, Channel::Phone) else {
            if self.is_on_line(contact) {
                self.free_line();
            }
            return self.lose(contact, Outcome::Blocked);
        };
        if balks && !self.is_answered_at_once(contact, line) {
            return self.lose(contact, Outcome::Balked);
        }
        contact.state = State::OnHold;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        contact.patience_at = now.saturating_add(patience);
        if let Some(voice) = &phone.voice
            && !outbound
        {
            self.plan_announcement(contact, voice);
        }
        contact.wake();
        self.in_line += 1;
        self.joins(contact, line);
        self.ledger.queue(now, 1);
        self.push_entry(contact, Channel::Phone);
    }

    /// An agent picks the call up.
    pub(super) fn pick_up(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        self.leave_queue(contact);
        self.take_all_places(contact, group, agent);
        self.begin_call(contact);
    }

    /// An agent is with one call and nothing else.
    pub(super) fn take_all_places(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        let concurrency = self.plan.groups[group as usize].concurrency;
        let (slot, _) = self.crews[group as usize].open(agent, contact.place, concurrency);
        self.ledger.busy(self.now, group, 1);
        self.ledger.places(self.now, group, 1);
        self.ledger.serving(self.now, group, 1);
        (contact.group, contact.agent, contact.slot) = (group, agent, slot);
    }

    /// The contact's agent and its customer talk.
    pub(super) fn begin_call(&mut self, contact: &mut Contact) {
        let now = self.now;
        contact.last_group = contact.group;
        contact.state = State::Talking;
        contact.taken_at = now;
        if contact.outbound {
            // The firm pays from here on: it dials when the agent is there. The dialler's line has rung before.
            contact.line_from = now;
            self.ledger.lines(i64::from(contact.marks & mark::DIALLED == 0));
        }
        contact.patience_at = NEVER;
        contact.customer_at = NEVER;
        let talk = self.work_of_call(contact);
        let talk = if self.plan.staged { self.first_talk(contact, talk) } else { talk };
        contact.business_at = now.saturating_add(talk);
        let (wait, hour) = (now - contact.turn_from, contact.hour);
        let outbound = contact.outbound;
        self.emit.of(contact, Body::CallStarted { wait, network: Network::Phone, outbound });
        self.count_answer(contact, Channel::Phone, hour, wait);
    }

    /// Work of the whole call.
    #[inline]
    pub(super) fn work_of_call(&self, contact: &Contact) -> i64 {
        let reason = &self.plan.reasons[contact.reason as usize];
        match reason.difficulty.0 {
            0.0 => reason.call_handling.sample(&mut contact.entity.draw(Purpose::CallHandling, 0, 0)),
            _ => reason.call_handling.quantile_of_normal(contact.difficulty),
        }
    }

    pub(super) fn call_ends(&mut self, contact: &mut Contact) {
        let group = contact.group;
        if self.plan.staged && self.passes_call_on(contact) {
            return;
        }
        let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
        let reason = &self.plan.reasons[contact.reason as usize];
        let met = contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved_by_phone);
        self.ledger.serving(self.now, group, -1);
        self.release_line(contact, wait, talk, true);
        self.close(contact, if met { Outcome::Resolved } else { Outcome::Unresolved }, -1);
    }

    /// The caller loses patience.
    pub(super) fn hang_up(&mut self, contact: &mut Contact) {
        self.leave_queue(contact);
        self.stirred |= self.further > 0;
        if contact.marks & mark::BEGUN != 0 {
            return self.lose_second(contact);
        }
        if contact.outbound {
            return self.mismatch(contact);
        }
        self.lose(contact, Outcome::Abandoned);
    }

    /// A call that reached nobody: again later, or the contact is lost.
    fn lose(&mut self, contact: &mut Contact, outcome: Outcome) {
        let wait = self.now - contact.turn_from;
        let how = if outcome == Outcome::Blocked { Lost::Blocked } else { Lost::Given };
        self.waited_in_vain(contact, Channel::Phone, wait, how);
        if outcome == Outcome::Blocked {
            self.sums.extras.blocked += (self.ledger.cohort() != u16::MAX) as i64;
            let (outbound, network) = (contact.outbound, Network::Phone);
            let body = Body::CallEnded { wait: 0, talk: 0, answered: false, outbound, line: 0, network };
            self.emit.of(contact, body);
        } else {
            self.release_line(contact, wait, 0, false);
        }
        self.lost(contact, outcome);
    }

    /// What becomes of a caller whose call reached nobody.
    pub(super) fn lost(&mut self, contact: &mut Contact, outcome: Outcome) {
        let Some(phone) = &self.plan.phone else { return };
        if let Some(voice) = &phone.voice
            && self.leaves_message(contact, outcome, voice)
        {
            return;
        }
        let now = self.now;
        let attempt = u32::from(contact.attempts);
        contact.attempts = contact.attempts.saturating_add(1);
        if let Some((chance, delay, _)) = &phone.retrial
            && now < self.plan.to
            && contact.entity.draw(Purpose::Retrial, 0, attempt).under(*chance)
        {
            contact.state = State::Retrying;
            let wait = delay.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 0, attempt));
            // Not in the same instant, in which nothing else may happen.
            contact.customer_at = now.saturating_add(wait.max(1));
            contact.business_at = NEVER;
            contact.patience_at = NEVER;
            return;
        }
        self.close(contact, outcome, -1);
    }

    /// The caller hears the opening hours: he calls again after opening, or the contact ends. No turn of the team.
    pub(super) fn find_closed(&mut self, contact: &mut Contact) {
        let Some(phone) = &self.plan.phone else { return };
        if let Some(voice) = &phone.voice
            && self.leaves_message(contact, Outcome::Closed, voice)
        {
            return;
        }
        let attempt = u32::from(contact.attempts);
        contact.attempts = contact.attempts.saturating_add(1);
        let again = phone
            .retrial
            .as_ref()
            .filter(|(chance, ..)| contact.entity.draw(Purpose::Retrial, 0, attempt).under(*chance));
        let opening = self.next_opening(contact.reason);
        let (Some((_, _, delay)), true) = (again, opening < self.plan.to) else {
            return self.close(contact, Outcome::Closed, -1);
        };
        let wait = delay.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 0, attempt));
        contact.state = State::Retrying;
        contact.customer_at = opening.saturating_add(wait);
        contact.business_at = NEVER;
        contact.patience_at = NEVER;
    }

    /// When somebody who takes calls of this reason is on duty next.
    fn next_opening(&self, reason: u16) -> i64 {
        let Some(line) = self.line(reason, Channel::Phone) else { return NEVER };
        let opening = |group: &u8| {
            let duty = &self.plan.groups[*group as usize].duty;
            let next = duty.partition_point(|(at, _)| *at <= self.now);
            duty[next..].iter().find(|(_, heads)| *heads > 0).map_or(NEVER, |(at, _)| *at)
        };
        self.plan.lines[line].groups.iter().map(opening).min().unwrap_or(NEVER)
    }

    pub(super) fn release_line(&mut self, contact: &mut Contact, wait: i64, talk: i64, answered: bool) {
        // An outbound call is paid from when an agent has it, and holds no line before unless the dialler has placed it.
        let line = if contact.outbound && !answered { 0 } else { self.now - contact.line_from };
        if answered || self.is_on_line(contact) {
            self.free_line();
        }
        let (outbound, network) = (contact.outbound, Network::Phone);
        // Whom the firm calls back is no turn of the queue.
        let wait = if contact.marks & mark::LATER != 0 { -1 } else { wait };
        self.emit.of(contact, Body::CallEnded { wait, talk, answered, outbound, line, network });
    }
}
