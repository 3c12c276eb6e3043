//! When to stop replicating: precision asked for, fixed checkpoints, a budget.
//!
//! A rule that looked after every replication would stop at a number that depends on how many threads ran ahead. Here it
//! looks only at checkpoints written down before the run, so the same scenario stops at the same number everywhere.

use super::interval::{Interval, count, student, t_quantile};
use super::problem::{Checks, InputError};

/// How well a metric must be known: half-width ≤ max(g/(1+g) · |mean|, absolute).
///
/// With g' = g/(1+g) the true relative error is at most g (Law & Kelton; Law, *Simulation Modeling and Analysis*,
/// sec. 9.4.1). A metric whose mean may be zero, or a rare event, needs the absolute floor: by the relative rule alone it
/// never stops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Precision {
    /// g: largest relative error, a share (5 % is 0.05); 0 asks for no relative precision.
    pub relative: f64,
    /// Half-width that is always good enough, in the metric's unit; 0 for none.
    pub absolute: f64,
}

impl Precision {
    /// Largest half-width allowed around this mean.
    pub fn allowed(&self, mean: f64) -> f64 {
        (self.relative / (1.0 + self.relative) * mean.abs()).max(self.absolute)
    }

    /// Whether an interval is narrow enough; one without bounds never is.
    pub fn is_met(&self, interval: &Interval) -> bool {
        let half = interval.lower.zip(interval.upper).map(|(l, u)| (interval.mean - l).max(u - interval.mean));
        half.is_some_and(|half| half <= self.allowed(interval.mean))
    }

    /// # Errors
    /// A share outside 0 to 10, a negative floor, or neither asked for.
    pub fn check(&self) -> Result<(), InputError> {
        Checks::default()
            .range("relative", self.relative, "a share of the mean (5 % is 0.05)", 0.0, 10.0)
            .range("absolute", self.absolute, "a half-width in the metric's unit", 0.0, 1e300)
            .holds(self.relative != 0.0 || self.absolute != 0.0, || {
                "neither a relative nor an absolute precision is asked for: write at least one above 0".into()
            })
            .finish()
    }
}

/// Numbers of replications at which a stopping rule looks: `first`, then every `chunk` more, and last `budget`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoints {
    /// Replications before the first look; at least 10 keep the interval's coverage near its level.
    pub first: u32,
    /// Replications between looks.
    pub chunk: u32,
    /// Replications at most.
    pub budget: u32,
}

impl Checkpoints {
    /// The checkpoint after `n` replications, or the first; `None` when the budget is spent.
    pub fn next(&self, n: u32) -> Option<u32> {
        let (first, chunk) = (self.first.max(2), self.chunk.max(1));
        let planned = match n.checked_sub(first) {
            None => first,
            Some(beyond) => first.saturating_add((beyond / chunk).saturating_add(1).saturating_mul(chunk)),
        };
        if n >= self.budget { None } else { Some(planned.min(self.budget)) }
    }

    /// What to do after `n` replications. A number between two checkpoints is never a reason to stop.
    pub fn decide(&self, n: u32, met: bool) -> Decision {
        let looks =
            n >= self.first.max(2) && ((n - self.first.max(2)).is_multiple_of(self.chunk.max(1)) || n >= self.budget);
        match self.next(n) {
            _ if looks && met => Decision::Converged,
            Some(to) => Decision::Continue { to },
            None => Decision::Budget,
        }
    }

    /// # Errors
    /// Fewer than 2 replications at first, no chunk, a budget below the first look.
    pub fn check(&self) -> Result<(), InputError> {
        Checks::default()
            .range("first", f64::from(self.first), "replications", 2.0, 1e9)
            .range("chunk", f64::from(self.chunk), "replications", 1.0, 1e9)
            .range("budget", f64::from(self.budget), "replications, not fewer than `first`", f64::from(self.first), 4e9)
            .finish()
    }
}

/// Verdict of a stopping rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Not yet: run up to this many replications and look again.
    Continue {
        /// The next checkpoint.
        to: u32,
    },
    /// Every metric is known as well as asked.
    Converged,
    /// The budget is spent before that: print what was reached.
    Budget,
}

/// Where a sequential rule stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stopped {
    /// Mean and interval over the replications that count.
    pub interval: Interval,
    /// Replications run, those of a look-ahead included.
    pub used: u32,
    /// Whether the precision was reached, rather than the data or the budget exhausted.
    pub converged: bool,
}

/// The Law–Kelton rule over observations in the order of their replications: the first checkpoint at which the Student
/// interval is narrow enough, else the budget (or all observations, if they end before).
///
/// # Errors
/// What is wrong with the precision or the checkpoints; a level outside 0 to 1; fewer than two observations.
pub fn law_kelton(
    observations: &[f64],
    precision: Precision,
    checkpoints: Checkpoints,
    level: f64,
) -> Result<Stopped, InputError> {
    checked(observations, precision, level)?;
    checkpoints.check()?;
    let mut n = 0;
    while let Some(to) = checkpoints.next(n).filter(|to| *to as usize <= observations.len()) {
        n = to;
        if let Some(stop) = at(observations, n, level).filter(|stop| precision.is_met(&stop.interval)) {
            return Ok(Stopped { converged: true, ..stop });
        }
    }
    let most = count(observations.len()).min(checkpoints.budget);
    Ok(at(observations, most, level).unwrap_or(NOTHING))
}

/// The rule of Hoad, Robinson & Davies (2010, 10.1057/jors.2009.121): the first n ≥ `first` whose interval is narrow
/// enough and stays so for the next [`look_ahead`] replications, against a lucky narrow moment. The interval is that at n.
///
/// The precision here is the plain ratio of half-width to mean, as in the paper (g, not g/(1+g)), or the absolute floor.
///
/// # Errors
/// As [`law_kelton`].
pub fn hoad_robinson_davies(
    observations: &[f64],
    precision: Precision,
    first: u32,
    level: f64,
) -> Result<Stopped, InputError> {
    checked(observations, precision, level)?;
    Checks::default().range("first", f64::from(first), "replications", 2.0, 1e9).finish()?;
    let mut running = Running::default();
    let mut candidate: Option<u32> = None;
    for (n, x) in (1..).zip(observations) {
        running.add(*x);
        let half = running.half_width(level).unwrap_or(f64::INFINITY);
        if n < first || half > (precision.relative * running.mean.abs()).max(precision.absolute) {
            candidate = None;
            continue;
        }
        let since = *candidate.get_or_insert(n);
        if n >= since.saturating_add(look_ahead(LOOK_AHEAD, since))
            && let Some(stop) = at(observations, since, level)
        {
            return Ok(Stopped { used: n, converged: true, ..stop });
        }
    }
    Ok(at(observations, count(observations.len()), level).unwrap_or(NOTHING))
}

/// k of [`look_ahead`] that Hoad, Robinson & Davies recommend.
pub const LOOK_AHEAD: u32 = 5;

/// Replications that must confirm a stop at n: ⌊k/100 · max(n, 100)⌋.
pub fn look_ahead(k: u32, n: u32) -> u32 {
    let wide = u64::from(k) * u64::from(n.max(100)) / 100;
    u32::try_from(wide).unwrap_or(u32::MAX)
}

const NOTHING: Stopped = Stopped {
    interval: Interval { mean: f64::NAN, lower: None, upper: None, level: 0.0, n: 0 },
    used: 0,
    converged: false,
};

/// The interval over the first `n` observations, not converged.
fn at(observations: &[f64], n: u32, level: f64) -> Option<Stopped> {
    let interval = student(observations.get(..n as usize)?, level)?;
    Some(Stopped { interval, used: n, converged: false })
}

fn checked(observations: &[f64], precision: Precision, level: f64) -> Result<(), InputError> {
    precision.check()?;
    Checks::default()
        .share("level", level)
        .range("observations", observations.len() as f64, "replications", 2.0, 4e9)
        .finite("observations", observations)
        .finish()
}

/// Mean and sum of squares as they come (Welford 1962).
#[derive(Default)]
struct Running {
    n: u32,
    mean: f64,
    squares: f64,
}

impl Running {
    fn add(&mut self, x: f64) {
        self.n += 1;
        let step = x - self.mean;
        self.mean += step / f64::from(self.n);
        self.squares += step * (x - self.mean);
    }

    fn half_width(&self, level: f64) -> Option<f64> {
        let freedom = self.n.checked_sub(1)?;
        Some(t_quantile(level, freedom)? * (self.squares / f64::from(freedom) / f64::from(self.n)).sqrt())
    }
}
