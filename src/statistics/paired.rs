//! Differences between two variants that served the same customers (common random numbers).

use super::interval::{Interval, half_width};
use super::ratio::{Moments, Pair, covariance};

/// What a paired interval says, at its own level: no correction for the number of comparisons made beside it
/// (use [`bonferroni_level`](super::bonferroni_level) for that).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The variant is lower: the interval lies below zero.
    Lower,
    /// The variant is higher: the interval lies above zero.
    Higher,
    /// Zero lies inside the interval.
    NotDistinguishable,
    /// Nothing can be said: there is no interval.
    NoInterval,
}

impl Reading {
    /// `lower`, `higher`, `not distinguishable` or `no interval`.
    pub fn as_str(self) -> &'static str {
        match self {
            Reading::Lower => "lower",
            Reading::Higher => "higher",
            Reading::NotDistinguishable => "not distinguishable",
            Reading::NoInterval => "no interval",
        }
    }

    /// The reading of a difference.
    pub fn of(difference: &Interval) -> Reading {
        match (difference.lower, difference.upper) {
            (_, Some(upper)) if upper < 0.0 => Reading::Lower,
            (Some(lower), _) if lower > 0.0 => Reading::Higher,
            (None, None) => Reading::NoInterval,
            _ => Reading::NotDistinguishable,
        }
    }
}

/// Variant minus baseline, over common replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairedDifference {
    /// The difference of the two ratios of means.
    pub difference: Interval,
    /// (variance of the variant + variance of the baseline) / variance of the difference: how many times more
    /// replications independent customers would need. Below 1 the pairing hurts. `None` when the difference does not vary.
    pub variance_ratio: Option<f64>,
    /// The interval in words.
    pub reading: Reading,
}

/// Difference of two ratios of means, variant minus baseline, from the (numerator, denominator) pairs of both in each
/// common replication.
///
/// Delta method on the four means with all their covariances: the interval is Student's over the differences of what
/// each replication adds to its ratio. Replications where either denominator is empty are dropped. `None` if none is
/// left or the denominators of one side sum to zero; no bounds with one replication or when a mean denominator is not
/// distinguishable from zero (g ≥ 1, see [`ratio`](super::ratio())).
pub fn paired(common: &[(Pair, Pair)], level: f64) -> Option<PairedDifference> {
    let (variant, baseline) = both(common)?;
    let effects: Vec<f64> = variant.influence.iter().zip(&baseline.influence).map(|(a, b)| a - b).collect();
    let difference = interval(variant.ratio - baseline.ratio, &effects, [&variant, &baseline], level);
    let (own, joint) = (variance(&variant.influence) + variance(&baseline.influence), variance(&effects));
    let variance_ratio = if joint > 0.0 { Some(own / joint) } else { None };
    Some(PairedDifference { difference, variance_ratio, reading: Reading::of(&difference) })
}

/// The difference as one observation a replication, as [`linearised`](super::linearised) does for one ratio.
pub(super) fn effects(common: &[(Pair, Pair)]) -> Option<Vec<f64>> {
    let (variant, baseline) = both(common)?;
    let mean = variant.ratio - baseline.ratio;
    Some(variant.influence.iter().zip(&baseline.influence).map(|(a, b)| mean + a - b).collect())
}

/// Relative change of a ratio of means, variant / baseline − 1, over common replications; cases as in [`paired`], and
/// `None` when the baseline's ratio is zero.
pub fn relative_change(common: &[(Pair, Pair)], level: f64) -> Option<Interval> {
    let (variant, baseline) = both(common)?;
    if baseline.ratio == 0.0 {
        return None;
    }
    let change = variant.ratio / baseline.ratio;
    let effects: Vec<f64> =
        variant.influence.iter().zip(&baseline.influence).map(|(a, b)| (a - change * b) / baseline.ratio).collect();
    Some(interval(change - 1.0, &effects, [&variant, &baseline], level))
}

/// The moments of both sides over the replications where both have a denominator.
fn both(common: &[(Pair, Pair)]) -> Option<(Moments, Moments)> {
    let counted = || common.iter().filter(|(v, b)| v.1 != 0 && b.1 != 0);
    let variant: Vec<Pair> = counted().map(|c| c.0).collect();
    let baseline: Vec<Pair> = counted().map(|c| c.1).collect();
    Moments::new(&variant).zip(Moments::new(&baseline))
}

fn interval(mean: f64, effects: &[f64], sides: [&Moments; 2], level: f64) -> Interval {
    let known = sides.iter().all(|s| s.uncertainty(level).is_some_and(|g| g < 1.0));
    let squares: f64 = effects.iter().map(|e| e * e).sum();
    let half = if known { half_width(squares, effects.len(), level) } else { None };
    Interval::around(mean, half, level, effects.len())
}

fn variance(centred: &[f64]) -> f64 {
    covariance(centred, centred)
}
