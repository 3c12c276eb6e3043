//! Turns on their way to an agent: released, taken up at once, or in a queue.

use crate::facts::{Channel, Fold};
use crate::scenario::Discipline;

use super::Floor;
use super::contact::{Contact, NEVER, NO_GROUP, NOT_YET, State};
use super::discipline::{Entry as Waiting, Queue};

impl<F: Fold> Floor<'_, F> {
    /// A turn that has waited for something else is released to the agents, now or when the policy says.
    pub(super) fn hand_to_team(&mut self, contact: &mut Contact) {
        self.ledger.queue(self.now, -1);
        self.release(contact);
    }

    /// The same for a turn that has not waited yet: what most turns go through.
    #[inline(always)]
    pub(super) fn release(&mut self, contact: &mut Contact) {
        let at = self.plan.release.at(self.now);
        contact.wake();
        if self.plan.acknowledgement.is_some() {
            self.plan_acknowledgement(contact);
        }
        if at <= self.now {
            self.line_up(contact);
        } else {
            self.withhold(contact, at);
        }
    }

    /// The policy keeps the turn from the agents until then.
    pub(super) fn withhold(&mut self, contact: &mut Contact, at: i64) {
        self.ledger.queue(self.now, 1);
        contact.state = State::Withheld;
        contact.business_at = at;
    }

    /// What the policy kept is released.
    pub(super) fn enqueue(&mut self, contact: &mut Contact) {
        self.ledger.queue(self.now, -1);
        if contact.group != NO_GROUP {
            return self.held_is_released(contact);
        }
        self.line_up(contact);
    }

    /// To an agent who is free, or into the queue of its reason.
    #[inline(always)]
    pub(super) fn line_up(&mut self, contact: &mut Contact) {
        match self.free_at_once(contact) {
            Some((group, agent)) => self.give(contact, group, agent),
            None => self.wait_in_line(contact),
        }
    }

    fn wait_in_line(&mut self, contact: &mut Contact) {
        contact.business_at = NEVER;
        contact.state = State::Queued;
        self.in_line += 1;
        self.ledger.queue(self.now, 1);
        self.push_entry(contact, Channel::Messages);
    }

    /// Who takes the turn that has just come in, if no other waits, no policy for closed windows is asked, and nothing more
    /// happens at this instant: assignments are made when an instant has ended, and it ends here. Most turns need no queue.
    #[inline(always)]
    pub(super) fn free_at_once(&mut self, contact: &mut Contact) -> Option<(u8, u16)> {
        if self.in_line > 0 || contact.customer_at <= self.now || !self.window_is_open(contact) || self.plan.extras.any
        {
            return None;
        }
        // Contacts that wait by a window that has moved stand beside this one; who stays after his shift opens no chat.
        if self.windows.have_moved() || !self.draining.is_empty() {
            return None;
        }
        let line = self.line_for(contact, Channel::Messages)?;
        let found = match &self.plan.router {
            None => self.free_agent_for(line)?,
            Some(_) => self.routed_at_once(contact, line)?,
        };
        // The contact's own event, the present one, still leads the event list. It goes where it will stand if nothing is
        // in the way; else `conclude` moves it again.
        self.arm_at(contact, self.now.saturating_add(contact.work()).min(contact.burst_at));
        self.tree.first().is_none_or(|(at, _)| at > self.now).then_some(found)
    }

    /// Its window moved: a new entry replaces the old one, at its old place in the order of arrival.
    pub(super) fn requeue(&mut self, contact: &mut Contact) {
        let own = self.line_for(contact, Channel::Messages).map(|line| &self.queues[line]);
        if own.is_some_and(|queue| !matches!(queue, Queue::FirstCome(_))) {
            self.push_entry(contact, Channel::Messages);
        }
    }

    /// A new entry with a new stamp; older ones of this contact are void.
    pub(super) fn push_entry(&mut self, contact: &mut Contact, channel: Channel) {
        self.stamps += 1;
        self.stirred = true;
        contact.stamp = self.stamps;
        let Some(line) = self.line_for(contact, channel) else { return };
        let last_in = self.last_in(contact);
        let terms = self.plan.rules.at(contact.number, self.now);
        let entry = Waiting {
            contact: contact.place,
            stamp: contact.stamp,
            since: if contact.marks == 0 { contact.turn_from } else { self.rank_of_marked(contact) },
            window_end: if last_in == NOT_YET { self.now } else { terms.window_end(last_in) },
            due: contact.turn_from.saturating_add(self.plan.due),
            priority: match contact.is_later() {
                false => self.plan.reasons[contact.reason as usize].priority,
                true => u8::MAX,
            },
            stake: terms.late_price.get(contact.country as usize).copied().unwrap_or(0),
        };
        self.queues[line].push(entry);
        if matches!(self.plan.lines[line].discipline, Discipline::WindowExpiry | Discipline::PriceWeightedExpiry) {
            self.waits_by_window(contact);
        }
        if self.plan.router.is_some() {
            contact.business_at = self.widens_at(contact, line);
        }
    }

    /// The turn no longer waits for an agent.
    pub(super) fn leave_queue(&mut self, contact: &mut Contact) {
        match contact.state {
            State::Queued => self.in_line -= 1,
            State::OnHold => {
                self.in_line -= 1;
                if let Some(line) = self.line_for(contact, Channel::Phone) {
                    self.leaves(contact, line);
                }
            }
            State::Bot | State::Withheld | State::Parked => {}
            _ => return,
        }
        contact.stamp = 0;
        self.ledger.queue(self.now, -1);
    }
}
