//! What conversations by message do beyond turns: silent leaving, inactivity, answers beside the platform, limits.

use super::{Bot, ContactReason};
use super::{CountLaw, Law};
use crate::units::{Money, Share, Span};

impl Bot {
    /// Share of the turns of a reason (index) that the bot settles: of all its contacts, or turn by turn until it first fails.
    pub fn share_of_turns(&self, reason: usize, of: &ContactReason) -> f64 {
        let chances = self.turns.chances.get(reason).map_or(&[][..], Vec::as_slice);
        let Some(last) = chances.last() else { return self.containment.get(reason).copied().unwrap_or(0.0) };
        let mean = match of.turns {
            CountLaw::Fixed(n) => f64::from(n),
            CountLaw::Geometric { mean } => mean,
        };
        let goes_on = |turn: usize| match of.turns {
            CountLaw::Fixed(n) => f64::from(u8::from(turn + 1 < n as usize)),
            CountLaw::Geometric { mean } => 1.0 - 1.0 / mean,
        };
        let (mut settled, mut there) = (0.0, 1.0);
        for turn in 0..10_000 {
            there *= chances.get(turn).unwrap_or(last);
            settled += there;
            there *= goes_on(turn);
            if there < 1e-12 {
                break;
            }
        }
        settled / mean
    }
}

/// How customers find one of several numbers, where the plain shares do not say it.
#[derive(Clone, Debug, Default)]
pub struct NumberChoice {
    /// Shares of the numbers among contacts from a country (index), in place of the plain ones.
    pub by_country: Vec<(u16, Vec<f64>)>,
    /// Among contacts about a reason (index), in place of both.
    pub by_reason: Vec<(u16, Vec<f64>)>,
    /// A customer keeps his number.
    pub sticky: bool,
}

impl NumberChoice {
    /// Shares for contacts from a country about a reason; `plain` where nothing else is said.
    pub fn shares<'a>(&'a self, country: u16, reason: Option<u16>, plain: &'a [f64]) -> &'a [f64] {
        let of = |list: &'a [(u16, Vec<f64>)], wanted: u16| list.iter().find(|(index, _)| *index == wanted);
        let by_reason = reason.and_then(|reason| of(&self.by_reason, reason));
        by_reason.or_else(|| of(&self.by_country, country)).map_or(plain, |(_, shares)| shares)
    }
}

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
