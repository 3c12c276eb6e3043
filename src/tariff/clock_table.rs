//! Ends of clocks by (scope, customer), in an open-addressing table whose size follows what is open now.
//!
//! Before the table grows, entries whose clocks all ran out are swept. Nothing depends on addresses, hash seeds or the
//! time of day: the same facts give the same table.

use super::vocabulary::{Clocks, Scope};
use crate::facts::{Instant, NEVER};

/// Entries of a new table; a power of two.
const SMALLEST: usize = 16;
/// No entry.
pub(super) const ABSENT: usize = usize::MAX;

/// Entries of equal width in one vector: customer, scope + 1 (0 = free), ends, starts.
#[derive(Clone, Debug)]
pub(super) struct ClockTable {
    pub(super) scope: Scope,
    /// The clock of each end.
    pub(super) own: Vec<u32>,
    pub(super) width: usize,
    /// Words of an entry before its ends.
    pub(super) key: usize,
    /// Entry i is that of place i, without a key; then `owners` says which number's it is.
    pub(super) by_place: bool,
    pub(super) owners: Vec<u32>,
    /// Of these ends the past matters too.
    pub(super) remembered: Vec<bool>,
    pub(super) words: Vec<i64>,
    /// Entries − 1.
    pub(super) mask: usize,
    pub(super) used: usize,
}

impl ClockTable {
    pub(super) fn new(scope: Scope, own: Vec<u32>, starts: usize, remembered: &[u32]) -> ClockTable {
        let width = 2 + own.len() + starts;
        let remembered = own.iter().map(|c| remembered.contains(c)).collect();
        let words = vec![0; SMALLEST * width];
        let (by_place, owners) = (false, Vec::new());
        ClockTable { scope, own, width, key: 2, by_place, owners, remembered, words, mask: SMALLEST - 1, used: 0 }
    }

    /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195): adjacent keys spread evenly.
    #[inline]
    pub(super) fn home(&self, scope: u32, customer: u64) -> usize {
        let mut z = customer ^ (scope as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize & self.mask
    }

    #[inline]
    pub(super) fn touch(&self, scope: u32, customer: u64) -> i64 {
        let at = self.home(scope, customer) * self.width;
        self.words[at] ^ self.words[at + self.width - 1]
    }

    /// The offset of the entry of a key, or [`ABSENT`].
    #[inline]
    pub(super) fn find(&self, scope: u32, customer: u64) -> usize {
        let mut slot = self.home(scope, customer);
        loop {
            let at = slot * self.width;
            let tag = self.words[at + 1];
            if tag == 0 {
                return ABSENT;
            }
            if self.words[at] == customer as i64 && tag == scope as i64 + 1 {
                return at;
            }
            slot = (slot + 1) & self.mask;
        }
    }

    /// Makes an entry with no clock started. The key must be absent. Sweeps or grows first when two thirds are full.
    pub(super) fn insert(&mut self, scope: u32, customer: u64, now: Instant) -> usize {
        if 3 * (self.used + 1) > 2 * (self.mask + 1) {
            self.rebuild(now);
        }
        self.used += 1;
        let at = self.free_slot(scope, customer);
        self.words[at] = customer as i64;
        self.words[at + 1] = scope as i64 + 1;
        self.words[at + 2..at + self.width].fill(NEVER);
        at
    }

    pub(super) fn free_slot(&self, scope: u32, customer: u64) -> usize {
        let mut slot = self.home(scope, customer);
        while self.words[slot * self.width + 1] != 0 {
            slot = (slot + 1) & self.mask;
        }
        slot * self.width
    }

    /// Drops every entry whose clocks all ran out, and chooses a size at most half full: a smaller table stays in the cache.
    pub(super) fn rebuild(&mut self, now: Instant) {
        let old = std::mem::take(&mut self.words);
        let needed = |entry: &&[i64]| {
            entry[1] != 0
                && entry[2..2 + self.own.len()]
                    .iter()
                    .zip(&self.remembered)
                    .any(|(end, remembered)| *end > now || (*remembered && *end != NEVER))
        };
        let alive: Vec<&[i64]> = old.chunks_exact(self.width).filter(needed).collect();
        let entries = (2 * (alive.len() + 1)).next_power_of_two().max(SMALLEST);
        self.words = vec![0; entries * self.width];
        self.mask = entries - 1;
        self.used = alive.len();
        for entry in alive {
            let at = self.free_slot((entry[1] - 1) as u32, entry[0] as u64);
            self.words[at..at + self.width].copy_from_slice(entry);
        }
    }

    #[inline]
    pub(super) fn open(&self, entry: usize, now: Instant) -> Clocks {
        let ends = self.values(entry).iter().zip(&self.own);
        ends.fold(0, |open, (end, clock)| open | ((now < *end) as u32) << clock)
    }

    #[inline]
    pub(super) fn values(&self, entry: usize) -> &[i64] {
        &self.words[entry + self.key..entry + self.width]
    }

    #[inline]
    pub(super) fn values_mut(&mut self, entry: usize) -> &mut [i64] {
        &mut self.words[entry + self.key..entry + self.width]
    }
}
