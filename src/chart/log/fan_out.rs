//! The fan-out: answers by their number of messages.

use super::super::figure::Figure;
use super::super::format::{about, percent};
use super::super::theme::{Ink, Theme};
use super::super::{Error, Picture};
use super::bars::{Bar, bars};
use super::{LogChart, LogContext};
use crate::table::LogTables;
use std::collections::BTreeMap;

const NAME: &str = "fan_out";
/// Sizes drawn apart.
const MOST: u32 = 8;

/// The chart.
pub const CHART: LogChart = LogChart { name: NAME, needs, draw };

fn needs(tables: &LogTables) -> bool {
    !tables.fan_out.is_empty()
}

fn draw(tables: &LogTables, context: &LogContext, theme: &Theme) -> Result<Picture, Error> {
    let mut sizes: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
    for row in &tables.fan_out {
        let sum = sizes.entry(row.size.min(MOST)).or_default();
        sum.0 += row.answers;
        sum.1 += row.messages;
    }
    let all: u64 = sizes.values().map(|s| s.1).sum();
    let subtitle = format!(
        "Free-form messages by the size of the answer they are part of, {}; messages of answers of two and more could often be one",
        context.period
    );
    let mut figure = Figure::new(theme, "How many messages an answer takes", &subtitle);
    let bar = |(size, (answers, messages)): (&u32, &(u64, u64))| {
        let name = match *size {
            1 => "one message".to_string(),
            MOST => format!("{MOST} and more"),
            n => format!("{n} messages"),
        };
        Bar {
            name,
            parts: vec![(*messages as f64, if *size == 1 { Ink::Series(7) } else { Ink::Series(0) })],
            value: percent(*messages as f64 / all.max(1) as f64),
            more: format!("of messages; {} answers, {} messages", about(*answers as f64), about(*messages as f64)),
        }
    };
    let drawn: Vec<Bar> = sizes.iter().map(bar).collect();
    bars(&mut figure, &drawn);
    let rows = tables
        .fan_out
        .iter()
        .map(|r| vec![r.number.clone(), r.size.to_string(), r.answers.to_string(), r.messages.to_string()]);
    figure.data(&["number", "messages an answer", "answers", "messages"], rows.collect());
    context.close(NAME, figure)
}
