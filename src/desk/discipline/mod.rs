//! Queue disciplines: which waiting turn is taken first. One discipline a file; the list is [`Queue`].
//!
//! A turn that leaves the queue early (the customer gave up) or changes its rank (a reminder moved its window) gets a new stamp:
//! its old entry is void, and is dropped when it comes to the head.

mod earliest;
mod first_come;
mod price_weighted;
mod searched;

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
    /// Its place in the order of arrival: the turn's first message (the end of a call's menu), or when it was passed on; far later than
    /// any other for whom the firm calls back.
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
    Searched(searched::Searched),
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
            Discipline::WeightedWait => Queue::searched(discipline),
        }
    }

    /// An empty queue of one type of contact that is searched in the order of this discipline.
    pub fn searched(discipline: Discipline) -> Queue {
        Queue::Searched(searched::Searched::new(match discipline {
            Discipline::WindowExpiry => |entry| entry.window_end,
            Discipline::DueDate => |entry| entry.due,
            Discipline::Priority => by_class,
            // Of contacts of one weight he who has waited longest; prices over time left are asked for when they are needed.
            Discipline::FirstCome | Discipline::WeightedWait | Discipline::PriceWeightedExpiry => |entry| entry.since,
        }))
    }

    /// Add a turn.
    #[inline]
    pub fn push(&mut self, entry: Entry) {
        match self {
            Queue::FirstCome(queue) => queue.push(entry),
            Queue::Earliest(queue) => queue.push(entry),
            Queue::PriceWeighted(queue) => queue.push(entry),
            Queue::Searched(queue) => queue.push(entry),
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
            Queue::Searched(_) => None,
        }
    }

    /// Remove the turn that `head` returned last.
    #[inline]
    pub fn pop(&mut self) {
        match self {
            Queue::FirstCome(queue) => queue.pop(),
            Queue::Earliest(queue) => queue.pop(),
            Queue::PriceWeighted(queue) => queue.pop(),
            Queue::Searched(_) => {}
        }
    }

    /// Of a searched queue, the first entry in its order for which there is an answer; a rank that is given makes another order.
    pub(super) fn find<T>(
        &mut self,
        contacts: &Contacts,
        rank: Option<&dyn Fn(&Entry) -> i64>,
        answer: impl Fn(&Entry) -> Option<T>,
    ) -> Option<T> {
        let Queue::Searched(queue) = self else { return None };
        let valid = |entry: &Entry| is_valid(entry, contacts);
        match rank {
            None => {
                queue.tidy(valid);
                queue.in_order().filter(|entry| valid(entry)).find_map(answer)
            }
            Some(rank) => {
                queue.tidy_all(valid);
                queue.by(rank).find_map(answer)
            }
        }
    }

    /// Remove an entry from a searched queue.
    pub fn take(&mut self, entry: &Entry) {
        if let Queue::Searched(queue) = self {
            queue.remove(entry);
        }
    }
}

impl Default for Queue {
    fn default() -> Queue {
        Queue::new(Discipline::FirstCome)
    }
}

/// Does the contact still wait with this entry?
#[inline(always)]
fn is_valid(entry: &Entry, contacts: &Contacts) -> bool {
    let contact = &contacts[entry.contact];
    contact.stamp == entry.stamp && matches!(contact.state, State::Queued | State::OnHold | State::Left)
}
