//! What a list of events must do to be measured here.
//!
//! All lists but the product's, which packs by itself, hold keys of 64 bits: time above, number of the entity below. A key is half as
//! large as a pair of time and number, one comparison orders it, and exact ties go to the lower number in every list.

/// Pending events of entities numbered from 0, at most one event each.
pub trait EventList {
    /// An empty list for so many entities.
    fn new(entities: u32) -> Self;

    /// A new event, never earlier than the last one taken.
    fn push(&mut self, at: i64, entity: u32);

    /// Take the earliest event.
    fn pop(&mut self) -> Option<(i64, u32)>;

    /// The earliest event, moved to the time that `next` says: one hold.
    fn hold(&mut self, next: impl FnOnce(i64, u32) -> i64) -> Option<(i64, u32)> {
        let (at, entity) = self.pop()?;
        self.push(next(at, entity), entity);
        Some((at, entity))
    }
}

/// A priority queue of distinct keys.
pub trait Keys {
    /// An empty queue whose keys count so many units a microsecond.
    fn new(microsecond: u64) -> Self;

    /// A new key, never below the time of the last one taken.
    fn push(&mut self, key: u64);

    /// Take the lowest key.
    fn pop(&mut self) -> Option<u64>;

    /// The lowest key, changed to what `next` says.
    fn hold(&mut self, next: impl FnOnce(u64) -> u64) -> Option<u64> {
        let key = self.pop()?;
        self.push(next(key));
        Some(key)
    }
}

/// A queue of keys as a list of events.
pub struct Packed<K> {
    bits: u32,
    keys: K,
}

impl<K> Packed<K> {
    fn key(&self, at: i64, entity: u32) -> u64 {
        pack(self.bits, at, entity)
    }
}

impl<K: Keys> EventList for Packed<K> {
    fn new(entities: u32) -> Self {
        let bits = entities.next_power_of_two().trailing_zeros().max(1);
        Packed { bits, keys: K::new(1 << bits) }
    }

    #[inline]
    fn push(&mut self, at: i64, entity: u32) {
        self.keys.push(self.key(at, entity));
    }

    #[inline]
    fn pop(&mut self) -> Option<(i64, u32)> {
        self.keys.pop().map(|key| unpack(self.bits, key))
    }

    #[inline]
    fn hold(&mut self, next: impl FnOnce(i64, u32) -> i64) -> Option<(i64, u32)> {
        let bits = self.bits;
        let moved = |key| {
            let (at, entity) = unpack(bits, key);
            pack(bits, next(at, entity), entity)
        };
        self.keys.hold(moved).map(|key| unpack(bits, key))
    }
}

#[inline]
fn pack(bits: u32, at: i64, entity: u32) -> u64 {
    (at as u64).wrapping_shl(bits) | u64::from(entity)
}

#[inline]
fn unpack(bits: u32, key: u64) -> (i64, u32) {
    (key.wrapping_shr(bits) as i64, (key & (1u64.wrapping_shl(bits) - 1)) as u32)
}
