//! Compares the ratios of many replications with exact values.
//!
//! Rules of every comparison:
//! * The seed is the first 63 bits of blake3 of the row's name; it is never changed to turn a row green.
//! * Under the exact value R the differences x − R y of independent replications have mean 0 (x / y the statistic's
//!   numerator and denominator). Part of their noise is what chance brought in: arrivals beside their expectation, and
//!   work of those served beside theirs. Both have known means whatever the desk does, so they are controls
//!   ([`control_variates`]). That arrivals and work are right is compared for itself, uncontrolled.
//! * A row with an exact value outside its interval is run once more with 4 × as many customers on the seed of its name
//!   and " again"; outside again is a failure. The two runs are independent, so with m comparisons in all a level of
//!   1 − √(0.001 / m) each makes all of them together wrong with less than 0.1 % (Bonferroni).
//! * The smallest fault that a row would see is the relative error that leaves the interval in nine runs of ten: half
//!   the width + 1.2816 standard errors, over the exact value.

use super::case::{Case, Check, Controls};
use super::line::{Line, Verdict, Way};
use super::seen::Seen;
use crate::statistics::{Control, control_variates, student, t_quantile};

/// Chance that all intervals together miss an exact value although the program is right.
pub const ALL_WRONG: f64 = 0.001;

/// Level of each of `comparisons` intervals.
pub fn level(comparisons: usize) -> f64 {
    1.0 - (ALL_WRONG / comparisons.max(1) as f64).sqrt()
}

/// The seed of a name.
pub fn seed(name: &str) -> u64 {
    let mut first = [0; 8];
    first.copy_from_slice(&blake3::hash(name.as_bytes()).as_bytes()[..8]);
    u64::from_le_bytes(first) >> 1
}

/// The lines of a case from what its replications show.
pub fn lines(case: &Case, customers: f64, seen: &[Seen], level: f64) -> Vec<Line> {
    let controls = controls(case, seen);
    case.checks.iter().map(|check| line(case, check, customers, seen, &controls, level)).collect()
}

/// Arrivals beside their expectation, work beside its own: observations with mean 0.
fn controls(case: &Case, seen: &[Seen]) -> Vec<Vec<f64>> {
    let arrivals = |s: &Seen| (s.waits.offered + s.waits.blocked) as f64 - case.per_hour * s.span as f64 / 3.6e9;
    let mut controls: Vec<Vec<f64>> = vec![seen.iter().map(arrivals).collect()];
    if let Some(mean) = case.service_s {
        let work = |s: &Seen| s.waits.service as f64 * 1e-6 - mean * s.waits.answered() as f64;
        controls.push(seen.iter().map(work).collect());
    }
    controls
}

fn line(case: &Case, check: &Check, customers: f64, seen: &[Seen], controls: &[Vec<f64>], level: f64) -> Line {
    let unscaled = check.exact / check.scale;
    let pairs: Vec<(i128, i128)> = seen.iter().map(&check.of).collect();
    let differences: Vec<f64> = pairs.iter().map(|(x, y)| *x as f64 - unscaled * *y as f64).collect();
    let denominator = pairs.iter().map(|(_, y)| *y as f64).sum::<f64>() / pairs.len().max(1) as f64;
    let mut used = check.own.as_ref().map_or(Vec::new(), |own| across(seen, own));
    used.extend_from_slice(if check.controlled { controls } else { &[] });
    let unit = check.scale / denominator;
    let (difference, half, error) = mean(&differences, &used, level);
    let (exact, difference, half, error) = shown(check, [difference * unit, half * unit.abs(), error * unit.abs()]);
    let value = exact + difference;
    // A denominator of zero makes everything NaN, which agrees with nothing.
    let inside = (value - exact).abs() <= half;
    Line {
        model: case.model,
        row: case.row.clone(),
        measure: check.what.clone(),
        way: Way::Simulated,
        exact,
        value,
        lower: value - half,
        upper: value + half,
        n: case.rounded(customers) as u64,
        smallest_fault: (half + 1.2816 * error) / exact.abs(),
        verdict: if inside { Verdict::Agrees } else { Verdict::Differs },
    }
}

/// Further controls of a check: each over the replications.
fn across(seen: &[Seen], own: &Controls) -> Vec<Vec<f64>> {
    let rows: Vec<Vec<f64>> = seen.iter().map(own).collect();
    let count = rows.first().map_or(0, Vec::len);
    (0..count).map(|k| rows.iter().map(|row| row[k]).collect()).collect()
}

/// Exact value, difference, half the width and standard error as the line shows them: of a standard deviation by the delta
/// method, where inside and outside stay what they are for the variance.
fn shown(check: &Check, [difference, half, error]: [f64; 3]) -> (f64, f64, f64, f64) {
    if !check.root {
        return (check.exact, difference, half, error);
    }
    let root = libm::sqrt(check.exact);
    let slope = 0.5 / root;
    (root, difference * slope, half * slope, error * slope)
}

/// Mean, half the width of its interval, standard error: with as many of the controls as vary.
fn mean(observations: &[f64], controls: &[Vec<f64>], level: f64) -> (f64, f64, f64) {
    let zero: Vec<Control<'_>> = controls.iter().map(|c| Control { observations: c, mean: 0.0 }).collect();
    let usable =
        (1..=zero.len()).rev().find_map(|q| Some((control_variates(observations, &zero[..q], level).ok()?, q)));
    let (interval, lost) = match usable {
        Some((controlled, q)) => (controlled.interval, q + 1),
        None => (student(observations, level).unwrap_or_default(), 1),
    };
    let half = interval.half_width().unwrap_or(f64::NAN);
    let freedom = observations.len().saturating_sub(lost) as u32;
    (interval.mean, half, half / t_quantile(level, freedom).unwrap_or(f64::NAN))
}
