//! Sweeps: many points of one scenario, billed and compared.
//!
//! ```text
//! axes ─► points (the plan, written first) ─► reader (each point by the normal loader)
//!      ─► groups (points whose desk does the same) ─► jobs (group × replication) ─► answers ─► tables, words
//! ```
//!
//! Points that differ only in what no policy reads (rates, quotas, wages, exchange rates) share one simulation: it is billed
//! under all of them at once. Where a policy reads a price, the desk's identity differs and it is simulated again. Which of
//! the two holds is not guessed: two points share a simulation exactly if the store would find the same desk for both
//! ([`store::desk_of`](super::store::desk_of)).

mod answers;
mod crossing;
mod effects;
mod front;
mod groups;
mod inner;
mod jobs;
mod parts;
mod reader;
mod tables;
mod words;

pub use answers::{Answers, Asked, DEFAULT_METRICS};
pub use effects::reading;
pub use groups::{Groups, Seat};
pub use reader::Reader;

use crate::scenario::Scenario;
use crate::table::SweepTables;

use super::host::Host;
use super::points::Points;
use super::runner::Failure;

/// What a sweep found.
#[derive(Debug, Default)]
pub struct SweepStudy {
    /// All tables.
    pub tables: SweepTables,
    /// The verdict, a sentence a line.
    pub verdict: Vec<String>,
    /// How promises were staffed, what else is to be known.
    pub notes: Vec<String>,
    /// Replications that failed: point and variant by name, replication, why.
    pub failures: Vec<(String, u32, String)>,
    /// Replications in the tables.
    pub finished: u32,
    /// Everything asked for is in the tables.
    pub complete: bool,
    /// What is neither stored nor computed, in words.
    pub missing: Vec<String>,
    /// Simulations that differ, of so many points × variants.
    pub desks: usize,
    /// Events simulated.
    pub events: i64,
}

/// Runs a sweep on a host: what it has stored is not computed again.
///
/// Errors: a point that is refused, cannot be compiled or staffed.
pub fn sweep_on(reader: &Reader, base: &Scenario, points: &Points, host: &Host) -> Result<SweepStudy, Vec<String>> {
    let groups = groups_of(reader, base, points, host)?;
    let asked = Asked::of(base);
    let answers = jobs::run(&groups, &asked, base, host);
    Ok(study(base, points, &groups, &asked, answers))
}

/// The axes and points of a plan as they stand in tables.
pub fn plan_tables(points: &Points) -> SweepTables {
    tables::plan(points)
}

/// Computes a shard into the host's store; tables are for `merge` to make.
///
/// Errors: as [`sweep_on`].
pub fn sweep_shard(
    reader: &Reader,
    base: &Scenario,
    points: &Points,
    host: &Host,
) -> Result<Vec<(String, u32, String)>, Vec<String>> {
    let groups = groups_of(reader, base, points, host)?;
    let answers = jobs::run(&groups, &Asked::of(base), base, host);
    Ok(named(base, points, &answers.failures))
}

/// Reads every point and sees which share a desk.
///
/// Errors: as [`sweep_on`].
pub fn groups_of(reader: &Reader, base: &Scenario, points: &Points, host: &Host) -> Result<Groups, Vec<String>> {
    host.watch.phase("reading points", 0);
    let scenarios = reader.scenarios(base, points).map_err(|report| vec![report.render(false)])?;
    Groups::of(base, scenarios, host)
}

/// Answers of all points: what `sensitivity` works on too.
pub fn answers_of(groups: &Groups, asked: &Asked, base: &Scenario, host: &Host) -> Answers {
    jobs::run(groups, asked, base, host)
}

fn study(base: &Scenario, points: &Points, groups: &Groups, asked: &Asked, answers: Answers) -> SweepStudy {
    let mut study = SweepStudy {
        notes: groups.notes.clone(),
        failures: named(base, points, &answers.failures),
        finished: answers.replications.len() as u32,
        complete: answers.failures.is_empty() && answers.missing == 0,
        desks: groups.desks.len(),
        events: answers.events,
        ..SweepStudy::default()
    };
    if answers.missing > 0 {
        study.missing.push(format!("{} of {} simulations", answers.missing, answers.jobs));
    }
    let source = tables::Source { base, points, asked, answers: &answers };
    study.tables = tables::tables(&source);
    study.verdict = words::verdict(&source, &study.tables, groups);
    study
}

fn named(base: &Scenario, points: &Points, failures: &[(usize, Failure)]) -> Vec<(String, u32, String)> {
    let name = |point: usize, failure: &Failure| {
        let name = format!("{} at {}", base.variants[failure.variant].name, points.words(point));
        (name, failure.replication, failure.message.clone())
    };
    failures.iter().map(|(point, failure)| name(*point, failure)).collect()
}
