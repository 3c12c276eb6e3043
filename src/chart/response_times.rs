//! Distribution of response times of both channels: cumulative share answered against time, window marked.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{Figure, HEADING, MARGIN, SMALL, heading_lines, nothing};
use super::format;
use super::place::Curve;
use super::scale::{Scale, TIMES};
use super::theme::{Ink, Look, Theme, look};
use super::{Chart, Error, Picture};
use crate::table::{Estimate, ResponseRow, Tables, plain};
use crate::units::SECOND;

const NAME: &str = "response_times";
const TITLE: &str = "How soon customers are answered";
/// Curves in one panel; with more, each variant gets its own.
const MOST: usize = 6;
/// First and last second of the axis.
const SPAN: (f64, f64) = (1.0, 604_800.0);

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    !tables.response_times.is_empty()
}

/// The waits of one variant on one channel.
struct Waits<'a> {
    variant: &'a str,
    title: String,
    look: Look,
    phone: bool,
    /// (seconds, cumulative share).
    steps: Vec<(f64, Estimate)>,
    /// Last second of the axis.
    end: f64,
}

fn waits<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Waits<'a>> {
    let rows = &tables.response_times;
    let mut all = Vec::new();
    for variant in context.order(rows.iter().map(|r| r.variant.as_str())) {
        let channels: Vec<&str> = ["messages", "phone"]
            .into_iter()
            .filter(|c| rows.iter().any(|r| r.variant == variant && r.channel == *c && r.cumulative.mean.is_finite()))
            .collect();
        for channel in &channels {
            let mut steps: Vec<(f64, Estimate)> =
                rows.iter().filter(|r| r.variant == variant && r.channel == *channel).filter_map(step).collect();
            steps.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut look = look(context.place(variant));
            let phone = *channel == "phone";
            let base = context.title_of(variant);
            let title = if channels.len() > 1 {
                look.dash = if phone { Some((3.0, 3.0)) } else { look.dash };
                format!("{base}: {}", if phone { "by phone" } else { "by message" })
            } else {
                base.to_string()
            };
            all.push(Waits { variant, title, look, phone, steps, end: SPAN.1 });
        }
    }
    let end = end(&all);
    all.iter_mut().for_each(|waits| waits.end = end);
    all
}

/// Where messages are answered the axis is always a week long, so that charts can be laid side by side; calls alone are over in
/// minutes, and it ends at the tick, from 10 min on, by which all but one in 2,000 answers have come.
fn end(all: &[Waits<'_>]) -> f64 {
    let over = |waits: &Waits<'_>, at: f64| {
        waits.steps.iter().rfind(|(s, _)| *s <= at * 1.000_001).is_some_and(|(_, e)| e.mean > 0.9995)
    };
    let enough = |at: &f64| *at >= 600.0 && all.iter().all(|waits| waits.phone && over(waits, *at));
    sorted_times().into_iter().map(|(at, _)| at).find(enough).unwrap_or(SPAN.1)
}

/// Upper edge and cumulative share; the last bin may be open.
fn step(row: &ResponseRow) -> Option<(f64, Estimate)> {
    row.cumulative.mean.is_finite().then_some((row.to_s.min(SPAN.1 * 10.0), row.cumulative))
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let all = waits(tables, context);
    if all.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No turn or call was answered.");
    }
    let caption = context.interval_caption("band", all.iter().flat_map(|w| w.steps.iter().map(|(_, e)| e)));
    let subtitle =
        format!("cumulative share of answered turns and calls against waiting time (logarithmic); {caption}");
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    figure.y += 8.0;
    if all.len() <= MOST {
        one_panel(&mut figure, &all, context)
    } else {
        panels(&mut figure, &all, context)
    }
    never_answered(&mut figure, tables, &all);
    data(&mut figure, &all);
    figure.finish(NAME, context)
}

fn one_panel(figure: &mut Figure, all: &[Waits<'_>], context: &Context) {
    let height = if figure.canvas.theme().narrow() { 270.0 } else { 330.0 };
    let plot = Area { x0: MARGIN + 44.0, y0: figure.y + 14.0, x1: figure.right(), y1: figure.y + 14.0 + height };
    let curves: Vec<Vec<(f64, f64)>> = all.iter().map(|w| path(w, plot)).collect();
    // Curves meet at the ends of the axis; names stand where they differ.
    let (steep, flat) = (plot.y1 - 0.12 * plot.height(), plot.y0 + 0.08 * plot.height());
    let part = |c: &Vec<(f64, f64)>| c.iter().copied().filter(|(_, y)| *y < steep && *y > flat).collect();
    let anchors: Vec<Vec<(f64, f64)>> = curves.iter().map(part).collect();
    let order: Vec<&Waits<'_>> = all.iter().collect();
    let mark = panel(figure, plot, &order, context, true);
    figure.y = plot.y1 + 26.0;
    let named: Vec<(Curve<'_>, Look)> = all
        .iter()
        .zip(&curves)
        .zip(&anchors)
        .map(|((w, points), anchors)| (Curve { points, anchors, text: &w.title, ink: w.look.ink }, w.look))
        .collect();
    figure.name_curves(plot, &named, &mark);
}

/// One panel a variant, the baseline in grey in each.
fn panels(figure: &mut Figure, all: &[Waits<'_>], context: &Context) {
    let mut variants: Vec<&str> = all.iter().map(|w| w.variant).collect();
    variants.dedup();
    let columns = if figure.canvas.theme().narrow() { 2 } else { 3 };
    let gap = if columns == 2 { 14.0 } else { 26.0 };
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let high = 128.0;
    let reference: Vec<&Waits<'_>> = all.iter().filter(|w| context.is_baseline(w.variant)).collect();
    let top = figure.y;
    let heading = HEADING * heading_lines(variants.iter().map(|v| context.title_of(v)), wide) as f64;
    for (i, variant) in variants.iter().enumerate() {
        let x = MARGIN + (wide + gap) * (i % columns) as f64;
        let y = top + (high + heading + 44.0) * (i / columns) as f64;
        figure.heading(x, y + 12.0, wide, context.title_of(variant), look(context.place(variant)).ink);
        let y = y + heading + 10.0;
        let plot = Area { x0: x + 42.0, y0: y, x1: x + wide, y1: y + high };
        let own = all.iter().filter(|w| w.variant == *variant);
        let shown: Vec<&Waits<'_>> =
            if context.is_baseline(variant) { own.collect() } else { reference.iter().copied().chain(own).collect() };
        panel(figure, plot, &shown, context, false);
        figure.y = plot.y1 + 26.0;
    }
    let mut text = "Solid: by message; dotted: by phone where a variant has both.".to_string();
    if !reference.is_empty() {
        text.push_str(" Grey in every panel: the baseline.");
    }
    figure.note(&text);
}

/// Rules, window, bands and curves; returns the window's line as an obstacle for labels.
fn panel(figure: &mut Figure, plot: Area, all: &[&Waits<'_>], context: &Context, words: bool) -> Vec<Vec<(f64, f64)>> {
    let end = all.first().map_or(SPAN.1, |waits| waits.end);
    let (x, y) = scales(plot, end);
    let shares: &[f64] = if words { &[0.0, 0.25, 0.5, 0.75, 1.0] } else { &[0.0, 0.5, 1.0] };
    let ticks: Vec<(f64, String)> = shares.iter().map(|s| (*s, format!("{:.0} %", s * 100.0))).collect();
    figure.y_axis(plot, &y, &ticks);
    let times: Vec<(f64, String)> = TIMES.iter().filter(|(s, _)| *s <= end).map(|(s, t)| (*s, t.to_string())).collect();
    figure.x_axis(plot, &x, &times);
    let mark = window(figure, plot, &x, context, words);
    for w in all {
        band(figure, w, &x, &y);
    }
    for w in all {
        let stroke = Stroke { ink: w.look.ink, width: 2.25, dash: w.look.dash };
        figure.canvas.line(&path(w, plot), stroke);
    }
    mark
}

fn scales(plot: Area, end: f64) -> (Scale, Scale) {
    (Scale::log(SPAN.0, end, plot.x0, plot.x1), Scale::linear(0.0, 1.0, plot.y1, plot.y0))
}

/// The platform's window as a dashed line with its name on top.
fn window(figure: &mut Figure, plot: Area, x: &Scale, context: &Context, words: bool) -> Vec<Vec<(f64, f64)>> {
    let Some(span) = context.window.filter(|w| w.0 > 0 && x.shows(w.0 as f64 / SECOND as f64)) else {
        return Vec::new();
    };
    let seconds = span.0 as f64 / SECOND as f64;
    let at = x.at(seconds);
    let line = vec![(at, plot.y0), (at, plot.y1)];
    figure.canvas.line(&line, Stroke { ink: Ink::Muted, width: 1.25, dash: Some((4.0, 3.0)) });
    if words {
        let text = format!("window closes: {}", format::seconds(seconds));
        let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
        figure.canvas.text((at + style.width(&text) / 2.0).min(plot.x1), plot.y0 - 6.0, &text, style);
    }
    vec![line]
}

fn path(w: &Waits<'_>, plot: Area) -> Vec<(f64, f64)> {
    let (x, y) = scales(plot, w.end);
    shown(w).into_iter().map(|(s, e)| (x.at(s), y.at(e.mean))).collect()
}

/// The steps on the axis: the last one before it, held to its start, then all inside, then the end.
fn shown(w: &Waits<'_>) -> Vec<(f64, Estimate)> {
    let start = w.steps.iter().rfind(|(s, _)| *s <= SPAN.0).map_or(Estimate::default(), |(_, e)| *e);
    let mut points = vec![(SPAN.0, start)];
    points.extend(w.steps.iter().filter(|(s, _)| *s > SPAN.0 && *s < w.end));
    if let Some((_, e)) = w.steps.iter().find(|(s, _)| *s >= w.end).or(w.steps.last()) {
        points.push((w.end, *e));
    }
    points
}

fn band(figure: &mut Figure, w: &Waits<'_>, x: &Scale, y: &Scale) {
    let ends: Vec<(f64, f64, f64)> =
        shown(w).into_iter().filter_map(|(s, e)| Some((x.at(s), y.at(e.upper?), y.at(e.lower?)))).collect();
    let mut polygon: Vec<(f64, f64)> = ends.iter().map(|(x, up, _)| (*x, *up)).collect();
    polygon.extend(ends.iter().rev().map(|(x, _, low)| (*x, *low)));
    figure.canvas.fill(polygon, w.look.ink, 0.22);
}

/// Who was never answered is not in the curves: say how many.
fn never_answered(figure: &mut Figure, tables: &Tables, all: &[Waits<'_>]) {
    let mut variants: Vec<&str> = all.iter().map(|w| w.variant).collect();
    variants.dedup();
    let shares: Vec<f64> =
        variants.iter().filter_map(|v| tables.value(v, "all", "answered_share")).map(|e| 1.0 - e.mean).collect();
    let (low, high) = shares.iter().fold((f64::MAX, f64::MIN), |(l, h), s| (l.min(*s), h.max(*s)));
    if low > high || high <= 0.0 {
        return;
    }
    let (low, high) = (format::percent(low), format::percent(high));
    let range = if low == high { high } else { format!("{low} to {high}, by variant") };
    figure.note(&format!("Not in the curves: turns and calls that were never answered ({range})."));
}

fn data(figure: &mut Figure, all: &[Waits<'_>]) {
    let mut rows = Vec::new();
    for w in all {
        for (seconds, label) in sorted_times().into_iter().filter(|(seconds, _)| *seconds <= w.end) {
            let Some((_, e)) = w.steps.iter().rfind(|(s, _)| *s <= seconds * 1.000_001) else { continue };
            let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
            let channel = if w.phone { "phone" } else { "messages" };
            rows.push(vec![
                w.variant.to_string(),
                channel.to_string(),
                label.to_string(),
                plain(e.mean),
                end(e.lower),
                end(e.upper),
            ]);
        }
    }
    figure.data(&["variant", "channel", "answered within", "share of answered", "lower", "upper"], rows);
}

fn sorted_times() -> Vec<(f64, &'static str)> {
    let mut times = TIMES.to_vec();
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    times
}
