//! Break-even curves: where a variant and the baseline are equal on one axis, along another.

use super::axis::Axis;
use super::{SweepChart, lower_first, titled};
use crate::chart::canvas::{Anchor, Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{Figure, MARGIN, SMALL};
use crate::chart::theme::{Ink, Theme, look};
use crate::chart::{Error, Picture};
use crate::table::{BreakEvenRow, SweepTables, plain};

const NAME: &str = "sweep_break_even";

/// The chart.
pub const CHART: SweepChart = SweepChart { name: NAME, needs, draw };

fn needs(tables: &SweepTables) -> bool {
    chosen(tables).is_some()
}

/// The axis with most break-evens, and the axis that they are drawn along.
fn chosen(tables: &SweepTables) -> Option<(usize, usize)> {
    let count =
        |axis: usize| tables.break_even.iter().filter(|r| r.axis == tables.axes[axis].label && r.at.is_some()).count();
    let own = (0..tables.axes.len()).rev().max_by_key(|axis| count(*axis)).filter(|axis| count(*axis) > 0)?;
    let along = (0..tables.axes.len()).find(|axis| *axis != own)?;
    (tables.axes.len() == 2).then_some((own, along))
}

fn draw(tables: &SweepTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let Some((own, along)) = chosen(tables) else {
        return crate::chart::figure::nothing(NAME, theme, context, "Break-even", "No break-even lies on these axes.");
    };
    let (y_axis, x_axis) = (Axis::of(tables, own), Axis::of(tables, along));
    let (own_label, along_label) = (&tables.axes[own].label, &tables.axes[along].label);
    let rows: Vec<&BreakEvenRow> = tables.break_even.iter().filter(|r| r.axis == *own_label).collect();
    let metric = rows.first().map_or("", |r| r.metric.as_str());
    let level = context.level_words();
    let subtitle = format!(
        "{own_label} at which both have the same {}, by {along_label}; whisker: {level} interval (Fieller, paired by replication)",
        lower_first(&titled(metric, context))
    );
    let mut figure = Figure::new(theme, &format!("Where it breaks even with {}", context.baseline), &subtitle);
    figure.y += 8.0;
    let height = if theme.narrow() { 240.0 } else { 290.0 };
    let plot = Area { x0: MARGIN + 62.0, y0: figure.y, x1: figure.right() - 14.0, y1: figure.y + height };
    let (x, y) = (x_axis.scale(plot.x0 + 14.0, plot.x1 - 14.0), y_axis.scale(plot.y1 - 4.0, plot.y0 + 4.0));
    figure.y_axis(plot, &y, &y_axis.ticks(&y));
    figure.x_axis(plot, &x, &x_axis.ticks(&x));
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, &x_axis.title(along_label), style);
    for variant in context.order(rows.iter().map(|r| r.variant.as_str())) {
        let ink = look(context.place(variant)).ink;
        let mut path = Vec::new();
        for row in rows.iter().filter(|r| r.variant == variant) {
            let Some(at) = row.at else { continue };
            let (px, py) = (x.at(x_axis.position(&row.others[along])), y.at(at.mean));
            let (low, high) = (at.lower.map_or(plot.y1, |v| y.at(v)), at.upper.map_or(plot.y0, |v| y.at(v)));
            figure.canvas.line(&[(px, low), (px, high)], Stroke::solid(ink, 1.5));
            for end in [low, high] {
                figure.canvas.line(&[(px - 4.0, end), (px + 4.0, end)], Stroke::solid(ink, 1.5));
            }
            path.push((px, py));
        }
        path.sort_by(|a, b| a.0.total_cmp(&b.0));
        figure.canvas.line(&path, Stroke { ink, width: 2.25, dash: look(context.place(variant)).dash });
        path.iter().for_each(|(px, py)| figure.canvas.dot(*px, *py, 3.2, ink));
    }
    figure.y = plot.y1 + 42.0;
    let mut said: Vec<String> = Vec::new();
    for row in rows.iter().filter(|r| r.at.is_some()) {
        let text = format!("{}.", row.reading);
        if !said.contains(&text) {
            figure.note(&text);
            said.push(text);
        }
    }
    let without = rows.iter().filter(|r| r.at.is_none()).count();
    if without > 0 {
        figure.note(&format!(
            "{without} of {} combinations have no break-even on this axis: one is lower everywhere.",
            rows.len()
        ));
    }
    let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
    let data = rows.iter().map(|r| {
        let at = [
            r.at.map(|a| plain(a.mean)).unwrap_or_default(),
            end(r.at.and_then(|a| a.lower)),
            end(r.at.and_then(|a| a.upper)),
        ];
        [r.variant.clone(), r.others[along].text.clone()].into_iter().chain(at).chain([r.reading.clone()]).collect()
    });
    let data = data.collect();
    figure.data(&["variant", along_label, own_label, "lower", "upper", "reading"], data);
    figure.finish(NAME, context)
}
