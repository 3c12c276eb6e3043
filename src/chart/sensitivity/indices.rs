//! Sobol indices: which share of the variance each input explains, alone and with its interactions.

use super::{SensitivityChart, answers, titled};
use crate::chart::canvas::{Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{BODY, Figure, MARGIN};
use crate::chart::font;
use crate::chart::format::percent;
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Look, Theme};
use crate::chart::{Error, Picture};
use crate::table::{Estimate, IndexRow, SensitivityTables, plain};

const NAME: &str = "sobol_indices";
/// Answers drawn.
const PANELS: usize = 4;
const ALONE: Ink = Ink::Series(2);
const TOTAL: Ink = Ink::Series(3);

/// The chart.
pub const CHART: SensitivityChart = SensitivityChart { name: NAME, needs, draw };

fn needs(tables: &SensitivityTables) -> bool {
    !tables.indices.is_empty()
}

fn draw(tables: &SensitivityTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let rows = &tables.indices;
    let metric = rows.first().map_or("", |r| r.metric.as_str());
    let samples = rows.first().map_or(0, |r| r.first.n);
    let noise = rows.iter().map(|r| r.noise).fold(f64::NAN, f64::max);
    let noise =
        if noise.is_nan() { String::new() } else { format!("; noise of the simulation: at most {}", percent(noise)) };
    let subtitle = format!(
        "{}: share of the variance over all inputs' ranges; whisker: {} bootstrap interval, {samples} base samples{noise}",
        titled(metric, context),
        context.level_words()
    );
    let mut figure = Figure::new(theme, "Who explains the variance", &subtitle);
    let key = |ink, text: &str| (Look { ink, dash: None }, text.to_string());
    figure.key(&[key(ALONE, "alone"), key(TOTAL, "with all interactions")]);
    let names = answers(rows.iter().map(|r| r.variant.as_str()));
    for name in names.iter().take(PANELS) {
        let own: Vec<&IndexRow> = rows.iter().filter(|r| r.variant == *name).collect();
        panel(&mut figure, name, &own);
    }
    let data = rows.iter().map(|r| vec![r.variant.clone(), r.input.clone(), plain(r.first.mean), plain(r.total.mean)]);
    let data = data.collect();
    figure.data(&["answer", "input", "first", "total"], data);
    figure.finish(NAME, context)
}

fn panel(figure: &mut Figure, name: &str, rows: &[&IndexRow]) {
    let narrow = figure.canvas.theme().narrow();
    let y = figure.y + 16.0;
    figure.y = figure.heading(MARGIN, y, figure.room(), &name.replace(" - ", " less "), Ink::Text);
    let style = Type::new(BODY, Ink::Text);
    let wide = rows.iter().map(|r| style.width(&r.input)).fold(0.0, f64::max);
    let column = if narrow { 0.0 } else { wide.min(figure.room() * 0.35) + 12.0 };
    let most = rows.iter().flat_map(|r| [r.first.upper, r.total.upper, Some(1.0)]).flatten().fold(1.0, f64::max);
    let plot = Area { x0: MARGIN + column, y0: figure.y, x1: figure.right() - 14.0, y1: 0.0 };
    let scale = Scale::linear(0.0, most.min(1.5), plot.x0, plot.x1);
    let (step, top) = (if narrow { 44.0 } else { 30.0 }, figure.y);
    let bottom = top + step * rows.len() as f64;
    for value in scale.ticks(5) {
        figure.canvas.line(&[(scale.at(value), top), (scale.at(value), bottom)], Stroke::solid(Ink::Rule, 1.0));
    }
    for (i, row) in rows.iter().enumerate() {
        let y0 = top + step * i as f64;
        let middle = y0 + step - 15.0;
        let at = if narrow { y0 + 12.0 } else { middle + 4.5 };
        let room = if narrow { figure.room() } else { column - 12.0 };
        figure.canvas.text(MARGIN, at, &font::shorten(&row.input, room, BODY, false), style);
        for (value, ink, shift) in [(row.first, ALONE, -5.5), (row.total, TOTAL, 5.5)] {
            bar(figure, &scale, value, ink, middle + shift);
        }
    }
    let ticks: Vec<(f64, String)> = scale.ticks(5).into_iter().map(|v| (v, percent(v))).collect();
    figure.x_axis(Area { y1: bottom, ..plot }, &scale, &ticks);
    figure.y = bottom + 28.0;
}

fn bar(figure: &mut Figure, scale: &Scale, value: Estimate, ink: Ink, middle: f64) {
    let (x0, x1) = (scale.at(0.0), scale.at(value.mean.max(0.0)));
    figure.canvas.rect(Area { x0, y0: middle - 4.5, x1: x1.max(x0 + 1.0), y1: middle + 4.5 }, ink);
    if let (Some(low), Some(high)) = (value.lower, value.upper) {
        figure.whisker((scale.at(low), scale.at(high)), middle, 3.0);
    }
}
