//! The exact values of workloads (a), (b) and (c).

use crate::statistics::{erlang_a, erlang_c};

use super::Workload;
use crate::statistics::tally::Waits;

/// A statistic with its exact value.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// What it is, with its unit.
    pub name: &'static str,
    /// Exact value.
    pub exact: f64,
    /// Value in a tally.
    pub of: fn(&Waits) -> f64,
}

/// The figures of a workload: Erlang C for (a) and, at three turns a conversation and three places an agent, (c); Erlang A
/// for (b). A fleet has none: its shifts let turns wait over night.
///
/// # Errors
/// None for these parameters.
pub fn figures(workload: Workload) -> Result<Vec<Figure>, String> {
    let wait = |exact| Figure { name: "mean wait, s", exact, of: mean_wait };
    let over = |exact| Figure { name: "P(wait > 20 s)", exact, of: over };
    match workload {
        Workload::D => Ok(Vec::new()),
        Workload::B => {
            let queue = erlang_a(420.0, 180.0, 120.0, 20, 20.0).map_err(|e| e.to_string())?;
            // All turns, served or not: those within the threshold are the answered and the abandoned within it.
            let abandoned = Figure { name: "P(abandon)", exact: queue.p_abandon, of: abandoned };
            Ok(vec![wait(queue.mean_wait_all_s), over(1.0 - queue.sl_abandons_within_count), abandoned])
        }
        Workload::A | Workload::C => {
            let (turns_per_h, servers) = if workload == Workload::C { (1080.0, 60) } else { (360.0, 20) };
            let queue = erlang_c(turns_per_h, 180.0, servers, 20.0).map_err(|e| e.to_string())?;
            Ok(vec![wait(queue.asa_s), over(1.0 - queue.service_level)])
        }
    }
}

/// Mean wait of all turns until taken up or given up, s.
fn mean_wait(waits: &Waits) -> f64 {
    (waits.queued_sum + waits.lost_sum) as f64 * 1e-6 / waits.offered as f64
}

/// Share of turns that waited longer than the threshold, served or not.
fn over(waits: &Waits) -> f64 {
    let lost = waits.offered - waits.answered;
    (waits.queued_over + lost - waits.lost_within) as f64 / waits.offered as f64
}

/// Share of turns abandoned.
fn abandoned(waits: &Waits) -> f64 {
    (waits.offered - waits.answered) as f64 / waits.offered as f64
}
