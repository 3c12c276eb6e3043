//! The binary heap of the standard library.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::event::Keys;

/// Pop and push.
pub struct StdHeap(BinaryHeap<Reverse<u64>>);

impl Keys for StdHeap {
    fn new(_microsecond: u64) -> Self {
        StdHeap(BinaryHeap::new())
    }

    #[inline]
    fn push(&mut self, key: u64) {
        self.0.push(Reverse(key));
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        self.0.pop().map(|Reverse(key)| key)
    }
}

/// The same, whose top is replaced (`peek_mut`).
pub struct StdHeapReplaced(StdHeap);

impl Keys for StdHeapReplaced {
    fn new(microsecond: u64) -> Self {
        StdHeapReplaced(StdHeap::new(microsecond))
    }

    #[inline]
    fn push(&mut self, key: u64) {
        self.0.push(key);
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        self.0.pop()
    }

    #[inline]
    fn hold(&mut self, next: impl FnOnce(u64) -> u64) -> Option<u64> {
        let mut top = self.0.0.peek_mut()?;
        let Reverse(key) = *top;
        *top = Reverse(next(key));
        Some(key)
    }
}
