//! Exponential times.

use rand::Rng;

use super::normal::Tail;
use super::ziggurat::UnitExponential;

/// Exponential with a mean in microseconds.
#[derive(Clone, Debug)]
pub struct Exponential {
    mean: f64,
    unit: UnitExponential,
}

impl Exponential {
    pub(super) fn new(mean: f64) -> Exponential {
        Exponential { mean, unit: UnitExponential::new() }
    }

    #[inline]
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.mean * self.unit.sample(rng)
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        self.mean * tail.hazard()
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        if self.mean > 0.0 { libm::exp(-t / self.mean) } else { 0.0 }
    }
}
