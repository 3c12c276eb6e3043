//! First come, first served: by the turn's first message, also among turns that a policy released together.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::Entry;

/// Waiting turns: a ring of those that came in their order, and a heap of those that came back or were released after
/// others that are younger.
#[derive(Debug, Default)]
pub struct FirstCome {
    ring: VecDeque<Entry>,
    early: BinaryHeap<Reverse<Early>>,
}

/// A turn that is older than one in the ring; the lesser one goes first.
#[derive(Debug, PartialEq, Eq)]
struct Early(Entry);

impl Ord for Early {
    fn cmp(&self, other: &Early) -> std::cmp::Ordering {
        key(&self.0).cmp(&key(&other.0))
    }
}

impl PartialOrd for Early {
    fn partial_cmp(&self, other: &Early) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Of two messages of one instant the one that was queued first.
fn key(entry: &Entry) -> (i64, u64) {
    (entry.since, entry.stamp)
}

impl FirstCome {
    #[inline]
    pub(super) fn push(&mut self, entry: Entry) {
        // Almost always the last.
        match self.ring.back() {
            Some(last) if last.since > entry.since => self.early.push(Reverse(Early(entry))),
            _ => self.ring.push_back(entry),
        }
    }

    #[inline]
    pub(super) fn head(&mut self, valid: impl Fn(&Entry) -> bool) -> Option<(i64, u32)> {
        while let Some(entry) = self.first() {
            if valid(entry) {
                return Some((entry.since, entry.contact));
            }
            self.pop();
        }
        None
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        if self.is_early() {
            self.early.pop();
        } else {
            self.ring.pop_front();
        }
    }

    #[inline]
    fn first(&self) -> Option<&Entry> {
        if self.is_early() { self.early.peek().map(|Reverse(Early(entry))| entry) } else { self.ring.front() }
    }

    /// Is the first of all in the heap?
    #[inline]
    fn is_early(&self) -> bool {
        self.early.peek().is_some_and(|Reverse(Early(early))| self.ring.front().is_none_or(|own| key(early) < key(own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a list that is sorted by arrival and searched, with turns that come in any order.
    #[test]
    fn the_oldest_is_found_whatever_order_they_come_in() {
        let (mut queue, mut list) = (FirstCome::default(), Vec::new());
        let mut x: u64 = 13;
        for stamp in 0..20_000u64 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            if x >> 62 == 0 {
                let first = list.iter().copied().min();
                assert_eq!(queue.head(|_| true), first.map(|(since, stamp)| (since, stamp as u32)));
                if let Some(first) = first {
                    queue.pop();
                    list.retain(|one| *one != first);
                }
            } else {
                // Ties, and turns that are as much as 300 too old.
                let since = (stamp / 3) as i64 - if x >> 60 & 1 == 0 { (x >> 33) as i64 % 300 } else { 0 };
                let (contact, window_end, due) = (stamp as u32, 0, 0);
                queue.push(Entry { contact, stamp, since, window_end, due, stake: 0, priority: 1 });
                list.push((since, stamp));
            }
        }
        assert!(list.len() > 100);
    }
}
