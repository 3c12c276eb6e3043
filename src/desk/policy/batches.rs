//! Batches: what came in is released together at multiples of a period from local midnight.

use crate::desk::calendar;
use crate::desk::contact::NEVER;
use crate::facts::Instant;

/// Release times laid out on engine time.
#[derive(Clone, Debug)]
pub struct Batches {
    times: Vec<i64>,
}

impl Batches {
    pub(super) fn new(every: i64, zone: &str, base: Instant, end: i64) -> Result<Batches, String> {
        Ok(Batches { times: calendar::multiples(every, zone, base, end)? })
    }

    /// The first release at or after `at`.
    pub(super) fn next(&self, at: i64) -> i64 {
        self.times.get(self.times.partition_point(|time| *time < at)).copied().unwrap_or(NEVER)
    }
}
