//! A selection as tables.

use super::procedure::Decided;
use crate::experiment::breakeven::scale;
use crate::scenario::Scenario;
use crate::statistics::{ratio, share};
use crate::table::{SelectionRow, SelectionTables, StageRow, Unit};

/// Stage at which a system was dropped, from 1.
pub fn dropped_at(decided: &Decided, system: usize) -> Option<u32> {
    decided.stages.iter().position(|stage| stage.dropped.contains(&system)).map(|stage| stage as u32 + 1)
}

/// The tables, the selected system first, then by how long they stayed and how good they are.
pub fn tables(scenario: &Scenario, metric: &str, decided: &Decided) -> SelectionTables {
    let known = crate::table::metric(metric);
    let (factor, unit) = known.map_or((1.0, String::new()), |m| (m.scale, m.unit.text(scenario.currencies.report)));
    let mut rows = Vec::new();
    for (system, pairs) in decided.samples.iter().enumerate() {
        let counts = known.is_some_and(|m| m.unit == Unit::Share) && pairs.iter().all(|(n, d)| 0 <= *n && n <= d);
        let level = scenario.run.level;
        let interval = if counts { share(pairs, level) } else { ratio(pairs, level) };
        let dropped = dropped_at(decided, system);
        let standing = match dropped {
            _ if decided.selected == Some(system) => "selected",
            Some(_) => "dropped",
            None => "kept",
        };
        rows.push(SelectionRow {
            variant: scenario.variants[system].name.clone(),
            metric: metric.into(),
            unit: unit.clone(),
            value: interval.map(|interval| scale(interval, factor)).unwrap_or_default(),
            dropped_at_stage: dropped.unwrap_or(0),
            replications: pairs.len() as u32,
            standing,
        });
    }
    let mut stages = Vec::new();
    for (number, stage) in decided.stages.iter().enumerate() {
        stages.extend(stage.systems.iter().map(|(system, replications, mean)| StageRow {
            stage: number as u32 + 1,
            variant: scenario.variants[*system].name.clone(),
            replications: *replications,
            mean: mean * factor,
            standing: if stage.dropped.contains(system) { "dropped" } else { "in" },
        }));
    }
    SelectionTables { selection: rows, stages }
}
