//! What a replication leaves besides its facts.

use super::dialer::Dialled;
use super::extras::detail::DetailSums;
use super::extras::sums::ExtraSums;
use super::ledger::StaffSums;
use super::recall::Recalls;
use super::second_tier::SecondTier;

/// Counts and times of one desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DeskSums {
    /// Staff, queue, lines.
    pub staff: StaffSums,
    /// SMS sent in place of notifications inside the run, by stream.
    pub sms: Vec<i64>,
    /// Handling time of outbound calls in place of notifications inside the run, µs, and their number.
    pub outbound: (i64, i64),
    /// Turns by message and calls of the run that arrived while somebody who serves them was on duty, but those the bot settled.
    pub promise: [Kept; 2],
    /// The same for each group that promises something of its own, in their order, by `[messages, phone]`: turns that arrived while it was
    /// on duty and that it may serve.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<[Kept; 2]>,
    /// What the desk did over the whole simulation, counted where it was done: the other side of what facts must say.
    pub done: Done,
    /// What the extras counted.
    #[serde(default)]
    pub extras: ExtraSums,
    /// Service levels by reason, group and interval, and leads; empty unless asked for.
    #[serde(default)]
    pub details: DetailSums,
    /// Contacts of the run that were passed on to a second group.
    #[serde(default, skip_serializing_if = "SecondTier::is_empty")]
    pub second: SecondTier,
    /// Callers of the run who were to be called back.
    #[serde(default, skip_serializing_if = "Recalls::is_empty")]
    pub recalls: Recalls,
    /// Turns and calls of the run that each agent began with, by group, where agents are given one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<Vec<i64>>,
    /// What the dialler did inside the run.
    #[serde(default, skip_serializing_if = "Dialled::is_empty")]
    pub dialled: Dialled,
}

/// How often a promise was kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Kept {
    /// Turns or calls that arrived in opening hours.
    pub offered: i64,
    /// Of these answered within the promise.
    pub within: i64,
}

/// Counts of acts, lead and drain included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Done {
    /// Contacts opened.
    pub contacts: i64,
    /// Turns and calls that began to wait (blocked calls included).
    pub turns: i64,
    /// Messages of customers.
    pub messages_in: i64,
    /// Messages of the business, sent or refused.
    pub messages_out: i64,
}
