//! A selection in sentences.

use super::procedure::{Decided, Method, Rule};
use super::tabulate::dropped_at;
use crate::scenario::Scenario;
use crate::table::{Metric, SelectionTables, plain};

/// Of fleets: groups of desks are of different sizes and come all at once, so they are no sample for these procedures.
const FLEETS: &str = "Each replication of a fleet is one observation here, since a selection needs observations that are alike and come one by one; \
                      `compare` makes its intervals of desks, often from one replication.";

/// The verdict. `zone` is the indifference zone as the user wrote it.
pub fn words(
    scenario: &Scenario,
    metric: &Metric,
    rule: &Rule,
    zone: &str,
    decided: &Decided,
    tables: &SelectionTables,
) -> Vec<String> {
    let name = |system: usize| scenario.variants[system].name.as_str();
    let sampled: usize = decided.samples.iter().map(Vec::len).sum();
    let most = decided.samples.iter().map(Vec::len).max().unwrap_or(0);
    let equal = most * decided.samples.len();
    let level = plain((rule.level * 1000.0).round() / 10.0);
    let end = if rule.goal == crate::statistics::selection::Goal::Smallest { "smallest" } else { "largest" };
    let value = |system: usize| {
        let row = &tables.selection[system];
        let ends = row.value.lower.zip(row.value.upper);
        let ends = ends.map_or(String::new(), |(low, high)| format!(" ({} to {})", number(low), number(high)));
        format!("{}{ends} {}", number(row.value.mean), row.unit)
    };
    let title = metric.title.to_lowercase();
    let mut lines = Vec::new();
    match (decided.selected, rule.method) {
        (Some(best), Method::KimNelson) => {
            lines.push(format!("Selected: {} has the {end} {}, {}.", name(best), title, value(best)));
            lines.push(format!(
                "If the best of all {} leads by {zone} or more, this is it with a probability of at least {level} %; else it is within {zone} of \
                 the best with that probability (Kim & Nelson 2001; replications about normal).",
                decided.samples.len()
            ));
        }
        (Some(best), Method::Ocba { .. }) => {
            let likely = decided.likely.unwrap_or(0.0) * 100.0;
            lines.push(format!("Best so far: {} has the {end} {}, {}.", name(best), title, value(best)));
            lines.push(format!(
                "It is the best with an estimated probability of at least {likely:.1} %: an estimate from these replications, no guarantee \
                 (OCBA spends a budget, it does not ask how sure the answer is; Kim & Nelson does)."
            ));
        }
        (None, _) => {
            let left: Vec<&str> = decided.left.iter().map(|system| name(*system)).collect();
            lines.push(format!(
                "NOT DECIDED within {} replications of each: {} are left; allow more replications or a larger indifference zone than {zone}.",
                rule.at_most,
                left.join(", ")
            ));
        }
    }
    let mut dropped: Vec<(u32, usize)> = (0..decided.samples.len())
        .filter_map(|system| dropped_at(decided, system).map(|stage| (stage, system)))
        .collect();
    dropped.sort_unstable();
    if !dropped.is_empty() {
        let said = dropped.iter().map(|(stage, system)| {
            format!(
                "{} at stage {stage} with {} replications ({})",
                name(*system),
                decided.samples[*system].len(),
                value(*system)
            )
        });
        lines.push(format!("Dropped: {}.", said.collect::<Vec<_>>().join("; ")));
    }
    if scenario.variants.iter().any(|variant| variant.model.fleet.is_some()) {
        lines.push(FLEETS.into());
    }
    lines.push(format!(
        "{sampled} replications in {} stage{}; {equal} if all {} systems had as many as the longest.",
        decided.stages.len(),
        if decided.stages.len() == 1 { "" } else { "s" },
        decided.samples.len()
    ));
    lines
}

/// Four digits that count.
fn number(value: f64) -> String {
    let places = if value == 0.0 { 0 } else { (3.0 - value.abs().log10().floor()).clamp(0.0, 6.0) as usize };
    format!("{value:.places$}")
}
