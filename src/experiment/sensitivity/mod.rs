//! What the answer depends on: tornado, Morris screening, Sobol indices.
//!
//! ```text
//! inputs (low, base, high) ─► points of each method ─► the runner of sweeps ─► one answer a point ─► indices
//! ```
//!
//! The answer is a metric of each variant, and its difference from the baseline. All points meet the same customers, so what
//! is common to a replication moves all answers alike and is no noise here; what is left is told as a share of the variance
//! ([`noise`](noise::noise)).

mod inputs;
mod noise;
mod plan;
mod tables;
mod words;

pub use inputs::inputs;
pub use noise::noise;
pub use plan::{Method, Planned};

use crate::scenario::Scenario;
use crate::table::SensitivityTables;

use super::host::Host;
use super::runner::Failure;
use super::sweep::{Answers, Asked, Reader, answers_of, groups_of};

/// Metric of an analysis that names none.
pub const DEFAULT_METRIC: &str = "cost_per_resolved";

/// What an analysis found.
#[derive(Debug, Default)]
pub struct SensitivityStudy {
    /// All tables.
    pub tables: SensitivityTables,
    /// The verdict, a sentence a line.
    pub verdict: Vec<String>,
    /// How promises were staffed.
    pub notes: Vec<String>,
    /// Replications that failed: where, replication, why.
    pub failures: Vec<(String, u32, String)>,
    /// Replications in the tables.
    pub finished: u32,
    /// Everything asked for is in the tables.
    pub complete: bool,
    /// What is neither stored nor computed, in words.
    pub missing: Vec<String>,
    /// Events simulated.
    pub events: i64,
}

/// Runs an analysis on a host: what it has stored is not computed again.
///
/// Errors: a point that is refused, cannot be compiled or staffed; an answer that cannot be explained.
pub fn sensitivity_on(
    reader: &Reader,
    base: &Scenario,
    planned: &Planned,
    host: &Host,
) -> Result<SensitivityStudy, Vec<String>> {
    let groups = groups_of(reader, base, &planned.points, host)?;
    let asked = Asked::named(std::slice::from_ref(&planned.metric), base.run.level);
    let answers = answers_of(&groups, &asked, base, host);
    let mut study = SensitivityStudy {
        notes: groups.notes.clone(),
        failures: named(base, planned, &answers.failures),
        finished: answers.replications.len() as u32,
        complete: answers.failures.is_empty() && answers.missing == 0,
        events: answers.events,
        ..SensitivityStudy::default()
    };
    if answers.missing > 0 {
        study.missing.push(format!("{} of {} simulations", answers.missing, answers.jobs));
    }
    if study.finished > 0 {
        let source = Source { base, planned, asked: &asked, answers: &answers };
        study.tables = tables::tables(&source).map_err(|why| vec![why])?;
        study.verdict = words::verdict(&source, &study.tables);
    }
    Ok(study)
}

/// Computes a shard into the host's store; tables are for `merge` to make.
///
/// Errors: as [`sensitivity_on`].
pub fn sensitivity_shard(
    reader: &Reader,
    base: &Scenario,
    planned: &Planned,
    host: &Host,
) -> Result<Vec<(String, u32, String)>, Vec<String>> {
    let groups = groups_of(reader, base, &planned.points, host)?;
    let asked = Asked::named(std::slice::from_ref(&planned.metric), base.run.level);
    let answers = answers_of(&groups, &asked, base, host);
    Ok(named(base, planned, &answers.failures))
}

/// Everything tables are made from.
struct Source<'a> {
    base: &'a Scenario,
    planned: &'a Planned,
    asked: &'a Asked,
    answers: &'a Answers,
}

fn named(base: &Scenario, planned: &Planned, failures: &[(usize, Failure)]) -> Vec<(String, u32, String)> {
    let name = |point: usize, failure: &Failure| {
        let name = format!("{} at {}", base.variants[failure.variant].name, planned.points.words(point));
        (name, failure.replication, failure.message.clone())
    };
    failures.iter().map(|(point, failure)| name(*point, failure)).collect()
}
