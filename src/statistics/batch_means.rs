//! The mean of one long run, whose observations follow each other, from the means of batches.

use statrs::distribution::{ContinuousCDF, Normal};

use super::interval::{Interval, student};
use super::warm_up::{RunTooShort, finite};

/// Never fewer batches than this.
const LEAST: usize = 10;
/// Batches that the interval is made of: from 20 to 39 if there are enough.
const USUAL: usize = 20;

/// The steady-state mean of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchMeans {
    /// Mean with its Student interval over the batches; `n` is their number.
    pub interval: Interval,
    /// Observations in one batch; those at the front that fill no batch are left out.
    pub size: usize,
    /// Autocorrelation of the batch means at lag 1.
    pub lag1: f64,
}

/// Student's interval over the means of 10 to 39 batches of a series without warm-up (cut it off before: [`mser5`](super::mser5)).
///
/// The batch doubles from one observation on until its L means pass the one-sided von Neumann test at 5 %:
/// 1 − Σ(Z_j − Z_{j+1})² / 2Σ(Z_j − Z̄)² ≤ z √((L−2)/(L²−1)) (von Neumann 1941, 10.1214/aoms/1177731677; Fishman 1978,
/// 10.1287/mnsc.24.5.510), a limit below 0.2 from 66 batches on; then batches are joined until fewer than 40 are left.
///
/// # Errors
/// [`RunTooShort`] if even 10 batches are correlated, with fewer than 10 observations, or if one is not finite.
pub fn batch_means(series: &[f64], level: f64) -> Result<BatchMeans, RunTooShort> {
    finite(series)?;
    let mut size = 1;
    let mut last = RunTooShort::FewBatches { observations: series.len(), batches: series.len(), least: LEAST };
    while series.len() / size >= LEAST {
        let lag1 = lag1(&means(series, size));
        if passes(lag1, series.len() / size) {
            let size = size * (series.len() / size / USUAL).max(1);
            let joined = means(series, size);
            if let Some(interval) = student(&joined, level) {
                return Ok(BatchMeans { interval, size, lag1: self::lag1(&joined) });
            }
        }
        last = RunTooShort::Correlated { batches: series.len() / size, lag1 };
        size *= 2;
    }
    Err(last)
}

/// Means of whole batches, aligned at the end of the series, farthest from the warm-up.
fn means(series: &[f64], size: usize) -> Vec<f64> {
    series[series.len() % size..].chunks_exact(size).map(|b| b.iter().sum::<f64>() / size as f64).collect()
}

/// Autocorrelation at lag 1 by von Neumann's ratio: 1 − Σ(Z_j − Z_{j+1})² / 2Σ(Z_j − Z̄)²; 0 when nothing varies.
fn lag1(batches: &[f64]) -> f64 {
    let mean = batches.iter().sum::<f64>() / batches.len() as f64;
    let squares: f64 = batches.iter().map(|z| (z - mean) * (z - mean)).sum();
    let steps: f64 = batches.windows(2).map(|w| (w[0] - w[1]) * (w[0] - w[1])).sum();
    if squares > 0.0 { 1.0 - 0.5 * steps / squares } else { 0.0 }
}

fn passes(lag1: f64, batches: usize) -> bool {
    let l = batches as f64;
    let allowed = Normal::standard().inverse_cdf(0.95) * ((l - 2.0) / (l * l - 1.0)).sqrt();
    lag1 <= allowed
}
