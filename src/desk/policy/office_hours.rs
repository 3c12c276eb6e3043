//! Office hours: turns that arrive outside the policy's own hours wait for the next opening.

use crate::desk::calendar;
use crate::desk::contact::NEVER;
use crate::facts::Instant;
use crate::scenario::Week;

/// Opening hours laid out on engine time.
#[derive(Clone, Debug)]
pub struct OfficeHours {
    /// (engine time, open from here on)
    steps: Vec<(i64, bool)>,
}

impl OfficeHours {
    pub(super) fn new(week: &Week, base: Instant, end: i64) -> Result<OfficeHours, String> {
        Ok(OfficeHours { steps: calendar::steps(&week.open, &week.zone, base, end)? })
    }

    /// The first open instant at or after `at`.
    pub(super) fn next_open(&self, at: i64) -> i64 {
        let index = self.steps.partition_point(|(start, _)| *start <= at).max(1) - 1;
        match self.steps.get(index) {
            Some((_, true)) => at,
            _ => self.steps[index..].iter().find(|(_, open)| *open).map_or(NEVER, |(start, _)| *start),
        }
    }
}
