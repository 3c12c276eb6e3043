//! Sobol indices: which share of the variance each factor explains.

use statrs::distribution::{ContinuousCDF, Normal};

use super::super::interval::{Interval, count};
use super::super::problem::{Checks, InputError};

/// Shares of the variance that one factor explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SobolIndices {
    /// S: alone.
    pub first: Interval,
    /// S_T: with all its interactions.
    pub total: Interval,
}

/// First-order and total indices of `factors` factors from the answers at a Saltelli design, in blocks of A_j, B_j, AB_1j … AB_kj:
/// S_i = (1/N) Σ f(B)_j (f(AB_i)_j − f(A)_j)/V (Saltelli et al. 2010, 10.1016/j.cpc.2009.09.018) and
/// S_Ti = (1/2N) Σ (f(A)_j − f(AB_i)_j)²/V (Jansen 1999, 10.1016/S0010-4655(98)00154-4), V the variance of A and B together, the
/// answers centred by their mean.
///
/// The intervals are estimate ± z × the standard deviation over `resamples` bootstrap samples of blocks; `pick(n)` gives
/// random numbers below n. Without resamples there are no bounds.
///
/// # Errors
/// No factor; answers that do not make at least two whole blocks, are not finite, or do not vary; a level that is not between 0
/// and 1.
pub fn sobol_indices(
    answers: &[f64],
    factors: usize,
    level: f64,
    resamples: u32,
    mut pick: impl FnMut(u64) -> u64,
) -> Result<Vec<SobolIndices>, InputError> {
    let width = factors.saturating_add(2);
    Checks::default()
        .share("level", level)
        .range("factors", factors as f64, "factors", 1.0, 1e6)
        .holds(answers.len().is_multiple_of(width) && answers.len() >= 2 * width, || {
            format!("{} answers for {factors} factors: give at least two blocks of {width}", answers.len())
        })
        .finite("answers", answers)
        .finish()?;
    let blocks = answers.chunks_exact(width);
    let middle = blocks.clone().map(|b| 0.5 * (b[0] + b[1])).sum::<f64>() / blocks.len() as f64;
    let rows: Vec<Vec<f64>> = blocks.map(|block| products(block, middle)).collect();
    let n = rows.len();
    let sum = |mut pick: Box<dyn FnMut(usize) -> usize + '_>| {
        let mut sums = vec![0.0; 2 * factors + 2];
        (0..n).for_each(|j| sums.iter_mut().zip(&rows[pick(j)]).for_each(|(s, r)| *s += r));
        indices(&sums, n)
    };
    let estimate = sum(Box::new(|j| j)).ok_or_else(constant)?;
    let (mut moments, mut used) = (vec![(0.0, 0.0); 2 * factors], 0_u32);
    for _ in 0..resamples {
        // A sample of equal blocks says nothing and is left out.
        let Some(again) = sum(Box::new(|_| pick(n as u64).min(n as u64 - 1) as usize)) else { continue };
        used += 1;
        for ((m, a), e) in moments.iter_mut().zip(again).zip(&estimate) {
            *m = (m.0 + a - e, m.1 + (a - e) * (a - e));
        }
    }
    let z = Normal::standard().inverse_cdf(0.5 * (1.0 + level));
    let spread = |i: usize| {
        let (shift, squares): (f64, f64) = moments[i];
        let variance = (squares - shift * shift / f64::from(used)) / f64::from(used.max(2) - 1);
        (used > 1).then(|| z * variance.max(0.0).sqrt())
    };
    let interval = |i: usize| Interval { n: count(n), ..Interval::around(estimate[i], spread(i), level, n) };
    Ok((0..factors).map(|i| SobolIndices { first: interval(i), total: interval(factors + i) }).collect())
}

fn constant() -> InputError {
    super::super::problem::Problem::Unfit(
        "the answer does not vary over this design: there is nothing to explain".into(),
    )
    .into()
}

/// What one block adds: the numerators of S and S_T of each factor, then sum and sum of squares of A and B.
fn products(block: &[f64], middle: f64) -> Vec<f64> {
    let (a, b) = (block[0] - middle, block[1] - middle);
    let mixed = || block[2..].iter().map(|m| m - middle);
    let first = mixed().map(|m| b * (m - a));
    let total = mixed().map(|m| 0.5 * (a - m) * (a - m));
    first.chain(total).chain([a + b, a * a + b * b]).collect()
}

/// All S, then all S_T; `None` if the variance is zero.
fn indices(sums: &[f64], n: usize) -> Option<Vec<f64>> {
    let n = n as f64;
    let (numerators, rest) = sums.split_at(sums.len() - 2);
    let mean = rest[0] / (2.0 * n);
    let variance = rest[1] / (2.0 * n) - mean * mean;
    (variance > 0.0).then(|| numerators.iter().map(|s| s / n / variance).collect())
}
