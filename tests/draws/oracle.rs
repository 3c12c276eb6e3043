//! p-values from statrs: the judge is not our code.

use statrs::distribution::{ChiSquared, ContinuousCDF, DiscreteCDF, Normal, Poisson};

/// A p-value below this is a fault.
pub const RED: f64 = 1e-6;

/// Pearson's statistic of counts against expected counts; two-sided, so that counts that fit too well are red too.
pub fn chi_square(observed: &[u64], expected: impl Fn(usize) -> f64, constraints: usize) -> f64 {
    let statistic: f64 =
        observed.iter().enumerate().map(|(i, &o)| (o as f64 - expected(i)).powi(2) / expected(i)).sum();
    chi_square_value(statistic, observed.len() - constraints)
}

/// Two-sided p-value of a chi-square statistic.
pub fn chi_square_value(statistic: f64, freedom: usize) -> f64 {
    if freedom > 400 {
        // Wilson–Hilferty: statrs's gamma function tires at large freedoms.
        let f = freedom as f64;
        let z = ((statistic / f).cbrt() - (1.0 - 2.0 / (9.0 * f))) / (2.0 / (9.0 * f)).sqrt();
        return normal(z);
    }
    let law = ChiSquared::new(freedom as f64).unwrap();
    (2.0 * law.sf(statistic).min(law.cdf(statistic))).min(1.0)
}

/// Counts of two samples of equal size in the same cells.
pub fn two_samples(a: &[u64], b: &[u64]) -> f64 {
    let statistic = a.iter().zip(b).map(|(&a, &b)| (a as f64 - b as f64).powi(2) / (a + b).max(1) as f64).sum();
    chi_square_value(statistic, a.len() - 1)
}

/// Two-sided p-value of a standard normal.
pub fn normal(z: f64) -> f64 {
    2.0 * Normal::standard().sf(z.abs())
}

/// Two-sided p-value of a Poisson count.
pub fn poisson(count: u64, mean: f64) -> f64 {
    let law = Poisson::new(mean).unwrap();
    let above = if count == 0 { 1.0 } else { law.sf(count - 1) };
    (2.0 * above.min(law.cdf(count))).min(1.0)
}
