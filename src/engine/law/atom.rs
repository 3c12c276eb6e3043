//! Zero with some probability, else another law: patience of callers who leave at once.

use rand::Rng;

use super::Sampler;
use super::normal::Tail;
use crate::engine::draws::Threshold;

/// An atom at zero and the law of the rest.
#[derive(Clone, Debug)]
pub struct AtomAtZero {
    zero: f64,
    is_zero: Threshold,
    rest: Sampler,
}

impl AtomAtZero {
    pub(super) fn new(zero: f64, rest: Sampler) -> AtomAtZero {
        AtomAtZero { zero, is_zero: Threshold::new(zero), rest }
    }

    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        if self.is_zero.holds(rng.next_u64()) { 0.0 } else { self.rest.sample_f64(rng) }
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        if tail.lower <= self.zero {
            return 0.0;
        }
        let share = 1.0 - self.zero;
        self.rest.quantile(Tail { lower: (tail.lower - self.zero) / share, upper: tail.upper / share })
    }

    /// Zero times an infinite mean is zero: nobody takes the rest.
    pub(super) fn mean(&self) -> f64 {
        if self.zero >= 1.0 { 0.0 } else { (1.0 - self.zero) * self.rest.mean_us() }
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        (1.0 - self.zero) * self.rest.survival(t)
    }
}
