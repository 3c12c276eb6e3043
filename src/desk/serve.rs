//! Agents take turns up, work at the speed of their load, and answer.

use crate::engine::purpose::Purpose;
use crate::facts::{Author, Body, Channel, Class, Fold, Outcome, Quantity, Reason, Status};
use crate::scenario::{LatePolicy, Routing, SlotUse};

use super::Desk;
use super::contact::{NEVER, NO_GROUP, NOT_YET, State};

/// What the policy says to a turn whose window has closed.
enum Late {
    Answer,
    Hold,
    Drop,
    Call,
}

/// A turn and who takes it: queue, contact, group, agent.
type Match = (usize, u32, u8, u16);

/// What is taken first: calls before messages, then by the discipline's rank.
type Urgency = (bool, i64);

/// A set of groups.
#[derive(Clone, Copy, Default)]
struct Groups([u64; 4]);

impl Groups {
    fn insert(&mut self, group: u8) {
        self.0[usize::from(group / 64)] |= 1 << (group % 64);
    }

    #[inline]
    fn contains(&self, group: u8) -> bool {
        self.0[usize::from(group / 64)] >> (group % 64) & 1 == 1
    }
}

impl<F: Fold> Desk<'_, F> {
    /// Give waiting turns to free agents until one of the two runs out. Calls go before messages, and since a call needs
    /// a whole agent, those who may take it open no further chat while it waits: else one free of chats would hardly
    /// ever be found.
    pub(super) fn dispatch(&mut self) {
        while self.in_line > 0 {
            let Some((line, contact, group, agent)) = self.best_match() else { return };
            self.queues[line].pop();
            if self.plan.lines[line].phone {
                self.pick_up(contact, group, agent);
            } else {
                self.take_up(contact, group, agent);
            }
        }
    }

    /// The turn to take next among queues for which an agent is free.
    #[inline(always)]
    fn best_match(&mut self) -> Option<Match> {
        let mut best: Option<(Urgency, Match)> = None;
        let called = if self.plan.phone.is_some() { self.called() } else { Groups::default() };
        for line in 0..self.plan.lines.len() {
            let plan = &self.plan.lines[line];
            let kept = if plan.phone { Groups::default() } else { called };
            let Some((group, agent)) = self.free_agent_beside(line, kept) else { continue };
            let Some((rank, contact)) = self.queues[line].head(self.now, &self.contacts) else { continue };
            let key = (!plan.phone, rank);
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, (line, contact, group, agent)));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Groups for which a call waits.
    fn called(&mut self) -> Groups {
        let mut called = Groups::default();
        for (line, queue) in self.plan.lines.iter().zip(&mut self.queues) {
            if line.phone && queue.head(self.now, &self.contacts).is_some() {
                line.groups.iter().for_each(|group| called.insert(*group));
            }
        }
        called
    }

    /// The agent who would serve this queue now: the first group in order of preference that has one.
    #[inline]
    pub(super) fn free_agent_for(&self, line: usize) -> Option<(u8, u16)> {
        self.free_agent_beside(line, Groups::default())
    }

    /// The same without the agents of `kept` groups.
    #[inline]
    fn free_agent_beside(&self, line: usize, kept: Groups) -> Option<(u8, u16)> {
        let plan = &self.plan.lines[line];
        plan.groups.iter().filter(|group| !kept.contains(**group)).find_map(|&group| {
            let crew = &self.crews[group as usize];
            let agent = match (plan.phone, self.plan.routing) {
                (true, _) => crew.idle(),
                (false, Routing::MostLoaded) => crew.most_loaded(),
                (false, Routing::LeastLoaded) => crew.least_loaded(),
                (false, Routing::LongestIdle) => crew.idle().or_else(|| crew.least_loaded()),
            };
            agent.map(|agent| (group, agent))
        })
    }

    /// An agent takes a message turn: unless its window has closed and the policy says otherwise.
    #[inline(always)]
    pub(super) fn take_up(&mut self, place: u32, group: u8, agent: u16) {
        self.in_line -= 1;
        self.contacts[place].stamp = 0;
        if self.window_is_open(place) { self.give(place, group, agent) } else { self.take_up_late(place, group, agent) }
    }

    #[cold]
    fn take_up_late(&mut self, place: u32, group: u8, agent: u16) {
        match self.late_rule(place) {
            Late::Answer => self.give(place, group, agent),
            Late::Hold => {
                self.contacts[place].state = State::Parked;
            }
            Late::Drop => {
                let wait = self.now - self.contacts[place].turn_from;
                self.contacts[place].state = State::Parked;
                self.leave_queue(place);
                self.close(place, Outcome::Dropped, wait);
            }
            Late::Call => {
                self.contacts[place].state = State::Parked;
                self.leave_queue(place);
                self.call_customer(place);
            }
        }
    }

    #[inline(always)]
    pub(super) fn window_is_open(&self, place: u32) -> bool {
        let last_in = self.last_in(&self.contacts[place]);
        last_in != NOT_YET && self.plan.rules.accepts(Class::Service, last_in, self.now)
    }

    fn late_rule(&self, place: u32) -> Late {
        let contact = &self.contacts[place];
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

    fn month(&self, number: u16) -> usize {
        self.plan.months[number as usize].partition_point(|start| *start <= self.now)
    }

    #[inline(always)]
    fn give(&mut self, place: u32, group: u8, agent: u16) {
        let (slot, level) = self.crews[group as usize].open(agent, place, 1);
        self.ledger.busy(self.now, group, i64::from(level == 1));
        let contact = &mut self.contacts[place];
        contact.group = group;
        contact.agent = agent;
        contact.slot = slot;
        self.load_changed(group, agent);
        self.begin_service(place);
    }

    /// The contact's agent starts to work on the open turn.
    #[inline]
    pub(super) fn begin_service(&mut self, place: u32) {
        self.ledger.queue(self.now, -1);
        let contact = &mut self.contacts[place];
        self.ledger.serving(self.now, contact.group, 1);
        contact.state = State::Serving;
        contact.taken_at = self.now;
        contact.remaining = contact.work_a_message * i64::from(contact.unserved);
        contact.updated_at = self.now;
        contact.wake();
        contact.pace = self.crews[contact.group as usize].level(contact.agent);
        self.set_finish(place);
        self.arm(place);
    }

    /// The agent's number of chats changed: what is left of each goes on at the new speed.
    #[inline(always)]
    pub(super) fn load_changed(&mut self, group: u8, agent: u16) {
        if self.plan.groups[group as usize].speed.is_some() {
            self.pace_changed(group, agent);
        }
    }

    fn pace_changed(&mut self, group: u8, agent: u16) {
        let mut held = [0u32; 32];
        let mut count = 0;
        for place in self.crews[group as usize].contacts(agent) {
            held[count] = place;
            count += 1;
        }
        for &place in &held[..count] {
            if self.contacts[place].state == State::Serving {
                self.set_pace(place);
                self.arm(place);
            }
        }
    }

    /// Bring the work left up to date and continue at the speed of the agent's present load.
    pub(super) fn set_pace(&mut self, place: u32) {
        let contact = &self.contacts[place];
        let done = (self.now - contact.updated_at) as f64 * self.speed(contact.group, contact.pace);
        let level = self.crews[contact.group as usize].level(contact.agent);
        let contact = &mut self.contacts[place];
        let planned = contact.business_at;
        // At full speed the subtraction is exact; the float is rounded once a change otherwise.
        contact.remaining = (contact.remaining - nearest(done)).max(0);
        contact.updated_at = self.now;
        if contact.pace != level || planned != NEVER {
            contact.pace = level;
            self.set_finish(place);
        }
    }

    #[inline(always)]
    fn set_finish(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        let time = match &self.plan.groups[contact.group as usize].speed {
            None => contact.remaining,
            Some(speed) => nearest(contact.remaining as f64 / at_level(speed, contact.pace)),
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

    /// The agent has finished writing: send it, or do what the policy says past the window.
    pub(super) fn answer(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        contact.business_at = NEVER;
        let (group, hour, wait) = (contact.group, contact.hour, self.now - contact.turn_from);
        self.ledger.serving(self.now, group, -1);
        self.send_answer(place, hour, wait);
    }

    /// A written answer goes out, of an agent or the bot, or what the policy says past the window is done with it.
    #[inline]
    pub(super) fn send_answer(&mut self, place: u32, hour: u16, wait: i64) {
        let late = if self.window_is_open(place) {
            None
        } else {
            match self.late_rule(place) {
                // It is written, so calling now would waste it.
                Late::Answer | Late::Call => Some(self.plan.late_as),
                Late::Hold => return self.keep_written(place),
                Late::Drop => {
                    return self.close(place, Outcome::Dropped, wait);
                }
            }
        };
        if late.is_some() {
            let number = self.contacts[place].number;
            let month = self.month(number);
            let cap = &mut self.caps[number as usize];
            *cap = (month, if cap.0 == month { cap.1 + 1 } else { 1 });
        }
        self.count_answer(place, Channel::Messages, hour, wait);
        let (author, messages) = self.fan_out(place);
        self.send(place, author, messages, late, true);
        self.after_answer(place);
    }

    /// Who answers the open turn, and in how many messages.
    #[inline]
    fn fan_out(&mut self, place: u32) -> (Author, u32) {
        let contact = &self.contacts[place];
        let (author, law, purpose) = match &self.plan.bot {
            Some(bot) if contact.contained => (Author::Bot, &bot.fan_out, Purpose::BotFanOut),
            _ => (Author::Agent, &self.plan.reasons[contact.reason as usize].fan_out, Purpose::FanOut),
        };
        if self.plan.consolidate {
            return (author, 1);
        }
        (author, law.sample_count(&mut contact.entity.draw(purpose, u32::from(contact.turn), 0)))
    }

    /// The answer is written but may not go out until the customer writes again.
    fn keep_written(&mut self, place: u32) {
        self.free_agent(place);
        let contact = &mut self.contacts[place];
        contact.state = State::Written;
        contact.patience_at = contact.patience_at.max(self.now);
        if contact.reminder_at <= self.now {
            contact.reminders += 1;
            self.plan_reminder(place);
        }
        self.contacts[place].wake();
        self.arm(place);
    }

    /// The window is open again: the written answer goes out.
    pub(super) fn send_written(&mut self, place: u32) {
        let contact = &self.contacts[place];
        let (hour, wait) = (contact.hour, self.now - contact.turn_from);
        self.count_answer(place, Channel::Messages, hour, wait);
        let (author, messages) = self.fan_out(place);
        self.send(place, author, messages, None, true);
        self.after_answer(place);
    }

    /// Messages of the business to the contact's customer. `answers`: they answer the open turn.
    #[inline(always)]
    pub(super) fn send(&mut self, place: u32, author: Author, messages: u32, late: Option<Class>, answers: bool) {
        let window_from = self.window_from(&self.contacts[place]);
        let sent_at = self.emit.instant(self.now);
        let contact = &mut self.contacts[place];
        let (wait, queued) = match answers {
            true => (self.now - contact.turn_from, contact.taken_at - contact.turn_from),
            false => (-1, -1),
        };
        let class = late.unwrap_or(Class::Service);
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
                quantity: Quantity::ONE,
            };
            self.emit.of(contact, body);
        }
    }

    /// The turn is answered: the rest of a burst, another turn, or the end.
    #[inline(always)]
    pub(super) fn after_answer(&mut self, place: u32) {
        let plan = self.plan;
        let contact = &self.contacts[place];
        let reason = &plan.reasons[contact.reason as usize];
        let turn = u32::from(contact.turn);
        let more = contact.burst_left > 0;
        let another = more
            || contact.turn < u16::MAX
                && reason.turns.continues(turn + 1, &mut contact.entity.draw(Purpose::Continue, turn, 0));
        if !another {
            let met = contact.contained || contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved);
            return self.close(place, if met { Outcome::Resolved } else { Outcome::Unresolved }, -1);
        }
        let thinking = match more {
            true => contact.burst_at,
            false => {
                let wait = reason.thinking.sample(&mut contact.entity.draw(Purpose::Thinking, turn, 0));
                self.now.saturating_add(wait)
            }
        };
        if contact.group != NO_GROUP && !(plan.slots == SlotUse::Held && self.still_held(place)) {
            self.free_agent(place);
        }
        let contact = &mut self.contacts[place];
        contact.state = State::Thinking;
        contact.patience_at = NEVER;
        contact.reminder_at = NEVER;
        contact.customer_at = thinking;
        self.arm(place);
    }

    /// Is the agent who holds the contact still on duty?
    #[inline]
    pub(super) fn still_held(&self, place: u32) -> bool {
        let contact = &self.contacts[place];
        self.crews[contact.group as usize].is_on_duty(contact.agent)
    }

    /// Give the agent's place back, if the contact has one.
    #[inline]
    pub(super) fn free_agent(&mut self, place: u32) {
        let contact = &mut self.contacts[place];
        let group = contact.group;
        if group == NO_GROUP {
            return;
        }
        contact.group = NO_GROUP;
        let (agent, slot) = (contact.agent, contact.slot);
        let weight = match contact.state {
            State::Talking => self.plan.groups[group as usize].concurrency,
            _ => 1,
        };
        let crew = &mut self.crews[group as usize];
        let level = crew.close(agent, slot, weight);
        self.ledger.busy(self.now, group, -i64::from(level == 0));
        if level == 0 && !crew.is_on_duty(agent) {
            self.ledger.staffed(self.now, group, -1, -1);
        }
        self.stirred = true;
        self.load_changed(group, agent);
    }

    /// Call the customer instead of sending a late message.
    fn call_customer(&mut self, place: u32) {
        if self.line(self.contacts[place].reason, Channel::Phone).is_none() {
            let wait = self.now - self.contacts[place].turn_from;
            return self.close(place, Outcome::Dropped, wait);
        }
        self.contacts[place].outbound = true;
        self.say_lost(place);
        self.dial(place);
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
