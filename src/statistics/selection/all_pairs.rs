//! Differences of all pairs of systems, right together.

use super::super::interval::{Interval, bonferroni_level, student};
use super::super::problem::{Checks, InputError};
use super::{check_systems, variance, variance_of_difference};

/// Two systems compared on common replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairOfSystems {
    /// Index of the system that the difference is taken from.
    pub first: usize,
    /// Index of the system that is subtracted.
    pub second: usize,
    /// First minus second; its own level is the Bonferroni level, not the joint one.
    pub difference: Interval,
    /// (s₁² + s₂²) / s_D²: how many times more replications independent random numbers would need, as for
    /// [`paired`](super::super::paired()); `None` when the difference does not vary.
    pub variance_ratio: Option<f64>,
}

/// Paired Student intervals of all C = k(k−1)/2 differences, each at 1 − α/C, so that all hold together with probability
/// `level` = 1 − α (Bonferroni; Law, *Simulation Modeling and Analysis*, sec. 10.3.2). In order (0,1), (0,2), … (1,2), …
///
/// # Errors
/// Fewer than two systems or replications, systems of different length, numbers that are not finite, a level outside 0 to 1.
pub fn all_pairs(systems: &[Vec<f64>], level: f64) -> Result<Vec<PairOfSystems>, InputError> {
    check_systems(systems, 2).share("level", level).finish()?;
    let k = systems.len();
    let pairs = u32::try_from(k * (k - 1) / 2).unwrap_or(u32::MAX);
    let each = bonferroni_level(level, pairs);
    let own: Vec<f64> = systems.iter().map(|s| variance(s)).collect();
    let mut found = Vec::with_capacity(k * (k - 1) / 2);
    for first in 0..k {
        for second in first + 1..k {
            let (a, b) = (&systems[first], &systems[second]);
            let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
            let difference = student(&differences, each).ok_or_else(|| Checks::nothing("replications"))?;
            let joint = variance_of_difference(a, b);
            let variance_ratio = (joint > 0.0).then(|| (own[first] + own[second]) / joint);
            found.push(PairOfSystems { first, second, difference, variance_ratio });
        }
    }
    Ok(found)
}
