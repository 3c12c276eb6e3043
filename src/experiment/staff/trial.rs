//! Tries heads on simulated weeks: the same customers for every plan, other ones to confirm it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::desk::calendar::HALF_HOURS;
use crate::desk::plan::DeskPlan;
use crate::desk::simulate;
use crate::engine::draws::Draws;
use crate::experiment::runner::Watch;
use crate::facts::Rules;
use crate::scenario::{Model, Run, Staff};
use crate::statistics::{Pair, share};
use crate::traffic::{self, TrafficPlan};
use crate::units::DAY;

use super::cohorts::{Clock, Cohorts, Week};
use super::grid::{Goal, Heads, Promised, Service};

/// Counts of all replications: by replication, by service.
pub type Counts = Vec<Vec<Week>>;

/// What measures how heads keep goals; the search knows no more of the desk.
pub trait Bench {
    /// By goal: (kept, offered) of each replication.
    ///
    /// # Errors
    /// A replication that failed.
    fn measure(&self, heads: &Heads) -> Result<Arc<Vec<Vec<Pair>>>, Vec<String>>;
}

/// A desk whose planned groups get other heads.
pub struct Trial<'a> {
    model: &'a Model,
    /// Index in the model of each planned group.
    groups: &'a [usize],
    run: Run,
    traffic: TrafficPlan,
    rules: Rules,
    services: &'a [Service],
    clocks: Vec<Clock>,
    watch: &'a dyn Watch,
}

/// The run of a trial: so many weeks of the scenario's run, with at most a week of lead.
pub fn weeks_of(run: &Run, weeks: u32, services: &[Service]) -> Run {
    let mut trial = run.clone();
    trial.to = run.to.min(run.from.saturating_add(i64::from(weeks) * 7 * DAY));
    trial.lead.0 = run.lead.0.min(7 * DAY);
    // A turn that is open when its promise has passed is late, however long one waits.
    let longest = services.iter().map(|service| match service.promised {
        Promised::Within(span) => span.0,
        Promised::Window => 2 * DAY,
    });
    trial.drain.0 = run.drain.0.min(longest.max().unwrap_or(DAY).max(DAY));
    trial
}

impl<'a> Trial<'a> {
    /// A trial of a model on `run`.
    ///
    /// # Errors
    /// A model that does not compile.
    pub fn new(
        model: &'a Model,
        groups: &'a [usize],
        run: Run,
        rules: Rules,
        services: &'a [Service],
        watch: &'a dyn Watch,
    ) -> Result<Trial<'a>, Vec<String>> {
        let traffic = traffic::compile(model, &run)?;
        let base = run.from - run.lead.0;
        let clock = |service: &Service| Clock::new(&service.zone, base, run.to - base).map_err(|e| vec![e]);
        let clocks = services.iter().map(clock).collect::<Result<_, _>>()?;
        Ok(Trial { model, groups, run, traffic, rules, services, clocks, watch })
    }

    /// Simulates replications with these heads on duty.
    ///
    /// # Errors
    /// The first replication that failed; `interrupted`.
    pub fn simulate(&self, heads: &Heads, seed: u64, replications: Range<u32>) -> Result<Counts, Vec<String>> {
        let desk = self.desk(heads)?;
        let one = |replication: u32| {
            if self.watch.stop() {
                return Err("interrupted".to_string());
            }
            let mut cohorts = Cohorts::new(self.services, &self.clocks, &desk);
            let attempt = || simulate(&desk, Draws::new(seed, replication, 0), &mut cohorts).map(|_| ());
            let done = catch_unwind(AssertUnwindSafe(attempt));
            self.watch.done();
            done.unwrap_or_else(|_| Err(format!("replication {replication} of seed {seed} has an internal fault")))?;
            Ok(cohorts.finish())
        };
        replications.into_par_iter().with_max_len(1).map(one).collect::<Result<_, _>>().map_err(|e| vec![e])
    }

    /// The desk with these heads.
    ///
    /// # Errors
    /// A model that does not compile.
    pub fn desk(&self, heads: &Heads) -> Result<DeskPlan, Vec<String>> {
        let mut model = self.model.clone();
        for (group, week) in self.groups.iter().zip(heads) {
            model.desk.groups[*group].staff = Staff::Schedule(week.clone());
        }
        DeskPlan::new(&model, &self.run, self.traffic.clone(), self.rules.clone())
    }
}

/// The trial of a search: fixed replications, each plan once.
pub struct Fixed<'a> {
    /// The desk.
    pub trial: &'a Trial<'a>,
    /// Its goals.
    pub goals: &'a [Goal],
    /// Seed of the search.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Plans that were tried.
    pub tried: Mutex<BTreeMap<Heads, Arc<Vec<Vec<Pair>>>>>,
}

impl Bench for Fixed<'_> {
    fn measure(&self, heads: &Heads) -> Result<Arc<Vec<Vec<Pair>>>, Vec<String>> {
        if let Some(found) = self.tried.lock().unwrap_or_else(PoisonError::into_inner).get(heads) {
            return Ok(found.clone());
        }
        let counts = self.trial.simulate(heads, self.seed, 0..self.replications)?;
        let pairs = Arc::new(self.goals.iter().map(|goal| pairs(&counts, goal.service, &goal.slots)).collect());
        self.tried.lock().unwrap_or_else(PoisonError::into_inner).insert(heads.clone(), Arc::clone(&pairs));
        Ok(pairs)
    }
}

/// (kept, offered) of a service in some half-hours, by replication.
pub fn pairs(counts: &Counts, service: usize, slots: &[usize]) -> Vec<Pair> {
    let of = |week: &Week| {
        slots
            .iter()
            .map(|slot| week[slot % HALF_HOURS])
            .fold((0, 0), |(kept, offered), (k, o)| (kept + i128::from(k), offered + i128::from(o)))
    };
    counts.iter().map(|weeks| of(&weeks[service])).collect()
}

/// The share that is kept with the one-sided confidence `sure`; 0.5 is the estimate itself. Where nobody came, or
/// everybody was answered in time, it is 1.
pub fn kept(pairs: &[Pair], sure: f64) -> f64 {
    let (kept, offered) = pairs.iter().fold((0, 0), |(k, o), pair| (k + pair.0, o + pair.1));
    if kept >= offered {
        return 1.0;
    }
    let estimate = kept as f64 / offered as f64;
    let level = 2.0 * sure - 1.0;
    if level < 1e-9 {
        return estimate;
    }
    share(pairs, level).and_then(|interval| interval.lower).unwrap_or(0.0)
}
