//! Every variant against the best of the others: Hsu's multiple comparisons, on common replications.

use crate::statistics::linearised_together;
use crate::statistics::selection::{Goal, compare_with_best};
use crate::table::{BestRow, Unit};

use super::breakeven::scale;
use super::tabulate::{Matrix, Observations, Source};

/// Metrics that have a good end, the most telling first.
pub const GOALS: [(&str, Goal); 8] = [
    ("cost_per_resolved", Goal::Smallest),
    ("cost_per_contact", Goal::Smallest),
    ("fee", Goal::Smallest),
    ("first_response_mean", Goal::Smallest),
    ("response_mean", Goal::Smallest),
    ("promise_kept", Goal::Largest),
    ("answered_share", Goal::Largest),
    ("resolved_share", Goal::Largest),
];

/// `best`: one row a metric and variant. `indifference` is a cost per contact too small to matter, units of the reporting
/// currency; it holds for the costs per contact alone.
///
/// Empty with one variant or one replication; metrics that a variant has not are left out.
pub fn best(source: &Source, observed: &Observations, indifference: f64) -> Vec<BestRow> {
    let all: Vec<usize> = (0..source.assemblies.len()).collect();
    let matrices = observed.paired(&all);
    let mut rows = Vec::new();
    for (name, goal) in GOALS {
        rows.extend(of_metric(source, &matrices, name, goal, indifference).unwrap_or_default());
    }
    rows
}

fn of_metric(source: &Source, matrices: &[&Matrix], name: &str, goal: Goal, zone: f64) -> Option<Vec<BestRow>> {
    let metric = crate::table::metric(name)?;
    let zone = if matches!(metric.unit, Unit::MoneyPer(_)) { zone } else { 0.0 };
    let systems: Option<Vec<_>> = matrices
        .iter()
        .map(|matrix| {
            let column = matrix.first()?.iter().position(|value| value.metric == name)?;
            Some(matrix.iter().map(|row| (row[column].numerator, row[column].denominator)).collect())
        })
        .collect();
    let systems = linearised_together(&systems?)?;
    let found = compare_with_best(&systems, goal, zone / metric.scale, source.scenario.run.level).ok()?;
    let unit = metric.unit.text(source.scenario.currencies.report);
    let row = |against: crate::statistics::selection::AgainstBest| BestRow {
        variant: source.scenario.variants[against.system].name.clone(),
        metric: name.into(),
        unit: unit.clone(),
        mean: against.mean * metric.scale,
        behind: scale(against.difference, metric.scale),
        zone,
        standing: against.standing.as_str(),
    };
    Some(found.into_iter().map(row).collect())
}
