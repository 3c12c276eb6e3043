//! Survival of a scenario's patience law and its integral, for M/M/c+G.

use crate::scenario::Law;

use super::gamma::{lower, upper};
use super::normal;
use super::problem::Problem;

/// P(patience > x), P(patience ≤ x) and H(x) = ∫₀ˣ P(patience > u) du of one law. Times in seconds.
#[derive(Clone, Debug)]
pub(super) enum Patience {
    Never,
    Exponential { mean: f64 },
    Deterministic { mean: f64 },
    Uniform { low: f64, high: f64 },
    Gamma { mean: f64, shape: f64 },
    Weibull { mean: f64, shape: f64, scale: f64 },
    Lognormal { mean: f64, location: f64, sigma: f64 },
    Hyperexponential { mean: f64, first: f64 },
    AtomAtZero { zero: f64, rest: Box<Patience> },
}

impl Patience {
    /// Checks the law and derives its parameters.
    pub(super) fn new(law: &Law) -> Result<Patience, Vec<Problem>> {
        let mut check = LawCheck::default();
        let patience = match *law {
            Law::Never => Patience::Never,
            Law::Exponential { mean } => Patience::Exponential { mean: check.mean(mean) },
            Law::Deterministic { mean } => Patience::Deterministic { mean: check.mean(mean) },
            Law::Uniform { low, high } => {
                check.range("low", low, 0.0, 1e9);
                check.range("high", high, 1e-6, 1e9);
                check.holds(low < high, "`low` must be below `high`");
                Patience::Uniform { low, high }
            }
            Law::Gamma { mean, cv } => {
                check.range("cv", cv, 0.01, 30.0);
                Patience::Gamma { mean: check.mean(mean), shape: 1.0 / (cv * cv) }
            }
            Law::Erlang { mean, stages } => {
                check.range("stages", f64::from(stages), 1.0, 10_000.0);
                Patience::Gamma { mean: check.mean(mean), shape: f64::from(stages) }
            }
            Law::Weibull { mean, shape } => {
                check.range("shape", shape, 0.1, 100.0);
                Patience::Weibull { mean: check.mean(mean), shape, scale: mean / libm::tgamma(1.0 + 1.0 / shape) }
            }
            Law::Lognormal { mean, cv } => {
                check.range("cv", cv, 0.01, 30.0);
                let variance = libm::log1p(cv * cv);
                let location = libm::log(check.mean(mean)) - 0.5 * variance;
                Patience::Lognormal { mean, location, sigma: variance.sqrt() }
            }
            Law::Hyperexponential { mean, cv } => {
                check.range("cv", cv, 1.0, 1000.0);
                let scv = cv * cv;
                let first = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
                Patience::Hyperexponential { mean: check.mean(mean), first }
            }
            Law::AtomAtZero { zero, ref rest } => {
                check.range("zero", zero, 0.0, 0.999_999);
                let rest = Patience::new(rest).unwrap_or_else(|problems| {
                    check.problems.extend(problems);
                    Patience::Never
                });
                Patience::AtomAtZero { zero, rest: Box::new(rest) }
            }
        };
        if check.problems.is_empty() { Ok(patience) } else { Err(check.problems) }
    }

    /// P(patience > x) for x ≥ 0.
    pub(super) fn survival(&self, x: f64) -> f64 {
        match *self {
            Patience::Never => 1.0,
            Patience::Exponential { mean } => libm::exp(-x / mean),
            Patience::Deterministic { mean } => f64::from(u8::from(x < mean)),
            Patience::Uniform { low, high } => ((high - x) / (high - low)).clamp(0.0, 1.0),
            Patience::Gamma { mean, shape } => upper(shape, x * shape / mean),
            Patience::Weibull { shape, scale, .. } => libm::exp(-libm::pow(x / scale, shape)),
            Patience::Lognormal { location, sigma, .. } => normal::below(-(libm::log(x) - location) / sigma),
            Patience::Hyperexponential { mean, first } => {
                phases(first).iter().map(|p| p * libm::exp(-2.0 * p * x / mean)).sum()
            }
            Patience::AtomAtZero { zero, ref rest } => (1.0 - zero) * rest.survival(x),
        }
    }

    /// P(patience ≤ x) for x ≥ 0, with full relative precision where it is small.
    pub(super) fn lost(&self, x: f64) -> f64 {
        match *self {
            Patience::Never => 0.0,
            Patience::Exponential { mean } => -libm::expm1(-x / mean),
            Patience::Deterministic { mean } => f64::from(u8::from(x >= mean)),
            Patience::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Patience::Gamma { mean, shape } => lower(shape, x * shape / mean),
            Patience::Weibull { shape, scale, .. } => -libm::expm1(-libm::pow(x / scale, shape)),
            Patience::Lognormal { location, sigma, .. } => normal::below((libm::log(x) - location) / sigma),
            Patience::Hyperexponential { mean, first } => {
                phases(first).iter().map(|p| -p * libm::expm1(-2.0 * p * x / mean)).sum()
            }
            Patience::AtomAtZero { zero, ref rest } => zero + (1.0 - zero) * rest.lost(x),
        }
    }

    /// H(x) = ∫₀ˣ P(patience > u) du = E[min(patience, x)], seconds.
    pub(super) fn integral(&self, x: f64) -> f64 {
        match *self {
            Patience::Never => x,
            Patience::Exponential { mean } => -mean * libm::expm1(-x / mean),
            Patience::Deterministic { mean } => x.min(mean),
            Patience::Uniform { low, high } => {
                let inside = (x.min(high) - low).max(0.0);
                x.min(low) + inside - 0.5 * inside * inside / (high - low)
            }
            Patience::Hyperexponential { mean, first } => {
                phases(first).iter().map(|p| -0.5 * mean * libm::expm1(-2.0 * p * x / mean)).sum()
            }
            Patience::AtomAtZero { zero, ref rest } => (1.0 - zero) * rest.integral(x),
            // The others by parts: x P(patience > x) + E[patience; patience ≤ x].
            Patience::Gamma { mean, shape } => x * self.survival(x) + mean * lower(shape + 1.0, x * shape / mean),
            Patience::Weibull { mean, shape, scale } => {
                x * self.survival(x) + mean * lower(1.0 + 1.0 / shape, libm::pow(x / scale, shape))
            }
            Patience::Lognormal { mean, location, sigma } => {
                x * self.survival(x) + mean * normal::below((libm::log(x) - location) / sigma - sigma)
            }
        }
    }

    /// Where the survival jumps or bends.
    pub(super) fn kinks(&self) -> Vec<f64> {
        match *self {
            Patience::Deterministic { mean } => vec![mean],
            Patience::Uniform { low, high } => vec![low, high],
            Patience::AtomAtZero { ref rest, .. } => rest.kinks(),
            _ => Vec::new(),
        }
    }
}

/// Chances of the two phases; the rate of a phase with chance p is 2p / mean (balanced means).
fn phases(first: f64) -> [f64; 2] {
    [first, 1.0 - first]
}

/// Collects what is wrong with one law.
#[derive(Default)]
struct LawCheck {
    problems: Vec<Problem>,
}

impl LawCheck {
    fn range(&mut self, name: &str, value: f64, least: f64, most: f64) {
        self.holds((least..=most).contains(&value), &format!("`{name}` is {value}, write {least} to {most}"));
    }

    fn mean(&mut self, mean: f64) -> f64 {
        self.range("mean", mean, 1e-6, 1e9);
        mean
    }

    fn holds(&mut self, holds: bool, problem: &str) {
        if !holds {
            self.problems.push(Problem::Law(problem.to_owned()));
        }
    }
}
