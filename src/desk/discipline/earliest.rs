//! Earliest deadline first: window expiry (the platform's clock) or due date (the firm's own promise).
//!
//! With equal service times it minimises the largest lateness (Jackson 1955); ties go to who came first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Entry;

/// A heap by deadline.
#[derive(Debug)]
pub struct Earliest {
    heap: BinaryHeap<Reverse<Item>>,
    deadline: fn(&Entry) -> i64,
}

#[derive(Debug, PartialEq, Eq)]
struct Item {
    deadline: i64,
    entry: Entry,
}

impl Ord for Item {
    fn cmp(&self, other: &Item) -> std::cmp::Ordering {
        let key = |item: &Item| (item.deadline, item.entry.since, item.entry.stamp);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Item) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Earliest {
    pub(super) fn new(deadline: fn(&Entry) -> i64) -> Earliest {
        Earliest { heap: BinaryHeap::new(), deadline }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.heap.push(Reverse(Item { deadline: (self.deadline)(&entry), entry }));
    }

    pub(super) fn head(&mut self, valid: impl Fn(&Entry) -> bool) -> Option<(i64, u32)> {
        while let Some(Reverse(item)) = self.heap.peek() {
            if valid(&item.entry) {
                return Some((item.deadline, item.entry.contact));
            }
            self.heap.pop();
        }
        None
    }

    pub(super) fn pop(&mut self) {
        self.heap.pop();
    }
}
