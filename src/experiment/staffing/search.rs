//! The smallest scale k of a family of schedules that keeps a promise on fixed replications.
//!
//! A trial at k = 1, the plan on paper, tells about where the smallest k is; there a whole trial is held, and its neighbours
//! are compared with it until one keeps the promise and the one below it does not. Interpolation only says where to try
//! next, never whether a promise is kept.

use crate::facts::Channel;

use super::carried::Carried;
use super::evidence::Evidence;
use super::guess;
use super::trial::Trial;

/// k goes in steps of 2 %, finer than one head up to 50.
pub(super) const STEP: f64 = 0.02;
/// k = 1.
const ONE: i64 = 50;
/// Replications tried between two looks at the share.
const BATCH: u32 = 2;
/// Largest k tried.
const MOST: i64 = 400 * ONE;
/// Each so-many-th trial halves what is left (or doubles k, while nothing keeps the promise) instead of interpolating.
const PATIENCE: u32 = 3;

/// Heads by half-hour of the week for a scale k; must not fall as k rises.
pub(super) type Schedule<'a> = &'a dyn Fn(f64) -> Result<Vec<u16>, Vec<String>>;

/// What the search found.
pub(super) struct Found {
    pub(super) heads: Vec<u16>,
    pub(super) k: f64,
    /// Share kept at k = 1, the plan on paper.
    pub(super) on_paper: f64,
}

/// A search under way.
struct Search<'a> {
    trial: &'a Trial<'a>,
    schedule: Schedule<'a>,
    /// Expected rise of the log odds of the share with ln k.
    slope: f64,
    evidence: Evidence,
    /// Largest step known to break the promise; 0 is nobody at all.
    low: i64,
    /// Smallest step known to keep it.
    high: Option<i64>,
    /// Steps tried.
    steps: Vec<i64>,
}

/// The schedule of the smallest k that keeps the promise and can do the work that is `carried`. `slope`: see [`guess::next`].
///
/// Errors: no k up to 400 keeps it; a schedule or a replication that fails.
pub(super) fn smallest(
    trial: &Trial,
    schedule: Schedule,
    slope: f64,
    carried: Option<&Carried>,
) -> Result<Found, Vec<String>> {
    let evidence = Evidence::new(trial.effort.replications);
    let mut search = Search { trial, schedule, slope, evidence, low: 0, high: None, steps: Vec::new() };
    let paper = search.at(ONE)?;
    search.simulate(&paper)?;
    search.steps.push(ONE);
    if let Some(carried) = carried {
        search.low = search.drowns(carried)?;
    }
    for round in 1.. {
        let step = match search.high {
            Some(high) if search.low + 1 >= high => break,
            // Far below, teams drown, which takes long to simulate: never below four fifths of what keeps the promise.
            Some(high) if round % PATIENCE == 0 => (search.low.max(high * 4 / 5) + high) / 2,
            // A share that hardly rises would be followed in steps of one.
            None if round % PATIENCE == 0 => 2 * search.low.max(ONE),
            _ => search.next()?,
        };
        search.decide(step)?;
    }
    let high = search.high.unwrap_or(ONE);
    let on_paper = search.evidence.share(&paper).unwrap_or(f64::NAN);
    Ok(Found { heads: search.at(high)?, k: high as f64 * STEP, on_paper })
}

impl Search<'_> {
    fn at(&self, step: i64) -> Result<Vec<u16>, Vec<String>> {
        (self.schedule)(step as f64 * STEP)
    }

    /// The largest step whose heads cannot do the work that is carried.
    fn drowns(&self, carried: &Carried) -> Result<i64, Vec<String>> {
        let (mut low, mut high) = (0, 1);
        while high < MOST && !carried.by(&self.at(high)?) {
            (low, high) = (high, 2 * high);
        }
        while low + 1 < high {
            let middle = (low + high) / 2;
            match carried.by(&self.at(middle)?) {
                true => high = middle,
                false => low = middle,
            }
        }
        Ok(low)
    }

    /// The step to try next, strictly between those that are known.
    fn next(&self) -> Result<i64, Vec<String>> {
        let mut points = Vec::new();
        for step in &self.steps {
            points.extend(self.evidence.share(&self.at(*step)?).map(|share| (*step, share)));
        }
        let guess = guess::next(&points, self.trial.promise.share.0, self.slope).unwrap_or(ONE);
        Ok(match self.high {
            // Not below half of what keeps it, not above twice what does not: a guess from afar is a poor one.
            Some(high) => guess.clamp((self.low + 1).max(high / 2), high - 1),
            None => guess.clamp(self.low + 1, (2 * self.low).max(2 * ONE)),
        })
    }

    /// Finds out whether a step keeps the promise, and moves the bounds.
    fn decide(&mut self, step: i64) -> Result<(), Vec<String>> {
        if step > MOST {
            return Err(vec![self.hopeless("the policy, the late rule or the menu holds customers back for longer")]);
        }
        let heads = self.at(step)?;
        let keeps = loop {
            match self.evidence.keeps(&heads, self.trial.promise.share.0) {
                Some(keeps) => break keeps,
                None => self.simulate(&heads)?,
            }
        };
        match keeps {
            true => self.high = Some(step),
            false => self.low = step,
        }
        if let Some(lines) = self.lines_are_short(&heads).filter(|_| !keeps) {
            let share = self.evidence.share(&heads).unwrap_or(f64::NAN) * 100.0;
            return Err(vec![self.hopeless(&format!(
                "with an agent for each line (`call_center.lines = {lines}`) {share:.1} % of calls are, the others find no line; add lines or promise less"
            ))]);
        }
        if !self.steps.contains(&step) {
            self.steps.push(step);
        }
        Ok(())
    }

    /// The next batch of a schedule's replications.
    fn simulate(&mut self, heads: &[u16]) -> Result<(), Vec<String>> {
        let first = self.evidence.replications(heads);
        let batch = first..(first + BATCH).min(self.trial.effort.replications);
        let kept = self.trial.kept(heads, batch)?;
        self.evidence.add(heads, kept);
        Ok(())
    }

    /// The number of lines, if each has an agent at all open hours: more agents would have nobody to talk to.
    fn lines_are_short(&self, heads: &[u16]) -> Option<u32> {
        let least = heads.iter().filter(|heads| **heads > 0).min().copied().unwrap_or(0);
        let lines = self.trial.model.phone.as_ref().and_then(|phone| phone.lines);
        lines.filter(|lines| self.trial.channel == Channel::Phone && u32::from(least) >= *lines)
    }

    fn hopeless(&self, why: &str) -> String {
        let promise = self.trial.promise;
        let (group, share) = (&self.trial.group().name, promise.share.0 * 100.0);
        format!("group `{group}`: no team keeps {share} % in {}: {why}", promise.within)
    }
}
