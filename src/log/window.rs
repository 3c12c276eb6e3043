//! When the customer last wrote: the window of every outgoing message.

use std::collections::VecDeque;

use super::hash::mix;
use crate::facts::{Instant, NEVER};

/// A customer who wrote longer ago than this has never written: no tariff has a clock as long, and a table of everybody who
/// ever wrote would grow with the log. 400 days, in microseconds.
pub(super) const HORIZON: i64 = 400 * 86_400_000_000;

/// Slots of a new table; a power of two.
const SMALLEST: usize = 1 << 10;

/// Last incoming message by (number, customer); older ones as far back as a message may have been under way.
#[derive(Debug)]
pub(super) struct Windows {
    /// Open addressing by hash; a key of 0 is empty.
    slots: Vec<Slot>,
    held: usize,
    /// Longest time from sending to delivery in the log: messages sent so long ago may still ask.
    delay: i64,
    /// What came before a slot's two instants, where that may still be asked for.
    histories: Vec<VecDeque<Instant>>,
    free: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    key: u64,
    last: Instant,
    /// The one before, or [`NEVER`].
    before: Instant,
    /// 1 + index in `histories`; 0 = nothing older matters.
    history: u32,
}

const EMPTY: Slot = Slot { key: 0, last: NEVER, before: NEVER, history: 0 };

/// A customer at a number, as the table knows him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair(u64);

impl Pair {
    #[inline]
    pub(super) fn new(number: u16, customer: u64) -> Pair {
        Pair(mix(customer, number as u64 + 1).max(1))
    }
}

impl Windows {
    pub(super) fn new(delay: i64) -> Windows {
        Windows { slots: vec![EMPTY; SMALLEST], held: 0, delay, histories: Vec::new(), free: Vec::new() }
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

    /// The customer wrote (or called) at `at`; instants never go back.
    #[inline]
    pub(super) fn inbound(&mut self, pair: Pair, at: Instant) {
        let found = self.find(pair);
        let slot = &mut self.slots[found];
        if slot.key == 0 {
            *slot = Slot { key: pair.0, last: at, before: NEVER, history: 0 };
            self.held += 1;
            if self.held * 4 > self.slots.len() * 3 {
                self.make_room(at);
            }
            return;
        }
        if slot.last == at {
            return;
        }
        // Every message still to come was sent after this: only the last instant up to here matters besides later ones.
        let oldest = at.saturating_sub(self.delay);
        if slot.history > 0 || (slot.last > oldest && slot.before != NEVER) {
            self.remember(found, oldest);
        }
        let slot = &mut self.slots[found];
        (slot.before, slot.last) = (slot.last, at);
    }

    /// Puts the slot's second instant to the older ones, as far as these matter.
    #[cold]
    fn remember(&mut self, found: usize, oldest: Instant) {
        let Slot { last, before, history, .. } = self.slots[found];
        if last <= oldest {
            self.forget(history);
            self.slots[found].history = 0;
            return;
        }
        let index = match history {
            0 => self.free.pop().unwrap_or_else(|| {
                self.histories.push(VecDeque::new());
                self.histories.len() as u32 - 1
            }),
            used => used - 1,
        };
        let times = &mut self.histories[index as usize];
        times.push_back(before);
        // One instant up to `oldest` stays: it is the answer for a message sent right then.
        while times.len() > 1 && times[1] <= oldest {
            times.pop_front();
        }
        self.slots[found].history = index + 1;
    }

    fn forget(&mut self, history: u32) {
        if let Some(index) = history.checked_sub(1) {
            self.histories[index as usize].clear();
            self.free.push(index);
        }
    }

    /// The customer's last message up to `sent_at` and not longer ago than [`HORIZON`], or [`NEVER`].
    #[inline]
    pub(super) fn last(&self, pair: Pair, sent_at: Instant) -> Instant {
        let slot = &self.slots[self.find(pair)];
        let found = match slot {
            Slot { last, .. } if *last <= sent_at => *last,
            Slot { before, .. } if *before <= sent_at => *before,
            _ => self.older(slot.history, sent_at),
        };
        if found < sent_at.saturating_sub(HORIZON) { NEVER } else { found }
    }

    #[cold]
    fn older(&self, history: u32, sent_at: Instant) -> Instant {
        let Some(times) = history.checked_sub(1).map(|i| &self.histories[i as usize]) else { return NEVER };
        let after = times.partition_point(|t| *t <= sent_at);
        after.checked_sub(1).map_or(NEVER, |i| times[i])
    }

    /// Drops who wrote too long ago for any message still to come; makes the table larger if that does not help.
    #[cold]
    fn make_room(&mut self, now: Instant) {
        let oldest = now.saturating_sub(self.delay).saturating_sub(HORIZON);
        let old = std::mem::take(&mut self.slots);
        let (alive, gone): (Vec<Slot>, Vec<Slot>) =
            old.iter().filter(|slot| slot.key != 0).partition(|slot| slot.last >= oldest);
        gone.iter().for_each(|slot| self.forget(slot.history));
        let size = if alive.len() * 2 > old.len() { old.len() * 2 } else { old.len() };
        drop(old);
        self.slots = vec![EMPTY; size];
        self.held = alive.len();
        for slot in alive {
            let at = self.find(Pair(slot.key));
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a list of all incoming instants.
        #[test]
        fn agrees_with_a_list(
            steps in prop::collection::vec((0u16..2, 0u64..3, 0i64..5, 0i64..20, any::<bool>()), 1..200),
            delay in prop::sample::select(vec![0i64, 3, 19]),
        ) {
            let mut windows = Windows::new(delay);
            let (mut all, mut now): (Vec<(u16, u64, i64)>, i64) = (Vec::new(), 0);
            for (number, customer, pause, ago, inbound) in steps {
                now += pause;
                let pair = Pair::new(number, customer);
                if inbound {
                    windows.inbound(pair, now);
                    all.push((number, customer, now));
                } else {
                    let sent = now - ago.min(delay);
                    let truth = all.iter().filter(|(n, c, t)| *n == number && *c == customer && *t <= sent).map(|x| x.2).max();
                    prop_assert_eq!(windows.last(pair, sent), truth.unwrap_or(NEVER));
                }
            }
        }
    }

    /// New customers every day for ten years: the table holds those of the horizon, whether or not it was swept.
    #[test]
    fn the_table_follows_the_horizon_and_not_the_log() {
        const DAY: i64 = 86_400_000_000;
        let mut windows = Windows::new(0);
        for day in 0..3_650i64 {
            for customer in 0..20 {
                let pair = Pair::new(1, day as u64 * 20 + customer);
                windows.inbound(pair, day * DAY);
                assert_eq!(windows.last(pair, day * DAY + HORIZON), day * DAY);
                assert_eq!(windows.last(pair, day * DAY + HORIZON + 1), NEVER);
            }
            let earlier = Pair::new(1, (day - 400).max(0) as u64 * 20);
            assert_eq!(windows.last(earlier, day * DAY), (day - 400).max(0) * DAY, "still inside");
        }
        assert!(windows.slots.len() <= 1 << 15, "{} slots for {} pairs alive", windows.slots.len(), 400 * 20);
    }
}
