//! Facts of a log: clocks of the facts that come next, fetched before they are asked for.

use super::decision::Decision;
use super::fold::Biller;
use crate::facts::{Fact, Place};
use crate::units::DAY;

/// Facts whose clocks are fetched at once: their entries fit the second-level cache.
const NEAR: usize = 1 << 8;

/// Within this time no place changes its customer: it does so after 400 days of silence.
const SAFE: i64 = 300 * DAY;

impl Biller {
    /// [`crate::facts::Fold::block`] for facts of a log: fetches clocks some facts ahead. The bill is the same.
    ///
    /// `places`: of the facts, if the log knows them, else empty; the same for all blocks of a log. Clocks of a customer at a
    /// number are then kept in order of places instead of by his name, which takes a third of the memory.
    pub fn log_block(&mut self, facts: &[Fact], places: &[Place]) {
        self.log_block_with(facts, places, &mut |_, _| {});
    }

    /// [`Biller::block_with`] for facts of a log: fetches clocks some facts ahead. The bill is the same.
    pub fn log_block_with(&mut self, facts: &[Fact], places: &[Place], sink: &mut impl FnMut(usize, Decision)) {
        if !facts.is_empty() && places.len() == facts.len() && self.clocks.keep_by_place() {
            return self.placed(facts, places, sink);
        }
        for (at, near) in facts.chunks(NEAR).enumerate() {
            self.fetch(near);
            self.block_with(near, &mut |index, decision| sink(at * NEAR + index, decision));
        }
    }

    /// Touches the clocks of all these facts' customers. In a log each message is another customer's, and his clocks lie far
    /// away in memory: here their ways overlap, in the fold each would be waited for.
    fn fetch(&self, facts: &[Fact]) {
        let touch = |all: i64, fact: &Fact| {
            all ^ self.clocks.touch(&self.numbers[fact.head.number as usize], fact.head.customer)
        };
        std::hint::black_box(facts.iter().fold(0, touch));
    }

    /// Facts with their places.
    fn placed(&mut self, facts: &[Fact], places: &[Place], sink: &mut impl FnMut(usize, Decision)) {
        let mut done = 0;
        while done < facts.len() {
            let begin = facts[done].head.at;
            let near = facts[done..].iter().take(NEAR).take_while(|f| f.head.at - begin < SAFE).count();
            let (near, own) = (&facts[done..done + near], &places[done..done + near]);
            for (fact, place) in near.iter().zip(own).filter(|(_, place)| place.fresh()) {
                self.clocks.begin(*place, u32::from(fact.head.number));
            }
            std::hint::black_box(own.iter().fold(0, |all, place| all ^ self.clocks.touch_place(*place)));
            self.take::<true>(near, own, &mut |index, decision| sink(done + index, decision));
            done += near.len();
        }
    }
}
