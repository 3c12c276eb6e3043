//! Staff and shifts: the smallest team by period that keeps what is promised, and the cheapest shifts that do.
//!
//! ```text
//!  promises ─► Erlang's plan and floors (problem) ─► cheapest heads (cover) ─► simulate (trial, cohorts) ─► missed goals
//!                                                         ▲                                                 │
//!                                                         └──────────── conditions (search) ◄───────────────┘
//!  ─► the same with shifts for columns (shifts) ─► other seeds (confirm) ─► tables, words, a fragment for the file
//! ```
//!
//! Periods are not planned one by one: who is left over from one is met by the next, and a promise of an hour may be kept
//! by those who come later. So the plan is found for all of them at once.

mod cohorts;
mod confirm;
mod cover;
mod erlang;
mod fragment;
mod grid;
mod problem;
mod search;
mod shifts;
mod tabulate;
mod trial;
mod words;

pub use cohorts::{Clock, Cohorts, Week};
pub use confirm::Tried;
pub use cover::{Cheapest, Row, Trouble, cheapest};
pub use fragment::fragment;
pub use grid::{Column, Goal, Grid, Heads, Promised, Service, cover, goals, periods};
pub use problem::Problem;
pub use search::{Found, Search, cost};
pub use shifts::{Price, clock, shifts, time};
pub use tabulate::{promise, tables};
pub use trial::{Bench, Counts, Fixed, Trial, kept, pairs, weeks_of};
pub use words::words;

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::scenario::{Model, Planning, Scenario, ShiftKind};

use super::assemble::rules;
use super::cost::Exchange;
use super::host::Host;

/// What was planned for one variant.
pub struct Staffed {
    /// Name of the variant.
    pub variant: String,
    /// What was to be kept.
    pub problem: Problem,
    /// Its goals.
    pub goals: Vec<Goal>,
    /// Names of the planned groups.
    pub groups: Vec<String>,
    /// How fine its week is.
    pub grid: Grid,
    /// Slots in a period.
    pub width: usize,
    /// Kinds of shift.
    pub kinds: Vec<ShiftKind>,
    /// Every shift that may be worked.
    pub columns: Vec<Column>,
    /// The smallest heads by period; its cost is in slots.
    pub requirement: Found,
    /// The cheapest shifts.
    pub plan: Found,
    /// The cheapest shifts that cover Erlang's heads, and their cost; none if there are none.
    pub erlang: Option<(Heads, f64)>,
    /// The plans on replications that none of them was made for.
    pub tried: Tried,
    /// Replications of the search.
    pub replications: u32,
    /// Plans that were simulated in the search.
    pub simulated: usize,
}

/// Times a plan that fails its confirmation is sought again, on twice the replications.
const ATTEMPTS: u32 = 3;

/// Plans one variant of a scenario.
///
/// # Errors
/// Nothing to plan, a promise that no shifts keep, a model that does not compile, `interrupted`.
pub fn plan(scenario: &Scenario, variant: usize, host: &Host) -> Result<Staffed, Vec<String>> {
    let (name, model) = (&scenario.variants[variant].name, &scenario.variants[variant].model);
    let Some(planning) = &model.planning else { return Err(vec!["there is no [staff] in the file".into()]) };
    let grid = Grid::of(planning, model);
    let planning = &grid.planning(planning);
    let problem = Problem::new(model, planning, grid, &scenario.run)?;
    let run = weeks_of(&scenario.run, planning.weeks, &problem.services);
    let goals = goals(&problem.services, planning.every, planning.period);
    let columns = all_shifts(scenario, model, planning, &problem);
    let known = rules(model, &run)?;
    let kept = (scenario.variants[variant].behaviour.as_str(), host);
    let trial = Trial::new(model, &problem.groups, run, known, &problem.services, kept)?;
    let mut conditions = [problem.rows.clone(), [problem.rows.clone(), erlang_rows(&problem)].concat()];
    let mut replications = planning.replications;
    let mut attempt = 1;
    let most = Some(planning.most.unwrap_or_else(|| enough(&problem)));
    loop {
        host.watch.phase("planning", 0);
        let tried = Mutex::new(BTreeMap::new());
        let seed = search_seed(scenario.run.seed);
        let bench = Fixed { trial: &trial, goals: &goals, seed, replications, tried };
        let (open, width, least) = (problem.open.as_slice(), planning.period, planning.least);
        let search = Search { bench: &bench, goals: &goals, sure: planning.sure, open, width, least, most };
        let requirement = cheaper(&search, &periods(open, width), &mut conditions)?;
        let plan = cheaper(&search, &columns, &mut conditions)?;
        let erlang = erlang_shifts(&columns, &problem, planning);
        host.watch.phase("confirming", 0);
        let plans = [&plan.heads, &requirement.heads, &problem.erlang];
        let fresh = confirm_seed(scenario.run.seed, attempt);
        let level = scenario.run.level;
        let tried = Tried::new(&trial, &goals, plans, erlang.as_ref(), fresh, planning.confirm, level)?;
        if tried.failed() == 0 || attempt == ATTEMPTS {
            let simulated = bench.tried.into_inner().map_or(0, |tried| tried.len());
            let groups = problem.groups.iter().map(|index| model.desk.groups[*index].name.clone()).collect();
            return Ok(Staffed {
                variant: name.clone(),
                goals: goals.clone(),
                groups,
                grid,
                width,
                kinds: planning.shifts.clone(),
                columns,
                requirement,
                plan,
                erlang,
                tried,
                replications,
                simulated,
                problem,
            });
        }
        attempt += 1;
        replications *= 2;
    }
}

/// The columns of all planned groups.
fn all_shifts(scenario: &Scenario, model: &Model, planning: &Planning, problem: &Problem) -> Vec<Column> {
    let exchange = Exchange(&scenario.currencies);
    let of = |(place, index): (usize, &usize)| {
        let group = &model.desk.groups[*index];
        let price = |kind: &ShiftKind| {
            let wage = kind.wage.unwrap_or(group.wage);
            let hour = exchange.rate(wage.currency) * wage.units();
            Price { duty_hour: hour / (1.0 - group.shrinkage.0), pause_hour: hour }
        };
        shifts(place, group, &planning.shifts, &problem.open[place], planning.period, &price)
    };
    problem.groups.iter().enumerate().flat_map(of).collect()
}

/// Heads at once above which more are of no use: five times what Erlang asks for.
fn enough(problem: &Problem) -> u16 {
    let largest = problem.erlang.iter().flatten().copied().max().unwrap_or(0);
    largest.saturating_mul(5).saturating_add(20)
}

/// The cheapest shifts that put Erlang's heads on duty.
fn erlang_shifts(columns: &[Column], problem: &Problem, planning: &Planning) -> Option<(Heads, f64)> {
    let counts = cheapest(columns, &erlang_rows(problem), planning.most, NODES).ok()?.counts;
    Some((cover(columns, &counts, problem.open.len()), cost(columns, &counts)))
}

/// Erlang's heads as conditions.
fn erlang_rows(problem: &Problem) -> Vec<Row> {
    let of = |(group, week): (usize, &Vec<u16>)| {
        let on = week.iter().enumerate().filter(|(_, heads)| **heads > 0);
        let row = |(slot, heads): (usize, &u16)| Row { terms: vec![((group, slot), 1.0)], least: f64::from(*heads) };
        on.map(row).collect::<Vec<_>>()
    };
    problem.erlang.iter().enumerate().flat_map(of).collect()
}

/// The cheaper of two searches: one from what the goals alone ask for, one from Erlang's heads upwards (heads that prove
/// needless are taken away at the end).
///
/// Where work waits for hours, slopes of one head say little far below the target, and the first may pile up heads; where
/// Erlang asks for too many everywhere, the second starts too high.
fn cheaper(search: &Search, columns: &[Column], conditions: &mut [Vec<Row>; 2]) -> Result<Found, Vec<String>> {
    let [bare, erlang] = conditions;
    let first = search.cheapest(columns, bare);
    let second = search.cheapest(columns, erlang);
    match (first, second) {
        (Ok(first), Ok(second)) if second.cost < first.cost => Ok(second),
        (Ok(first), _) => Ok(first),
        (Err(_), second) => second,
    }
}

/// Nodes of the trees of the plan on paper.
const NODES: u64 = 4000;

/// Draws of the search.
fn search_seed(seed: u64) -> u64 {
    seed ^ 0x5354_4146_4600_0000
}

/// Draws of a confirmation: others than those of the search, of the run and of earlier confirmations.
fn confirm_seed(seed: u64, attempt: u32) -> u64 {
    seed ^ 0x434f_4e46_0000_0000 ^ (u64::from(attempt) << 16)
}
