//! Cost against volume, each side staffed for its promise at each volume, with the break-even point.

use super::canvas::{Area, Stroke, Type};
use super::context::Context;
use super::crossing::{Crossing, crossing};
use super::figure::{Figure, MARGIN, SMALL, nothing};
use super::format::{money, number, short};
use super::place::Curve;
use super::scale::{Scale, round_up, tick_labels};
use super::theme::{Ink, Look, Theme, look};
use super::{Chart, Error, Picture};
use crate::table::{Estimate, Tables, VolumeRow, plain};

const NAME: &str = "breakeven";
const TITLE: &str = "Cost against volume";
/// From this ratio of dearest to cheapest on, the cost axis is logarithmic.
const LOG_FROM: f64 = 25.0;

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.breakeven.iter().any(usable)
}

fn usable(row: &VolumeRow) -> bool {
    row.cost.mean.is_finite() && row.contacts_a_day > 0.0 && row.contacts_a_day.is_finite()
}

/// One variant's cost by volume.
struct Costs<'a> {
    variant: &'a str,
    title: &'a str,
    look: Look,
    points: Vec<(f64, Estimate)>,
}

fn costs<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Costs<'a>> {
    let rows = || tables.breakeven.iter().filter(|r| usable(r));
    let one = |variant: &'a str| {
        let mut points: Vec<(f64, Estimate)> =
            rows().filter(|r| r.variant == variant).map(|r| (r.contacts_a_day, r.cost)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Costs { variant, title: context.title_of(variant), look: look(context.place(variant)), points }
    };
    context.order(rows().map(|r| r.variant.as_str())).into_iter().map(one).collect()
}

/// Crossings of every variant with the baseline, at the volumes both have.
fn crossings<'a>(all: &'a [Costs<'a>], context: &Context) -> Vec<(&'a Costs<'a>, Option<Crossing>)> {
    let Some(base) = all.iter().find(|c| context.is_baseline(c.variant)) else { return Vec::new() };
    let with_base = |c: &Costs<'_>| {
        let (mut volumes, mut a, mut b) = (Vec::new(), Vec::new(), Vec::new());
        for (volume, cost) in &c.points {
            if let Some((_, other)) = base.points.iter().find(|(v, _)| v == volume) {
                volumes.push(*volume);
                a.push(*cost);
                b.push(*other);
            }
        }
        crossing(&volumes, &a, &b)
    };
    all.iter().filter(|c| !context.is_baseline(c.variant)).map(|c| (c, with_base(c))).collect()
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let all = costs(tables, context);
    if all.is_empty() {
        return nothing(NAME, theme, context, TITLE, "The cost was not computed at other volumes.");
    }
    let caption = context.interval_caption(all.iter().flat_map(|c| c.points.iter().map(|(_, e)| e)));
    let (low, high) = span(&all);
    let log = low > 0.0 && high / low > LOG_FROM;
    let kind = if log { " (both axes logarithmic)" } else { "" };
    let subtitle = format!(
        "{} per resolved contact by contacts a day, each side staffed for its promise at each volume{kind}; band: {caption}",
        context.report_currency.code()
    );
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    figure.y += 10.0;
    let height = if theme.narrow() { 260.0 } else { 320.0 };
    let plot = Area { x0: MARGIN + 46.0, y0: figure.y, x1: figure.right() - 6.0, y1: figure.y + height };
    let x = x_scale(&all, plot);
    let y = if log {
        Scale::log(low / 1.15, high * 1.15, plot.y1, plot.y0)
    } else {
        Scale::linear(0.0, round_up(high), plot.y1, plot.y0)
    };
    axes(&mut figure, plot, &x, &y);
    let paths = curves(&mut figure, &all, &x, &y);
    let found = crossings(&all, context);
    let marks = mark(&mut figure, plot, &found, &x, &y);
    figure.y = plot.y1 + 40.0;
    let named: Vec<(Curve<'_>, Look)> = all
        .iter()
        .zip(&paths)
        .map(|(c, points)| (Curve { points, text: c.title, ink: c.look.ink }, c.look))
        .collect();
    figure.name_curves(plot, &named, &marks);
    remarks(&mut figure, &found, context);
    data(&mut figure, &all);
    figure.finish(NAME, context)
}

/// Smallest and largest cost, intervals included.
fn span(all: &[Costs<'_>]) -> (f64, f64) {
    let estimates = || all.iter().flat_map(|c| c.points.iter().map(|(_, e)| e));
    let low = estimates().map(|e| e.lower.unwrap_or(e.mean).min(e.mean)).fold(f64::MAX, f64::min);
    let high = estimates().map(|e| e.upper.unwrap_or(e.mean).max(e.mean)).fold(0.0, f64::max);
    (low, high)
}

fn x_scale(all: &[Costs<'_>], plot: Area) -> Scale {
    let volumes = || all.iter().flat_map(|c| c.points.iter().map(|(v, _)| *v));
    let (low, high) = (volumes().fold(f64::MAX, f64::min), volumes().fold(0.0, f64::max));
    if low < high {
        Scale::log(low, high, plot.x0 + 8.0, plot.x1)
    } else {
        Scale::log(low / 3.0, low * 3.0, plot.x0 + 8.0, plot.x1)
    }
}

fn axes(figure: &mut Figure, plot: Area, x: &Scale, y: &Scale) {
    let values = y.ticks(5);
    let labels = tick_labels(&values);
    figure.y_axis(plot, y, &values.into_iter().zip(labels).collect::<Vec<_>>());
    let ticks: Vec<(f64, String)> = x.ticks(8).into_iter().map(|v| (v, short(v))).collect();
    figure.x_axis(plot, x, &ticks);
    let style = Type::new(SMALL, Ink::Muted).anchored(super::canvas::Anchor::End);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, "contacts a day (logarithmic)", style);
}

/// Bands first, then lines and points; returns the lines.
fn curves(figure: &mut Figure, all: &[Costs<'_>], x: &Scale, y: &Scale) -> Vec<Vec<(f64, f64)>> {
    for c in all {
        let ends: Vec<(f64, f64, f64)> =
            c.points.iter().filter_map(|(v, e)| Some((x.at(*v), y.at(e.upper?), y.at(e.lower?)))).collect();
        let mut polygon: Vec<(f64, f64)> = ends.iter().map(|(x, up, _)| (*x, *up)).collect();
        polygon.extend(ends.iter().rev().map(|(x, _, low)| (*x, *low)));
        figure.canvas.fill(polygon, c.look.ink, 0.22);
    }
    let line = |c: &Costs<'_>| c.points.iter().map(|(v, e)| (x.at(*v), y.at(e.mean))).collect::<Vec<_>>();
    let lines: Vec<Vec<(f64, f64)>> = all.iter().map(line).collect();
    for (c, points) in all.iter().zip(&lines) {
        figure.canvas.line(points, Stroke { ink: c.look.ink, width: 2.25, dash: c.look.dash });
        for (px, py) in points {
            figure.canvas.dot(*px, *py, 2.8, c.look.ink);
        }
    }
    lines
}

/// A ring at each crossing and its interval as a bar on the axis; returns what labels must not cover.
fn mark(figure: &mut Figure, plot: Area, found: &[(&Costs<'_>, Option<Crossing>)], x: &Scale, y: &Scale) -> Vec<Vec<(f64, f64)>> {
    let mut obstacles = Vec::new();
    for (i, (costs, crossing)) in found.iter().enumerate() {
        let Some(c) = crossing else { continue };
        let (px, py) = (x.at(c.at), y.at(c.cost));
        let drop = vec![(px, py), (px, plot.y1)];
        figure.canvas.line(&drop, Stroke { ink: costs.look.ink, width: 1.0, dash: Some((3.0, 3.0)) });
        if c.has_interval {
            let level = plot.y1 - 5.0 - 5.0 * (i % 4) as f64;
            let ends = [(c.lower.map_or(plot.x0, |v| x.at(v)), level), (c.upper.map_or(plot.x1, |v| x.at(v)), level)];
            figure.canvas.line(&ends, Stroke::solid(costs.look.ink, 3.0));
            obstacles.push(ends.to_vec());
        }
        figure.canvas.ring(px, py, 5.0, Ink::Text);
        obstacles.push(drop);
        obstacles.push(vec![(px - 6.0, py - 6.0), (px + 6.0, py + 6.0)]);
    }
    obstacles
}

/// The break-even points in words, or that there is none.
fn remarks(figure: &mut Figure, found: &[(&Costs<'_>, Option<Crossing>)], context: &Context) {
    let base = context.title_of(&context.baseline);
    for (costs, crossing) in found {
        figure.note(&remark(costs, crossing.as_ref(), base, context.report_currency.code()));
    }
    if found.iter().any(|(_, c)| c.is_some_and(|c| c.has_interval)) {
        figure.note("Ring: break-even; bar on the axis: volumes at which the two intervals overlap.");
    }
}

fn remark(costs: &Costs<'_>, crossing: Option<&Crossing>, base: &str, currency: &str) -> String {
    let Some(c) = crossing else {
        return format!("{}: no break-even with {base} at the volumes computed.", costs.title);
    };
    let range = match (c.has_interval, c.lower, c.upper) {
        (false, _, _) => "no interval".to_string(),
        (_, Some(l), Some(u)) => format!("{} to {}", number(l), number(u)),
        (_, Some(l), None) => format!("from {}, open above", number(l)),
        (_, None, Some(u)) => format!("open below, to {}", number(u)),
        (_, None, None) => "open on both sides: not distinguishable at any volume computed".to_string(),
    };
    format!(
        "{}: same cost as {base} at {} contacts a day ({range}), {} {currency}.",
        costs.title,
        number(c.at),
        money(c.cost)
    )
}

fn data(figure: &mut Figure, all: &[Costs<'_>]) {
    let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
    let rows = all.iter().flat_map(|c| c.points.iter().map(move |p| (c.variant, p))).map(|(variant, (volume, e))| {
        vec![variant.to_string(), plain(*volume), plain(e.mean), end(e.lower), end(e.upper), e.n.to_string()]
    });
    figure.data(&["variant", "contacts a day", "cost", "lower", "upper", "n"], rows.collect());
}
