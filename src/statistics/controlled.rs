//! Ratios of means and their paired differences, with the noise of known controls taken out.

use super::control_variates::{Control, Controlled, control_variates};
use super::paired::effects;
use super::ratio::{Pair, linearised};

/// A ratio of means with controls of mean 0 (arrivals beside their expectation), one row a control, one observation a replication:
/// [`control_variates`] on the linearised ratio. Of controls that say the same the first is used.
///
/// `None` where [`ratio`](super::ratio()) has no value, a replication has an empty denominator, no control varies, or there are
/// fewer replications than the controls and three.
pub fn ratio_controlled(pairs: &[Pair], controls: &[&[f64]], level: f64) -> Option<Controlled> {
    if pairs.iter().any(|pair| pair.1 == 0) {
        return None;
    }
    controlled(&linearised(pairs)?, controls, level)
}

/// Difference of two ratios of means over common replications (variant, baseline), in the same way; cases as in
/// [`ratio_controlled`].
pub fn paired_controlled(common: &[(Pair, Pair)], controls: &[&[f64]], level: f64) -> Option<Controlled> {
    if common.iter().any(|(variant, baseline)| variant.1 == 0 || baseline.1 == 0) {
        return None;
    }
    controlled(&effects(common)?, controls, level)
}

fn controlled(observations: &[f64], controls: &[&[f64]], level: f64) -> Option<Controlled> {
    let all: Vec<Control<'_>> = controls.iter().map(|own| Control { observations: own, mean: 0.0 }).collect();
    (1..=all.len()).rev().find_map(|q| control_variates(observations, &all[..q], level).ok())
}
