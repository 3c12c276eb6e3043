//! What is remembered of a (number, customer) for a while: an open-addressing table in two generations.
//!
//! Every `keeps` of the log's time the older generation is handed out and dropped, so the table follows what is alive and
//! not the log's length. Nothing depends on addresses or hash seeds.

use crate::facts::Instant;

/// Slots of a new table; a power of two.
const SMALLEST: usize = 64;

/// A customer at a number.
pub type Pair = (u16, u64);

/// Values by pair; untouched ones leave after at least `keeps` and at most twice that.
#[derive(Clone, Debug)]
pub struct Pairs<T> {
    young: Table<T>,
    old: Table<T>,
    keeps: i64,
    turns: Option<Instant>,
}

#[derive(Clone, Debug)]
struct Table<T> {
    slots: Vec<Option<(Pair, T)>>,
    used: usize,
}

impl<T> Table<T> {
    fn new() -> Table<T> {
        Table { slots: Vec::new(), used: 0 }
    }

    /// Slot of a pair, or the free slot where it belongs; the table must have a free slot.
    #[inline]
    fn slot(&self, pair: Pair) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = mix(pair) as usize & mask;
        while self.slots[at].as_ref().is_some_and(|(p, _)| *p != pair) {
            at = (at + 1) & mask;
        }
        at
    }

    fn take(&mut self, pair: Pair) -> Option<T> {
        if self.used == 0 {
            return None;
        }
        let at = self.slot(pair);
        let (_, value) = self.slots[at].take()?;
        self.used -= 1;
        self.close_gap(at);
        Some(value)
    }

    /// Moves up what a free slot would cut off from its place.
    fn close_gap(&mut self, gap: usize) {
        let mask = self.slots.len() - 1;
        let (mut gap, mut at) = (gap, (gap + 1) & mask);
        while let Some((pair, _)) = &self.slots[at] {
            let home = mix(*pair) as usize & mask;
            if (at.wrapping_sub(home) & mask) >= (at.wrapping_sub(gap) & mask) {
                self.slots.swap(gap, at);
                gap = at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        if (self.used + 1) * 4 <= self.slots.len() * 3 {
            return;
        }
        let size = (self.slots.len() * 2).max(SMALLEST);
        let full = std::mem::replace(&mut self.slots, (0..size).map(|_| None).collect());
        for (pair, value) in full.into_iter().flatten() {
            let at = self.slot(pair);
            self.slots[at] = Some((pair, value));
        }
    }
}

#[inline]
fn mix((number, customer): Pair) -> u64 {
    let mut z = customer ^ u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl<T> Pairs<T> {
    /// An empty table that keeps untouched values at least so many microseconds.
    pub fn new(keeps: i64) -> Pairs<T> {
        Pairs { young: Table::new(), old: Table::new(), keeps: keeps.max(1), turns: None }
    }

    /// The clock moves on: values untouched for at least `keeps` are handed to `gone`.
    #[inline]
    pub fn tick(&mut self, now: Instant, gone: impl FnMut(Pair, T)) {
        match self.turns {
            Some(at) if now < at => {}
            Some(_) => self.turn(now, gone),
            None => self.turns = Some(now.saturating_add(self.keeps)),
        }
    }

    fn turn(&mut self, now: Instant, mut gone: impl FnMut(Pair, T)) {
        let old = std::mem::replace(&mut self.old, std::mem::replace(&mut self.young, Table::new()));
        old.slots.into_iter().flatten().for_each(|(pair, value)| gone(pair, value));
        self.turns = Some(now.saturating_add(self.keeps));
    }

    /// The value of a pair, made if there is none.
    #[inline]
    pub fn entry(&mut self, pair: Pair, fresh: impl FnOnce() -> T) -> &mut T {
        self.young.grow();
        let at = self.young.slot(pair);
        self.young.used += self.young.slots[at].is_none() as usize;
        let old = &mut self.old;
        let slot = &mut self.young.slots[at];
        &mut slot.get_or_insert_with(|| (pair, old.take(pair).unwrap_or_else(fresh))).1
    }

    /// Reads the places of pairs that are asked for next, without using them: their ways from memory overlap here, and would
    /// be waited for one by one otherwise.
    pub fn fetch(&self, pairs: impl Iterator<Item = Pair> + Clone) {
        let touch = |table: &Table<T>| {
            let mask = table.slots.len().wrapping_sub(1);
            let full = |pair| table.slots.get(mix(pair) as usize & mask).is_some_and(Option::is_some);
            pairs.clone().fold(false, |all, pair| all ^ full(pair))
        };
        std::hint::black_box(touch(&self.young) ^ touch(&self.old));
    }

    /// Takes the value of a pair out.
    #[inline]
    pub fn remove(&mut self, pair: Pair) -> Option<T> {
        self.young.take(pair).or_else(|| self.old.take(pair))
    }

    /// Everything that is left.
    pub fn drain(&mut self, mut gone: impl FnMut(Pair, T)) {
        for table in [&mut self.old, &mut self.young] {
            let full = std::mem::replace(table, Table::new());
            full.slots.into_iter().flatten().for_each(|(pair, value)| gone(pair, value));
        }
    }

    /// Pairs held now.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.young.used + self.old.used
    }

    /// Is there none?
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_holds_what_a_plain_map_holds_and_forgets_what_is_old() {
        let (mut pairs, mut plain) = (Pairs::new(100), BTreeMap::<Pair, u64>::new());
        let mut touched = BTreeMap::<Pair, i64>::new();
        let mut z = 7u64;
        for now in 0..50_000i64 {
            z = z.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let pair = ((z >> 60) as u16, (z >> 40) & 63);
            pairs.tick(now, |gone, value| {
                assert_eq!(plain.remove(&gone), Some(value));
                assert!(now - touched[&gone] >= 100, "{gone:?} left after {}", now - touched[&gone]);
            });
            if z >> 33 & 7 == 0 {
                assert_eq!(pairs.remove(pair), plain.remove(&pair));
            } else {
                *pairs.entry(pair, || 0) += 1;
                *plain.entry(pair).or_default() += 1;
                touched.insert(pair, now);
            }
            assert_eq!(pairs.len(), plain.len());
        }
        pairs.drain(|pair, value| assert_eq!(plain.remove(&pair), Some(value)));
        assert!(plain.is_empty() && pairs.is_empty());
    }
}
