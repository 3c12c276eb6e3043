//! A schedule on trial: what share of its promise it keeps in simulated months.

use crate::desk::DeskSums;
use crate::desk::plan::DeskPlan;
use crate::experiment::runner::{Watch, probe};
use crate::facts::{Channel, Rules};
use crate::scenario::{Group, Model, Promise, Run, Staff};
use crate::traffic::TrafficPlan;

use super::Effort;
use super::evidence::Kept;

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

impl Trial<'_> {
    pub(super) fn group(&self) -> &Group {
        &self.model.desk.groups[self.index]
    }

    /// Turns (calls) of opening hours answered within the promise, of those offered, by replication. Nothing is billed or
    /// tallied: the promise needs neither.
    pub(super) fn kept(&self, heads: &[u16], replications: std::ops::Range<u32>) -> Result<Vec<Kept>, Vec<String>> {
        let mut model = self.model.clone();
        // Other groups that are still to be staffed are tried with the same heads.
        for group in &mut model.desk.groups {
            if matches!(group.staff, Staff::Meet { .. }) {
                group.put_on_duty(heads.to_vec());
            }
        }
        model.desk.groups[self.index].put_on_duty(heads.to_vec());
        let desk = DeskPlan::new(&model, self.run, self.traffic.clone(), self.rules.clone())?;
        let sums =
            probe(&desk, trial_seed(self.run.seed), replications, self.watch).map_err(|problem| vec![problem])?;
        // What the group promises for itself is judged by what it may serve.
        let own = desk.apart.as_ref().and_then(|apart| apart.place_of(self.index));
        let kept = |sums: &DeskSums| own.map_or(sums.promise, |place| sums.promises[place])[self.channel as usize];
        Ok(sums.iter().map(kept).map(|kept| (kept.within, kept.offered)).collect())
    }
}

/// Trials have draws of their own, so that the results are not tuned to the replications that are reported.
fn trial_seed(seed: u64) -> u64 {
    seed ^ 0x5747_4146_4621_0000
}
