//! One axis: a line with its interval a variant, a panel a metric.

use super::axis::Axis;
use super::{SweepChart, main_metrics, ticks, titled};
use crate::chart::canvas::{Anchor, Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{Figure, MARGIN, SMALL};
use crate::chart::place::Curve;
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Look, Theme, look};
use crate::chart::{Error, Picture};
use crate::table::{Estimate, SweepTables, plain};

const NAME: &str = "sweep_lines";

/// The chart.
pub const CHART: SweepChart = SweepChart { name: NAME, needs, draw };

fn needs(tables: &SweepTables) -> bool {
    tables.axes.len() == 1 && !tables.sweep.is_empty()
}

/// A variant's values along the axis.
struct Line<'a> {
    title: &'a str,
    look: Look,
    points: Vec<(f64, Estimate)>,
}

fn lines<'a>(tables: &'a SweepTables, context: &'a Context, axis: &Axis, metric: &str) -> Vec<Line<'a>> {
    let one = |variant: &'a str| {
        let rows = tables.sweep.iter().filter(|r| r.variant == variant && r.metric == metric);
        let mut points: Vec<(f64, Estimate)> =
            rows.map(|r| (axis.position(&tables.points[r.point as usize][0]), r.value)).collect();
        points.retain(|(_, e)| e.mean.is_finite());
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        Line { title: context.title_of(variant), look: look(context.place(variant)), points }
    };
    context.order(tables.variants().into_iter()).into_iter().map(one).filter(|line| !line.points.is_empty()).collect()
}

fn draw(tables: &SweepTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let axis = Axis::of(tables, 0);
    let label = &tables.axes[0].label;
    let metrics = main_metrics(tables);
    let caption = context.interval_caption("band", tables.sweep.iter().map(|r| &r.value));
    let names: Vec<String> = metrics.iter().map(|m| titled(m, context)).collect();
    let subtitle = format!("{}; {caption}, the same customers at each value", names.join(" and "));
    let mut figure = Figure::new(theme, &format!("What {label} does"), &subtitle);
    let mut data = Vec::new();
    for metric in &metrics {
        let lines = lines(tables, context, &axis, metric);
        panel(&mut figure, &lines, &axis, label, metric, context);
        let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
        for line in &lines {
            data.extend(line.points.iter().map(|(x, e)| {
                let ends = [plain(e.mean), end(e.lower), end(e.upper)];
                [metric.to_string(), line.title.to_string(), plain(*x)].into_iter().chain(ends).collect()
            }));
        }
    }
    figure.data(&["metric", "variant", label, "mean", "lower", "upper"], data);
    figure.finish(NAME, context)
}

fn panel(figure: &mut Figure, lines: &[Line<'_>], axis: &Axis, label: &str, metric: &str, context: &Context) {
    let y = figure.y + 14.0;
    figure.y = figure.heading(MARGIN, y, figure.room(), &titled(metric, context), Ink::Text);
    let height = if figure.canvas.theme().narrow() { 210.0 } else { 240.0 };
    let plot = Area { x0: MARGIN + 58.0, y0: figure.y, x1: figure.right() - 6.0, y1: figure.y + height };
    let (low, high) = ends(lines);
    let (x, y) = (axis.scale(plot.x0 + 8.0, plot.x1), Scale::linear(low, high, plot.y1, plot.y0));
    let ticks = ticks(metric, low, high, 6);
    figure.y_axis(plot, &y, &ticks);
    figure.x_axis(plot, &x, &axis.ticks(&x));
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, &axis.title(label), style);
    for line in lines {
        let band: Vec<(f64, f64, f64)> =
            line.points.iter().filter_map(|(v, e)| Some((x.at(*v), y.at(e.upper?), y.at(e.lower?)))).collect();
        let mut polygon: Vec<(f64, f64)> = band.iter().map(|(x, up, _)| (*x, *up)).collect();
        polygon.extend(band.iter().rev().map(|(x, _, low)| (*x, *low)));
        figure.canvas.fill(polygon, line.look.ink, 0.22);
    }
    let paths: Vec<Vec<(f64, f64)>> =
        lines.iter().map(|line| line.points.iter().map(|(v, e)| (x.at(*v), y.at(e.mean))).collect()).collect();
    for (line, path) in lines.iter().zip(&paths) {
        figure.canvas.line(path, Stroke { ink: line.look.ink, width: 2.25, dash: line.look.dash });
        path.iter().for_each(|(px, py)| figure.canvas.dot(*px, *py, 2.6, line.look.ink));
    }
    figure.y = plot.y1 + 40.0;
    if lines.len() > 1 {
        let named: Vec<(Curve<'_>, Look)> = lines
            .iter()
            .zip(&paths)
            .map(|(l, points)| (Curve { points, anchors: points, text: l.title, ink: l.look.ink }, l.look))
            .collect();
        figure.name_curves(plot, &named, &[]);
    }
}

/// Ends of the value axis: zero belongs to it unless all is far from it.
fn ends(lines: &[Line<'_>]) -> (f64, f64) {
    let all = || lines.iter().flat_map(|l| l.points.iter().map(|(_, e)| e));
    let low = all().map(|e| e.lower.unwrap_or(e.mean).min(e.mean)).fold(f64::MAX, f64::min);
    let high = all().map(|e| e.upper.unwrap_or(e.mean).max(e.mean)).fold(f64::MIN, f64::max);
    let room = (high - low).max(high.abs() * 1e-3).max(1e-12) * 0.08;
    let bottom = if low >= 0.0 && low < 0.6 * high { 0.0 } else { low - room };
    (bottom, high + room)
}
