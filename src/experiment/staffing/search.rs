//! The smallest scale k of a family of schedules that keeps a promise, by bisection on fixed replications.

use crate::desk::plan::DeskPlan;
use crate::experiment::runner::{Watch, probe};
use crate::facts::{Channel, Rules};
use crate::scenario::{Group, Model, Promise, Run, Staff};
use crate::traffic::TrafficPlan;

use super::Effort;

/// k goes in steps of 2 %, finer than one head up to 50.
pub(super) const STEP: f64 = 0.02;
/// k = 1.
const ONE: i64 = 50;
/// Replications tried between two looks at the share.
const BATCH: u32 = 2;
/// Standard errors from the target at which a trial is over.
const CLEAR: f64 = 4.0;
/// Least standard deviation between replications that a trial reckons with: five points.
const LEAST_DEVIATION: f64 = 0.05;
/// Largest k tried.
const MOST: i64 = 400 * ONE;

/// A promise on trial.
pub(super) struct Trial<'a> {
    pub(super) model: &'a Model,
    pub(super) index: usize,
    pub(super) channel: Channel,
    pub(super) promise: Promise,
    pub(super) run: &'a Run,
    pub(super) traffic: &'a TrafficPlan,
    pub(super) rules: &'a Rules,
    pub(super) effort: Effort,
    pub(super) watch: &'a dyn Watch,
}

/// What the search found.
pub(super) struct Found {
    pub(super) heads: Vec<u16>,
    pub(super) k: f64,
    /// Share kept at k = 1, the plan on paper.
    pub(super) on_paper: f64,
}

impl Trial<'_> {
    /// The schedule of the smallest k that keeps the promise; `schedule` must not fall as k rises.
    pub(super) fn smallest(
        &self,
        schedule: &dyn Fn(f64) -> Result<Vec<u16>, Vec<String>>,
    ) -> Result<Found, Vec<String>> {
        let at = |step: i64| schedule(step as f64 * STEP);
        let on_paper = self.kept(&at(ONE)?)?;
        // Bracket the smallest k by steps of a quarter, then halve; k is seldom far from 1.
        let keeps = |step: i64| -> Result<bool, Vec<String>> { Ok(self.kept(&at(step)?)? >= self.promise.share.0) };
        let (mut low, mut high) = (ONE, ONE);
        if on_paper >= self.promise.share.0 {
            low = high * 4 / 5;
            while low > 0 && keeps(low)? {
                high = low;
                low = low * 4 / 5;
            }
        } else {
            while low == high || !keeps(high)? {
                low = high;
                high = high * 5 / 4;
                if high > MOST {
                    return Err(vec![self.hopeless()]);
                }
            }
        }
        while low + 1 < high {
            let middle = (low + high) / 2;
            // Equal schedules are not tried twice.
            let same = at(middle)? == at(high)?;
            if same || keeps(middle)? { high = middle } else { low = middle }
        }
        Ok(Found { heads: at(high)?, k: high as f64 * STEP, on_paper })
    }

    fn group(&self) -> &Group {
        &self.model.desk.groups[self.index]
    }

    fn hopeless(&self) -> String {
        format!(
            "group `{}`: no team keeps {} % in {}: the policy, the late rule or the menu holds customers back for longer",
            self.group().name,
            self.promise.share.0 * 100.0,
            self.promise.within
        )
    }

    /// Share of turns (calls) of opening hours answered within the promise, over the trial replications, or over the first
    /// few of them when these leave no doubt. Nothing is billed or tallied: the promise needs neither.
    fn kept(&self, heads: &[u16]) -> Result<f64, Vec<String>> {
        let mut model = self.model.clone();
        // Other groups that are still to be staffed are tried with the same heads.
        for group in &mut model.desk.groups {
            if matches!(group.staff, Staff::Meet { .. }) {
                group.staff = Staff::Schedule(heads.to_vec());
            }
        }
        model.desk.groups[self.index].staff = Staff::Schedule(heads.to_vec());
        let desk = DeskPlan::new(&model, self.run, self.traffic.clone(), self.rules.clone())?;
        let mut kept = Vec::new();
        for first in (0..self.effort.replications).step_by(BATCH as usize) {
            let batch = first..(first + BATCH).min(self.effort.replications);
            let sums = probe(&desk, trial_seed(self.run.seed), batch, self.watch).map_err(|problem| vec![problem])?;
            kept.extend(sums.iter().map(|sums| sums.promise[self.channel as usize]).map(|p| (p.within, p.offered)));
            if is_clear(&kept, self.promise.share.0) {
                break;
            }
        }
        Ok(share(&kept))
    }
}

fn share(kept: &[(i64, i64)]) -> f64 {
    let (within, offered) = kept.iter().fold((0, 0), |(w, o), kept| (w + kept.0, o + kept.1));
    if offered == 0 { 1.0 } else { within as f64 / offered as f64 }
}

/// Is the share so far from the target that more replications would not turn the answer?
///
/// Yes at [`CLEAR`] standard errors; the standard deviation between replications is estimated, but taken as at least
/// [`LEAST_DEVIATION`], since two replications may agree by chance.
fn is_clear(kept: &[(i64, i64)], target: f64) -> bool {
    let shares: Vec<f64> = kept.iter().map(|one| share(std::slice::from_ref(one))).collect();
    let n = shares.len() as f64;
    let mean = shares.iter().sum::<f64>() / n;
    let squares: f64 = shares.iter().map(|share| (share - mean) * (share - mean)).sum();
    let deviation = (squares / (n - 1.0).max(1.0)).sqrt().max(LEAST_DEVIATION);
    (share(kept) - target).abs() > CLEAR * deviation / n.sqrt()
}

/// Trials have draws of their own, so that the results are not tuned to the replications that are reported.
fn trial_seed(seed: u64) -> u64 {
    seed ^ 0x5747_4146_4621_0000
}

#[cfg(test)]
mod tests {
    use super::is_clear;

    #[test]
    fn a_trial_ends_early_only_when_the_target_is_four_standard_errors_away() {
        let of = |shares: &[i64]| shares.iter().map(|share| (*share, 100)).collect::<Vec<_>>();
        // Two that agree: 4 × 0.05 / √2 = 14.1 points.
        assert!(!is_clear(&of(&[66, 66]), 0.8));
        assert!(is_clear(&of(&[65, 65]), 0.8));
        // Deviation by hand: 30 and 50 → 14.1 points; 4 × 14.1 / √2 = 40.
        assert!(!is_clear(&of(&[30, 50]), 0.8 - 1e-9));
        assert!(is_clear(&of(&[30, 50]), 0.81));
        // One replication, or none offered, says little.
        assert!(!is_clear(&of(&[75]), 0.8));
        assert!(!is_clear(&[(0, 0), (0, 0)], 0.9));
    }
}
