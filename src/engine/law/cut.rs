//! A law that is shifted by a fixed time, and a law given that it lies between bounds.

use rand::Rng;

use super::Sampler;
use super::normal::Tail;
use crate::engine::draws::open01;

/// A fixed time and then another law.
#[derive(Clone, Debug)]
pub struct Shifted {
    by: f64,
    rest: Sampler,
}

impl Shifted {
    pub(super) fn new(by: f64, rest: Sampler) -> Shifted {
        Shifted { by, rest }
    }

    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.by + self.rest.sample_f64(rng)
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        self.by + self.rest.quantile(tail)
    }

    pub(super) fn mean(&self) -> f64 {
        self.by + self.rest.mean_us()
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        self.rest.survival(t - self.by)
    }
}

/// A law given that it lies in (low, high], by inversion between the probabilities of the bounds.
#[derive(Clone, Debug)]
pub struct Truncated {
    low: f64,
    high: f64,
    /// Probabilities of more than each bound.
    beyond: (f64, f64),
    mean: f64,
    of: Sampler,
}

impl Truncated {
    /// `mean` is that of what the bounds leave.
    pub(super) fn new(low: f64, high: f64, mean: f64, of: Sampler) -> Truncated {
        let beyond = (of.survival(low), if high.is_finite() { of.survival(high) } else { 0.0 });
        Truncated { low, high, beyond, mean, of }
    }

    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let u = open01(rng.next_u64());
        self.quantile(Tail { lower: u, upper: 1.0 - u })
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        let (above_low, above_high) = self.beyond;
        let upper = above_high + tail.upper * (above_low - above_high);
        let lower = (1.0 - above_low) + tail.lower * (above_low - above_high);
        self.of.quantile(Tail { lower, upper }).clamp(self.low, self.high)
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        let (above_low, above_high) = self.beyond;
        ((self.of.survival(t) - above_high) / (above_low - above_high)).clamp(0.0, 1.0)
    }
}
