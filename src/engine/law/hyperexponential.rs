//! A mixture of two exponentials with balanced means (each branch carries half of the mean).
//!
//! p = (1 + √((cv² − 1)/(cv² + 1))) / 2, rates 2p/mean and 2(1 − p)/mean (Whitt 1982, doi 10.1287/opre.30.1.125).

use rand::Rng;

use super::normal::Tail;
use super::ziggurat::UnitExponential;
use crate::engine::draws::Threshold;

/// Hyperexponential by mean (microseconds) and coefficient of variation above 1.
#[derive(Clone, Debug)]
pub struct Hyperexponential {
    mean: f64,
    /// Probability and mean of the short branch.
    short: (f64, f64),
    /// Probability and mean of the long branch.
    long: (f64, f64),
    is_short: Threshold,
    unit: UnitExponential,
}

impl Hyperexponential {
    pub(super) fn new(mean: f64, cv: f64) -> Hyperexponential {
        let square = cv * cv;
        let tilt = libm::sqrt((square - 1.0) / (square + 1.0));
        // 1 − tilt without cancellation for large cv: (1 − tilt²) / (1 + tilt).
        let (p, rest) = ((1.0 + tilt) / 2.0, 1.0 / ((square + 1.0) * (1.0 + tilt)));
        Hyperexponential {
            mean,
            short: (p, mean / (2.0 * p)),
            long: (rest, mean / (2.0 * rest)),
            is_short: Threshold::new(p),
            unit: UnitExponential::new(),
        }
    }

    #[inline]
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let mean = if self.is_short.holds(rng.next_u64()) { self.short.1 } else { self.long.1 };
        mean * self.unit.sample(rng)
    }

    /// Newton on the log of the survival function: it is convex, so that steps from the left never overshoot.
    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        let target = tail.hazard();
        if target.is_infinite() || self.mean <= 0.0 {
            return target * self.mean;
        }
        // The initial hazard rate is the largest, so this point lies left of the root.
        let mut t = target / (self.short.0 / self.short.1 + self.long.0 / self.long.1);
        for _ in 0..100 {
            let (a, b) = (self.short.0 * libm::exp(-t / self.short.1), self.long.0 * libm::exp(-t / self.long.1));
            let (survival, density) = (a + b, a / self.short.1 + b / self.long.1);
            let step = (target + self.log_survival(t, survival)) * survival / density;
            t += step;
            if step <= 1e-14 * t {
                break;
            }
        }
        t
    }

    /// ln of the survival function, without cancellation where it is near 1.
    fn log_survival(&self, t: f64, survival: f64) -> f64 {
        if survival < 0.5 {
            libm::log(survival)
        } else {
            let below = self.short.0 * libm::expm1(-t / self.short.1) + self.long.0 * libm::expm1(-t / self.long.1);
            libm::log1p(below)
        }
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        if self.mean <= 0.0 {
            return 0.0;
        }
        self.short.0 * libm::exp(-t / self.short.1) + self.long.0 * libm::exp(-t / self.long.1)
    }
}
