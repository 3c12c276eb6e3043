//! Stratified sampling: fixed shares of replications for quiet, usual and busy days.

use super::interval::{Interval, count, student, t_quantile};
use super::problem::{Checks, InputError};

/// One stratum of the input.
#[derive(Clone, Copy, Debug)]
pub struct Stratum<'a> {
    /// Its probability.
    pub weight: f64,
    /// One observation for each replication that was drawn from it.
    pub observations: &'a [f64],
}

/// The mean Σ p_l X̄_l with variance Σ p_l² s_l²/n_l and Satterthwaite's degrees of freedom
/// (Σ a_l)² / Σ a_l²/(n_l − 1), a_l = p_l² s_l²/n_l (Cochran, *Sampling Techniques*, sec. 5.4).
///
/// No bounds if a stratum has only one observation.
///
/// # Errors
/// No stratum, one without observations, weights that are not shares or do not add up to 1 within 10⁻⁹, numbers that are
/// not finite, a level that is not between 0 and 1.
pub fn stratified(strata: &[Stratum<'_>], level: f64) -> Result<Interval, InputError> {
    let total: f64 = strata.iter().map(|s| s.weight).sum();
    let checks = Checks::default()
        .share("level", level)
        .range("strata", strata.len() as f64, "strata", 1.0, 1e9)
        .holds((total - 1.0).abs() <= 1e-9, || format!("the weights add up to {total}: write shares that make 1"));
    let checks = strata.iter().enumerate().fold(checks, |checks, (l, s)| {
        checks
            .range("weight", s.weight, "a share", 0.0, 1.0)
            .holds(!s.observations.is_empty(), || format!("stratum {l} has no observation"))
            .finite(&format!("stratum {l}"), s.observations)
    });
    checks.finish()?;
    let (mut mean, mut variance, mut curvature, mut known, mut n) = (0.0, 0.0, 0.0, true, 0);
    for stratum in strata {
        let size = stratum.observations.len();
        let Some(own) = student(stratum.observations, level) else { continue };
        let squares: f64 = stratum.observations.iter().map(|x| (x - own.mean) * (x - own.mean)).sum();
        let freedom = (size.max(2) - 1) as f64;
        let part = stratum.weight * stratum.weight * squares / freedom / size as f64;
        mean += stratum.weight * own.mean;
        variance += part;
        curvature += part * part / freedom;
        known &= size > 1 || stratum.weight == 0.0;
        n += size;
    }
    let freedom = if curvature > 0.0 { variance * variance / curvature } else { (n.max(2) - 1) as f64 };
    let t = t_quantile(level, count(libm::floor(freedom).max(1.0) as usize));
    Ok(Interval::around(mean, t.filter(|_| known).map(|t| t * variance.sqrt()), level, n))
}

/// Splits `n` replications in proportion to the weights, whole ones by largest remainder, ties to the first; proportional
/// allocation never makes the variance larger than plain sampling.
pub fn proportional_allocation(weights: &[f64], n: u64) -> Vec<u64> {
    super::selection::divide_budget(weights, &vec![0; weights.len()], n)
}
