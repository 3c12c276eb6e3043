//! Triangular times, by inversion.

use rand::Rng;

use super::normal::Tail;
use crate::engine::draws::open01;

/// Triangular on [low, high] with its peak at the mode, microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Triangular {
    low: f64,
    mode: f64,
    high: f64,
}

impl Triangular {
    pub(super) fn new(low: f64, mode: f64, high: f64) -> Triangular {
        Triangular { low, mode, high }
    }

    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let u = open01(rng.next_u64());
        self.quantile(Tail { lower: u, upper: 1.0 - u })
    }

    /// P(X ≤ mode) = (mode − low) / (high − low); square roots on both sides of it.
    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        let Triangular { low, mode, high } = *self;
        let width = high - low;
        match tail.lower * width <= mode - low {
            true => low + libm::sqrt(tail.lower * width * (mode - low)),
            false => high - libm::sqrt(tail.upper * width * (high - mode)),
        }
    }

    pub(super) fn mean(&self) -> f64 {
        (self.low + self.mode + self.high) / 3.0
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        let Triangular { low, mode, high } = *self;
        let width = high - low;
        match t {
            t if t <= low => 1.0,
            t if t >= high => 0.0,
            t if t <= mode => 1.0 - (t - low) * (t - low) / (width * (mode - low)),
            t => (high - t) * (high - t) / (width * (high - mode)),
        }
    }
}
