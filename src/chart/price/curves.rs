//! Curves with bands over even steps, one panel a horizon: the candidates of a grid are few and unevenly spaced, so each gets
//! the same room and its own label.

use super::super::canvas::{Anchor, Area, Stroke, Type};
use super::super::figure::{Figure, HEADING, MARGIN, SMALL};
use super::super::scale::Scale;
use super::super::theme::{Ink, Look};
use crate::table::Estimate;

/// One curve of a panel.
pub struct Curve {
    /// Colour and dashes.
    pub look: Look,
    /// Step and value.
    pub points: Vec<(usize, Estimate)>,
}

/// One panel.
pub struct Panel {
    /// Heading.
    pub heading: String,
    /// Curves.
    pub curves: Vec<Curve>,
    /// A ring: step and value.
    pub ring: Option<(usize, f64)>,
}

/// Panels beside each other (below each other on telephones), one scale for all.
pub fn panels(figure: &mut Figure, all: &[Panel], steps: &[String], scale: (f64, f64, bool), ticks: &[(f64, String)]) {
    let narrow = figure.canvas.theme().narrow();
    let (columns, gap) = if narrow { (1, 0.0) } else { (all.len().clamp(1, 3), 16.0) };
    let axis = 54.0;
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let high = if narrow { 190.0 } else { 250.0 };
    let top = figure.y;
    for (i, panel) in all.iter().enumerate() {
        let (column, row) = (i % columns, i / columns);
        let (x, y) = (MARGIN + (wide + gap) * column as f64, top + (high + 58.0) * row as f64);
        figure.heading(x, y + 12.0, wide, &panel.heading, Ink::Text);
        let plot =
            Area { x0: x + axis, y0: y + HEADING + 14.0, x1: x + wide - 6.0, y1: y + HEADING + 14.0 + high - 20.0 };
        one(figure, plot, panel, steps, scale, ticks);
        figure.y = plot.y1 + 30.0;
    }
}

fn one(
    figure: &mut Figure,
    plot: Area,
    panel: &Panel,
    steps: &[String],
    (low, high, log): (f64, f64, bool),
    ticks: &[(f64, String)],
) {
    let last = steps.len().saturating_sub(1).max(1) as f64;
    let x = Scale::linear(0.0, last, plot.x0 + 8.0, plot.x1 - 8.0);
    let y = match log {
        true => Scale::log(low, high, plot.y1, plot.y0),
        false => Scale::linear(low, high, plot.y1, plot.y0),
    };
    figure.y_axis(plot, &y, ticks);
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::Middle);
    let widest = steps.iter().map(|step| style.width(step)).fold(0.0, f64::max) + 6.0;
    let every = (widest * last / (plot.width() - 16.0).max(1.0)).ceil().max(1.0) as usize;
    for (at, step) in steps.iter().enumerate().filter(|(at, _)| at % every == 0) {
        figure.canvas.text(x.at(at as f64), plot.y1 + 16.0, step, style);
    }
    for curve in &panel.curves {
        let ends: Vec<(f64, f64, f64)> = curve
            .points
            .iter()
            .filter_map(|(at, e)| Some((x.at(*at as f64), y.at(e.upper?.min(high)), y.at(e.lower?.max(low)))))
            .collect();
        let mut band: Vec<(f64, f64)> = ends.iter().map(|(x, up, _)| (*x, *up)).collect();
        band.extend(ends.iter().rev().map(|(x, _, low)| (*x, *low)));
        figure.canvas.fill(band, curve.look.ink, 0.18);
    }
    for curve in &panel.curves {
        let line: Vec<(f64, f64)> =
            curve.points.iter().map(|(at, e)| (x.at(*at as f64), y.at(e.mean.clamp(low, high)))).collect();
        figure.canvas.line(&line, Stroke { ink: curve.look.ink, width: 2.0, dash: curve.look.dash });
        line.iter().for_each(|(px, py)| figure.canvas.dot(*px, *py, 2.4, curve.look.ink));
    }
    if let Some((at, value)) = panel.ring {
        figure.canvas.ring(x.at(at as f64), y.at(value.clamp(low, high)), 6.0, Ink::Text);
    }
}
