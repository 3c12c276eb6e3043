//! Agents take turns up, work at the speed of their load, and answer.

use crate::engine::purpose::Purpose;
use crate::facts::{Channel, Class, Fold, Outcome};
use crate::scenario::{LatePolicy, Routing, SlotUse};

use super::Floor;
use super::contact::{Contact, NEVER, NO_GROUP, NOT_YET, State};
use super::dispatch::Groups;

/// What the policy says to a turn whose window has closed.
pub(super) enum Late {
    Answer,
    Hold,
    Drop,
    Call,
}

impl<F: Fold> Floor<'_, F> {
    /// The agent who would serve this queue now: the first group in order of preference that has one.
    #[inline(always)]
    pub(super) fn free_agent_for(&self, line: usize) -> Option<(u8, u16)> {
        let plan = &self.plan.lines[line];
        for &group in &plan.groups {
            if let Some(agent) = self.free_agent_of(group, plan.phone) {
                return Some((group, agent));
            }
        }
        None
    }

    /// The same while calls wait for the agents of `called` groups, who open no chats then, and agents stay after their shift:
    /// they take only callers whose queue nobody else serves.
    pub(super) fn free_agent_beside(&self, line: usize, called: Groups) -> Option<(u8, u16)> {
        let plan = &self.plan.lines[line];
        let stayers = self.is_for_stayers(line);
        let may =
            |group: &&u8| (plan.phone || !called.contains(**group)) && (stayers || !self.draining.contains(*group));
        let groups = plan.groups.iter().filter(may);
        groups.filter_map(|&group| Some((group, self.free_agent_of(group, plan.phone)?))).next()
    }

    /// The agent of a group who would take a call or a turn by message now.
    #[inline(always)]
    pub(super) fn free_agent_of(&self, group: u8, phone: bool) -> Option<u16> {
        let crew = &self.crews[group as usize];
        match (phone, self.plan.routing) {
            (true, _) => crew.idle(),
            (false, Routing::LeastLoaded) => crew.least_loaded(),
            (false, Routing::MostLoaded) => crew.most_loaded(),
            (false, Routing::LongestIdle) => crew.idle().or_else(|| crew.least_loaded()),
            // These have a router.
            (false, Routing::Random | Routing::FillTo(_)) => crew.least_loaded(),
        }
    }

    /// An agent takes a message turn: unless its window has closed and the policy says otherwise.
    #[inline(always)]
    pub(super) fn take_up(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        self.in_line -= 1;
        contact.stamp = 0;
        if contact.state == State::Left {
            self.meet_nobody(contact, group, agent)
        } else if self.plan.extras.any
            && let Some(then) = self.barred(contact, group)
        {
            self.refuse_in_line(contact, then)
        } else if self.window_is_open(contact) {
            self.ledger.queue(self.now, -1);
            self.give(contact, group, agent)
        } else {
            self.take_up_late(contact, group, agent)
        }
    }

    #[cold]
    fn take_up_late(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        match if self.in_app(contact, group) { Late::Answer } else { self.late_rule(contact) } {
            Late::Answer => {
                self.ledger.queue(self.now, -1);
                self.give(contact, group, agent)
            }
            Late::Hold => {
                contact.state = State::Parked;
                self.waits_by_window(contact);
            }
            Late::Drop => {
                let wait = self.now - contact.turn_from;
                contact.state = State::Parked;
                self.leave_queue(contact);
                self.close(contact, Outcome::Dropped, wait);
            }
            Late::Call => {
                contact.state = State::Parked;
                self.leave_queue(contact);
                self.call_customer(contact);
            }
        }
    }

    #[inline(always)]
    pub(super) fn window_is_open(&self, contact: &Contact) -> bool {
        // Whether the platform takes an answer goes by its rules when it is sent, not when the window opened.
        if contact.shared || self.plan.rules.change() {
            let last_in = self.last_in(contact);
            let terms = self.plan.rules.at(contact.number, self.now);
            return last_in != NOT_YET && terms.accepts(Class::Service, last_in, self.now);
        }
        self.now < contact.window_end
    }

    pub(super) fn late_rule(&self, contact: &Contact) -> Late {
        if self.plan.reasons[contact.reason as usize].value < self.plan.skip_below {
            return Late::Drop;
        }
        match &self.plan.late {
            LatePolicy::Pay => Late::Answer,
            LatePolicy::Hold => Late::Hold,
            LatePolicy::Drop => Late::Drop,
            LatePolicy::Call => Late::Call,
            LatePolicy::Cap(most) => {
                let (month, count) = self.caps[contact.number as usize];
                let used = if month == self.month(contact.number) { count } else { 0 };
                if used < *most { Late::Answer } else { Late::Hold }
            }
        }
    }

    pub(super) fn month(&self, number: u16) -> usize {
        self.plan.months[number as usize].partition_point(|start| *start <= self.now)
    }

    /// The turn goes to an agent who is free.
    #[inline(always)]
    pub(super) fn give(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        self.take_place(contact, group, agent);
        self.begin_service(contact);
    }

    /// One of the agent's places is the contact's.
    #[inline(always)]
    pub(super) fn take_place(&mut self, contact: &mut Contact, group: u8, agent: u16) {
        let (slot, level) = self.crews[group as usize].open(agent, contact.place, 1);
        self.ledger.busy(self.now, group, i64::from(level == 1));
        self.ledger.places(self.now, group, 1);
        contact.group = group;
        contact.agent = agent;
        contact.slot = slot;
        contact.last_group = group;
        self.load_changed(group, agent);
    }

    /// The contact's agent starts to work on the open turn.
    #[inline(always)]
    pub(super) fn begin_service(&mut self, contact: &mut Contact) {
        self.ledger.serving(self.now, contact.group, 1);
        contact.state = State::Serving;
        contact.taken_at = self.now;
        contact.remaining = contact.work();
        if self.plan.staged {
            self.begin_stage(contact);
        }
        contact.updated_at = self.now;
        contact.wake();
        self.set_finish(contact);
    }

    /// The agent's number of chats changed: what is left of each goes on at the new speed, once this event is done.
    #[inline(always)]
    pub(super) fn load_changed(&mut self, group: u8, agent: u16) {
        if self.plan.groups[group as usize].speed.is_some() {
            self.repace.push((group, agent));
        }
    }

    /// Bring the work left up to date and continue at the speed of the agent's present load.
    pub(super) fn set_pace(&mut self, contact: &mut Contact) {
        let done = (self.now - contact.updated_at) as f64 * self.speed(contact.group, contact.pace);
        // At full speed the subtraction is exact; the float is rounded once a change otherwise.
        contact.remaining = (contact.remaining - nearest(done)).max(0);
        contact.updated_at = self.now;
        self.set_finish(contact);
    }

    /// When the work left will be done if the agent's load stays as it is.
    #[inline(always)]
    fn set_finish(&mut self, contact: &mut Contact) {
        let time = match &self.plan.groups[contact.group as usize].speed {
            None => contact.remaining,
            Some(speed) => {
                contact.pace = self.crews[contact.group as usize].level(contact.agent);
                nearest(contact.remaining as f64 / at_level(speed, contact.pace))
            }
        };
        contact.business_at = self.now.saturating_add(time);
    }

    #[inline]
    fn speed(&self, group: u8, level: u8) -> f64 {
        match &self.plan.groups[group as usize].speed {
            None => 1.0,
            Some(speed) => at_level(speed, level),
        }
    }

    /// The turn is answered: the rest of a burst, another turn, or the end.
    #[inline(always)]
    pub(super) fn after_answer(&mut self, contact: &mut Contact) {
        let plan = self.plan;
        let reason = &plan.reasons[contact.reason as usize];
        let turn = u32::from(contact.turn);
        let more = contact.burst_left > 0;
        let another = more
            || contact.turn < u16::MAX
                && reason.turns.continues(turn + 1, &mut contact.entity.draw(Purpose::Continue, turn, 0));
        if !another && plan.extras.inactivity.is_some() && self.ends_unsaid(contact) {
            return;
        }
        let held = another && plan.slots == SlotUse::Held && contact.group != NO_GROUP && self.still_held(contact);
        // Who has work left after the last answer is freed by `close`.
        if contact.group != NO_GROUP && !held && (another || !plan.staged) {
            self.give_back(contact);
        }
        if !another {
            return self.conversation_ends(contact);
        }
        let thinking = match more {
            true => contact.burst_at,
            false => {
                let wait = reason.thinking.sample(&mut contact.entity.draw(Purpose::Thinking, turn, 0));
                self.now.saturating_add(wait)
            }
        };
        contact.state = State::Thinking;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.customer_at = thinking;
        if plan.extras.inactivity.is_some() {
            self.watch_silence(contact);
        }
    }

    /// Every turn is answered: was the need met?
    #[inline(always)]
    pub(super) fn conversation_ends(&mut self, contact: &mut Contact) {
        let met = match contact.contained {
            true => self.settled_by_bot(contact),
            false => {
                let resolved = self.plan.reasons[contact.reason as usize].resolved;
                contact.entity.draw(Purpose::Resolved, 0, 0).under(resolved)
            }
        };
        self.close(contact, if met { Outcome::Resolved } else { Outcome::Unresolved }, -1);
    }

    /// Is the agent who holds the contact still on duty?
    #[inline]
    pub(super) fn still_held(&self, contact: &Contact) -> bool {
        self.crews[contact.group as usize].is_on_duty(contact.agent)
    }

    /// Give the agent's place back, if the contact has one.
    pub(super) fn free_agent(&mut self, contact: &mut Contact) {
        if contact.group != NO_GROUP {
            self.give_back(contact);
        }
    }

    /// Give the agent's place back.
    #[inline(always)]
    fn give_back(&mut self, contact: &mut Contact) {
        let (group, agent, slot) = (contact.group, contact.agent, contact.slot);
        contact.group = NO_GROUP;
        let weight = match contact.state {
            State::Talking | State::Briefing | State::Ringing | State::Dialling | State::AfterCall => {
                self.plan.groups[group as usize].concurrency
            }
            _ => 1,
        };
        self.release_place(group, agent, slot, weight);
    }

    /// An agent's place is free again; calls take `weight` = all of them.
    #[inline(always)]
    pub(super) fn release_place(&mut self, group: u8, agent: u16, slot: u8, weight: u8) {
        let crew = &mut self.crews[group as usize];
        let level = crew.close(agent, slot, weight);
        self.ledger.busy(self.now, group, -i64::from(level == 0));
        self.ledger.places(self.now, group, -1);
        if level == 0 && !crew.is_on_duty(agent) {
            self.ledger.staffed(self.now, group, -1, -1);
        }
        self.stirred = true;
        self.load_changed(group, agent);
    }

    /// Call the customer instead of sending a late message.
    pub(super) fn call_customer(&mut self, contact: &mut Contact) {
        if self.line(contact.reason, Channel::Phone).is_none() {
            let wait = self.now - contact.turn_from;
            return self.close(contact, Outcome::Dropped, wait);
        }
        contact.outbound = true;
        self.say_lost(contact);
        self.dial(contact);
    }
}

/// Speed of each of `level` chats.
#[inline]
fn at_level(speed: &[f64], level: u8) -> f64 {
    speed[(level as usize).clamp(1, speed.len()) - 1]
}

/// The nearest whole microsecond of a length that is not negative; a cast costs less than a call.
#[inline]
fn nearest(micros: f64) -> i64 {
    (micros + 0.5) as i64
}
