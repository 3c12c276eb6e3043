//! A ladder queue (Tang, Goh & Thng 2005, doi 10.1145/1103323.1103324): far events unsorted at the top, nearer ones in buckets of
//! rungs, each rung finer than the one above, and the next few sorted at the bottom.
//!
//! The rules are the paper's: the first rung spans the events of the top with a bucket an event; a bucket of more than 50 becomes a rung
//! of its own instead of being sorted, and so does a bottom of more than 50; eight rungs at most.

use crate::chain::{Chains, END};
use crate::event::Keys;

/// Most events that are sorted as long as rungs can be made.
const THRESHOLD: usize = 50;
const MOST_RUNGS: usize = 8;

#[derive(Clone, Copy)]
struct Bucket {
    first: u32,
    events: u32,
}

const EMPTY: Bucket = Bucket { first: END, events: 0 };

/// Equal buckets from `start` on; those before `current` have gone down. Kept for reuse when its events have gone.
#[derive(Default)]
struct Rung {
    start: u64,
    width: u64,
    current: usize,
    buckets: Vec<Bucket>,
    events: usize,
}

impl Rung {
    /// Lay the rung out over a span for so many events.
    fn lay(&mut self, start: u64, span: u64, events: usize) {
        let width = (span / events.max(1) as u64).max(1);
        let buckets = span.div_ceil(width).max(1) as usize;
        self.buckets.clear();
        self.buckets.resize(buckets, EMPTY);
        (self.start, self.width, self.current, self.events) = (start, width, 0, 0);
    }

    /// From where on keys belong into the rung.
    #[inline]
    fn from(&self) -> u64 {
        self.start + self.current as u64 * self.width
    }

    #[inline]
    fn enter(&mut self, chains: &mut Chains, node: u32) {
        let bucket = &mut self.buckets[((chains.at(node).key - self.start) / self.width) as usize];
        chains.lead(&mut bucket.first, node);
        bucket.events += 1;
        self.events += 1;
    }

    /// Take the next bucket that has events out of the rung: where it began, and the bucket.
    fn next(&mut self) -> (u64, Bucket) {
        while self.buckets[self.current].events == 0 {
            self.current += 1;
        }
        let start = self.from();
        let bucket = std::mem::replace(&mut self.buckets[self.current], EMPTY);
        self.current += 1;
        self.events -= bucket.events as usize;
        (start, bucket)
    }
}

pub struct Ladder {
    chains: Chains,
    top: Vec<u64>,
    lowest: u64,
    highest: u64,
    /// From where on keys belong to the top.
    top_from: u64,
    rungs: [Rung; MOST_RUNGS],
    /// Rungs in use.
    depth: usize,
    /// Falling: the next event is the last.
    bottom: Vec<u64>,
}

impl Ladder {
    /// All events of the top into the first rung.
    fn descend(&mut self) {
        let span = self.highest - self.lowest + 1;
        self.rungs[0].lay(self.lowest, span, self.top.len());
        self.depth = 1;
        self.top_from = self.lowest + span;
        for key in self.top.drain(..) {
            let node = self.chains.node(key);
            self.rungs[0].enter(&mut self.chains, node);
        }
        (self.lowest, self.highest) = (u64::MAX, 0);
    }

    /// Fill the bottom with the next bucket, making rungs where it has too many events. False if no event is left.
    fn refill(&mut self) -> bool {
        loop {
            while self.depth > 0 && self.rungs[self.depth - 1].events == 0 {
                self.depth -= 1;
            }
            if self.depth == 0 {
                if self.top.is_empty() {
                    return false;
                }
                self.descend();
            }
            let rung = &mut self.rungs[self.depth - 1];
            let width = rung.width;
            let (start, mut bucket) = rung.next();
            let divisible = self.depth < MOST_RUNGS && width > 1;
            if bucket.events as usize > THRESHOLD && divisible {
                self.spawn(start, width, bucket);
                continue;
            }
            while bucket.first != END {
                self.bottom.push(self.chains.take(&mut bucket.first));
            }
            self.bottom.sort_unstable_by(|a, b| b.cmp(a));
            return true;
        }
    }

    /// A bucket with too many events becomes the next rung.
    fn spawn(&mut self, start: u64, width: u64, bucket: Bucket) {
        let rung = &mut self.rungs[self.depth];
        rung.lay(start, width, bucket.events as usize);
        let mut node = bucket.first;
        while node != END {
            let next = self.chains.at(node).next;
            rung.enter(&mut self.chains, node);
            node = next;
        }
        self.depth += 1;
    }

    /// Is the key before all that the last rung still holds?
    #[inline]
    fn belongs_to_bottom(&self, key: u64) -> bool {
        self.depth == 0 || key < self.rungs[self.depth - 1].from()
    }

    /// A bottom with too many events becomes the next rung; `key`, which comes next, belongs there too.
    #[cold]
    fn lift_bottom(&mut self, key: u64) {
        let end = if self.depth > 0 { self.rungs[self.depth - 1].from() } else { self.top_from };
        let start = self.bottom.last().map_or(key, |first| key.min(*first));
        let rung = &mut self.rungs[self.depth];
        rung.lay(start, end - start, self.bottom.len());
        for key in self.bottom.drain(..) {
            let node = self.chains.node(key);
            rung.enter(&mut self.chains, node);
        }
        self.depth += 1;
    }
}

impl Keys for Ladder {
    fn new(_microsecond: u64) -> Self {
        Ladder {
            chains: Chains::default(),
            top: Vec::new(),
            lowest: u64::MAX,
            highest: 0,
            top_from: 0,
            rungs: Default::default(),
            depth: 0,
            bottom: Vec::new(),
        }
    }

    #[inline]
    fn push(&mut self, key: u64) {
        if key >= self.top_from {
            self.top.push(key);
            (self.lowest, self.highest) = (self.lowest.min(key), self.highest.max(key));
            return;
        }
        if self.bottom.len() > THRESHOLD && self.depth < MOST_RUNGS && self.belongs_to_bottom(key) {
            self.lift_bottom(key);
        }
        match self.rungs[..self.depth].iter_mut().find(|rung| key >= rung.from()) {
            Some(rung) => {
                let node = self.chains.node(key);
                rung.enter(&mut self.chains, node);
            }
            None => {
                let place = self.bottom.partition_point(|other| *other > key);
                self.bottom.insert(place, key);
            }
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        if self.bottom.is_empty() && !self.refill() {
            return None;
        }
        self.bottom.pop()
    }
}
