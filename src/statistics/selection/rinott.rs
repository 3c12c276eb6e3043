//! Rinott's two-stage selection of the best of independent systems.

use super::super::normal;
use super::super::problem::{Checks, InputError, Problem};
use super::super::quadrature::{increasing_root, under_chi, whole_power};
use super::{MOST_SYSTEMS, check_level};

/// Rinott's h for `systems` systems with `first` replications in the first stage (Rinott 1978,
/// 10.1080/03610927808827671): ∫ [∫ Φ(h/√(ν(1/x + 1/y))) f(x) dx]^{k−1} f(y) dy = `level`, ν = first − 1, f the density of χ²_ν.
///
/// ```
/// let h = chatfare::statistics::selection::rinott_constant(10, 20, 0.95).unwrap();
/// assert!((h - 3.8753).abs() < 5e-5);
/// ```
///
/// # Errors
/// Fewer than two systems or three replications, a level that is not between 0.5 and 1.
pub fn rinott_constant(systems: u32, first: u32, level: f64) -> Result<f64, InputError> {
    let checks = Checks::default().range("systems", f64::from(systems), "systems to compare", 2.0, MOST_SYSTEMS).range(
        "first",
        f64::from(first),
        "replications in the first stage",
        3.0,
        1e9,
    );
    check_level(checks, level).finish()?;
    let nu = f64::from(first - 1);
    let spread = under_chi(nu);
    let chance = |h: f64| -> f64 {
        let beats = |t: f64| -> f64 {
            // 1/√(1/x + 1/y) with x = s², y = t².
            spread.iter().map(|(s, w)| w * normal::below(h * s * t / (nu * (s * s + t * t)).sqrt())).sum()
        };
        spread.iter().map(|(t, w)| w * whole_power(beats(*t), systems - 1)).sum()
    };
    increasing_root(chance, level).ok_or_else(|| Problem::OutOfReach.into())
}

/// Replications of each system in both stages together: N_i = max(first, ⌈h² S_i²/δ²⌉). Take the one with the best mean over
/// all of them: it is the best with probability `level` of [`rinott_constant`] if the best leads by at least `indifference`.
///
/// # Errors
/// A zone that is not above zero, a variance that is negative or not finite.
pub fn rinott_sizes(h: f64, variances: &[f64], indifference: f64, first: u64) -> Result<Vec<u64>, InputError> {
    Checks::default()
        .range("h", h, "Rinott's constant", 0.0, 1e6)
        .range("indifference", indifference, "a difference", f64::MIN_POSITIVE, 1e300)
        .finite("variances", variances)
        .holds(variances.iter().all(|v| *v >= 0.0), || "a variance is negative".into())
        .finish()?;
    let size = |v: &f64| (h / indifference) * (h / indifference) * v;
    Ok(variances.iter().map(|v| first.max(size(v).ceil() as u64)).collect())
}
