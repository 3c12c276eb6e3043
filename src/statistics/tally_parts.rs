//! The parts of a tally: waits by channel, counts by country, and what must balance.

use serde::{Deserialize, Serialize};

use super::Histogram;

/// Waits of turns on one channel, cohort of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Turns (calls) that ended answered or not.
    pub offered: i64,
    /// Of these answered.
    pub answered: i64,
    /// Answered within the threshold.
    pub answered_within: i64,
    /// Ended unanswered within the threshold.
    pub lost_within: i64,
    /// Sum of answered waits, µs.
    pub answered_sum: i64,
    /// Sum of unanswered waits, µs.
    pub lost_sum: i64,
    /// Answered turns: sum of times until an agent took them up, µs.
    pub queued_sum: i64,
    /// Answered turns whose time until taken up exceeded the threshold.
    pub queued_over: i64,
    /// First turns of contacts: answered, and the sum of their waits, µs.
    pub first: (i64, i64),
    /// Longest answered wait, µs.
    pub longest: i64,
    /// Answered waits beyond the threshold: the sum of what is beyond it, µs.
    #[serde(default)]
    pub excess_sum: i64,
    /// Answered waits.
    pub histogram: Histogram,
}

/// Counts of one country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountryCounts {
    /// Contacts opened in the run.
    pub contacts: i64,
    /// Contacts resolved in the run.
    pub resolved: i64,
    /// Messages delivered to customers in the run.
    pub messages_out: i64,
    /// Turns of the run that were answered, and their waits, µs.
    pub answered: i64,
    /// Sum of waits, µs.
    pub wait: i64,
}

/// What facts say over the whole simulation, lead and drain included; the desk counts the same acts where it does them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conservation {
    /// Contacts opened.
    pub opened: i64,
    /// Contacts closed with an outcome.
    pub closed: i64,
    /// Turns and calls that ended, answered or not.
    pub turns: i64,
    /// Messages of customers.
    pub messages_in: i64,
    /// Messages of the business: delivered, failed or refused.
    pub messages_out: i64,
}
