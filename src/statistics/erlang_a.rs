//! Erlang A, M/M/c+M: callers with exponential patience, first come first served.

use super::erlang_b::blocking;
use super::erlang_c::check;
use super::problem::{Problem, QueueError, offered_load};

/// States of the queue that are summed at most.
const MOST_STATES: f64 = 2e7;

/// The stationary system with abandonment. Palm 1957; Garnett, Mandelbaum, Reiman 2002 (10.1287/msom.4.3.208.7753).
///
/// Waits are those of served and lost customers alike unless the name says otherwise. Offered = all arrivals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    /// Work offered, erlangs.
    pub offered_load_erl: f64,
    /// Share of offered that must wait.
    pub p_wait: f64,
    /// Share of offered that abandon.
    pub p_abandon: f64,
    /// Share of those who must wait that abandon.
    pub p_abandon_given_wait: f64,
    /// Mean wait of all, seconds.
    pub mean_wait_all_s: f64,
    /// Mean wait of the served, seconds.
    pub mean_wait_served_s: f64,
    /// Mean wait of those who abandon, seconds.
    pub mean_wait_abandoned_s: f64,
    /// Mean wait of those who must wait, seconds.
    pub mean_wait_delayed_s: f64,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Busy share of an agent, 0 to 1.
    pub occupancy: f64,
    /// Share of offered that abandon within the threshold.
    pub p_abandon_within: f64,
    /// Answered within the threshold / offered.
    pub sl_offered: f64,
    /// Answered within / (offered − abandoned within).
    pub sl_excl_short_abandons: f64,
    /// Answered within / answered.
    pub sl_answered: f64,
    /// (Answered within + abandoned within) / offered.
    pub sl_abandons_within_count: f64,
}

/// Erlang A for `lambda_per_h` arrivals an hour, `aht_s` seconds of mean handling time, exponential patience with mean
/// `patience_mean_s` seconds and `servers` agents; `threshold_s` is the time of the four service levels, in seconds.
///
/// With x = cμ/θ, y = λ/θ the weights of n waiting are w(n) = yⁿ / ((x+1)…(x+n)), A(x, y) = Σ w(n) is Palm's function,
/// and P(wait) = ρ A b / (1 + ρ A b) with b = Erlang B of c − 1 lines. The wait V offered to an arrival has
/// P(V > t) / P(V > 0) = e^{λH(t) − cμt} A(x, y e^{−θt}) / A(x, y), H(t) = (1 − e^{−θt}) / θ. Every mean is a sum of
/// positive terms, so nothing cancels when few or nearly all abandon; overload is allowed.
///
/// # Errors
/// Arguments out of range, or a patience so long that more than 2·10⁷ states would have to be summed.
pub fn erlang_a(
    lambda_per_h: f64,
    aht_s: f64,
    patience_mean_s: f64,
    servers: u32,
    threshold_s: f64,
) -> Result<ErlangA, QueueError> {
    check(lambda_per_h, aht_s)
        .seconds("patience_mean_s", patience_mean_s)
        .servers(servers)
        .threshold(threshold_s)
        .finish()?;
    let load = offered_load(lambda_per_h, aht_s);
    let c = f64::from(servers);
    let x = c * patience_mean_s / aht_s;
    let y = lambda_per_h * patience_mean_s / 3600.0;
    let states = (y - x).max(0.0) + 12.0 * x.max(y).sqrt();
    if states > MOST_STATES {
        return Err(Problem::TooManyStates { name: "patience_mean_s", states }.into());
    }
    let now = Palm::new(x, y);
    let later = After::new(x, y, threshold_s / patience_mean_s, &now);
    Ok(columns(load, c, patience_mean_s, y, blocking(load, servers - 1), &now, &later))
}

/// Puts the columns together from the sums; `lost` is Erlang B of c − 1 lines.
fn columns(load: f64, c: f64, patience_s: f64, y: f64, lost: f64, now: &Palm, later: &After) -> ErlangA {
    let rho = load / c;
    let all = now.one + now.tail;
    let whole = now.one + rho * lost * all;
    let (p_wait, p_no_wait) = (rho * lost * all / whole, now.one / whole);
    let p_abandon_given_wait = now.length / (all * y);
    let p_abandon = p_wait * p_abandon_given_wait;
    let p_served = p_no_wait + p_wait * now.tail / (rho * all);
    let served_within = p_no_wait + p_wait * (now.tail - later.tail).max(0.0) / (rho * all);
    let p_abandon_within = p_wait * (now.length - later.length).max(0.0) / (all * y);
    let p_longer = p_wait * later.patient * (later.one + later.tail) / all;
    ErlangA {
        offered_load_erl: load,
        p_wait,
        p_abandon,
        p_abandon_given_wait,
        mean_wait_all_s: patience_s * p_abandon,
        mean_wait_served_s: patience_s * p_wait * now.served_wait / (rho * all * p_served),
        mean_wait_abandoned_s: patience_s * now.lost_wait / now.length,
        mean_wait_delayed_s: patience_s * p_abandon_given_wait,
        mean_queue: y * p_abandon,
        occupancy: (rho * p_served).min(1.0),
        p_abandon_within,
        sl_offered: served_within,
        sl_excl_short_abandons: served_within / (served_within + p_longer),
        sl_answered: (served_within / p_served).min(1.0),
        sl_abandons_within_count: 1.0 - p_longer,
    }
}

/// Sums over the weights w(n) of n waiting, all in the unit 2^`scale`, so that overload does not overflow.
struct Palm {
    /// w(0) in the unit.
    one: f64,
    /// Σ w(n), n ≥ 1.
    tail: f64,
    /// Σ n w(n).
    length: f64,
    /// Σ w(n) Σ_{j≤n} 1/(x+j): ρ A times the mean wait of the served who waited, in units of the mean patience.
    served_wait: f64,
    /// Σ w(n) Σ_{j≤n} j/(x+j): y A times the mean wait lost to abandonment, in units of the mean patience.
    lost_wait: f64,
    /// Binary exponent of the unit.
    scale: i32,
}

impl Palm {
    fn new(x: f64, y: f64) -> Palm {
        const STEP: i32 = 500;
        let (down, high) = (libm::ldexp(1.0, -STEP), libm::ldexp(1.0, STEP));
        let mut sum = Palm { one: 1.0, tail: 0.0, length: 0.0, served_wait: 0.0, lost_wait: 0.0, scale: 0 };
        let (mut weight, mut n, mut harmonic, mut climb) = (1.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        loop {
            n += 1.0;
            let ratio = y / (x + n);
            weight *= ratio;
            harmonic += 1.0 / (x + n);
            climb += n / (x + n);
            sum.tail += weight;
            sum.length += weight * n;
            sum.served_wait += weight * harmonic;
            sum.lost_wait += weight * climb;
            // The rest is below a geometric series of this ratio; n² covers the growth of the factors.
            let rest = 1.0 - ratio;
            if rest > 0.0 && weight * n * n <= 1e-22 * rest * rest * sum.tail {
                return sum;
            }
            if weight > high {
                weight *= down;
                sum.shift(down, STEP);
            }
        }
    }

    /// Changes the unit by 2^`step` = 1 / `down`.
    fn shift(&mut self, down: f64, step: i32) {
        for part in [&mut self.one, &mut self.tail, &mut self.length, &mut self.served_wait, &mut self.lost_wait] {
            *part *= down;
        }
        self.scale += step;
    }
}

/// What remains of the sums for waits beyond the threshold, in the unit of the sums at zero.
struct After {
    one: f64,
    tail: f64,
    length: f64,
    /// Chance that a patience exceeds the threshold.
    patient: f64,
}

impl After {
    /// `tau` is the threshold in units of the mean patience.
    fn new(x: f64, y: f64, tau: f64, now: &Palm) -> After {
        let patient = libm::exp(-tau);
        let later = Palm::new(x, y * patient);
        // λH − cμt, written so that the large parts of y and x cancel first.
        let drift = (y - x) * tau - y * (tau + libm::expm1(-tau));
        let factor = libm::exp(drift + f64::from(later.scale - now.scale) * std::f64::consts::LN_2);
        After { one: factor * later.one, tail: factor * later.tail, length: factor * later.length, patient }
    }
}
