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
    Triangular { low: f64, mode: f64, high: f64 },
    Empirical { values: Vec<f64> },
    Mixture { parts: Vec<(f64, Patience)> },
    Shifted { by: f64, rest: Box<Patience> },
    Truncated { low: f64, high: f64, left: f64, of: Box<Patience> },
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
                Patience::AtomAtZero { zero, rest: Box::new(check.part(rest)) }
            }
            Law::Triangular { low, mode, high } => {
                check.holds(0.0 <= low && low <= mode && mode <= high && low < high, "the bounds do not fit the mode");
                Patience::Triangular { low, mode, high }
            }
            Law::Empirical { ref values, .. } => {
                check.holds(!values.is_empty(), "an empirical law needs values");
                Patience::Empirical { values: values.clone() }
            }
            Law::Mixture(ref parts) => {
                let parts = parts.iter().map(|(share, law)| (*share, check.part(law))).collect();
                Patience::Mixture { parts }
            }
            Law::Shifted { by, ref rest } => Patience::Shifted { by, rest: Box::new(check.part(rest)) },
            Law::Truncated { low, high, ref of } => {
                let of = check.part(of);
                let beyond = if high.is_finite() { of.survival(high) } else { 0.0 };
                let left = of.survival(low) - beyond;
                check.holds(left > 0.0, "nothing lies between the bounds");
                Patience::Truncated { low, high, left, of: Box::new(of) }
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
            Patience::Triangular { high, mode, .. } if x > mode => {
                (high - x).max(0.0) * (high - x).max(0.0) * self.triangle()
            }
            Patience::Triangular { .. } | Patience::Empirical { .. } => 1.0 - self.lost(x),
            Patience::Mixture { ref parts } => parts.iter().map(|(share, part)| share * part.survival(x)).sum(),
            Patience::Shifted { by, ref rest } => {
                if x < by {
                    1.0
                } else {
                    rest.survival(x - by)
                }
            }
            Patience::Truncated { low, .. } if x < low => 1.0,
            Patience::Truncated { high, .. } if x >= high => 0.0,
            Patience::Truncated { high, left, ref of, .. } => {
                (of.survival(x) - if high.is_finite() { of.survival(high) } else { 0.0 }) / left
            }
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
            Patience::Triangular { low, mode, .. } if x <= mode => {
                let width = (x - low).max(0.0);
                if width > 0.0 { width * width * self.triangle_below() } else { 0.0 }
            }
            Patience::Triangular { .. } => 1.0 - self.survival(x),
            Patience::Empirical { ref values } => {
                values.partition_point(|value| *value <= x) as f64 / values.len().max(1) as f64
            }
            Patience::Mixture { ref parts } => parts.iter().map(|(share, part)| share * part.lost(x)).sum(),
            Patience::Shifted { by, ref rest } => {
                if x < by {
                    0.0
                } else {
                    rest.lost(x - by)
                }
            }
            Patience::Truncated { low, high, left, ref of } => {
                if x < low {
                    0.0
                } else {
                    ((of.lost(x.min(high)) - of.lost(low)) / left).clamp(0.0, 1.0)
                }
            }
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
            Patience::Triangular { low, mode, high } => {
                let cube = |width: f64| width.max(0.0).powi(3) / 3.0;
                let below = if mode > low { cube(x.min(mode) - low) * self.triangle_below() } else { 0.0 };
                let above = if high > mode {
                    (cube(high - mode) - cube(high - x.clamp(mode, high))) * self.triangle()
                } else {
                    0.0
                };
                x.min(mode) - below + above
            }
            Patience::Empirical { ref values } => {
                values.iter().map(|value| value.min(x)).sum::<f64>() / values.len().max(1) as f64
            }
            Patience::Mixture { ref parts } => parts.iter().map(|(share, part)| share * part.integral(x)).sum(),
            Patience::Shifted { by, ref rest } => x.min(by) + rest.integral((x - by).max(0.0)),
            Patience::Truncated { low, high, left, ref of } => {
                let upto = x.clamp(low, high);
                let beyond = if high.is_finite() { of.survival(high) } else { 0.0 };
                x.min(low) + (of.integral(upto) - of.integral(low) - beyond * (upto - low)) / left
            }
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
            Patience::Triangular { low, mode, high } => vec![low, mode, high],
            // A few of many jumps: each is small.
            Patience::Empirical { ref values } => values.iter().copied().step_by(values.len() / 64 + 1).collect(),
            Patience::Mixture { ref parts } => parts.iter().flat_map(|(_, part)| part.kinks()).collect(),
            Patience::Shifted { by, ref rest } => {
                std::iter::once(by).chain(rest.kinks().into_iter().map(|kink| kink + by)).collect()
            }
            Patience::Truncated { low, high, ref of, .. } => {
                let ends = [low, high].into_iter().filter(|end| end.is_finite());
                ends.chain(of.kinks()).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Patience {
    /// Of a triangular law: 1 / ((high − low) (high − mode)), 0 without a right side.
    fn triangle(&self) -> f64 {
        match *self {
            Patience::Triangular { low, mode, high } if high > mode => 1.0 / ((high - low) * (high - mode)),
            _ => 0.0,
        }
    }

    /// The same of its left side.
    fn triangle_below(&self) -> f64 {
        match *self {
            Patience::Triangular { low, mode, high } if mode > low => 1.0 / ((high - low) * (mode - low)),
            _ => 0.0,
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

    /// A law inside another.
    fn part(&mut self, law: &Law) -> Patience {
        Patience::new(law).unwrap_or_else(|problems| {
            self.problems.extend(problems);
            Patience::Never
        })
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
