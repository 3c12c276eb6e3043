//! Words that the scenario files of several models share, and the statistics they have in common.

use super::super::case::{Check, check, pair, plain};
use super::super::reference::Row;
use super::super::seen::Seen;

/// µs to seconds.
pub const MICRO: f64 = 1e-6;

/// One reason with a constant volume; `handling` is a law.
pub fn reason(per_h: f64, handling: &str) -> String {
    format!("[reason.r]\nvolume = \"{per_h}/h\"\nhandling = \"{handling}\"\nsame_difficulty = 0\n")
}

/// A call centre; `more` are further settings of it, each with its line end.
pub fn call_center(agents: u32, threshold_s: f64, more: &str) -> String {
    format!(
        "[call_center]\nagents = {agents}\nwage = \"0 USD\"\n{more}[measures]\ncall_threshold = \"{threshold_s} s\"\n"
    )
}

/// Agents who answer messages; `more` are further settings of them.
pub fn team(agents: u32, concurrency: u32, threshold_s: f64, more: &str) -> String {
    format!(
        "[group.team]\nagents = {agents}\nconcurrency = {concurrency}\nwage = \"0 USD\"\n{more}\
         [measures]\nmessage_threshold = \"{threshold_s} s\"\n"
    )
}

/// Longest relaxation time of M/M/c, hours: 1 / (√(cμ) − √λ)².
pub fn relaxation_h(per_h: f64, aht_s: f64, servers: u32) -> f64 {
    let gap = (f64::from(servers) * 3600.0 / aht_s).sqrt() - per_h.sqrt();
    1.0 / (gap * gap)
}

/// Share of turns that waited.
pub fn p_wait(exact: f64) -> Check {
    check("P(wait)", exact, 1.0, |s| pair(s.waits.waited, s.waits.offered))
}

/// Share of turns that gave up.
pub fn p_abandon(exact: f64) -> Check {
    check("P(abandon)", exact, 1.0, |s| pair(s.waits.lost, s.waits.offered))
}

/// Mean wait of all turns, served or not.
pub fn wait_all(exact: f64) -> Check {
    check("mean wait of all, s", exact, MICRO, |s| pair(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered))
}

/// Share of all turns taken up within the threshold.
pub fn level_offered(exact: f64) -> Check {
    check("answered in T / offered", exact, 1.0, |s| pair(s.waits.answered_within, s.waits.offered))
}

/// Share of the agents' time that they work.
pub fn occupancy(exact: f64) -> Check {
    plain("occupancy", exact, 1.0, |s| {
        pair(s.staff.groups.iter().map(|g| g.busy).sum(), s.staff.groups.iter().map(|g| g.staffed).sum())
    })
}

/// Mean number of turns in the queue.
pub fn queue(exact: f64) -> Check {
    check("mean queue", exact, 1.0, |s| pair(s.staff.hours.iter().map(|h| h.queue).sum(), s.span))
}

/// Contact-time in service over the run.
pub fn serving(s: &Seen) -> (i128, i128) {
    pair(s.staff.groups.iter().map(|g| g.serving).sum(), s.span)
}

/// `table id`.
///
/// # Errors
/// A table without ids.
pub fn name(table: &str, row: &Row) -> Result<String, String> {
    Ok(format!("{table} {}", row.id()?))
}

/// Customers of a row, in millions: the plan's, or the usual.
pub fn planned(plan: &[(&str, f64)], id: &str, usual: f64) -> f64 {
    plan.iter().find(|(known, _)| *known == id).map_or(usual, |(_, n)| *n) * 1e6
}
