//! What trials of schedules have shown so far, and whether that is enough to say if the promise is kept.
//!
//! A trial asks for the share kept over a fixed set of N replications, no more: what may still turn the answer is only the
//! mean of those of them that were not simulated (Cochran 1977, Sampling Techniques, 3rd ed., section 2.6, the correction for a finite
//! population). All schedules meet the same customers, so that one that was tried on all N tells most of what another
//! would do: only their difference is uncertain (common random numbers as a control variate, Lavenberg and Welch 1981,
//! Management Science 27, doi:10.1287/mnsc.27.3.322).

use std::collections::BTreeMap;

/// Standard errors from the target at which a trial is over.
const CLEAR: f64 = 4.0;
/// Least standard deviation between replications that a trial reckons with: five points.
const LEAST_DEVIATION: f64 = 0.05;
/// Least standard deviation of the difference between two schedules: one point …
const LEAST_DIFFERENCE: f64 = 0.01;
/// … and this share of the mean difference: two replications may agree by chance.
const LEAST_SHARE: f64 = 0.25;

/// Turns of one replication answered within the promise, and offered.
pub(super) type Kept = (i64, i64);

/// An estimate of the share kept over all replications of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Estimate {
    share: f64,
    /// Standard error of what is not simulated yet.
    error: f64,
}

/// Trials so far, by schedule.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    tried: BTreeMap<Vec<u16>, Vec<Kept>>,
    /// Replications of a whole trial.
    whole: usize,
}

impl Evidence {
    /// None yet; a trial has `whole` replications.
    pub(super) fn new(whole: u32) -> Evidence {
        Evidence { tried: BTreeMap::new(), whole: whole as usize }
    }

    /// Replications of this schedule so far: the first so many.
    pub(super) fn replications(&self, heads: &[u16]) -> u32 {
        self.tried.get(heads).map_or(0, |kept| kept.len() as u32)
    }

    /// Adds what the next replications of a schedule kept.
    pub(super) fn add(&mut self, heads: &[u16], kept: impl IntoIterator<Item = Kept>) {
        self.tried.entry(heads.to_vec()).or_default().extend(kept);
    }

    /// Best estimate of the share kept over a whole trial; none before anything was tried.
    pub(super) fn share(&self, heads: &[u16]) -> Option<f64> {
        let best = self.estimates(heads).into_iter().min_by(|a, b| a.error.total_cmp(&b.error));
        best.map(|estimate| estimate.share)
    }

    /// Does a schedule keep the promise to this share? `None`: not to be said yet.
    pub(super) fn keeps(&self, heads: &[u16], target: f64) -> Option<bool> {
        let clear = |estimate: &Estimate| (estimate.share - target).abs() > CLEAR * estimate.error;
        let estimates = self.estimates(heads);
        match estimates.first() {
            Some(all) if all.error == 0.0 => Some(all.share >= target),
            _ => estimates.into_iter().find(clear).map(|estimate| estimate.share >= target),
        }
    }

    /// By its own replications alone, and by its difference from the nearest schedule that was tried on all of them.
    fn estimates(&self, heads: &[u16]) -> Vec<Estimate> {
        let Some(own) = self.tried.get(heads).filter(|own| !own.is_empty()) else { return Vec::new() };
        let left = unseen(own.len(), self.whole);
        let alone = Estimate { share: share(own), error: deviation(&shares(own)).max(LEAST_DEVIATION) * left };
        let from_other = |other: &Vec<Kept>| {
            let differences: Vec<f64> = shares(own).iter().zip(shares(other)).map(|(a, b)| a - b).collect();
            let difference = carried(share(own), share(&other[..own.len()]), share(other));
            let least = LEAST_DIFFERENCE.max(LEAST_SHARE * difference.abs());
            Estimate { share: share(other) + difference, error: deviation(&differences).max(least) * left }
        };
        let whole = self.tried.values().filter(|other| other.len() == self.whole && other.len() > own.len());
        let paired = whole.map(from_other).min_by(|a, b| a.error.total_cmp(&b.error));
        std::iter::once(alone).chain(paired).collect()
    }
}

/// What `own` has more than `other` where both were tried, carried over to the share of `all`: as a part of what was kept if
/// it is less, of what was missed if it is more, so that the result is a share again (ratio estimator, Cochran 1977, ch. 6).
fn carried(own: f64, other: f64, all: f64) -> f64 {
    let (room, least) = if own < other { (all / other, 0.0) } else { ((1.0 - all) / (1.0 - other), 1.0) };
    if other == least { own - other } else { (own - other) * room }
}

/// Standard error of the mean of all `whole` replications for one standard deviation, when `seen` of them are known.
fn unseen(seen: usize, whole: usize) -> f64 {
    let (seen, whole) = (seen as f64, whole as f64);
    ((whole - seen).max(0.0) / (whole * seen)).sqrt()
}

fn share(kept: &[Kept]) -> f64 {
    let (within, offered) = kept.iter().fold((0, 0), |(w, o), kept| (w + kept.0, o + kept.1));
    if offered == 0 { 1.0 } else { within as f64 / offered as f64 }
}

fn shares(kept: &[Kept]) -> Vec<f64> {
    kept.iter().map(|one| share(std::slice::from_ref(one))).collect()
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (n - 1.0).max(1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Kept};

    fn of(shares: &[i64]) -> Vec<Kept> {
        shares.iter().map(|share| (*share, 100)).collect()
    }

    #[test]
    fn a_trial_ends_early_only_when_the_target_is_four_standard_errors_away() {
        let keeps = |shares: &[i64], target: f64| {
            let mut evidence = Evidence::new(10);
            evidence.add(&[1], of(shares));
            evidence.keeps(&[1], target)
        };
        // Two that agree, eight to come: 4 × 0.05 × √(8 / 20) = 12.6 points.
        assert_eq!(keeps(&[68, 68], 0.8), None);
        assert_eq!(keeps(&[67, 67], 0.8), Some(false));
        assert_eq!(keeps(&[93, 93], 0.8), Some(true));
        // 30 and 50 deviate by 14.14 points; 4 × 14.14 × √0.4 = 35.8.
        assert_eq!(keeps(&[30, 50], 0.757), None);
        assert_eq!(keeps(&[30, 50], 0.759), Some(false));
        // Eight that agree: 4 × 0.05 × √(2 / 80) = 3.2 points. All ten: nothing is uncertain.
        assert_eq!(keeps(&[78; 8], 0.8), None);
        assert_eq!(keeps(&[76; 8], 0.8), Some(false));
        assert_eq!(keeps(&[80; 10], 0.8), Some(true));
        assert_eq!(keeps(&[80, 80, 80, 80, 80, 80, 80, 80, 80, 79], 0.8), Some(false));
        // Nothing offered, nothing broken; nothing tried, nothing said.
        let mut none = Evidence::new(2);
        assert_eq!((none.keeps(&[1], 0.8), none.share(&[1])), (None, None));
        none.add(&[1], [(0, 0), (0, 0)]);
        assert_eq!(none.keeps(&[1], 0.8), Some(true));
    }

    #[test]
    fn a_whole_trial_of_one_schedule_shortens_that_of_its_neighbour() {
        let mut evidence = Evidence::new(10);
        // Replications differ much, the two schedules little: 3, 4, 3, 4 points.
        evidence.add(&[9], of(&[90, 70, 92, 74, 85, 75, 88, 72, 80, 84]));
        evidence.add(&[8], of(&[87, 66]));
        // 80.0 fell to 76.5, so 81.0 falls to 81.0 × 76.5 / 80.0; 4 × max(0.707, 1, 0.886) × √0.4 = 2.53 points.
        assert!((evidence.share(&[8]).expect("tried") - 0.81 * 0.765 / 0.80).abs() < 1e-12);
        assert_eq!(evidence.keeps(&[8], 0.7995), None);
        assert_eq!(evidence.keeps(&[8], 0.801), Some(false));
        evidence.add(&[8], of(&[89, 70]));
        // 4 × 1 × √(6 / 40) = 1.55 points.
        assert_eq!(evidence.keeps(&[8], 0.80), Some(false));
        assert_eq!(evidence.replications(&[8]), 4);
        // Two differences that agree on much are not believed: 30.4 points, a quarter of them, × 4 × √0.4 = 19.2 points.
        evidence.add(&[5], of(&[60, 40]));
        assert_eq!(evidence.keeps(&[5], 0.69), None);
        assert_eq!(evidence.keeps(&[5], 0.71), Some(false));
        // 20 of 100 missed fell to 11: of the 19 missed by all, 11 twentieths are left, and no share passes one.
        evidence.add(&[12], of(&[96, 82]));
        assert!((evidence.share(&[12]).expect("tried") - (1.0 - 0.19 * 0.11 / 0.20)).abs() < 1e-12);
    }
}
