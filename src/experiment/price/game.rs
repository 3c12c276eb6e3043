//! What a price game is made of: the platform's choices, the firms' choices, what is assumed.

use std::path::PathBuf;

use crate::scenario::{Bundle, Laid, Written};
use crate::units::{Money, Span};

/// A whole price file.
#[derive(Clone, Debug)]
pub struct Game {
    /// File stem: names the output folder.
    pub name: String,
    /// The question it asks.
    pub question: String,
    /// blake3 of the meaning of the file and of all scenarios that it names; order and comments do not matter.
    pub hash: String,
    /// What is laid on every segment's scenario: `run.replications=10` and so on.
    pub run: Vec<Laid>,
    /// The platform.
    pub platform: Platform,
    /// Rules of the past to compare with; the first is asked about, see [`Claims`].
    pub rules: Vec<NamedRule>,
    /// Which of them the claims are about.
    pub claims: Claims,
    /// Kinds of firms.
    pub segments: Vec<Segment>,
    /// What is moved to see which answers turn.
    pub assumptions: Vec<Assumption>,
    /// Values of the file marked as assumptions: dotted path, value, note.
    pub marked: Vec<(String, String, String)>,
    /// The texts it was read from.
    pub source: Option<Bundle>,
    /// Folder of the price file: paths of scenarios begin with it.
    pub folder: PathBuf,
}

/// The leader: it sets the window and the prices.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Tariff whose window and prices are varied.
    pub tariff: String,
    /// Candidate windows.
    pub windows: Vec<Span>,
    /// Candidate prices of each market: multiples of the tariff's own rates, ascending.
    pub prices: Vec<f64>,
    /// Markets priced apart: name and countries; one market of all countries if empty.
    pub markets: Vec<(String, Vec<String>)>,
    /// What it wants.
    pub objective: Objective,
    /// A firm changes its ways for a gain above this share of its cost.
    pub indifference: f64,
    /// What a delivered message costs the platform.
    pub message_cost: Money,
    /// Messages a day on the whole platform, to scale the revenue of a message up.
    pub messages_a_day: f64,
    /// What it should earn back.
    pub target: Money,
    /// In how many years.
    pub years: f64,
}

/// Weights of the three parts of welfare in the platform's objective.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Objective {
    /// Weight of its own revenue less the cost of messages.
    pub revenue: f64,
    /// Weight of the firms' payoff.
    pub firms: f64,
    /// Weight of the customers' surplus.
    pub customers: f64,
}

/// A tariff with a window and a price: what firms answer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Tariff in force.
    pub tariff: String,
    /// Window; `None`: the tariff's own.
    pub window: Option<Span>,
    /// Multiple of the tariff's rates by market.
    pub prices: Vec<f64>,
}

/// A rule with a name.
#[derive(Clone, Debug)]
pub struct NamedRule {
    /// Name in tables.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// The rule.
    pub rule: Rule,
}

/// Indices into [`Game::rules`].
#[derive(Clone, Copy, Debug)]
pub struct Claims {
    /// The rule asked about.
    pub rule: usize,
    /// What it is compared with; firms have settled under it before the game begins.
    pub against: usize,
}

/// How long after a change a choice reacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Horizon {
    /// Staff, bot and channel stay: only the order of answering and what is done when late.
    Short,
    /// Staff and bot too.
    Medium,
    /// Channel too, leaving included.
    Long,
}

impl Horizon {
    /// All, in order.
    pub const ALL: [Horizon; 3] = [Horizon::Short, Horizon::Medium, Horizon::Long];

    /// `short`, `medium`, `long`.
    pub fn word(self) -> &'static str {
        match self {
            Horizon::Short => "short",
            Horizon::Medium => "medium",
            Horizon::Long => "long",
        }
    }
}

/// A kind of firm.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Name in tables.
    pub name: String,
    /// One line for people.
    pub title: String,
    /// Scenario of one firm.
    pub scenario: PathBuf,
    /// Its messaging variant; the first one if not named.
    pub variant: Option<String>,
    /// Laid on the scenario: `path=value`.
    pub sets: Vec<Laid>,
    /// Number of such firms.
    pub firms: f64,
    /// What the answers are worth to the firm.
    pub worth: Worth,
    /// What they are worth to its customers, beyond what they pay.
    pub customers: Option<Worth>,
    /// Cost of a paid hour, all groups; `None`: the scenario's own.
    pub wage: Option<Money>,
    /// What it chooses.
    pub levers: Vec<Lever>,
    /// Options held before the game: (lever, option); empty: what is best in the long run under the rule compared with.
    pub today: Vec<(usize, usize)>,
}

/// What an answer is worth, in time: `value` × 2^(−wait / half-life) for each contact resolved, less `delay_cost` × wait for each
/// answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Worth {
    /// Of a contact that is resolved, answered at once.
    pub value: Money,
    /// Wait that halves it; `None`: never.
    pub half_life: Option<Span>,
    /// Of an hour of waiting for an answer.
    pub delay_cost: Money,
}

/// One thing a firm chooses.
#[derive(Clone, Debug)]
pub struct Lever {
    /// Name: `staff`, `order`, `late`, `bot`, `channel` or the user's own.
    pub name: String,
    /// From which horizon on it reacts.
    pub horizon: Horizon,
    /// Options: name and what it changes.
    pub options: Vec<(String, Change)>,
}

/// What an option changes in the segment's scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Settings: `path=value`.
    Sets(Vec<Laid>),
    /// Heads or a promise of the messaging group.
    Staff(String, Option<Written>),
    /// No bot.
    NoBot,
    /// The scenario as it stands.
    Nothing,
    /// Customers write.
    Messages,
    /// Customers call.
    Phone,
    /// Nobody answers.
    Exit,
}

/// An input that is moved between two ends.
#[derive(Clone, Debug)]
pub struct Assumption {
    /// Name in tables.
    pub name: String,
    /// What is moved.
    pub of: Moved,
    /// Segment; `None`: all.
    pub segment: Option<usize>,
    /// Low and high end: a factor, or the text of a value.
    pub ends: [String; 2],
    /// Where they were written.
    pub places: [Option<Written>; 2],
}

/// What an assumption moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Moved {
    /// Factor on the firm's value of an answer.
    Value,
    /// Factor on its half-life.
    HalfLife,
    /// Factor on the cost of an hour.
    Wage,
    /// Factor on the number of firms.
    Firms,
    /// Factor on the customers' value.
    CustomerValue,
    /// A setting of the scenario: all is simulated again.
    Setting(String),
}

impl Assumption {
    /// Its ends laid on a scenario; none if it moves no setting.
    pub(super) fn laid(&self) -> [Option<Laid>; 2] {
        let Moved::Setting(path) = &self.of else { return [None, None] };
        let end = |at: usize| {
            let text = format!("{path}={}", self.ends[at]);
            Some(Laid { name: format!("assumption.{}", self.name), text, written: self.places[at].clone() })
        };
        [end(0), end(1)]
    }
}

impl Game {
    /// Number of markets that are priced apart.
    pub fn markets(&self) -> usize {
        self.platform.markets.len().max(1)
    }

    /// Market of a country.
    pub fn market_of(&self, country: &str) -> usize {
        let named =
            |word: &str| self.platform.markets.iter().position(|(_, list)| list.iter().any(|code| code == word));
        named(country).or_else(|| named(REST)).unwrap_or(0)
    }
}

/// In a market's list of countries: all that no other market names.
pub const REST: &str = "*";
