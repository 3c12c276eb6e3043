//! What was open when a tariff changed and the next one does not know: conversations of 2022 and of 2023 to 2025.
//!
//! No source says what the platform did with them. By default they end with their tariff. Read as `run on`, a message that an
//! open one makes free is still free by the tariff before; everything else is billed by the new one.

use super::clocks::Entries;
use super::fold::Biller;
use super::in_force::{BilledPart, Schedule};
use super::plan::{Part, Plan};
use super::settle::Outbound;
use super::spot::Recent;
use super::vocabulary::{CLASSES, Clocks, MESSAGES};
use crate::facts::{Book, Head, Instant};

impl Biller {
    /// The part that bills a message when `now` is in force: that before the change, if a clock of its own still runs and the
    /// message is free because of it.
    #[inline(never)]
    pub(super) fn still_free(&mut self, parts: &[BilledPart], head: &Head, out: &Outbound, now: usize) -> usize {
        let owners = self.numbers[head.number as usize];
        let (changed, ..) = self.schedule.span(owners.account as usize, head.at);
        if changed == Instant::MIN || out.class >= MESSAGES {
            return now;
        }
        let before = self.schedule.span(owners.account as usize, changed - 1).2 as usize;
        let gone = clocks(&parts[before]) & !clocks(&parts[now]);
        let running = self.clocks.state(&owners, head.customer, head.at, &mut Entries::none(out.last_in));
        if running.open & gone == 0 {
            return now;
        }
        let old = &*parts[before].fold;
        let class = parts[before].classes[head.country as usize * CLASSES + out.class] as usize;
        let action = |open: Clocks| {
            let state = class << old.bits | old.state(open, running.ran_out);
            &old.actions[old.table[state] as usize]
        };
        let (with, without) = (action(running.open), action(running.open & !gone));
        if with.pays || with == without {
            return now;
        }
        self.recent[head.number as usize * self.countries + head.country as usize] = Recent::default();
        before
    }
}

impl Plan {
    /// Does the tariff of any account change in `[from, to)` to one that does not know a clock of the one before? Only then it matters
    /// whether such clocks end or run on.
    pub fn loses_clocks(&self, book: &Book, from: Instant, to: Instant) -> bool {
        let schedule = Schedule::new(self, book);
        let own = |part: u16| self.parts.get(part as usize).map_or(&[][..], |p: &Part| p.fold.own.as_slice());
        (0..book.accounts.len()).any(|account| {
            let steps = schedule.between(account, from, to);
            steps.windows(2).any(|pair| own(pair[0].1).iter().any(|clock| !own(pair[1].1).contains(clock)))
        })
    }
}

/// The clocks of a part.
fn clocks(part: &BilledPart) -> Clocks {
    part.fold.own.iter().fold(0, |all, clock| all | 1 << clock)
}
