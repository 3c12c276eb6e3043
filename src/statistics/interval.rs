//! A mean with its interval: Student t over independent replications.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// A value with the interval that covers its true value with probability `level`. Unit: that of the observations.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Interval {
    /// Point estimate.
    pub mean: f64,
    /// Lower end; `None` when nothing can be said (one replication, denominator not distinguishable from zero).
    pub lower: Option<f64>,
    /// Upper end; `None` as for `lower`.
    pub upper: Option<f64>,
    /// Confidence level, e.g. 0.95.
    pub level: f64,
    /// Replications that entered.
    pub n: u32,
}

impl Interval {
    /// A value without bounds.
    pub(super) fn unbounded(mean: f64, level: f64, n: usize) -> Interval {
        Interval { mean, lower: None, upper: None, level, n: count(n) }
    }

    /// The value plus and minus `half`; without bounds if `half` is unknown.
    pub(super) fn around(mean: f64, half: Option<f64>, level: f64, n: usize) -> Interval {
        Interval { lower: half.map(|h| mean - h), upper: half.map(|h| mean + h), ..Interval::unbounded(mean, level, n) }
    }

    /// Half the width, if bounded.
    pub fn half_width(&self) -> Option<f64> {
        Some(0.5 * (self.upper? - self.lower?))
    }

    /// Half the width over the size of the mean, if bounded and the mean is not zero.
    pub fn relative_half_width(&self) -> Option<f64> {
        if self.mean == 0.0 { None } else { Some(self.half_width()? / self.mean.abs()) }
    }

    /// Whether a value lies inside; `None` if unbounded.
    pub fn contains(&self, value: f64) -> Option<bool> {
        Some(self.lower? <= value && value <= self.upper?)
    }
}

/// Mean of independent observations with its Student interval: m ± t(n−1) s/√n (Law, *Simulation Modeling and Analysis*,
/// ch. 9). `level` lies between 0 and 1, both excluded.
///
/// `None` without observations; no bounds with one observation or a level outside its range.
///
/// ```
/// let ci = chatfare::statistics::student(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap();
/// assert!((ci.upper.unwrap() - 4.9632432).abs() < 1e-6);
/// ```
pub fn student(observations: &[f64], level: f64) -> Option<Interval> {
    let n = observations.len();
    let first = *observations.first()?;
    // Taken from the first observation, so that a large common part costs no digits.
    let mean = first + observations.iter().map(|x| x - first).sum::<f64>() / n as f64;
    let squares: f64 = observations.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some(Interval::around(mean, half_width(squares, n, level), level, n))
}

/// t s/√n from the sum of squared deviations of `n` observations.
pub(super) fn half_width(squares: f64, n: usize, level: f64) -> Option<f64> {
    let freedom = n.checked_sub(1).filter(|f| *f > 0)?;
    Some(t_quantile(level, count(freedom))? * (squares / freedom as f64 / n as f64).sqrt())
}

/// Two-sided Student quantile: P(|T| ≤ t) = `level` with `freedom` degrees of freedom.
///
/// `None` for a level that is not between 0 and 1 or without freedom.
pub fn t_quantile(level: f64, freedom: u32) -> Option<f64> {
    if !(level > 0.0 && level < 1.0) || freedom == 0 {
        return None;
    }
    let freedom = f64::from(freedom);
    let t = if freedom < EXPANSION_FROM {
        StudentsT::new(0.0, 1.0, freedom).ok()?.inverse_cdf(0.5 * (1.0 + level))
    } else {
        expanded_quantile(level, freedom)
    };
    Some(t).filter(|t| t.is_finite())
}

/// From here on the expansion in 1/ν is right to 1e-13 at the usual levels, while statrs' search loses digits (3e-6 at
/// 100,000 degrees).
const EXPANSION_FROM: f64 = 1000.0;

/// Cornish–Fisher expansion around the normal quantile (Abramowitz & Stegun 26.7.5).
fn expanded_quantile(level: f64, freedom: f64) -> f64 {
    let z = Normal::standard().inverse_cdf(0.5 * (1.0 + level));
    let s = z * z;
    let terms = [
        (s + 1.0) / 4.0,
        ((5.0 * s + 16.0) * s + 3.0) / 96.0,
        (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0,
        ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0,
    ];
    z + z * terms.iter().rev().fold(0.0, |sum, term| (sum + term) / freedom)
}

/// The level of each of `comparisons` intervals that are together right with probability `level` (Bonferroni).
pub fn bonferroni_level(level: f64, comparisons: u32) -> f64 {
    1.0 - (1.0 - level) / f64::from(comparisons.max(1))
}

/// A number of replications; more than 4 · 10⁹ do not occur.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
