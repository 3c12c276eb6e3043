//! Which combination of words each row of a slice shows: rows with a known one need not be read word by word.

use super::columns::Column;

/// Combinations of the cells of some columns, numbered from 0 in order of their first row.
pub(super) struct Combinations {
    /// By row.
    pub(super) of: Vec<u32>,
    /// How many there are. Equal cells may have several numbers, one number stands for equal cells only.
    pub(super) count: usize,
}

impl Combinations {
    /// Numbers the combinations of `height` rows, column by column.
    pub(super) fn new<'a>(columns: impl Iterator<Item = &'a Column<'a>>, height: usize) -> Combinations {
        let (mut keys, mut below) = (vec![0u64; height], 1u64);
        let mut own = Vec::with_capacity(height);
        for column in columns {
            let count = number(&mut own, height, |i| column.bits(i));
            if count <= 1 {
                continue;
            }
            if below.checked_mul(count).is_none() {
                let dense = number_keys(&keys);
                below = dense.count as u64;
                keys.iter_mut().zip(&dense.of).for_each(|(key, of)| *key = u64::from(*of));
            }
            // Below 2^64, as was just made sure of: numbers of a slice's rows multiply to less than 2^40.
            keys.iter_mut().zip(&own).for_each(|(key, of)| *key = key.wrapping_mul(count).wrapping_add(u64::from(*of)));
            below *= count;
        }
        number_keys(&keys)
    }
}

fn number_keys(keys: &[u64]) -> Combinations {
    let mut of = Vec::with_capacity(keys.len());
    let count = number(&mut of, keys.len(), |i| u128::from(keys[i]));
    Combinations { of, count: count as usize }
}

/// Numbers by row of keys; returns how many numbers there are.
#[inline(always)]
fn number(of: &mut Vec<u32>, height: usize, key: impl Fn(usize) -> u128) -> u64 {
    of.clear();
    let first = if height > 0 { key(0) } else { 0 };
    let same = (0..height).take_while(|i| key(*i) == first).count();
    of.resize(same, 0);
    if same == height {
        return 1;
    }
    let mut table = Table::new(first);
    of.extend((same..height).map(|i| table.number(key(i))));
    u64::from(table.count)
}

/// Numbers of keys by order of discovery; bounded work a key, whatever the keys are.
struct Table {
    /// Key and 1 + number; 0 = empty.
    slots: Vec<(u128, u32)>,
    /// 64 − the logarithm of the slots.
    shift: u32,
    used: usize,
    count: u32,
}

/// Slots of a new table; a power of two.
const SMALLEST: usize = 64;
/// Slots looked at before a key gets a number of its own.
const NEAR: usize = 16;

impl Table {
    fn new(first: u128) -> Table {
        let mut table = Table { slots: vec![(0, 0); SMALLEST], shift: 64 - SMALLEST.ilog2(), used: 0, count: 0 };
        table.number(first);
        table
    }

    #[inline(always)]
    fn home(&self, key: u128) -> usize {
        let folded = (key as u64 ^ ((key >> 64) as u64).rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // The top bits of a product depend on all bits of its factors.
        (folded >> self.shift) as usize
    }

    #[inline(always)]
    fn number(&mut self, key: u128) -> u32 {
        let home = self.home(key);
        let (known, number) = self.slots[home];
        if known == key && number > 0 { number - 1 } else { self.further(key, home) }
    }

    #[inline(never)]
    fn further(&mut self, key: u128, home: usize) -> u32 {
        let mask = self.slots.len() - 1;
        for at in (home..home + NEAR).map(|at| at & mask) {
            match self.slots[at] {
                (_, 0) => {
                    self.count += 1;
                    self.slots[at] = (key, self.count);
                    self.used += 1;
                    if self.used * 4 > self.slots.len() {
                        self.grow();
                    }
                    return self.count - 1;
                }
                (known, number) if known == key => return number - 1,
                _ => {}
            }
        }
        // Crowded, by chance or on purpose: the key is not kept, and its next row will get another number.
        self.count += 1;
        self.count - 1
    }

    fn grow(&mut self) {
        let larger = vec![(0, 0); self.slots.len() * 2];
        let full = std::mem::replace(&mut self.slots, larger);
        self.shift -= 1;
        let mask = self.slots.len() - 1;
        self.used = 0;
        for slot in full.into_iter().filter(|slot| slot.1 > 0) {
            let home = self.home(slot.0);
            if let Some(free) = (home..home + NEAR).map(|at| at & mask).find(|at| self.slots[*at].1 == 0) {
                self.slots[free] = slot;
                self.used += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Rows of one number have equal keys, and ordinary keys have one number each.
    #[test]
    fn numbers_stand_for_equal_keys() {
        for distinct in [1u64, 2, 40, 5_000] {
            let keys: Vec<u64> = (0..20_000u64).map(|i| (i * i + 7) % distinct * 0x1_0001).collect();
            let numbered = number_keys(&keys);
            let mut by_number = BTreeMap::new();
            for (key, number) in keys.iter().zip(&numbered.of) {
                assert_eq!(by_number.entry(number).or_insert(key), &key);
            }
            assert_eq!(by_number.len(), numbered.count);
            let really: std::collections::BTreeSet<_> = keys.iter().collect();
            assert!(numbered.count >= really.len() && numbered.count <= really.len() * 11 / 10, "{distinct}");
        }
    }

    /// Keys made to fall into one place cost more numbers, never wrong ones.
    #[test]
    fn crowded_keys_are_never_confused() {
        // The hash multiplies by an odd number: multiples of its inverse come to small products, all in place 0.
        let inverse =
            (0..6).fold(1u64, |x, _| x.wrapping_mul(2u64.wrapping_sub(x.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        let keys: Vec<u64> = (0..4_000u64).map(|i| inverse.wrapping_mul(i % 100)).collect();
        let numbered = number_keys(&keys);
        let mut by_number = BTreeMap::new();
        for (key, number) in keys.iter().zip(&numbered.of) {
            assert_eq!(by_number.entry(number).or_insert(key), &key);
        }
        assert!(numbered.count > 1_000, "the keys were to be crowded");
    }
}
