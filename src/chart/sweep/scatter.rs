//! Sampled designs and grids of many axes: the first metric against each axis, a dot a point.

use super::axis::Axis;
use super::{SweepChart, main_metrics, ticks, titled};
use crate::chart::canvas::{Anchor, Area, Type};
use crate::chart::context::Context;
use crate::chart::figure::{Figure, MARGIN, SMALL};
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Theme, look};
use crate::chart::{Error, Picture};
use crate::table::{SweepTables, plain};

const NAME: &str = "sweep_scatter";
/// Panels at most.
const PANELS: usize = 9;
/// Dots of a panel.
const DOTS: usize = 1500;

/// The chart.
pub const CHART: SweepChart = SweepChart { name: NAME, needs, draw };

fn needs(tables: &SweepTables) -> bool {
    tables.axes.len() > 1 && (!tables.grid || tables.axes.len() > 3) && !tables.sweep.is_empty()
}

fn draw(tables: &SweepTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let metric = main_metrics(tables).first().copied().unwrap_or_default();
    let subtitle = format!("{} against each axis, a dot a point; all other axes vary too", titled(metric, context));
    let mut figure = Figure::new(theme, "What each axis does among all others", &subtitle);
    let variants = context.order(tables.variants().into_iter());
    if variants.len() > 1 {
        let key: Vec<_> = variants.iter().map(|v| (look(context.place(v)), context.title_of(v).to_string())).collect();
        figure.key(&key);
    }
    let rows: Vec<_> = tables.sweep.iter().filter(|r| r.metric == metric && r.value.mean.is_finite()).collect();
    let low = rows.iter().map(|r| r.value.mean).fold(f64::MAX, f64::min);
    let high = rows.iter().map(|r| r.value.mean).fold(f64::MIN, f64::max);
    let columns = if theme.narrow() { 1 } else { 2 };
    let (gap, high_of) = (34.0, 150.0);
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let top = figure.y + 10.0;
    for (i, head) in tables.axes.iter().take(PANELS).enumerate() {
        let axis = Axis::of(tables, i);
        let (x0, y0) = (MARGIN + (wide + gap) * (i % columns) as f64, top + (high_of + 52.0) * (i / columns) as f64);
        let plot = Area { x0: x0 + 50.0, y0, x1: x0 + wide, y1: y0 + high_of };
        let (x, y) = (axis.scale(plot.x0 + 8.0, plot.x1 - 4.0), Scale::linear(low, high, plot.y1 - 4.0, plot.y0));
        let ticks = ticks(metric, low, high, 4);
        figure.y_axis(plot, &y, &ticks);
        figure.x_axis(plot, &x, &axis.ticks(&x));
        let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
        figure.canvas.text(plot.x1, plot.y1 + 32.0, &axis.title(&head.label), style);
        let every = rows.len().div_ceil(DOTS).max(1);
        for row in rows.iter().step_by(every) {
            let at = axis.position(&tables.points[row.point as usize][i]);
            figure.canvas.dot(x.at(at), y.at(row.value.mean), 2.2, look(context.place(&row.variant)).ink);
        }
        figure.y = plot.y1 + 42.0;
    }
    let data = rows.iter().take(2000).map(|r| {
        let point = &tables.points[r.point as usize];
        let at: Vec<String> = point.iter().map(|l| l.text.clone()).collect();
        [r.variant.clone(), at.join(", "), plain(r.value.mean)].to_vec()
    });
    let data = data.collect();
    figure.data(&["variant", "point", metric], data);
    figure.finish(NAME, context)
}
