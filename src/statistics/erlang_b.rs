//! Erlang B, M/M/c/c: lines without a queue, a caller who finds all busy is lost.

use super::problem::{Checks, QueueError};

/// The stationary loss system. Erlang 1917.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangB {
    /// Share of arrivals that are blocked.
    pub p_block: f64,
    /// Mean number of busy lines, erlangs.
    pub carried_load_erl: f64,
    /// Busy share of a line, 0 to 1.
    pub occupancy: f64,
}

/// Erlang B for `offered_load_erl` erlangs (0 to 1e12) on `servers` lines (1 to 1,000,000).
///
/// Recursion B(0) = 1, B(k) = a B(k−1) / (k + a B(k−1)): each step damps the rounding error of the one before, so no
/// factorial is formed and 10,000 lines are as good as ten.
///
/// # Errors
/// A load or a number of lines outside the range.
///
/// ```
/// let b = chatfare::statistics::erlang_b(5.0, 10)?;
/// assert!((b.p_block - 0.018384570336648132).abs() < 1e-15);
/// # Ok::<(), chatfare::statistics::QueueError>(())
/// ```
pub fn erlang_b(offered_load_erl: f64, servers: u32) -> Result<ErlangB, QueueError> {
    Checks::default().range("offered_load_erl", offered_load_erl, "erlangs", 0.0, 1e12).servers(servers).finish()?;
    let p_block = blocking(offered_load_erl, servers);
    let carried_load_erl = carried(offered_load_erl, servers);
    Ok(ErlangB { p_block, carried_load_erl, occupancy: carried_load_erl / f64::from(servers) })
}

/// B(servers) by the recursion; 1 with no server.
pub(super) fn blocking(load: f64, servers: u32) -> f64 {
    (1..=servers).fold(1.0, |b, k| load * b / (f64::from(k) + load * b))
}

/// a (1 − B(c)) without the subtraction, which loses all digits in overload: 1 − B(c) = c / (c + a B(c−1)).
fn carried(load: f64, servers: u32) -> f64 {
    let c = f64::from(servers);
    load * c / (c + load * blocking(load, servers.saturating_sub(1)))
}
