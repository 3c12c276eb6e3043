//! Who pays: the fees of each kind of firm under each rule, in the long run.

use super::super::figure::{Figure, HEADING, MARGIN};
use super::super::format::{number, percent};
use super::super::log::bars::{Bar, bars};
use super::super::theme::{Ink, Look, Theme};
use super::super::{Error, Picture};
use super::revenue::unit_of_money;
use super::{PriceChart, PriceContext};
use crate::table::{PriceTables, WinnerRow, plain};

const NAME: &str = "who_pays";

/// The chart.
pub const CHART: PriceChart = PriceChart { name: NAME, needs, draw };

fn needs(tables: &PriceTables) -> bool {
    tables.responses.iter().any(|row| row.rule != "grid" && row.metric == "fees" && row.value.mean > 0.0)
}

/// Number of firms of a segment.
fn firms(tables: &PriceTables, segment: &str) -> f64 {
    let of = |row: &&WinnerRow| row.who == segment;
    tables.winners.iter().find(of).map_or(1.0, |row| row.firms)
}

fn draw(tables: &PriceTables, context: &PriceContext, theme: &Theme) -> Result<Picture, Error> {
    let rows: Vec<_> = tables
        .responses
        .iter()
        .filter(|row| row.horizon == "long" && row.metric == "fees" && row.rule != "grid")
        .collect();
    let mut segments: Vec<&str> = Vec::new();
    for row in &rows {
        if !segments.contains(&row.segment.as_str()) {
            segments.push(&row.segment);
        }
    }
    let paid = |rule: &str, segment: &str| {
        let row = rows.iter().find(|row| row.rule == rule && row.segment == segment);
        row.map_or(0.0, |row| row.value.mean * firms(tables, segment))
    };
    let total = |rule: &str| segments.iter().map(|segment| paid(rule, segment)).sum::<f64>();
    let most = context.rules.iter().map(|rule| total(rule)).fold(0.0, f64::max);
    let (size, word) = unit_of_money(most);
    let subtitle = format!(
        "Fees in {word}{} a year under each rule, in the long run, by kind of firm; beside each bar the share of the largest payers",
        context.currency
    );
    let mut figure = Figure::new(theme, "Who pays", &subtitle);
    let ink = |at: usize| Ink::Series((at % 7) as u8);
    let keys: Vec<(Look, String)> =
        segments.iter().enumerate().map(|(i, name)| (Look { ink: ink(i), dash: None }, name.to_string())).collect();
    figure.key(&keys);
    figure.y += HEADING - MARGIN;
    let bar = |rule: &String| {
        let all = total(rule);
        let mut shares: Vec<(f64, &str)> = segments.iter().map(|s| (paid(rule, s), *s)).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0));
        let words = shares.iter().take(2).filter(|(x, _)| *x > 0.0);
        let more = words.map(|(x, name)| format!("{name} {}", percent(x / all))).collect::<Vec<_>>().join(", ");
        Bar {
            name: rule.clone(),
            parts: segments.iter().enumerate().map(|(i, s)| (paid(rule, s) / size, ink(i))).collect(),
            value: number(all / size),
            more,
        }
    };
    let all: Vec<Bar> = context.rules.iter().map(bar).collect();
    bars(&mut figure, &all);
    let data = rows.iter().map(|row| {
        let end = |x: Option<f64>| x.map(plain).unwrap_or_default();
        let count = firms(tables, &row.segment);
        let head = vec![row.rule.clone(), row.segment.clone(), row.choice.clone(), plain(count)];
        head.into_iter().chain([plain(row.value.mean), end(row.value.lower), end(row.value.upper)]).collect()
    });
    figure.data(&["rule", "segment", "choice", "firms", "fees of one firm", "lower", "upper"], data.collect());
    context.close(NAME, figure)
}
