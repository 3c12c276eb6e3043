//! The clock: shifts begin and end, hours of the week pass, automatic texts go out when nobody is on duty.

use std::collections::VecDeque;

use crate::facts::{Author, Body, Channel, Class, FactId, Fold, Quantity, Reason, Status};

use super::contact::{Contact, State};
use super::plan::GroupPlan;
use super::routing::Router;
use super::{ACKNOWLEDGEMENTS, CLOCK, Desk, Floor, GROUPS};

/// Positions in the calendars, and acknowledgements on their way.
#[derive(Debug)]
pub(super) struct Duty {
    next_tick: usize,
    next_shift: Vec<usize>,
    acknowledgements: VecDeque<(i64, u32, FactId)>,
}

impl Duty {
    pub(super) fn new(groups: usize) -> Duty {
        Duty { next_tick: 0, next_shift: vec![0; groups], acknowledgements: VecDeque::new() }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// An hour of the week begins, or the run begins or ends.
    pub(super) fn tick(&mut self) {
        let ticks = &self.plan.ticks;
        if let Some((_, hour, counting)) = ticks.get(self.duty.next_tick) {
            self.ledger.tick(self.now, *hour, *counting);
        }
        self.duty.next_tick += 1;
        match ticks.get(self.duty.next_tick) {
            Some((at, ..)) => self.tree.set(CLOCK, *at),
            None => self.tree.clear(CLOCK),
        }
    }

    /// Are there shifts that have not come, although nothing forbids them?
    pub(super) fn has_shifts_left(&self) -> bool {
        let left =
            |(next, group): (&usize, &GroupPlan)| group.duty.get(*next).is_some_and(|(at, _)| self.tree.loses(*at));
        self.duty.next_shift.iter().zip(&self.plan.groups).any(left)
    }

    /// Heads that the group's next step brings.
    pub(super) fn heads_to_come(&self, group: u8) -> u16 {
        let next = self.duty.next_shift[group as usize];
        self.plan.groups[group as usize].duty.get(next).map_or(0, |(_, heads)| *heads)
    }

    /// The same, and on to the step after it.
    pub(super) fn next_heads(&mut self, group: u8) -> u16 {
        let heads = self.heads_to_come(group);
        let next = &mut self.duty.next_shift[group as usize];
        *next += 1;
        match self.plan.groups[group as usize].duty.get(*next) {
            Some((at, _)) => self.tree.set(GROUPS + u32::from(group), *at),
            None => self.tree.clear(GROUPS + u32::from(group)),
        }
        heads
    }

    /// Heads on duty of a group change; returns the agents who go.
    pub(super) fn change_heads(&mut self, group: u8) -> Vec<u16> {
        let step = self.duty.next_shift[group as usize];
        let heads = self.next_heads(group);
        let crew = &mut self.crews[group as usize];
        let before = (i64::from(crew.on_duty()), i64::from(crew.overtime()));
        let leaving = match &self.plan.groups[group as usize].people {
            Some(people) => crew.put_on_duty(people.on_duty(step)),
            None => {
                let leaving = (heads..crew.on_duty()).collect();
                crew.set_on_duty(heads);
                leaving
            }
        };
        let after = (i64::from(crew.on_duty()), i64::from(crew.overtime()));
        self.ledger.staffed(self.now, group, after.0 + after.1 - before.0 - before.1, after.1 - before.1);
        self.set_open(group);
        self.stirred = true;
        leaving
    }

    /// Which queues somebody on duty serves, now that a group has changed.
    pub(super) fn set_open(&mut self, changed: u8) {
        for (line, plan) in self.plan.lines.iter().enumerate() {
            let open = plan.groups.iter().any(|group| self.serves_now(line, *group));
            if std::mem::replace(&mut self.open[line], open) && !open {
                self.shut_by[line] = changed;
            }
        }
    }

    /// Is somebody of this group on duty who serves this queue?
    pub(super) fn serves_now(&self, line: usize, group: u8) -> bool {
        let crew = &self.crews[group as usize];
        let skilled = |router: &Router| router.somebody(line, group, crew);
        crew.on_duty() > 0 && !self.draining.contains(&group) && self.plan.router.as_deref().is_none_or(skilled)
    }

    /// Plan the automatic text if nobody who could answer is on duty.
    pub(super) fn plan_acknowledgement(&mut self, contact: &mut Contact) {
        let (Some(delay), Some(line)) = (self.plan.acknowledgement, self.line(contact.reason, Channel::Messages))
        else {
            return;
        };
        if self.open[line] {
            return;
        }
        let at = self.now + delay;
        self.duty.acknowledgements.push_back((at, contact.place, FactId { k: 0, ..contact.id() }));
        if self.duty.acknowledgements.len() == 1 {
            self.tree.set(ACKNOWLEDGEMENTS, at);
        }
    }

    /// The automatic text goes out, if the turn is still waiting.
    fn acknowledge(&mut self, contact: &mut Contact, id: FactId) {
        let same = FactId { k: 0, ..contact.id() } == id;
        let waits = matches!(contact.state, State::Queued | State::Withheld | State::Parked);
        let window_from = self.window_from(contact);
        let terms = self.plan.rules.at(contact.number, self.now);
        let open = terms.accepts(Class::Service, self.last_in(contact), self.now);
        if same && waits && open {
            self.sums.done.messages_out += 1;
            let body = Body::MessageOut {
                sent_at: self.emit.instant(self.now),
                class: Class::Service,
                status: Status::Delivered,
                reason: Reason::None,
                author: Author::System,
                nth: 0,
                window_from,
                wait: -1,
                queued: -1,
                quantity: Quantity::ONE,
            };
            self.emit.of(contact, body);
            if self.plan.extras.any {
                self.meter(contact, Class::Service, 1);
            }
        }
    }
}

impl<F: Fold> Desk<'_, F> {
    /// The first acknowledgement on its way is due.
    pub(super) fn acknowledge(&mut self) {
        if let Some((_, place, id)) = self.floor.duty.acknowledgements.pop_front() {
            self.floor.acknowledge(&mut self.contacts[place], id);
        }
        match self.floor.duty.acknowledgements.front() {
            Some((at, ..)) => self.floor.tree.set(ACKNOWLEDGEMENTS, *at),
            None => self.floor.tree.clear(ACKNOWLEDGEMENTS),
        }
    }
}
