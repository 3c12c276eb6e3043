//! Fee by country on the tariff's rates: a bar a country, with the messages behind it and what one costs.

use super::canvas::{Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, HEADING, MARGIN, SMALL, heading_lines, nothing};
use super::format::{money, number};
use super::scale::Scale;
use super::theme::{Ink, Theme, look};
use super::{Chart, Error, Picture, font};
use crate::table::{CountryRow, Estimate, Tables, plain};

const NAME: &str = "fee_by_country";
const TITLE: &str = "Message fees by country";
/// Variants shown.
const PANELS: usize = 6;
/// Countries a panel, if alone or in company.
const COUNTRIES: (usize, usize) = (12, 6);

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.by_country.iter().any(|r| r.metric == "fee" && r.value.mean > 0.0)
}

/// One bar.
struct Bar<'a> {
    country: &'a str,
    fee: Estimate,
    messages: Option<f64>,
}

impl Bar<'_> {
    /// Fee per delivered message, free ones included.
    fn rate(&self) -> Option<f64> {
        self.messages.filter(|m| *m > 0.0).map(|m| self.fee.mean / m)
    }
}

/// One variant's countries, dearest first.
struct Panel<'a> {
    variant: &'a str,
    bars: Vec<Bar<'a>>,
}

fn panels<'a>(tables: &'a Tables, context: &'a Context) -> Vec<Panel<'a>> {
    let fees: Vec<&CountryRow> =
        tables.by_country.iter().filter(|r| r.metric == "fee" && r.value.mean.is_finite()).collect();
    let with_fee = fees.iter().filter(|r| r.value.mean > 0.0).map(|r| r.variant.as_str());
    let panel = |variant: &'a str| {
        let messages = |country: &str| {
            let of = |r: &&CountryRow| r.variant == variant && r.country == country && r.metric == "messages_out";
            tables.by_country.iter().find(of).map(|r| r.value.mean)
        };
        let mut bars: Vec<Bar<'a>> = fees
            .iter()
            .filter(|r| r.variant == variant)
            .map(|r| Bar { country: &r.country, fee: r.value, messages: messages(&r.country) })
            .collect();
        bars.sort_by(|a, b| b.fee.mean.total_cmp(&a.fee.mean).then(a.country.cmp(b.country)));
        Panel { variant, bars }
    };
    context.order(with_fee).into_iter().map(panel).collect()
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let all = panels(tables, context);
    if all.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No message was charged.");
    }
    let caption = context.interval_caption("whisker", all.iter().flat_map(|p| p.bars.iter().map(|b| &b.fee)));
    let currency = context.report_currency.code();
    let subtitle = format!(
        "{currency} in the run under the tariff in force; {caption}. Beside each bar: delivered messages and the fee of one, free ones included"
    );
    let mut figure = Figure::new(theme, TITLE, &subtitle);
    let shown = &all[..all.len().min(PANELS)];
    let columns = if theme.narrow() || shown.len() == 1 { 1 } else { 2 };
    let most = if shown.len() == 1 { COUNTRIES.0 } else { COUNTRIES.1 };
    let reach =
        shown.iter().flat_map(|p| &p.bars).map(|b| b.fee.upper.unwrap_or(0.0).max(b.fee.mean)).fold(0.0, f64::max);
    let gap = 30.0;
    let wide = (figure.room() - gap * (columns as f64 - 1.0)) / columns as f64;
    let mut top = figure.y;
    let heading = HEADING * heading_lines(shown.iter().map(|p| context.title_of(p.variant)), wide) as f64;
    for row in shown.chunks(columns) {
        let mut bottom = top;
        for (i, panel) in row.iter().enumerate() {
            let x = MARGIN + (wide + gap) * i as f64;
            bottom = draw_panel(&mut figure, panel, context, (x, top, wide), (reach, most, heading)).max(bottom);
        }
        top = bottom + 14.0;
    }
    figure.y = top - 8.0;
    if all.len() > PANELS {
        figure.note(&format!("{PANELS} of {} variants with fees are shown; all are in by_country.csv.", all.len()));
    }
    if shown.iter().any(|p| p.bars.len() > most) {
        figure.note(&format!("The {most} countries with the highest fee of each variant; all are in by_country.csv."));
    }
    data(&mut figure, &all);
    figure.finish(NAME, context)
}

/// One variant at (x, y, width) on an axis to `reach` with at most `most` countries; returns its bottom.
fn draw_panel(
    figure: &mut Figure,
    panel: &Panel<'_>,
    context: &Context,
    (x, y, wide): (f64, f64, f64),
    (reach, most, heading): (f64, usize, f64),
) -> f64 {
    let ink = look(context.place(panel.variant)).ink;
    figure.heading(x, y + 16.0, wide, context.title_of(panel.variant), ink);
    let bars = &panel.bars[..panel.bars.len().min(most)];
    let texts: Vec<(String, String)> = bars.iter().map(|b| words(b, context)).collect();
    let (bold, small) = (Type::new(BODY, Ink::Text).bold(), Type::new(SMALL, Ink::Muted));
    // In a narrow panel the detail goes under the bar, else beside it.
    let beside = wide > 600.0;
    let detail = texts.iter().map(|(_, d)| small.width(d)).fold(0.0, f64::max);
    let value = texts.iter().map(|(v, _)| bold.width(v)).fold(0.0, f64::max);
    let room = value + 8.0 + if beside { detail + 10.0 } else { 0.0 };
    let scale = Scale::linear(0.0, reach, x + 34.0, x + wide - room);
    let (step, top) = (if beside { 30.0 } else { 44.0 }, y + 10.0 + heading);
    for (i, (bar, (fee, more))) in bars.iter().zip(&texts).enumerate() {
        let middle = top + step * i as f64 + 13.0;
        figure.canvas.text(x, middle + 4.5, bar.country, Type::new(BODY, Ink::Text));
        let end = scale.at(bar.fee.mean);
        figure.canvas.rect(Area { x0: scale.at(0.0), y0: middle - 9.0, x1: end, y1: middle + 9.0 }, ink);
        whisker(figure, &bar.fee, &scale, middle);
        let after = scale.at(bar.fee.upper.unwrap_or(bar.fee.mean)).max(end) + 7.0;
        figure.canvas.text(after, middle + 4.5, fee, bold);
        if beside {
            figure.canvas.text(after + bold.width(fee) + 9.0, middle + 4.2, more, small);
        } else {
            let room = wide - 40.0;
            figure.canvas.text(x + 40.0, middle + 23.0, &font::shorten(more, room, SMALL, false), small);
        }
    }
    let bottom = top + step * bars.len() as f64;
    figure.canvas.line(&[(scale.at(0.0), top), (scale.at(0.0), bottom - 2.0)], Stroke::solid(Ink::Muted, 1.0));
    bottom
}

fn whisker(figure: &mut Figure, fee: &Estimate, scale: &Scale, middle: f64) {
    let (Some(l), Some(u)) = (fee.lower, fee.upper) else { return };
    figure.whisker((scale.at(l), scale.at(u)), middle, 4.0);
}

/// The fee, and the messages with what one costs.
fn words(bar: &Bar<'_>, context: &Context) -> (String, String) {
    let currency = context.report_currency.code();
    let detail = match (bar.messages, bar.rate()) {
        (Some(m), Some(r)) => format!("{} messages, {} {currency} each", number(m), number(r)),
        (Some(m), None) => format!("{} messages", number(m)),
        _ => String::new(),
    };
    (money(bar.fee.mean), detail)
}

fn data(figure: &mut Figure, all: &[Panel<'_>]) {
    let end = |v: Option<f64>| v.map(plain).unwrap_or_default();
    let rows = all.iter().flat_map(|p| p.bars.iter().map(move |b| (p.variant, b))).map(|(variant, b)| {
        let words = [variant.to_string(), b.country.to_string()];
        let numbers = [plain(b.fee.mean), end(b.fee.lower), end(b.fee.upper), end(b.messages), end(b.rate())];
        words.into_iter().chain(numbers).collect()
    });
    figure.data(&["variant", "country", "fee", "lower", "upper", "messages", "fee per message"], rows.collect());
}
