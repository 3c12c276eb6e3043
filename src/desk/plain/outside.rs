//! What comes to a plain desk from outside: customers, the hours of the week, shifts.

use crate::engine::draws::Draws;
use crate::engine::tree::EventTree;
use crate::facts::{Entry, Fold};
use crate::traffic::{Arrivals, Customer, StreamPlan};

use super::book::Book;
use super::{Contact, NO_LEAF, Plain, State};
use crate::desk::contact::NEVER;
use crate::desk::plan::{DeskPlan, GroupPlan, SourcePlan};

/// The next event from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// An hour of the week begins, or the run begins or ends.
    Tick,
    /// Heads on duty change.
    Shift,
    /// A customer writes for the first time, by stream.
    Arrival(usize),
}

/// One stream: its arrivals, and what all its contacts have in common.
struct Stream {
    arrivals: Arrivals,
    /// Ordinal of the arrival that its leaf stands for.
    ordinal: u32,
    /// Id of its first customer.
    first: u64,
    country: u16,
    reason: u16,
    entry: Entry,
}

/// Calendars and streams.
pub(super) struct Outside<'a> {
    plan: &'a DeskPlan,
    group: &'a GroupPlan,
    draws: Draws,
    streams: Vec<Stream>,
    /// Arrivals by stream, and the next of them.
    list: EventTree,
    stream_at: i64,
    stream: usize,
    /// The calendar, which is asked for seldom: at one instant it comes before arrivals, the tick first.
    next_tick: usize,
    tick_at: i64,
    next_shift: usize,
    shift_at: i64,
    calendar_at: i64,
    /// When the next event is; [`NEVER`] if there is none.
    pub(super) at: i64,
}

impl<'a> Outside<'a> {
    /// The first events: clock, shifts, one arrival of each stream.
    ///
    /// Errors: a run that is longer than the event list can hold.
    pub(super) fn new(plain: Plain<'a>, draws: Draws) -> Result<Outside<'a>, String> {
        let Plain { plan, group, .. } = plain;
        let list = EventTree::new(plan.streams.len(), plan.end);
        if plan.end != i64::MAX && list.reach() < plan.end {
            return Err("the run is longer than the event list can hold; shorten `run.to` or `run.drain`".into());
        }
        let streams: Vec<Stream> = plan.streams.iter().map(|stream| one(plan, stream, draws)).collect();
        let count = streams.len();
        let mut outside = Outside {
            plan,
            group,
            draws,
            streams,
            list,
            stream_at: NEVER,
            stream: 0,
            next_tick: 0,
            tick_at: 0,
            next_shift: 0,
            shift_at: 0,
            calendar_at: 0,
            at: 0,
        };
        (0..count).for_each(|stream| outside.next_arrival(stream));
        Ok(outside)
    }

    /// What the next event is.
    #[inline(always)]
    pub(super) fn event(&self) -> Event {
        if self.stream_at < self.calendar_at {
            Event::Arrival(self.stream)
        } else if self.tick_at <= self.shift_at {
            Event::Tick
        } else {
            Event::Shift
        }
    }

    fn up_to_the_end(&self, at: i64) -> i64 {
        if at > self.plan.end { NEVER } else { at }
    }

    /// A time of the calendar has moved.
    #[cold]
    fn look_up(&mut self) {
        self.calendar_at = self.tick_at.min(self.shift_at);
        self.at = self.stream_at.min(self.calendar_at);
    }

    /// The contact of the arrival that the stream's leaf stands for, which happens now.
    #[inline(always)]
    pub(super) fn somebody(&self, stream: usize) -> Contact {
        let own = &self.streams[stream];
        let entity = own.arrivals.entity();
        let customer = own.first | u64::from(own.ordinal);
        Contact {
            entity,
            customer,
            opened_at: self.at,
            turn_from: self.at,
            taken_at: 0,
            leaf: NO_LEAF,
            stream: stream as u16,
            number: self.plan.streams[stream].numbers.number(self.draws, entity, Customer { id: customer }),
            turn: 0,
            agent: 0,
            hour: u16::MAX,
            country: own.country,
            reason: own.reason,
            entry: own.entry,
            state: State::Free,
            promised: false,
        }
    }

    /// The stream's next arrival.
    #[inline(always)]
    pub(super) fn next_arrival(&mut self, stream: usize) {
        let own = &mut self.streams[stream];
        let mut next = NEVER;
        if let Some((at, ordinal)) = own.arrivals.next(&self.plan.streams[stream]) {
            own.ordinal = ordinal;
            next = at;
        }
        if self.streams.len() == 1 {
            self.stream_at = next;
        } else {
            self.list.set(stream as u32, next);
            let (at, first) = self.list.first().unwrap_or((NEVER, 0));
            (self.stream_at, self.stream) = (at, first as usize);
        }
        self.at = self.stream_at.min(self.calendar_at);
    }

    /// An hour of the week begins, or the run begins or ends: now.
    #[cold]
    pub(super) fn tick<F: Fold>(&mut self, book: &mut Book<'_, F>) {
        book.other_events += 1;
        let ticks = &self.plan.ticks;
        if let Some((_, hour, counting)) = ticks.get(self.next_tick) {
            book.tick(self.at, *hour, *counting);
        }
        self.next_tick += 1;
        self.tick_at = ticks.get(self.next_tick).map_or(NEVER, |(at, ..)| self.up_to_the_end(*at));
        self.look_up();
    }

    /// Heads on duty from now on.
    #[cold]
    pub(super) fn shift<F: Fold>(&mut self, book: &mut Book<'_, F>) -> u16 {
        book.other_events += 1;
        let duty = &self.group.duty;
        let heads = duty.get(self.next_shift).map_or(0, |(_, heads)| *heads);
        self.next_shift += 1;
        self.shift_at = duty.get(self.next_shift).map_or(NEVER, |(at, _)| self.up_to_the_end(*at));
        self.look_up();
        heads
    }
}

fn one(plan: &DeskPlan, stream: &StreamPlan, draws: Draws) -> Stream {
    let (reason, entry) = match plan.sources[usize::from(stream.source)] {
        SourcePlan::Contacts { reason, entry } => (reason, entry),
        // No desk with notifications is plain.
        SourcePlan::Notification(_) => (0, Entry::None),
    };
    Stream {
        arrivals: Arrivals::new(stream, draws),
        ordinal: 0,
        first: stream.people.new_each_time().unwrap_or_default(),
        country: stream.country,
        reason,
        entry,
    }
}
