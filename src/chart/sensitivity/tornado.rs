//! Tornado: each input at its low and high value, the widest bar on top.

use super::{SensitivityChart, answers, shown, titled};
use crate::chart::canvas::{Anchor, Area, Stroke, Type};
use crate::chart::context::Context;
use crate::chart::figure::{BODY, Figure, MARGIN, SMALL};
use crate::chart::font;
use crate::chart::scale::Scale;
use crate::chart::theme::{Ink, Look, Theme};
use crate::chart::{Error, Picture};
use crate::table::{SensitivityTables, TornadoRow, plain};

const NAME: &str = "tornado";
/// Answers and bars drawn.
const PANELS: usize = 4;
const BARS: usize = 15;
const LOW: Ink = Ink::Series(0);
const HIGH: Ink = Ink::Series(1);

/// The chart.
pub const CHART: SensitivityChart = SensitivityChart { name: NAME, needs, draw };

fn needs(tables: &SensitivityTables) -> bool {
    !tables.tornado.is_empty()
}

fn draw(tables: &SensitivityTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let rows = &tables.tornado;
    let metric = rows.first().map_or("", |r| r.metric.as_str());
    let caption = context.interval_caption("whisker", rows.iter().map(|r| &r.change));
    let subtitle = format!("{}: one input at a time at its low and high value; {caption}", titled(metric, context));
    let mut figure = Figure::new(theme, "What the answer depends on", &subtitle);
    let key = |ink, text: &str| (Look { ink, dash: None }, text.to_string());
    figure.key(&[key(LOW, "input low"), key(HIGH, "input high")]);
    let names = answers(rows.iter().map(|r| r.variant.as_str()));
    for name in names.iter().take(PANELS) {
        let own = rows.iter().filter(|r| r.variant == *name);
        // What an input does not move at all is no bar.
        let bars: Vec<&TornadoRow> = own.filter(|r| r.at_low.mean != r.at_high.mean).take(BARS).collect();
        if bars.is_empty() {
            figure.note(&format!("{name}: no input moves it."));
            continue;
        }
        panel(&mut figure, name, &bars, metric);
    }
    if names.len() > PANELS || rows.len() > PANELS * BARS {
        figure.note("The widest bars are drawn; all are in tornado.csv.");
    }
    let data = rows.iter().map(|r| {
        let words = [r.variant.clone(), r.input.clone(), r.low.clone(), r.high.clone()];
        words.into_iter().chain([r.base, r.at_low, r.at_high].map(|e| plain(e.mean))).collect()
    });
    let data = data.collect();
    figure.data(&["answer", "input", "low", "high", "base", "at low", "at high"], data);
    figure.finish(NAME, context)
}

fn panel(figure: &mut Figure, name: &str, bars: &[&TornadoRow], metric: &str) {
    let narrow = figure.canvas.theme().narrow();
    let y = figure.y + 16.0;
    figure.y = figure.heading(MARGIN, y, figure.room(), &name.replace(" - ", " less "), Ink::Text);
    let style = Type::new(BODY, Ink::Text);
    let label = |r: &TornadoRow| format!("{} ({} to {})", r.input, brief(&r.low), brief(&r.high));
    let wide = bars.iter().map(|r| style.width(&label(r))).fold(0.0, f64::max);
    let column = if narrow { 0.0 } else { wide.min(figure.room() * 0.4) + 12.0 };
    let all = || bars.iter().flat_map(|r| [r.base, r.at_low, r.at_high]);
    let low = all().map(|e| e.lower.unwrap_or(e.mean).min(e.mean)).fold(f64::MAX, f64::min);
    let high = all().map(|e| e.upper.unwrap_or(e.mean).max(e.mean)).fold(f64::MIN, f64::max);
    let room = (high - low).max(high.abs() * 1e-6).max(1e-12) * 0.06;
    let plot_x = (MARGIN + column, figure.right() - 10.0);
    let scale = Scale::linear(low - room, high + room, plot_x.0, plot_x.1);
    let (step, top) = (if narrow { 40.0 } else { 27.0 }, figure.y);
    let bottom = top + step * bars.len() as f64;
    let plot = Area { x0: plot_x.0, y0: top, x1: plot_x.1, y1: bottom };
    for value in scale.ticks(if narrow { 4 } else { 6 }) {
        let x = scale.at(value);
        figure.canvas.line(&[(x, top), (x, bottom)], Stroke::solid(Ink::Rule, 1.0));
    }
    for (i, row) in bars.iter().enumerate() {
        let y0 = top + step * i as f64;
        let middle = y0 + step - 13.0;
        let at = if narrow { (MARGIN, y0 + 12.0) } else { (MARGIN, middle + 4.5) };
        let text = font::shorten(&label(row), if narrow { figure.room() } else { column - 12.0 }, BODY, false);
        figure.canvas.text(at.0, at.1, &text, style);
        let base = scale.at(row.base.mean);
        for (estimate, ink, shift) in [(row.at_low, LOW, -4.5), (row.at_high, HIGH, 4.5)] {
            let x = scale.at(estimate.mean);
            let (y0, y1) = (middle + shift - 4.0, middle + shift + 4.0);
            figure.canvas.rect(Area { x0: x.min(base), y0, x1: x.max(base).max(x.min(base) + 1.0), y1 }, ink);
        }
        // The paired interval of the change, at the high end: how sure the bar's length is.
        if let (Some(lower), Some(upper)) = (row.change.lower, row.change.upper) {
            let from = row.at_low.mean;
            figure.whisker((scale.at(from + lower), scale.at(from + upper)), middle + 4.5, 3.0);
        }
    }
    let base = scale.at(bars.first().map_or(0.0, |r| r.base.mean));
    figure.canvas.line(&[(base, top - 2.0), (base, bottom)], Stroke::solid(Ink::Text, 1.25));
    let ticks: Vec<(f64, String)> =
        scale.ticks(if narrow { 4 } else { 6 }).into_iter().map(|v| (v, shown(metric, v))).collect();
    figure.x_axis(plot, &scale, &ticks);
    let zero_inside = scale.shows(0.0) && name.contains(" - ");
    if zero_inside {
        let x = scale.at(0.0);
        figure.canvas.line(&[(x, top), (x, bottom)], Stroke { ink: Ink::Text, width: 1.0, dash: Some((3.0, 3.0)) });
    }
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    let text = if zero_inside { "dashed: both equal; solid: all inputs at base" } else { "solid: all inputs at base" };
    figure.canvas.text(plot.x1, bottom + 33.0, text, style);
    figure.y = bottom + 40.0;
}

/// The one number of a long text: `geometric, mean 2` is `2` beside the input's name.
fn brief(text: &str) -> &str {
    match text.rsplit_once("mean ") {
        Some((_, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => text,
    }
}
