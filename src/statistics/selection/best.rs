//! Multiple comparisons with the best: how far each system may be from the best of the others.

use super::super::interval::{Interval, count};
use super::super::normal;
use super::super::problem::{Checks, InputError, Problem};
use super::super::quadrature::{increasing_root, nodes, under_chi, whole_power};
use super::{Goal, check_level, check_systems, mean, one_sided_t, variance_of_difference};

/// What the interval of a system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The interval lies on the good side: no other system is better.
    Best,
    /// At most the indifference zone behind the best: as good as the best for the purpose.
    WithinIndifference,
    /// The interval lies on the bad side: some other system is better, and it may be better by more than the zone.
    Worse,
    /// The interval leaves it open.
    NotDistinguishable,
}

impl Standing {
    /// `best`, `within the indifference zone`, `worse` or `not distinguishable`.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Best => "best",
            Standing::WithinIndifference => "within the indifference zone",
            Standing::Worse => "worse",
            Standing::NotDistinguishable => "not distinguishable",
        }
    }
}

/// One system against the best of the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgainstBest {
    /// Index of the system.
    pub system: usize,
    /// Mean of the system, unit of the observations.
    pub mean: f64,
    /// System minus the best of the others (for a cost above zero: so much dearer). Hsu's interval: it always holds zero,
    /// with zero as its end where one side is ruled out. All of them hold together with probability `level`.
    pub difference: Interval,
    /// The interval in words.
    pub standing: Standing,
}

/// Multiple comparisons with the best (Hsu 1984, 10.1214/aos/1176346519) under common random numbers, whatever their
/// correlation: widths t(n−1, 1 − α/(k−1)) · s_il/√n from the paired differences (Clark & Yang 1986, 10.1145/318242.318452;
/// Nelson & Matejcik 1995, 10.1287/mnsc.41.12.1935).
///
/// With D_i = (min_{l≠i} (X̄_i − X̄_l + w_il))⁺ and G = {l : D_l > 0} the interval of μ_i − max_{l≠i} μ_l is
/// [(min_{l∈G, l≠i} (X̄_i − X̄_l − w_il))⁻, D_i]; for equal w this is [−(X̄_i − max X̄_l − w)⁻, (X̄_i − max X̄_l + w)⁺].
/// `indifference` is a difference too small to matter, in the unit of the observations; 0 for none.
///
/// # Errors
/// Fewer than two systems or replications, systems of different length, numbers that are not finite, a negative zone, a
/// level that is not between 0.5 and 1.
pub fn compare_with_best(
    systems: &[Vec<f64>],
    goal: Goal,
    indifference: f64,
    level: f64,
) -> Result<Vec<AgainstBest>, InputError> {
    check(systems, indifference, level)?;
    let (k, n) = (systems.len(), systems[0].len());
    let t = one_sided_t(1.0 - (1.0 - level) / (k - 1) as f64, n - 1).ok_or_else(|| Checks::nothing("quantile"))?;
    let width = |i: usize, l: usize| t * (variance_of_difference(&systems[i], &systems[l]) / n as f64).sqrt();
    Ok(against_best(systems, &width, goal, indifference, level))
}

/// The same with one width g S/√n for all pairs: g = [`dunnett_quantile`] with (k−1)(n−1) degrees of freedom and
/// S² = 2 ΣΣ (X_ij − X̄_i. − X̄_.j + X̄_..)² / ((k−1)(n−1)) (procedure NM of Nelson & Matejcik 1995).
///
/// Narrower than [`compare_with_best`] where the differences of all pairs vary alike (sphericity); wrong where one pair
/// varies much more than the others, as between a messaging and a phone variant.
///
/// # Errors
/// As [`compare_with_best`].
pub fn compare_with_best_spherical(
    systems: &[Vec<f64>],
    goal: Goal,
    indifference: f64,
    level: f64,
) -> Result<Vec<AgainstBest>, InputError> {
    check(systems, indifference, level)?;
    let (k, n) = (systems.len(), systems[0].len());
    let freedom = (k - 1) * (n - 1);
    let g = dunnett_quantile(count(k - 1), count(freedom), level)?;
    let rows: Vec<f64> = systems.iter().map(|s| mean(s)).collect();
    let columns: Vec<f64> = (0..n).map(|j| mean(&systems.iter().map(|s| s[j]).collect::<Vec<f64>>())).collect();
    let whole = mean(&rows);
    let squares: f64 = (0..k * n)
        .map(|ij| (ij / n, ij % n))
        .map(|(i, j)| systems[i][j] - rows[i] - (columns[j] - whole))
        .map(|rest| rest * rest)
        .sum();
    let width = g * (2.0 * squares / freedom as f64 / n as f64).sqrt();
    Ok(against_best(systems, &|_, _| width, goal, indifference, level))
}

fn check(systems: &[Vec<f64>], indifference: f64, level: f64) -> Result<(), InputError> {
    let checks = check_systems(systems, 2).range("indifference", indifference, "a difference", 0.0, 1e300);
    check_level(checks, level).finish()
}

/// Hsu's intervals from the widths of the pairs.
fn against_best(
    systems: &[Vec<f64>],
    width: &dyn Fn(usize, usize) -> f64,
    goal: Goal,
    indifference: f64,
    level: f64,
) -> Vec<AgainstBest> {
    let (k, n, sign) = (systems.len(), systems[0].len(), goal.sign());
    let means: Vec<f64> = systems.iter().map(|s| mean(s)).collect();
    let widths: Vec<Vec<f64>> =
        (0..k).map(|i| (0..k).map(|l| if l == i { 0.0 } else { width(i, l) }).collect()).collect();
    let ahead = |i: usize, l: usize| sign * (means[i] - means[l]);
    let others = |i: usize| (0..k).filter(move |l| *l != i);
    let smallest = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
    let most: Vec<f64> = (0..k).map(|i| smallest(&mut others(i).map(|l| ahead(i, l) + widths[i][l]))).collect();
    (0..k)
        .map(|i| {
            // Systems that tie exactly, without any width, are rivals too: else nobody would be.
            let rivals = &mut others(i).filter(|l| most[*l] >= 0.0).map(|l| ahead(i, l) - widths[i][l]);
            let (low, high) = (smallest(rivals).min(0.0), most[i].max(0.0));
            let (lower, upper) = if sign > 0.0 { (low, high) } else { (-high, -low) };
            let point = sign * smallest(&mut others(i).map(|l| ahead(i, l)));
            let difference = Interval { mean: point, lower: Some(lower), upper: Some(upper), level, n: count(n) };
            AgainstBest { system: i, mean: means[i], difference, standing: standing(low, most[i], indifference) }
        })
        .collect()
}

/// How far ahead of the best of the others the system is at least (`low` ≤ 0) and at most; `most` is 0 for one of two
/// systems that tie exactly, and then neither is known to be worse.
fn standing(low: f64, most: f64, indifference: f64) -> Standing {
    if low == 0.0 {
        Standing::Best
    } else if low >= -indifference {
        Standing::WithinIndifference
    } else if most < 0.0 {
        Standing::Worse
    } else {
        Standing::NotDistinguishable
    }
}

/// One-sided quantile g of the largest of `comparisons` Student variables with correlation ½ (Dunnett 1955,
/// 10.1080/01621459.1955.10501294): ∫∫ Φ(z + √2 g s)^k φ(z) dz f(s) ds = `level`, with s² = χ²_ν/ν.
///
/// # Errors
/// Not 1 to 10,000 comparisons, no degree of freedom, a level that is not between 0.5 and 1.
pub fn dunnett_quantile(comparisons: u32, freedom: u32, level: f64) -> Result<f64, InputError> {
    let checks = Checks::default().range("comparisons", f64::from(comparisons), "comparisons", 1.0, 10_000.0).range(
        "freedom",
        f64::from(freedom),
        "degrees of freedom",
        1.0,
        4e9,
    );
    check_level(checks, level).finish()?;
    if comparisons == 1 {
        return one_sided_t(level, freedom as usize).ok_or_else(|| Problem::OutOfReach.into());
    }
    let nu = f64::from(freedom);
    let scales: Vec<(f64, f64)> = under_chi(nu).into_iter().map(|(s, w)| (s / nu.sqrt(), w)).collect();
    let centres: Vec<(f64, f64)> = nodes(-8.5, 8.5, 6).into_iter().map(|(z, w)| (z, w * normal::density(z))).collect();
    let chance = |g: f64| -> f64 {
        let given = |s: f64| -> f64 {
            let shift = std::f64::consts::SQRT_2 * g * s;
            centres.iter().map(|(z, w)| w * whole_power(normal::below(z + shift), comparisons)).sum()
        };
        scales.iter().map(|(s, w)| w * given(*s)).sum()
    };
    increasing_root(chance, level).ok_or_else(|| Problem::OutOfReach.into())
}
