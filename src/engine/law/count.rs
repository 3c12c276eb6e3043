//! Counts of at least one: turns of a contact, messages of an answer.

use crate::engine::draws::{Draw, Threshold};
use crate::scenario::CountLaw;

/// A count law, ready to be sampled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CountSampler {
    /// Always this many.
    Fixed(u32),
    /// 1, 2, 3 …: continues with probability 1 − 1/mean.
    Geometric {
        /// The coin "one more".
        more: Threshold,
        /// 1 / ln(1 − 1/mean), negative.
        per_log: f64,
        /// Chances of more than 1, 2, 3, 4: most counts are this small, and need no logarithm.
        over: [f64; 4],
    },
}

impl CountSampler {
    /// Prepares a checked law; a geometric mean of at most 1 is always 1, a fixed count of 0 is 1.
    pub fn new(law: &CountLaw) -> CountSampler {
        match *law {
            CountLaw::Fixed(n) => CountSampler::Fixed(n.max(1)),
            CountLaw::Geometric { mean } if mean > 1.0 => CountSampler::Geometric {
                more: Threshold::new(1.0 - 1.0 / mean),
                per_log: 1.0 / libm::log1p(-1.0 / mean),
                over: [1.0, 2.0, 3.0, 4.0].map(|count| libm::pow(1.0 - 1.0 / mean, count)),
            },
            CountLaw::Geometric { .. } => CountSampler::Fixed(1),
        }
    }

    /// The whole count from one draw, by inversion: 1 + ⌊ln u / ln(1 − 1/mean)⌋; at most `u32::MAX`.
    #[inline]
    pub fn sample_count(&self, draw: &mut Draw) -> u32 {
        match *self {
            CountSampler::Fixed(n) => n,
            CountSampler::Geometric { per_log, over, .. } => {
                let u = draw.open01();
                match over.iter().position(|chance| u > *chance) {
                    Some(below) => below as u32 + 1,
                    None => ((libm::log(u) * per_log) as u32).saturating_add(1),
                }
            }
        }
    }

    /// After `done` of them (at least 1), does another follow? The same law, one coin a step.
    #[inline]
    pub fn continues(&self, done: u32, draw: &mut Draw) -> bool {
        match *self {
            CountSampler::Fixed(n) => done < n,
            CountSampler::Geometric { more, .. } => draw.under(more),
        }
    }

    /// Mean.
    pub fn mean(&self) -> f64 {
        match *self {
            CountSampler::Fixed(n) => f64::from(n),
            // per_log = 1 / ln(1 − p) with p = 1/mean.
            CountSampler::Geometric { per_log, .. } => -1.0 / libm::expm1(1.0 / per_log),
        }
    }
}
