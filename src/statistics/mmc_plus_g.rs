//! M/M/c+G: exponential service, any law of patience, first come first served.

use crate::scenario::Law;

use super::erlang_b::blocking;
use super::erlang_c::check;
use super::patience::Patience;
use super::problem::{Problem, QueueError, offered_load};
use super::quadrature::integrate;

/// The stationary system with abandonment by a general law. Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005
/// (10.1007/s11134-005-3699-8).
///
/// The offered wait is what a customer of endless patience would wait. Offered = all arrivals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MmcPlusG {
    /// Work offered, erlangs.
    pub offered_load_erl: f64,
    /// Share of offered that find all agents busy.
    pub p_offered_wait_positive: f64,
    /// Share of offered that abandon.
    pub p_abandon: f64,
    /// Mean wait of served and lost, seconds.
    pub mean_wait_all_s: f64,
    /// Mean offered wait, seconds.
    pub mean_offered_wait_s: f64,
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

/// M/M/c+G for `lambda_per_h` arrivals an hour, `aht_s` seconds of mean handling time, a law of `patience` (its times in
/// seconds) and `servers` agents; `threshold_s` is the time of the service levels, in seconds.
///
/// With g(x) = e^{λH(x) − cμx}, H(x) = ∫₀ˣ P(patience > u) du, J = ∫₀^∞ g and b = Erlang B of c − 1 lines, the offered
/// wait is positive with probability bλJ / (1 + bλJ) and has density proportional to g there. The integrals are our own
/// adaptive Gauss–Kronrod sums, settled to 1e-13 (in deep overload with long patience to the rounding of the exponent,
/// 1e-15 × services per mean wait). Exact for exponential service; overload is allowed.
///
/// # Errors
/// Arguments out of range; an impossible law; `Law::Never` with a load of at least `servers` erlangs; integrals of an
/// extreme law that do not settle.
pub fn mmc_plus_g(
    lambda_per_h: f64,
    aht_s: f64,
    patience: &Law,
    servers: u32,
    threshold_s: f64,
) -> Result<MmcPlusG, QueueError> {
    let law = Patience::new(patience);
    let problems = law.as_ref().err().cloned().unwrap_or_default();
    check(lambda_per_h, aht_s).also(problems).servers(servers).threshold(threshold_s).finish()?;
    let patience = law.map_err(|problems| QueueError { problems })?;
    let load = offered_load(lambda_per_h, aht_s);
    let c = f64::from(servers);
    if matches!(patience, Patience::Never) && load >= c {
        return Err(Problem::Unstable { offered_load_erl: load, servers, enough: load.floor() + 1.0 }.into());
    }
    let density = Density::new(lambda_per_h / 3600.0, c / aht_s, patience);
    let (before, after) = density.integrals(threshold_s)?;
    Ok(columns(&density, load, c, blocking(load, servers - 1), threshold_s, &before, &after))
}

/// Puts the columns together; `lost` is Erlang B of c − 1 lines.
fn columns(d: &Density, load: f64, c: f64, lost: f64, threshold_s: f64, before: &Parts, after: &Parts) -> MmcPlusG {
    let weight = d.lambda * lost;
    let none = libm::exp(-d.shift);
    let whole = none + weight * (before.all + after.all);
    let share = |integral: f64| weight * integral / whole;
    let p_served = none / whole + share(before.served + after.served);
    let sl_offered = none / whole + share(before.served);
    let (patient, impatient) = d.at_threshold(threshold_s);
    let p_longer = patient * share(after.all);
    let p_abandon = share(before.lost + after.lost);
    let mean_wait_all_s = share(before.wait + after.wait);
    MmcPlusG {
        offered_load_erl: load,
        p_offered_wait_positive: share(before.all + after.all),
        p_abandon,
        mean_wait_all_s,
        mean_offered_wait_s: share(before.offered + after.offered),
        mean_queue: d.lambda * mean_wait_all_s,
        occupancy: (load / c * p_served).min(1.0),
        p_abandon_within: share(before.lost) + impatient * share(after.all),
        sl_offered,
        sl_excl_short_abandons: sl_offered / (sl_offered + p_longer),
        sl_answered: (sl_offered / p_served).min(1.0),
        sl_abandons_within_count: 1.0 - p_longer,
    }
}

/// Integrals of g over one side of the threshold, in units of e^shift; P = P(patience …) at x.
#[derive(Clone, Copy, Default)]
struct Parts {
    /// ∫ g.
    all: f64,
    /// ∫ P(> x) g.
    served: f64,
    /// ∫ P(≤ x) g.
    lost: f64,
    /// ∫ H g.
    wait: f64,
    /// ∫ x g.
    offered: f64,
}

/// The unnormalised density g of the positive offered wait.
struct Density {
    /// Arrivals a second.
    lambda: f64,
    /// cμ, services a second with all agents busy.
    drain: f64,
    patience: Patience,
    /// Where g is largest: P(patience > peak) = cμ/λ, or 0.
    peak: f64,
    /// The exponent at the peak; g is divided by its exponential so that overload does not overflow.
    shift: f64,
}

impl Density {
    /// Beyond a fall of the exponent by this much, g is nothing.
    const FALL: f64 = 60.0;

    fn new(lambda: f64, drain: f64, patience: Patience) -> Density {
        let mut density = Density { lambda, drain, patience, peak: 0.0, shift: 0.0 };
        density.peak = density.find_peak();
        density.shift = density.exponent(density.peak);
        density
    }

    /// λH(x) − cμx, a concave function that is 0 at 0.
    fn exponent(&self, x: f64) -> f64 {
        if x > 0.0 { self.lambda * self.patience.integral(x) - self.drain * x } else { 0.0 }
    }

    fn find_peak(&self) -> f64 {
        let rises = |x: f64| self.lambda * self.patience.survival(x) > self.drain;
        let mut high = 1e-9;
        if !rises(high) {
            return 0.0;
        }
        while rises(high) && high < 1e12 {
            high *= 2.0;
        }
        bisect(0.5 * high, high, rises)
    }

    /// Distance from the peak, on the side of `sign`, at which the exponent has fallen by `fall`; at most `most`.
    fn distance(&self, sign: f64, fall: f64, most: f64) -> f64 {
        let near = |d: f64| self.shift - self.exponent(self.peak + sign * d) < fall;
        let mut high = 1e-9_f64.min(most);
        while high < most && near(high) {
            high = (2.0 * high).min(most);
        }
        if near(high) { high } else { bisect(0.5 * high, high, near) }
    }

    /// Points that cut the line where g changes its scale: spreading from the peak, and the kinks of the law.
    fn breaks(&self) -> Vec<f64> {
        let end = self.peak + self.distance(1.0, Density::FALL, 1e15);
        let mut points = vec![0.0, self.peak, end];
        points.extend(self.patience.kinks());
        for (sign, most) in [(1.0, end - self.peak), (-1.0, self.peak)] {
            let mut step = self.distance(sign, 1.0, most);
            while step > 0.0 && step < most {
                points.push(self.peak + sign * step);
                step *= 4.0;
            }
        }
        points.retain(|x| (0.0..=end).contains(x));
        points.sort_by(f64::total_cmp);
        points
    }

    /// The integrals up to the threshold and beyond it.
    fn integrals(&self, threshold_s: f64) -> Result<(Parts, Parts), QueueError> {
        let breaks = self.breaks();
        let (mut before, mut after): (Vec<f64>, Vec<f64>) = breaks.iter().partition(|x| **x < threshold_s);
        if !before.is_empty() && !after.is_empty() {
            before.push(threshold_s);
            after.insert(0, threshold_s);
        }
        Ok((self.integrate(&before)?, self.integrate(&after)?))
    }

    fn integrate(&self, breaks: &[f64]) -> Result<Parts, Problem> {
        let [all, served, lost, wait, offered] = integrate(
            |x| {
                let g = libm::exp(self.exponent(x) - self.shift);
                let law = &self.patience;
                [g, law.survival(x) * g, law.lost(x) * g, law.integral(x) * g, x * g]
            },
            breaks,
            self.precision(),
        )?;
        Ok(Parts { all, served, lost, wait, offered })
    }

    /// 1e-13, or what the rounding of the two parts of the exponent leaves, where these are large.
    fn precision(&self) -> f64 {
        let size = self.drain * (self.peak + self.distance(1.0, 1.0, 1e15));
        f64::max(1e-13, 4.0 * f64::EPSILON * size)
    }

    /// P(patience > t) and P(patience ≤ t); at t = 0 only those who balk are lost.
    fn at_threshold(&self, t: f64) -> (f64, f64) {
        (self.patience.survival(t), self.patience.lost(t))
    }
}

/// The border between `low`, where `holds`, and `high`, where it does not.
fn bisect(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}
