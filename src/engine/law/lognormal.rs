//! Lognormal times: exp of a normal with s² = ln(1 + cv²), m = ln(mean) − s²/2.

use core::f64::consts::FRAC_1_SQRT_2;

use rand::Rng;

use super::exp::Exp;
use super::ziggurat::StandardNormal;

/// Lognormal by mean (microseconds) and coefficient of variation.
#[derive(Clone, Debug)]
pub struct Lognormal {
    m: f64,
    s: f64,
    unit: StandardNormal,
    exp: Exp,
}

impl Lognormal {
    pub(super) fn new(mean: f64, cv: f64) -> Lognormal {
        let variance = libm::log1p(cv * cv);
        Lognormal {
            m: libm::log(mean) - variance / 2.0,
            s: libm::sqrt(variance),
            unit: StandardNormal::new(),
            exp: Exp::new(),
        }
    }

    #[inline]
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.at_score(self.unit.sample(rng))
    }

    #[inline]
    pub(super) fn at_score(&self, z: f64) -> f64 {
        self.exp.of(self.m + self.s * z)
    }

    pub(super) fn mean(&self) -> f64 {
        libm::exp(self.m + self.s * self.s / 2.0)
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        0.5 * libm::erfc((libm::log(t) - self.m) / self.s * FRAC_1_SQRT_2)
    }
}
