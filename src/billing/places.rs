//! Running numbers of keys, with a short memory in front: messages of many numbers alternate, and a tree is long to walk.

use std::collections::BTreeMap;

/// Keys that know where they are remembered.
pub trait Key: Copy + Ord {
    /// Bits in which neighbouring keys differ.
    fn bits(&self) -> u64;
}

impl Key for (i32, u16, u16, u16) {
    #[inline]
    fn bits(&self) -> u64 {
        (self.0 as u64) << 48 ^ u64::from(self.1) << 32 ^ u64::from(self.2) << 16 ^ u64::from(self.3)
    }
}

impl Key for (i32, u16, u8) {
    #[inline]
    fn bits(&self) -> u64 {
        (self.0 as u64) << 32 ^ u64::from(self.1) << 8 ^ u64::from(self.2)
    }
}

impl Key for (u16, i32) {
    #[inline]
    fn bits(&self) -> u64 {
        (self.1 as u64) << 16 ^ u64::from(self.0)
    }
}

/// Places remembered; a power of two.
const MEMORY: usize = 1 << 11;

/// Keys numbered from 0 in order of discovery.
#[derive(Debug)]
pub struct Places<K> {
    index: BTreeMap<K, usize>,
    /// Key and number, by hash.
    memory: Vec<Option<(K, usize)>>,
}

impl<K: Key> Places<K> {
    /// None yet.
    pub fn new() -> Places<K> {
        Places { index: BTreeMap::new(), memory: vec![None; MEMORY] }
    }

    /// The number of a key that has one.
    #[inline]
    pub fn get(&mut self, key: K) -> Option<usize> {
        let place = (key.bits().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - MEMORY.ilog2())) as usize;
        if let Some((known, number)) = self.memory[place]
            && known == key
        {
            return Some(number);
        }
        let number = *self.index.get(&key)?;
        self.memory[place] = Some((key, number));
        Some(number)
    }

    /// Gives a new key the next number.
    pub fn add(&mut self, key: K) -> usize {
        let next = self.index.len();
        *self.index.entry(key).or_insert(next)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Keys and numbers in order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (K, usize)> + '_ {
        self.index.iter().map(|(key, number)| (*key, *number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_keys_than_the_memory_holds_keep_their_numbers() {
        let mut places = Places::new();
        let key = |i: usize| (i as u16 % 97, i as i32 / 97);
        for i in 0..5 * MEMORY {
            assert_eq!(places.get(key(i)), None);
            assert_eq!(places.add(key(i)), i);
        }
        for i in (0..5 * MEMORY).rev() {
            assert_eq!(places.get(key(i)), Some(i));
            assert_eq!(places.get(key(i)), Some(i), "again");
        }
        assert_eq!(places.iter().count(), places.len());
    }
}
