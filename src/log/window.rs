//! When the customer last wrote: the window of every outgoing message.

use std::collections::VecDeque;

use super::hash::mix;
use crate::facts::{Instant, NEVER};

/// Last incoming message by (number, customer); older ones as far back as a message may have been under way.
#[derive(Debug)]
pub(super) struct Windows {
    /// Open addressing by hash; a key of 0 is empty.
    slots: Vec<Slot>,
    held: usize,
    /// Longest time from sending to delivery in the log: messages sent so long ago may still ask.
    delay: i64,
    /// Incoming times within `delay`, and one before them, where there are several.
    histories: Vec<VecDeque<Instant>>,
    free: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: u64,
    last: Instant,
    /// 1 + index in `histories`; 0 = only `last`.
    history: u32,
}

impl Windows {
    pub(super) fn new(delay: i64) -> Windows {
        Windows { slots: vec![Slot::default(); 1 << 10], held: 0, delay, histories: Vec::new(), free: Vec::new() }
    }

    fn key(number: u16, customer: u64) -> u64 {
        mix(customer, number as u64 + 1).max(1)
    }

    fn find(&self, key: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].key != key && self.slots[at].key != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// The customer wrote (or called) at `at`; instants never go back.
    #[inline]
    pub(super) fn inbound(&mut self, number: u16, customer: u64, at: Instant) {
        let key = Self::key(number, customer);
        let found = self.find(key);
        if self.slots[found].key == 0 {
            self.slots[found] = Slot { key, last: at, history: 0 };
            self.held += 1;
            if self.held * 2 > self.slots.len() {
                self.grow();
            }
            return;
        }
        if self.delay > 0 && self.slots[found].last != at {
            self.remember(found, at);
        }
        self.slots[found].last = at;
    }

    /// Keeps the slot's last instant while a message sent before `at` may still ask for it.
    fn remember(&mut self, found: usize, at: Instant) {
        let Slot { last, history, .. } = self.slots[found];
        let oldest = at.saturating_sub(self.delay);
        let index = match history {
            0 => match self.free.pop() {
                Some(index) => index,
                None => {
                    self.histories.push(VecDeque::new());
                    self.histories.len() as u32 - 1
                }
            },
            used => used - 1,
        };
        let times = &mut self.histories[index as usize];
        times.push_back(last);
        // One instant before `oldest` stays: it is the answer for a message sent right then.
        while times.len() > 1 && times[1] <= oldest {
            times.pop_front();
        }
        self.slots[found].history = index + 1;
    }

    /// The customer's last message up to `sent_at`, or [`NEVER`].
    #[inline]
    pub(super) fn last(&self, number: u16, customer: u64, sent_at: Instant) -> Instant {
        let slot = self.slots[self.find(Self::key(number, customer))];
        if slot.key == 0 {
            return NEVER;
        }
        if slot.last <= sent_at {
            return slot.last;
        }
        let Some(times) = slot.history.checked_sub(1).map(|i| &self.histories[i as usize]) else { return NEVER };
        let after = times.partition_point(|t| *t <= sent_at);
        after.checked_sub(1).map_or(NEVER, |i| times[i])
    }

    #[cold]
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![Slot::default(); old.len() * 2];
        for slot in old.into_iter().filter(|s| s.key != 0) {
            let at = self.find(slot.key);
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
        fn agrees_with_a_list(steps in prop::collection::vec((0u16..2, 0u64..3, 0i64..5, 0i64..20, any::<bool>()), 1..200)) {
            let mut windows = Windows::new(19);
            let (mut all, mut now): (Vec<(u16, u64, i64)>, i64) = (Vec::new(), 0);
            for (number, customer, pause, ago, inbound) in steps {
                now += pause;
                if inbound {
                    windows.inbound(number, customer, now);
                    all.push((number, customer, now));
                } else {
                    let sent = now - ago;
                    let truth = all.iter().filter(|(n, c, t)| *n == number && *c == customer && *t <= sent).map(|x| x.2).max();
                    prop_assert_eq!(windows.last(number, customer, sent), truth.unwrap_or(NEVER));
                }
            }
        }
    }
}
