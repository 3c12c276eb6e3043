//! How much of a long run to throw away before it speaks of the steady state: MSER-5.

/// Observations in one batch of MSER-5.
pub const MSER_BATCH: usize = 5;
/// Below this many batches no run is long enough to judge.
const LEAST_BATCHES: usize = 10;

/// The warm-up that MSER-5 cuts off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WarmUp {
    /// Batches of five observations to delete.
    pub batches: usize,
    /// Observations to delete: five times the batches.
    pub observations: usize,
    /// The smallest value of the statistic, unit of the observations squared.
    pub mser: f64,
    /// Mean of the batches that remain; up to four observations after the last whole batch do not enter.
    pub mean: f64,
}

/// No number can be given: the series is still settling when it ends.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RunTooShort {
    /// The statistic is still falling at the middle of the run.
    #[error(
        "run too short: after {observations} observations the statistic of MSER-5 is smallest at the middle of the run, \
         so the warm-up may be longer than half of it; run at least twice as long"
    )]
    StillSettling {
        /// Observations given.
        observations: usize,
    },
    /// Fewer batches than the method can work with.
    #[error("run too short: {observations} observations are {batches} batches, and at least {least} are needed")]
    FewBatches {
        /// Observations given.
        observations: usize,
        /// Whole batches they make.
        batches: usize,
        /// Batches needed.
        least: usize,
    },
    /// The batch means still follow one another.
    #[error(
        "run too short: even {batches} batch means are correlated (lag 1: {lag1:.2}), so their interval would be too \
         narrow; run longer"
    )]
    Correlated {
        /// Batches at the last try.
        batches: usize,
        /// Their autocorrelation at lag 1.
        lag1: f64,
    },
    /// Something that is not a finite number is among the observations.
    #[error("observation {at} is not a finite number")]
    NotFinite {
        /// Its place, from 0.
        at: usize,
    },
}

/// MSER-5 (White 1997, 10.1177/003754979706900601): with the k means Z of batches of five, the deletion d that makes
/// Σ_{j>d} (Z_j − Z̄_d)² / (k − d)² smallest over 0 ≤ d ≤ k/2, the first one if several do.
///
/// # Errors
/// [`RunTooShort`] if d is the last one admitted, with fewer than 10 batches, or if an observation is not finite.
pub fn mser5(series: &[f64]) -> Result<WarmUp, RunTooShort> {
    finite(series)?;
    let means: Vec<f64> = series.chunks_exact(MSER_BATCH).map(|b| b.iter().sum::<f64>() / MSER_BATCH as f64).collect();
    let batches = means.len();
    let observations = series.len();
    if batches < LEAST_BATCHES {
        return Err(RunTooShort::FewBatches { observations, batches, least: LEAST_BATCHES });
    }
    let last = batches / 2;
    let mut best: Option<WarmUp> = None;
    // From the end to the front, adding one batch at a time (Welford), so that each deletion costs one step.
    let (mut mean, mut squares) = (0.0, 0.0);
    for (kept, d) in (1..=batches).zip((0..batches).rev()) {
        let step = means[d] - mean;
        mean += step / kept as f64;
        squares += step * (means[d] - mean);
        let mser = squares / (kept as f64 * kept as f64);
        if d <= last && best.is_none_or(|b| mser <= b.mser) {
            best = Some(WarmUp { batches: d, observations: d * MSER_BATCH, mser, mean });
        }
    }
    best.filter(|b| b.batches < last).ok_or(RunTooShort::StillSettling { observations })
}

pub(super) fn finite(series: &[f64]) -> Result<(), RunTooShort> {
    series.iter().position(|x| !x.is_finite()).map_or(Ok(()), |at| Err(RunTooShort::NotFinite { at }))
}
