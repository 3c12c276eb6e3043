//! Places: where what is known of a customer at a number lies, for folds over a log.

/// The place of a fact's customer at its number, among those alive: folds keep what they know of him in plain vectors. A place
/// whose customer is long silent is given to another one; the fact says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u32);

/// The place is a new customer's from this fact on.
const FRESH: u32 = 1 << 31;

impl Place {
    /// A place below 2^31.
    pub fn new(index: u32, fresh: bool) -> Place {
        Place(index & !FRESH | if fresh { FRESH } else { 0 })
    }

    /// Its index, from 0.
    #[inline(always)]
    pub fn index(self) -> u32 {
        self.0 & !FRESH
    }

    /// Is this the first fact of a customer of whom nothing is known?
    #[inline(always)]
    pub fn fresh(self) -> bool {
        self.0 & FRESH != 0
    }
}
