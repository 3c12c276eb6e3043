//! Charts of a sweep. A chart is a file of this folder and one word in [`SWEEP_CHARTS`].

mod axis;
mod break_even;
mod heat;
mod lines;
mod pareto;
mod scatter;

use super::context::Context;
use super::theme::Theme;
use super::{Error, Picture};
use crate::table::{SweepTables, Unit, metric};

/// Every chart of a sweep, in the order of the report.
pub const SWEEP_CHARTS: &[SweepChart] = &[lines::CHART, heat::CHART, scatter::CHART, break_even::CHART, pareto::CHART];

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct SweepChart {
    /// File stem.
    pub name: &'static str,
    /// Are the rows it draws there?
    pub needs: fn(&SweepTables) -> bool,
    /// Draws it.
    pub draw: fn(&SweepTables, &Context, &Theme) -> Result<Picture, Error>,
}

/// The metrics of charts: the first one, and the first of another kind of money and seconds.
fn main_metrics(tables: &SweepTables) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for row in &tables.sweep {
        if !names.contains(&row.metric.as_str()) {
            names.push(&row.metric);
        }
    }
    let seconds = |name: &&str| metric(name).is_some_and(|m| m.unit == Unit::Second);
    let money = |name: &&str| metric(name).is_some_and(|m| matches!(m.unit, Unit::Money | Unit::MoneyPer(_)));
    let Some(first) = names.first().copied() else { return Vec::new() };
    let second = match money(&first) {
        true => names.iter().find(|n| seconds(n)),
        false => names.iter().find(|n| money(n)),
    };
    std::iter::once(first).chain(second.copied()).collect()
}

/// Title of a metric with its unit.
fn titled(name: &str, context: &Context) -> String {
    metric(name).map_or(name.to_string(), |m| match m.unit {
        Unit::Second => m.title.to_string(),
        Unit::Share => format!("{}, %", m.title),
        Unit::MoneyPer(_) => format!("{}, {}", m.title, context.report_currency.code()),
        unit => format!("{}, {}", m.title, unit.text(context.report_currency)),
    })
}

/// Ticks of a metric's axis: times in round numbers of the unit that one says them in.
fn ticks(name: &str, low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    use super::scale::Scale;
    let seconds = metric(name).is_some_and(|m| m.unit == Unit::Second);
    let size = if seconds { super::format::time_unit(high).0 } else { 1.0 };
    let round = Scale::linear(low / size, high / size, 0.0, 1.0).ticks(count);
    round.into_iter().map(|v| (v * size, shown(name, v * size))).collect()
}

/// A title inside a sentence.
fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// A value of a metric in a cell or at a tick.
fn shown(name: &str, value: f64) -> String {
    use super::format;
    match metric(name).map(|m| m.unit) {
        Some(Unit::Share) => format::percent(value),
        Some(Unit::Second) => format::seconds(value),
        Some(Unit::Money | Unit::MoneyPer(_)) => format::money(value),
        _ => format::number(value),
    }
}
