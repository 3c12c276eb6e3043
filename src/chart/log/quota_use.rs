//! How the free messages of each number were used up over the days of each month.

use super::super::canvas::{Anchor, Area, Stroke, Type};
use super::super::figure::{Figure, MARGIN, SMALL};
use super::super::format::about;
use super::super::place::Curve;
use super::super::scale::{Scale, round_up};
use super::super::theme::{Ink, Look, Theme, look};
use super::super::{Error, Picture};
use super::{LogChart, LogContext};
use crate::table::{LogTables, QuotaDayRow};

const NAME: &str = "quota_use";
/// Numbers drawn.
const MOST: usize = 7;

/// The chart.
pub const CHART: LogChart = LogChart { name: NAME, needs, draw };

fn needs(tables: &LogTables) -> bool {
    tables.quota_days.iter().any(|r| r.used > 0)
}

/// Days since the first one drawn.
fn day_number(day: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| day.get(range).and_then(|t| t.parse::<i64>().ok()).unwrap_or(0);
    let (y, m, d) = (part(0..4), part(5..7), part(8..10));
    // Days of the civil calendar from March on (Howard Hinnant, "chrono-compatible low-level date algorithms", 2013).
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + d - 1
}

fn draw(tables: &LogTables, context: &LogContext, theme: &Theme) -> Result<Picture, Error> {
    // One tariff: the last with a quota, since later rules are what people ask about.
    let tariffs = tables.tariffs();
    let used = |t: &&&str| tables.quota_days.iter().any(|r| r.tariff == **t && r.used > 0);
    let tariff = tariffs.iter().rev().find(used).copied().unwrap_or("");
    let rows: Vec<&QuotaDayRow> = tables.quota_days.iter().filter(|r| r.tariff == tariff).collect();
    let size = tables
        .quotas
        .iter()
        .filter(|r| r.tariff == tariff)
        .filter_map(|r| r.unused.map(|u| u + r.used))
        .max()
        .unwrap_or(0);
    let subtitle = format!(
        "Messages since the month began that a quota covered or would have covered, by day and number, under {tariff}; above the line \
         ({}) they are charged",
        about(size as f64)
    );
    let mut figure = Figure::new(theme, "When the free messages were used up", &subtitle);
    let mut numbers: Vec<(&str, u64)> = Vec::new();
    for row in &rows {
        match numbers.iter_mut().find(|(n, _)| *n == row.number) {
            Some((_, most)) => *most = (*most).max(row.used + row.charged),
            None => numbers.push((&row.number, row.used + row.charged)),
        }
    }
    numbers.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let shown = &numbers[..numbers.len().min(MOST)];
    plot(&mut figure, &rows, shown, size);
    if numbers.len() > MOST {
        figure.note(&format!("The {MOST} busiest of {} numbers are drawn; all are in quota_days.csv.", numbers.len()));
    }
    let row = |r: &&QuotaDayRow| vec![r.number.clone(), r.day.clone(), r.used.to_string(), r.charged.to_string()];
    // The last day of each month says it all; every day is in the table.
    let last =
        rows.windows(2).filter(|w| w[0].number != w[1].number || w[0].day.get(..7) != w[1].day.get(..7)).map(|w| w[0]);
    let data: Vec<Vec<String>> = last.chain(rows.last().copied()).map(|r| row(&r)).collect();
    figure.data(&["number", "up to", "covered", "charged"], data);
    context.close(NAME, figure)
}

fn plot(figure: &mut Figure, rows: &[&QuotaDayRow], shown: &[(&str, u64)], size: u64) {
    let first = rows.iter().map(|r| day_number(&r.day)).min().unwrap_or(0);
    let last = rows.iter().map(|r| day_number(&r.day)).max().unwrap_or(0).max(first);
    let top = round_up(shown.first().map_or(1, |n| n.1).max(size) as f64 * 1.05);
    let plot = Area { x0: MARGIN + 52.0, y0: figure.y + 8.0, x1: figure.right() - 8.0, y1: figure.y + 288.0 };
    let x = Scale::linear(0.0, (last - first + 1) as f64, plot.x0, plot.x1);
    let y = Scale::linear(0.0, top, plot.y1, plot.y0);
    let ticks: Vec<(f64, String)> = y.ticks(5).into_iter().map(|v| (v, about(v))).collect();
    figure.y_axis(plot, &y, &ticks);
    let limit = y.at(size as f64);
    figure
        .canvas
        .line(&[(plot.x0, limit), (plot.x1, limit)], Stroke { ink: Ink::Text, width: 1.5, dash: Some((6.0, 4.0)) });
    figure.canvas.text(plot.x1, limit - 5.0, "used up", Type::new(SMALL, Ink::Text).anchored(Anchor::End));
    let curves: Vec<(String, Look, Vec<(f64, f64)>)> = shown
        .iter()
        .enumerate()
        .map(|(i, (number, _))| (number.to_string(), look(Some(i)), curve(rows, number, first, &x, &y)))
        .collect();
    for (_, look, points) in &curves {
        figure.canvas.line(points, Stroke { ink: look.ink, width: 2.0, dash: look.dash });
    }
    let mut days: Vec<(f64, String)> = Vec::new();
    let mut seen: Vec<&str> = rows.iter().map(|r| r.day.as_str()).collect();
    seen.sort_unstable();
    seen.dedup();
    let every = seen.len().div_ceil(8).max(1);
    for day in seen.iter().step_by(every) {
        days.push(((day_number(day) - first) as f64, day.to_string()));
    }
    figure.x_axis(plot, &x, &days);
    figure.y = plot.y1 + 24.0;
    let named: Vec<(Curve<'_>, Look)> = curves
        .iter()
        .map(|(name, look, points)| (Curve { points, anchors: points, text: name, ink: look.ink }, *look))
        .collect();
    figure.name_curves(plot, &named, &[vec![(plot.x0, limit), (plot.x1, limit)]]);
}

/// Steps at the end of each day; back to zero when a month begins.
fn curve(rows: &[&QuotaDayRow], number: &str, first: i64, x: &Scale, y: &Scale) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let (mut before, mut month) = (0.0, "");
    for row in rows.iter().filter(|r| r.number == number) {
        let day = (day_number(&row.day) - first) as f64;
        if row.day.get(..7).unwrap_or("") != month {
            month = row.day.get(..7).unwrap_or("");
            if before > 0.0 {
                points.push((x.at(day), y.at(before)));
            }
            before = 0.0;
        }
        points.push((x.at(day), y.at(before)));
        before = (row.used + row.charged) as f64;
        points.push((x.at(day + 1.0), y.at(before)));
    }
    points
}
