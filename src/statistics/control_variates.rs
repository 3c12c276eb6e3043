//! Control variates: what is known about the arrivals takes its share of the noise out of the answer.

use super::interval::{Interval, count, t_quantile};
use super::problem::{Checks, InputError};

/// Controls at most.
const MOST_CONTROLS: f64 = 100.0;

/// A quantity observed in every replication whose mean is known without simulating: arrivals, work offered, busyness.
#[derive(Clone, Copy, Debug)]
pub struct Control<'a> {
    /// One observation a replication.
    pub observations: &'a [f64],
    /// Its true mean.
    pub mean: f64,
}

/// A mean with its controls taken into account.
#[derive(Clone, Debug, PartialEq)]
pub struct Controlled {
    /// Mean and interval.
    pub interval: Interval,
    /// The coefficient of each control.
    pub slopes: Vec<f64>,
    /// (n−2)/(n−q−2): what estimating the coefficients costs.
    pub loss_factor: f64,
    /// Variance with controls, the loss included, over variance without: 0.5 saves half of the replications; above 1 the
    /// controls hurt and the plain interval is better.
    pub variance_ratio: f64,
}

/// Mean of `observations` corrected by q controls (Lavenberg & Welch 1981, 10.1287/mnsc.27.3.322):
/// m = X̄ − b'(C̄ − μ), b = S_C⁻¹ S_CX, n − q − 1 degrees of freedom, variance
/// s²_{X|C} (1/n + (C̄ − μ)' S_C⁻¹ (C̄ − μ)/(n − 1)).
///
/// # Errors
/// Fewer than q + 3 replications, rows of different length, numbers that are not finite, no control or more than 100, a
/// level that is not between 0 and 1, controls that do not vary or follow from one another.
pub fn control_variates(observations: &[f64], controls: &[Control<'_>], level: f64) -> Result<Controlled, InputError> {
    let (n, q) = (observations.len(), controls.len());
    let checks = Checks::default()
        .share("level", level)
        .range("controls", q as f64, "controls", 1.0, MOST_CONTROLS)
        .range("replications", n as f64, "replications, at least the controls and three", q as f64 + 3.0, 4e9)
        .finite("observations", observations);
    let checks = controls.iter().enumerate().fold(checks, |checks, (i, c)| {
        checks
            .holds(c.observations.len() == n, || {
                format!("control {i} has {} observations for {n} replications", c.observations.len())
            })
            .holds(c.mean.is_finite(), || format!("the mean of control {i} is {}", c.mean))
            .finite(&format!("control {i}"), c.observations)
    });
    checks.finish()?;
    let (mean, x) = centred(observations);
    let (offsets, c): (Vec<f64>, Vec<Vec<f64>>) = controls
        .iter()
        .map(|control| centred(control.observations))
        .zip(controls)
        .map(|((own, c), control)| (own - control.mean, c))
        .unzip();
    // Sums of products; the common divisor n − 1 cancels.
    let matrix: Vec<Vec<f64>> = (0..q).map(|i| (0..q).map(|j| product(&c[i], &c[j])).collect()).collect();
    let root = cholesky(&matrix).ok_or_else(dependent)?;
    let cross: Vec<f64> = c.iter().map(|c| product(c, &x)).collect();
    let slopes = solve(&root, &cross);
    let residuals: Vec<f64> =
        (0..n).map(|j| x[j] - slopes.iter().zip(&c).map(|(b, c)| b * c[j]).sum::<f64>()).collect();
    let freedom = n - q - 1;
    let residual = product(&residuals, &residuals) / freedom as f64;
    let distance = product(&offsets, &solve(&root, &offsets));
    let t = t_quantile(level, count(freedom)).ok_or_else(|| Checks::nothing("degree of freedom"))?;
    let half = t * (residual * (1.0 / n as f64 + distance)).sqrt();
    let plain = product(&x, &x) / (n - 1) as f64;
    let loss_factor = (n - 2) as f64 / (n - q - 2) as f64;
    // s²_{X|C} has been divided by n − q − 1; the population's variance given C is what the loss multiplies.
    let variance_ratio = if plain > 0.0 { residual / plain * loss_factor } else { 1.0 };
    let estimate = mean - product(&slopes, &offsets);
    Ok(Controlled { interval: Interval::around(estimate, Some(half), level, n), slopes, loss_factor, variance_ratio })
}

fn dependent() -> InputError {
    super::problem::Problem::Unfit(
        "the controls do not vary, or one follows from the others: leave out those that say the same".into(),
    )
    .into()
}

fn centred(values: &[f64]) -> (f64, Vec<f64>) {
    let first = values.first().copied().unwrap_or(0.0);
    let mean = first + values.iter().map(|v| v - first).sum::<f64>() / values.len() as f64;
    (mean, values.iter().map(|v| v - mean).collect())
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Lower triangle L with L L' = the matrix; `None` if it is singular to twelve digits.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let q = matrix.len();
    let mut l = vec![vec![0.0; q]; q];
    for i in 0..q {
        for j in 0..=i {
            let rest = matrix[i][j] - product(&l[i][..j], &l[j][..j]);
            if i == j {
                if rest.is_nan() || rest <= 1e-12 * matrix[i][i] {
                    return None;
                }
                l[i][i] = rest.sqrt();
            } else {
                l[i][j] = rest / l[j][j];
            }
        }
    }
    Some(l)
}

/// Solves L L' y = b.
fn solve(l: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut y = b.to_vec();
    for i in 0..y.len() {
        y[i] = (y[i] - product(&l[i][..i], &y[..i])) / l[i][i];
    }
    for i in (0..y.len()).rev() {
        let later: f64 = (i + 1..y.len()).map(|j| l[j][i] * y[j]).sum();
        y[i] = (y[i] - later) / l[i][i];
    }
    y
}
