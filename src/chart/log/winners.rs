//! Winners and losers: what each number or country pays more or less than under the baseline tariff.

use super::super::canvas::{Anchor, Area, Stroke, Type};
use super::super::figure::{BODY, Figure, MARGIN};
use super::super::format::money;
use super::super::scale::Scale;
use super::super::theme::{Ink, Look, Theme};
use super::super::{Error, Picture, font};
use super::{LogChart, LogContext, units};
use crate::table::{LogTables, TariffRow, plain_nanos};

const NAME: &str = "winners_and_losers";
/// Bars of a panel.
const MOST: usize = 12;
/// Tariffs shown.
const PANELS: usize = 3;
/// Colours of those that pay less and more.
const LESS: Ink = Ink::Series(2);
const MORE: Ink = Ink::Series(1);

/// The chart.
pub const CHART: LogChart = LogChart { name: NAME, needs, draw };

fn needs(tables: &LogTables) -> bool {
    tables.comparison.iter().any(|r| r.difference().is_some_and(|d| d != 0))
}

/// What is compared: numbers, or countries where there is one number only.
fn by(tables: &LogTables) -> &'static str {
    let mut numbers: Vec<&str> =
        tables.comparison.iter().filter(|r| r.by == "number").map(|r| r.name.as_str()).collect();
    numbers.dedup();
    if numbers.len() > 1 { "number" } else { "country" }
}

fn draw(tables: &LogTables, context: &LogContext, theme: &Theme) -> Result<Picture, Error> {
    let by = by(tables);
    let baseline = tables.comparison.first().map_or("", |r| r.baseline.as_str());
    let tariffs = tables.tariffs();
    let mut panels: Vec<(&str, Vec<&TariffRow>)> = Vec::new();
    for tariff in tariffs.iter().filter(|t| **t != baseline) {
        let mine = tables.comparison.iter().filter(|r| r.by == by && r.tariff == *tariff);
        let mut rows: Vec<&TariffRow> = mine.filter(|r| r.difference().is_some_and(|d| d != 0)).collect();
        rows.sort_by_key(|r| (std::cmp::Reverse(r.difference().map(i128::abs)), r.name.clone()));
        if !rows.is_empty() {
            panels.push((tariff, rows));
        }
    }
    let currency = tables.comparison.first().map_or("", |r| r.currency.code()).to_string();
    let subtitle = format!("{currency} more (right) or less (left) than under {baseline}, by {by}, {}", context.period);
    let mut figure = Figure::new(theme, "Who pays more, who pays less", &subtitle);
    figure.key(&[
        (Look { ink: LESS, dash: None }, "pays less".to_string()),
        (Look { ink: MORE, dash: None }, "pays more".to_string()),
    ]);
    for (tariff, rows) in panels.iter().take(PANELS) {
        panel(&mut figure, tariff, &rows[..rows.len().min(MOST)]);
    }
    if panels.iter().any(|(_, rows)| rows.len() > MOST) || panels.len() > PANELS {
        figure.note("The largest differences are drawn; all are in comparison.csv.");
    }
    let data = panels.iter().flat_map(|(tariff, rows)| {
        rows.iter().map(move |r| {
            let amounts = [r.reference, Some(r.amount), r.difference()].map(|a| a.map(plain_nanos).unwrap_or_default());
            [tariff.to_string(), r.name.clone()].into_iter().chain(amounts).collect()
        })
    });
    figure.data(&["tariff", by, "baseline", "amount", "difference"], data.collect());
    context.close(NAME, figure)
}

/// Bars on both sides of zero, one tariff.
fn panel(figure: &mut Figure, tariff: &str, rows: &[&TariffRow]) {
    figure.y += 8.0;
    figure.y = figure.heading(MARGIN, figure.y + 14.0, figure.room(), tariff, Ink::Text) - 8.0;
    let style = Type::new(BODY, Ink::Text);
    let names = rows.iter().map(|r| style.width(&r.name)).fold(0.0, f64::max).min(figure.room() * 0.3);
    let of = |r: &TariffRow| units(r.difference().unwrap_or(0));
    let signed = |v: f64| format!("{}{}", if v > 0.0 { "+" } else { "" }, money(v));
    let room = rows.iter().map(|r| style.bold().width(&signed(of(r)))).fold(0.0, f64::max) + 8.0;
    let low = rows.iter().map(|r| of(r)).fold(0.0, f64::min);
    let high = rows.iter().map(|r| of(r)).fold(0.0, f64::max);
    let left = MARGIN + names + 12.0 + if low < 0.0 { room } else { 0.0 };
    let right = figure.right() - if high > 0.0 { room } else { 0.0 };
    let scale = Scale::linear(low, high, left, right);
    let (step, top) = (26.0, figure.y);
    for (i, row) in rows.iter().enumerate() {
        let (value, middle) = (of(row), top + step * (i as f64 + 0.5));
        let name = font::shorten(&row.name, names, BODY, false);
        figure.canvas.text(MARGIN, middle + 4.5, &name, style);
        let (x0, x1) = (scale.at(value.min(0.0)), scale.at(value.max(0.0)));
        let ink = if value < 0.0 { LESS } else { MORE };
        figure.canvas.rect(Area { x0, y0: middle - 8.0, x1, y1: middle + 8.0 }, ink);
        let text = signed(value);
        if value < 0.0 {
            figure.canvas.text(x0 - 6.0, middle + 4.5, &text, style.bold().anchored(Anchor::End));
        } else {
            figure.canvas.text(x1 + 6.0, middle + 4.5, &text, style.bold());
        }
    }
    figure.y = top + step * rows.len() as f64;
    let zero = scale.at(0.0);
    figure.canvas.line(&[(zero, top), (zero, figure.y)], Stroke::solid(Ink::Muted, 1.0));
    figure.y += 6.0;
}
