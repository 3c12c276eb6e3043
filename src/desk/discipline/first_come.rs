//! First come, first served: by the turn's first message, also among turns that a policy released together.

use std::collections::VecDeque;

use super::Entry;

/// A ring of waiting turns.
#[derive(Debug, Default)]
pub struct FirstCome {
    ring: VecDeque<Entry>,
}

impl FirstCome {
    #[inline]
    pub(super) fn push(&mut self, entry: Entry) {
        // Almost always the last; released batches and turns that come back find their place from behind.
        let mut place = self.ring.len();
        while place > 0 && self.ring[place - 1].since > entry.since {
            place -= 1;
        }
        if place == self.ring.len() { self.ring.push_back(entry) } else { self.ring.insert(place, entry) }
    }

    #[inline]
    pub(super) fn head(&mut self, valid: impl Fn(&Entry) -> bool) -> Option<(i64, u32)> {
        while let Some(entry) = self.ring.front() {
            if valid(entry) {
                return Some((entry.since, entry.contact));
            }
            self.ring.pop_front();
        }
        None
    }

    #[inline]
    pub(super) fn pop(&mut self) {
        self.ring.pop_front();
    }
}
