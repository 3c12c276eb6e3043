//! What other rooms tell the command line: names of tariffs, topics of `explain`.

use crate::scenario::{LoadOptions, codes, settings};
use crate::table;

/// A source of explanations: a topic's text, if it knows the topic.
pub type Topic = fn(&str) -> Option<String>;

/// Asked in this order; a room adds its function here.
pub const TOPICS: &[Topic] = &[settings::describe, codes::describe, table::describe];

/// Names of the built-in tariffs, and the one that follows the dates.
pub fn known_tariffs() -> Vec<String> {
    crate::tariff::names().into_iter().chain([crate::tariff::CALENDAR]).map(str::to_string).collect()
}

/// Names of the metrics, each with the word for its unit.
pub fn known_metrics() -> Vec<(String, &'static str)> {
    table::METRICS.iter().map(|metric| (metric.name.to_string(), metric.unit.word())).collect()
}

/// Options of [`crate::scenario::load`] for a command.
pub fn options(sets: &[String]) -> LoadOptions {
    LoadOptions { sets: sets.to_vec(), tariffs: known_tariffs(), metrics: known_metrics(), ..LoadOptions::default() }
}
