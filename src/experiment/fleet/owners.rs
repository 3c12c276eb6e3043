//! Which desks belong to one business.

use crate::engine::draws::Draws;
use crate::engine::law::CountSampler;
use crate::engine::purpose::Purpose;
use crate::scenario::CountLaw;

/// Key of the draws of businesses and of the places of their desks.
const BUSINESS: u64 = 0xde51_0f1e_e700_0002;

/// How desks are shared out to businesses.
#[derive(Clone, Debug)]
pub struct Owners {
    /// Desks of a business; none: each desk is one.
    law: Option<CountSampler>,
}

/// The desks of every business of a seed.
#[derive(Clone, Debug)]
pub struct Businesses {
    /// Desks, business after business; empty: business k is desk k.
    desks: Vec<u32>,
    /// Where each business begins, and one more; empty: each has one desk.
    first: Vec<u32>,
    /// How many there are.
    count: u32,
}

impl Owners {
    /// From `fleet.desks_per_business`.
    pub fn new(law: &CountLaw) -> Owners {
        Owners { law: (*law != CountLaw::Fixed(1)).then(|| CountSampler::new(law)) }
    }

    /// Does a business have several desks?
    pub fn several(&self) -> bool {
        self.law.is_some()
    }

    /// Desks are put into an order that is drawn, and businesses take theirs from the front, as many as each draws (the last
    /// one what is left); then they are sorted by their largest desk. The same in every variant and replication of a seed.
    pub fn of(&self, seed: u64, desks: u32) -> Businesses {
        let Some(law) = &self.law else {
            return Businesses { desks: Vec::new(), first: Vec::new(), count: desks };
        };
        let draws = Draws::new(seed, 0, u32::MAX);
        let place = |desk: u32| draws.entity(BUSINESS, u64::from(desk), 0).draw(Purpose::Owner, 0, 0).next_u64();
        let mut order: Vec<(u64, u32)> = (0..desks).map(|desk| (place(desk), desk)).collect();
        order.sort_unstable();
        let mut owned: Vec<Vec<u32>> = Vec::new();
        let mut left = order.as_slice();
        while !left.is_empty() {
            let mut draw = draws.entity(BUSINESS, owned.len() as u64, 0).draw(Purpose::Owner, 1, 0);
            let count = (law.sample_count(&mut draw) as usize).min(left.len());
            let mut own: Vec<u32> = left[..count].iter().map(|(_, desk)| *desk).collect();
            own.sort_unstable();
            owned.push(own);
            left = &left[count..];
        }
        owned.sort_unstable();
        let mut first = vec![0];
        first.extend(owned.iter().scan(0, |sum, own| {
            *sum += own.len() as u32;
            Some(*sum)
        }));
        Businesses { count: owned.len() as u32, desks: owned.into_iter().flatten().collect(), first }
    }
}

impl Businesses {
    /// How many there are.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The same businesses in another order: numbers of what is now business 0, 1, …
    pub(super) fn in_order(&self, order: &[u32]) -> Businesses {
        let desks = order.iter().flat_map(|business| self.desks(*business)).collect();
        let mut first = Vec::new();
        if !self.first.is_empty() {
            first.push(0);
            first.extend(order.iter().scan(0, |sum, business| {
                *sum += self.desks(*business).count() as u32;
                Some(*sum)
            }));
        }
        Businesses { desks, first, count: self.count }
    }

    /// The desks of a business, the largest first.
    pub fn desks(&self, business: u32) -> impl Iterator<Item = u32> + '_ {
        let (from, to) = match self.first.is_empty() {
            true => (business, business + 1),
            false => (self.first[business as usize], self.first[business as usize + 1]),
        };
        (from..to).map(|at| self.desks.get(at as usize).copied().unwrap_or(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every desk has one owner, owners are sorted by their largest desk, and a geometric law with mean 3 gives n / 3 of them:
    /// 30,000 desks, standard deviation of their number √(n/3 · 2/3) = 82; 5 of these are 410.
    #[test]
    fn every_desk_has_one_owner() {
        let owners = Owners::new(&CountLaw::Geometric { mean: 3.0 });
        let all = owners.of(1, 30_000);
        let mut desks: Vec<u32> =
            (0..all.count()).flat_map(|business| all.desks(business).collect::<Vec<_>>()).collect();
        let heads: Vec<u32> = (0..all.count()).filter_map(|business| all.desks(business).next()).collect();
        assert!(heads.windows(2).all(|pair| pair[0] < pair[1]));
        desks.sort_unstable();
        assert_eq!(desks, (0..30_000).collect::<Vec<_>>());
        assert!(all.count().abs_diff(10_000) < 410, "{}", all.count());
        // Which desks a business has is drawn: their numbers are no run.
        let runs = (0..all.count()).filter(|b| all.desks(*b).collect::<Vec<_>>().windows(2).any(|p| p[1] == p[0] + 1));
        assert!(runs.count() < 20);
    }

    #[test]
    fn one_desk_each_is_itself() {
        let all = Owners::new(&CountLaw::Fixed(1)).of(9, 5);
        assert_eq!((all.count(), all.desks(3).collect::<Vec<_>>()), (5, vec![3]));
        let pairs = Owners::new(&CountLaw::Fixed(2)).of(9, 5);
        assert_eq!((0..3).map(|business| pairs.desks(business).count()).sum::<usize>(), 5);
        assert_eq!(pairs.count(), 3);
    }
}
