//! Agents by when they are free: a tournament that is played again from an agent's place up.
//!
//! Only whoever is free first is ever asked for. So no branch depends on who wins, and since each bracket has a fixed size, its
//! rounds are written out one after another without a check of any place.

/// Entrants of a bracket.
const ENTRANTS: usize = 32;
/// Rounds of a bracket.
const ROUNDS: u32 = ENTRANTS.trailing_zeros();

/// `keys[1]` is the winner, `keys[n]` that of `keys[2n]` and `keys[2n + 1]`; the second half enters.
#[derive(Clone, Debug)]
struct Bracket([u64; 2 * ENTRANTS]);

impl Bracket {
    /// Enter a key and play again, round by round; returns who wins.
    #[inline(always)]
    fn enter(&mut self, entrant: u32, key: u64) -> u64 {
        let Bracket(keys) = self;
        let mut at = ENTRANTS | (entrant as usize % ENTRANTS);
        let mut best = key;
        keys[at] = key;
        for _ in 0..ROUNDS {
            best = best.min(keys[at ^ 1]);
            at /= 2;
            keys[at] = best;
        }
        best
    }
}

/// The agents. A key is the time when one is free, followed by his number.
#[derive(Debug)]
pub(super) struct Agents {
    /// Brackets that agents enter, and in which their winners play on.
    lowest: Vec<Bracket>,
    upper: Vec<Vec<Bracket>>,
    first: u64,
    bits: u32,
}

impl Agents {
    /// So many agents, none of them there yet.
    pub(super) fn new(most: usize) -> Agents {
        let brackets = |entrants: usize| vec![Bracket([u64::MAX; 2 * ENTRANTS]); entrants.div_ceil(ENTRANTS)];
        let lowest = brackets(most);
        let mut upper: Vec<Vec<Bracket>> = Vec::new();
        let mut winners = lowest.len();
        while winners > 1 {
            upper.push(brackets(winners));
            winners = winners.div_ceil(ENTRANTS);
        }
        Agents { lowest, upper, first: u64::MAX, bits: bits(most) }
    }

    /// Times that keys of so many agents can hold end here: 8.9 years for 65,535.
    pub(super) fn reach(most: usize) -> i64 {
        (u64::MAX >> bits(most)) as i64 - 1
    }

    /// When somebody is free, and who; later than [`Agents::reach`] if nobody is ever again.
    #[inline(always)]
    pub(super) fn first(&self) -> (i64, u32) {
        let agent = (self.first & !u64::MAX.wrapping_shl(self.bits)) as u32;
        (self.first.wrapping_shr(self.bits) as i64, agent)
    }

    /// The agent is free at `at`, which must not be later than [`Agents::reach`].
    #[inline(always)]
    pub(super) fn is_busy_until(&mut self, agent: u32, at: i64) {
        self.enter(agent, (at as u64).wrapping_shl(self.bits) | u64::from(agent));
    }

    /// The agent takes nothing up any more.
    #[cold]
    pub(super) fn is_never_free(&mut self, agent: u32) {
        self.enter(agent, u64::MAX);
    }

    #[inline(always)]
    fn enter(&mut self, agent: u32, key: u64) {
        let Some(bracket) = self.lowest.get_mut(agent as usize / ENTRANTS) else { return };
        let winner = bracket.enter(agent, key);
        if self.upper.is_empty() { self.first = winner } else { self.play_on(agent, winner) }
    }

    /// The winner of a bracket plays on against those of others.
    #[inline(never)]
    fn play_on(&mut self, agent: u32, mut winner: u64) {
        let mut entrant = agent / ENTRANTS as u32;
        for round in &mut self.upper {
            winner = round[entrant as usize / ENTRANTS].enter(entrant, winner);
            entrant /= ENTRANTS as u32;
        }
        self.first = winner;
    }
}

/// Bits of an agent's number.
fn bits(most: usize) -> u32 {
    most.next_power_of_two().trailing_zeros().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against a list that is searched, for one bracket and for several rounds of them.
    #[test]
    fn who_is_free_first_is_found() {
        for most in [1usize, 2, 20, 64, 65, 5_000] {
            let mut agents = Agents::new(most);
            assert!(agents.first().0 > Agents::reach(most));
            let mut list = vec![0i64; most];
            (0..most as u32).for_each(|agent| agents.is_busy_until(agent, 0));
            let mut x: u64 = 3;
            for _ in 0..3_000 {
                let (at, agent) = agents.first();
                assert_eq!(at, *list.iter().min().unwrap());
                assert_eq!(at, list[agent as usize]);
                x = x.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                list[agent as usize] = at + (x >> 50) as i64;
                agents.is_busy_until(agent, list[agent as usize]);
            }
        }
    }

    #[test]
    fn who_is_never_free_is_not_found() {
        let mut agents = Agents::new(300);
        agents.is_busy_until(7, 5);
        agents.is_never_free(7);
        assert!(agents.first().0 > Agents::reach(300));
        agents.is_busy_until(299, Agents::reach(300) / 2);
        assert_eq!(agents.first(), (Agents::reach(300) / 2, 299));
    }
}
