//! Charged messages that would have been free inside the customer's window, and by how much they missed it.
//!
//! Exact, and no counterfactual of behaviour: it says how late a message was, not that anybody could have sent it earlier.

use super::{Seen, Sum};
use crate::facts::{Book, Class, NEVER};
use crate::tariff::Plan;
use crate::units::{DAY, HOUR, MINUTE};
use std::sync::Arc;

/// Upper edges of the bins (microseconds, inclusive) and their words; the last one has no edge.
pub const BINS: [(i64, &str); 8] = [
    (10 * MINUTE, "10 min"),
    (HOUR, "1 h"),
    (6 * HOUR, "6 h"),
    (24 * HOUR, "24 h"),
    (3 * DAY, "3 d"),
    (7 * DAY, "7 d"),
    (30 * DAY, "30 d"),
    (i64::MAX, "later"),
];

/// Sums by number and bin.
#[derive(Debug)]
pub struct Earlier {
    plan: Arc<Plan>,
    /// By part of the plan: its window, and by country and class whether a message is free while it runs.
    parts: Vec<(Option<i64>, Vec<[bool; Class::ALL.len()]>)>,
    numbers: Vec<[Sum; BINS.len()]>,
}

impl Earlier {
    /// For a plan in a book.
    pub fn new(plan: &Arc<Plan>, book: &Book) -> Earlier {
        let part = |part: usize| {
            let free = |country: &String| Class::ALL.map(|class| plan.free_in_window(part, country, class));
            (plan.window_of(part), book.countries.iter().map(free).collect())
        };
        Earlier {
            plan: Arc::clone(plan),
            parts: (0..plan.part_count()).map(part).collect(),
            numbers: vec![[Sum::default(); BINS.len()]; book.numbers.len()],
        }
    }

    /// Adds a decision.
    #[inline]
    pub fn see(&mut self, seen: &Seen<'_>) {
        if seen.amount <= 0 || seen.window_from == NEVER {
            return;
        }
        let Some((Some(window), free)) = self.parts.get(self.plan.part_of(seen.decision.cell)) else { return };
        let late = seen.sent_at.saturating_sub(seen.window_from.saturating_add(*window));
        let free = free.get(usize::from(seen.head.country)).is_some_and(|f| f[seen.class as usize]);
        if late < 0 || !free {
            return;
        }
        // At the very end of the window it is outside: one microsecond earlier would have done.
        let bin = BINS.iter().position(|(edge, _)| late < *edge).unwrap_or(BINS.len() - 1);
        if let Some(number) = self.numbers.get_mut(usize::from(seen.head.number)) {
            number[bin].add(seen);
        }
    }

    /// Sums by number; a row a bin.
    pub fn sums(&self) -> impl Iterator<Item = (u16, usize, Sum)> + '_ {
        self.numbers.iter().enumerate().flat_map(|(number, bins)| {
            let some = bins.iter().enumerate().filter(|(_, sum)| sum.messages > 0 || sum.amount != 0);
            some.map(move |(bin, sum)| (number as u16, bin, *sum))
        })
    }
}
