//! Explains a metric, a table or a column in words.

use super::columns::{TABLES, table};
use super::metrics::metric;
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
    if let Some(found) = table(topic) {
        let columns = found.columns.iter().map(|c| format!("  {:16} {:12} {}\n", c.name, c.unit, c.meaning));
        return Some(format!("table {}: {}\n{}", found.name, found.meaning, columns.collect::<String>()));
    }
    let (name, column) = topic.split_once('.')?;
    let found = TABLES.iter().find(|t| t.name == name)?.columns.iter().find(|c| c.name == column)?;
    Some(format!("column {topic} [{}]: {}\n", found.unit, found.meaning))
}
