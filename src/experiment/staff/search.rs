//! Cutting planes: the cheapest plan, its simulation, a condition for each goal it misses, the cheapest plan again.
//!
//! Atlason, Epelman & Henderson (2004, 10.1023/B:ANOR.0000019095.91642.bb; 2008, 10.1287/mnsc.1070.0774): where the share
//! kept, g, is concave in the heads y, g(y) ≤ g(ŷ) + q·(y − ŷ) with a (pseudo-)gradient q, so that every plan that keeps the
//! goal satisfies g(ŷ) + q·(y − ŷ) ≥ target. Here q is a finite difference of one head under common random numbers.
//! Far below the target g is convex and q too small; there a condition asks for a quarter more heads at most, so that it
//! cuts off little. What was cut off wrongly all the same is found again at the end: heads are taken away one by one
//! as long as every goal is kept.

use std::collections::BTreeMap;

use super::cover::{Cheapest, Row, Trouble, cheapest};
use super::grid::{Column, Goal, Grid, Heads, cover};
use super::trial::{Bench, kept};
use crate::statistics::Pair;

/// What a head more in a group and slot changes.
type Slope = ((usize, usize), f64);

/// What a search needs.
pub struct Search<'a> {
    /// Measures plans.
    pub bench: &'a dyn Bench,
    /// What is to be kept.
    pub goals: &'a [Goal],
    /// One-sided confidence of each goal.
    pub sure: f64,
    /// Slots with staff, by group.
    pub open: &'a [Vec<bool>],
    /// Slots in a period.
    pub width: usize,
    /// Heads in an open slot at least.
    pub least: u16,
    /// Heads of a group at once at most.
    pub most: Option<u16>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many of each column.
    pub counts: Vec<u32>,
    /// The heads they put on duty.
    pub heads: Heads,
    /// Rounds of cutting.
    pub rounds: u32,
    /// Cost of the last programme: no plan that satisfies its conditions is cheaper.
    pub bound: f64,
    /// Cost of the plan.
    pub cost: f64,
}

/// Rounds of cutting at most.
const ROUNDS: u32 = 60;
/// From this round on a goal asks for one head more where gradients did not settle it.
const PLAIN: u32 = 30;
/// Nodes of a programme's tree at most: its plan is only simulated to find the next conditions.
const NODES: u64 = 4000;
/// Shares below this are noise.
const NOISE: f64 = 1e-4;

impl Search<'_> {
    /// The cheapest columns that keep every goal; `rows` are conditions known before, and get those that are found.
    ///
    /// # Errors
    /// A goal that no plan keeps, a fault of the solver, a replication that failed.
    pub fn cheapest(&self, columns: &[Column], rows: &mut Vec<Row>) -> Result<Found, Vec<String>> {
        let groups = self.open.len();
        let mut round = 0;
        loop {
            round += 1;
            let Cheapest { counts, gap } =
                cheapest(columns, rows, self.most, NODES).map_err(|trouble| self.said(&trouble))?;
            let heads = cover(columns, &counts, groups);
            let pairs = self.bench.measure(&heads)?;
            let missed: Vec<usize> = (0..self.goals.len())
                .filter(|goal| kept(&pairs[*goal], self.sure) < self.goals[*goal].target)
                .collect();
            if missed.is_empty() {
                let bound = cost(columns, &counts) * (1.0 - gap);
                let (counts, heads) = self.trimmed(columns, counts, heads)?;
                return Ok(Found { cost: cost(columns, &counts), counts, heads, rounds: round, bound });
            }
            if round == ROUNDS {
                return Err(vec![format!("no plan was found in {ROUNDS} rounds that keeps every promise")]);
            }
            self.cut(&heads, &pairs, &missed, round, rows)?;
        }
    }

    fn grid(&self) -> Grid {
        Grid::of_week(self.open.first().map_or(0, Vec::len))
    }

    /// A condition for each missed goal.
    fn cut(
        &self,
        heads: &Heads,
        pairs: &[Vec<Pair>],
        missed: &[usize],
        round: u32,
        rows: &mut Vec<Row>,
    ) -> Result<(), Vec<String>> {
        let mut slopes: BTreeMap<usize, Vec<Slope>> = BTreeMap::new();
        for (group, place) in self.classes(missed).into_iter().filter(|_| round < PLAIN) {
            let (more, raised) = self.raised(heads, group, place);
            if raised.is_empty() {
                continue;
            }
            let after = self.bench.measure(&more)?;
            for goal in missed {
                let slope = estimate(&after[*goal]) - estimate(&pairs[*goal]);
                if slope > NOISE {
                    slopes.entry(*goal).or_default().extend(self.owners(*goal, group, &raised, slope));
                }
            }
        }
        for goal in missed {
            let deficit = self.goals[*goal].target - kept(&pairs[*goal], self.sure);
            let terms = slopes.remove(goal).unwrap_or_default();
            rows.push(self.row(*goal, heads, terms, deficit));
        }
        Ok(())
    }

    /// (group, period of the day) whose heads matter to a missed goal.
    fn classes(&self, missed: &[usize]) -> Vec<(usize, usize)> {
        let mut classes = Vec::new();
        for goal in missed.iter().map(|goal| &self.goals[*goal]) {
            for group in &goal.groups {
                classes
                    .extend(goal.near.iter().map(|slot| (*group, slot % self.grid().day() / self.width * self.width)));
            }
        }
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// One head more in a period of every day at once, since days hardly touch each other; and the first half-hours of
    /// the periods.
    fn raised(&self, heads: &Heads, group: usize, place: usize) -> (Heads, Vec<usize>) {
        let mut more = heads.clone();
        let mut raised = Vec::new();
        for start in (place..more[group].len()).step_by(self.grid().day()) {
            let open: Vec<usize> = (start..start + self.width).filter(|slot| self.open[group][*slot]).collect();
            if !open.is_empty() {
                raised.push(start);
                open.iter().for_each(|slot| more[group][*slot] = more[group][*slot].saturating_add(1));
            }
        }
        (more, raised)
    }

    /// Whose effect on a goal it was: of the nearest of the raised periods; where several lie in the goal itself (days,
    /// the whole run), of all of them alike.
    fn owners(&self, goal: usize, group: usize, raised: &[usize], slope: f64) -> Vec<((usize, usize), f64)> {
        let goal = &self.goals[goal];
        if !goal.groups.contains(&group) {
            return Vec::new();
        }
        let period = |slot: usize| slot / self.width * self.width;
        let own: Vec<usize> =
            raised.iter().copied().filter(|start| goal.slots.iter().any(|slot| period(*slot) == *start)).collect();
        let owners = match own.is_empty() {
            false => own,
            true => goal.near.iter().map(|slot| period(*slot)).find(|s| raised.contains(s)).into_iter().collect(),
        };
        let mut terms = Vec::new();
        for start in &owners {
            let open: Vec<usize> = (*start..start + self.width).filter(|slot| self.open[group][*slot]).collect();
            let each = slope / (owners.len() * open.len()) as f64;
            terms.extend(open.into_iter().map(|slot| ((group, slot), each)));
        }
        terms
    }

    /// The condition of a goal: Σ slope × (heads − heads now) ≥ deficit.
    fn row(&self, goal: usize, heads: &Heads, mut terms: Vec<((usize, usize), f64)>, deficit: f64) -> Row {
        let now = |(group, slot): (usize, usize)| f64::from(heads[group][slot]);
        let step = |place: (usize, usize)| (now(place) / 4.0).max(1.0).ceil();
        // A quarter more heads, at least one, must satisfy it.
        let reach: f64 = terms.iter().map(|(place, slope)| slope * step(*place)).sum();
        if reach > NOISE {
            let scale = (deficit / reach).max(1.0);
            terms.iter_mut().for_each(|(_, slope)| *slope *= scale);
        } else {
            // Nobody feels one head more: ask for one in the goal's own time.
            let own = self.own(goal);
            let each = deficit / own.len().max(1) as f64;
            terms = own.into_iter().map(|place| (place, each)).collect();
        }
        // In quarters of the largest, what is below an eighth left out: the programme stays nearly an interval matrix, whose
        // relaxations are nearly whole; fractions as they come made branch and bound endless.
        let largest = terms.iter().map(|(_, slope)| *slope).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        terms.iter_mut().for_each(|(_, slope)| *slope = (*slope / largest * 4.0).round() / 4.0);
        terms.retain(|(_, slope)| *slope > 0.0);
        let least = deficit / largest + terms.iter().map(|(place, slope)| slope * now(*place)).sum::<f64>();
        // Heads are whole, so the left side comes in quarters too.
        Row { terms, least: (least * 4.0 - 1e-6).ceil() / 4.0 }
    }

    /// The open half-hours of a goal; where there are none, the nearest ones.
    fn own(&self, goal: usize) -> Vec<(usize, usize)> {
        let goal = &self.goals[goal];
        let of = |slots: &[usize]| -> Vec<(usize, usize)> {
            let places = goal.groups.iter().flat_map(|group| slots.iter().map(move |slot| (*group, *slot)));
            places.filter(|(group, slot)| self.open[*group][*slot]).collect()
        };
        let own = of(&goal.slots);
        if own.is_empty() { of(&goal.near) } else { own }
    }

    /// Takes heads away, the dearest first, as long as every goal is kept.
    fn trimmed(&self, columns: &[Column], counts: Vec<u32>, heads: Heads) -> Result<(Vec<u32>, Heads), Vec<String>> {
        let mut plan = Plan { counts, heads };
        let mut classes: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, column) in columns.iter().enumerate() {
            classes.entry(column.class()).or_default().push(index);
        }
        let mut classes: Vec<Vec<usize>> = classes.into_values().collect();
        classes.sort_by(|a, b| columns[b[0]].cost.total_cmp(&columns[a[0]].cost).then(a.cmp(b)));
        loop {
            let mut changed = false;
            for class in &classes {
                changed |= self.take(columns, class, &mut plan)?;
            }
            if !changed {
                return Ok((plan.counts, plan.heads));
            }
        }
    }

    /// One head less of each column of a class where that keeps all goals.
    fn take(&self, columns: &[Column], class: &[usize], plan: &mut Plan) -> Result<bool, Vec<String>> {
        let mut wanted: Vec<usize> = class.iter().copied().filter(|c| plan.counts[*c] > 0).collect();
        while !wanted.is_empty() {
            let mut less = plan.counts.clone();
            wanted.iter().for_each(|column| less[*column] -= 1);
            let heads = cover(columns, &less, self.open.len());
            let missed = if self.staffed(&heads) { self.missed(&heads)? } else { Vec::new() };
            let bare = !self.staffed(&heads);
            if !bare && missed.is_empty() {
                *plan = Plan { counts: less, heads };
                return Ok(true);
            }
            let before = wanted.len();
            wanted.retain(|column| {
                !(self.touches(&columns[*column], &missed) || bare && self.last(columns, *column, plan))
            });
            if wanted.len() == before {
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn missed(&self, heads: &Heads) -> Result<Vec<usize>, Vec<String>> {
        let pairs = self.bench.measure(heads)?;
        Ok((0..self.goals.len()).filter(|goal| kept(&pairs[*goal], self.sure) < self.goals[*goal].target).collect())
    }

    /// Does a column matter to one of these goals?
    fn touches(&self, column: &Column, goals: &[usize]) -> bool {
        goals
            .iter()
            .map(|goal| &self.goals[*goal])
            .any(|goal| goal.groups.contains(&column.group) && goal.near.iter().any(|slot| column.slots.contains(slot)))
    }

    /// Are the least heads on duty whenever it is open?
    fn staffed(&self, heads: &Heads) -> bool {
        let enough = |(n, open): (&u16, &bool)| !open || *n >= self.least;
        heads.iter().zip(self.open).all(|(heads, open)| heads.iter().zip(open).all(enough))
    }

    /// Would some open half-hour fall below the least heads without one of this column?
    fn last(&self, columns: &[Column], column: usize, plan: &Plan) -> bool {
        let column = &columns[column];
        column.slots.iter().any(|slot| self.open[column.group][*slot] && plan.heads[column.group][*slot] <= self.least)
    }

    fn said(&self, trouble: &Trouble) -> Vec<String> {
        vec![match trouble {
            Trouble::Infeasible(group, slot) => format!(
                "no shifts keep the promise around {} (group {group}): allow shorter shifts, other starts or more heads, or promise less",
                super::shifts::clock(*slot, self.grid())
            ),
            Trouble::Solver(why) => format!("the solver of the shift programme failed: {why}"),
        }]
    }
}

/// A plan while it is trimmed.
struct Plan {
    counts: Vec<u32>,
    heads: Heads,
}

/// Kept / offered; 1 where nobody came.
fn estimate(pairs: &[Pair]) -> f64 {
    kept(pairs, 0.5)
}

/// Cost of a plan.
pub fn cost(columns: &[Column], counts: &[u32]) -> f64 {
    columns.iter().zip(counts).map(|(column, count)| column.cost * f64::from(*count)).sum()
}
