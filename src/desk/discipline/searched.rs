//! A queue that is looked through for the first turn somebody is free for, since not everybody may take every one.
//!
//! Kept in its order: only what is passed over costs time. Where the order changes as time passes, as with prices over time left, the
//! queue is gone through at each decision.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::Entry;

/// Rank, arrival, stamp.
type Key = (i64, i64, u64);

/// Waiting turns in their order.
#[derive(Debug)]
pub struct Searched {
    entries: BTreeMap<Key, Entry>,
    rank: fn(&Entry) -> i64,
}

impl Searched {
    /// Ordered by this rank, the lowest first, then by arrival.
    pub(super) fn new(rank: fn(&Entry) -> i64) -> Searched {
        Searched { entries: BTreeMap::new(), rank }
    }

    fn key(&self, entry: &Entry) -> Key {
        ((self.rank)(entry), entry.since, entry.stamp)
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.insert(self.key(&entry), entry);
    }

    /// Remove an entry that was found.
    pub(super) fn remove(&mut self, entry: &Entry) {
        self.entries.remove(&self.key(entry));
    }

    /// Drop what is void as far as the first that is not.
    pub(super) fn tidy(&mut self, valid: impl Fn(&Entry) -> bool) {
        while let Some(first) = self.entries.first_entry().filter(|first| !valid(first.get())) {
            first.remove();
        }
    }

    /// Drop all that is void.
    pub(super) fn tidy_all(&mut self, valid: impl Fn(&Entry) -> bool) {
        self.entries.retain(|_, entry| valid(entry));
    }

    /// In order, the void ones among them.
    pub(super) fn in_order(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// By another rank, the lowest first, then by arrival.
    pub(super) fn by(&self, rank: impl Fn(&Entry) -> i64) -> impl Iterator<Item = &Entry> {
        let keys = self.entries.iter().map(|(key, entry)| Reverse((rank(entry), entry.since, entry.stamp, *key)));
        let mut heap: BinaryHeap<_> = keys.collect();
        std::iter::from_fn(move || heap.pop().and_then(|Reverse((.., key))| self.entries.get(&key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a list that is sorted each time, with turns that leave unseen and others that are taken from the middle.
    #[test]
    fn the_order_is_that_of_a_sorted_list() {
        let mut queue = Searched::new(|entry| entry.due);
        let mut list: Vec<Entry> = Vec::new();
        let mut gone = std::collections::BTreeSet::new();
        let mut x: u64 = 17;
        for stamp in 0..3_000u64 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let (due, since) = ((x >> 40) as i64 % 50, (x >> 33) as i64 % 40);
            let stake = (x >> 50) as i64 % 90;
            let entry = Entry { contact: stamp as u32, stamp, since, window_end: 0, due, stake, priority: 1 };
            queue.push(entry);
            list.push(entry);
            if x >> 62 == 0 {
                let left = list.remove((x >> 20) as usize % list.len());
                gone.insert(left.stamp);
            }
            let valid = |entry: &Entry| !gone.contains(&entry.stamp);
            queue.tidy(valid);
            list.sort_by_key(|entry| (entry.due, entry.since, entry.stamp));
            assert!(queue.in_order().filter(|entry| valid(entry)).eq(list.iter()));
            assert!(queue.in_order().next().is_none_or(valid));
            let mut dearest = list.clone();
            dearest.sort_by_key(|entry| (-entry.stake, entry.since, entry.stamp));
            assert!(queue.by(|entry| -entry.stake).filter(|entry| valid(entry)).eq(dearest.iter()));
            if x >> 60 & 3 == 1 && !list.is_empty() {
                let taken = list.remove((x >> 24) as usize % list.len());
                queue.remove(&taken);
            }
        }
        queue.tidy_all(|entry| !gone.contains(&entry.stamp));
        assert_eq!(queue.in_order().count(), list.len());
    }
}
