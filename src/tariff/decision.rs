//! What one message came to: first in counts (cheap, made while folding), then in words and money.

use super::calendar;
use super::counts::Key;
use super::plan::Plan;
use super::pricing::Prices;
use super::vocabulary::{Clocks, Scope};
use crate::facts::Book;

/// One line's worth of one message: where it was counted, and how much of it.
///
/// Everything but `messages`, `units`, `quota` and `open` says which line: whoever describes millions of them may keep what
/// [`Plan::describe`] said of (month, number, country, cell) and multiply himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Month in the account's zone: 12 × year + month − 1; [`month_label`] writes it.
    pub month: i32,
    /// Index in [`Book::numbers`]; on fees of an account or business its first number.
    pub number: u16,
    /// Index in [`Book::countries`]; `u16::MAX` on fees, which have none.
    pub country: u16,
    /// Place among the items of the plan: a rule, class, tier.
    pub cell: u16,
    /// Messages counted here: one for each recipient; 0 on lines that stand beside the message's own.
    pub messages: u64,
    /// What a rate multiplies: messages, started units of delay, segments, tokens. Also set where the rate is 0 or unknown.
    pub units: u64,
    /// What it took of a quota.
    pub quota: Option<QuotaUse>,
    /// The clocks that ran when it met the rules: a bit each, named by [`Plan::clocks`]. 0 if it met none.
    pub open: u32,
}

/// Units of a quota that one message took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaUse {
    /// Which: named by [`Plan::quota`].
    pub quota: u8,
    /// How many.
    pub units: u64,
    /// The messages of this decision are free because of it; otherwise it took units at an unchanged price.
    pub free: bool,
}

/// A decision in words and money, borrowed from plan and book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Described<'a> {
    /// Month in the account's zone: 12 × year + month − 1; [`month_label`] writes it.
    pub month: i32,
    /// The tariff billed under: under a calendar that of the date.
    pub tariff: &'a str,
    /// Market of the card; nothing on fees; the country's code if the tariff knows no market for it.
    pub market: &'a str,
    /// Category, by the rule's `as`.
    pub category: &'a str,
    /// Rule that decided, or `not delivered`, `refused`, `not accepted`, `phone app`.
    pub rule: &'a str,
    /// From 1; 0 = the rate has no tiers.
    pub tier: u16,
    /// Nano-units of the currency for one unit; 0 if free, `None` = unrated.
    pub rate: Option<i64>,
    /// Where the rate comes from, or why there is none.
    pub basis: &'a str,
    /// Messages: one for each recipient, 0 on lines beside the message's own.
    pub messages: u64,
    /// Of these charged: those with a rate above 0.
    pub charged: u64,
    /// Of these unrated.
    pub unrated: u64,
    /// What the rate multiplies; 0 if it is free or unrated.
    pub units: u64,
    /// Nano-units: `rate × units`.
    pub amount: i128,
}

/// `YYYY-MM` of a month's number (12 × year + month − 1).
pub fn month_label(month: i32) -> String {
    calendar::label(month)
}

impl Plan {
    /// A decision of this plan in words and money. Over all decisions of a fold the amounts add up to the total of
    /// [`price`](super::price), line by line.
    pub fn describe<'a>(&'a self, book: &'a Book, decision: &Decision) -> Described<'a> {
        let prices = Prices::of(self, book);
        let Decision { month, number, country, cell, .. } = *decision;
        let priced = prices.priced(Key { month, number, country, cell }, decision.messages, decision.units);
        Described {
            month,
            tariff: priced.item.map_or(self.name.as_str(), |i| self.parts[i.part].name.as_str()),
            market: prices.market(country, priced.item),
            category: priced.item.map_or("", |i| i.category.as_str()),
            rule: priced.item.map_or("unknown", |i| i.rule.as_str()),
            tier: priced.item.map_or(0, |i| i.tier),
            rate: priced.rate,
            basis: priced.basis,
            messages: priced.messages,
            charged: priced.charged,
            unrated: priced.unrated,
            units: priced.units,
            amount: priced.amount,
        }
    }

    /// The names of clocks behind the bits of [`Decision::open`].
    pub fn clocks(&self, open: u32) -> impl Iterator<Item = &str> {
        let named = self.clock_names.iter().enumerate().filter(move |(i, _)| open & (1 as Clocks) << i != 0);
        named.map(|(_, name)| name.as_str())
    }

    /// The name of a quota in the tariff's file, by the index in [`QuotaUse::quota`]; empty if there is none.
    pub fn quota(&self, index: u8) -> &str {
        self.quota_names.get(index as usize).map_or("", String::as_str)
    }

    /// The plan's quotas in the order of their index: name, free units a month, and whose they are (`number`, `account`,
    /// `business`).
    pub fn quotas(&self) -> impl Iterator<Item = (&str, u64, &'static str)> {
        let whose = |scope| match scope {
            Scope::Number => "number",
            Scope::Account => "account",
            Scope::Business => "business",
        };
        let scopes = self.parts.first().map_or(&[][..], |part| part.fold.stores.quotas.as_slice());
        // A plan that changes with the date may change a size: what its last part with that quota says.
        let size = |at: usize| {
            let sizes = self.parts.iter().rev().flat_map(|part| &part.fold.quotas);
            sizes.into_iter().find(|(store, _)| usize::from(*store) == at).map_or(0, |(_, size)| *size)
        };
        let named = self.quota_names.iter().zip(scopes).enumerate();
        named.map(move |(at, (name, scope))| (name.as_str(), size(at), whose(*scope)))
    }
}
