//! The clock of a plain desk: its start, hours of the week, shifts, its end.

use crate::facts::{Fold, Outcome};

use super::{CLOCK, Desk, Floor, SHIFT, State};
use crate::desk::{DeskSums, Done, Kept};

impl<F: Fold> Desk<'_, F> {
    /// Close what is still open, close the books.
    pub(super) fn finish(mut self) -> DeskSums {
        let floor = &mut self.floor;
        let end = floor.plan.end;
        if end != i64::MAX {
            floor.now = floor.now.max(end);
        }
        for contact in &mut self.contacts {
            match contact.state {
                State::Free => {}
                State::Thinking => floor.close(contact, Outcome::OpenAtEnd, -1),
                State::Queued | State::Serving => {
                    floor.say_asked(contact);
                    floor.close(contact, Outcome::OpenAtEnd, floor.now - contact.turn_from);
                }
            }
        }
        let floor = self.floor;
        let Done { contacts, turns, .. } = floor.done;
        let events = turns + floor.answers + floor.other_events;
        DeskSums {
            staff: floor.ledger.finish(floor.now.max(floor.plan.to), events),
            sms: vec![0; floor.plan.streams.len()],
            promise: [floor.promise, Kept::default()],
            // Each turn is one message.
            done: Done { contacts, turns, messages_in: turns, messages_out: floor.answers + floor.done.messages_out },
            ..DeskSums::default()
        }
    }
}

impl<F: Fold> Floor<'_, F> {
    /// The first events: clock, shifts, one arrival of each stream.
    pub(super) fn start(&mut self) -> Result<(), String> {
        if self.plan.end != i64::MAX && self.tree.reach() < self.plan.end {
            return Err("the run is longer than the event list can hold; shorten `run.to` or `run.drain`".into());
        }
        self.outer.set(CLOCK, 0);
        self.outer.set(SHIFT, 0);
        for stream in 0..self.plan.streams.len() {
            self.next_arrival(stream);
        }
        Ok(())
    }

    /// An hour of the week begins, or the run begins or ends.
    #[cold]
    pub(super) fn tick(&mut self) {
        let ticks = &self.plan.ticks;
        if let Some((_, hour, counting)) = ticks.get(self.next_tick) {
            self.ledger.tick(self.now, *hour, *counting);
        }
        self.next_tick += 1;
        match ticks.get(self.next_tick) {
            Some((at, ..)) => self.outer.set(CLOCK, *at),
            None => self.outer.clear(CLOCK),
        }
        self.look_outside();
    }

    /// Heads on duty change; who goes finishes what he holds.
    #[cold]
    pub(super) fn shift_change(&mut self) {
        let duty = &self.group.duty;
        let heads = duty.get(self.next_shift).map_or(0, |(_, heads)| *heads);
        self.next_shift += 1;
        match duty.get(self.next_shift) {
            Some((at, _)) => self.outer.set(SHIFT, *at),
            None => self.outer.clear(SHIFT),
        }
        self.look_outside();
        let staffed = |floor: &Self| (i64::from(floor.team.on_duty()), i64::from(floor.team.overtime()));
        let before = staffed(self);
        self.team.set_on_duty(heads);
        let after = staffed(self);
        self.ledger.staffed(self.now, 0, after.0 + after.1 - before.0 - before.1, after.1 - before.1);
        self.open = heads > 0;
        self.stirred = true;
    }

    /// Room in the event list for so many contacts.
    #[cold]
    pub(super) fn room_for(&mut self, contacts: usize) -> Result<(), String> {
        if contacts > self.tree.capacity() && !self.tree.grow() {
            return Err(super::super::arrive::too_many(contacts));
        }
        Ok(())
    }
}
