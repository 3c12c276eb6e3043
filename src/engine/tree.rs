//! The event list: a tournament tree over fixed leaves.
//!
//! Every entity that can have a next event owns a leaf; setting, moving and cancelling are the same walk from
//! leaf to root at addresses known in advance, so timers need neither handles nor lazy deletion. A key packs
//! (time, leaf) into 64 bits. Measured against heaps it is 2–3 times as fast at 100–10,000 leaves (Knuth, TAOCP 3,
//! 5.4.1 describes the tree of losers; this is the plain tree of winners, four to a match: half the levels of two).

/// A leaf without event.
const EMPTY: u64 = u64::MAX;
/// Entrants of a match.
const FOUR: usize = 4;
/// Parts of a large list, and the match that the first of their winners plays in: the third round from the final.
const PARTS: usize = 64;
const PARTS_FROM: usize = 5;
/// Matches from the leaf up that a new key may well win.
const OPEN_MATCHES: usize = 2;

/// Next events of up to `capacity` leaves. Times are microseconds from the start of the simulation.
///
/// A leaf bears its own number, or for the time of an event any other that no leaf bears beside it: whose events are few may lend
/// leaves to many entities, so that the list stays small.
#[derive(Debug)]
pub struct EventTree {
    /// Entrants by match. `matches[0]` is the final; the winner of match m goes to place (m − 1) mod 4 of match (m − 1) / 4.
    matches: Vec<[u64; FOUR]>,
    /// Winner of the final.
    first: u64,
    /// The match that leaf 0 enters.
    entry: usize,
    size: usize,
    /// Numbers that leaves may bear: 2 to the power of this.
    bits: u32,
    /// The number's bits of a key.
    mask: u64,
    horizon: i64,
    /// The latest time that an event may have: the horizon, or what a key can hold if that is less.
    latest: i64,
}

impl EventTree {
    /// A tree with room for `leaves` leaves; events later than `horizon` never fire.
    ///
    /// With 2^b leaves a key has 64 − b bits of microseconds: 8.9 years at 65,536 leaves, 203 days at a million.
    pub fn new(leaves: usize, horizon: i64) -> EventTree {
        let size = leaves.next_power_of_two().max(2);
        EventTree::of(size, size.trailing_zeros(), horizon)
    }

    /// `size` leaves, a power of two, that bear numbers of so many bits.
    fn of(size: usize, bits: u32, horizon: i64) -> EventTree {
        let (mut entry, mut width) = (0, 1);
        while width * FOUR < size {
            entry += width;
            width *= FOUR;
        }
        let matches = vec![[EMPTY; FOUR]; entry + size.div_ceil(FOUR)];
        EventTree {
            matches,
            first: EMPTY,
            entry,
            size,
            bits,
            mask: (1 << bits) - 1,
            horizon,
            latest: horizon.min(reach(bits)),
        }
    }

    /// The latest time that a key can hold with the present number of leaves.
    pub fn reach(&self) -> i64 {
        reach(self.bits)
    }

    /// Number of leaves there is room for.
    pub fn capacity(&self) -> usize {
        self.size
    }

    /// How many numbers leaves may bear.
    pub fn numbers(&self) -> usize {
        1 << self.bits
    }

    /// Is an event at this time left out although it lies before the horizon? Without a horizon, keys with many numbers cannot hold all
    /// times.
    pub fn loses(&self, at: i64) -> bool {
        at > self.latest && at < self.horizon
    }

    /// Double the leaves, and the numbers if they are then too few. False if keys could then no longer hold the horizon.
    pub fn grow(&mut self) -> bool {
        if self.numbers() < self.size * 2 && !self.number_more() {
            return false;
        }
        let mut larger = EventTree::of(self.size * 2, self.bits, self.horizon);
        for (leaf, key) in self.matches[self.entry..].iter().flatten().enumerate() {
            if *key != EMPTY {
                larger.walk(leaf as u32, *key);
            }
        }
        *self = larger;
        true
    }

    /// Double the numbers. False if keys could then no longer hold the horizon.
    pub fn number_more(&mut self) -> bool {
        let bits = self.bits + 1;
        if self.horizon != i64::MAX && reach(bits) < self.horizon {
            return false;
        }
        let (before, mask, latest) = (self.bits, self.mask, self.horizon.min(reach(bits)));
        // The order of keys stays.
        let renumber = |key: u64| match (key >> before) as i64 {
            at if key == EMPTY || at > latest => EMPTY,
            at => (at as u64) << bits | key & mask,
        };
        self.matches.iter_mut().flatten().for_each(|key| *key = renumber(*key));
        self.first = renumber(self.first);
        (self.bits, self.mask, self.latest) = (bits, (1 << bits) - 1, latest);
        true
    }

    /// Set (or move) the next event of a leaf. Events after the horizon are the same as none.
    #[inline(always)]
    pub fn set(&mut self, leaf: u32, at: i64) {
        self.set_for(leaf, leaf, at);
    }

    /// Set (or move) the next event of a leaf, which bears this number as long as it has one.
    #[inline(always)]
    pub fn set_for(&mut self, leaf: u32, number: u32, at: i64) {
        debug_assert!(at >= 0 && (number as usize) < self.numbers());
        let key = if at > self.latest { EMPTY } else { (at as u64).wrapping_shl(self.bits) | u64::from(number) };
        self.walk(leaf, key);
    }

    /// After the event of a leaf, the number whose event is the first of the leaves around it, a 64th of all: it has just
    /// become one of the next few.
    #[inline(always)]
    pub fn follower(&self, leaf: u32) -> Option<u32> {
        // Rounds are of four: the leaves there would be room for are an even power of two.
        let rounds = self.size.trailing_zeros().div_ceil(2);
        let part = (leaf as usize * PARTS) >> (2 * rounds);
        let entrants = self.matches.get(PARTS_FROM + part / FOUR)?;
        let key = entrants[part % FOUR];
        (key != EMPTY).then_some((key & self.mask) as u32)
    }

    /// Cancel the event of a leaf.
    #[inline]
    pub fn clear(&mut self, leaf: u32) {
        self.walk(leaf, EMPTY);
    }

    /// Enter a key and play again, match by match, until a winner stays the same.
    ///
    /// Next event and next key hardly ever meet: above the lowest matches somebody else is earlier. Once `rivals`, the best
    /// of the others so far, has beaten the key, nothing above depends on it, so that a processor that guesses the branch
    /// goes on to the next event while it still works out the time of this one.
    #[inline(always)]
    fn walk(&mut self, leaf: u32, key: u64) {
        let mut at = Place { number: self.entry + leaf as usize / FOUR, place: leaf as usize % FOUR };
        let mut rivals = EMPTY;
        // The lowest matches are open: a branch would be guessed wrong half of the time.
        for _ in 0..OPEN_MATCHES {
            let others = at.enter(&mut self.matches, key.min(rivals));
            rivals = rivals.min(others);
            if at.number == 0 {
                self.first = key.min(rivals);
                return;
            }
            at = at.above();
        }
        if key < rivals {
            return self.win(at, key);
        }
        while at.holder(&self.matches) != rivals {
            rivals = rivals.min(at.enter(&mut self.matches, rivals));
            if at.number == 0 {
                self.first = rivals;
                return;
            }
            at = at.above();
        }
    }

    /// The rest of a walk with a key that has won so far.
    #[cold]
    fn win(&mut self, mut at: Place, key: u64) {
        let mut winner = key;
        loop {
            winner = winner.min(at.enter(&mut self.matches, winner));
            if at.number == 0 {
                self.first = winner;
                return;
            }
            at = at.above();
        }
    }

    /// The earliest event: (time, number of its leaf). Exact ties go to the lower number.
    #[inline]
    pub fn first(&self) -> Option<(i64, u32)> {
        let key = self.first;
        (key != EMPTY).then(|| (key.wrapping_shr(self.bits) as i64, (key & self.mask) as u32))
    }
}

/// A place in a match.
#[derive(Clone, Copy)]
struct Place {
    number: usize,
    place: usize,
}

impl Place {
    /// Who holds the place.
    #[inline]
    fn holder(self, matches: &[[u64; FOUR]]) -> u64 {
        matches[self.number][self.place % FOUR]
    }

    /// Put a key into the place; returns the best of the other three.
    #[inline]
    fn enter(self, matches: &mut [[u64; FOUR]], key: u64) -> u64 {
        let entrants = &mut matches[self.number];
        let place = self.place % FOUR;
        entrants[place] = key;
        entrants[place ^ 1].min(entrants[place ^ 2]).min(entrants[place ^ 3])
    }

    /// The place that the winner of this match takes.
    #[inline]
    fn above(self) -> Place {
        Place { number: (self.number - 1) / FOUR, place: (self.number - 1) % FOUR }
    }
}

/// The latest time of a key with so many bits of leaf.
fn reach(bits: u32) -> i64 {
    (u64::MAX >> bits.max(1)).min(i64::MAX as u64) as i64 - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a sorted list, with moves, cancels and growth.
    #[test]
    fn agrees_with_a_sorted_list() {
        let mut tree = EventTree::new(4, i64::MAX);
        let mut list: Vec<Option<i64>> = vec![None; 300];
        let mut x: u64 = 7;
        for step in 0..20_000u64 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let leaf = ((x >> 33) % 300) as usize;
            while leaf >= tree.capacity() {
                assert!(tree.grow());
            }
            if x.is_multiple_of(5) {
                tree.clear(leaf as u32);
                list[leaf] = None;
            } else {
                let at = ((x >> 20) % 5_000) as i64 + step as i64;
                tree.set(leaf as u32, at);
                list[leaf] = Some(at);
            }
            let expected = list.iter().enumerate().filter_map(|(l, t)| t.map(|t| (t, l as u32))).min();
            assert_eq!(tree.first(), expected);
        }
    }

    /// Leaves that are lent to ever more numbers, against a sorted list of the numbers.
    #[test]
    fn numbers_other_than_the_leaves_own() {
        let mut tree = EventTree::new(4, i64::MAX);
        let (mut spare, mut leaves) = (Vec::new(), 0u32);
        let mut list: Vec<Option<(i64, u32)>> = vec![None; 3_000];
        let mut x: u64 = 5;
        for step in 0..30_000u64 {
            x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let number = ((x >> 33) % (step / 10 + 1)) as usize;
            while number >= tree.numbers() {
                assert!(tree.number_more());
            }
            if let Some((_, leaf)) = list[number].take_if(|_| x % 3 < 2) {
                tree.clear(leaf);
                spare.push(leaf);
            } else {
                let leaf = list[number].map(|(_, leaf)| leaf).or_else(|| spare.pop()).unwrap_or_else(|| {
                    leaves += 1;
                    leaves - 1
                });
                while leaf as usize >= tree.capacity() {
                    assert!(tree.grow());
                }
                let at = ((x >> 20) % 3_000) as i64 + step as i64;
                tree.set_for(leaf, number as u32, at);
                list[number] = Some((at, leaf));
            }
            let expected = list.iter().enumerate().filter_map(|(n, e)| e.map(|(at, _)| (at, n as u32))).min();
            assert_eq!(tree.first(), expected);
            // The first of a part is among the numbers that have an event.
            let follower = tree.follower(leaves / 2);
            assert!(follower.is_none_or(|number| list[number as usize].is_some()));
        }
        assert!(tree.numbers() > tree.capacity(), "{} {}", tree.numbers(), tree.capacity());
    }

    /// Without a horizon nothing is refused, but what a key cannot hold is not left out silently.
    #[test]
    fn says_which_events_are_lost() {
        let mut tree = EventTree::new(2, i64::MAX);
        tree.set(0, i64::MAX);
        let last = tree.reach();
        tree.set(1, last);
        assert!(!tree.loses(i64::MAX) && !tree.loses(last));
        assert_eq!(tree.first(), Some((last, 1)));
        assert!(tree.number_more());
        assert!(tree.loses(last));
        assert_eq!(tree.first(), None);
        let mut tree = EventTree::new(8, i64::MAX);
        tree.set(0, tree.reach() + 1);
        assert!(tree.loses(tree.reach() + 1) && tree.first().is_none());
        let mut tree = EventTree::new(2, 100);
        tree.set(0, 101);
        assert!(!tree.loses(101), "the horizon forbids it");
    }

    #[test]
    fn refuses_to_grow_past_its_reach_and_ignores_what_lies_beyond_the_horizon() {
        // As long as the keys of this many leaves can hold the horizon, and no longer.
        let mut tree = EventTree::new(2, 1 << 50);
        while tree.grow() {
            assert!(tree.reach() >= 1 << 50);
        }
        assert!(tree.capacity() > 2 && tree.reach() >= 1 << 50 && tree.reach() >> 2 < 1 << 50);
        let mut small = EventTree::new(2, 100);
        small.set(0, 101);
        assert_eq!(small.first(), None);
        small.set(0, 100);
        assert_eq!(small.first(), Some((100, 0)));
    }
}
