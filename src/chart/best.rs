//! Cost per resolved contact of each variant against the cheapest of the others, with Hsu's simultaneous intervals.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::format::money;
use super::scale::{Scale, tick_labels};
use super::theme::{Ink, Theme};
use super::{Chart, Error, Picture, font};
use crate::table::{BestRow, Tables, plain};

const NAME: &str = "best";
const METRIC: &str = "cost_per_resolved";
const TITLE: &str = "Which is the cheapest, and how sure is that?";
/// With two variants their difference says it all.
const LEAST: usize = 3;
/// Height of a row beside its name, and of one below it.
const STEP: (f64, f64) = (36.0, 46.0);

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.best.iter().filter(|row| row.metric == METRIC).count() >= LEAST
}

/// One variant's row.
struct Line<'a> {
    row: &'a BestRow,
    title: &'a str,
    low: f64,
    high: f64,
}

impl Line<'_> {
    /// Standing in a word, and how much.
    fn label(&self) -> (String, String) {
        let signed = |v: f64| format!("{}{}", if v > 0.0 { "+" } else { "" }, money(v));
        match self.row.standing {
            "best" => {
                ("cheapest".to_string(), format!("by {}, at most {}", money(-self.row.behind.mean), money(-self.low)))
            }
            "worse" => (signed(self.row.behind.mean), format!("at most {}", signed(self.high))),
            "within the indifference zone" => ("close enough".to_string(), format!("at most {}", signed(self.high))),
            _ => ("open".to_string(), format!("{} to {}", signed(self.low), signed(self.high))),
        }
    }

    fn ink(&self) -> Ink {
        match self.row.standing {
            "best" => Ink::Series(2),
            "worse" => Ink::Series(1),
            "within the indifference zone" => Ink::Series(0),
            _ => Ink::Muted,
        }
    }

    fn wide(&self) -> f64 {
        let (word, more) = self.label();
        font::width(&word, BODY, true) + 7.0 + font::width(&more, SMALL, false)
    }
}

fn lines<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Line<'a>> {
    let rows = || tables.best.iter().filter(|row| row.metric == METRIC);
    let order = context.order(rows().map(|row| row.variant.as_str()));
    let found = order.into_iter().filter_map(|variant| {
        let row = rows().find(|row| row.variant == variant)?;
        let known = |v: f64| if v.is_finite() { v } else { 0.0 };
        let (low, high) = (row.behind.lower.unwrap_or(row.behind.mean), row.behind.upper.unwrap_or(row.behind.mean));
        Some(Line { row, title: context.title_of(variant), low: known(low), high: known(high) })
    });
    found.collect()
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let lines = lines(tables, context);
    if lines.len() < LEAST {
        return nothing(NAME, theme, context, TITLE, "There are not three variants with a cost per resolved contact.");
    }
    let caption = context.interval_caption("line", lines.iter().map(|line| &line.row.behind));
    let subtitle = format!(
        "{} per resolved contact more (right) or less (left) than the cheapest of the others; {caption}, all lines together \
         (Hsu 1984)",
        context.report_currency.code()
    );
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    let plot = plot(&figure, &lines);
    let reach = |pick: fn(f64, f64) -> f64, of: fn(&Line<'_>) -> f64| lines.iter().map(of).fold(0.0, pick);
    let (low, high) = (reach(f64::min, |l| l.low), reach(f64::max, |l| l.high));
    // A line that ends at the edge would look cut off.
    let more = 0.02 * (high - low);
    let scale = Scale::linear(low - more, high + more, plot.x0, plot.x1);
    let zone = lines.iter().map(|line| line.row.zone).fold(0.0, f64::max);
    if !figure.canvas.theme().narrow() {
        marks(&mut figure, zone, (plot.y0, plot.y1), &scale);
    }
    for (i, line) in lines.iter().enumerate() {
        let top = plot.y0 + step(&figure) * i as f64;
        let middle = if figure.canvas.theme().narrow() {
            // A line from top to bottom would cross the names.
            marks(&mut figure, zone, (top + 22.0, top + 40.0), &scale);
            above(&mut figure, line, top)
        } else {
            beside(&mut figure, line, top, plot)
        };
        figure
            .canvas
            .line(&[(scale.at(line.low), middle), (scale.at(line.high), middle)], Stroke::solid(line.ink(), 5.0));
        figure.canvas.dot(scale.at(line.row.behind.mean), middle, 4.5, line.ink());
        figure.canvas.dot(scale.at(line.row.behind.mean), middle, 2.0, Ink::Ground);
    }
    let ticks = scale.ticks(if figure.canvas.theme().narrow() { 4 } else { 7 });
    let labels = tick_labels(&ticks).into_iter().map(|label| label.replace('-', "−"));
    figure.x_axis(plot, &scale, &ticks.iter().copied().zip(labels).collect::<Vec<_>>());
    figure.y = plot.y1 + 24.0;
    if zone > 0.0 {
        let code = context.report_currency.code();
        figure.note(&format!("Shaded: up to {} {code} more, which was said not to matter.", money(zone)));
    }
    data(&mut figure, &lines);
    figure.finish(NAME, context)
}

fn step(figure: &Figure) -> f64 {
    if figure.canvas.theme().narrow() { STEP.1 } else { STEP.0 }
}

fn plot(figure: &Figure, lines: &[Line<'_>]) -> Area {
    let (y0, rows) = (figure.y, step(figure) * lines.len() as f64);
    if figure.canvas.theme().narrow() {
        return Area { x0: MARGIN, y0, x1: figure.right(), y1: y0 + rows };
    }
    let names = lines.iter().map(|line| font::width(line.title, BODY, false)).fold(0.0, f64::max).min(250.0);
    let room = lines.iter().map(Line::wide).fold(0.0, f64::max);
    Area { x0: MARGIN + names + 16.0, y0, x1: figure.right() - room - 16.0, y1: y0 + rows }
}

/// The zone in which a difference does not matter, and the line of no difference.
fn marks(figure: &mut Figure, zone: f64, (y0, y1): (f64, f64), scale: &Scale) {
    let zero = scale.at(0.0);
    if zone > 0.0 {
        let end = scale.at(zone);
        figure.canvas.fill(vec![(zero, y0), (end, y0), (end, y1), (zero, y1)], Ink::Series(0), 0.15);
    }
    figure.canvas.line(&[(zero, y0), (zero, y1)], Stroke { ink: Ink::Muted, width: 1.0, dash: Some((4.0, 3.0)) });
}

/// Wide: the name left of the plot, the standing right of it. Returns the middle of the row.
fn beside(figure: &mut Figure, line: &Line<'_>, top: f64, plot: Area) -> f64 {
    let middle = top + STEP.0 / 2.0;
    let style = Type::new(BODY, Ink::Text);
    let lines = font::wrap(line.title, plot.x0 - MARGIN - 16.0, BODY, false, 2);
    let first = middle + 4.5 - 7.5 * (lines.len() as f64 - 1.0);
    for (k, text) in lines.iter().enumerate() {
        figure.canvas.text(MARGIN, first + 15.0 * k as f64, text, style);
    }
    let (word, more) = line.label();
    let x = plot.x1 + 16.0;
    figure.canvas.text(x, middle + 4.5, &word, style.bold());
    figure.canvas.text(x + style.bold().width(&word) + 7.0, middle + 4.5, &more, Type::new(SMALL, Ink::Muted));
    middle
}

/// Narrow: name and standing above the row. Returns the middle of what is left.
fn above(figure: &mut Figure, line: &Line<'_>, top: f64) -> f64 {
    let (style, y) = (Type::new(BODY, Ink::Text), top + 16.0);
    let (word, more) = line.label();
    let muted = Type::new(SMALL, Ink::Muted);
    let title = font::shorten(line.title, figure.room() - line.wide() - 14.0, BODY, false);
    figure.canvas.text(MARGIN, y, &title, style);
    figure.canvas.text(figure.right(), y, &more, muted.anchored(Anchor::End));
    figure.canvas.text(figure.right() - muted.width(&more) - 7.0, y, &word, style.bold().anchored(Anchor::End));
    top + 31.0
}

fn data(figure: &mut Figure, lines: &[Line<'_>]) {
    let end = |e: Option<f64>| e.map(plain).unwrap_or_default();
    let rows = lines.iter().map(|line| {
        let row = line.row;
        let numbers = [plain(row.mean), plain(row.behind.mean), end(row.behind.lower), end(row.behind.upper)];
        let texts = [row.behind.n.to_string(), row.standing.to_string()];
        std::iter::once(row.variant.clone()).chain(numbers).chain(texts).collect()
    });
    figure.data(&["variant", "cost", "difference", "lower", "upper", "n", "standing"], rows.collect());
}
