//! M_t/M/c_t+M over a day: the law of the queue at every instant, hour by hour.

use super::problem::{Problem, QueueError};

/// A stretch of constant rate and staff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// Its length, hours.
    pub hours: f64,
    /// Arrivals an hour.
    pub per_h: f64,
    /// Agents on duty.
    pub heads: u32,
}

/// What an agent does whose shift ends during a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtShiftEnd {
    /// Finishes it, while those who stay take up others. Who goes has nothing to do with who is at work.
    Finish,
    /// Hands it back: the caller waits again.
    Preempt,
}

/// Means over one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PeriodMeans {
    /// Waiting or served, time average.
    pub mean_in_system: f64,
    /// Waiting, time average.
    pub mean_queue: f64,
    /// Agents at work, time average.
    pub mean_busy: f64,
    /// Share of the period's arrivals that find all agents busy.
    pub p_wait: f64,
    /// Callers who give up in the period.
    pub abandons: f64,
}

/// States at most: busy agents above the heads on duty times callers.
const MOST_STATES: f64 = 1e6;
/// Step of the integration times the fastest rate out of a state.
const STEP: f64 = 0.1;

/// The day from an empty system: exponential handling with mean `aht_s`, exponential patience with mean `patience_s`, at
/// most `most` callers in the system. Forward equations of the chain (callers in system, agents at work after their shift),
/// integrated by the classical Runge–Kutta method with steps of a tenth of the shortest mean stay.
///
/// # Errors
/// A rate, length or mean that is not positive; heads of 0 or more than `most`; too many states.
pub fn mt_m_ct_m(
    periods: &[Period],
    aht_s: f64,
    patience_s: f64,
    most: u32,
    at_shift_end: AtShiftEnd,
) -> Result<Vec<PeriodMeans>, QueueError> {
    let sound = |x: f64| x.is_finite() && x > 0.0;
    let heads = periods.iter().map(|p| p.heads).max().unwrap_or(0);
    let fits = periods.iter().all(|p| sound(p.hours) && p.per_h.is_finite() && p.per_h >= 0.0 && p.heads <= most);
    if !(fits && sound(aht_s) && sound(patience_s)) || f64::from(most) * f64::from(heads + 1) > MOST_STATES {
        let text = "periods need a length above 0, a rate of 0 or more and heads up to `most`, means above 0, and at most \
                    1e6 states";
        return Err(Problem::Unfit(text.into()).into());
    }
    let (mu, theta) = (3600.0 / aht_s, 3600.0 / patience_s);
    let mut chain = Chain { mu, theta, most: most as usize, rows: 1, p: Vec::new() };
    if at_shift_end == AtShiftEnd::Finish {
        chain.rows += heads as usize;
    }
    chain.p = vec![0.0; chain.rows * (chain.most + 1)];
    chain.p[0] = 1.0;
    let mut before = 0;
    let mut means = Vec::with_capacity(periods.len());
    for period in periods {
        let now = period.heads as usize;
        chain.reread(before, now, at_shift_end);
        before = now;
        means.push(chain.over(period));
    }
    Ok(means)
}

/// Probabilities of (agents at work after their shift, callers in system), row by row.
struct Chain {
    mu: f64,
    theta: f64,
    most: usize,
    rows: usize,
    p: Vec<f64>,
}

impl Chain {
    /// Agents on duty at work with `extra` after their shift and j callers in the system.
    fn busy(heads: usize, extra: usize, j: usize) -> usize {
        heads.min(j.saturating_sub(extra))
    }

    /// Renames the states when heads change: of those who go, as many are at work as chance will have it.
    fn reread(&mut self, before: usize, now: usize, at_shift_end: AtShiftEnd) {
        if at_shift_end == AtShiftEnd::Preempt || now >= before {
            return;
        }
        let (width, go) = (self.most + 1, before - now);
        let mut next = vec![0.0; self.p.len()];
        for extra in 0..self.rows {
            for j in 0..width {
                let mass = self.p[extra * width + j];
                if mass == 0.0 {
                    continue;
                }
                let working = Chain::busy(before, extra, j);
                for gone in 0..=go.min(working) {
                    let chance = hypergeometric(before, working, go, gone);
                    next[(extra + gone).min(self.rows - 1) * width + j] += mass * chance;
                }
            }
        }
        self.p = next;
    }

    /// Time derivative of the probabilities.
    fn flow(&self, period: &Period, p: &[f64], out: &mut [f64]) {
        let (width, heads) = (self.most + 1, period.heads as usize);
        out.fill(0.0);
        for extra in 0..self.rows {
            for j in extra..width {
                let at = extra * width + j;
                let mass = p[at];
                if mass == 0.0 {
                    continue;
                }
                let working = Chain::busy(heads, extra, j);
                if j < self.most {
                    out[at] -= period.per_h * mass;
                    out[at + 1] += period.per_h * mass;
                }
                if j == 0 {
                    continue;
                }
                let waiting = (j - extra - working) as f64;
                let (served, left) = (self.mu * working as f64 * mass, self.theta * waiting * mass);
                let home = self.mu * extra as f64 * mass;
                out[at] -= served + left + home;
                out[at - 1] += served + left;
                // Who works after his shift goes home; nobody is taken up in his place.
                if extra > 0 {
                    out[at - width - 1] += home;
                }
            }
        }
    }

    /// Integrates over the period; means by Simpson's rule in step with the method.
    fn over(&mut self, period: &Period) -> PeriodMeans {
        let working = f64::from(period.heads) + self.rows as f64;
        let fastest = period.per_h + self.mu * working + self.theta * self.most as f64;
        let steps = (period.hours * fastest / STEP).ceil().max(10.0) as usize;
        let h = period.hours / steps as f64;
        let n = self.p.len();
        let (mut k, mut stage) = ([vec![0.0; n], vec![0.0; n], vec![0.0; n], vec![0.0; n]], vec![0.0; n]);
        let mut means = PeriodMeans::default();
        for _ in 0..steps {
            self.add(period, &self.p.clone(), h / 6.0, &mut means);
            let (first, rest) = k.split_at_mut(1);
            self.flow(period, &self.p, &mut first[0]);
            let mut last = &first[0];
            for (i, slope) in rest.iter_mut().enumerate() {
                let part = if i == 2 { h } else { 0.5 * h };
                stage.iter_mut().zip(&self.p).zip(last).for_each(|((s, p), k)| *s = p + part * k);
                self.flow(period, &stage, slope);
                if i < 2 {
                    // The two estimates at the middle together have the weight of Simpson's middle.
                    self.add(period, &stage, h / 3.0, &mut means);
                }
                last = slope;
            }
            for (i, p) in self.p.iter_mut().enumerate() {
                *p += h / 6.0 * (k[0][i] + 2.0 * k[1][i] + 2.0 * k[2][i] + k[3][i]);
            }
            self.add(period, &self.p.clone(), h / 6.0, &mut means);
        }
        let hours = period.hours;
        PeriodMeans {
            mean_in_system: means.mean_in_system / hours,
            mean_queue: means.mean_queue / hours,
            mean_busy: means.mean_busy / hours,
            p_wait: means.p_wait / hours,
            abandons: means.mean_queue * self.theta,
        }
    }

    fn add(&self, period: &Period, p: &[f64], weight: f64, means: &mut PeriodMeans) {
        let (width, heads) = (self.most + 1, period.heads as usize);
        for (at, mass) in p.iter().enumerate().filter(|(_, mass)| **mass != 0.0) {
            let (extra, j) = (at / width, at % width);
            let (mass, working) = (weight * mass, Chain::busy(heads, extra, j));
            means.mean_in_system += mass * j as f64;
            means.mean_queue += mass * (j - extra.min(j) - working) as f64;
            means.mean_busy += mass * (working + extra) as f64;
            means.p_wait += if working >= heads { mass } else { 0.0 };
        }
    }
}

/// Chance that of `go` agents chosen among `all`, of whom `working` are at work, just `gone` are.
fn hypergeometric(all: usize, working: usize, go: usize, gone: usize) -> f64 {
    let log_choose = |n: usize, k: usize| {
        libm::lgamma(n as f64 + 1.0) - libm::lgamma(k as f64 + 1.0) - libm::lgamma((n - k) as f64 + 1.0)
    };
    if gone > working || go - gone > all - working {
        return 0.0;
    }
    libm::exp(log_choose(working, gone) + log_choose(all - working, go - gone) - log_choose(all, go))
}
