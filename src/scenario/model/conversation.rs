//! What conversations by message do beyond turns: silent leaving, inactivity, answers beside the platform, limits.

use super::{CountLaw, Law};
use crate::units::{Money, Share, Span};

/// Customers who give up waiting in the queue and do not say so (Castellanos, Yom-Tov, Goldberg, Park 2025).
#[derive(Clone, Debug)]
pub struct SilentLeaving {
    /// Share of those who give up in the queue.
    pub chance: Share,
    /// How long the agent holds a place before he notices.
    pub detection: Law,
    /// Messages that he writes meanwhile.
    pub messages: u32,
}

/// Conversations in which the customer is silent for too long are closed (Castellanos, Daw, Ward, Yom-Tov 2024).
#[derive(Clone, Debug)]
pub struct Inactivity {
    /// Silence after an answer.
    pub after: Span,
    /// Share of conversations whose end nobody says, so that a held place waits for `after`.
    pub unsaid: Share,
    /// Factor on the work of the turn with which a customer comes back.
    pub handling: f64,
}

/// Answers that people write in the phone app beside the platform: never billed, outside all clocks.
#[derive(Clone, Debug)]
pub struct AppUse {
    /// Share of the group's answers.
    pub share: Share,
    /// Half-hours of the week in which they do, in the group's zone; `None` = always.
    pub hours: Option<Vec<bool>>,
}

/// What ends the answers of a month at one number.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Measure of what is used up.
    pub of: BudgetOf,
    /// What happens then.
    pub then: WhenUsedUp,
}

/// Measure of a month's budget at one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BudgetOf {
    /// Messages of the business.
    Messages(u64),
    /// Their list price, free ones apart, as the desk knows it.
    Amount(Money),
    /// The free messages of the tariff in force.
    FreeQuota,
}

/// What happens when a budget or cap is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenUsedUp {
    /// Answers go on and are paid.
    Pay,
    /// Nobody answers by message until the next month (or day).
    Stop,
    /// The bot stops, people go on.
    StopBot,
    /// The customer is called instead.
    Call,
}

/// Messages that one customer gets at most.
#[derive(Clone, Copy, Debug)]
pub struct CustomerCap {
    /// Messages of the business.
    pub messages: u64,
    /// In a day (else a month) of the number's account.
    pub daily: bool,
    /// What happens then.
    pub then: WhenUsedUp,
}

/// What the bot does turn by turn, and what comes of it.
#[derive(Clone, Debug)]
pub struct BotTurns {
    /// Chance that it settles its 1st, 2nd … turn, the last for all further ones, by reason index; empty = by contact.
    pub chances: Vec<Vec<f64>>,
    /// Share of the contacts settled by the bot alone whose need was not met, by reason index.
    pub wrong: Vec<f64>,
    /// Chance that these customers come back.
    pub return_chance: Share,
    /// After how long.
    pub return_after: Law,
    /// Who comes back goes to a person at once.
    pub return_to_team: bool,
    /// Factor on the work of the turn that the bot hands over: what was said before is read or asked again.
    pub handover: f64,
    /// Tokens of one of its answers, if they are counted.
    pub tokens: Option<CountLaw>,
    /// Price of one token.
    pub token_price: Money,
}
