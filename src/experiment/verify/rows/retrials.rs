//! Callers who give up and call again much later: attempts come nearly as a Poisson process of the rate that solves
//! L = λ + r P(abandon | L) L, each seeing Erlang A.

use super::super::case::{Case, pair, plain};
use super::text::{MICRO, call_center, reason};
use crate::statistics::erlang_a;

/// A busy and a very busy centre.
pub fn retrials() -> Result<Vec<Case>, String> {
    [("retrials 10 agents", 180.0, 10, 0.4), ("retrials 20 agents in overload", 420.0, 20, 0.6)]
        .iter()
        .map(|(name, per_h, agents, again)| case(name, *per_h, *agents, *again))
        .collect()
}

fn case(name: &str, per_h: f64, agents: u32, again: f64) -> Result<Case, String> {
    let (aht, patience) = (180.0, 120.0);
    let mut attempts = per_h;
    let mut exact = erlang_a(attempts, aht, patience, agents, 20.0).map_err(|e| e.to_string())?;
    // The map is a contraction: a caller more brings less than one attempt more.
    for _ in 0..200 {
        attempts = per_h + again * exact.p_abandon * attempts;
        exact = erlang_a(attempts, aht, patience, agents, 20.0).map_err(|e| e.to_string())?;
    }
    let mut case = Case::new("M/M/c+M with retrials", name.to_string(), 6e6, attempts);
    // Delays of 20 h forget the queue that made them; the lead fills the orbit.
    case.lead_h = 160.0;
    let more = format!(
        "patience = \"exponential, mean {patience} s\"\n\
         retrial = {{ chance = \"{} %\", after = \"exponential, mean 20 h\" }}\n",
        again * 100.0
    );
    case.text = reason(per_h, &format!("exponential, mean {aht} s")) + &call_center(agents, 20.0, &more);
    case.checks = vec![
        plain("attempts an hour", attempts, 3.6e9, |s| pair(s.waits.offered, s.span)),
        plain("P(abandon) of an attempt", exact.p_abandon, 1.0, |s| pair(s.waits.lost, s.waits.offered)),
        plain("mean wait of all, s", exact.mean_wait_all_s, MICRO, |s| {
            pair(s.waits.wait_answered + s.waits.wait_lost, s.waits.offered)
        }),
    ];
    Ok(case)
}
