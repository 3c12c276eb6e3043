//! A tariff as written, names resolved to indices.

use jiff::civil::Date;

use super::super::markets::Markets;
use super::super::tree::Place;
use crate::units::Currency;

/// Number of classes of messages on the platform: those a rule takes that names none.
pub(in super::super) const MESSAGES: usize = 5;

/// Messages written in the phone app.
pub(in super::super) const APP: usize = 5;

/// Calls that the business places over the platform.
pub(in super::super) const CALL: usize = 6;

/// Number of classes that a rule can take: messages, `app`, `call`.
pub(in super::super) const CLASSES: usize = 7;

/// A set of clocks, one bit each.
pub(in super::super) type Clocks = u32;

/// Most clocks of a tariff (members of families and clocks asked for by `after` count).
pub(in super::super) const MOST_CLOCKS: usize = 12;

/// A tariff as written, names resolved to indices.
#[derive(Clone, Debug)]
pub(in super::super) struct Definition {
    pub(in super::super) says: String,
    pub(in super::super) source: String,
    pub(in super::super) from: String,
    pub(in super::super) card: CardName,
    pub(in super::super) markets: Markets,
    pub(in super::super) otherwise: [Option<usize>; CLASSES],
    pub(in super::super) accept: Accept,
    pub(in super::super) clocks: Vec<Clock>,
    pub(in super::super) quotas: Vec<Quota>,
    pub(in super::super) tiers: Vec<Tiers>,
    pub(in super::super) rules: Vec<Rule>,
    pub(in super::super) extras: Vec<Extra>,
    pub(in super::super) fees: Vec<Fee>,
    pub(in super::super) place: Place,
}

impl Definition {
    /// Can a message of this class stand on a bill by a rule? `app` and `call` only if a rule names them.
    pub(in super::super) fn takes(&self, class: usize) -> bool {
        class < MESSAGES || self.rules.iter().any(|r| r.of[class])
    }
}

/// Where list rates come from.
#[derive(Clone, Debug)]
pub(in super::super) enum CardName {
    None,
    Given,
    Named(String, Place),
}

/// What the platform takes.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Accept {
    /// The clock that must run when a service message is sent.
    pub(in super::super) window: Option<usize>,
    pub(in super::super) never: [bool; CLASSES],
    pub(in super::super) contact_before: bool,
}

/// Whose clock or counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Scope {
    Number,
    Account,
    Business,
}

/// Which inbound facts start a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Starts {
    /// Only rules open it.
    ByRule,
    CustomerMessage,
    AdMessage,
    CustomerCall,
    /// Either of them.
    MessageOrCall,
}

impl Starts {
    /// Does each message of the customer start it?
    pub(in super::super) fn by_message(self) -> bool {
        matches!(self, Starts::CustomerMessage | Starts::MessageOrCall)
    }
}

/// One clock.
#[derive(Clone, Debug)]
pub(in super::super) struct Clock {
    pub(in super::super) name: String,
    pub(in super::super) scope: Scope,
    pub(in super::super) starts: Starts,
    pub(in super::super) restart: bool,
    pub(in super::super) lasts: i64,
    /// Other lengths from later local dates on, in order: (first day, length).
    pub(in super::super) later: Vec<(Date, i64)>,
    /// Open by local time, instead of all else.
    pub(in super::super) hours: Option<Hours>,
    pub(in super::super) while_: Clocks,
    pub(in super::super) unless: Clocks,
    pub(in super::super) ends_at_answer: bool,
    /// (by, at most from the start), both in microseconds.
    pub(in super::super) longer: Option<(i64, i64)>,
    /// First local day on which messages prolong it; `None`: always.
    pub(in super::super) longer_from: Option<Date>,
}

/// A span of the local day, over midnight if it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Hours {
    /// Microseconds since local midnight.
    pub(in super::super) from: i64,
    /// The first instant outside.
    pub(in super::super) to: i64,
    /// In the customer's zone (that of his country's largest city); else the account's.
    pub(in super::super) of_customer: bool,
}

/// Free units.
#[derive(Clone, Debug)]
pub(in super::super) struct Quota {
    pub(in super::super) name: String,
    pub(in super::super) size: u64,
    pub(in super::super) scope: Scope,
    /// By class: the sets of clocks, one of which must run whole; empty = this class may not use it.
    pub(in super::super) entitled: [Vec<Clocks>; CLASSES],
}

/// A volume ladder.
#[derive(Clone, Debug)]
pub(in super::super) struct Tiers {
    pub(in super::super) name: String,
    pub(in super::super) scope: Scope,
    pub(in super::super) of: [bool; CLASSES],
    /// Name of the card; empty if the ladder stands in the file.
    pub(in super::super) card: String,
    /// The ladder in the file: last unit (`u64::MAX` in the last step) and rate.
    pub(in super::super) steps: Vec<(u64, StepRate)>,
    /// All units have the rate of the month's last, not each its own.
    pub(in super::super) all_units: bool,
    /// Free units count too, once they are delivered.
    pub(in super::super) delivered: bool,
    pub(in super::super) over_market: bool,
    pub(in super::super) over_category: bool,
    /// Messages to groups stand outside: they have the rate of the list, and do not count.
    pub(in super::super) without_groups: bool,
    pub(in super::super) place: Place,
}

/// The rate of one step of a ladder that stands in the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum StepRate {
    /// Nano-units.
    Amount(i64, Currency),
    /// So many millionths off the list rate.
    Off(i64),
}

/// When a rule fits, for one class.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Condition {
    /// All of these run.
    pub(in super::super) all: Clocks,
    /// Of each of these sets at least one runs.
    pub(in super::super) any: Vec<Clocks>,
    /// None of these runs.
    pub(in super::super) none: Clocks,
    /// All of these ran out by themselves.
    pub(in super::super) after: Clocks,
}

/// One rule; arrays are by class, since a family means the message's own clock.
#[derive(Clone, Debug)]
pub(in super::super) struct Rule {
    pub(in super::super) name: String,
    pub(in super::super) place: Place,
    pub(in super::super) price_place: Place,
    pub(in super::super) of: [bool; CLASSES],
    pub(in super::super) fits: [Condition; CLASSES],
    pub(in super::super) closes: [Clocks; CLASSES],
    pub(in super::super) opens: [Clocks; CLASSES],
    pub(in super::super) price: Price,
    pub(in super::super) per: Per,
    /// Highest rate that is charged, in nano-units of the currency: a bid.
    pub(in super::super) at_most: Option<(i64, Currency)>,
    pub(in super::super) quota: Option<usize>,
    pub(in super::super) uses: Option<usize>,
    pub(in super::super) tiers: Option<usize>,
    pub(in super::super) label: Label,
}

/// What a rule asks for a message.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Price {
    Free,
    /// List rate of a category, `None`: of the message's class.
    List(Option<String>),
    /// So many nano-units.
    Fixed(i64, Currency),
    /// So many nano-units a started `unit` (µs) since the clock ran out, at most so many in all.
    Late {
        nanos: i64,
        unit: i64,
        clock: usize,
        at_most: Option<i64>,
        currency: Currency,
    },
    /// The ladder of the rule's `tiers` has it.
    Tiers,
    /// Effects only.
    Next,
}

/// What the rate of a rule multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Per {
    Message,
    Segment,
    /// So many tokens.
    Tokens(u64),
    /// The rate is for `of` of talk; counted are started `pulse`s. Microseconds.
    Talk {
        pulse: i64,
        of: i64,
    },
}

impl Per {
    /// One unit's share of what the rate is for: numerator, denominator.
    pub(in super::super) fn share(self) -> (i64, i64) {
        match self {
            Per::Message | Per::Segment => (1, 1),
            Per::Tokens(n) => (1, n as i64),
            Per::Talk { pulse, of } => (pulse, of),
        }
    }
}

/// What stands on the bill beside the line of the rule.
#[derive(Clone, Debug)]
pub(in super::super) struct Extra {
    pub(in super::super) name: String,
    pub(in super::super) place: Place,
    pub(in super::super) of: [bool; CLASSES],
    pub(in super::super) fits: [Condition; CLASSES],
    pub(in super::super) price: ExtraPrice,
    pub(in super::super) per: Per,
    pub(in super::super) label: Label,
    /// It has no condition and takes every class: it meets fees too.
    pub(in super::super) of_everything: bool,
}

/// What an extra asks.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum ExtraPrice {
    /// Nano-units; below 0 a rebate.
    Fixed(i64, Currency),
    List(String),
    /// Millionths of the rule's line, or of all lines above, those of other extras and fees included.
    Share {
        millionths: i64,
        of_all: bool,
    },
}

/// A line without a message of its own.
#[derive(Clone, Debug)]
pub(in super::super) struct Fee {
    pub(in super::super) name: String,
    pub(in super::super) nanos: i64,
    pub(in super::super) currency: Currency,
    pub(in super::super) place: Place,
    pub(in super::super) scope: Scope,
    /// Also in months without a message.
    pub(in super::super) always: bool,
}

/// Category in the bill.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Label {
    OfPrice,
    Own,
    Text(String),
}
