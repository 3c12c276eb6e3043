//! Morris screening: mean size of an effect against its spread.

use super::{SensitivityChart, answers, shown, titled};
use crate::chart::canvas::{Anchor, Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{BODY, Figure, MARGIN, SMALL};
use crate::chart::font;
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Theme};
use crate::chart::{Error, Picture};
use crate::table::{MorrisRow, SensitivityTables, plain};

const NAME: &str = "morris";
/// Answers drawn.
const PANELS: usize = 3;

/// The chart.
pub const CHART: SensitivityChart = SensitivityChart { name: NAME, needs, draw };

fn needs(tables: &SensitivityTables) -> bool {
    tables.morris.iter().any(moves)
}

/// Does an input move the answer at all? What nothing moves has no picture.
fn moves(row: &MorrisRow) -> bool {
    row.mu_star.mean > 0.0
}

fn draw(tables: &SensitivityTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let rows = &tables.morris;
    let metric = rows.first().map_or("", |r| r.metric.as_str());
    let trajectories = rows.first().map_or(0, |r| r.mu_star.n);
    let subtitle = format!(
        "{}: mean size of an effect over the input's whole range (μ*), and its spread (σ); whisker: {} interval over {trajectories} trajectories. \
         Right: matters. Above the line σ = μ*: bends or interacts",
        titled(metric, context),
        context.level_words()
    );
    let mut figure = Figure::new(theme, "Which inputs matter", &subtitle);
    let names = answers(rows.iter().filter(|row| moves(row)).map(|r| r.variant.as_str()));
    for name in names.iter().take(PANELS) {
        let own: Vec<&MorrisRow> = rows.iter().filter(|r| r.variant == *name).collect();
        panel(&mut figure, name, &own, metric);
    }
    let data = rows
        .iter()
        .map(|r| vec![r.variant.clone(), r.input.clone(), plain(r.mu_star.mean), plain(r.mu), plain(r.sigma)]);
    let data = data.collect();
    figure.data(&["answer", "input", "mu*", "mu", "sigma"], data);
    figure.finish(NAME, context)
}

fn panel(figure: &mut Figure, name: &str, rows: &[&MorrisRow], metric: &str) {
    let y = figure.y + 16.0;
    figure.y = figure.heading(MARGIN, y, figure.room(), &name.replace(" - ", " less "), Ink::Text) + 12.0;
    let height = 220.0;
    let plot = Area { x0: MARGIN + 58.0, y0: figure.y, x1: figure.right() - 12.0, y1: figure.y + height };
    let most = rows.iter().map(|r| r.mu_star.upper.unwrap_or(r.mu_star.mean)).fold(1e-12, f64::max) * 1.1;
    let tall = rows.iter().map(|r| r.sigma).fold(most * 0.3, f64::max) * 1.15;
    let (x, y) = (Scale::linear(0.0, most, plot.x0, plot.x1), Scale::linear(0.0, tall, plot.y1, plot.y0));
    let label = |ticks: Vec<f64>| ticks.into_iter().map(|v| (v, shown(metric, v))).collect::<Vec<_>>();
    figure.y_axis(plot, &y, &label(y.ticks(5)));
    figure.x_axis(plot, &x, &label(x.ticks(5)));
    let end = most.min(tall);
    let dash = Stroke { ink: Ink::Muted, width: 1.0, dash: Some((3.0, 3.0)) };
    figure.canvas.line(&[(x.at(0.0), y.at(0.0)), (x.at(end), y.at(end))], dash);
    figure.canvas.text(plot.x1, plot.y1 + 33.0, "μ*", Type::new(SMALL, Ink::Muted).anchored(Anchor::End));
    figure.canvas.text(plot.x0 - 6.0, plot.y0 - 4.0, "σ", Type::new(SMALL, Ink::Muted).anchored(Anchor::End));
    let mut taken: Vec<Area> = Vec::new();
    for row in rows {
        let (px, py) = (x.at(row.mu_star.mean), y.at(row.sigma));
        if let (Some(low), Some(high)) = (row.mu_star.lower, row.mu_star.upper) {
            figure.canvas.line(&[(x.at(low.max(0.0)), py), (x.at(high), py)], Stroke::solid(Ink::Series(0), 1.25));
        }
        figure.canvas.dot(px, py, 4.0, Ink::Series(0));
        let text = font::shorten(&row.input, 190.0, BODY, false);
        let wide = Type::new(BODY, Ink::Text).width(&text);
        let left = if px + 8.0 + wide > plot.x1 { px - 8.0 - wide } else { px + 8.0 };
        // A free place above, below, further above …
        let places = [-8.0, 16.0, -24.0, 32.0, -40.0, 48.0];
        let free = places.iter().map(|dy| Area { x0: left, y0: py + dy - 10.0, x1: left + wide, y1: py + dy + 3.0 });
        let inside = |a: &Area| a.y0 > plot.y0 - 12.0 && a.y1 < plot.y1 - 2.0;
        if let Some(area) = free.into_iter().find(|a| inside(a) && !taken.iter().any(|t| t.overlaps(a))) {
            figure.canvas.text(left, area.y1 - 3.0, &text, Type::new(BODY, Ink::Text));
            taken.push(area);
        }
    }
    figure.y = plot.y1 + 42.0;
}
