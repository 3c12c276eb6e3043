//! Erlang-R: contacts of several turns; the customer thinks between them and returns to the queue.

use super::erlang_c::{ErlangC, check, erlang_c};
use super::problem::QueueError;

/// The stationary re-entrant system with constant rates. Yom-Tov & Mandelbaum 2014 (10.1287/msom.2013.0474).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangR {
    /// Turns an hour, λ / (1 − p).
    pub turns_per_h: f64,
    /// Mean turns of a contact, 1 / (1 − p).
    pub turns_per_contact: f64,
    /// Mean number of agents at work, R1 = λ / ((1 − p) μ), erlangs.
    pub offered_load_erl: f64,
    /// Mean number of customers who think, R2 = p λ / ((1 − p) δ); their number is Poisson with this mean.
    pub mean_thinking: f64,
    /// Each turn's wait: Erlang C at the rate of turns.
    pub turn: ErlangC,
    /// Mean time from the first message of a contact to its last answer, seconds.
    pub mean_contact_s: f64,
}

/// Erlang-R for `lambda_per_h` new contacts an hour, `turn_s` seconds of mean work a turn, chance `p_return` (0 to below 1)
/// that the customer comes back after a mean of `think_s` seconds; slots are released between turns.
///
/// A Jackson network: the station of the agents has the law of an M/M/c queue that is offered all turns, so each turn
/// waits exactly as in Erlang C, whatever the law of the thinking time.
///
/// # Errors
/// Arguments out of range, or a load of at least `servers` erlangs.
pub fn erlang_r(
    lambda_per_h: f64,
    turn_s: f64,
    p_return: f64,
    think_s: f64,
    servers: u32,
    threshold_s: f64,
) -> Result<ErlangR, QueueError> {
    check(lambda_per_h, turn_s)
        .range("p_return", p_return, "a chance", 0.0, 0.999_999)
        .range("think_s", think_s, "seconds", 0.0, 1e9)
        .servers(servers)
        .threshold(threshold_s)
        .finish()?;
    let turns_per_contact = 1.0 / (1.0 - p_return);
    let turns_per_h = lambda_per_h * turns_per_contact;
    let turn = erlang_c(turns_per_h, turn_s, servers, threshold_s)?;
    let returns = turns_per_contact - 1.0;
    Ok(ErlangR {
        turns_per_h,
        turns_per_contact,
        offered_load_erl: turn.offered_load_erl,
        mean_thinking: lambda_per_h / 3600.0 * returns * think_s,
        turn,
        mean_contact_s: turns_per_contact * turn.mean_sojourn_s + returns * think_s,
    })
}
