//! What a fold leaves: integer counts by month, number, country and item of the plan. They add up in any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calendar::Month;
use super::plan::Plan;

/// Bins of the histogram by hours since the customer's last message: 0 to 167, and 168 = later or never.
pub const AGE_BINS: usize = 169;

/// Units of a bill, without amounts. Merging is exact, associative and commutative.
///
/// Counts fit every plan with the same [`fingerprint`](super::Plan::fingerprint).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub(super) fingerprint: String,
    /// Sorted by key, no zeros.
    pub(super) cells: Vec<(Key, u64)>,
    not_accepted: u64,
    free_ages: Vec<u64>,
    billed_ages: Vec<u64>,
}

/// The country of lines that no message brings: fees.
pub(super) const NO_COUNTRY: u16 = u16::MAX;

/// Where a unit was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Key {
    pub(super) month: Month,
    pub(super) number: u16,
    pub(super) country: u16,
    pub(super) cell: u16,
}

/// Counts of two plans that count differently cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("counts of different plans cannot be merged: their fingerprints differ")]
pub struct Mismatch;

impl Counts {
    pub(super) fn new(fingerprint: String, cells: Vec<(Key, u64)>, not_accepted: u64, ages: [Vec<u64>; 2]) -> Counts {
        let [free_ages, billed_ages] = ages;
        Counts { fingerprint, cells, not_accepted, free_ages, billed_ages }
    }

    /// Counts of a plan to which others can be added.
    pub fn none(plan: &Plan) -> Counts {
        let ages = || vec![0; AGE_BINS];
        Counts::new(plan.fingerprint.clone(), Vec::new(), 0, [ages(), ages()])
    }

    /// Adds the counts of another replication, shard or desk.
    ///
    /// The tiers of a business are exact only if all its numbers were billed by one fold, since each fold starts its ladders
    /// at 0, or if its folds were [`rate_together`](super::rate_together) before.
    ///
    /// # Errors
    /// [`Mismatch`] if the two were counted under plans with different fingerprints; nothing is added then.
    pub fn merge(&mut self, other: &Counts) -> Result<(), Mismatch> {
        if self.fingerprint != other.fingerprint {
            return Err(Mismatch);
        }
        let mut all: BTreeMap<Key, u64> = self.cells.iter().copied().collect();
        for (key, units) in &other.cells {
            *all.entry(*key).or_default() += units;
        }
        self.cells = all.into_iter().collect();
        self.not_accepted += other.not_accepted;
        add(&mut self.free_ages, &other.free_ages);
        add(&mut self.billed_ages, &other.billed_ages);
        Ok(())
    }

    /// Units of one cell.
    pub(super) fn at(&self, key: Key) -> u64 {
        self.cells.binary_search_by_key(&key, |c| c.0).map_or(0, |i| self.cells[i].1)
    }

    /// Messages of agents and bot that were free, by whole hours from the customer's last message to sending.
    /// [`AGE_BINS`] bins; the last one is everything later, and messages to customers who never wrote.
    pub fn free_by_age(&self) -> &[u64] {
        &self.free_ages
    }

    /// The same for messages that a paying rule decided and no quota covered.
    pub fn billed_by_age(&self) -> &[u64] {
        &self.billed_ages
    }

    /// Messages that were delivered although this tariff does not accept them: 0 if it was in force while they were sent.
    pub fn not_accepted(&self) -> u64 {
        self.not_accepted
    }
}

fn add(to: &mut [u64], other: &[u64]) {
    to.iter_mut().zip(other).for_each(|(a, b)| *a += b);
}
