//! The section on service levels: every definition with its denominator in its name, by reason and group; intervals of the week.

use super::ReportInput;
use super::sections::{Cell, Grid, Row};
use crate::chart::format;
use crate::table::{Estimate, ServiceLevelRow, plain};
use serde::Serialize;

/// Intervals on the page at most, all variants together; the file has all.
const MOST: usize = 700;
/// Reasons or groups side by side at most; more stand below one another.
const BESIDE: usize = 5;
/// Measures of an interval, a column each; the file has all definitions.
const OF_INTERVALS: [&str; 7] = [
    "offered",
    "within / offered",
    "within / expected",
    "within / answered",
    "lost / offered",
    "blocked / offered",
    "mean response",
];

/// The level over those expected to be answered: it has no twin without blocked calls.
const LAST: &str = "within / (expected − blocked − lost)";
/// Measures of an agent.
const OF_AGENTS: [&str; 3] = ["begun", "on duty", "begun / hour on duty"];

/// One table.
#[derive(Debug, Serialize)]
pub struct Levels {
    /// Heading.
    title: String,
    /// Heading of the first column.
    what: &'static str,
    /// Long tables are folded.
    folded: bool,
    /// Rows that are only in the file.
    left_out: usize,
    grid: Grid,
}

/// The tables, in the order of the file: by reason, by group, by interval; a variant each.
pub fn levels(input: &ReportInput<'_>) -> Vec<Levels> {
    let all = &input.tables.service_levels;
    let variants = input.context.order(all.iter().map(|row| row.variant.as_str()));
    let (mut made, mut room) = (Vec::new(), MOST);
    for (kind, title) in [
        ("reason", "By reason"),
        ("group", "By group that answered"),
        ("promise", "Promises kept, by group that promises"),
        ("agent", "By agent"),
        ("period", "By interval of the week"),
    ] {
        for variant in &variants {
            let rows: Vec<&ServiceLevelRow> =
                all.iter().filter(|row| row.kind == kind && row.variant == *variant).collect();
            let title = format!("{title}: {}", input.context.title_of(variant));
            match kind {
                "period" => made.extend(listed(&rows, title, "Interval", &OF_INTERVALS, &mut room)),
                "agent" => made.extend(listed(&rows, title, "Agent", &OF_AGENTS, &mut room)),
                _ => made.extend(measures(&rows, &title)),
            }
        }
    }
    made
}

/// Names in the order of the rows.
fn names<'a>(rows: &[&'a ServiceLevelRow]) -> Vec<&'a str> {
    let mut names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    names.dedup();
    names
}

/// A row a definition, a column a reason or group.
fn measures(rows: &[&ServiceLevelRow], title: &str) -> Vec<Levels> {
    let mut listed: Vec<&str> = Vec::new();
    // Where no call was blocked, levels with and without those are the same.
    let blocked = rows.iter().any(|row| row.metric == "blocked / offered" && row.value.mean > 0.0);
    for row in rows.iter().filter(|row| blocked || !row.metric.contains("blocked") || row.metric == LAST) {
        if !listed.contains(&row.metric.as_str()) {
            listed.push(&row.metric);
        }
    }
    let table = |(place, some): (usize, &[&str])| {
        let row = |metric: &&str| Row {
            variant: metric.to_string(),
            cells: some.iter().map(|name| found(rows, name, metric)).collect(),
        };
        Levels {
            title: if place == 0 { title.to_string() } else { format!("{title}, continued") },
            what: "Measure",
            folded: false,
            left_out: 0,
            grid: Grid {
                head: some.iter().map(|name| name.to_string()).collect(),
                rows: listed.iter().map(row).collect(),
            },
        }
    };
    names(rows).chunks(BESIDE).enumerate().map(table).collect()
}

/// A row an interval or agent, a column a measure; `room`: rows that the page still takes.
fn listed(
    rows: &[&ServiceLevelRow],
    title: String,
    what: &'static str,
    measures: &[&'static str],
    room: &mut usize,
) -> Option<Levels> {
    let head: Vec<&str> =
        measures.iter().copied().filter(|metric| rows.iter().any(|row| row.metric == *metric)).collect();
    let names = names(rows);
    let own = rows.chunk_by(|a, b| a.name == b.name);
    let row = |(name, own): (&&str, &[&ServiceLevelRow])| Row {
        variant: name.to_string(),
        cells: head.iter().map(|metric| found(own, name, metric)).collect(),
    };
    let rows: Vec<Row> = names.iter().zip(own).take(*room).map(row).collect();
    let left_out = names.len() - rows.len();
    *room -= rows.len();
    let head = head.into_iter().map(str::to_string).collect();
    (!rows.is_empty()).then_some(Levels {
        title,
        what,
        folded: what == "Interval",
        left_out,
        grid: Grid { head, rows },
    })
}

fn found(rows: &[&ServiceLevelRow], name: &str, metric: &str) -> Cell {
    rows.iter().find(|row| row.name == name && row.metric == metric).map_or_else(none, |row| cell(row))
}

fn none() -> Cell {
    Cell { value: "–".to_string(), key: String::new(), interval: String::new() }
}

fn cell(row: &ServiceLevelRow) -> Cell {
    let Estimate { mean, lower, upper, .. } = row.value;
    if row.unit == "share" {
        let ends = lower.zip(upper);
        let words = |(low, high): (f64, f64)| format!("{} %", format::ends(low * 100.0, high * 100.0, false, 1));
        let interval = ends.filter(|(low, high)| low < high).map_or(String::new(), words);
        return Cell { value: format::share(mean, ends), key: plain(mean), interval };
    }
    let text = |value: f64| match row.unit.as_str() {
        "s" => format::seconds(value),
        "h" => format!("{} h", format::number(value)),
        _ => format::number(value),
    };
    let words = |(lower, upper): (f64, f64)| format!("{} to {}", text(lower), text(upper));
    let interval = lower.zip(upper).filter(|(lower, upper)| lower < upper).map_or(String::new(), words);
    Cell { value: text(mean), key: plain(mean), interval }
}
