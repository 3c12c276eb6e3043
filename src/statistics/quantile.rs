//! Quantiles of waits with intervals, from the histograms of the replications.

use super::histogram::{Bin, Histogram};
use super::interval::{Interval, count, t_quantile};

/// Quantile `p` (0 to 1, both excluded) of the wait with its interval, seconds, one histogram a replication.
///
/// Waits of one replication depend on each other, so the interval comes from the replications: F(x) = Σ N_i(x) / Σ N_i
/// is a ratio of means with standard error se(x) by the delta method, and the bounds enclose {x : |F(x) − p| ≤ t se(x)}.
/// They are edges of bins, rounded outwards; the point estimate is interpolated inside its bin, so it is right to 1/16.
///
/// `None` without waits or for a `p` outside its range. No bounds with one replication. No upper bound when so few waits
/// lie beyond the quantile that even independent ones would all have missed it with probability over (1 − level)/2; for
/// the same reason the lower bound can be 0.
pub fn wait_quantile_s(replications: &[Histogram], p: f64, level: f64) -> Option<Interval> {
    let n = replications.iter().filter(|h| h.count() > 0).count();
    let variance = |differences: &[f64]| {
        let n = n as f64;
        differences.iter().map(|e| e * e).sum::<f64>() * n / (n - 1.0).max(1.0)
    };
    wait_quantile_by(replications, p, level, n.saturating_sub(1), &variance)
}

/// The same where the histograms are of parts of the whole: with the degrees of freedom, and the variance of the sum of a value
/// over all of them, which has so many.
pub fn wait_quantile_by(
    replications: &[Histogram],
    p: f64,
    level: f64,
    freedom: usize,
    variance: &dyn Fn(&[f64]) -> f64,
) -> Option<Interval> {
    let mut pooled = Histogram::new();
    replications.iter().for_each(|h| pooled.merge(h));
    let steps_of: Vec<&Histogram> = replications.iter().collect();
    if pooled.count() == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let steps = steps(&pooled, &steps_of, variance);
    let mean = point(&steps, p)?;
    let open = Interval::unbounded(mean, level, freedom + 1);
    let Some(t) = t_quantile(level, count(freedom)) else {
        return Some(open);
    };
    let missed = |beyond: f64| libm::pow(1.0 - beyond, pooled.count() as f64) > 0.5 * (1.0 - level);
    // Below the first step that may reach p, F is surely too small; from the last step that may fall short, too large.
    let lower = steps.iter().find(|s| s.below + t * s.error >= p).map(|s| seconds(s.bin.lower_us));
    let short = steps.iter().rposition(|s| s.below - t * s.error < p).map_or(0, |last| last + 1);
    let upper = steps.get(short).map(|s| seconds(s.bin.upper_us));
    Some(Interval {
        lower: if missed(p) { Some(0.0) } else { lower },
        upper: if missed(1.0 - p) { None } else { upper },
        ..open
    })
}

/// A bin with the share of waits below its upper edge.
struct Step {
    bin: Bin,
    /// F at the upper edge.
    below: f64,
    /// Standard error of F there.
    error: f64,
}

/// F and its standard error at the upper edge of each bin that is not empty.
fn steps(pooled: &Histogram, replications: &[&Histogram], variance: &dyn Fn(&[f64]) -> f64) -> Vec<Step> {
    let total = pooled.count() as f64;
    let sizes: Vec<f64> = replications.iter().map(|h| h.count() as f64).collect();
    let mut counts: Vec<_> = replications.iter().map(|h| h.bins().map(|b| b.count)).collect();
    let mut below = vec![0_u64; replications.len()];
    let mut steps = Vec::new();
    for bin in pooled.bins() {
        for (sum, counts) in below.iter_mut().zip(&mut counts) {
            *sum = sum.saturating_add(counts.next().unwrap_or(0));
        }
        if bin.count > 0 {
            let share = below.iter().fold(0, |s: u64, b| s.saturating_add(*b)) as f64 / total;
            let differences: Vec<f64> = below.iter().zip(&sizes).map(|(b, size)| *b as f64 - share * size).collect();
            let error = variance(&differences).sqrt() / total;
            steps.push(Step { bin, below: share, error });
        }
    }
    steps
}

/// Where F reaches p: interpolated inside the bin, exact in bins of 1 µs.
fn point(steps: &[Step], p: f64) -> Option<f64> {
    let at = steps.iter().position(|s| s.below >= p)?;
    let step = &steps[at];
    let before = if at == 0 { 0.0 } else { steps[at - 1].below };
    let width = (step.bin.upper_us - step.bin.lower_us) as f64;
    let inside = if width > 1.0 { (p - before) / (step.below - before) * width } else { 0.0 };
    Some((step.bin.lower_us as f64 + inside) / 1e6)
}

fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}
