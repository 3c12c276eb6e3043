//! Cost against response time: every choice, and those that no other beats in both.

use super::axis::Axis;
use super::{SweepChart, lower_first, ticks, titled};
use crate::chart::canvas::{Anchor, Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{Figure, MARGIN, SMALL};
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Look, Theme, look};
use crate::chart::{Error, Picture};
use crate::table::{ParetoRow, SweepTables, plain};

const NAME: &str = "sweep_pareto";
/// Names written beside points of the front.
const NAMES: usize = 8;

/// The chart.
pub const CHART: SweepChart = SweepChart { name: NAME, needs, draw };

fn needs(tables: &SweepTables) -> bool {
    tables.pareto.len() > 2
}

fn draw(tables: &SweepTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let mut rows: Vec<&ParetoRow> = Vec::new();
    // Choices that are the same in both (shared simulations) are one dot.
    for row in &tables.pareto {
        let same = |r: &&ParetoRow| r.variant == row.variant && r.cost == row.cost && r.response == row.response;
        if !rows.iter().any(same) {
            rows.push(row);
        }
    }
    let (cost, response) = tables.pareto.first().map_or(("", ""), |r| (&r.cost_metric, &r.response_metric));
    let caption = context.interval_caption("whiskers", rows.iter().map(|r| &r.cost));
    let subtitle = format!(
        "{} against {}, one dot a point; line: nothing is lower in both; {caption}",
        titled(cost, context),
        lower_first(&titled(response, context))
    );
    let mut figure = Figure::new(theme, "What speed costs", &subtitle);
    let variants = context.order(rows.iter().map(|r| r.variant.as_str()));
    if variants.len() > 1 {
        let key: Vec<(Look, String)> = variants
            .iter()
            .map(|v| (Look { dash: None, ..look(context.place(v)) }, context.title_of(v).into()))
            .collect();
        figure.key(&key);
    }
    figure.y += 6.0;
    let height = if theme.narrow() { 260.0 } else { 330.0 };
    let plot = Area { x0: MARGIN + 56.0, y0: figure.y, x1: figure.right() - 10.0, y1: figure.y + height };
    let (across, up) = (range(&rows, |r| &r.response), range(&rows, |r| &r.cost));
    let x = Scale::linear(across.0, across.1, plot.x0 + 6.0, plot.x1);
    let y = Scale::linear(up.0, up.1, plot.y1 - 6.0, plot.y0);
    figure.y_axis(plot, &y, &ticks(cost, up.0, up.1, 6));
    figure.x_axis(plot, &x, &ticks(response, across.0, across.1, 6));
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, &titled(response, context), style);
    let mut front: Vec<&&ParetoRow> = rows.iter().filter(|r| r.standing == "front").collect();
    front.sort_by(|a, b| a.response.mean.total_cmp(&b.response.mean).then(b.cost.mean.total_cmp(&a.cost.mean)));
    let path: Vec<(f64, f64)> = front.iter().map(|r| (x.at(r.response.mean), y.at(r.cost.mean))).collect();
    figure.canvas.line(&path, Stroke::solid(Ink::Text, 1.25));
    let bars = rows.len() <= 120;
    for row in rows.iter().filter(|r| r.standing != "front" || bars) {
        let (px, py, ink) = (x.at(row.response.mean), y.at(row.cost.mean), look(context.place(&row.variant)).ink);
        if let (Some(low), Some(high), true) = (row.cost.lower, row.cost.upper, bars) {
            figure.canvas.line(&[(px, y.at(low)), (px, y.at(high))], Stroke::solid(Ink::Muted, 0.75));
        }
        if let (Some(low), Some(high), true) = (row.response.lower, row.response.upper, bars) {
            figure.canvas.line(&[(x.at(low), py), (x.at(high), py)], Stroke::solid(Ink::Muted, 0.75));
        }
        figure.canvas.dot(px, py, if row.standing == "dominated" { 2.2 } else { 3.2 }, ink);
    }
    // Names keep clear of each other and of the dots.
    let dots = rows.iter().map(|r| (x.at(r.response.mean), y.at(r.cost.mean)));
    let mut taken: Vec<Area> =
        dots.map(|(px, py)| Area { x0: px - 4.0, y0: py - 4.0, x1: px + 4.0, y1: py + 4.0 }).collect();
    let before = taken.len();
    for row in &front {
        let (px, py) = (x.at(row.response.mean), y.at(row.cost.mean));
        figure.canvas.ring(px, py, 4.4, look(context.place(&row.variant)).ink);
        let text = name(tables, row);
        let room = Type::new(SMALL, Ink::Text).width(&text);
        let middle = -room / 2.0;
        let places =
            [(middle, 20.0), (middle, -9.0), (9.0, 18.0), (-9.0 - room, 18.0), (9.0, -10.0), (-9.0 - room, -10.0)];
        let areas = places.iter().map(|(dx, dy)| Area {
            x0: px + dx,
            y0: py + dy - 11.0,
            x1: px + dx + room,
            y1: py + dy + 2.0,
        });
        let inside = |a: &Area| a.x0 > plot.x0 && a.x1 < plot.x1 && a.y0 > plot.y0 - 8.0 && a.y1 < plot.y1;
        let free = areas.into_iter().find(|a| inside(a) && !taken.iter().any(|other| other.overlaps(a)));
        if let Some(area) = free.filter(|_| taken.len() < before + NAMES) {
            figure.canvas.text(area.x0, area.y1 - 2.0, &text, Type::new(SMALL, Ink::Text));
            taken.push(area);
        }
    }
    figure.y = plot.y1 + 40.0;
    figure.note("Rings: the front. Both axes may begin above zero.");
    let data = rows.iter().map(|r| {
        let numbers = [plain(r.cost.mean), plain(r.response.mean), r.standing.to_string()];
        [r.variant.clone(), name(tables, r)].into_iter().chain(numbers).collect()
    });
    let data = data.collect();
    figure.data(&["variant", "point", cost, response, "standing"], data);
    figure.finish(NAME, context)
}

/// A point by its values.
fn name(tables: &SweepTables, row: &ParetoRow) -> String {
    let row = tables.points[row.point as usize].iter().enumerate();
    row.map(|(place, level)| Axis::of(tables, place).text(level)).collect::<Vec<_>>().join(", ")
}

/// Ends of an axis around all means, never below zero where all are above it.
fn range(rows: &[&ParetoRow], of: fn(&ParetoRow) -> &crate::table::Estimate) -> (f64, f64) {
    let low = rows.iter().map(|r| of(r).mean).fold(f64::MAX, f64::min);
    let high = rows.iter().map(|r| of(r).mean).fold(f64::MIN, f64::max);
    let room = (high - low).max(high.abs() * 1e-3).max(1e-12) * 0.06;
    (if low >= 0.0 { (low - room).max(0.0) } else { low - room }, high + room)
}
