//! Systems of a selection: their values with intervals, and for how long each was worth sampling.

use super::canvas::{Anchor, Area, Stroke, Type};
use super::context::Context;
use super::figure::{BODY, Figure, MARGIN, SMALL, nothing};
use super::scale::{Scale, tick_labels};
use super::theme::{Ink, Theme};
use super::{Error, Picture, font};
use crate::table::{SelectionRow, SelectionTables, plain};

const NAME: &str = "selection";
/// Systems drawn at most; the table has all.
const MOST: usize = 40;

/// Draws what `select` found.
///
/// # Errors
/// What plotters says.
pub fn draw_selection(tables: &SelectionTables, context: &Context, theme: &Theme) -> Result<Picture, Error> {
    let mut rows: Vec<&SelectionRow> = tables.selection.iter().filter(|r| r.value.mean.is_finite()).collect();
    let title = rows.first().and_then(|r| crate::table::metric(&r.metric)).map_or("Selection", |metric| metric.title);
    let title = format!("{title}: which is best, and when each other was dropped");
    if rows.is_empty() {
        return nothing(NAME, theme, context, &title, "No system has the metric.");
    }
    // Who stayed longest first.
    let stayed = |r: &SelectionRow| if r.dropped_at_stage == 0 { u32::MAX } else { r.dropped_at_stage };
    let key = |r: &SelectionRow| (r.standing != "selected", std::cmp::Reverse((stayed(r), r.replications)));
    rows.sort_by_key(|r| key(r));
    let all = rows.len();
    rows.truncate(MOST);
    let unit = rows[0].unit.clone();
    let caption = context.interval_caption("bar", rows.iter().map(|r| &r.value));
    let mut figure = Figure::new(theme, &title, &format!("{unit}; each system alone; {caption}"));
    let (left, right) = columns(&figure, theme);
    let y0 = figure.y + 26.0;
    let y1 = y0 + ROW * rows.len() as f64;
    let (low, high) = rows.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), r| {
        (low.min(r.value.lower.unwrap_or(r.value.mean)), high.max(r.value.upper.unwrap_or(r.value.mean)))
    });
    let pad = ((high - low) * 0.06).max(f64::MIN_POSITIVE);
    let plot = Area { x0: left.0, y0, x1: left.1, y1 };
    let x = Scale::linear(low - pad, high + pad, plot.x0, plot.x1);
    let most = rows.iter().map(|r| r.replications).max().unwrap_or(1).max(1);
    let bars = Scale::linear(0.0, f64::from(most), right.0, right.1 - 28.0);
    let small = Type::new(SMALL, Ink::Muted);
    figure.canvas.text(left.0, y0 - 10.0, "value", small);
    figure.canvas.text(right.0, y0 - 10.0, "replications", small);
    for (place, row) in rows.iter().enumerate() {
        draw_row(&mut figure, row, y0 + ROW * place as f64, &x, &bars);
    }
    let ticks = x.ticks(if theme.narrow() { 3 } else { 5 });
    let labels: Vec<(f64, String)> = ticks.iter().copied().zip(tick_labels(&ticks)).collect();
    figure.x_axis(plot, &x, &labels);
    figure.y = y1 + 26.0;
    if all > MOST {
        figure.note(&format!("The first {MOST} of {all} systems; selection.csv has all."));
    }
    data(&mut figure, tables);
    figure.finish(NAME, context)
}

/// Height of a row: a line of text, a line of marks.
const ROW: f64 = 36.0;

/// Left and right column of the room.
fn columns(figure: &Figure, theme: &Theme) -> ((f64, f64), (f64, f64)) {
    let share = if theme.narrow() { 0.58 } else { 0.66 };
    let cut = MARGIN + figure.room() * share;
    ((MARGIN, cut - 12.0), (cut + 12.0, figure.right()))
}

fn draw_row(figure: &mut Figure, row: &SelectionRow, top: f64, x: &Scale, bars: &Scale) {
    let chosen = row.standing == "selected";
    let ink = match row.standing {
        "selected" => Ink::Series(0),
        "dropped" => Ink::Series(7),
        _ => Ink::Series(1),
    };
    let words = match (row.standing, row.dropped_at_stage) {
        ("selected", _) => format!("{}, selected", row.variant),
        (_, 0) => format!("{}, not dropped", row.variant),
        (_, stage) => format!("{}, dropped at stage {stage}", row.variant),
    };
    let style = if chosen { Type::new(BODY, Ink::Text).bold() } else { Type::new(BODY, Ink::Text) };
    let room = bars.at(0.0) - MARGIN - 16.0;
    figure.canvas.text(MARGIN, top + 13.0, &font::shorten(&words, room, BODY, chosen), style);
    let middle = top + 24.0;
    if let (Some(lower), Some(upper)) = (row.value.lower, row.value.upper) {
        figure.canvas.line(&[(x.at(lower), middle), (x.at(upper), middle)], Stroke::solid(ink, 3.0));
    }
    figure.canvas.dot(x.at(row.value.mean), middle, 4.0, ink);
    let end = bars.at(f64::from(row.replications));
    figure.canvas.rect(Area { x0: bars.at(0.0), y0: middle - 5.0, x1: end, y1: middle + 5.0 }, ink);
    let count = Type::new(SMALL, Ink::Muted).anchored(Anchor::Start);
    figure.canvas.text(end + 5.0, middle + 4.0, &row.replications.to_string(), count);
}

fn data(figure: &mut Figure, tables: &SelectionTables) {
    let row = |r: &SelectionRow| {
        vec![
            r.variant.clone(),
            plain(r.value.mean),
            r.value.lower.map_or(String::new(), plain),
            r.value.upper.map_or(String::new(), plain),
            r.replications.to_string(),
            r.dropped_at_stage.to_string(),
            r.standing.to_string(),
        ]
    };
    let head = ["system", "value", "lower", "upper", "replications", "dropped at stage", "standing"];
    figure.data(&head, tables.selection.iter().map(row).collect());
}
