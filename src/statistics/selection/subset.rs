//! Screening: drop what is surely not the best.

use super::super::problem::{Checks, InputError};
use super::{Goal, check_level, check_systems, mean, one_sided_t, variance};

/// Indices of the systems that may be the best, in ascending order; the best is among them with probability `level`
/// if it leads by at least `indifference` (0: whatever its lead).
///
/// Keeps i if X̄_i ≥ X̄_l − (W_il − δ)⁺ for all l, W_il = t √(S_i²/n + S_l²/n), t = t(n−1, (1−α)^{1/(k−1)}) (Nelson, Swann,
/// Goldsman & Song 2001, 10.1287/opre.49.6.950.10019). The guarantee is for independent systems; with common random numbers
/// it keeps more than it must.
///
/// # Errors
/// Fewer than two systems or replications, systems of different length, numbers that are not finite, a negative zone, a
/// level that is not between 0.5 and 1.
pub fn screen(systems: &[Vec<f64>], goal: Goal, indifference: f64, level: f64) -> Result<Vec<usize>, InputError> {
    let checks = check_systems(systems, 2).range("indifference", indifference, "a difference", 0.0, 1e300);
    check_level(checks, level).finish()?;
    let (k, n) = (systems.len(), systems[0].len());
    let t = one_sided_t(libm::pow(level, 1.0 / (k - 1) as f64), n - 1).ok_or_else(|| Checks::nothing("quantile"))?;
    let means: Vec<f64> = systems.iter().map(|s| goal.sign() * mean(s)).collect();
    let noise: Vec<f64> = systems.iter().map(|s| variance(s) / n as f64).collect();
    let allowed = |i: usize, l: usize| (t * (noise[i] + noise[l]).sqrt() - indifference).max(0.0);
    Ok((0..k).filter(|i| (0..k).all(|l| l == *i || means[*i] >= means[l] - allowed(*i, l))).collect())
}
