//! Service levels by reason, by group, and over the week: a dot with its interval for each, steps for intervals of the week.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::format::{ends, percent, seconds, share};
use super::scale::Scale;
use super::theme::{Ink, Theme, look};
use super::{Chart, Error, Picture, font};
use crate::table::{Estimate, ServiceLevelRow, Tables, plain};

const NAME: &str = "service_levels";
const TITLE: &str = "Service levels by reason, group and time of the week";
/// What is drawn of a kind: heading, measure with its denominator.
const KINDS: [(&str, &str, &str); 2] =
    [("reason", "By reason", "within / offered"), ("group", "By group that answered", "within / answered")];
/// The measure of intervals of the week.
const WEEKLY: &str = "within / offered";
/// Names drawn of a kind at most.
const MOST: usize = 12;
/// Variants whose week is drawn at most.
const WEEKS: usize = 5;
/// Height of a variant's line in a row.
const LINE: f64 = 17.0;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WEEK: u32 = 7 * 24 * 60;

/// The chart.
pub const CHART: Chart = Chart { name: NAME, needs, draw };

fn needs(tables: &Tables) -> bool {
    tables.service_levels.iter().any(drawn)
}

fn drawn(row: &ServiceLevelRow) -> bool {
    let named = KINDS.iter().any(|(kind, _, measure)| row.kind == *kind && row.metric == *measure);
    row.value.mean.is_finite() && (named || row.kind == "period" && row.metric == WEEKLY)
}

fn draw(tables: &Tables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let rows: Vec<&ServiceLevelRow> = tables.service_levels.iter().filter(|row| drawn(row)).collect();
    let variants = context.order(rows.iter().map(|row| row.variant.as_str()));
    if variants.is_empty() {
        return nothing(NAME, theme, context, TITLE, "No level was asked for, or nobody came.");
    }
    let caption = context.interval_caption("line or band", rows.iter().map(|row| &row.value));
    let mut figure = Figure::new(theme, TITLE, &format!("{}; {caption}", thresholds(&rows)));
    let key: Vec<_> = variants.iter().map(|v| (look(context.place(v)), context.title_of(v).to_string())).collect();
    figure.key(&key);
    for (kind, title, measure) in KINDS {
        let own: Vec<&ServiceLevelRow> = rows.iter().copied().filter(|row| row.kind == kind).collect();
        if !own.is_empty() {
            named(&mut figure, context, &variants, &own, &format!("{title}: {measure}"));
        }
    }
    let of = |variant: &str| -> Vec<&ServiceLevelRow> {
        rows.iter().copied().filter(|row| row.kind == "period" && row.variant == variant).collect()
    };
    let weeks: Vec<&str> = variants.iter().copied().filter(|variant| !of(variant).is_empty()).collect();
    for variant in weeks.iter().take(WEEKS) {
        weekly(&mut figure, context, variant, &of(variant));
    }
    if weeks.len() > WEEKS {
        figure
            .note(&format!("The weeks of the first {WEEKS} of {} variants; service_levels.csv has all.", weeks.len()));
    }
    data(&mut figure, &rows);
    figure.finish(NAME, context)
}

/// `within: 1 h of messages, 20 s of calls`.
fn thresholds(rows: &[&ServiceLevelRow]) -> String {
    let of = |channel: &str, word: &str| {
        rows.iter().find(|row| row.channel == channel).map(|row| format!("{} for {word}", seconds(row.threshold_s)))
    };
    let said: Vec<String> = [of("messages", "messages"), of("phone", "calls")].into_iter().flatten().collect();
    format!("within: answered in at most {}", said.join(", "))
}

/// A row a name, a line a variant in it, one scale of shares for all.
fn named(figure: &mut Figure, context: &Context, variants: &[&str], rows: &[&ServiceLevelRow], title: &str) {
    let mut names: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| !row.name.is_empty()) {
        if !names.contains(&row.name.as_str()) {
            names.push(&row.name);
        }
    }
    let shown = &names[..names.len().min(MOST)];
    figure.y += 12.0;
    figure.y = figure.heading(MARGIN, figure.y + 10.0, figure.room(), title, Ink::Text) - 4.0;
    let narrow = figure.canvas.theme().narrow();
    let widest = shown.iter().map(|name| font::width(name, BODY, false)).fold(0.0, f64::max);
    let x0 = if narrow { MARGIN } else { MARGIN + widest.min(220.0) + 16.0 };
    let figures = rows.iter().map(|row| font::width(&in_figures(&row.value), SMALL, false));
    let room = figures.fold(0.0, f64::max) + 16.0;
    let top = figure.y;
    let low = rows.iter().map(|row| row.value.lower.unwrap_or(row.value.mean)).fold(1.0, f64::min);
    let x = Scale::linear((low * 10.0).floor().clamp(0.0, 9.0) / 10.0, 1.0, x0 + 5.0, figure.right() - room);
    for name in shown {
        let own: Vec<&ServiceLevelRow> =
            variants.iter().filter_map(|v| rows.iter().copied().find(|r| r.variant == *v && r.name == *name)).collect();
        figure.y += if narrow { 20.0 } else { 6.0 };
        let (room, middle) =
            if narrow { (figure.room(), figure.y - 4.0) } else { (x0 - 14.0 - MARGIN, figure.y + 13.0) };
        let text = font::shorten(name, room, BODY, false);
        figure.canvas.text(MARGIN, middle, &text, Type::new(BODY, Ink::Text));
        for row in own {
            one(figure, &x, look(context.place(&row.variant)).ink, &row.value);
        }
    }
    let plot = Area { x0: x0 + 5.0, y0: top, x1: figure.right() - room, y1: figure.y + 4.0 };
    let ticks = x.ticks(if narrow { 3 } else { 6 });
    figure.x_axis(plot, &x, &ticks.into_iter().map(|t| (t, format!("{:.0} %", t * 100.0))).collect::<Vec<_>>());
    figure.y = plot.y1 + 22.0;
    if names.len() > MOST {
        figure.note(&format!("The first {MOST} of {}; service_levels.csv has all.", names.len()));
    }
}

/// A dot with its interval, and both in figures at the right.
fn one(figure: &mut Figure, x: &Scale, ink: Ink, value: &Estimate) {
    let middle = figure.y + LINE / 2.0;
    if let (Some(lower), Some(upper)) = (value.lower, value.upper) {
        figure.canvas.line(&[(x.at(lower), middle), (x.at(upper), middle)], Stroke::solid(ink, 4.0));
    }
    figure.canvas.dot(x.at(value.mean), middle, 4.0, ink);
    figure.canvas.dot(x.at(value.mean), middle, 1.75, Ink::Ground);
    let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::End);
    figure.canvas.text(figure.right(), middle + 4.0, &in_figures(value), style);
    figure.y += LINE;
}

/// `96.1 % (95.9 to 96.3)`.
fn in_figures(value: &Estimate) -> String {
    let interval = value.lower.zip(value.upper);
    let ends = interval.map(|(low, high)| format!(" ({})", ends(low * 100.0, high * 100.0, false, 1)));
    format!("{}{}", share(value.mean, interval), ends.unwrap_or_default())
}

/// Steps over the week of one variant.
fn weekly(figure: &mut Figure, context: &Context, variant: &str, rows: &[&ServiceLevelRow]) {
    let ink = look(context.place(variant)).ink;
    figure.y += 14.0;
    let title = format!("By interval of the week: {WEEKLY}, {}", context.title_of(variant));
    figure.y = figure.heading(MARGIN, figure.y + 10.0, figure.room(), &title, ink);
    let plot = Area { x0: MARGIN + 44.0, y0: figure.y, x1: figure.right(), y1: figure.y + 92.0 };
    let y = Scale::linear(0.0, 1.0, plot.y1, plot.y0);
    figure.y_axis(plot, &y, &[0.0, 0.5, 1.0].map(|t| (t, percent(t))));
    let x = Scale::linear(0.0, f64::from(WEEK), plot.x0, plot.x1);
    let mut places: Vec<(u32, &Estimate)> =
        rows.iter().filter_map(|row| Some((minute(&row.name)?, &row.value))).collect();
    places.sort_by_key(|place| place.0);
    let gaps = places.windows(2).map(|pair| pair[1].0 - pair[0].0);
    let width = gaps.filter(|gap| *gap > 0).min().unwrap_or(30).min(60);
    for (start, value) in &places {
        let (from, to) = (x.at(f64::from(*start)), x.at(f64::from(start + width)));
        if let (Some(lower), Some(upper)) = (value.lower, value.upper) {
            let (low, high) = (y.at(lower), y.at(upper));
            figure.canvas.fill(vec![(from, low), (to, low), (to, high), (from, high)], ink, 0.3);
        }
    }
    for run in runs(&places, width) {
        let at = |(start, value): &(u32, &Estimate)| {
            let level = y.at(value.mean);
            [(x.at(f64::from(*start)), level), (x.at(f64::from(start + width)), level)]
        };
        let line: Vec<(f64, f64)> = run.iter().flat_map(at).collect();
        figure.canvas.line(&line, Stroke::solid(ink, 1.5));
    }
    figure.canvas.line(&[(plot.x0, plot.y1), (plot.x1, plot.y1)], Stroke::solid(Ink::Muted, 1.0));
    for (day, name) in DAYS.iter().enumerate() {
        let at = |days: f64| x.at(f64::from(WEEK) / 7.0 * days);
        let start = at(day as f64);
        figure.canvas.line(&[(start, plot.y1), (start, plot.y1 + 4.0)], Stroke::solid(Ink::Muted, 1.0));
        let style = Type::new(SMALL, Ink::Muted).anchored(Anchor::Middle);
        figure.canvas.text(at(day as f64 + 0.5), plot.y1 + 15.0, name, style);
    }
    figure.y = plot.y1 + 22.0;
}

/// Intervals that follow one another; where nobody came the line breaks.
fn runs<'a>(places: &'a [(u32, &'a Estimate)], width: u32) -> impl Iterator<Item = &'a [(u32, &'a Estimate)]> {
    places.chunk_by(move |a, b| a.0 + width == b.0)
}

/// Minute of the week of `Mon 09:30`.
fn minute(name: &str) -> Option<u32> {
    let (day, clock) = name.split_once(' ')?;
    let (hour, minute) = clock.split_once(':')?;
    let day = DAYS.iter().position(|known| *known == day)? as u32;
    Some(day * 24 * 60 + hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?)
}

fn data(figure: &mut Figure, rows: &[&ServiceLevelRow]) {
    let end = |e: Option<f64>| e.map(plain).unwrap_or_default();
    // 336 half-hours a variant would bury the reader; all are in service_levels.csv.
    let told = rows.iter().filter(|row| row.kind != "period");
    let row = |row: &&ServiceLevelRow| {
        let Estimate { mean, lower, upper, n, .. } = row.value;
        vec![
            row.variant.clone(),
            row.kind.to_string(),
            row.name.clone(),
            row.metric.clone(),
            plain(mean),
            end(lower),
            end(upper),
            n.to_string(),
        ]
    };
    let mut listed: Vec<Vec<String>> = told.map(row).collect();
    listed.extend(days(rows));
    figure.data(&["variant", "by", "name", "measure", "share", "lower", "upper", "n"], listed);
}

/// Of intervals of the week the lowest of each day.
fn days(rows: &[&ServiceLevelRow]) -> Vec<Vec<String>> {
    let mut worst: Vec<&ServiceLevelRow> = Vec::new();
    for row in rows.iter().copied().filter(|row| row.kind == "period") {
        let day = |row: &ServiceLevelRow| (row.variant.clone(), row.name.chars().take(3).collect::<String>());
        match worst.iter_mut().find(|known| day(known) == day(row)) {
            Some(known) if row.value.mean < known.value.mean => *known = row,
            Some(_) => {}
            None => worst.push(row),
        }
    }
    let end = |e: Option<f64>| e.map(plain).unwrap_or_default();
    let row = |row: &&ServiceLevelRow| {
        let words = [&row.variant, "lowest interval of the day", &row.name, &row.metric].map(str::to_string);
        let Estimate { mean, lower, upper, n, .. } = row.value;
        words.into_iter().chain([plain(mean), end(lower), end(upper), n.to_string()]).collect()
    };
    worst.iter().map(row).collect()
}
