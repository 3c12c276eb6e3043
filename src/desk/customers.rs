//! The customer's last message at each number, over all his contacts.

use super::contact::NOT_YET;

/// Times by (customer, number): open addressing with a fixed hash, so the same bytes every time.
///
/// Only populations of stated size come here; they bound its memory. Where every contact is somebody new the time is
/// kept in the contact. A contact looks its place up once, when it begins. Most find that their customer is new, so what
/// is searched is small enough for the second-level cache, and tells nearly all others apart alone.
#[derive(Debug, Default)]
pub(super) struct LastIn {
    /// [`FREE`], or a place in its lower bits and the hash in the others.
    slots: Vec<u32>,
    /// Customer and number by place.
    keys: Vec<(u64, u16)>,
    /// By place; [`NOT_YET`]: never wrote.
    times: Vec<i64>,
}

/// Slots laid out beforehand at most (16 MiB).
const MOST_ROOM: usize = 1 << 22;

/// A slot without a place.
const FREE: u32 = u32::MAX;

impl LastIn {
    /// With room for so many contacts, which mostly are as many customers: to grow later costs as much as to fill it.
    pub(super) fn with_room(contacts: f64) -> LastIn {
        let slots = ((contacts * 2.2) as usize).clamp(1024, MOST_ROOM).next_power_of_two();
        LastIn { slots: vec![FREE; slots], ..LastIn::default() }
    }

    /// Where the times of this customer at this number are kept.
    pub(super) fn place(&mut self, customer: u64, number: u16) -> u32 {
        if self.times.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let key = (customer, number);
        let (hash, places) = (hash(key), self.slots.len() - 1);
        let mut index = (hash >> 32) as usize & places;
        while self.slots[index] != FREE {
            let place = self.slots[index] as usize & places;
            if self.slots[index] == slot(hash, place, places) && self.keys[place] == key {
                return place as u32;
            }
            index = (index + 1) & places;
        }
        let place = self.times.len();
        self.slots[index] = slot(hash, place, places);
        self.keys.push(key);
        self.times.push(NOT_YET);
        place as u32
    }

    /// The last message; [`NOT_YET`] if there was none.
    #[inline]
    pub(super) fn get(&self, place: u32) -> i64 {
        self.times[place as usize]
    }

    /// The customer wrote at `at`.
    #[inline]
    pub(super) fn set(&mut self, place: u32, at: i64) {
        self.times[place as usize] = at;
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let places = size - 1;
        self.slots = vec![FREE; size];
        for (place, key) in self.keys.iter().enumerate() {
            let hash = hash(*key);
            let mut index = (hash >> 32) as usize & places;
            while self.slots[index] != FREE {
                index = (index + 1) & places;
            }
            self.slots[index] = slot(hash, place, places);
        }
    }
}

/// The upper half finds the slot, the lower one tells customers apart.
#[inline]
fn hash((customer, number): (u64, u16)) -> u64 {
    let product = u128::from(customer ^ u64::from(number) << 40) * 0x9E37_79B9_7F4A_7C15;
    (product as u64) ^ (product >> 64) as u64
}

/// A place below the mask, and the hash above it. No place reaches the mask, so no slot is [`FREE`].
#[inline]
fn slot(hash: u64, place: usize, places: usize) -> u32 {
    (hash as u32 & !(places as u32)) | place as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a sorted map, with customers who come again and several numbers.
    #[test]
    fn every_customer_has_a_time_at_each_number() {
        let mut times = LastIn::default();
        let mut map = std::collections::BTreeMap::new();
        let mut x: u64 = 9;
        for at in 0..40_000i64 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let key = (((x >> 40) % 9_000) | ((x >> 33 & 1) << 48), (x >> 60) as u16 % 3);
            let place = times.place(key.0, key.1);
            assert_eq!(times.get(place), map.get(&key).copied().unwrap_or(NOT_YET));
            times.set(place, at);
            map.insert(key, at);
        }
        assert_eq!(times.keys.len(), map.len());
    }
}
