//! The cheapest heads that satisfy linear conditions: an integer programme.
//!
//! Columns that no condition joins are solved apart: the days of a week with closed nights are seven small programmes.

use good_lp::{
    Expression, IntoAffineExpression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, WithMipGap,
    microlp, variable,
};

use super::grid::{Column, DAY};
use crate::desk::calendar::HALF_HOURS;

/// Σ weight × heads ≥ `least`, over (group, half-hour).
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// ((place of the group, half-hour), weight); weights are not negative.
    pub terms: Vec<((usize, usize), f64)>,
    /// Right side.
    pub least: f64,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No heads satisfy the conditions; a half-hour of a group that one of them is about.
    Infeasible(usize, usize),
    /// The solver failed.
    Solver(String),
}

/// Rounding that the solver may leave in a condition, relative to its size.
const SLACK: f64 = 1e-6;

/// How many of each column, at least cost. `most`: heads of a group at once. `gap`: by how much of the cost of each part the plan may
/// exceed the least (0: not at all).
///
/// # Errors
/// No such plan, a fault of the solver.
pub fn cheapest(columns: &[Column], rows: &[Row], most: Option<u16>, gap: f32) -> Result<Vec<u32>, Trouble> {
    let groups = columns.iter().map(|column| column.group + 1).max().unwrap_or(0);
    let mut on = vec![vec![Vec::new(); HALF_HOURS]; groups];
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
    for part in parts.all() {
        let wanted = bounds.iter().any(|bound| bound.least.is_some() && part.contains(&bound.terms[0].0));
        if wanted {
            solve(columns, &bounds, &part, gap, &mut counts)?;
        }
    }
    Ok(counts)
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
    let key = |column: &Column| (column.most.is_some(), column.kind, column.group, column.start / DAY);
    let mut limited: Vec<usize> = (0..columns.len()).filter(|index| columns[*index].most.is_some()).collect();
    limited.sort_by_key(|index| key(&columns[*index]));
    for alike in limited.chunk_by(|a, b| key(&columns[*a]) == key(&columns[*b])) {
        let first = &columns[alike[0]];
        let terms = alike.iter().map(|column| (*column, 1.0)).collect();
        bounds.push(Bound { terms, least: None, most: first.most.map(f64::from), place: (first.group, first.start) });
    }
    bounds
}

/// One part, by branch and bound.
fn solve(columns: &[Column], bounds: &[Bound], part: &[usize], gap: f32, counts: &mut [u32]) -> Result<(), Trouble> {
    let mut problem = ProblemVariables::new();
    let integer = || variable().integer().min(0).max(60_000);
    let mut variables: Vec<Option<Variable>> = vec![None; columns.len()];
    part.iter().for_each(|column| variables[*column] = Some(problem.add(integer())));
    let sum = |terms: &[(usize, f64)]| -> Expression {
        terms.iter().filter_map(|(column, weight)| variables[*column].map(|v| *weight * v)).sum()
    };
    let cost: Expression = part.iter().filter_map(|c| variables[*c].map(|v| columns[*c].cost * v)).sum();
    let model = problem.minimise(cost).using(microlp).with_mip_gap(gap);
    let mut model = model.map_err(|error| Trouble::Solver(error.to_string()))?;
    let mine: Vec<&Bound> = bounds.iter().filter(|bound| variables[bound.terms[0].0].is_some()).collect();
    for bound in &mine {
        if let Some(least) = bound.least {
            model.add_constraint(sum(&bound.terms).geq(least));
        }
        if let Some(most) = bound.most {
            model.add_constraint(sum(&bound.terms).leq(most));
        }
    }
    let place = mine.iter().find(|bound| bound.least.is_some()).map_or((0, 0), |bound| bound.place);
    let solution = model.solve().map_err(|error| match error {
        ResolutionError::Infeasible => Trouble::Infeasible(place.0, place.1),
        other => Trouble::Solver(other.to_string()),
    })?;
    for column in part {
        let value = variables[*column].map_or(0.0, |v| solution.eval(v.into_expression()));
        counts[*column] = value.round().max(0.0) as u32;
    }
    let sum = |bound: &Bound| bound.terms.iter().map(|(c, weight)| weight * f64::from(counts[*c])).sum::<f64>();
    let broken = |bound: &&&Bound| {
        let slack = SLACK * (1.0 + sum(bound).abs());
        bound.least.is_some_and(|least| sum(bound) < least - slack)
            || bound.most.is_some_and(|most| sum(bound) > most + slack)
    };
    match mine.iter().find(broken) {
        Some(bound) => Err(Trouble::Solver(format!("its plan breaks a condition at {:?}", bound.place))),
        None => Ok(()),
    }
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
