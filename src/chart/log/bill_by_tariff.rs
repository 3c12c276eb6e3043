//! The bill under each tariff, stacked by category, mark-up and tax on top.

use super::super::figure::Figure;
use super::super::format::{about, money};
use super::super::theme::{Ink, Look, Theme};
use super::super::{Error, Picture};
use super::bars::{Bar, bars};
use super::{LogChart, LogContext, units};
use crate::table::{LogTables, plain_nanos};
use std::collections::BTreeMap;

const NAME: &str = "bill_by_tariff";

/// Categories in the order they are stacked; adjacent colours differ most. Whatever else there is comes last in grey.
const PARTS: [(&str, Ink); 7] = [
    ("service", Ink::Series(0)),
    ("marketing", Ink::Series(1)),
    ("utility", Ink::Series(2)),
    ("authentication", Ink::Series(3)),
    ("authentication_international", Ink::Series(4)),
    ("mark-up", Ink::Series(5)),
    ("tax", Ink::Series(6)),
];

/// The chart.
pub const CHART: LogChart = LogChart { name: NAME, needs, draw };

fn needs(tables: &LogTables) -> bool {
    !tables.comparison.is_empty()
}

fn place(category: &str) -> usize {
    PARTS.iter().position(|(name, _)| *name == category).unwrap_or(PARTS.len())
}

fn draw(tables: &LogTables, context: &LogContext, theme: &Theme) -> Result<Picture, Error> {
    let tariffs = tables.tariffs();
    let mut sums: BTreeMap<(&str, usize), i128> = BTreeMap::new();
    for row in &tables.bill {
        *sums.entry((row.tariff.as_str(), place(&row.category))).or_default() += row.amount;
    }
    let currency = tables.comparison.first().map(|r| r.currency);
    let same = |tariff: &&&str| tables.whole(tariff).map(|r| r.currency) == currency;
    let shown: Vec<&str> = tariffs.iter().filter(same).copied().collect();
    let code = currency.map_or(String::new(), |c| c.code().to_string());
    let subtitle = format!("{code}, {}; the same messages under each price list, by category", context.period);
    let mut figure = Figure::new(theme, "The bill under each price list", &subtitle);
    let ink = |at: usize| PARTS.get(at).map_or(Ink::Series(7), |p| p.1);
    let used: Vec<(Look, String)> = (0..=PARTS.len())
        .filter(|at| shown.iter().any(|t| sums.get(&(*t, *at)).is_some_and(|s| *s > 0)))
        .map(|at| {
            let word = PARTS.get(at).map_or("other", |p| p.0).replace('_', " ");
            (Look { ink: ink(at), dash: None }, word)
        })
        .collect();
    figure.key(&used);
    figure.y += 6.0;
    let bar = |tariff: &&str| {
        let part = |at: usize| units(sums.get(&(*tariff, at)).copied().unwrap_or(0).max(0));
        let total: i128 = (0..=PARTS.len()).filter_map(|at| sums.get(&(*tariff, at))).sum();
        let whole = tables.whole(tariff);
        let more = whole.map_or(String::new(), |r| {
            let unrated = if r.unrated > 0 { format!(", {} unrated", about(r.unrated as f64)) } else { String::new() };
            format!("{} of {} charged{unrated}", about(r.charged as f64), about(r.messages as f64))
        });
        Bar {
            name: tariff.to_string(),
            parts: (0..=PARTS.len()).map(|at| (part(at), ink(at))).collect(),
            value: money(units(total)),
            more,
        }
    };
    let all: Vec<Bar> = shown.iter().map(bar).collect();
    bars(&mut figure, &all);
    if shown.len() < tariffs.len() {
        figure.note(&format!("Tariffs in other currencies than {code} are not drawn; all are in bill.csv."));
    }
    let rows = sums.iter().map(|((tariff, at), amount)| {
        let word = PARTS.get(*at).map_or("other", |p| p.0);
        vec![tariff.to_string(), word.to_string(), plain_nanos(*amount)]
    });
    figure.data(&["tariff", "category", "amount"], rows.collect());
    context.close(NAME, figure)
}
