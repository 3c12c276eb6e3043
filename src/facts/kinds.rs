//! Facts by kind, without a branch on it.
//!
//! Which kind comes next in a block is chance, so a processor that guesses it is wrong every other time, and a wrong guess
//! costs as much as all a fold does with a fact. Here the kind is an index; folds then go through places of one kind.

use super::{Body, Entry, Fact, Network};

/// Facts looked at at once; longer blocks are cut.
pub const CUT: usize = 256;

/// Number of kinds of fact.
pub const KINDS: usize = 7;

impl Body {
    /// Which kind: the place of the variant in the order of declaration, from 0. The order makes it the tag itself, not a jump.
    #[inline(always)]
    pub fn kind(&self) -> usize {
        match self {
            Body::MessageIn { .. } => 0,
            Body::MessageOut { .. } => 1,
            Body::CallStarted { .. } => 2,
            Body::CallEnded { .. } => 3,
            Body::TurnLost { .. } => 4,
            Body::ContactOpened { .. } => 5,
            Body::ContactClosed { .. } => 6,
        }
    }
}

/// A set of kinds of fact. Customers' messages through ads, and what calls on the platform leave, are kinds of their own
/// here: some price lists start a clock by them and by nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    /// No kind.
    pub const NONE: Kinds = Kinds(0);
    /// Every kind.
    pub const ALL: Kinds = Kinds(u16::MAX);
    /// Messages of customers, those through ads too.
    pub const MESSAGES_IN: Kinds = Kinds(1 | AD);
    /// Messages of customers through ads.
    pub const ADS: Kinds = Kinds(AD);
    /// Messages of the business.
    pub const MESSAGES_OUT: Kinds = Kinds(1 << 1);
    /// Beginnings and ends of calls on the platform.
    pub const PLATFORM_CALLS: Kinds = Kinds(PLATFORM);

    /// Those of either.
    pub const fn with(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Is this fact of one of them?
    #[inline(always)]
    pub fn has(self, body: &Body) -> bool {
        let own = match body {
            Body::MessageIn { entry: Entry::Ad, .. } => AD,
            Body::CallStarted { network: Network::Platform, .. }
            | Body::CallEnded { network: Network::Platform, .. } => PLATFORM,
            body => 1 << body.kind(),
        };
        self.0 & own != 0
    }
}

/// Messages through ads.
const AD: u16 = 1 << KINDS;
/// Calls on the platform.
const PLATFORM: u16 = 1 << (KINDS + 1);

/// Places of facts by list; each kind goes to one list. `LISTS` is a power of two, so that no index needs a check.
#[derive(Debug)]
pub struct Places<const LISTS: usize> {
    places: [[u8; CUT]; LISTS],
    counts: [usize; LISTS],
}

impl<const LISTS: usize> Places<LISTS> {
    /// Empty lists.
    pub fn new() -> Self {
        Places { places: [[0; CUT]; LISTS], counts: [0; LISTS] }
    }

    /// Sorts the first [`CUT`] facts; `list_of` tells the list of each kind (in the order of [`Body::kind`]). Returns how many
    /// stand in the last list.
    #[inline(always)]
    pub fn sort(&mut self, facts: &[Fact], list_of: &[u8; KINDS]) -> usize {
        self.counts = [0; LISTS];
        for (place, fact) in facts.iter().take(CUT).enumerate() {
            let list = usize::from(list_of[fact.body.kind()]) % LISTS;
            let count = self.counts[list];
            self.places[list][count % CUT] = place as u8;
            self.counts[list] = count.wrapping_add(1);
        }
        self.counts[LISTS - 1]
    }

    /// The place of this number in a list.
    #[inline(always)]
    pub fn at(&self, list: usize, number: usize) -> usize {
        usize::from(self.places[list][number % CUT])
    }

    /// The places in a list, in order.
    #[inline(always)]
    pub fn of(&self, list: usize) -> impl Iterator<Item = usize> + '_ {
        self.places[list][..self.counts[list].min(CUT)].iter().map(|place| usize::from(*place))
    }
}

impl<const LISTS: usize> Default for Places<LISTS> {
    fn default() -> Self {
        Places::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{FactId, Head, Part};

    #[test]
    fn every_fact_stands_once_and_in_order() {
        let head = Head { at: 0, customer: 0, id: FactId::default(), number: 0, country: 0, part: Part::Run };
        let lost = Fact { head, body: Body::TurnLost { wait: 1 } };
        let began =
            Fact { head, body: Body::CallStarted { wait: 1, network: crate::facts::Network::Phone, outbound: false } };
        let facts: Vec<Fact> = (0..CUT).map(|i| if i % 3 == 0 { lost } else { began }).collect();
        let mut places = Places::<2>::new();
        places.sort(&facts, &[0, 0, 0, 0, 1, 0, 0]);
        assert!(places.of(1).eq((0..CUT).step_by(3)));
        assert!(places.of(0).eq((0..CUT).filter(|i| i % 3 != 0)));
        places.sort(&facts[..1], &[0; KINDS]);
        assert_eq!((places.of(0).count(), places.of(1).count()), (1, 0));
    }
}
