//! A checked tariff as flat tables: what the fold looks up, and what `price` multiplies by.

use std::sync::Arc;

use super::card::{Card, TierCard};
use super::vocabulary::{CLASSES, Clocks, Definition, Scope};
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

/// A tariff ready to bill: made by [`super::load`], shared by all folds.
#[derive(Debug)]
pub struct Plan {
    pub(super) name: String,
    pub(super) says: String,
    pub(super) from: String,
    pub(super) settings: Vec<Setting>,
    pub(super) currency: Currency,
    pub(super) currencies: Vec<Currency>,
    pub(super) card: Option<Arc<Card>>,
    pub(super) ladders: Vec<Arc<TierCard>>,
    /// Names behind market indices: those of the card, in order.
    pub(super) market_names: Vec<String>,
    pub(super) promotion: bool,
    pub(super) contact_before: bool,
    pub(super) items: Vec<Item>,
    /// By cell: place in `items`; none for cells that count units of another one.
    pub(super) item_of_cell: Vec<Option<usize>>,
    pub(super) clock_names: Vec<String>,
    pub(super) quota_names: Vec<String>,
    pub(super) fold: FoldPlan,
    /// As it was read: what `sheet/` tells.
    pub(super) definition: Definition,
    /// Clocks that the customer's last message alone decides.
    pub(super) derivable: Clocks,
    /// Of everything that the fold reads.
    pub(super) fingerprint: String,
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
#[derive(Debug)]
pub(super) struct FoldPlan {
    pub(super) clocks: Vec<FoldClock>,
    pub(super) starts: Vec<Start>,
    pub(super) longer: Vec<Longer>,
    /// Clocks whose end must be kept after they ran out.
    pub(super) remembered: Vec<u32>,
    pub(super) answer_ends: Clocks,
    /// Bits of a state.
    pub(super) bits: u32,
    /// `class << bits | state` → index in `actions`.
    pub(super) table: Vec<u16>,
    pub(super) actions: Vec<Action>,
    pub(super) lates: Vec<Late>,
    pub(super) cells: u16,
    /// A service message is accepted if sent less than this after the customer's last message; `None`: always.
    pub(super) window: Option<i64>,
    pub(super) never: [bool; CLASSES],
    pub(super) edge_inside: bool,
    pub(super) quotas: Vec<(Scope, u64)>,
    pub(super) tiers: Vec<Scope>,
    pub(super) market_count: usize,
    /// `market * CLASSES + class` → class billed; one market more for countries that the card does not know.
    pub(super) billed_class: Vec<u8>,
    /// `(tiers * markets + market) * CLASSES + class` → first bound, or [`NO_LADDER`].
    pub(super) ladder_start: Vec<u32>,
    /// Upper bounds of tiers, ladder after ladder, each ending in `u64::MAX`.
    pub(super) bounds: Vec<u64>,
}

/// Length and scope of one clock.
#[derive(Debug)]
pub(super) struct FoldClock {
    pub(super) scope: Scope,
    pub(super) lasts: i64,
    /// Its start is kept beside its end.
    pub(super) keeps_start: bool,
}

/// A clock that inbound messages start.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) clock: usize,
    pub(super) only_ads: bool,
    pub(super) restart: bool,
    pub(super) while_: Clocks,
    pub(super) unless: Clocks,
}

/// A clock that inbound messages prolong.
#[derive(Debug)]
pub(super) struct Longer {
    pub(super) clock: usize,
    pub(super) by: i64,
    pub(super) at_most: i64,
}

/// What happens to a message of one class in one state.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Action {
    pub(super) closes: Clocks,
    pub(super) opens: Clocks,
    /// Cell of the deciding rule (its first tier).
    pub(super) cell: u16,
    /// It asks for money.
    pub(super) pays: bool,
    pub(super) quota: u8,
    pub(super) quota_cell: u16,
    pub(super) uses: u8,
    pub(super) tiers: u8,
    pub(super) late: u8,
}

/// A price by delay: units since a clock ran out, and where they are counted.
#[derive(Debug)]
pub(super) struct Late {
    pub(super) clock: usize,
    /// Microseconds of one unit.
    pub(super) unit: i64,
    /// Units whose price is still below the cap.
    pub(super) most_units: u64,
    pub(super) units_cell: u16,
    pub(super) capped_cell: u16,
}

/// What one cell of the counters stands for on a bill.
#[derive(Debug)]
pub(super) struct Item {
    /// Position of its rule in the file; lines without a rule come last.
    pub(super) rule_order: usize,
    pub(super) cell: u16,
    /// Cell of the units that the rate multiplies; that of the messages unless the price is by delay.
    pub(super) units_cell: u16,
    pub(super) rule: String,
    /// Class as billed; none in the phone app.
    pub(super) class: Option<u8>,
    pub(super) category: String,
    pub(super) asks: Asks,
}

/// What an item asks for a unit.
#[derive(Debug, PartialEq)]
pub(super) enum Asks {
    /// Nothing; the word says why.
    Nothing(String),
    /// The list rate of a category.
    List(String),
    /// The rate of a tier (from 0) of a category on one of the plan's ladders.
    Tier(usize, String, usize),
    /// So many nano-units; the word is the basis.
    Fixed(i64, &'static str),
}

impl Plan {
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
        self.definition.markets.of(country)
    }

    /// Index of a country's market on the card; `fold.market_count` if it has none.
    pub(super) fn market_index(&self, country: &str) -> usize {
        let found = self.market(country).and_then(|m| self.market_names.iter().position(|n| n == m));
        found.unwrap_or(self.market_names.len())
    }
}
