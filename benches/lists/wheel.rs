//! A timing wheel of one level (Varghese & Lauck 1987, doi 10.1145/41457.37504): slots of equal length, unsorted; the present slot is
//! a heap, since events within a slot must come in order; what lies beyond the wheel's turn waits unsorted and is looked through once a turn.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::event::Keys;

/// Slots of a turn.
const SLOTS: usize = 4_096;
const WORD: usize = 64;

/// A wheel with slots of so many seconds.
pub struct Wheel<const SECONDS: u64> {
    length: u64,
    slots: Vec<Vec<u64>>,
    /// Which slots have events.
    marks: [u64; SLOTS / WORD],
    /// The present slot, counted through all turns, and its events.
    slot: u64,
    present: BinaryHeap<Reverse<u64>>,
    beyond: Vec<u64>,
    /// The earliest slot of an event beyond.
    earliest: u64,
}

impl<const SECONDS: u64> Wheel<SECONDS> {
    /// The first slot of the turn after this one.
    fn turn_ends(&self) -> u64 {
        (self.slot / SLOTS as u64 + 1) * SLOTS as u64
    }

    #[inline]
    fn put(&mut self, slot: u64, key: u64) {
        let place = slot as usize % SLOTS;
        self.slots[place].push(key);
        self.marks[place / WORD] |= 1 << (place % WORD);
    }

    /// The next slot of this turn that has events.
    fn next_slot(&self) -> Option<u64> {
        let from = self.slot as usize % SLOTS;
        let rest = self.marks[from / WORD] & (u64::MAX << (from % WORD));
        let words = self.marks[from / WORD + 1..].iter().copied();
        let found = std::iter::once(rest).chain(words).enumerate().find(|(_, word)| *word != 0);
        let place = |(n, word): (usize, u64)| (from / WORD + n) * WORD + word.trailing_zeros() as usize;
        found.map(place).map(|place| self.slot - from as u64 + place as u64)
    }

    /// Fill the present slot. False if no event is left.
    fn advance(&mut self) -> bool {
        loop {
            if let Some(slot) = self.next_slot() {
                self.slot = slot;
                let place = slot as usize % SLOTS;
                self.marks[place / WORD] &= !(1 << (place % WORD));
                // The heap's memory goes to the slot and back.
                let mut keys = std::mem::take(&mut self.present).into_vec();
                keys.extend(self.slots[place].drain(..).map(Reverse));
                self.present = BinaryHeap::from(keys);
                return true;
            }
            if self.beyond.is_empty() {
                return false;
            }
            self.slot = self.earliest / SLOTS as u64 * SLOTS as u64;
            self.turn();
        }
    }

    /// Events of the turn that begins into their slots.
    fn turn(&mut self) {
        let (end, length) = (self.turn_ends(), self.length);
        let (mut beyond, mut earliest) = (std::mem::take(&mut self.beyond), u64::MAX);
        beyond.retain(|key| {
            let slot = key / length;
            if slot < end {
                self.put(slot, *key);
                return false;
            }
            earliest = earliest.min(slot);
            true
        });
        (self.beyond, self.earliest) = (beyond, earliest);
    }

    #[inline]
    fn wait(&mut self, slot: u64, key: u64) {
        self.beyond.push(key);
        self.earliest = self.earliest.min(slot);
    }
}

impl<const SECONDS: u64> Keys for Wheel<SECONDS> {
    fn new(microsecond: u64) -> Self {
        Wheel {
            length: SECONDS * 1_000_000 * microsecond,
            slots: vec![Vec::new(); SLOTS],
            marks: [0; SLOTS / WORD],
            slot: 0,
            present: BinaryHeap::new(),
            beyond: Vec::new(),
            earliest: u64::MAX,
        }
    }

    #[inline]
    fn push(&mut self, key: u64) {
        match key / self.length {
            slot if slot <= self.slot => self.present.push(Reverse(key)),
            slot if slot < self.turn_ends() => self.put(slot, key),
            slot => self.wait(slot, key),
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<u64> {
        if self.present.is_empty() && !self.advance() {
            return None;
        }
        self.present.pop().map(|Reverse(key)| key)
    }
}
