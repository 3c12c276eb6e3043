//! The customer's last message at each number, over all his contacts.

/// Times by (customer, number): open addressing with a fixed hash, so the same bytes every time.
///
/// Only populations of stated size come here; they bound its memory. Where every contact is somebody new the time is
/// kept in the contact.
#[derive(Debug, Default)]
pub(super) struct LastIn {
    slots: Vec<Slot>,
    used: usize,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    customer: u64,
    at: i64,
    number: u16,
}

const FREE: Slot = Slot { customer: u64::MAX, at: 0, number: 0 };

impl LastIn {
    /// The last message, if there was one.
    #[inline]
    pub(super) fn get(&self, customer: u64, number: u16) -> Option<i64> {
        if self.slots.is_empty() {
            return None;
        }
        let slot = self.slots[self.find(customer, number)];
        slot.taken().then_some(slot.at)
    }

    /// The customer wrote at `at`.
    #[inline]
    pub(super) fn set(&mut self, customer: u64, number: u16, at: i64) {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let index = self.find(customer, number);
        self.used += !self.slots[index].taken() as usize;
        self.slots[index] = Slot { customer, number, at };
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
