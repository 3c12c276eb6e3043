//! The cheapest heads that satisfy linear conditions: an integer programme.
//!
//! Columns that no condition joins are solved apart: the days of a week with closed nights are seven small programmes.
//! Each is solved by branch and bound (microlp) with three helps: a plan to begin with (the relaxation rounded up, then
//! thinned out); a floor under the cost, since plans cost whole multiples of what all columns' costs are multiples of; and
//! a limit on nodes in place of one on time, so that the same plan comes out on every machine.

use microlp::{ComparisonOp, Error, LinearExpr, OptimizationDirection, Problem, SolveOptions, Variable};

use super::grid::Column;
use crate::desk::calendar::HALF_HOURS;

/// Σ weight × heads ≥ `least`, over (group, slot).
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// ((place of the group, slot), weight); weights are not negative.
    pub terms: Vec<((usize, usize), f64)>,
    /// Right side.
    pub least: f64,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No heads satisfy the conditions; a slot of a group that one of them is about.
    Infeasible(usize, usize),
    /// The solver failed.
    Solver(String),
}

/// Rounding that the solver may leave in a condition, relative to its size.
const SLACK: f64 = 1e-6;

/// A plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Cheapest {
    /// How many of each column.
    pub counts: Vec<u32>,
    /// By what share of its cost it may be dearer than the cheapest; 0: proved to be the cheapest.
    pub gap: f64,
}

/// How many of each column, at least cost. `most`: heads of a group at once. `nodes`: of each part's tree, at most.
///
/// # Errors
/// No such plan, a fault of the solver.
pub fn cheapest(columns: &[Column], rows: &[Row], most: Option<u16>, nodes: u64) -> Result<Cheapest, Trouble> {
    let groups = columns.iter().map(|column| column.group + 1).max().unwrap_or(0);
    let week = columns.first().map_or(HALF_HOURS, |column| column.grid.week());
    let mut on = vec![vec![Vec::new(); week]; groups];
    for (index, column) in columns.iter().enumerate() {
        for slot in &column.slots {
            on[column.group][*slot].push(index);
        }
    }
    let mut parts = Parts::new(columns.len());
    let mut bounds: Vec<Bound> = Vec::new();
    for row in rows.iter().filter(|row| row.least > 0.0) {
        let mut weights = vec![0.0; columns.len()];
        for ((group, slot), weight) in &row.terms {
            on.get(*group).map_or(&[][..], |week| &week[*slot]).iter().for_each(|column| weights[*column] += weight);
        }
        let terms: Vec<(usize, f64)> = weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0).collect();
        if terms.is_empty() {
            let (group, slot) = row.terms.first().map_or((0, 0), |(place, _)| *place);
            return Err(Trouble::Infeasible(group, slot));
        }
        parts.join(&terms);
        let place = row.terms[0].0;
        bounds.push(Bound { terms, least: Some(row.least), most: None, place });
    }
    bounds.extend(limits(columns, &on, most));
    bounds.iter().filter(|bound| bound.most.is_some()).for_each(|bound| parts.join(&bound.terms));
    let mut counts = vec![0; columns.len()];
    let (mut open, mut all) = (0.0, 0.0);
    for part in parts.all() {
        let wanted = bounds.iter().any(|bound| bound.least.is_some() && part.contains(&bound.terms[0].0));
        if wanted {
            let gap = Part::new(columns, &bounds, &part).solve(nodes, &mut counts)?;
            let own: f64 = part.iter().map(|column| columns[*column].cost * f64::from(counts[*column])).sum();
            (open, all) = (open + gap * own, all + own);
        }
    }
    Ok(Cheapest { counts, gap: if all > 0.0 { open / all } else { 0.0 } })
}

/// A condition on columns.
struct Bound {
    terms: Vec<(usize, f64)>,
    least: Option<f64>,
    most: Option<f64>,
    place: (usize, usize),
}

/// Heads at once, and heads of a kind of shift on a day.
fn limits(columns: &[Column], on: &[Vec<Vec<usize>>], most: Option<u16>) -> Vec<Bound> {
    let mut bounds = Vec::new();
    if let Some(most) = most {
        for (group, week) in on.iter().enumerate() {
            for (slot, columns) in week.iter().enumerate().filter(|(_, columns)| !columns.is_empty()) {
                let terms = columns.iter().map(|column| (*column, 1.0)).collect();
                bounds.push(Bound { terms, least: None, most: Some(f64::from(most)), place: (group, slot) });
            }
        }
    }
    let key = |column: &Column| (column.most.is_some(), column.kind, column.group, column.start / column.grid.day());
    let mut limited: Vec<usize> = (0..columns.len()).filter(|index| columns[*index].most.is_some()).collect();
    limited.sort_by_key(|index| key(&columns[*index]));
    for alike in limited.chunk_by(|a, b| key(&columns[*a]) == key(&columns[*b])) {
        let first = &columns[alike[0]];
        let terms = alike.iter().map(|column| (*column, 1.0)).collect();
        bounds.push(Bound { terms, least: None, most: first.most.map(f64::from), place: (first.group, first.start) });
    }
    bounds
}

/// One part of a programme.
struct Part<'a> {
    columns: &'a [Column],
    part: &'a [usize],
    bounds: Vec<&'a Bound>,
}

/// Heads of a column at most.
const MOST: i32 = 60_000;

impl<'a> Part<'a> {
    fn new(columns: &'a [Column], bounds: &'a [Bound], part: &'a [usize]) -> Part<'a> {
        let mut mine = vec![false; columns.len()];
        part.iter().for_each(|column| mine[*column] = true);
        let bounds = bounds.iter().filter(|bound| mine[bound.terms[0].0]).collect();
        Part { columns, part, bounds }
    }

    /// Fills in the counts of this part; returns the gap.
    fn solve(&self, nodes: u64, counts: &mut [u32]) -> Result<f64, Trouble> {
        let (relaxed, variables) = self.programme(false, 0.0);
        let relaxed = relaxed.solve().map_err(|error| self.said(error))?;
        let Some(relaxed) = relaxed.solution() else { return Err(Trouble::Solver("it did not finish".into())) };
        let start: Vec<f64> = self.part.iter().zip(&variables).map(|(_, v)| relaxed.var_value(*v)).collect();
        let floor = self.floor(relaxed.objective());
        let (problem, variables) = self.programme(true, floor);
        let mut options = SolveOptions::default();
        (options.node_limit, options.mip_gap) = (Some(nodes), 1e-9);
        options.warm_start =
            self.rounded(&start).map(|plan| variables.iter().copied().zip(plan.into_iter().map(f64::from)).collect());
        let outcome = problem.solve_with(options).map_err(|error| self.said(error))?;
        let Some(solution) = outcome.solution() else {
            return Err(Trouble::Solver(format!("no plan was found within {nodes} nodes")));
        };
        for (column, variable) in self.part.iter().zip(&variables) {
            counts[*column] = solution.var_value(*variable).round().max(0.0) as u32;
        }
        match self.broken(&|column| f64::from(counts[column])) {
            Some(bound) => Err(Trouble::Solver(format!("its plan breaks a condition at {:?}", bound.place))),
            None => Ok(solution.gap().unwrap_or(0.0).clamp(0.0, 1.0)),
        }
    }

    /// The programme, of whole heads or relaxed, with a floor under the cost (0: none).
    fn programme(&self, whole: bool, floor: f64) -> (Problem, Vec<Variable>) {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut add = |cost: f64| match whole {
            true => problem.add_integer_var(cost, (0, MOST)),
            false => problem.add_var(cost, (0.0, f64::from(MOST))),
        };
        let variables: Vec<Variable> = self.part.iter().map(|column| add(self.columns[*column].cost)).collect();
        let place = |column: &usize| self.part.binary_search(column).ok().map(|place| variables[place]);
        let sum = |terms: &[(usize, f64)]| {
            let mut sum = LinearExpr::empty();
            terms
                .iter()
                .filter_map(|(c, weight)| Some((place(c)?, *weight)))
                .for_each(|(v, weight)| sum.add(v, weight));
            sum
        };
        for bound in &self.bounds {
            if let Some(least) = bound.least {
                problem.add_constraint(sum(&bound.terms), ComparisonOp::Ge, least);
            }
            if let Some(most) = bound.most {
                problem.add_constraint(sum(&bound.terms), ComparisonOp::Le, most);
            }
        }
        if floor > 0.0 {
            let costs: Vec<(usize, f64)> =
                self.part.iter().map(|column| (*column, self.columns[*column].cost)).collect();
            problem.add_constraint(sum(&costs), ComparisonOp::Ge, floor);
        }
        (problem, variables)
    }

    /// The least cost that a plan of whole heads can have above that of the relaxation.
    fn floor(&self, relaxed: f64) -> f64 {
        // Costs in millionths; a plan costs a multiple of their greatest common divisor.
        let millionths = self.part.iter().map(|column| (self.columns[*column].cost * 1e6).round() as u64);
        let step = millionths.fold(0, gcd) as f64 / 1e6;
        if step > 0.0 { ((relaxed / step) - 1e-6).ceil() * step * (1.0 - 1e-9) } else { relaxed }
    }

    /// The relaxation rounded up, then thinned out, the dearest first; none if that breaks a limit.
    fn rounded(&self, relaxed: &[f64]) -> Option<Vec<u32>> {
        let mut plan: Vec<u32> = relaxed.iter().map(|x| (x - 1e-7).ceil().max(0.0) as u32).collect();
        let at = |plan: &[u32], column: usize| self.part.binary_search(&column).map_or(0.0, |p| f64::from(plan[p]));
        if self.broken(&|column| at(&plan, column)).is_some() {
            return None;
        }
        let mut order: Vec<usize> = (0..plan.len()).collect();
        let cost = |place: usize| self.columns[self.part[place]].cost;
        order.sort_by(|a, b| cost(*b).total_cmp(&cost(*a)).then(a.cmp(b)));
        for place in order {
            while plan[place] > 0 {
                plan[place] -= 1;
                if self.broken(&|column| at(&plan, column)).is_some() {
                    plan[place] += 1;
                    break;
                }
            }
        }
        Some(plan)
    }

    /// A condition that these counts break.
    fn broken(&self, count: &dyn Fn(usize) -> f64) -> Option<&Bound> {
        let breaks = |bound: &&Bound| {
            let sum: f64 = bound.terms.iter().map(|(column, weight)| weight * count(*column)).sum();
            let slack = SLACK * (1.0 + sum.abs());
            bound.least.is_some_and(|least| sum < least - slack) || bound.most.is_some_and(|most| sum > most + slack)
        };
        self.bounds.iter().copied().find(breaks)
    }

    fn said(&self, error: Error) -> Trouble {
        let place = self.bounds.iter().find(|bound| bound.least.is_some()).map_or((0, 0), |bound| bound.place);
        match error {
            Error::Infeasible => Trouble::Infeasible(place.0, place.1),
            other => Trouble::Solver(other.to_string()),
        }
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Sets of columns that conditions join.
struct Parts(Vec<usize>);

impl Parts {
    fn new(columns: usize) -> Parts {
        Parts((0..columns).collect())
    }

    fn root(&self, mut column: usize) -> usize {
        while self.0[column] != column {
            column = self.0[column];
        }
        column
    }

    fn join(&mut self, terms: &[(usize, f64)]) {
        for pair in terms.windows(2) {
            let (a, b) = (self.root(pair[0].0), self.root(pair[1].0));
            self.0[a.max(b)] = a.min(b);
        }
    }

    /// Each set in ascending order, by its first column.
    fn all(&self) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = vec![Vec::new(); self.0.len()];
        (0..self.0.len()).for_each(|column| sets[self.root(column)].push(column));
        sets.into_iter().filter(|set| !set.is_empty()).collect()
    }
}
