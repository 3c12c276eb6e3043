//! When to stop replicating: all metrics asked for, looked at after fixed numbers of replications.
//!
//! The number after which a run looks is written in the scenario, so threads, shards and machines stop alike. Only a
//! limit of wall time depends on the machine, and then it is said.

use std::time::Instant;

use crate::scenario::{Scenario, Stopping, Wanted};
use crate::statistics::{Checkpoints, Decision, Precision};
use crate::table::{Estimate, Tables, Unit};

/// Why a run with a precision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything asked for is known.
    Reached,
    /// As many replications as are allowed.
    Replications,
    /// The next step would have exceeded the events allowed.
    Events,
    /// Wall time: not reproducible.
    Time,
}

/// What was asked for and what was reached.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Why it ended.
    pub ended: Ended,
    /// One line a metric that was asked for.
    pub lines: Vec<String>,
}

/// The rule of one scenario.
pub struct Rule<'a> {
    scenario: &'a Scenario,
    stopping: &'a Stopping,
    checkpoints: Checkpoints,
    deadline: Option<Instant>,
}

impl<'a> Rule<'a> {
    /// The rule of a scenario, if it asks for a precision.
    pub fn of(scenario: &'a Scenario, deadline: Option<Instant>) -> Option<Rule<'a>> {
        let stopping = scenario.run.stopping.as_ref()?;
        let step = scenario.run.replications;
        let checkpoints = Checkpoints { first: step, chunk: step, budget: stopping.at_most.max(step) };
        Some(Rule { scenario, stopping, checkpoints, deadline })
    }

    /// What to do after `done` replications that took `events`: go on to a number of replications, or end.
    pub fn look(&self, tables: &Tables, done: u32, events: i64) -> Result<u32, Verdict> {
        let mut lines = Vec::new();
        let mut met = true;
        for wanted in &self.stopping.wanted {
            let worst = self.worst(tables, wanted);
            met &= worst.as_ref().is_some_and(|worst| worst.excess <= 1.0);
            lines.push(line(wanted, worst));
        }
        let to = match self.checkpoints.decide(done, met) {
            Decision::Converged => return Err(Verdict { ended: Ended::Reached, lines }),
            Decision::Budget => return Err(Verdict { ended: Ended::Replications, lines }),
            Decision::Continue { to } => to,
        };
        // As many events a replication as so far.
        let expected = i128::from(events) * i128::from(to) / i128::from(done.max(1));
        if self.stopping.events.is_some_and(|most| expected > i128::from(most)) {
            return Err(Verdict { ended: Ended::Events, lines });
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(Verdict { ended: Ended::Time, lines });
        }
        Ok(to)
    }

    /// The variant that is furthest from what is wanted; none if no variant has the metric.
    fn worst(&self, tables: &Tables, wanted: &Wanted) -> Option<Worst> {
        let precision =
            Precision { relative: wanted.relative, absolute: wanted.absolute.map_or(0.0, |half| half.value()) };
        let rows: Vec<(&str, Estimate)> = match wanted.against {
            false => tables
                .summary
                .iter()
                .filter(|row| row.metric == wanted.metric && row.channel == "all")
                .map(|row| (row.variant.as_str(), row.value))
                .collect(),
            true => tables
                .comparison
                .iter()
                .filter(|row| row.metric == wanted.metric)
                .map(|row| (row.variant.as_str(), row.difference))
                .collect(),
        };
        let currency = self.scenario.currencies.report;
        let unit = crate::table::metric(&wanted.metric).map(|metric| match metric.unit {
            // A cost per contact is shown as money.
            Unit::MoneyPer(_) => currency.code().to_string(),
            unit => unit.text(currency),
        });
        let all = rows.into_iter().map(|(variant, value)| {
            let half = value.lower.zip(value.upper).map(|(l, u)| (value.mean - l).max(u - value.mean));
            let half = half.unwrap_or(f64::INFINITY);
            let allowed = precision.allowed(value.mean);
            // Known exactly is known well enough, whatever the value.
            let excess = if half == 0.0 { 0.0 } else { half / allowed };
            Worst { variant: variant.into(), value: value.mean, half, excess, unit: unit.clone().unwrap_or_default() }
        });
        all.max_by(|a, b| a.excess.total_cmp(&b.excess))
    }
}

/// The variant that is known least.
struct Worst {
    variant: String,
    value: f64,
    half: f64,
    /// Half-width / allowed half-width.
    excess: f64,
    unit: String,
}

fn line(wanted: &Wanted, worst: Option<Worst>) -> String {
    let asked = crate::scenario::words::precision_text(wanted);
    let Some(worst) = worst else { return format!("{asked}: no variant has it") };
    let met = if worst.excess <= 1.0 { "reached" } else { "not reached" };
    let half = match worst.half {
        half if half.is_infinite() => "no interval".to_string(),
        half => {
            let share = half / worst.value.abs() * 100.0;
            let relative = if share.is_finite() { format!(", {} %", digits(share)) } else { String::new() };
            match worst.unit.as_str() {
                "share" => format!("± {} points{relative}", digits(half * 100.0)),
                unit => format!("± {} {unit}{relative}", digits(half)),
            }
        }
    };
    format!("{asked}: {met}, {half} ({})", worst.variant)
}

/// Two digits that count.
fn digits(x: f64) -> String {
    let places = if x > 0.0 { (1.0 - x.log10().floor()).clamp(0.0, 6.0) as usize } else { 0 };
    format!("{x:.places$}")
}

impl Verdict {
    /// For the verdict of the study.
    pub fn words(&self, replications: u32) -> Vec<String> {
        let head = match self.ended {
            Ended::Reached => format!("Precision reached after {replications} replications"),
            Ended::Replications => format!("Precision NOT reached within the {replications} replications allowed"),
            Ended::Events => format!("Precision NOT reached within the events allowed ({replications} replications)"),
            Ended::Time => format!(
                "Precision NOT reached within the time allowed ({replications} replications; another machine may stop elsewhere, so \
                 this is not reproducible)"
            ),
        };
        vec![format!("{head}: {}.", self.lines.join("; "))]
    }
}
