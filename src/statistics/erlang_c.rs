//! Erlang C, M/M/c: callers wait as long as it takes, first come first served.

use super::erlang_b::blocking;
use super::problem::{Checks, Problem, QueueError, offered_load};

/// The stationary waiting system. Erlang 1917; Gans, Koole, Mandelbaum 2003 (10.1287/msom.5.2.79.16071).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// Work offered, erlangs.
    pub offered_load_erl: f64,
    /// Busy share of an agent, 0 to 1.
    pub occupancy: f64,
    /// Share of arrivals that must wait.
    pub p_wait: f64,
    /// Average speed of answer: mean wait over all arrivals, seconds.
    pub asa_s: f64,
    /// Share answered within the threshold asked for.
    pub service_level: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Mean number waiting or served.
    pub mean_in_system: f64,
    /// Mean time from arrival to end of service, seconds.
    pub mean_sojourn_s: f64,
    /// Mean wait of those who wait, seconds.
    pub mean_wait_of_delayed_s: f64,
}

/// Erlang C for `lambda_per_h` arrivals an hour, `aht_s` seconds of mean handling time and `servers` agents;
/// `threshold_s` is the time of the service level, in seconds.
///
/// With B = Erlang B: C = c B / (c − a (1 − B)), P(W > t) = C exp(−(cμ − λ) t).
///
/// # Errors
/// Arguments out of range, or a load of at least `servers` erlangs (the queue grows without end).
///
/// ```
/// // The example of every calculator: 100 calls in half an hour, 3 minutes each, 80 % in 20 s.
/// let c = chatfare::statistics::erlang_c(200.0, 180.0, 14, 20.0)?;
/// assert!((c.service_level - 0.888350019179466).abs() < 1e-12);
/// # Ok::<(), chatfare::statistics::QueueError>(())
/// ```
pub fn erlang_c(lambda_per_h: f64, aht_s: f64, servers: u32, threshold_s: f64) -> Result<ErlangC, QueueError> {
    check(lambda_per_h, aht_s).servers(servers).threshold(threshold_s).finish()?;
    let (load, c) = (offered_load(lambda_per_h, aht_s), f64::from(servers));
    if load >= c {
        return Err(Problem::Unstable { offered_load_erl: load, servers, enough: load.floor() + 1.0 }.into());
    }
    let lost = blocking(load, servers);
    let p_wait = c * lost / ((c - load) + load * lost);
    let delayed_s = aht_s / (c - load);
    let asa_s = p_wait * delayed_s;
    let mean_queue = p_wait * load / (c - load);
    Ok(ErlangC {
        offered_load_erl: load,
        occupancy: load / c,
        p_wait,
        asa_s,
        service_level: 1.0 - p_wait * libm::exp(-threshold_s / delayed_s),
        mean_queue,
        mean_in_system: load + mean_queue,
        mean_sojourn_s: aht_s + asa_s,
        mean_wait_of_delayed_s: delayed_s,
    })
}

impl ErlangC {
    /// Share of arrivals that wait longer than `t_s` seconds.
    pub fn p_wait_longer_than(&self, t_s: f64) -> f64 {
        self.p_wait * libm::exp(-t_s.max(0.0) / self.mean_wait_of_delayed_s)
    }

    /// Quantile `q` (0 to below 1) of the wait over all arrivals, seconds: max(0, ln(C/(1−q)) / (cμ − λ)).
    pub fn wait_quantile_s(&self, q: f64) -> f64 {
        (libm::log(self.p_wait / (1.0 - q)) * self.mean_wait_of_delayed_s).max(0.0)
    }
}

/// The two arguments that describe the work.
pub(super) fn check(lambda_per_h: f64, aht_s: f64) -> Checks {
    Checks::default().rate("lambda_per_h", lambda_per_h).seconds("aht_s", aht_s)
}
