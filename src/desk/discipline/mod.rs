//! Queue disciplines: which waiting turn is taken first. One discipline a file; the list is [`Queue`].
//!
//! Entries are never searched for: a turn that leaves the queue early (the customer gave up) or changes its rank (a
//! reminder moved its window) gets a new stamp, and the old entry is dropped when it comes to the head.

mod earliest;
mod first_come;
mod price_weighted;

pub(super) use price_weighted::urgency;

use super::contact::{Contacts, State};
use crate::scenario::Discipline;

/// A waiting turn (or call) as the queue sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Place of the contact.
    pub contact: u32,
    /// The contact's stamp when it was queued.
    pub stamp: u64,
    /// When it entered the queue.
    pub since: i64,
    /// When the platform's window closes.
    pub window_end: i64,
    /// When the answer is due (first message + target).
    pub due: i64,
    /// What a late answer would cost, nano-units.
    pub stake: i64,
    /// Class of its reason; 1 goes first.
    pub priority: u8,
}

/// Class first, then the time of arrival: engine times have fewer than 55 bits (1,100 years).
pub(super) fn by_class(entry: &Entry) -> i64 {
    i64::from(entry.priority) << 55 | entry.since
}

/// One queue with its discipline.
#[derive(Debug)]
pub enum Queue {
    /// First come, first served.
    FirstCome(first_come::FirstCome),
    /// Earliest deadline: window expiry or due date; or class by class, each in order of arrival.
    Earliest(earliest::Earliest),
    /// Highest cost per time left.
    PriceWeighted(price_weighted::PriceWeighted),
    /// Searched by the rules of `desk::routing`.
    Routed(Vec<Entry>),
}

impl Queue {
    /// An empty queue of this discipline.
    pub fn new(discipline: Discipline) -> Queue {
        match discipline {
            Discipline::FirstCome => Queue::FirstCome(Default::default()),
            Discipline::WindowExpiry => Queue::Earliest(earliest::Earliest::new(|entry| entry.window_end)),
            Discipline::DueDate => Queue::Earliest(earliest::Earliest::new(|entry| entry.due)),
            Discipline::Priority => Queue::Earliest(earliest::Earliest::new(by_class)),
            Discipline::PriceWeightedExpiry => Queue::PriceWeighted(Default::default()),
            Discipline::WeightedWait => Queue::Routed(Vec::new()),
        }
    }

    /// Add a turn.
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        match self {
            Queue::FirstCome(queue) => queue.push(entry),
            Queue::Earliest(queue) => queue.push(entry),
            Queue::PriceWeighted(queue) => queue.push(entry),
            Queue::Routed(entries) => entries.push(entry),
        }
    }

    /// The turn to take next and its rank (lower first; comparable between queues of one discipline).
    #[inline]
    pub fn head(&mut self, now: i64, contacts: &Contacts) -> Option<(i64, u32)> {
        let valid = |entry: &Entry| is_valid(entry, contacts);
        match self {
            Queue::FirstCome(queue) => queue.head(valid),
            Queue::Earliest(queue) => queue.head(valid),
            Queue::PriceWeighted(queue) => queue.head(now, valid),
            Queue::Routed(_) => None,
        }
    }

    /// Remove the turn that `head` returned last.
    #[inline]
    pub fn pop(&mut self) {
        match self {
            Queue::FirstCome(queue) => queue.pop(),
            Queue::Earliest(queue) => queue.pop(),
            Queue::PriceWeighted(queue) => queue.pop(),
            Queue::Routed(_) => {}
        }
    }

    /// All that wait in a searched queue, lowest rank first.
    pub fn waiting<K: Ord>(&mut self, contacts: &Contacts, rank: impl Fn(&Entry) -> K) -> Vec<Entry> {
        let Queue::Routed(entries) = self else { return Vec::new() };
        entries.retain(|entry| is_valid(entry, contacts));
        let mut waiting = entries.clone();
        waiting.sort_by_key(rank);
        waiting
    }

    /// Remove a contact from a searched queue.
    pub fn take(&mut self, contact: u32) {
        if let Queue::Routed(entries) = self {
            entries.retain(|entry| entry.contact != contact);
        }
    }
}

/// Does the contact still wait with this entry?
#[inline(always)]
fn is_valid(entry: &Entry, contacts: &Contacts) -> bool {
    let contact = &contacts[entry.contact];
    contact.stamp == entry.stamp && matches!(contact.state, State::Queued | State::OnHold | State::Left)
}
