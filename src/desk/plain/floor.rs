//! The event loop of a plain desk: turns wait, meet agents, are answered, and come back.

use std::collections::VecDeque;

use crate::engine::draws::Draws;
use crate::engine::prefetch::prefetch;
use crate::engine::purpose::Purpose;
use crate::engine::tree::EventTree;
use crate::facts::{Fold, Outcome};

use super::book::Book;
use super::outside::{Event, Outside};
use super::team::Team;
use super::{Contact, NO_LEAF, Plain, State, patience_of, work_of};
use crate::desk::DeskSums;
use crate::desk::arrive::too_many;
use crate::desk::contact::NEVER;
use crate::desk::plan::ReasonPlan;

/// Contacts apart from the floor, so that an event holds both.
pub(super) struct Desk<'a, F: Fold> {
    contacts: Vec<Contact>,
    free: Vec<u32>,
    floor: Floor<'a, F>,
}

/// Everything but the contacts.
struct Floor<'a, F: Fold> {
    book: Book<'a, F>,
    outside: Outside<'a>,
    now: i64,
    /// Next events of contacts, by their places; at one instant they follow those from outside.
    list: EventTree,
    /// Leaves of the list that nobody has: who waits without end needs none.
    spare: Vec<u32>,
    leaves: u32,
    team: Team,
    /// Places and stamps in the order of arrival.
    line: VecDeque<(u32, u32)>,
    in_line: u32,
    stamps: u32,
    /// Something happened that may let a turn be taken up.
    stirred: bool,
}

impl<'a, F: Fold> Desk<'a, F> {
    pub(super) fn new(plain: Plain<'a>, draws: Draws, fold: &'a mut F) -> Result<Desk<'a, F>, String> {
        let floor = Floor {
            book: Book::new(plain, fold),
            outside: Outside::new(plain, draws)?,
            now: 0,
            list: EventTree::new(64, plain.plan.end),
            spare: Vec::new(),
            leaves: 0,
            team: Team::new(plain.group.most, plain.group.concurrency),
            line: VecDeque::new(),
            in_line: 0,
            stamps: 0,
            stirred: false,
        };
        Ok(Desk { contacts: Vec::new(), free: Vec::new(), floor })
    }

    pub(super) fn run(&mut self) -> Result<(), String> {
        loop {
            let (at, place) = self.floor.list.first().unwrap_or((NEVER, 0));
            let outside = self.floor.outside.at;
            // Assignments belong to the instant that has just ended.
            if self.floor.in_line > 0 && self.floor.stirred && at.min(outside) > self.floor.now {
                self.floor.stirred = false;
                self.dispatch();
                continue;
            }
            if at < outside {
                self.floor.now = at;
                let large = self.floor.list.numbers() > LARGE;
                let leaf = if large { self.contacts[place as usize].leaf } else { 0 };
                self.contact_event(place);
                if large {
                    self.look_ahead(leaf);
                }
            } else if outside != NEVER {
                self.floor.now = outside;
                match self.floor.outside.event() {
                    Event::Arrival(stream) => self.arrival(stream)?,
                    Event::Tick => self.floor.outside.tick(&mut self.floor.book),
                    Event::Shift => self.floor.shift_change(),
                }
            } else {
                return self.none_lost();
            }
        }
    }

    /// No event is left: did the list hold all that were to happen?
    #[cold]
    fn none_lost(&self) -> Result<(), String> {
        let floor = &self.floor;
        let end = floor.book.plan.end;
        let next = |contact: &Contact| match contact.state {
            State::Free => NEVER,
            State::Queued => contact.turn_from.saturating_add(patience_of(floor.reason(contact), contact)),
            // An event is what they wait for.
            State::Thinking | State::Serving => floor.list.reach().saturating_add(1),
        };
        let lost = end == NEVER && self.contacts.iter().any(|contact| floor.list.loses(next(contact)));
        if lost { Err(too_many(self.contacts.len())) } else { Ok(()) }
    }

    /// Close what is still open, close the books.
    pub(super) fn finish(mut self) -> DeskSums {
        let floor = &mut self.floor;
        let end = floor.book.plan.end;
        if end != i64::MAX {
            floor.now = floor.now.max(end);
        }
        for contact in &mut self.contacts {
            match contact.state {
                State::Free => {}
                State::Thinking => {
                    floor.book.ledger.open(floor.now, -1);
                    floor.book.ended(contact, Outcome::OpenAtEnd, floor.now, false);
                }
                State::Queued | State::Serving => floor.lose(contact, Outcome::OpenAtEnd),
            }
        }
        self.floor.book.finish(self.floor.now)
    }

    #[inline(always)]
    fn contact_event(&mut self, place: u32) {
        let contact = &mut self.contacts[place as usize];
        match contact.state {
            State::Thinking => self.floor.next_turn(contact, place),
            State::Serving => self.floor.answer(contact, place),
            State::Queued => self.floor.give_up(contact),
            State::Free => {}
        }
        if contact.state == State::Free {
            self.free.push(place);
        }
    }

    /// A customer writes for the first time.
    #[inline(always)]
    fn arrival(&mut self, stream: usize) -> Result<(), String> {
        let contact = self.floor.outside.somebody(stream);
        self.floor.outside.next_arrival(stream);
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
        self.floor.book.ledger.open(self.floor.now, 1);
        self.floor.begin_turn(&mut self.contacts[place as usize], place);
        Ok(())
    }

    /// Waiting turns meet free agents until one of the two runs out.
    #[inline(always)]
    fn dispatch(&mut self) {
        while let Some(&(place, stamp)) = self.floor.line.front() {
            let floor = &mut self.floor;
            let contact = &mut self.contacts[place as usize];
            if contact.state != State::Queued || contact.taken_at != i64::from(stamp) {
                floor.line.pop_front();
                continue;
            }
            if !floor.team.has_room() {
                return;
            }
            floor.line.pop_front();
            floor.take_up(contact, place);
            if let Some(&(place, _)) = self.floor.line.get(AHEAD) {
                prefetch(&self.contacts[place as usize]);
            }
        }
    }

    /// Of a large desk, ask for a contact whose event comes soon.
    #[inline(never)]
    fn look_ahead(&self, leaf: u32) {
        if let Some(place) = self.floor.list.follower(leaf) {
            prefetch(&self.contacts[place as usize]);
        }
    }
}

/// Contacts of a desk that no longer fit the second-level cache.
const LARGE: usize = 32_768;
/// Turns of a long line that are asked for before they are taken up.
const AHEAD: usize = 12;

impl<'a, F: Fold> Floor<'a, F> {
    #[inline(always)]
    fn reason(&self, contact: &Contact) -> &'a ReasonPlan {
        let plan = self.book.plan;
        &plan.reasons[contact.reason as usize]
    }

    /// Heads on duty change; who goes finishes what he holds.
    fn shift_change(&mut self) {
        let heads = self.outside.shift(&mut self.book);
        let staffed = |team: &Team| (i64::from(team.on_duty()), i64::from(team.overtime()));
        let before = staffed(&self.team);
        self.team.set_on_duty(heads);
        let after = staffed(&self.team);
        let change = after.0 + after.1 - before.0 - before.1;
        self.book.ledger.staffed(self.now, 0, change, after.1 - before.1);
        self.book.is_open(heads > 0);
        self.stirred = true;
    }

    /// Numbers in the event list for so many contacts.
    fn room_for(&mut self, contacts: usize) -> Result<(), String> {
        if contacts > self.list.numbers() && !self.list.number_more() { Err(too_many(contacts)) } else { Ok(()) }
    }

    /// The contact's next event.
    #[inline(always)]
    fn set(&mut self, contact: &mut Contact, place: u32, at: i64) {
        if contact.leaf == NO_LEAF {
            contact.leaf = self.spare.pop().unwrap_or_else(|| self.new_leaf());
        }
        self.list.set_for(contact.leaf, place, at);
    }

    #[cold]
    fn new_leaf(&mut self) -> u32 {
        self.leaves += 1;
        if self.leaves as usize > self.list.capacity() {
            // There are numbers enough: no more leaves than contacts.
            self.list.grow();
        }
        self.leaves - 1
    }

    /// The contact waits for no event.
    #[inline(always)]
    fn clear(&mut self, contact: &mut Contact) {
        if contact.leaf != NO_LEAF {
            self.list.clear(contact.leaf);
            self.spare.push(contact.leaf);
            contact.leaf = NO_LEAF;
        }
    }

    /// The customer writes again after thinking.
    #[inline(always)]
    fn next_turn(&mut self, contact: &mut Contact, place: u32) {
        contact.turn += 1;
        self.begin_turn(contact, place);
    }

    /// The customer's message, and who takes it up.
    #[inline(always)]
    fn begin_turn(&mut self, contact: &mut Contact, place: u32) {
        self.book.begins(contact, self.now);
        if self.in_line > 0 || self.book.window <= 0 || !self.team.has_room() {
            return self.wait_in_line(contact, place);
        }
        let work = work_of(self.book.plan, self.reason(contact), contact);
        self.set(contact, place, self.now.saturating_add(work));
        if self.goes_on_now() { self.wait_in_line(contact, place) } else { self.give(contact) }
    }

    /// Do contacts do anything more at this instant? Then who takes the turn is not known yet. Who arrives at it comes after the turn.
    #[inline(always)]
    fn goes_on_now(&self) -> bool {
        self.list.first().is_some_and(|(at, _)| at <= self.now)
    }

    #[inline(always)]
    fn wait_in_line(&mut self, contact: &mut Contact, place: u32) {
        self.stamps = self.stamps.wrapping_add(1);
        self.stirred = true;
        contact.taken_at = i64::from(self.stamps);
        contact.state = State::Queued;
        let patience_at = self.now.saturating_add(patience_of(self.reason(contact), contact));
        if patience_at == NEVER {
            self.clear(contact)
        } else {
            self.set(contact, place, patience_at)
        }
        self.in_line += 1;
        self.book.ledger.queue(self.now, 1);
        self.line.push_back((place, self.stamps));
    }

    /// A waiting turn is taken up.
    #[inline(always)]
    fn take_up(&mut self, contact: &mut Contact, place: u32) {
        self.in_line -= 1;
        self.book.ledger.queue(self.now, -1);
        let work = work_of(self.book.plan, self.reason(contact), contact);
        self.set(contact, place, self.now.saturating_add(work));
        self.give(contact);
    }

    /// An agent starts to work on the turn.
    #[inline(always)]
    fn give(&mut self, contact: &mut Contact) {
        let (agent, level) = self.team.take();
        if level == 1 {
            self.book.ledger.busy(self.now, 0, 1);
        }
        self.book.ledger.serving(self.now, 0, 1);
        contact.agent = agent;
        contact.taken_at = self.now;
        contact.state = State::Serving;
    }

    /// The answer goes out; then the customer thinks of another message, or all is answered.
    #[inline(always)]
    fn answer(&mut self, contact: &mut Contact, place: u32) {
        let turn = u32::from(contact.turn);
        let reason = self.reason(contact);
        let another = contact.turn < u16::MAX
            && reason.turns.continues(turn + 1, &mut contact.entity.draw(Purpose::Continue, turn, 0));
        if another {
            let thinking = reason.thinking.sample(&mut contact.entity.draw(Purpose::Thinking, turn, 0));
            self.set(contact, place, self.now.saturating_add(thinking));
        } else {
            self.clear(contact);
        }
        let in_run = self.book.ledger.is_counting();
        self.book.answered(contact, reason, self.now, in_run);
        self.free_agent(contact.agent);
        if another {
            contact.state = State::Thinking;
        } else {
            let resolved = contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved);
            self.book.ledger.open(self.now, -1);
            contact.state = State::Free;
            let outcome = if resolved { Outcome::Resolved } else { Outcome::Unresolved };
            self.book.ended(contact, outcome, self.now, in_run);
        }
    }

    /// An agent has one chat less.
    #[inline(always)]
    fn free_agent(&mut self, agent: u16) {
        self.book.ledger.serving(self.now, 0, -1);
        if self.team.give_back(agent) == 0 {
            self.book.ledger.busy(self.now, 0, -1);
            if !self.team.is_on_duty(agent) {
                self.book.ledger.staffed(self.now, 0, -1, -1);
            }
        }
        self.stirred = true;
    }

    /// The customer's patience ends.
    fn give_up(&mut self, contact: &mut Contact) {
        self.book.other_events += 1;
        self.in_line -= 1;
        self.book.ledger.queue(self.now, -1);
        self.clear(contact);
        self.lose(contact, Outcome::Abandoned);
    }

    /// The contact ends with its turn unanswered.
    fn lose(&mut self, contact: &mut Contact, outcome: Outcome) {
        self.book.ledger.open(self.now, -1);
        contact.state = State::Free;
        let in_run = self.book.ledger.is_counting() && outcome == Outcome::Abandoned;
        self.book.lost(contact, outcome, self.now, in_run);
    }
}
