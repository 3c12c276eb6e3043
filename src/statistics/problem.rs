//! What can be wrong with the input of a closed form, and how to mend it.

use std::fmt;

/// Largest number of agents or lines a closed form accepts; bounds the time of the recursions.
pub(super) const MOST_SERVERS: u32 = 1_000_000;

/// One wrong input of a closed form. Its text says what is wrong and how to mend it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A number outside its range, or not a number.
    #[error("{} is {value}: write {unit} from {least} to {most}", words(name))]
    OutOfRange {
        /// Name of the argument.
        name: &'static str,
        /// What was given.
        value: f64,
        /// What the number counts.
        unit: &'static str,
        /// Smallest value accepted.
        least: f64,
        /// Largest value accepted.
        most: f64,
    },
    /// A share that must lie strictly between none and all.
    #[error(
        "{} is {value}: write a share above 0 and below 1 (80 % is 0.8); a promise of 100 % needs endless staff",
        words(name)
    )]
    NotAShare {
        /// Name of the argument.
        name: &'static str,
        /// What was given.
        value: f64,
    },
    /// No server or too many.
    #[error("`servers` is {servers}: write a whole number from 1 to 1000000")]
    Servers {
        /// What was given.
        servers: u32,
    },
    /// The queue grows without end.
    #[error(
        "{offered_load_erl} erlangs are too much for {servers} agents, the queue grows without end: \
         take at least {enough} agents, or a model with patience (Erlang A)"
    )]
    Unstable {
        /// Work offered, in erlangs.
        offered_load_erl: f64,
        /// Agents given.
        servers: u32,
        /// Smallest number of agents for which the queue is stable.
        enough: f64,
    },
    /// The sum over states would take too long.
    #[error(
        "{}: about {states:.3e} customers could wait at once, more than the 2e7 that are summed: \
         take a shorter patience, a smaller rate or more agents",
        words(name)
    )]
    TooManyStates {
        /// Name of the argument.
        name: &'static str,
        /// States that would have to be summed.
        states: f64,
    },
    /// A patience law with an impossible parameter.
    #[error("patience: {0}")]
    Law(String),
    /// No staffing up to the limit keeps the promise.
    #[error("not even 1000000 agents keep this promise: lower the share or give more time")]
    OutOfReach,
    /// Observations that do not fit together, or a request that contradicts itself.
    #[error("{0}")]
    Unfit(String),
    /// The quadrature did not reach its precision.
    #[error("the integrals of M/M/c+G did not settle (last relative change {0:.1e}): take a less extreme patience law")]
    NotSettled(f64),
}

/// An argument as people say it who never saw the function.
fn words(name: &str) -> String {
    match name {
        "lambda_per_h" => "the volume".to_string(),
        "aht_s" => "the mean handling time".to_string(),
        "patience_mean_s" => "the mean patience".to_string(),
        "threshold_s" => "the promised time".to_string(),
        other => format!("`{other}`"),
    }
}

/// All that is wrong with one call, never only the first problem.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueError {
    /// The problems, in the order of the arguments.
    pub problems: Vec<Problem>,
}

impl fmt::Display for QueueError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.problems.iter().enumerate() {
            if i > 0 {
                out.write_str("; ")?;
            }
            write!(out, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueueError {}

impl From<Problem> for QueueError {
    fn from(problem: Problem) -> QueueError {
        QueueError { problems: vec![problem] }
    }
}

/// The same list of problems, where it is not about a queue.
pub type InputError = QueueError;

/// Collects problems over all arguments.
#[derive(Default)]
pub(super) struct Checks {
    problems: Vec<Problem>,
}

impl Checks {
    /// The value must lie in `least..=most`; a NaN does not.
    pub(super) fn range(mut self, name: &'static str, value: f64, unit: &'static str, least: f64, most: f64) -> Checks {
        if !(least..=most).contains(&value) {
            self.problems.push(Problem::OutOfRange { name, value, unit, least, most });
        }
        self
    }

    /// A rate of arrivals.
    pub(super) fn rate(self, name: &'static str, value: f64) -> Checks {
        self.range(name, value, "arrivals an hour", 1e-9, 1e9)
    }

    /// A length of time that cannot be zero.
    pub(super) fn seconds(self, name: &'static str, value: f64) -> Checks {
        self.range(name, value, "seconds", 1e-6, 1e9)
    }

    /// A time within which one wants to be served; zero asks for "at once".
    pub(super) fn threshold(self, value: f64) -> Checks {
        self.range("threshold_s", value, "seconds", 0.0, 1e9)
    }

    /// A promised share.
    pub(super) fn share(mut self, name: &'static str, value: f64) -> Checks {
        if !(value > 0.0 && value < 1.0) {
            self.problems.push(Problem::NotAShare { name, value });
        }
        self
    }

    /// Agents or lines.
    pub(super) fn servers(mut self, servers: u32) -> Checks {
        if !(1..=MOST_SERVERS).contains(&servers) {
            self.problems.push(Problem::Servers { servers });
        }
        self
    }

    /// A condition in words: what is wrong and how to mend it.
    pub(super) fn holds(mut self, holds: bool, problem: impl FnOnce() -> String) -> Checks {
        if !holds {
            self.problems.push(Problem::Unfit(problem()));
        }
        self
    }

    /// No observation may be infinite or not a number.
    pub(super) fn finite(self, name: &str, observations: &[f64]) -> Checks {
        match observations.iter().position(|x| !x.is_finite()) {
            None => self,
            Some(at) => {
                self.holds(false, || format!("`{name}`: value {at} is {}, not a finite number", observations[at]))
            }
        }
    }

    /// Any other problem.
    pub(super) fn also(mut self, problems: impl IntoIterator<Item = Problem>) -> Checks {
        self.problems.extend(problems);
        self
    }

    /// An error for what the checks before it already rule out.
    pub(super) fn nothing(what: &str) -> InputError {
        Problem::Unfit(format!("there is no {what} to work with")).into()
    }

    /// All problems, or none.
    pub(super) fn finish(self) -> Result<(), QueueError> {
        if self.problems.is_empty() { Ok(()) } else { Err(QueueError { problems: self.problems }) }
    }
}

/// Work offered, in erlangs.
pub(super) fn offered_load(lambda_per_h: f64, aht_s: f64) -> f64 {
    lambda_per_h * aht_s / 3600.0
}
