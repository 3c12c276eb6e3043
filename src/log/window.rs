//! When the customer last wrote: the window of every outgoing message.

use std::collections::VecDeque;

use super::places::HORIZON;
use crate::facts::{Instant, NEVER};

/// Last incoming message by place (a customer at a number); older ones as far back as a message may have been under way.
#[derive(Debug)]
pub(super) struct Windows {
    slots: Vec<Slot>,
    /// Longest time from sending to delivery in the log: messages sent so long ago may still ask.
    delay: i64,
    /// What came before a slot's two instants, where that may still be asked for.
    histories: Vec<VecDeque<Instant>>,
    free: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    last: Instant,
    /// The one before, or [`NEVER`].
    before: Instant,
    /// 1 + index in `histories`; 0 = nothing older matters.
    history: u32,
}

const EMPTY: Slot = Slot { last: NEVER, before: NEVER, history: 0 };

impl Windows {
    pub(super) fn new(delay: i64) -> Windows {
        Windows { slots: Vec::new(), delay, histories: Vec::new(), free: Vec::new() }
    }

    /// The place is a new customer's.
    #[inline(never)]
    pub(super) fn begin(&mut self, place: u32) {
        let place = place as usize;
        if self.slots.len() <= place {
            self.slots.resize(place + 1, EMPTY);
        }
        self.forget(self.slots[place].history);
        self.slots[place] = EMPTY;
    }

    /// Brings the slots of places that are asked for next near the processor: their ways from memory overlap here, and would
    /// be waited for one by one otherwise.
    pub(super) fn fetch(&self, places: impl Iterator<Item = u32>) {
        let touched = places.fold(0, |sum, place| sum ^ self.slots.get(place as usize).map_or(0, |slot| slot.last));
        std::hint::black_box(touched);
    }

    /// The customer wrote (or called) at `at`; instants never go back.
    #[inline]
    pub(super) fn inbound(&mut self, place: u32, at: Instant) {
        let found = place as usize;
        let slot = &mut self.slots[found];
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
    pub(super) fn last(&self, place: u32, sent_at: Instant) -> Instant {
        let slot = &self.slots[place as usize];
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Against a list of all incoming instants.
        #[test]
        fn agrees_with_a_list(
            steps in prop::collection::vec((0u32..6, 0i64..5, 0i64..20, any::<bool>(), 0u8..20), 1..200),
            delay in prop::sample::select(vec![0i64, 3, 19]),
        ) {
            let mut windows = Windows::new(delay);
            let (mut all, mut now): (Vec<(u32, i64)>, i64) = (Vec::new(), 0);
            for (place, pause, ago, inbound, fresh) in steps {
                now += pause;
                if fresh == 0 || windows.slots.len() <= place as usize {
                    windows.begin(place);
                    all.retain(|(p, _)| *p != place);
                }
                if inbound {
                    windows.inbound(place, now);
                    all.push((place, now));
                } else {
                    let sent = now - ago.min(delay);
                    let truth = all.iter().filter(|(p, t)| *p == place && *t <= sent).map(|x| x.1).max();
                    prop_assert_eq!(windows.last(place, sent), truth.unwrap_or(NEVER));
                }
            }
            prop_assert!(windows.histories.len() <= 6, "those of forgotten customers are used again");
        }
    }

    #[test]
    fn who_wrote_longer_ago_than_the_horizon_never_wrote() {
        let mut windows = Windows::new(0);
        windows.begin(0);
        windows.inbound(0, 5);
        assert_eq!(windows.last(0, 5 + HORIZON), 5);
        assert_eq!(windows.last(0, 6 + HORIZON), NEVER);
    }
}
