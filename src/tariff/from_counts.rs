//! What of a plan can be billed from counts alone, where every message's own clocks are unknown.

use super::in_force::Schedule;
use super::plan::Plan;
use crate::facts::{Book, Instant};

impl Plan {
    /// Why counts by day, country, category and type are not enough for this plan in `[from, to)`; `None`: they are.
    pub fn beyond_counts(&self, book: &Book, from: Instant, to: Instant) -> Option<&'static str> {
        let schedule = Schedule::new(self, book);
        let steps = (0..book.accounts.len()).flat_map(|account| schedule.between(account, from, to));
        steps.filter_map(|(_, part)| self.parts.get(part as usize)).find_map(|part| {
            let fold = &part.fold;
            if fold.actions.iter().any(|action| action.pays && action.opens != 0) {
                return Some("a charge opens a conversation, and counts do not say which messages joined one");
            }
            if !fold.lates.is_empty() {
                return Some("its price follows the delay of each message");
            }
            fold.by_hours.then_some("its price follows the time of day")
        })
    }

    /// The part in force for the book's first account at an instant.
    pub fn part_at(&self, book: &Book, at: Instant) -> usize {
        if book.accounts.is_empty() { 0 } else { Schedule::new(self, book).span(0, at).2 as usize }
    }

    /// The market of a country under a part of the plan.
    pub fn market_in<'a>(&'a self, part: usize, country: &'a str) -> Option<&'a str> {
        self.parts.get(part)?.markets.of(country)
    }
}
