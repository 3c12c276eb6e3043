//! The verdict of a sweep.

use crate::statistics::selection::{Goal, compare_with_best};
use crate::table::{EffectRow, Estimate, SweepTables, Unit};
use crate::units::Currency;

use super::super::best::GOALS;
use super::groups::Groups;
use super::tables::{Place, Source};

/// Points of which it is said why they have no interval.
const MOST_REASONS: usize = 4;
/// Systems compared with the best at most.
const MOST_SYSTEMS: usize = 400;

/// The lines of the verdict.
pub fn verdict(source: &Source, tables: &SweepTables, groups: &Groups) -> Vec<String> {
    let n = source.answers.replications.len();
    if n == 0 {
        return vec!["No replication is whole at every point yet.".into()];
    }
    let axes: Vec<String> = source.points.axes.iter().map(|axis| axis.label.clone()).collect();
    let (points, variants) = (source.points.rows.len(), source.base.variants.len());
    let of = if variants > 1 { format!(" of {variants} variants") } else { String::new() };
    let plural = if n == 1 { "" } else { "s" };
    let sure = match (source.answers.over_desks, source.answers.without_interval.len()) {
        (false, _) => "",
        (true, 0) => "; intervals are over desks",
        (true, _) => "; intervals are over desks where there are such",
    };
    let mut lines = vec![format!(
        "{points} points{of} over {}, {n} replication{plural}, the same customers at each{sure}.",
        axes.join(" and ")
    )];
    if groups.desks.len() < points * variants {
        lines.push(format!(
            "{} of {} differ in what anybody does: each of these was simulated once, and billed at all its points.",
            groups.desks.len(),
            points * variants
        ));
    }
    lines.extend(without_intervals(source));
    lines.extend(best(source));
    lines.extend(super::inner::inner_optima(source));
    lines.extend(by_axis(source, tables));
    lines.extend(break_evens(source, tables));
    lines.extend(front(source, tables));
    lines
}

/// Which points have no interval over their desks, and why.
fn without_intervals(source: &Source) -> Vec<String> {
    let all = &source.answers.without_interval;
    let what = match source.answers.replications.len() {
        1 => "No interval over desks",
        _ => "Intervals of replications, not over desks",
    };
    let shown = all.iter().take(MOST_REASONS);
    let mut lines: Vec<String> =
        shown.map(|(point, why)| format!("{what} at {}: {why}.", source.points.words(*point))).collect();
    if all.len() > MOST_REASONS {
        lines.push(format!("… nor at {} more points.", all.len() - MOST_REASONS));
    }
    lines
}

/// A number with its unit and interval.
pub(super) fn shown(metric: &crate::table::Metric, value: &Estimate, code: Currency) -> String {
    super::super::quantity_words::with_interval(metric.unit, value, code)
}

/// The size of a change with its interval.
pub(super) fn size(metric: &crate::table::Metric, change: &Estimate, code: Currency) -> String {
    super::super::quantity_words::size_with_interval(metric.unit, change, code)
}

/// The good end of a metric.
pub(super) fn goal_of(metric: &crate::table::Metric) -> Goal {
    GOALS.iter().find(|(name, _)| *name == metric.name).map_or(default_goal(metric.unit), |(_, goal)| *goal)
}

/// The best point by the first metric, and how many cannot be told from it.
fn best(source: &Source) -> Option<String> {
    let metric = (0..source.asked.metrics.len()).find(|m| source.answers.pairs(0, 0, *m).is_some())?;
    let known = source.asked.metrics[metric];
    let goal = goal_of(known);
    let places: Vec<Place> = source.places().filter(|p| source.answers.pairs(p.0, p.1, metric).is_some()).collect();
    let systems = source.observations(&places, metric)?;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len().max(1) as f64;
    let sign = if goal == Goal::Largest { -1.0 } else { 1.0 };
    let first = (0..places.len()).min_by(|a, b| (sign * mean(&systems[*a])).total_cmp(&(sign * mean(&systems[*b]))))?;
    let place = places[first];
    let value = source.answers.value(place.0, place.1, source.asked, metric)?;
    let name = match source.base.variants.len() {
        1 => source.points.words(place.0),
        _ => format!("{} at {}", source.base.variants[place.1].name, source.points.words(place.0)),
    };
    let word = if goal == Goal::Largest { "highest" } else { "lowest" };
    let sure = sure(&places, &systems, goal, source.asked.level);
    let code = source.base.currencies.report;
    Some(format!("{}: {word} is {name}, {}{sure}.", known.title, shown(known, &value, code)))
}

fn default_goal(unit: Unit) -> Goal {
    let more_is_better = matches!(unit, Unit::Share | Unit::Plain("turns/h" | "contacts/h"));
    if more_is_better { Goal::Largest } else { Goal::Smallest }
}

/// How sure it is that the best is the best: Hsu's comparison where there are not too many.
fn sure(places: &[Place], systems: &[Vec<f64>], goal: Goal, level: f64) -> String {
    // Points that share a simulation and a price are one system.
    let mut different: Vec<Vec<f64>> = Vec::new();
    for system in systems {
        if !different.contains(system) && different.len() <= MOST_SYSTEMS {
            different.push(system.clone());
        }
    }
    if different.len() > MOST_SYSTEMS || different.len() < 2 || systems[0].len() < 2 {
        return String::new();
    }
    let Ok(found) = compare_with_best(&different, goal, 0.0, level) else { return String::new() };
    let open = found.iter().filter(|one| one.standing.as_str() != "worse").count();
    match open {
        0 | 1 => format!("; every other of the {} is worse ({} % sure of all together)", places.len(), level * 100.0),
        n => format!("; {} others cannot be told from the best ({} % sure of all together)", n - 1, level * 100.0),
    }
}

/// What each axis does to the first metric and to the first response time.
fn by_axis(source: &Source, tables: &SweepTables) -> Vec<String> {
    let code = source.base.currencies.report;
    let mut wanted: Vec<&str> = Vec::new();
    for metric in &source.asked.metrics {
        let new = |unit: fn(Unit) -> bool| {
            let known = |name: &&str| crate::table::metric(name).is_some_and(|m| unit(m.unit));
            unit(metric.unit) && !wanted.iter().any(known)
        };
        let has = tables.effects.iter().any(|row| row.metric == metric.name);
        if has && (new(|u| matches!(u, Unit::Money | Unit::MoneyPer(_))) || new(|u| u == Unit::Second)) {
            wanted.push(metric.name);
        }
    }
    let mut lines = Vec::new();
    for name in wanted {
        let Some(metric) = crate::table::metric(name) else { continue };
        for axis in &source.points.axes {
            let rows = tables.effects.iter().filter(|row| row.axis == axis.label && row.metric == name);
            let said: Vec<String> = rows.map(|row| effect(row, source, metric, code)).collect();
            let ends = tables.effects.iter().find(|row| row.axis == axis.label);
            if let Some(row) = ends.filter(|_| !said.is_empty()) {
                let title = metric.title.to_lowercase();
                let (from, to) = (axis.short(&row.from), axis.short(&row.to));
                lines.push(format!("From {} {from} to {to}, {title}: {}.", axis.label, said.join("; ")));
            }
        }
    }
    lines
}

fn effect(row: &EffectRow, source: &Source, metric: &crate::table::Metric, code: Currency) -> String {
    let name = if source.base.variants.len() > 1 { format!("{} ", row.variant) } else { String::new() };
    let flat = row.change.lower == Some(0.0) && row.change.upper == Some(0.0);
    if flat {
        return format!("{name}no change");
    }
    let size = super::super::quantity_words::size_with_interval(metric.unit, &row.change, code);
    match row.reading {
        "lower" => format!("{name}lower by {size}"),
        "higher" => format!("{name}higher by {size}"),
        "no interval" if row.change.mean < 0.0 => format!("{name}lower by {size}, without an interval"),
        "no interval" if row.change.mean > 0.0 => format!("{name}higher by {size}, without an interval"),
        "no interval" => format!("{name}the same"),
        _ => format!("{name}no change that could be told from none"),
    }
}

/// Break-even curves in words: on the first axis that has any.
fn break_evens(source: &Source, tables: &SweepTables) -> Vec<String> {
    let mut lines = Vec::new();
    for axis in &source.points.axes {
        let rows: Vec<_> = tables.break_even.iter().filter(|row| row.axis == axis.label && row.at.is_some()).collect();
        for row in rows.iter().take(4) {
            let Some(at) = row.at else { continue };
            let where_ = source.points.axes.iter().zip(&row.others).filter(|(_, level)| !level.text.is_empty());
            let where_: Vec<String> =
                where_.map(|(axis, level)| format!("{} {}", axis.label, axis.short(&level.text))).collect();
            let place = if where_.is_empty() { String::new() } else { format!(" (at {})", where_.join(", ")) };
            let value = super::super::quantity_words::axis_with_interval(&row.unit, &at);
            lines.push(format!(
                "Break-even of {} and {}{place}: {} {value}; {}.",
                row.variant, row.baseline, row.axis, row.reading
            ));
        }
        if rows.len() > 4 {
            lines.push(format!("… and {} more break-evens on {} in break_even.csv.", rows.len() - 4, axis.label));
        }
        if !rows.is_empty() {
            break;
        }
    }
    lines
}

/// The front in words.
fn front(source: &Source, tables: &SweepTables) -> Option<String> {
    // Choices that are the same in both measures (shared simulations) count once.
    let mut all: Vec<&crate::table::ParetoRow> = Vec::new();
    for row in &tables.pareto {
        let same = |r: &&crate::table::ParetoRow| {
            r.variant == row.variant && r.cost.mean == row.cost.mean && r.response.mean == row.response.mean
        };
        if all.len() > MOST_SYSTEMS || !all.iter().any(same) {
            all.push(row);
        }
    }
    let on: Vec<_> = all.iter().filter(|row| row.standing == "front").collect();
    let near = all.iter().filter(|row| row.standing.starts_with("not")).count();
    let (first, last) = (
        on.iter().min_by(|a, b| a.cost.mean.total_cmp(&b.cost.mean))?,
        on.iter().min_by(|a, b| a.response.mean.total_cmp(&b.response.mean))?,
    );
    let code = source.base.currencies.report;
    let (cost, response) = (crate::table::metric(&first.cost_metric)?, crate::table::metric(&first.response_metric)?);
    let says = |row: &&&crate::table::ParetoRow| {
        let money = super::super::quantity_words::plain(cost.unit, row.cost.mean, code);
        format!("{money} and {}", super::super::quantity_words::plain(response.unit, row.response.mean, code))
    };
    if first.point == last.point && first.variant == last.variant {
        return Some(format!(
            "One choice is both cheapest and fastest ({}); {near} others cannot be told from it.",
            says(first)
        ));
    }
    Some(format!(
        "Of {} different choices {} are not beaten in both cost and response time, {near} more cannot be told from these; they go from {} (cheapest) to {} (fastest).",
        all.len(),
        on.len(),
        says(first),
        says(last)
    ))
}
