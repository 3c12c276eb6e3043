//! What the extras counted inside `[from, to)`.

use serde::{Deserialize, Serialize};

/// Counts and times of the extras; all 0 where none is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExtraSums {
    /// Customers who left the queue without a word.
    pub left_silently: i64,
    /// Of these noticed by an agent, and the time places were held for them, µs.
    pub noticed: (i64, i64),
    /// Conversations closed because the customer was silent for too long.
    pub closed_inactive: i64,
    /// Of these closed too early: the customer wrote again.
    pub reopened: i64,
    /// Conversations whose end nobody said: a place was held until they were closed.
    pub ended_unsaid: i64,
    /// Answers written in the phone app.
    pub app_answers: i64,
    /// Turns that nobody answered by message since a budget or cap was used up.
    pub used_up: i64,
    /// Notifications not sent since a budget or the customer's cap was used up.
    pub capped_notifications: i64,
    /// Calls that found no free line.
    pub blocked: i64,
    /// Tokens of the bot.
    pub tokens: i64,
    /// Contacts that the bot settled alone: all, and those whose need was not met.
    pub contained: (i64, i64),
    /// Turns that the bot handed over.
    pub handed_over: i64,
    /// Turns of the run that the bot answered.
    #[serde(skip_serializing_if = "is_zero")]
    pub bot_answers: i64,
    /// Contacts opened in the run that were settled, or given up, without any agent: by the bot, by the menu, not reached when
    /// called back.
    #[serde(skip_serializing_if = "is_zero")]
    pub unaided: i64,
    /// Calls of the run that the menu settled: no turn of the team.
    #[serde(skip_serializing_if = "is_zero")]
    pub menu_settled: i64,
}

fn is_zero(count: &i64) -> bool {
    *count == 0
}
