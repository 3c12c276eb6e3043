//! Charts of a sensitivity analysis. A chart is a file of this folder and one word in [`SENSITIVITY_CHARTS`].

mod indices;
mod morris;
mod tornado;

use super::context::Context;
use super::theme::Theme;
use super::{Error, Picture};
use crate::table::{SensitivityTables, Unit, metric};

/// Every chart of an analysis, in the order of the report.
pub const SENSITIVITY_CHARTS: &[SensitivityChart] = &[tornado::CHART, morris::CHART, indices::CHART];

/// One kind of chart.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityChart {
    /// File stem.
    pub name: &'static str,
    /// Are the rows it draws there?
    pub needs: fn(&SensitivityTables) -> bool,
    /// Draws it.
    pub draw: fn(&SensitivityTables, &Context, &Theme) -> Result<Picture, Error>,
}

/// Answers in the order of the tables.
fn answers<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut list: Vec<&str> = Vec::new();
    for name in names {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    list
}

/// A value of a metric.
fn shown(name: &str, value: f64) -> String {
    use super::format;
    match metric(name).map(|m| m.unit) {
        Some(Unit::Share) => format::percent(value),
        Some(Unit::Second) => format::seconds(value),
        Some(Unit::Money | Unit::MoneyPer(_)) => format::money(value),
        _ => format::number(value),
    }
}

/// Title of a metric with its unit.
fn titled(name: &str, context: &Context) -> String {
    metric(name).map_or(name.to_string(), |m| match m.unit {
        Unit::MoneyPer(_) => format!("{}, {}", m.title, context.report_currency.code()),
        unit => format!("{}, {}", m.title, unit.text(context.report_currency)),
    })
}
