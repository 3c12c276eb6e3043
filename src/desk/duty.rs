//! The clock: shifts begin and end, hours of the week pass, automatic texts go out when nobody is on duty.

use std::collections::VecDeque;

use crate::facts::{Author, Body, Channel, Class, FactId, Fold, Quantity, Reason, Status};

use super::contact::{Contact, State};
use super::plan::{GroupPlan, LinePlan};
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

    /// Groups whose shifts begin or end now, with the one whose event this is.
    pub(super) fn changing(&self, group: u8) -> Vec<u8> {
        let comes = |other: &u8| {
            let next = self.duty.next_shift[usize::from(*other)];
            *other == group
                || self.plan.groups[usize::from(*other)].duty.get(next).is_some_and(|(at, _)| *at <= self.now)
        };
        (0..self.plan.groups.len() as u8).filter(comes).collect()
    }

    /// The next step of a group's shifts: who comes is on duty. Returns whose shift has ended; they stay for now.
    pub(super) fn change_heads(&mut self, group: u8) -> Vec<u16> {
        let plan = &self.plan.groups[group as usize];
        let next = &mut self.duty.next_shift[group as usize];
        let step = *next;
        *next += 1;
        match plan.duty.get(*next) {
            Some((at, _)) => self.tree.set(GROUPS + u32::from(group), *at),
            None => self.tree.clear(GROUPS + u32::from(group)),
        }
        self.stirred = true;
        let crew = &mut self.crews[group as usize];
        match &plan.people {
            Some(people) => {
                let on = people.on_duty(step);
                crew.change(|agent| on.get(usize::from(agent)).copied().unwrap_or(false))
            }
            None => {
                let heads = plan.duty.get(step).map_or(0, |(_, heads)| *heads);
                crew.change(|agent| agent < heads)
            }
        }
    }

    /// Which queues somebody serves in his shift, now that groups have changed; returns those that nobody does any more.
    pub(super) fn set_open(&mut self) -> Vec<usize> {
        let serves = |(line, plan): (usize, &LinePlan)| plan.groups.iter().any(|group| self.serves_now(line, *group));
        let open: Vec<bool> = self.plan.lines.iter().enumerate().map(serves).collect();
        let before = std::mem::replace(&mut self.open, open);
        before
            .iter()
            .zip(&self.open)
            .enumerate()
            .filter(|(_, (was, is))| **was && !**is)
            .map(|(line, _)| line)
            .collect()
    }

    /// Does somebody of this group serve this queue in his shift?
    pub(super) fn serves_now(&self, line: usize, group: u8) -> bool {
        let crew = &self.crews[group as usize];
        let skilled = |router: &Router| router.somebody(line, group, crew);
        crew.on_duty() > crew.staying() && self.plan.router.as_deref().is_none_or(skilled)
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
