//! Answers by hours since the customer's last message, free against billed, a panel a variant and tariff.
//!
//! The first hours hold most answers and the billed ones are few, so the axis is logarithmic and the marks are
//! points on a line: a bar's length would mean nothing on such an axis.

use super::canvas::{Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, HEADING, MARGIN, heading_lines, nothing};
use super::format;
use super::scale::Scale;
use super::theme::{Ink, Look, Theme};
use super::{Chart, Error, Picture, font};
use crate::table::{AgeRow, Estimate, Tables, plain};
use crate::units::HOUR;

const NAME: &str = "answers_by_age";
const TITLE: &str = "Answers by hours since the customer’s last message";
/// Hours shown one by one.
const HOURS: u16 = 48;
/// Where the point for everything later stands.
const LATER: f64 = 52.0;
/// Panels in one picture.
const MOST: usize = 12;
const KINDS: [(&str, Ink); 2] = [("free", Ink::Series(0)), ("billed", Ink::Series(1))];

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.answers_by_age.iter().any(|r| r.messages.mean > 0.0)
}

/// One panel.
struct Ages<'a> {
    variant: &'a str,
    tariff: &'a str,
    /// By kind: (place on the axis, messages).
    kinds: [Vec<(f64, Estimate)>; 2],
}

fn ages<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Ages<'a>> {
    let rows: Vec<&AgeRow> = tables.answers_by_age.iter().filter(|r| r.messages.mean.is_finite()).collect();
    let mut panels = Vec::new();
    for variant in context.order(rows.iter().filter(|r| r.messages.mean > 0.0).map(|r| r.variant.as_str())) {
        let mut tariffs: Vec<&str> = Vec::new();
        for r in rows.iter().filter(|r| r.variant == variant) {
            if !tariffs.contains(&r.tariff.as_str()) {
                tariffs.push(&r.tariff);
            }
        }
        for tariff in tariffs {
            let mine: Vec<&AgeRow> =
                rows.iter().copied().filter(|r| r.variant == variant && r.tariff == tariff).collect();
            panels.push(Ages { variant, tariff, kinds: KINDS.map(|(kind, _)| by_hour(&mine, kind)) });
        }
    }
    panels
}

/// Hours 0 to 47 one by one, the rest as one sum (which has no interval of its own).
fn by_hour(rows: &[&AgeRow], kind: &str) -> Vec<(f64, Estimate)> {
    let mut points: Vec<(f64, Estimate)> = rows
        .iter()
        .filter(|r| r.kind == kind && r.hours < HOURS)
        .map(|r| (f64::from(r.hours) + 0.5, r.messages))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let late: Vec<&&AgeRow> = rows.iter().filter(|r| r.kind == kind && r.hours >= HOURS).collect();
    if let Some(first) = late.first() {
        let mean = late.iter().map(|r| r.messages.mean).sum();
        points.push((LATER, Estimate { mean, lower: None, upper: None, ..first.messages }));
    }
    points
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let all = ages(tables, context);
    if all.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No message was sent in answer to a customer.");
    }
    let estimates = || all.iter().flat_map(|a| a.kinds.iter().flatten().map(|(_, e)| e));
    let caption = context.interval_caption("band", estimates());
    let subtitle = format!("messages of agents and bot in the run, free and billed (logarithmic); {caption}");
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    // One key for all panels: the curves of a kind often lie too close to the axis for a name beside them.
    figure.key(&KINDS.map(|(kind, ink)| (Look { ink, dash: None }, kind.to_string())));
    figure.y += 6.0;
    let most = estimates().map(|e| e.upper.unwrap_or(e.mean).max(e.mean)).fold(10.0, f64::max);
    let shown = &all[..all.len().min(MOST)];
    let columns = if theme.narrow() && shown.len() < 3 { 1 } else { shown.len().min(2) };
    grid(&mut figure, shown, context, columns, most);
    if all.len() > MOST {
        figure.note(&format!(
            "{MOST} of {} pairs of variant and tariff are shown; all are in answers_by_age.csv.",
            all.len()
        ));
    }
    figure.note("Hours with less than one message stand on the lowest line. The ring at the right is the sum of all hours from 48 on, without interval.");
    data(&mut figure, &all);
    figure.finish(NAME, context)
}

fn grid(figure: &mut Figure, shown: &[Ages<'_>], context: &Context, columns: usize, most: f64) {
    let gap = if figure.canvas.theme().narrow() { 14.0 } else { 34.0 };
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let high = if shown.len() <= 2 { 230.0 } else { 150.0 };
    let top = figure.y;
    let heading = HEADING * heading_lines(shown.iter().map(|a| context.title_of(a.variant)), wide) as f64;
    for (i, ages) in shown.iter().enumerate() {
        let x = MARGIN + (wide + gap) * (i % columns) as f64;
        let y = top + (high + heading + 64.0) * (i / columns) as f64;
        let next = figure.heading(x, y + 12.0, wide, context.title_of(ages.variant), Ink::Text);
        let y = y + heading + 12.0;
        let under = if wide > 250.0 { format!("billed under {}", ages.tariff) } else { ages.tariff.to_string() };
        let muted = Type::new(BODY, Ink::Muted);
        figure.canvas.text(x, next, &font::shorten(&under, wide, BODY, false), muted);
        let y = y + 14.0;
        let plot = Area { x0: x + 46.0, y0: y, x1: x + wide, y1: y + high };
        panel(figure, plot, ages, context, most);
        figure.y = plot.y1 + 26.0;
    }
}

fn panel(figure: &mut Figure, plot: Area, ages: &Ages<'_>, context: &Context, most: f64) {
    let x = Scale::linear(0.0, LATER + 1.5, plot.x0, plot.x1);
    let y = Scale::log(1.0, most * 1.2, plot.y1, plot.y0);
    let ticks: Vec<(f64, String)> = y.ticks(5).iter().map(|v| (*v, format::short(*v))).collect();
    figure.y_axis(plot, &y, &ticks);
    let hours = [0.0, 24.0, LATER, 12.0, 36.0];
    let ticks: Vec<(f64, String)> =
        hours.iter().map(|h| (*h, if *h == LATER { "later".to_string() } else { format!("{h:.0} h") })).collect();
    figure.x_axis(plot, &x, &ticks);
    window(figure, plot, &x, context);
    for (points, (_, ink)) in ages.kinds.iter().zip(KINDS) {
        series(figure, points, &x, &y, ink);
    }
}

/// Band, line and points of one kind.
fn series(figure: &mut Figure, points: &[(f64, Estimate)], x: &Scale, y: &Scale, ink: Ink) {
    for run in points.split(|(at, e)| e.mean <= 0.0 || *at >= LATER).filter(|r| !r.is_empty()) {
        let ends: Vec<(f64, f64, f64)> =
            run.iter().filter_map(|(at, e)| Some((x.at(*at), y.at(e.upper?), y.at(e.lower?)))).collect();
        let mut polygon: Vec<(f64, f64)> = ends.iter().map(|(x, up, _)| (*x, *up)).collect();
        polygon.extend(ends.iter().rev().map(|(x, _, low)| (*x, *low)));
        figure.canvas.fill(polygon, ink, 0.22);
        let line: Vec<(f64, f64)> = run.iter().map(|(at, e)| (x.at(*at), y.at(e.mean))).collect();
        figure.canvas.line(&line, Stroke::solid(ink, 1.75));
        for (px, py) in &line {
            figure.canvas.dot(*px, *py, 2.4, ink);
        }
    }
    for (at, e) in points.iter().filter(|(at, e)| *at >= LATER && e.mean > 0.0) {
        figure.canvas.ring(x.at(*at), y.at(e.mean), 3.6, ink);
    }
}

fn window(figure: &mut Figure, plot: Area, x: &Scale, context: &Context) {
    let Some(hours) = context.window.map(|w| w.0 as f64 / HOUR as f64).filter(|h| *h > 0.0 && *h <= f64::from(HOURS))
    else {
        return;
    };
    let line = [(x.at(hours), plot.y0), (x.at(hours), plot.y1)];
    figure.canvas.line(&line, Stroke { ink: Ink::Muted, width: 1.25, dash: Some((4.0, 3.0)) });
}

fn data(figure: &mut Figure, all: &[Ages<'_>]) {
    let mut rows = Vec::new();
    for a in all {
        for ((kind, _), points) in KINDS.iter().zip(&a.kinds) {
            for (at, e) in points.iter().filter(|(_, e)| e.mean > 0.0) {
                let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
                let hour = if *at >= LATER { "48 and later".to_string() } else { format!("{:.0}", at - 0.5) };
                let words = [a.variant, a.tariff, kind].map(str::to_string);
                rows.push(words.into_iter().chain([hour, plain(e.mean), end(e.lower), end(e.upper)]).collect());
            }
        }
    }
    figure.data(&["variant", "tariff", "kind", "hours since", "messages", "lower", "upper"], rows);
}
