//! An optimum inside an axis: better than at both its ends, and how sure that is.

use crate::statistics::selection::Goal;
use crate::statistics::student;

use super::super::breakeven::scale;
use super::tables::{Place, Source};
use super::words::{goal_of, shown, size};

/// A line for each variant whose first metric is best strictly inside the only axis: with the paired differences from both
/// ends, which hold together at the level of the run (Bonferroni).
pub(super) fn inner_optima(source: &Source) -> Vec<String> {
    let points = source.points;
    let numeric = points.axes.len() == 1 && points.axes[0].unit.is_some();
    if !numeric || points.rows.len() < 3 {
        return Vec::new();
    }
    // By number: the order of the file is the user's.
    let mut order: Vec<usize> = (0..points.rows.len()).filter(|p| points.rows[*p][0].number.is_some()).collect();
    let number = |p: &usize| points.rows[*p][0].number.unwrap_or(0.0);
    order.sort_by(|a, b| number(a).total_cmp(&number(b)));
    (0..source.base.variants.len()).filter_map(|variant| of_variant(source, &order, variant)).collect()
}

fn of_variant(source: &Source, order: &[usize], variant: usize) -> Option<String> {
    let metric = 0;
    let known = source.asked.metrics.first()?;
    let places: Vec<Place> = order.iter().map(|point| (*point, variant)).collect();
    let all = source.observations(&places, metric)?;
    let mean = |x: &Vec<f64>| x.iter().sum::<f64>() / x.len().max(1) as f64;
    let goal = goal_of(known);
    let sign = if goal == Goal::Largest { 1.0 } else { -1.0 };
    let best = (0..all.len()).max_by(|a, b| (sign * mean(&all[*a])).total_cmp(&(sign * mean(&all[*b]))))?;
    let last = all.len() - 1;
    if best == 0 || best == last {
        return None;
    }
    let level = 1.0 - (1.0 - source.asked.level) / 2.0;
    let code = source.base.currencies.report;
    let mut ends = Vec::new();
    for end in [0, last] {
        let changes: Vec<f64> = all[best].iter().zip(&all[end]).map(|(a, b)| sign * (a - b)).collect();
        let change = scale(student(&changes, level)?, known.scale);
        if !change.lower.is_some_and(|lower| lower > 0.0) {
            return None;
        }
        let at = &source.points.rows[order[end]][0].text;
        ends.push(format!("{} than at {at}", size(known, &change, code)));
    }
    let name = match source.base.variants.len() {
        1 => String::new(),
        _ => format!(" of {}", source.base.variants[variant].name),
    };
    let axis = &source.points.axes[0];
    let value = source.answers.value(order[best], variant, source.asked, metric)?;
    let word = if goal == Goal::Largest { "higher" } else { "lower" };
    Some(format!(
        "{}{name} has its optimum inside: {} at {} {}, {word} by {} and by {} ({} % sure of both).",
        known.title,
        shown(known, &value, code),
        axis.label,
        source.points.rows[order[best]][0].text,
        ends[0],
        ends[1],
        source.asked.level * 100.0
    ))
}
