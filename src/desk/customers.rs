//! The customer's last message at each number, over all his contacts.

use super::contact::NOT_YET;

/// Times by (customer, number): open addressing with a fixed hash, so the same bytes every time.
///
/// Only populations of stated size come here; they bound its memory. Where every contact is somebody new the time is
/// kept in the contact. A contact looks its place up once, when it begins: the table is larger than the caches.
#[derive(Debug, Default)]
pub(super) struct LastIn {
    slots: Vec<Slot>,
    /// By place; [`NOT_YET`]: never wrote.
    times: Vec<i64>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    customer: u64,
    place: u32,
    number: u16,
}

const FREE: Slot = Slot { customer: u64::MAX, place: 0, number: 0 };

impl LastIn {
    /// Where the times of this customer at this number are kept.
    pub(super) fn place(&mut self, customer: u64, number: u16) -> u32 {
        if self.times.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let index = self.find(customer, number);
        if !self.slots[index].taken() {
            self.slots[index] = Slot { customer, number, place: self.times.len() as u32 };
            self.times.push(NOT_YET);
        }
        self.slots[index].place
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

    #[inline]
    fn find(&self, customer: u64, number: u16) -> usize {
        let mask = self.slots.len() - 1;
        let hash = (customer ^ u64::from(number) << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut index = (hash >> 32) as usize & mask;
        while self.slots[index].taken() && (self.slots[index].customer, self.slots[index].number) != (customer, number)
        {
            index = (index + 1) & mask;
        }
        index
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        let old = std::mem::replace(&mut self.slots, vec![FREE; size]);
        for slot in old.into_iter().filter(Slot::taken) {
            let index = self.find(slot.customer, slot.number);
            self.slots[index] = slot;
        }
    }
}

impl Slot {
    #[inline]
    fn taken(&self) -> bool {
        self.customer != FREE.customer
    }
}
