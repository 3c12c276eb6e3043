//! Plans on replications that they were not made for.

use super::grid::{Goal, Heads};
use super::trial::{Counts, Trial, pairs};
use crate::statistics::{Interval, Pair, PairedDifference, paired, share};

/// What became of the plans with other seeds; the same customers for all of them.
pub struct Tried {
    /// Replications.
    pub replications: u32,
    /// Confidence level of intervals.
    pub level: f64,
    /// The shifts.
    pub plan: Counts,
    /// The heads by period.
    pub requirement: Counts,
    /// Erlang's heads by period.
    pub erlang: Counts,
    /// The shifts that cover them.
    pub erlang_shifts: Option<Counts>,
    /// How the shifts keep each goal.
    pub standings: Vec<Standing>,
}

/// Is a goal kept?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The interval lies above the target, or everybody was answered in time.
    Kept,
    /// The interval holds the target.
    Near,
    /// The interval lies below the target.
    Missed,
}

impl Standing {
    /// `kept`, `not distinguishable` or `missed`.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Kept => "kept",
            Standing::Near => "not distinguishable",
            Standing::Missed => "missed",
        }
    }

    /// The standing of a share against its target.
    pub fn of(pairs: &[Pair], target: f64, level: f64) -> Standing {
        let all = pairs.iter().all(|(kept, offered)| kept >= offered);
        let Some(interval) = share(pairs, level).filter(|_| !all) else { return Standing::Kept };
        match (interval.lower, interval.upper) {
            (Some(lower), _) if lower >= target => Standing::Kept,
            (_, Some(upper)) if upper < target => Standing::Missed,
            _ => Standing::Near,
        }
    }
}

impl Tried {
    /// Simulates the plans: shifts, requirement, Erlang.
    ///
    /// # Errors
    /// A replication that failed.
    pub fn new(
        trial: &Trial,
        goals: &[Goal],
        [plan, requirement, erlang]: [&Heads; 3],
        erlang_shifts: Option<&(Heads, f64)>,
        seed: u64,
        replications: u32,
        level: f64,
    ) -> Result<Tried, Vec<String>> {
        let simulate = |heads: &Heads| trial.simulate(heads, seed, 0..replications);
        let plan = simulate(plan)?;
        let standings = goals
            .iter()
            .map(|goal| Standing::of(&pairs(&plan, goal.service, &goal.slots), goal.target, level))
            .collect();
        Ok(Tried {
            replications,
            level,
            standings,
            plan,
            requirement: simulate(requirement)?,
            erlang: simulate(erlang)?,
            erlang_shifts: erlang_shifts.map(|(heads, _)| simulate(heads)).transpose()?,
        })
    }

    /// Goals that the shifts surely miss.
    pub fn failed(&self) -> usize {
        self.count(Standing::Missed)
    }

    /// Goals of a standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.standings.iter().filter(|own| **own == standing).count()
    }

    /// Share kept in some half-hours under one of the plans.
    pub fn share(&self, counts: &Counts, service: usize, slots: &[usize]) -> Option<Interval> {
        share(&pairs(counts, service, slots), self.level)
    }

    /// Share kept under one plan minus that under another, same customers.
    pub fn difference(
        &self,
        one: &Counts,
        other: &Counts,
        service: usize,
        slots: &[usize],
    ) -> Option<PairedDifference> {
        let common: Vec<(Pair, Pair)> =
            pairs(one, service, slots).into_iter().zip(pairs(other, service, slots)).collect();
        paired(&common, self.level)
    }
}
