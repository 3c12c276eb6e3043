//! The same desk where nothing asks for more than a queue: one team, one line, a chat's place free between its turns.
//!
//! A second, shorter way through the very same simulation, for desks whose plan uses none of the features that
//! [`eligible`] names, told to folds that do not ask for the order of facts. It moves the same entities through the same
//! events with the same draws, and ties fall the same way, so that all it leaves is what the [general way](super::Desk)
//! leaves, to the last bit; tests run both beside each other. What it saves: a contact is one cache line instead of three,
//! nothing is asked that the plan has answered, and what a draw's name decides is drawn when it is needed, not kept.

mod clock;
mod eligible;
mod team;
mod tell;
mod turn;

use std::collections::VecDeque;

use crate::engine::draws::{Draws, Entity, StreamDraws};
use crate::engine::tree::EventTree;
use crate::facts::{Channel, Entry, Fold, Kinds};
use crate::traffic::{Arrivals, StreamPlan};

use super::ledger::Ledger;
use super::plan::{DeskPlan, GroupPlan, SourcePlan};
use super::contact::NEVER;
use super::{DeskSums, Done, Kept};

pub(super) use eligible::Plain;
use team::Team;

/// Are the facts that this fold wants told without any order?
pub(super) fn unordered<F: Fold>(fold: &F) -> bool {
    !F::READS || fold.wants() == Kinds::NONE
}

/// Run one replication of a plain desk and tell its facts to `fold`, each at its instant, in no order.
///
/// Errors: more contacts open at once than the event list can number over so long a run.
pub(super) fn simulate<F: Fold>(plain: Plain<'_>, draws: Draws, fold: &mut F) -> Result<DeskSums, String> {
    let mut desk = Desk::new(plain, draws, fold);
    desk.run()?;
    Ok(desk.finish())
}

/// Leaves of the clock, of the only group, of the first stream.
const CLOCK: u32 = 0;
const SHIFT: u32 = 1;
const STREAMS: u32 = 2;

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The place is free.
    Free,
    /// The customer thinks before the next turn.
    Thinking,
    /// In the queue.
    Queued,
    /// An agent writes the answer.
    Serving,
}

/// One contact; times are engine microseconds.
#[derive(Clone, Copy, Debug)]
struct Contact {
    entity: Entity,
    opened_at: i64,
    turn_from: i64,
    taken_at: i64,
    /// Entries of the queue with another stamp are void.
    stamp: u32,
    ordinal: u32,
    stream: u16,
    number: u16,
    turn: u16,
    agent: u16,
    /// Hour of the week in which the turn arrived; `u16::MAX` outside the run.
    hour: u16,
    country: u16,
    reason: u16,
    state: State,
    promised: bool,
}

/// One stream: its arrivals, and what all its contacts have in common.
struct Stream {
    arrivals: Arrivals,
    /// Ordinal of the arrival that its leaf stands for.
    ordinal: u32,
    draws: StreamDraws,
    /// Id of its first customer.
    first: u64,
    country: u16,
    reason: u16,
    entry: Entry,
}

/// Contacts apart from the floor, so that an event holds both.
struct Desk<'a, F: Fold> {
    contacts: Vec<Contact>,
    free: Vec<u32>,
    floor: Floor<'a, F>,
}

/// Everything but the contacts.
struct Floor<'a, F: Fold> {
    plain: Plain<'a>,
    plan: &'a DeskPlan,
    group: &'a GroupPlan,
    fold: &'a mut F,
    draws: Draws,
    streams: Vec<Stream>,
    now: i64,
    base: i64,
    /// Promised time of an answer, µs.
    kept_within: i64,
    /// Next events of clock, shift and streams, in this order.
    outer: EventTree,
    outer_at: i64,
    outer_leaf: u32,
    /// Next events of contacts; at one instant they follow the others.
    tree: EventTree,
    team: Team,
    /// Places and stamps in the order of arrival.
    line: VecDeque<(u32, u32)>,
    in_line: u32,
    stamps: u32,
    open: bool,
    stirred: bool,
    next_tick: usize,
    next_shift: usize,
    /// Turns answered, and events that are neither a turn's beginning nor its answer.
    answers: i64,
    other_events: i64,
    ledger: Ledger,
    done: Done,
    promise: Kept,
}

impl<'a, F: Fold> Desk<'a, F> {
    fn new(plain: Plain<'a>, draws: Draws, fold: &'a mut F) -> Desk<'a, F> {
        let plan = plain.plan;
        let group = plain.group;
        let floor = Floor {
            plan,
            draws,
            group,
            fold,
            streams: streams(plan, draws),
            now: 0,
            base: plan.base,
            outer: EventTree::new(STREAMS as usize + plan.streams.len(), plan.end),
            outer_at: NEVER,
            outer_leaf: 0,
            kept_within: plan.promise[Channel::Messages as usize],
            tree: EventTree::new(64, plan.end),
            team: Team::new(group.most, group.concurrency),
            line: VecDeque::new(),
            in_line: 0,
            stamps: 0,
            open: false,
            stirred: false,
            next_tick: 0,
            next_shift: 0,
            answers: 0,
            other_events: 0,
            ledger: Ledger::new(1),
            done: Done::default(),
            promise: Kept::default(),
            plain,
        };
        Desk { contacts: Vec::new(), free: Vec::new(), floor }
    }

    fn run(&mut self) -> Result<(), String> {
        self.floor.start()?;
        loop {
            let (at, place) = self.floor.tree.first().unwrap_or((NEVER, 0));
            // Assignments belong to the instant that has just ended.
            if self.floor.in_line > 0 && self.floor.stirred && at.min(self.floor.outer_at) > self.floor.now {
                self.floor.stirred = false;
                self.dispatch();
                continue;
            }
            if at < self.floor.outer_at {
                self.floor.now = at;
                self.contact_event(place);
            } else if self.floor.outer_at != NEVER {
                self.floor.now = self.floor.outer_at;
                self.outer_event()?;
            } else {
                return Ok(());
            }
        }
    }

    #[inline(always)]
    fn outer_event(&mut self) -> Result<(), String> {
        match self.floor.outer_leaf {
            leaf @ (CLOCK | SHIFT) => {
                self.floor.other_events += 1;
                if leaf == CLOCK { self.floor.tick() } else { self.floor.shift_change() }
            }
            stream => self.arrival((stream - STREAMS) as usize)?,
        }
        Ok(())
    }

    #[inline(always)]
    fn contact_event(&mut self, place: u32) {
        let contact = &mut self.contacts[place as usize];
        match contact.state {
            State::Thinking => self.floor.next_turn(contact, place),
            State::Serving => self.floor.answer(contact, place),
            State::Queued => self.floor.give_up(contact, place),
            State::Free => {}
        }
        if contact.state == State::Free {
            self.free.push(place);
        }
    }

    /// A customer writes for the first time.
    #[inline(always)]
    fn arrival(&mut self, stream: usize) -> Result<(), String> {
        let floor = &mut self.floor;
        let contact = floor.somebody(stream);
        floor.next_arrival(stream);
        let place = match self.free.pop() {
            Some(place) => {
                self.contacts[place as usize] = contact;
                place
            }
            None => {
                self.contacts.push(contact);
                self.floor.room_for(self.contacts.len())?;
                self.contacts.len() as u32 - 1
            }
        };
        self.floor.open_contact(&mut self.contacts[place as usize], place);
        Ok(())
    }

    /// Waiting turns meet free agents until one of the two runs out.
    #[inline(always)]
    fn dispatch(&mut self) {
        let floor = &mut self.floor;
        while let Some(&(place, stamp)) = floor.line.front() {
            let contact = &mut self.contacts[place as usize];
            if contact.stamp != stamp || contact.state != State::Queued {
                floor.line.pop_front();
                continue;
            }
            if !floor.team.has_room() {
                return;
            }
            floor.line.pop_front();
            floor.take_up(contact, place);
        }
    }
}

fn streams(plan: &DeskPlan, draws: Draws) -> Vec<Stream> {
    let one = |stream: &StreamPlan| {
        let (reason, entry) = match plan.sources[usize::from(stream.source)] {
            SourcePlan::Contacts { reason, entry } => (reason, entry),
            // No desk with notifications is plain.
            SourcePlan::Notification(_) => (0, Entry::None),
        };
        Stream {
            arrivals: Arrivals::new(stream, draws),
            ordinal: 0,
            draws: draws.stream(stream.key),
            first: stream.people.new_each_time().unwrap_or_default(),
            country: stream.country,
            reason,
            entry,
        }
    };
    plan.streams.iter().map(one).collect()
}
