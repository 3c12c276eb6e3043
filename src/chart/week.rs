//! Load, queue and staff over the mean week: a row a variant, a column a measure, one scale down each column.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::format::short;
use super::scale::{Scale, round_up};
use super::theme::{Ink, Theme, look};
use super::{Chart, Error, Picture, font};
use crate::table::{Estimate, HourRow, Tables, plain};

const NAME: &str = "week";
const TITLE: &str = "Load, queue and staff over the week";
const HOURS: usize = 168;
/// Columns: heading, metrics (a filled one, then lines).
const COLUMNS: [(&str, &str, &[&str]); 3] = [
    ("Arrivals", "turns an hour", &["arrivals"]),
    ("Queue", "turns waiting", &["queue"]),
    ("Staff", "busy (filled) of on duty (line)", &["busy", "on_duty"]),
];

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    !tables.by_hour.is_empty()
}

/// One measure of one variant by hour.
type Hours = Vec<Option<Estimate>>;

fn hours(rows: &[&HourRow], metric: &str) -> Hours {
    let mut hours = vec![None; HOURS];
    for r in rows.iter().filter(|r| r.metric == metric && r.value.mean.is_finite()) {
        if let Some(slot) = hours.get_mut(usize::from(r.hour)) {
            *slot = Some(r.value);
        }
    }
    hours
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let variants = context.order(tables.by_hour.iter().map(|r| r.variant.as_str()));
    if variants.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No hour of the run was counted.");
    }
    let caption = context.interval_caption("band", tables.by_hour.iter().map(|r| &r.value));
    let subtitle =
        format!("mean week, Monday to Sunday, in the account’s time zone; each column has one scale; {caption}");
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    let gap = if theme.narrow() { 10.0 } else { 24.0 };
    let wide = (figure.room() - 2.0 * gap) / 3.0;
    headings(&mut figure, wide, gap);
    let tops: Vec<f64> = COLUMNS.iter().map(|(_, _, metrics)| round_up(highest(tables, metrics))).collect();
    let high = if variants.len() <= 3 { 84.0 } else { 52.0 };
    for variant in &variants {
        let rows: Vec<&HourRow> = tables.by_hour.iter().filter(|r| r.variant == *variant).collect();
        let ink = look(context.place(variant)).ink;
        figure.y += 18.0;
        let title = font::shorten(context.title_of(variant), figure.room(), BODY, true);
        figure.canvas.text(MARGIN, figure.y, &title, Type::new(BODY, ink).bold());
        figure.y += 10.0;
        for (i, (_, _, metrics)) in COLUMNS.iter().enumerate() {
            let x0 = MARGIN + (wide + gap) * i as f64;
            let plot = Area { x0, y0: figure.y + 8.0, x1: x0 + wide, y1: figure.y + 8.0 + high };
            let series: Vec<Hours> = metrics.iter().map(|m| hours(&rows, m)).collect();
            panel(&mut figure, plot, &series, tops[i], ink);
        }
        figure.y += high + 24.0;
    }
    data(&mut figure, tables, &variants);
    figure.finish(NAME, context)
}

fn highest(tables: &Tables, metrics: &[&str]) -> f64 {
    let mine = tables.by_hour.iter().filter(|r| metrics.contains(&r.metric.as_str()));
    mine.map(|r| r.value.upper.unwrap_or(r.value.mean).max(r.value.mean)).filter(|v| v.is_finite()).fold(0.0, f64::max)
}

fn headings(figure: &mut Figure, wide: f64, gap: f64) {
    let (bold, small) = (Type::new(BODY, Ink::Text).bold(), Type::new(SMALL, Ink::Muted));
    let mut deepest: f64 = 0.0;
    for (i, (word, unit, _)) in COLUMNS.iter().enumerate() {
        let x = MARGIN + (wide + gap) * i as f64;
        figure.canvas.text(x, figure.y + 14.0, word, bold);
        for (k, line) in font::wrap(unit, wide, SMALL, false, 2).iter().enumerate() {
            let y = figure.y + 29.0 + 14.0 * k as f64;
            figure.canvas.text(x, y, line, small);
            deepest = deepest.max(y);
        }
    }
    figure.y = deepest + 4.0;
}

/// One small panel: rules at zero and top, days, filled measure with band, further measures as lines.
fn panel(figure: &mut Figure, plot: Area, series: &[Hours], top: f64, ink: Ink) {
    let x = Scale::linear(0.0, HOURS as f64, plot.x0, plot.x1);
    let y = Scale::linear(0.0, top, plot.y1, plot.y0);
    figure.canvas.line(&[(plot.x0, plot.y0), (plot.x1, plot.y0)], Stroke::solid(Ink::Rule, 1.0));
    let small = Type::new(SMALL, Ink::Muted);
    figure.canvas.text(plot.x1, plot.y0 - 3.0, &short(top), small.anchored(Anchor::End));
    if let Some(first) = series.first() {
        let line = steps(first, &x, &y, |e| Some(e.mean));
        for run in &line {
            let mut polygon = run.clone();
            if let (Some(a), Some(b)) = (run.first(), run.last()) {
                polygon.extend([(b.0, plot.y1), (a.0, plot.y1)]);
            }
            figure.canvas.fill(polygon, ink, 0.3);
        }
        band(figure, first, &x, &y, ink);
        for run in line {
            figure.canvas.line(&run, Stroke::solid(ink, 1.25));
        }
    }
    for more in series.iter().skip(1) {
        for run in steps(more, &x, &y, |e| Some(e.mean)) {
            figure.canvas.line(&run, Stroke::solid(Ink::Text, 1.5));
        }
    }
    figure.canvas.line(&[(plot.x0, plot.y1), (plot.x1, plot.y1)], Stroke::solid(Ink::Muted, 1.0));
    for (day, letter) in ["M", "T", "W", "T", "F", "S", "S"].iter().enumerate() {
        let at = x.at(24.0 * day as f64);
        figure.canvas.line(&[(at, plot.y1), (at, plot.y1 + 4.0)], Stroke::solid(Ink::Muted, 1.0));
        let style = Type::new(10.5, Ink::Muted).anchored(Anchor::Middle);
        figure.canvas.text(x.at(24.0 * day as f64 + 12.0), plot.y1 + 12.0, letter, style);
    }
}

/// The measure as steps, an hour each; hours without a value part the runs.
fn steps(hours: &Hours, x: &Scale, y: &Scale, of: impl Fn(&Estimate) -> Option<f64>) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (h, value) in hours.iter().enumerate() {
        match (value.as_ref().and_then(&of), runs.last_mut()) {
            (Some(v), Some(run)) => run.extend([(x.at(h as f64), y.at(v)), (x.at(h as f64 + 1.0), y.at(v))]),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|r| !r.is_empty());
    runs
}

fn band(figure: &mut Figure, hours: &Hours, x: &Scale, y: &Scale, ink: Ink) {
    let upper = steps(hours, x, y, |e| e.upper.filter(|_| e.lower.is_some()));
    let lower = steps(hours, x, y, |e| e.lower.filter(|_| e.upper.is_some()));
    for (up, low) in upper.into_iter().zip(lower) {
        let polygon = up.into_iter().chain(low.into_iter().rev()).collect();
        figure.canvas.fill(polygon, ink, 0.35);
    }
}

fn data(figure: &mut Figure, tables: &Tables, variants: &[&str]) {
    let mut rows = Vec::new();
    for variant in variants {
        let mine: Vec<&HourRow> = tables.by_hour.iter().filter(|r| r.variant == *variant).collect();
        let columns = ["arrivals", "queue", "busy", "on_duty"].map(|m| hours(&mine, m));
        for day in 0..7 {
            // Means of a day: 168 rows a variant would bury the reader; all are in by_hour.csv.
            let mean = |hours: &Hours| {
                let values: Vec<f64> = hours[day * 24..day * 24 + 24].iter().flatten().map(|e| e.mean).collect();
                if values.is_empty() { String::new() } else { plain(values.iter().sum::<f64>() / values.len() as f64) }
            };
            let name = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day];
            let words = [variant.to_string(), name.to_string()];
            rows.push(words.into_iter().chain(columns.iter().map(mean)).collect());
        }
    }
    figure.data(&["variant", "day (mean of its hours)", "turns an hour", "turns waiting", "busy", "on duty"], rows);
}
