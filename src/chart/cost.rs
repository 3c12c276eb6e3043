//! Cost per resolved contact by variant, stacked by where the money goes, with the interval of the total.

use super::canvas::{Area, Stroke, Type};
use super::context::{Context, in_summary};
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::format::money;
use super::scale::Scale;
use super::theme::{Ink, Look, Theme};
use super::{Chart, Error, Picture, font};
use crate::table::{Estimate, Tables, plain};

const NAME: &str = "cost";
const METRIC: &str = "cost_per_resolved";
const TITLE: &str = "Cost per resolved contact";

/// Parts in the order they are stacked: word, metrics summed into it, colour. Adjacent colours differ most.
const PARTS: [(&str, &[&str], Ink); 7] = [
    ("wages", &["wages"], Ink::Series(0)),
    ("message fees", &["fees"], Ink::Series(1)),
    ("telephone lines", &["lines"], Ink::Series(2)),
    ("bot", &["bot"], Ink::Series(3)),
    ("ads", &["ads"], Ink::Series(4)),
    ("SMS", &["sms"], Ink::Series(5)),
    ("seats and platform", &["seats", "platform"], Ink::Series(7)),
];

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.summary.iter().any(|r| r.metric == METRIC && r.channel == "all")
}

/// One variant's bar.
struct Bar<'a> {
    variant: &'a str,
    title: &'a str,
    total: Estimate,
    parts: [f64; PARTS.len()],
}

impl Bar<'_> {
    fn reach(&self) -> f64 {
        self.total.upper.unwrap_or(self.total.mean).max(self.total.mean).max(self.parts.iter().sum())
    }

    fn label(&self) -> (String, String) {
        if !self.total.mean.is_finite() {
            return ("–".to_string(), "no contact resolved".to_string());
        }
        let interval = match (self.total.lower, self.total.upper) {
            (Some(l), Some(u)) if money(l) == money(u) => "± 0.00".to_string(),
            (Some(l), Some(u)) => format!("{} to {}", money(l), money(u)),
            _ => String::new(),
        };
        (money(self.total.mean), interval)
    }
}

fn bars<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Bar<'a>> {
    let order = context.order(in_summary(tables));
    let found = order.into_iter().filter_map(|variant| {
        let total = tables.value(variant, "all", METRIC)?;
        let part = |names: &[&str]| -> f64 {
            let of = |n: &&str| tables.value(variant, "all", &format!("{METRIC}.{n}")).map_or(0.0, |e| e.mean);
            names.iter().map(of).filter(|v| v.is_finite()).sum::<f64>().max(0.0)
        };
        Some(Bar { variant, title: context.title_of(variant), total, parts: PARTS.map(|(_, names, _)| part(names)) })
    });
    found.collect()
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let bars = bars(tables, context);
    if bars.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No variant has a cost per resolved contact.");
    }
    let caption = context.interval_caption("whisker", bars.iter().map(|b| &b.total));
    let subtitle = format!("{} per resolved contact; {caption}", context.report_currency.code());
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    let used: Vec<(Look, String)> = PARTS
        .iter()
        .enumerate()
        .filter(|(i, _)| bars.iter().any(|b| b.parts[*i] > 0.0))
        .map(|(_, (word, _, ink))| (Look { ink: *ink, dash: None }, word.to_string()))
        .collect();
    figure.key(&used);
    figure.y += 6.0;
    if theme.narrow() {
        stacked_names(&mut figure, &bars)
    } else {
        names_beside(&mut figure, &bars)
    }
    data(&mut figure, &bars);
    figure.finish(NAME, context)
}

/// Wide: names in a column on the left.
fn names_beside(figure: &mut Figure, bars: &[Bar<'_>]) {
    let name = Type::new(BODY, Ink::Text);
    let column = bars.iter().map(|b| name.width(b.title)).fold(0.0, f64::max).min(250.0);
    let (x0, x1) = (MARGIN + column + 12.0, figure.right() - value_room(bars));
    let scale = scale(bars, x0, x1);
    let step = if bars.len() <= 6 { 50.0 } else { 38.0 };
    let top = figure.y;
    for (i, bar) in bars.iter().enumerate() {
        let middle = top + step * (i as f64 + 0.5);
        let lines = font::wrap(bar.title, column, name.size, false, 2);
        let first = middle + 4.5 - 7.5 * (lines.len() as f64 - 1.0);
        for (k, line) in lines.iter().enumerate() {
            figure.canvas.text(MARGIN, first + 15.0 * k as f64, line, name);
        }
        strip(figure, bar, &scale, middle, step * 0.62);
        let (value, interval) = bar.label();
        let x = scale.at(bar.reach()) + 8.0;
        let bold = name.bold();
        figure.canvas.text(x, middle + 4.5, &value, bold);
        figure.canvas.text(x + bold.width(&value) + 7.0, middle + 4.5, &interval, Type::new(SMALL, Ink::Muted));
    }
    figure.y = top + step * bars.len() as f64;
    figure.canvas.line(&[(x0, top), (x0, figure.y)], Stroke::solid(Ink::Muted, 1.0));
}

/// Narrow: the name above each bar, the value at its right end.
fn stacked_names(figure: &mut Figure, bars: &[Bar<'_>]) {
    let scale = scale(bars, MARGIN, figure.right() - 12.0);
    for bar in bars {
        let (value, interval) = bar.label();
        let (bold, small) = (Type::new(BODY, Ink::Text).bold(), Type::new(SMALL, Ink::Muted));
        let wide = bold.width(&value) + if interval.is_empty() { 0.0 } else { 6.0 + small.width(&interval) };
        let y = figure.y + 15.0;
        let title = font::shorten(bar.title, figure.room() - wide - 12.0, BODY, false);
        figure.canvas.text(MARGIN, y, &title, Type::new(BODY, Ink::Text));
        figure.canvas.text(figure.right() - wide, y, &value, bold);
        figure.canvas.text(figure.right() - wide + bold.width(&value) + 6.0, y, &interval, small);
        strip(figure, bar, &scale, y + 18.0, 22.0);
        figure.y = y + 38.0;
    }
}

/// Room for the longest value and interval right of the bars.
fn value_room(bars: &[Bar<'_>]) -> f64 {
    let wide = |b: &Bar<'_>| {
        let (value, interval) = b.label();
        font::width(&value, BODY, true) + font::width(&interval, SMALL, false) + 20.0
    };
    bars.iter().map(wide).fold(0.0, f64::max)
}

fn scale(bars: &[Bar<'_>], x0: f64, x1: f64) -> Scale {
    let most = bars.iter().map(Bar::reach).filter(|v| v.is_finite()).fold(0.0, f64::max);
    Scale::linear(0.0, if most > 0.0 { most } else { 1.0 }, x0, x1)
}

/// The stacked bar: parts with their amount where it fits, then the whisker.
fn strip(figure: &mut Figure, bar: &Bar<'_>, scale: &Scale, middle: f64, height: f64) {
    let (y0, y1) = (middle - height / 2.0, middle + height / 2.0);
    let mut sum = 0.0;
    for (part, (_, _, ink)) in bar.parts.iter().zip(PARTS).filter(|(p, _)| **p > 0.0) {
        let (x0, x1) = (scale.at(sum), scale.at(sum + part));
        // A hair of ground between neighbours, so that they part also without colour.
        let gap = if x1 - x0 > 3.0 { 1.0 } else { 0.0 };
        figure.canvas.rect(Area { x0, y0, x1: x1 - gap, y1 }, ink);
        sum += part;
        inside(figure, bar, &money(*part), Area { x0, y0, x1, y1 }, scale);
    }
    if sum == 0.0 && bar.total.mean > 0.0 {
        figure.canvas.rect(Area { x0: scale.at(0.0), y0, x1: scale.at(bar.total.mean), y1 }, Ink::Series(7));
    }
    if let (Some(l), Some(u)) = (bar.total.lower, bar.total.upper) {
        let (a, b) = (scale.at(l), scale.at(u));
        let tip = height * 0.22;
        figure.whisker((a, b), middle, tip);
    }
}

/// The amount of a part inside it, clear of the whisker.
fn inside(figure: &mut Figure, bar: &Bar<'_>, text: &str, part: Area, scale: &Scale) {
    let style = Type::new(SMALL, Ink::Ground).bold();
    let whisker = bar.total.lower.map_or(f64::MAX, |l| scale.at(l) - 4.0);
    if part.x0 + style.width(text) + 14.0 <= part.x1.min(whisker) {
        figure.canvas.text(part.x0 + 7.0, (part.y0 + part.y1) / 2.0 + 4.2, text, style);
    }
}

fn data(figure: &mut Figure, bars: &[Bar<'_>]) {
    let mut head = vec!["variant", "total", "lower", "upper", "n"];
    let used: Vec<usize> = (0..PARTS.len()).filter(|part| bars.iter().any(|b| b.parts[*part] > 0.0)).collect();
    head.extend(used.iter().map(|part| PARTS[*part].0));
    let rows = bars.iter().map(|b| {
        let end = |e: Option<f64>| e.map(plain).unwrap_or_default();
        let mut row = vec![
            b.variant.to_string(),
            plain(b.total.mean),
            end(b.total.lower),
            end(b.total.upper),
            b.total.n.to_string(),
        ];
        row.extend(used.iter().map(|part| plain(b.parts[*part])));
        row
    });
    figure.data(&head, rows.collect());
}
