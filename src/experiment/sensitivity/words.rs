//! The verdict of a sensitivity analysis.

use crate::table::{SensitivityTables, TornadoRow};

use super::super::quantity_words::{plain, size_with_interval, with_interval};
use super::Source;

/// Inputs named one by one.
const MOST: usize = 4;

/// The lines of the verdict.
pub fn verdict(source: &Source, tables: &SensitivityTables) -> Vec<String> {
    let Some(metric) = source.asked.metrics.first() else { return Vec::new() };
    let code = source.base.currencies.report;
    let mut lines = vec![format!(
        "{} of {} inputs over their ranges: {} points, {} replications, the same customers at each.",
        metric.title,
        source.planned.inputs.len(),
        source.planned.points.rows.len(),
        source.answers.replications.len()
    )];
    let mut names: Vec<&str> = tables.tornado.iter().map(|r| r.variant.as_str()).collect();
    names.extend(tables.morris.iter().map(|r| r.variant.as_str()));
    names.extend(tables.indices.iter().map(|r| r.variant.as_str()));
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let bars: Vec<&TornadoRow> = tables.tornado.iter().filter(|row| row.variant == name).collect();
        if let Some(first) = bars.first() {
            let says = |row: &&&TornadoRow| {
                let size = size_with_interval(metric.unit, &row.change, code);
                match row.reading {
                    "lower" => format!("{} ({} to {}: lower by {size})", row.input, row.low, row.high),
                    "higher" => format!("{} ({} to {}: higher by {size})", row.input, row.low, row.high),
                    "no interval" => {
                        format!("{} ({} to {}: by {size}, without an interval)", row.input, row.low, row.high)
                    }
                    _ => format!("{} (no change that could be told from none)", row.input),
                }
            };
            let moving = bars.iter().filter(|row| row.reading != "not distinguishable");
            let most: Vec<String> = moving.take(MOST).map(|row| says(&row)).collect();
            let base = with_interval(metric.unit, &first.base, code);
            let most =
                if most.is_empty() { "none of these that could be told from none".into() } else { most.join("; ") };
            lines.push(format!("{name}: {base} at the base; what moves it most: {most}."));
            lines.extend(sign(name, &bars));
        }
        let screened: Vec<_> = tables.morris.iter().filter(|row| row.variant == name).collect();
        if !screened.is_empty() {
            let says = |row: &&crate::table::MorrisRow| {
                let bends = if row.sigma > 0.5 * row.mu_star.mean { ", bends or interacts" } else { "" };
                format!("{} ({}{bends})", row.input, plain(metric.unit, row.mu_star.mean, code))
            };
            let moving = screened.iter().filter(|row| row.mu_star.mean > 0.0);
            let most: Vec<String> = moving.take(MOST).map(says).collect();
            let most = if most.is_empty() { "none of these moves it".into() } else { most.join("; ") };
            lines.push(format!("{name}, mean size of an effect over the whole range (Morris): {most}."));
        }
        let shares: Vec<_> = tables.indices.iter().filter(|row| row.variant == name).collect();
        if let Some(first) = shares.first() {
            let says = |row: &&crate::table::IndexRow| {
                let unit = crate::table::Unit::Share;
                let total = with_interval(unit, &row.total, code);
                format!("{} {total}, alone {}", row.input, with_interval(unit, &row.first, code))
            };
            let most: Vec<String> = shares.iter().take(MOST).map(says).collect();
            let noise = match first.noise {
                share if share.is_nan() => String::new(),
                share if share > 0.05 => format!(
                    " Noise of the simulation is {:.1} % of the variance and raises all totals: more replications lower it.",
                    share * 100.0
                ),
                share => format!(" Noise of the simulation is {:.2} % of the variance.", share * 100.0),
            };
            lines.push(format!("{name}, share of the variance: {}.{noise}", most.join("; ")));
        }
    }
    if seen.is_empty() {
        lines.push(format!(
            "No variant has a value of {} at every point (at one of them there is nothing to divide by), so nothing can be \
             said of the inputs: narrow their ranges, or ask for a metric that is always there (--metric contacts).",
            metric.name
        ));
    }
    lines
}

/// Does the sign of a difference hang on an input?
fn sign(name: &str, bars: &[&TornadoRow]) -> Option<String> {
    if !name.contains(" - ") {
        return None;
    }
    let changes = |row: &&&TornadoRow| {
        let ends = [row.at_low, row.base, row.at_high];
        let below = ends.iter().any(|e| e.upper.is_some_and(|upper| upper < 0.0));
        let above = ends.iter().any(|e| e.lower.is_some_and(|lower| lower > 0.0));
        below && above
    };
    let which: Vec<&str> = bars.iter().filter(changes).map(|row| row.input.as_str()).collect();
    Some(match which.as_slice() {
        [] => format!("{name}: no single input of these turns its sign."),
        inputs => format!("{name}: its sign hangs on {}.", inputs.join(", ")),
    })
}
