//! Quantiles of an independent sample with intervals that assume no law.

use statrs::distribution::{Binomial, DiscreteCDF};

use super::interval::{Interval, count};
use super::problem::{Checks, InputError};

/// Which values of the sorted sample, counted from 1, enclose a quantile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileRanks {
    /// Rank of the lower bound; `None` if even the smallest value may lie above the quantile.
    pub lower: Option<u64>,
    /// Rank of the upper bound; `None` if even the largest value may lie below it: the interval is open.
    pub upper: Option<u64>,
    /// Probability that the ranks enclose the quantile of a continuous law, at least the level.
    pub coverage: f64,
}

/// Ranks l = Q(α/2) and u = Q(1 − α/2) + 1 with Q the quantile function of Binomial(n, p): the number of values below the
/// quantile is binomial (David & Nagaraja, *Order Statistics*, sec. 7.1). n = 100, p = 0.5, 95 %: ranks 40 and 61.
///
/// # Errors
/// No value, a `p` or a level that is not between 0 and 1.
pub fn quantile_ranks(n: u64, p: f64, level: f64) -> Result<QuantileRanks, InputError> {
    Checks::default().range("n", n as f64, "values", 1.0, 1e12).share("p", p).share("level", level).finish()?;
    let law = Binomial::new(p, n).map_err(|_| Checks::nothing("binomial law"))?;
    let below = |k: u64| if k >= n { 1.0 } else { law.cdf(k) };
    let (lower, upper) = (reaches(below, n, 0.5 * (1.0 - level)), reaches(below, n, 0.5 * (1.0 + level)) + 1);
    let coverage = below(upper - 1) - lower.checked_sub(1).map_or(0.0, below);
    Ok(QuantileRanks { lower: Some(lower).filter(|l| *l > 0), upper: Some(upper).filter(|u| *u <= n), coverage })
}

/// Smallest k ≤ n with F(k) ≥ q, by bisection.
fn reaches(below: impl Fn(u64) -> f64, n: u64, q: f64) -> u64 {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        if below(middle) >= q { high = middle } else { low = middle + 1 }
    }
    low
}

/// Quantile `p` of independent observations, the value of rank ⌈np⌉, between the values of [`quantile_ranks`].
///
/// # Errors
/// As [`quantile_ranks`], and observations that are not finite.
pub fn sample_quantile(observations: &[f64], p: f64, level: f64) -> Result<Interval, InputError> {
    Checks::default().finite("observations", observations).finish()?;
    let ranks = quantile_ranks(observations.len() as u64, p, level)?;
    let mut sorted = observations.to_vec();
    sorted.sort_by(f64::total_cmp);
    let value = |rank: u64| sorted.get(rank.max(1) as usize - 1).copied();
    let mean = value(libm::ceil(p * sorted.len() as f64) as u64).ok_or_else(|| Checks::nothing("value"))?;
    Ok(Interval {
        mean,
        lower: ranks.lower.and_then(value),
        upper: ranks.upper.and_then(value),
        level,
        n: count(sorted.len()),
    })
}
