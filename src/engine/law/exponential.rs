//! Exponential times.

use rand::Rng;

use super::exp::Exp;
use super::normal::Tail;
use super::score_table::ScoreTable;
use super::ziggurat::UnitExponential;

/// Exponential with a mean in microseconds.
#[derive(Clone, Debug)]
pub struct Exponential {
    mean: f64,
    unit: UnitExponential,
    exp: Exp,
    by_score: &'static ScoreTable,
}

impl Exponential {
    pub(super) fn new(mean: f64) -> Exponential {
        Exponential { mean, unit: UnitExponential::new(), exp: Exp::new(), by_score: ScoreTable::log_hazard() }
    }

    #[inline]
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.mean * self.unit.sample(rng)
    }

    #[inline]
    pub(super) fn at_score(&self, z: f64) -> f64 {
        match self.by_score.at(z) {
            Some(log) => self.mean * self.exp.of(log),
            None => self.quantile(Tail::of_score(z)),
        }
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
