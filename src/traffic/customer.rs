//! Who a contact is: a person of its population, known to the business or not, writing to one of its numbers.

use crate::engine::draws::{Draws, Entity, Threshold};
use crate::engine::purpose::Purpose;

/// Ids at and above this bit are one-time customers of unlimited populations.
const SOMEBODY_NEW: u64 = 1 << 63;
/// Bits of a person's number inside a population.
pub(super) const PERSON_BITS: u32 = 48;

/// The customer of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Stable over contacts, unique inside the desk: population index « 48 | number, or, in populations without a
    /// size, 2⁶³ | stream index « 32 | ordinal.
    pub id: u64,
}

impl Customer {
    /// May this customer come back with another need? Not in populations where every contact is somebody new.
    #[inline]
    pub fn recurs(self) -> bool {
        self.id < SOMEBODY_NEW
    }
}

/// The people of a population who live in one country.
#[derive(Clone, Debug)]
pub struct People {
    /// Hash of population and country.
    key: u64,
    /// Id of the first of them (or of the stream's first contact).
    first: u64,
    /// How many; `None`: every contact is somebody new.
    count: Option<u64>,
    /// Had contact before.
    known: Threshold,
}

impl People {
    /// `part` of the numbered persons of a population.
    pub(super) fn living(key: u64, population: u16, part: (u64, u64), known: Threshold) -> People {
        People { key, first: (u64::from(population) << PERSON_BITS) + part.0, count: Some(part.1), known }
    }

    /// Each contact of a stream is a person of its own.
    pub(super) fn somebody_new(stream: u16, known: Threshold) -> People {
        People { key: 0, first: SOMEBODY_NEW | u64::from(stream) << 32, count: None, known }
    }

    /// A part of them, at least one; whose ids begin at the same place.
    pub fn part(&self, share: f64) -> People {
        let count = self.count.map(|count| ((count as f64 * share).round() as u64).max(1));
        People { count, ..self.clone() }
    }

    /// The customer of the contact `contact`, generation 0 of this `ordinal`; repeats pass the same two.
    #[inline]
    pub fn customer(&self, contact: Entity, ordinal: u32) -> Customer {
        let id = match self.count {
            Some(count) => self.first + contact.draw(Purpose::Customer, 0, 0).below(count),
            None => self.first | u64::from(ordinal),
        };
        Customer { id }
    }

    /// The first id of populations in which every contact is somebody new: contact n of the stream is this id with n in its
    /// low half. `None` where persons are numbered.
    pub fn new_each_time(&self) -> Option<u64> {
        self.count.is_none().then_some(self.first)
    }

    /// Had the customer of this contact contact before, or opted in? A property of the person, the same at every contact.
    pub fn is_known(&self, draws: Draws, contact: Entity, customer: u64) -> bool {
        let person = match self.count {
            Some(_) => draws.entity(self.key, customer.wrapping_sub(self.first), 0),
            None => contact,
        };
        person.draw(Purpose::Known, 0, 0).under(self.known)
    }
}

/// Splits a population of `size` over countries by cumulated shares: (offset of the first person, persons).
///
/// Nobody is lost or counted twice; a country with a share but less than one person gets one, so that its
/// contacts have somebody behind them (the population then exceeds its size by at most the number of countries).
pub(super) fn split(size: u64, shares: &[(u16, f64)]) -> Vec<(u64, u64)> {
    let mut sum = 0.0;
    let mut next = 0;
    let mut parts = Vec::with_capacity(shares.len());
    for (_, share) in shares {
        sum += share;
        let end = ((size as f64 * sum).round() as u64).max(next + 1);
        parts.push((next, end - next));
        next = end;
    }
    parts
}

/// Chooses the business number of a contact by its share.
#[derive(Clone, Debug, Default)]
pub struct NumberShare {
    /// Cumulated shares of all but the last.
    upto: Vec<Threshold>,
    /// A customer who may come back keeps his number.
    sticky: bool,
}

/// Key of the entities by which customers keep their numbers.
const KEEPS: u64 = 0x6e75_6d62_6572_2e31;

impl NumberShare {
    pub(super) fn new(shares: &[f64], sticky: bool) -> NumberShare {
        let mut sum = 0.0;
        let upto = shares.iter().take(shares.len().saturating_sub(1));
        NumberShare {
            sticky,
            upto: upto
                .map(|share| {
                    sum += share;
                    Threshold::new(sum)
                })
                .collect(),
        }
    }

    /// Index of the number that this contact (generation 0) of a customer writes to.
    #[inline]
    pub fn number(&self, draws: Draws, contact: Entity, customer: Customer) -> u16 {
        if self.upto.is_empty() {
            return 0;
        }
        let who = match self.sticky && customer.recurs() {
            true => draws.entity(KEEPS, customer.id, 0),
            false => contact,
        };
        let bits = who.draw(Purpose::Number, 0, 0).next_u64();
        self.upto.partition_point(|upto| !upto.holds(bits)) as u16
    }
}
