//! Tries heads on simulated weeks: the same customers for every plan, other ones to confirm it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::desk::plan::DeskPlan;
use crate::desk::simulate;
use crate::engine::draws::Draws;
use crate::experiment::host::Host;
use crate::experiment::runner::guarded;
use crate::experiment::store::{Identity, trials_of};
use crate::facts::Rules;
use crate::scenario::{Model, Run};
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
    /// What the model depends on: stored replications are found by it.
    behaviour: &'a str,
    host: &'a Host<'a>,
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
        (behaviour, host): (&'a str, &'a Host<'a>),
    ) -> Result<Trial<'a>, Vec<String>> {
        let traffic = traffic::compile(model, &run)?;
        let base = run.from - run.lead.0;
        let clock =
            |service: &Service| Clock::new(&service.zone, service.grid(), base, run.to - base).map_err(|e| vec![e]);
        let clocks = services.iter().map(clock).collect::<Result<_, _>>()?;
        Ok(Trial { model, groups, run, traffic, rules, services, clocks, behaviour, host })
    }

    /// Replications with these heads on duty: from the store, or simulated and kept at once.
    ///
    /// # Errors
    /// The first replication that failed; `interrupted`.
    pub fn simulate(&self, heads: &Heads, seed: u64, replications: Range<u32>) -> Result<Counts, Vec<String>> {
        let identity = self.identity(heads, seed);
        let desk = OnceLock::new();
        let one = |replication: u32| {
            let name = identity.at(replication);
            if let Some(kept) = self.host.store.find::<Kept>(&name).and_then(|kept| kept.weeks(self.services)) {
                return Ok(kept);
            }
            if self.host.stop() {
                return Err("interrupted".to_string());
            }
            let desk = desk.get_or_init(|| self.desk(heads).map_err(|problems| problems.join("; ")));
            let desk = desk.as_ref().map_err(String::clone)?;
            let weeks = guarded(|| {
                let mut cohorts = Cohorts::new(self.services, &self.clocks, desk);
                simulate(desk, Draws::new(seed, replication, 0), &mut cohorts).map(|_| cohorts.finish())
            });
            let weeks = weeks.map_err(|why| format!("replication {replication} of seed {seed}: {why}"))?;
            self.host.store.keep(&name, &Kept::of(&weeks));
            self.host.watch.done();
            Ok(weeks)
        };
        replications.into_par_iter().with_max_len(1).map(one).collect::<Result<_, _>>().map_err(|e| vec![e])
    }

    /// By what the replications of a plan are found.
    fn identity(&self, heads: &Heads, seed: u64) -> Identity {
        let counted = |service: &Service| {
            let Service { channel, reasons, promised, zone, .. } = service;
            format!("{channel:?} {reasons:?} {promised:?} {zone}")
        };
        let services: Vec<String> = self.services.iter().map(counted).collect();
        let plan = format!("{services:?} of groups {:?}: {heads:?}", self.groups);
        trials_of(self.behaviour, self.model, &self.rules, seed, &self.run, &plan)
    }

    /// The desk with these heads.
    ///
    /// # Errors
    /// A model that does not compile.
    pub fn desk(&self, heads: &Heads) -> Result<DeskPlan, Vec<String>> {
        let mut model = self.model.clone();
        for (group, week) in self.groups.iter().zip(heads) {
            model.desk.groups[*group].put_on_duty(week.clone());
        }
        DeskPlan::new(&model, &self.run, self.traffic.clone(), self.rules.clone())
    }
}

/// One replication as it is stored: slots in which anybody came.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// By service: slot of the week, kept, offered.
    services: Vec<Vec<(u16, i64, i64)>>,
}

impl Kept {
    fn of(weeks: &[Week]) -> Kept {
        let of = |week: &Week| {
            let some = week.iter().enumerate().filter(|(_, (_, offered))| *offered != 0);
            some.map(|(slot, (kept, offered))| (slot as u16, *kept, *offered)).collect()
        };
        Kept { services: weeks.iter().map(of).collect() }
    }

    /// As it was counted; `None` if it is of other services or another week.
    fn weeks(self, services: &[Service]) -> Option<Vec<Week>> {
        let of = |(list, service): (Vec<(u16, i64, i64)>, &Service)| {
            let mut week = vec![(0, 0); service.open.len()];
            for (slot, kept, offered) in list {
                *week.get_mut(usize::from(slot))? = (kept, offered);
            }
            Some(week)
        };
        let alike = self.services.len() == services.len();
        self.services.into_iter().zip(services).map(of).collect::<Option<Vec<Week>>>().filter(|_| alike)
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

/// (kept, offered) of a service in some slots, by replication.
pub fn pairs(counts: &Counts, service: usize, slots: &[usize]) -> Vec<Pair> {
    let of = |week: &Week| {
        slots
            .iter()
            .map(|slot| week[slot % week.len()])
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
