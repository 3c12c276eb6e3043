//! Customers at business numbers, each with a small place of its own: what is remembered of them then lies in plain vectors.
//!
//! A place is given away again when nothing was heard of its customer for so long that nothing can reach back to him; so the
//! places in use follow who is alive, not the length of the log.

use super::hash::mix;
use crate::facts::Instant;

/// A customer who wrote longer ago than this has never written: no tariff has a clock as long, and a table of everybody who
/// ever wrote would grow with the log. 400 days, in microseconds.
pub(super) const HORIZON: i64 = 400 * DAY;

const DAY: i64 = 86_400_000_000;
/// Days of silence, from the last row to the sending of the next one, after which a customer is a new one.
const SILENT: i64 = HORIZON / DAY + 1;
/// The same for those who are swept: messages sent so many days ago may still arrive.
const SWEPT: i64 = SILENT + 60;
/// Slots of a new table; a power of two.
const SMALLEST: usize = 1 << 10;

/// A customer at a number, as the table knows him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair(u64);

impl Pair {
    #[inline]
    pub(super) fn new(number: u16, customer: u64) -> Pair {
        Pair(mix(customer, number as u64 + 1).max(1))
    }
}

/// Places by pair.
#[derive(Debug)]
pub(super) struct Places {
    /// Open addressing by hash; a key of 0 is empty.
    slots: Vec<Slot>,
    held: usize,
    free: Vec<u32>,
    /// Places in use or free.
    count: u32,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    key: u64,
    place: u32,
    /// Day of the last row, since 1970.
    day: i32,
}

const EMPTY: Slot = Slot { key: 0, place: 0, day: 0 };

impl Places {
    pub(super) fn new() -> Places {
        Places { slots: vec![EMPTY; SMALLEST], held: 0, free: Vec::new(), count: 0 }
    }

    #[inline]
    fn find(&self, pair: Pair) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = pair.0 as usize & mask;
        while self.slots[at].key != pair.0 && self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Brings the slots of pairs that are asked for next near the processor: their ways from memory overlap here, and would
    /// be waited for one by one otherwise.
    pub(super) fn fetch(&self, pairs: &[Pair]) {
        let mask = self.slots.len() - 1;
        let touched = pairs.iter().fold(0, |sum, pair| sum ^ self.slots[pair.0 as usize & mask].key);
        std::hint::black_box(touched);
    }

    /// The place of a pair with a row at `at`, sent at `sent_at`, and whether it is a new one, of which nothing is known.
    #[inline]
    pub(super) fn place(&mut self, pair: Pair, at: Instant, sent_at: Instant) -> (u32, bool) {
        let day = at.div_euclid(DAY);
        let found = self.find(pair);
        let slot = &mut self.slots[found];
        if slot.key == 0 {
            return (self.enter(pair, found, day), true);
        }
        let silent = sent_at.div_euclid(DAY) - i64::from(slot.day) > SILENT;
        slot.day = slot.day.max(day as i32);
        (slot.place, silent)
    }

    #[inline(never)]
    fn enter(&mut self, pair: Pair, found: usize, day: i64) -> u32 {
        let place = self.free.pop().unwrap_or_else(|| {
            self.count += 1;
            self.count - 1
        });
        self.slots[found] = Slot { key: pair.0, place, day: day as i32 };
        self.held += 1;
        if self.held * 4 > self.slots.len() * 3 {
            self.make_room(day);
        }
        place
    }

    /// Drops who was silent for too long; makes the table larger if that does not help.
    fn make_room(&mut self, day: i64) {
        let old = std::mem::take(&mut self.slots);
        let alive = |slot: &&Slot| slot.key != 0 && i64::from(slot.day) + SWEPT >= day;
        let gone = old.iter().filter(|slot| slot.key != 0 && !alive(slot));
        self.free.extend(gone.map(|slot| slot.place));
        self.held = old.iter().filter(alive).count();
        let size = if self.held * 2 > old.len() { old.len() * 2 } else { old.len() };
        self.slots = vec![EMPTY; size];
        for slot in old.iter().filter(alive) {
            let at = self.find(Pair(slot.key));
            self.slots[at] = *slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// New customers every day for ten years: places and table are those of the horizon, and no two alive share one.
    #[test]
    fn places_follow_the_horizon_and_not_the_log() {
        let mut places = Places::new();
        let mut owner = std::collections::BTreeMap::new();
        for day in 0..3_650i64 {
            for customer in day as u64 * 20..day as u64 * 20 + 20 {
                let (place, fresh) = places.place(Pair::new(1, customer), day * DAY, day * DAY);
                assert!(fresh);
                let before = owner.insert(place, customer);
                assert!(before.is_none_or(|b| (b as i64 / 20) + SWEPT < day), "taken from somebody who is alive");
            }
            let earlier = (day - 400).max(0);
            let asked = Pair::new(1, earlier as u64 * 20);
            // On the 400th day he is still known; what he does then is not kept in this test.
            let slot = places.slots[places.find(asked)];
            assert_eq!((slot.key, i64::from(slot.day)), (asked.0, earlier));
        }
        assert!(places.slots.len() <= 1 << 15, "{} slots", places.slots.len());
        assert!(places.count as usize <= places.slots.len() * 3 / 4 + 1, "{} places", places.count);
    }

    #[test]
    fn who_was_silent_for_too_long_is_new_again_at_the_same_place() {
        let mut places = Places::new();
        let pair = Pair::new(3, 9);
        assert_eq!(places.place(pair, 0, 0), (0, true));
        assert_eq!(places.place(pair, 401 * DAY, 401 * DAY), (0, false));
        assert_eq!(places.place(pair, 803 * DAY, 803 * DAY), (0, true));
        // Sent long ago: it may still be an answer to what was said then.
        assert_eq!(places.place(pair, 1_300 * DAY, 1_200 * DAY), (0, false));
        assert_eq!(places.place(Pair::new(4, 9), 0, 0), (1, true));
    }
}
