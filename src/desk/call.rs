//! Calls: lines, menu, balking, patience, retrials, talking. A call is one turn and takes a whole agent.
//!
//! The wait of a call runs from the end of the menu, as service levels are measured; the line is in use from dialling.

use crate::engine::purpose::Purpose;
use crate::facts::{Body, Channel, Fold, Network, Outcome};

use super::Desk;
use super::contact::{NEVER, State};

impl<F: Fold> Desk<'_, F> {
    /// The customer calls (or is called): a line, then the menu.
    pub(super) fn dial(&mut self, place: u32) {
        let Some(phone) = &self.plan.phone else { return };
        let now = self.now;
        let contact = &mut self.contacts[place];
        contact.line_from = now;
        contact.turn_from = now;
        contact.customer_at = NEVER;
        contact.business_at = NEVER;
        if contact.outbound {
            return self.wait_for_agent(place);
        }
        let reason = contact.reason;
        if !self.is_open(reason, Channel::Phone) {
            return self.find_closed(place);
        }
        if self.ledger.lines_in_use() >= phone.lines {
            self.sums.done.turns += 1;
            return self.lose(place, Outcome::Blocked);
        }
        self.ledger.lines(1);
        let contact = &mut self.contacts[place];
        if phone.menu > 0 {
            contact.state = State::Menu;
            contact.business_at = now + phone.menu;
            self.arm(place);
        } else {
            self.after_menu(place);
        }
    }

    pub(super) fn menu_ends(&mut self, place: u32) {
        self.after_menu(place);
    }

    fn after_menu(&mut self, place: u32) {
        let Some(phone) = &self.plan.phone else { return };
        let contact = &self.contacts[place];
        let settled = phone.containment[contact.reason as usize];
        if contact.entity.draw(Purpose::Menu, 0, 0).under(settled) {
            self.release_line(place, -1, 0, true);
            return self.close(place, Outcome::Resolved, -1);
        }
        self.wait_for_agent(place);
    }

    fn wait_for_agent(&mut self, place: u32) {
        let Some(phone) = &self.plan.phone else { return };
        let now = self.now;
        let hour = if self.emit.part() == crate::facts::Part::Run { self.ledger.hour() } else { u16::MAX };
        let contact = &mut self.contacts[place];
        contact.business_at = NEVER;
        contact.turn_from = now;
        contact.hour = hour;
        let (reason, attempt, outbound) = (contact.reason, u32::from(contact.attempts), contact.outbound);
        let patience = match &phone.patience {
            Some(law) if !outbound => law.sample(&mut contact.entity.draw(Purpose::PhonePatience, 0, attempt)),
            _ => NEVER,
        };
        let balks = !outbound && contact.entity.draw(Purpose::Balking, 0, attempt).under(phone.balking);
        self.sums.done.turns += 1;
        self.ledger.arrival();
        self.promise(place, Channel::Phone, hour != u16::MAX);
        let Some(line) = self.line(reason, Channel::Phone) else {
            return self.lose(place, Outcome::Blocked);
        };
        if balks && (self.free_agent_for(line).is_none() || self.queues[line].head(now, &self.contacts).is_some()) {
            return self.lose(place, Outcome::Balked);
        }
        let contact = &mut self.contacts[place];
        contact.state = State::OnHold;
        contact.reminder_at = NEVER;
        contact.burst_at = NEVER;
        contact.burst_left = 0;
        contact.patience_at = now.saturating_add(patience);
        contact.wake();
        self.in_line += 1;
        self.ledger.queue(now, 1);
        self.push_entry(place, Channel::Phone);
        self.arm(place);
    }

    /// An agent picks the call up.
    pub(super) fn pick_up(&mut self, place: u32, group: u8, agent: u16) {
        let now = self.now;
        self.leave_queue(place);
        let concurrency = self.plan.groups[group as usize].concurrency;
        let (slot, _) = self.crews[group as usize].open(agent, place, concurrency);
        self.ledger.busy(now, group, 1);
        self.ledger.serving(now, group, 1);
        let contact = &mut self.contacts[place];
        contact.group = group;
        contact.agent = agent;
        contact.slot = slot;
        contact.state = State::Talking;
        contact.taken_at = now;
        if contact.outbound {
            // The firm dials when the agent is there.
            contact.line_from = now;
            self.ledger.lines(1);
        }
        contact.patience_at = NEVER;
        contact.customer_at = NEVER;
        let reason = &self.plan.reasons[contact.reason as usize];
        let talk = match reason.difficulty.0 {
            0.0 => reason.call_handling.sample(&mut contact.entity.draw(Purpose::CallHandling, 0, 0)),
            _ => reason.call_handling.quantile_of_normal(contact.difficulty),
        };
        contact.business_at = now.saturating_add(talk);
        let (wait, hour) = (now - contact.turn_from, contact.hour);
        let outbound = contact.outbound;
        self.emit.of(contact, Body::CallStarted { wait, network: Network::Phone, outbound });
        self.count_answer(place, Channel::Phone, hour, wait);
        self.arm(place);
    }

    pub(super) fn call_ends(&mut self, place: u32) {
        let contact = &self.contacts[place];
        let group = contact.group;
        let (wait, talk) = (contact.taken_at - contact.turn_from, self.now - contact.taken_at);
        let reason = &self.plan.reasons[contact.reason as usize];
        let met = contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved_by_phone);
        self.ledger.serving(self.now, group, -1);
        self.free_agent(place);
        self.release_line(place, wait, talk, true);
        self.close(place, if met { Outcome::Resolved } else { Outcome::Unresolved }, -1);
    }

    /// The caller loses patience.
    pub(super) fn hang_up(&mut self, place: u32) {
        self.leave_queue(place);
        self.lose(place, Outcome::Abandoned);
    }

    /// A call that reached nobody: again later, or the contact is lost.
    fn lose(&mut self, place: u32, outcome: Outcome) {
        let Some(phone) = &self.plan.phone else { return };
        let now = self.now;
        let wait = now - self.contacts[place].turn_from;
        if outcome == Outcome::Blocked {
            let contact = &mut self.contacts[place];
            let (outbound, network) = (contact.outbound, Network::Phone);
            let body = Body::CallEnded { wait: 0, talk: 0, answered: false, outbound, line: 0, network };
            self.emit.of(contact, body);
        } else {
            self.release_line(place, wait, 0, false);
        }
        let contact = &mut self.contacts[place];
        let attempt = u32::from(contact.attempts);
        contact.attempts = contact.attempts.saturating_add(1);
        if let Some((chance, delay, _)) = &phone.retrial
            && now < self.plan.to
            && contact.entity.draw(Purpose::Retrial, 0, attempt).under(*chance)
        {
            contact.state = State::Retrying;
            let wait = delay.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 0, attempt));
            contact.customer_at = now.saturating_add(wait);
            contact.business_at = NEVER;
            contact.patience_at = NEVER;
            return self.arm(place);
        }
        self.close(place, outcome, -1);
    }

    /// The caller hears the opening hours: he calls again after opening, or the contact ends. No turn of the team.
    fn find_closed(&mut self, place: u32) {
        let Some(phone) = &self.plan.phone else { return };
        let contact = &mut self.contacts[place];
        let attempt = u32::from(contact.attempts);
        contact.attempts = contact.attempts.saturating_add(1);
        let again = phone
            .retrial
            .as_ref()
            .filter(|(chance, ..)| contact.entity.draw(Purpose::Retrial, 0, attempt).under(*chance));
        let opening = self.next_opening(self.contacts[place].reason);
        let (Some((_, _, delay)), true) = (again, opening < self.plan.to) else {
            return self.close(place, Outcome::Closed, -1);
        };
        let contact = &mut self.contacts[place];
        let wait = delay.sample(&mut contact.entity.draw(Purpose::RetrialDelay, 0, attempt));
        contact.state = State::Retrying;
        contact.customer_at = opening.saturating_add(wait);
        contact.business_at = NEVER;
        contact.patience_at = NEVER;
        self.arm(place);
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

    pub(super) fn release_line(&mut self, place: u32, wait: i64, talk: i64, answered: bool) {
        let contact = &mut self.contacts[place];
        // An outbound call that no agent has placed holds no line.
        let line = if contact.outbound && !answered { 0 } else { self.now - contact.line_from };
        self.ledger.lines(if contact.outbound && !answered { 0 } else { -1 });
        let (outbound, network) = (contact.outbound, Network::Phone);
        self.emit.of(contact, Body::CallEnded { wait, talk, answered, outbound, line, network });
    }
}
