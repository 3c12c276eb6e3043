//! Clocks of the facts that come next, fetched before they are asked for.

use super::fold::Biller;
use crate::facts::Fact;

/// Facts whose clocks are fetched at once: their entries fit the second-level cache.
pub(super) const NEAR: usize = 1 << 8;

impl Biller {
    /// Touches the clocks of all these facts' customers. In a log each message is another customer's, and his clocks lie far
    /// away in memory: here their ways overlap, in the fold each would be waited for.
    fn fetch(&self, facts: &[Fact]) {
        let touch = |all: i64, fact: &Fact| {
            all ^ self.clocks.touch(&self.numbers[fact.head.number as usize], fact.head.customer)
        };
        std::hint::black_box(facts.iter().fold(0, touch));
    }

    /// [`crate::facts::Fold::block`] for facts of a log: fetches clocks some facts ahead. The bill is the same.
    pub fn log_block(&mut self, facts: &[Fact]) {
        self.log_block_with(facts, &mut |_, _| {});
    }

    /// [`Biller::block_with`] for facts of a log: fetches clocks some facts ahead. The bill is the same.
    pub fn log_block_with(&mut self, facts: &[Fact], sink: &mut impl FnMut(usize, super::Decision)) {
        for (at, near) in facts.chunks(NEAR).enumerate() {
            self.fetch(near);
            self.block_with(near, &mut |index, decision| sink(at * NEAR + index, decision));
        }
    }
}
