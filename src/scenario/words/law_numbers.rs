//! Means of laws that have no closed form: what a truncation leaves.

use crate::scenario::Law;

/// Density at x > 0 seconds of a law that has one; 0 for the others.
fn density(law: &Law, x: f64) -> f64 {
    let exponential = |mean: f64| libm::exp(-x / mean) / mean;
    match *law {
        Law::Exponential { mean } => exponential(mean),
        Law::Gamma { mean, cv } => gamma(x, mean, 1.0 / (cv * cv)),
        Law::Erlang { mean, stages } => gamma(x, mean, f64::from(stages)),
        Law::Lognormal { mean, cv } => {
            let variance = libm::log1p(cv * cv);
            let z = (libm::log(x / mean) + 0.5 * variance) / libm::sqrt(variance);
            libm::exp(-0.5 * z * z) / (x * libm::sqrt(core::f64::consts::TAU * variance))
        }
        Law::Weibull { mean, shape } => {
            let t = x * libm::tgamma(1.0 + 1.0 / shape) / mean;
            shape / x * libm::pow(t, shape) * libm::exp(-libm::pow(t, shape))
        }
        Law::Hyperexponential { mean, cv } => {
            let tilt = libm::sqrt((cv * cv - 1.0) / (cv * cv + 1.0));
            [0.5 * (1.0 + tilt), 0.5 * (1.0 - tilt)].iter().map(|p| p * exponential(0.5 * mean / p)).sum()
        }
        Law::Uniform { low, high } if x >= low && x <= high => 1.0 / (high - low),
        Law::Triangular { low, mode, high } if x >= low && x <= high => {
            let slope = if x < mode { (x - low) / (mode - low) } else { (high - x) / (high - mode) };
            if low == mode && x <= mode || high == mode && x >= mode {
                2.0 / (high - low)
            } else {
                2.0 * slope / (high - low)
            }
        }
        _ => 0.0,
    }
}

fn gamma(x: f64, mean: f64, shape: f64) -> f64 {
    let t = x * shape / mean;
    libm::exp(shape * libm::log(t) - t - libm::lgamma(shape)) / x
}

/// Where a density bends, and where most of it lies.
fn marks(law: &Law) -> Vec<f64> {
    match *law {
        Law::Uniform { low, high } => vec![low, high],
        Law::Triangular { low, mode, high } => vec![low, mode, high],
        Law::Exponential { mean }
        | Law::Gamma { mean, .. }
        | Law::Erlang { mean, .. }
        | Law::Lognormal { mean, .. }
        | Law::Weibull { mean, .. }
        | Law::Hyperexponential { mean, .. } => (-12..=12).map(|power| mean * libm::exp2(f64::from(power))).collect(),
        _ => Vec::new(),
    }
}

/// Probability between the bounds (seconds) and mean of what lies there: double-exponential quadrature (Takahasi & Mori
/// 1974) between the marks; beyond 4,096 means there is nothing that a double holds.
pub fn inside(law: &Law, low: f64, high: f64) -> (f64, f64) {
    let mut cuts: Vec<f64> = marks(law).into_iter().filter(|mark| *mark > low && *mark < high).collect();
    let last = cuts.last().copied().unwrap_or(low);
    cuts.insert(0, low);
    cuts.push(if high.is_finite() { high } else { last.max(low) * 16.0 + f64::MIN_POSITIVE });
    let (mut mass, mut moment) = (0.0, 0.0);
    for pair in cuts.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        const STEP: f64 = 1.0 / 16.0;
        for k in -72..=72 {
            let u = f64::from(k) * STEP;
            let inner = core::f64::consts::FRAC_PI_2 * libm::sinh(u);
            // Distance from the nearer end, so that singularities at 0 keep their digits.
            let part = 1.0 / (1.0 + libm::exp(2.0 * inner.abs()));
            let x = if inner < 0.0 { a + (b - a) * part } else { b - (b - a) * part };
            let cosh = libm::cosh(inner);
            let weight = (b - a) * 0.5 * core::f64::consts::FRAC_PI_2 * libm::cosh(u) / (cosh * cosh) * STEP;
            let value = if x > 0.0 { density(law, x) } else { 0.0 };
            if value.is_finite() {
                mass += weight * value;
                moment += weight * value * x;
            }
        }
    }
    (mass, if mass > 0.0 { moment / mass } else { low })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Witness: memoryless exponential tail, uniform and triangular by hand, gamma as a whole, lognormal by Φ.
    #[test]
    fn what_lies_between() {
        let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * b.abs(), "{a} {b}");
        let exponential = Law::Exponential { mean: 180.0 };
        near(inside(&exponential, 60.0, f64::INFINITY).0, libm::exp(-1.0 / 3.0));
        near(inside(&exponential, 60.0, f64::INFINITY).1, 240.0);
        near(
            inside(&exponential, 0.0, 180.0).1,
            180.0 * (1.0 - 2.0 / core::f64::consts::E) / (1.0 - 1.0 / core::f64::consts::E),
        );
        near(inside(&Law::Uniform { low: 10.0, high: 50.0 }, 20.0, 30.0).1, 25.0);
        near(inside(&Law::Triangular { low: 0.0, mode: 30.0, high: 60.0 }, 0.0, 30.0).1, 20.0);
        for law in [
            Law::Gamma { mean: 180.0, cv: 2.0 },
            Law::Erlang { mean: 180.0, stages: 3 },
            Law::Weibull { mean: 180.0, shape: 0.5 },
            Law::Lognormal { mean: 180.0, cv: 1.2 },
            Law::Hyperexponential { mean: 180.0, cv: 3.0 },
        ] {
            let (mass, mean) = inside(&law, 0.0, f64::INFINITY);
            near(mass, 1.0);
            near(mean, 180.0);
        }
    }
}
