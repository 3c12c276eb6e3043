//! The end of an instant: waiting turns meet free agents, and the speed of agents whose load changed is set.
//!
//! What concerns one contact alone is the business of [`Floor`](super::Floor); here stands what looks from one to others.

use crate::facts::Fold;

use super::Desk;
use super::contact::State;

/// A turn and who takes it: queue, contact, group, agent.
type Match = (usize, u32, u8, u16);

/// What is taken first: calls before messages, then by the discipline's rank, then what came first.
type Urgency = (bool, i64, i64);

/// A set of groups.
#[derive(Clone, Copy, Default)]
pub(super) struct Groups([u64; 4]);

impl Groups {
    fn insert(&mut self, group: u8) {
        self.0[usize::from(group / 64)] |= 1 << (group % 64);
    }

    #[inline]
    pub(super) fn contains(&self, group: u8) -> bool {
        self.0[usize::from(group / 64)] >> (group % 64) & 1 == 1
    }
}

impl<F: Fold> Desk<'_, F> {
    /// Give waiting turns to free agents until one of the two runs out. Calls go before messages, and since a call needs
    /// a whole agent, those who may take it open no further chat while it waits: else one free of chats would hardly
    /// ever be found.
    pub(super) fn dispatch(&mut self) {
        match self.floor.plan.router {
            None => self.dispatch_in_order(),
            Some(_) => self.dispatch_routed(),
        }
        if self.floor.further > 0 {
            self.end_drains();
            // Whom the firm has promised a call goes before those whom it wants to call.
            if !self.line_is_free() {
                self.dial_on();
            }
        }
    }

    fn dispatch_in_order(&mut self) {
        while self.floor.in_line > 0 {
            let Some((line, place, group, agent)) = self.best_match() else { return };
            let floor = &mut self.floor;
            floor.queues[line].pop();
            let contact = &mut self.contacts[place];
            if floor.plan.lines[line].phone {
                floor.pick_up_any(contact, group, agent);
            } else {
                floor.take_up(contact, group, agent);
            }
            let ended = floor.conclude(contact);
            self.settle(place, ended);
        }
    }

    /// The turn to take next among queues for which an agent is free.
    #[inline(always)]
    fn best_match(&mut self) -> Option<Match> {
        let mut best: Option<(Urgency, Match)> = None;
        let called = if self.floor.plan.phone.is_some() { self.called() } else { None };
        let floor = &mut self.floor;
        for line in 0..floor.plan.lines.len() {
            let plan = &floor.plan.lines[line];
            let found = match called {
                Some(_) if floor.is_left(line) => None,
                Some(called) => floor.free_agent_beside(line, called),
                None => floor.free_agent_for(line),
            };
            let Some((group, agent)) = found else { continue };
            let Some((rank, place)) = floor.queues[line].head(floor.now, &self.contacts) else { continue };
            let key = (!plan.phone, rank, self.contacts[place].turn_from);
            if best.as_ref().is_none_or(|(other, _)| key < *other) {
                best = Some((key, (line, place, group, agent)));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Groups for which a call waits, if there is one or somebody stays for callers.
    pub(super) fn called(&self) -> Option<Groups> {
        let calls = || self.floor.callers.iter().zip(&self.floor.owed).map(|(callers, owed)| callers + owed);
        if calls().all(|calls| calls == 0) && self.floor.draining.is_empty() {
            return None;
        }
        let mut called = Groups::default();
        for (line, calls) in self.floor.plan.lines.iter().zip(calls()) {
            if calls > 0 {
                line.groups.iter().for_each(|group| called.insert(*group));
            }
        }
        Some(called)
    }

    /// What an event leaves to be done beyond its contact: a place whose story has ended may be used again.
    #[inline(always)]
    pub(super) fn settle(&mut self, place: u32, ended: bool) {
        if ended {
            self.contacts.release(place);
        }
        if !self.floor.repace.is_empty() {
            self.repace();
        }
        if self.floor.windows.have_moved() {
            self.move_windows();
        }
    }

    /// Agents whose number of chats changed: what is left of each chat goes on at the new speed.
    pub(super) fn repace(&mut self) {
        let floor = &mut self.floor;
        while let Some((group, agent)) = floor.repace.pop() {
            let level = floor.crews[group as usize].level(agent);
            let mut taken = floor.crews[group as usize].taken(agent);
            while taken != 0 {
                let slot = taken.trailing_zeros() as u8;
                taken &= taken - 1;
                let contact = &mut self.contacts[floor.crews[group as usize].held(agent, slot)];
                // Who was begun in this instant at this level goes on at its speed already.
                let paced = contact.updated_at == floor.now && contact.pace == level;
                if contact.state == State::Serving && !paced {
                    floor.set_pace(contact);
                    floor.arm(contact);
                }
            }
        }
    }
}
