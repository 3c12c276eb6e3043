//! Price-weighted expiry: the turn with the highest cost at stake per time left in its window.
//!
//! The order of two turns changes as time passes, so the queue is scanned: O(length) a decision. A turn whose
//! window has closed has nothing left to save and goes after all others, first come first.

use super::Entry;

/// An unordered bag of waiting turns.
#[derive(Debug, Default)]
pub struct PriceWeighted {
    bag: Vec<Entry>,
    chosen: usize,
}

impl PriceWeighted {
    pub(super) fn push(&mut self, entry: Entry) {
        self.bag.push(entry);
    }

    pub(super) fn head(&mut self, now: i64, valid: impl Fn(&Entry) -> bool) -> Option<(i64, u32)> {
        self.bag.retain(|entry| valid(entry));
        let rank = |entry: &Entry| (urgency(entry, now), entry.since, entry.stamp);
        let (index, entry) = self.bag.iter().enumerate().min_by_key(|(_, entry)| rank(entry))?;
        self.chosen = index;
        Some((urgency(entry, now), entry.contact))
    }

    pub(super) fn pop(&mut self) {
        self.bag.swap_remove(self.chosen);
    }
}

/// Lower is more urgent: minus nano-units at stake per 1,000 seconds left.
pub(in crate::desk) fn urgency(entry: &Entry, now: i64) -> i64 {
    let left = entry.window_end.saturating_sub(now);
    if left <= 0 { i64::MAX } else { -((i128::from(entry.stake) * 1_000_000_000 / i128::from(left)) as i64) }
}
