//! Explains a metric, a table or a column in words.

use super::columns::{TABLES, TableColumns, table};
use super::log::{FACT_TABLE, LINE_TABLE, LOG_TABLES};
use super::metrics::metric;
use super::price::PRICE_TABLES;
use super::selection::SELECTION_TABLES;
use super::staff::STAFF_TABLES;
use super::sweep::SWEEP_TABLES;
use crate::units::Currency;

/// What a metric (`response_p90`), a table (`bill`) or a column (`bill.tier`) means; `None` if it is none of these.
pub fn describe(topic: &str) -> Option<String> {
    if let Some(found) = metric(topic) {
        return Some(format!(
            "{}: {}\n  unit     {} (money in the reporting currency, here EUR)\n  formula  {}\n  {}\n",
            found.name,
            found.title,
            found.unit.text(Currency::EUR),
            found.formula,
            found.meaning
        ));
    }
    let of_log = LOG_TABLES.iter().chain([&LINE_TABLE, &FACT_TABLE]).find(|t| t.name == topic);
    let of = |list: &'static [TableColumns]| list.iter().find(|t| t.name == topic);
    let texts = [
        table(topic).map(|t| ("table", t)),
        of_log.map(|t| ("table of a log's bill,", t)),
        of(SWEEP_TABLES).map(|t| ("table of a sweep or sensitivity analysis,", t)),
        of(PRICE_TABLES).map(|t| ("table of a price game,", t)),
        of(STAFF_TABLES).map(|t| ("table of `staff`,", t)),
        of(SELECTION_TABLES).map(|t| ("table of `select`,", t)),
    ];
    let texts: String = texts.into_iter().flatten().map(|(what, found)| columns(what, found)).collect();
    if !texts.is_empty() {
        return Some(texts);
    }
    let (name, column) = topic.split_once('.')?;
    let found = TABLES.iter().find(|t| t.name == name)?.columns.iter().find(|c| c.name == column)?;
    Some(format!("column {topic} [{}]: {}\n", found.unit, found.meaning))
}

/// A table's meaning and columns.
fn columns(what: &str, found: &TableColumns) -> String {
    let columns = found.columns.iter().map(|c| format!("  {:16} {:12} {}\n", c.name, c.unit, c.meaning));
    format!("{what} {}: {}\n{}", found.name, found.meaning, columns.collect::<String>())
}
