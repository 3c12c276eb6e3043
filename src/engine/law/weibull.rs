//! Weibull times, as a power of the unit exponential: scale · e^(1/shape), mean = scale · Γ(1 + 1/shape).

use rand::Rng;

use super::exp::Exp;
use super::normal::Tail;
use super::score_table::ScoreTable;
use super::ziggurat::UnitExponential;

/// Weibull by mean (microseconds) and shape.
#[derive(Clone, Debug)]
pub struct Weibull {
    scale: f64,
    shape: f64,
    power: f64,
    unit: UnitExponential,
    exp: Exp,
    by_score: &'static ScoreTable,
}

impl Weibull {
    pub(super) fn new(mean: f64, shape: f64) -> Weibull {
        let power = 1.0 / shape;
        let scale = mean / libm::tgamma(1.0 + power);
        let (unit, exp, by_score) = (UnitExponential::new(), Exp::new(), ScoreTable::log_hazard());
        Weibull { scale, shape, power, unit, exp, by_score }
    }

    #[inline]
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.at_hazard(self.unit.sample(rng))
    }

    #[inline]
    pub(super) fn at_score(&self, z: f64) -> f64 {
        match self.by_score.at(z) {
            Some(log) => self.scale * self.exp.of(self.power * log),
            None => self.quantile(Tail::of_score(z)),
        }
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        self.at_hazard(tail.hazard())
    }

    fn at_hazard(&self, hazard: f64) -> f64 {
        self.scale * self.exp.of(self.power * libm::log(hazard))
    }

    pub(super) fn mean(&self) -> f64 {
        self.scale * libm::tgamma(1.0 + self.power)
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        if self.scale > 0.0 { libm::exp(-libm::pow(t / self.scale, self.shape)) } else { 0.0 }
    }
}
