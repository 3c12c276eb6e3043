//! Cost against volume, each side staffed for its promise at each volume, with the break-even point.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::crossing::{Crossing, crossing};
use super::figure::{Figure, HEADING, MARGIN, SMALL, heading_lines, nothing};
use super::format::{about, money};
use super::place::Curve;
use super::scale::{Scale, decades_first, round_up, tick_labels};
use super::theme::{Ink, Look, Theme, look};
use super::{Chart, Error, Picture, font};
use crate::table::{Estimate, Tables, VolumeRow, plain};

const NAME: &str = "breakeven";
const TITLE: &str = "Cost against volume";
/// From this ratio of dearest to cheapest on, the cost axis is logarithmic.
const LOG_FROM: f64 = 25.0;
/// Curves in one panel; with more, each variant gets its own beside the baseline.
const MOST: usize = 6;

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.breakeven.iter().any(usable)
}

fn usable(row: &VolumeRow) -> bool {
    row.cost.mean.is_finite() && row.contacts_a_day > 0.0 && row.contacts_a_day.is_finite()
}

/// One variant's cost by volume, and where it meets the baseline's.
struct Costs<'a> {
    variant: &'a str,
    title: &'a str,
    look: Look,
    points: Vec<(f64, Estimate)>,
    crossing: Option<Crossing>,
}

fn costs<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Costs<'a>> {
    let rows = || tables.breakeven.iter().filter(|r| usable(r));
    let points = |variant: &str| {
        let mut points: Vec<(f64, Estimate)> =
            rows().filter(|r| r.variant == variant).map(|r| (r.contacts_a_day, r.cost)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        points
    };
    let base = points(&context.baseline);
    let one = |variant: &'a str| {
        let points = points(variant);
        let crossing = if context.is_baseline(variant) { None } else { meet(&points, &base) };
        Costs { variant, title: context.title_of(variant), look: look(context.place(variant)), points, crossing }
    };
    context.order(rows().map(|r| r.variant.as_str())).into_iter().map(one).collect()
}

/// The crossing at the volumes both have.
fn meet(points: &[(f64, Estimate)], base: &[(f64, Estimate)]) -> Option<Crossing> {
    let (mut volumes, mut a, mut b) = (Vec::new(), Vec::new(), Vec::new());
    for (volume, cost) in points {
        if let Some((_, other)) = base.iter().find(|(v, _)| v == volume) {
            volumes.push(*volume);
            a.push(*cost);
            b.push(*other);
        }
    }
    crossing(&volumes, &a, &b)
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let all = costs(tables, context);
    if all.is_empty() {
        return nothing(NAME, theme, context, TITLE, "The cost was not computed at other volumes.");
    }
    let caption = context.interval_caption("band", all.iter().flat_map(|c| c.points.iter().map(|(_, e)| e)));
    let axes = Axes::of(&all);
    let kind = if axes.log { " (both axes logarithmic)" } else { "" };
    let subtitle = format!(
        "{} per resolved contact by contacts a day, each side staffed for its promise at each volume{kind}; {caption}",
        context.report_currency.code()
    );
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    figure.y += 10.0;
    if all.len() <= MOST {
        one_panel(&mut figure, &all, &axes, context)
    } else {
        panels(&mut figure, &all, &axes, context)
    }
    if all.iter().any(|c| c.crossing.is_some_and(|c| c.has_interval)) {
        figure.note("Ring: break-even; bar above the axis: volumes at which the two intervals overlap.");
    }
    data(&mut figure, &all);
    figure.finish(NAME, context)
}

/// Ends of both axes, common to all panels.
struct Axes {
    volumes: (f64, f64),
    costs: (f64, f64),
    log: bool,
}

impl Axes {
    fn of(all: &[Costs<'_>]) -> Axes {
        let points = || all.iter().flat_map(|c| c.points.iter());
        let low = points().map(|(_, e)| e.lower.unwrap_or(e.mean).min(e.mean)).fold(f64::MAX, f64::min);
        let high = points().map(|(_, e)| e.upper.unwrap_or(e.mean).max(e.mean)).fold(0.0, f64::max);
        let (first, last) = (points().map(|p| p.0).fold(f64::MAX, f64::min), points().map(|p| p.0).fold(0.0, f64::max));
        let volumes = if first < last { (first, last) } else { (first / 3.0, last * 3.0) };
        let log = low > 0.0 && high / low > LOG_FROM;
        Axes { volumes, costs: if log { (low / 1.6, high * 1.15) } else { (0.0, round_up(high)) }, log }
    }

    fn x(&self, plot: Area) -> Scale {
        Scale::log(self.volumes.0, self.volumes.1, plot.x0 + 8.0, plot.x1)
    }

    fn y(&self, plot: Area) -> Scale {
        let (low, high) = self.costs;
        if self.log { Scale::log(low, high, plot.y1, plot.y0) } else { Scale::linear(low, high, plot.y1, plot.y0) }
    }
}

fn one_panel(figure: &mut Figure, all: &[Costs<'_>], axes: &Axes, context: &Context) {
    let height = if figure.canvas.theme().narrow() { 260.0 } else { 320.0 };
    let plot = Area { x0: MARGIN + 46.0, y0: figure.y, x1: figure.right() - 6.0, y1: figure.y + height };
    let shown: Vec<&Costs<'_>> = all.iter().collect();
    let (paths, marks) = panel(figure, plot, &shown, axes, 12);
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, "contacts a day (logarithmic)", style);
    figure.y = plot.y1 + 40.0;
    let named: Vec<(Curve<'_>, Look)> = all
        .iter()
        .zip(&paths)
        .map(|(c, points)| (Curve { points, anchors: points, text: c.title, ink: c.look.ink }, c.look))
        .collect();
    figure.name_curves(plot, &named, &marks);
    let base = context.title_of(&context.baseline);
    for c in all.iter().filter(|c| !context.is_baseline(c.variant)) {
        figure.note(&remark(c, base, context.report_currency.code()));
    }
}

/// One panel a variant, the baseline in grey in each, the break-even below the heading.
fn panels(figure: &mut Figure, all: &[Costs<'_>], axes: &Axes, context: &Context) {
    let (columns, gap) = if figure.canvas.theme().narrow() { (2, 14.0) } else { (3, 26.0) };
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let high = 130.0;
    let base = all.iter().find(|c| context.is_baseline(c.variant));
    let others: Vec<&Costs<'_>> = all.iter().filter(|c| !context.is_baseline(c.variant)).collect();
    let heading = HEADING * heading_lines(others.iter().map(|c| c.title), wide) as f64;
    let top = figure.y;
    for (i, costs) in others.iter().enumerate() {
        let x = MARGIN + (wide + gap) * (i % columns) as f64;
        let y = top + (high + heading + 78.0) * (i / columns) as f64;
        let next = figure.heading(x, y + 12.0, wide, costs.title, costs.look.ink);
        let y = y + heading + 12.0;
        for (k, line) in font::wrap(&point(costs.crossing.as_ref()), wide, SMALL, false, 2).iter().enumerate() {
            figure.canvas.text(x, next + 15.0 * k as f64, line, Type::new(SMALL, Ink::Muted));
        }
        let plot = Area { x0: x + 42.0, y0: y + 30.0, x1: x + wide, y1: y + 30.0 + high };
        let shown: Vec<&Costs<'_>> = base.into_iter().chain([*costs]).collect();
        panel(figure, plot, &shown, axes, 6);
        figure.y = plot.y1 + 24.0;
    }
    figure.note(&format!(
        "Contacts a day from left to right (logarithmic). Grey in every panel: {}.",
        context.title_of(&context.baseline)
    ));
}

/// Rules, bands, curves and crossings; returns the curves, and the marks that labels must not cover.
#[allow(clippy::type_complexity)]
fn panel(
    figure: &mut Figure,
    plot: Area,
    shown: &[&Costs<'_>],
    axes: &Axes,
    ticks: usize,
) -> (Vec<Vec<(f64, f64)>>, Vec<Vec<(f64, f64)>>) {
    let (x, y) = (axes.x(plot), axes.y(plot));
    let values = y.ticks(7);
    let labels = tick_labels(&values);
    figure.y_axis(plot, &y, &values.into_iter().zip(labels).collect::<Vec<_>>());
    let volumes: Vec<(f64, String)> = decades_first(x.ticks(ticks)).into_iter().map(|v| (v, about(v))).collect();
    figure.x_axis(plot, &x, &volumes);
    for c in shown {
        let ends: Vec<(f64, f64, f64)> =
            c.points.iter().filter_map(|(v, e)| Some((x.at(*v), y.at(e.upper?), y.at(e.lower?)))).collect();
        let mut polygon: Vec<(f64, f64)> = ends.iter().map(|(x, up, _)| (*x, *up)).collect();
        polygon.extend(ends.iter().rev().map(|(x, _, low)| (*x, *low)));
        figure.canvas.fill(polygon, c.look.ink, 0.22);
    }
    let line = |c: &&Costs<'_>| c.points.iter().map(|(v, e)| (x.at(*v), y.at(e.mean))).collect::<Vec<_>>();
    let lines: Vec<Vec<(f64, f64)>> = shown.iter().map(line).collect();
    for (c, points) in shown.iter().zip(&lines) {
        figure.canvas.line(points, Stroke { ink: c.look.ink, width: 2.25, dash: c.look.dash });
        for (px, py) in points {
            figure.canvas.dot(*px, *py, 2.6, c.look.ink);
        }
    }
    let marks = mark(figure, plot, shown, &x, &y);
    (lines, marks)
}

/// A ring at each crossing and its interval as a bar above the axis.
fn mark(figure: &mut Figure, plot: Area, shown: &[&Costs<'_>], x: &Scale, y: &Scale) -> Vec<Vec<(f64, f64)>> {
    let mut obstacles = Vec::new();
    let crossed = shown.iter().filter_map(|c| Some((c.look.ink, c.crossing?)));
    for (i, (ink, c)) in crossed.enumerate() {
        let (px, py) = (x.at(c.at), y.at(c.cost));
        let drop = vec![(px, py), (px, plot.y1)];
        figure.canvas.line(&drop, Stroke { ink, width: 1.0, dash: Some((3.0, 3.0)) });
        if c.has_interval {
            let level = plot.y1 - 5.0 - 5.0 * (i % MOST) as f64;
            let ends = [(c.lower.map_or(plot.x0, |v| x.at(v)), level), (c.upper.map_or(plot.x1, |v| x.at(v)), level)];
            figure.canvas.line(&ends, Stroke::solid(ink, 3.0));
            obstacles.push(ends.to_vec());
        }
        figure.canvas.ring(px, py, 5.0, Ink::Text);
        obstacles.push(drop);
        obstacles.push(vec![(px - 6.0, py - 6.0), (px + 6.0, py + 6.0)]);
    }
    obstacles
}

/// The break-even volume with its interval, or that there is none.
fn point(crossing: Option<&Crossing>) -> String {
    let Some(c) = crossing else {
        return "no break-even at the volumes computed".to_string();
    };
    let range = match (c.has_interval, c.lower, c.upper) {
        (false, _, _) => "no interval".to_string(),
        (_, Some(l), Some(u)) => format!("{} to {}", about(l), about(u)),
        (_, Some(l), None) => format!("from {}, open above", about(l)),
        (_, None, Some(u)) => format!("open below, to {}", about(u)),
        (_, None, None) => "open on both sides".to_string(),
    };
    format!("break-even at {} a day ({range})", about(c.at))
}

fn remark(costs: &Costs<'_>, base: &str, currency: &str) -> String {
    let cost = costs.crossing.map_or(String::new(), |c| format!(", {} {currency}", money(c.cost)));
    format!("{}: {}{cost}, against {base}.", costs.title, point(costs.crossing.as_ref()))
}

fn data(figure: &mut Figure, all: &[Costs<'_>]) {
    let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
    let rows = all.iter().flat_map(|c| c.points.iter().map(move |p| (c.variant, p))).map(|(variant, (volume, e))| {
        vec![variant.to_string(), plain(*volume), plain(e.mean), end(e.lower), end(e.upper), e.n.to_string()]
    });
    figure.data(&["variant", "contacts a day", "cost", "lower", "upper", "n"], rows.collect());
}
