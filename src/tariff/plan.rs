//! A checked tariff as flat tables: what the fold looks up, and what `price` multiplies by.

use std::sync::Arc;

use jiff::civil::Date;

use super::card::{Card, TierCard};
use super::markets::Markets;
use super::vocabulary::{CLASSES, Clocks, Definition, Hours, Scope};
use crate::units::Currency;

/// "None" in the small indices of [`Action`].
pub(super) const NONE: u8 = u8::MAX;

/// Cells that every plan has: not delivered, refused and not accepted by class, then the phone app's messages.
pub(super) const NOT_DELIVERED: u16 = 0;
pub(super) const REFUSED: u16 = CLASSES as u16;
pub(super) const NOT_ACCEPTED: u16 = 2 * CLASSES as u16;
pub(super) const PHONE_APP: u16 = 3 * CLASSES as u16;

/// No ladder: every message of this market and class has tier-less rate.
pub(super) const NO_LADDER: u32 = u32::MAX;

/// Parts by their first local day, in order; `None`: from the beginning.
pub(super) type Steps = Vec<(Option<Date>, u16)>;

/// A tariff ready to bill: made by [`super::load`], shared by all folds.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) from: String,
    pub(super) settings: Vec<Setting>,
    pub(super) currency: Currency,
    pub(super) currencies: Vec<Currency>,
    /// The list rates and ladders of the last part.
    pub(super) card: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
    /// What is billed when: one part, or several by date and account.
    pub(super) parts: Vec<Part>,
    /// Accounts with readings of their own: name, and the parts of their dates.
    pub(super) own_parts: Vec<(String, Steps)>,
    /// The parts of all other accounts by their first local day (`None`: always), in order.
    pub(super) schedule: Steps,
    /// Clocks that the next part does not know run on: see `run_on.rs`.
    pub(super) runs_on: bool,
    pub(super) items: Vec<Item>,
    /// By cell: place in `items`.
    pub(super) item_of_cell: Vec<Option<usize>>,
    pub(super) clock_names: Vec<String>,
    pub(super) quota_names: Vec<String>,
    /// Names behind market indices: those of the cards, in order.
    pub(super) market_names: Vec<String>,
    /// The definition of the last part, as it was read: what `sheet/` tells.
    pub(super) definition: Definition,
    /// Of everything that the fold reads.
    pub(super) fingerprint: String,
}

/// One tariff of a plan.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The tariff's name.
    pub(super) name: String,
    pub(super) fold: Arc<FoldPlan>,
    /// Its first cell among those of the plan.
    pub(super) first_cell: u16,
    pub(super) card: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
    pub(super) markets: Arc<Markets>,
    pub(super) promotion: bool,
    pub(super) contact_before: bool,
    /// What-if factors of its rates.
    pub(super) times: Times,
    /// Clocks that the customer's last message alone decides.
    pub(super) derivable: Clocks,
}

/// What-if factors of rates, millionths.
#[derive(Clone, Debug, Default)]
pub(super) struct Times {
    pub(super) all: Option<u64>,
    pub(super) by_country: std::collections::BTreeMap<String, u64>,
}

/// An open reading of the tariff and what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Name in the file.
    pub name: String,
    /// The reading this plan bills by.
    pub choice: String,
    /// Every reading, the default first.
    pub choices: Vec<String>,
    /// Why it is open and why the default is what it is; may be empty.
    pub reason: String,
}

/// Everything the fold looks up. No amounts: plans with equal ones count alike.
///
/// Clocks, quotas, tiers and markets are numbered over the whole plan, so that parts share what has one name.
#[derive(Clone, Debug)]
pub(super) struct FoldPlan {
    pub(super) clocks: Vec<FoldClock>,
    /// This part's own clocks in the order of its table's bits.
    pub(super) own: Vec<u32>,
    pub(super) starts: Vec<Start>,
    pub(super) longer: Vec<Longer>,
    /// Clocks whose end must be kept after they ran out; their bits stand above those of `own`.
    pub(super) remembered: Vec<u32>,
    pub(super) answer_ends: Clocks,
    /// Bits of a state.
    pub(super) bits: u32,
    /// The bits of a state are those of the clocks.
    pub(super) plain: bool,
    /// `class << bits | state` → index in `actions`.
    pub(super) table: Vec<u16>,
    /// `class << bits | state` → extras that fit, a bit each; empty if there are none.
    pub(super) extra_table: Vec<u8>,
    pub(super) actions: Vec<Action>,
    pub(super) lates: Vec<Late>,
    pub(super) extras: Vec<FoldExtra>,
    pub(super) fees: Vec<FoldFee>,
    pub(super) cells: u16,
    /// A service message is accepted if sent less than this after the customer's last message; `None`: always.
    pub(super) window: Option<i64>,
    pub(super) never: [bool; CLASSES],
    /// Rules take messages of the phone app, and calls.
    pub(super) takes_app: bool,
    pub(super) takes_calls: bool,
    pub(super) edge_inside: bool,
    /// Store and size.
    pub(super) quotas: Vec<(u16, u64)>,
    pub(super) tiers: Vec<FoldTiers>,
    /// Some ladder counts free units too.
    pub(super) counts_delivered: bool,
    /// Some clock follows the time of day.
    pub(super) by_hours: bool,
    pub(super) market_count: usize,
    /// `market * CLASSES + class` → class billed; one market more for countries that the card does not know.
    pub(super) billed_class: Vec<u8>,
    /// Upper bounds of tiers, ladder after ladder, each ending in `u64::MAX`.
    pub(super) bounds: Vec<u64>,
    /// What the plan's stores are made of; the same in all parts.
    pub(super) stores: Stores,
}

/// What parts of a plan share.
#[derive(Clone, Debug, Default)]
pub(super) struct Stores {
    /// By clock.
    pub(super) clocks: Vec<StoredClock>,
    pub(super) quotas: Vec<Scope>,
    /// Scope, counted apart by market, by category.
    pub(super) tiers: Vec<(Scope, bool, bool)>,
    pub(super) fees: Vec<Scope>,
}

/// How a clock is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoredClock {
    pub(super) scope: Scope,
    /// Its start is kept beside its end.
    pub(super) keeps_start: bool,
    /// Its end is kept after it ran out.
    pub(super) remembered: bool,
    /// It follows the time of day, so nothing is kept.
    pub(super) hours: bool,
}

/// Length of one clock.
#[derive(Clone, Debug)]
pub(super) struct FoldClock {
    pub(super) lasts: i64,
    /// Other lengths from later local days on.
    pub(super) later: Vec<(Date, i64)>,
    pub(super) hours: Option<Hours>,
}

/// A clock that the customer's messages or calls start.
#[derive(Clone, Debug)]
pub(super) struct Start {
    pub(super) clock: usize,
    /// [`BY_MESSAGE`] | [`BY_AD`] | [`BY_CALL`].
    pub(super) by: u8,
    pub(super) restart: bool,
    pub(super) while_: Clocks,
    pub(super) unless: Clocks,
}

/// What can start a clock: any message of the customer, one through an ad, a call.
pub(super) const BY_MESSAGE: u8 = 1;
pub(super) const BY_AD: u8 = 2;
pub(super) const BY_CALL: u8 = 4;

/// A clock that inbound messages prolong.
#[derive(Clone, Debug)]
pub(super) struct Longer {
    pub(super) clock: usize,
    pub(super) by: i64,
    pub(super) at_most: i64,
    /// First local day of the account on which it is.
    pub(super) from: Option<Date>,
}

/// What happens to a message of one class in one state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    pub(super) closes: Clocks,
    pub(super) opens: Clocks,
    /// Cell of the deciding rule; those of its tiers follow.
    pub(super) cell: u16,
    /// Cell of the units; that of the messages if they are the units.
    pub(super) units: u16,
    /// Cell before that in which the second tier re-rates earlier units; 0 = none does.
    pub(super) rerate: u16,
    /// It asks for money.
    pub(super) pays: bool,
    pub(super) quota: u8,
    pub(super) quota_cell: u16,
    pub(super) uses: u8,
    pub(super) tiers: u8,
    pub(super) late: u8,
    pub(super) per: FoldPer,
    /// No tiers, no delay, and its messages are its units.
    pub(super) simple: bool,
}

/// What is counted of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum FoldPer {
    Message,
    Segment,
    Token,
    /// Started pulses of so many microseconds.
    Talk(i64),
}

/// A price by delay: units since a clock ran out, and where they are counted.
#[derive(Clone, Debug)]
pub(super) struct Late {
    pub(super) clock: usize,
    /// Microseconds of one unit.
    pub(super) unit: i64,
    /// Units whose price is still below the cap.
    pub(super) most_units: u64,
    pub(super) units_cell: u16,
    pub(super) capped_cell: u16,
}

/// A ladder that counts units.
#[derive(Clone, Debug)]
pub(super) struct FoldTiers {
    pub(super) store: u16,
    pub(super) delivered: bool,
    pub(super) without_groups: bool,
    pub(super) of: [bool; CLASSES],
    /// `market * CLASSES + class` → first bound, or [`NO_LADDER`]; one market more for countries that the card does not know.
    pub(super) start: Vec<u32>,
}

/// What an extra counts.
#[derive(Clone, Debug)]
pub(super) enum FoldExtra {
    /// Units of the message, in a cell by class.
    Units(FoldPer, [u16; CLASSES]),
    /// The units of lines above: by their cell, the cell of the share, or [`NO_CELL`].
    Share(Vec<u16>),
}

/// No cell.
pub(super) const NO_CELL: u16 = u16::MAX;

/// A line without a message.
#[derive(Clone, Debug)]
pub(super) struct FoldFee {
    pub(super) store: u16,
    pub(super) scope: Scope,
    pub(super) always: bool,
    pub(super) cell: u16,
    /// Cells of the shares that are taken of it.
    pub(super) shares: Vec<u16>,
}

/// What one cell of the counters stands for on a bill.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Place of its part in the plan.
    pub(super) part: usize,
    /// Position of its rule in the file; lines without a rule come last.
    pub(super) rule_order: usize,
    pub(super) cell: u16,
    /// Cell of the units that the rate multiplies; that of the messages if they are the units.
    pub(super) units_cell: u16,
    pub(super) rule: String,
    /// Class as billed; none in the phone app and on fees.
    pub(super) class: Option<u8>,
    pub(super) category: String,
    /// From 1; 0 = none.
    pub(super) tier: u16,
    /// It stands beside the lines of rules: counts units, no messages.
    pub(super) beside: bool,
    /// Whose fee it is.
    pub(super) fee: Option<Scope>,
    pub(super) asks: Asks,
}

/// What an item asks for a unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asks {
    /// Nothing; the word says why.
    Nothing(String),
    /// The list rate of a category.
    List(String),
    /// The rate of a tier (from 0) of a category on one of the part's ladders.
    Tier(usize, String, usize),
    /// The list rate of a category less so many millionths, rounded half up to four decimals.
    Off(String, i64),
    /// So many nano-units; the word is the basis.
    Fixed(i64, &'static str),
    /// A share of another rate: numerator, denominator. Checked when loaded: it is whole.
    Part(Box<Asks>, i64, i64),
    /// Another rate, but not more than this.
    AtMost(Box<Asks>, i64),
    /// The second rate less the first.
    Difference(Box<Asks>, Box<Asks>),
    /// Millionths of another rate, rounded half up to the nano-unit.
    Share(Box<Asks>, i64),
}

impl FoldPlan {
    /// The state of this part's table that a set of running clocks is, and of clocks that ran out.
    #[inline(always)]
    pub(super) fn state(&self, open: Clocks, ran_out: Clocks) -> usize {
        // Clocks of the tariff before may still run, and this one does not know them.
        if self.plain { (u64::from(open) & ((1 << self.bits) - 1)) as usize } else { self.gather(open, ran_out) }
    }

    fn gather(&self, open: Clocks, ran_out: Clocks) -> usize {
        let bits = self.own.iter().map(|c| open >> c & 1).chain(self.remembered.iter().map(|c| ran_out >> c & 1));
        bits.enumerate().fold(0, |state, (i, bit)| state | (bit as usize) << i)
    }
}

impl Plan {
    /// The same plan with other what-if factors of its rates (see [`super::Options`]).
    pub fn with_rate_times(&self, all: Option<u64>, by_country: &[(String, u64)]) -> Plan {
        let times = Times { all, by_country: by_country.iter().cloned().collect() };
        let mut plan = self.clone();
        plan.parts.iter_mut().for_each(|part| part.times = times.clone());
        plan
    }

    /// The tariff's name: that of the built-in one, or the file's without `.toml`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Currency of every amount of this plan.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Currencies in which the tariff has a card, the default first; that of the plan if it has none.
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// The tariff in one sentence.
    pub fn says(&self) -> &str {
        &self.says
    }

    /// First local day in force, `YYYY-MM-DD`.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// Open readings of the tariff, with what was chosen.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Plans with the same fingerprint count alike: they differ in amounts at most, so one fold serves all of them.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The market of a country, if the tariff's table knows the country.
    pub fn market<'a>(&'a self, country: &'a str) -> Option<&'a str> {
        self.parts.last()?.markets.of(country)
    }
}
