//! Answering policies: when a turn is released to the agents. One rule a file; the list is [`Release`].
//!
//! Two clocks must not be mixed: the platform's window runs from the customer's last message, the customer's
//! patience from the first message of the turn. A policy sees the turn, never the customer's patience.

mod batches;
mod office_hours;

use crate::facts::Instant;
use crate::scenario::AnswerPolicy;

/// When a turn becomes available.
#[derive(Clone, Debug)]
pub enum Release {
    /// At once: as staff allows, by a target (only the order differs), careful (only what is sent differs).
    AtOnce,
    /// Inside hours of the policy's own.
    OfficeHours(office_hours::OfficeHours),
    /// Collected and released together.
    Batches(batches::Batches),
    /// When the customer has been silent for so long.
    WaitAndMerge {
        /// Silence, µs.
        quiet: i64,
    },
}

impl Release {
    /// Lay a policy out on engine time.
    pub fn new(policy: &AnswerPolicy, base: Instant, end: i64) -> Result<Release, String> {
        Ok(match policy {
            AnswerPolicy::AsStaffAllows | AnswerPolicy::ByTarget(_) | AnswerPolicy::Careful { .. } => Release::AtOnce,
            AnswerPolicy::OfficeHours(week) => Release::OfficeHours(office_hours::OfficeHours::new(week, base, end)?),
            AnswerPolicy::Batches { every, zone } => Release::Batches(batches::Batches::new(every.0, zone, base, end)?),
            AnswerPolicy::WaitAndMerge { quiet } => Release::WaitAndMerge { quiet: quiet.0 },
        })
    }

    /// When a turn is released whose customer wrote last at `last_in`; asked at each message of the open turn.
    #[inline]
    pub fn at(&self, last_in: i64) -> i64 {
        match self {
            Release::AtOnce => last_in,
            Release::OfficeHours(hours) => hours.next_open(last_in),
            Release::Batches(batches) => batches.next(last_in),
            Release::WaitAndMerge { quiet } => last_in + quiet,
        }
    }

    /// Does a further message of the same turn move the release?
    pub fn follows_the_last_message(&self) -> bool {
        matches!(self, Release::WaitAndMerge { .. })
    }
}
