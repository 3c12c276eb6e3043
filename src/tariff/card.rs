//! Rate cards: market × category (× tier) → rate in integer nano-units, with the basis of each number.

use std::collections::BTreeMap;

use super::csv::{Csv, Row};
use super::problem::Problem;
use super::quantity;
use crate::units::{Currency, Money};

/// Category under which the user's own rates stand, whatever the message is.
pub(super) const GIVEN_CATEGORY: &str = "template";

const COLUMNS: [&str; 7] = ["market", "category", "tier_from", "tier_to", "currency", "rate", "basis"];

/// A price for one message and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rate {
    pub(super) nanos: i64,
    pub(super) basis: String,
}

/// List rates.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Card {
    pub(super) name: String,
    pub(super) currency: Currency,
    rates: BTreeMap<String, BTreeMap<String, Rate>>,
}

/// One step of a volume ladder.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Last message of the month with this rate; `u64::MAX` in the last step.
    pub(super) upper: u64,
    pub(super) rate: Rate,
}

/// Volume ladders by market and category.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TierCard {
    pub(super) name: String,
    pub(super) currency: Currency,
    ladders: BTreeMap<(String, String), Vec<Step>>,
}

impl Card {
    /// Reads list rates: rows with blank tiers, at most one a market and category, all in one currency.
    pub(super) fn parse(name: &str, text: &str) -> Result<Card, Vec<Problem>> {
        let csv = Csv::parse(name, text, &COLUMNS)?;
        let mut reading = Reading::default();
        let mut rates: BTreeMap<String, BTreeMap<String, Rate>> = BTreeMap::new();
        for row in csv.rows() {
            if !row.get("tier_from").is_empty() || !row.get("tier_to").is_empty() {
                reading
                    .problems
                    .push(row.problem("a tier in a card of list rates: name this file in [tiers.X] `card`".into()));
            }
            let Some(rate) = reading.rate(&row) else { continue };
            let old = rates.entry(row.get("market").into()).or_default().insert(row.get("category").into(), rate);
            if old.is_some() {
                let message = format!("a second rate for {}, {}", row.get("market"), row.get("category"));
                reading.problems.push(row.problem(message));
            }
        }
        let currency = reading.finish(name)?;
        Ok(Card { name: name.to_string(), currency, rates })
    }

    /// The user's own rates: (country, amount, basis). Amounts must be of one currency, not negative, below 1e9 units.
    pub(super) fn given(rates: &[(String, Money, String)]) -> Result<Card, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |message: String, help: &str| {
            problems.push(Problem::of_file("rates", message, help.to_string()));
        };
        let currency = rates.first().map_or(Currency::USD, |r| r.1.currency);
        let mut card = Card { name: "rates".into(), currency, rates: BTreeMap::new() };
        for (country, money, basis) in rates {
            if money.currency != currency {
                let message = format!("rates in {} and {}", currency.code(), money.currency.code());
                wrong(message, "a card has one currency");
            }
            match i64::try_from(money.nanos) {
                Ok(nanos) if (0..=1_000_000_000 * 1_000_000_000).contains(&nanos) => {
                    let rate = Rate { nanos, basis: basis.clone() };
                    let category = BTreeMap::from([(GIVEN_CATEGORY.to_string(), rate)]);
                    if card.rates.insert(country.clone(), category).is_some() {
                        wrong(format!("a second rate for {country}"), "state each country once");
                    }
                }
                _ => wrong(format!("the rate of {country} is out of range"), "write an amount from 0 to 1e9 a message"),
            }
        }
        if rates.is_empty() {
            wrong(
                "this tariff has no public card and no rate was given".into(),
                "state rates by country: rates = { FR = \"0.0700 USD\" }",
            );
        }
        if problems.is_empty() { Ok(card) } else { Err(problems) }
    }

    pub(super) fn rate(&self, market: &str, category: &str) -> Option<&Rate> {
        self.rates.get(market)?.get(category)
    }

    pub(super) fn markets(&self) -> impl Iterator<Item = &str> {
        self.rates.keys().map(String::as_str)
    }

    /// Every category that has a rate somewhere.
    pub(super) fn categories(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self.rates.values().flat_map(|m| m.keys().map(String::as_str)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl TierCard {
    /// Reads ladders: tiers of a market and category stand in order, without gaps, the last one open.
    pub(super) fn parse(name: &str, text: &str) -> Result<TierCard, Vec<Problem>> {
        let csv = Csv::parse(name, text, &COLUMNS)?;
        let mut reading = Reading::default();
        let mut ladders: BTreeMap<(String, String), Vec<Step>> = BTreeMap::new();
        for row in csv.rows() {
            let Some(rate) = reading.rate(&row) else { continue };
            let steps = ladders.entry((row.get("market").into(), row.get("category").into())).or_default();
            let before = steps.last().map_or(0, |s| s.upper);
            let expected = if steps.is_empty() { 0 } else { before.saturating_add(1) };
            let upper = if row.get("tier_to").is_empty() { Some(u64::MAX) } else { row.get("tier_to").parse().ok() };
            match upper {
                Some(upper) if row.get("tier_from").parse() == Ok(expected) && upper > before && before < u64::MAX => {
                    steps.push(Step { upper, rate });
                }
                _ => {
                    let message = format!("this tier should start at {expected} and end above it (blank: no end)");
                    reading.problems.push(row.problem(message));
                }
            }
        }
        for ((market, category), steps) in &ladders {
            if steps.last().is_some_and(|s| s.upper != u64::MAX) || steps.len() > 64 {
                let message =
                    format!("the tiers of {market}, {category} do not end in one without `tier_to`, or are over 64");
                reading.problems.push(Problem::of_file(name, message, String::new()));
            }
        }
        let currency = reading.finish(name)?;
        Ok(TierCard { name: name.to_string(), currency, ladders })
    }

    pub(super) fn ladder(&self, market: &str, category: &str) -> Option<&[Step]> {
        self.ladders.get(&(market.to_string(), category.to_string())).map(Vec::as_slice)
    }
}

/// What both kinds of card check alike.
#[derive(Default)]
struct Reading {
    currency: Option<Currency>,
    problems: Vec<Problem>,
}

impl Reading {
    fn rate(&mut self, row: &Row<'_>) -> Option<Rate> {
        let Some(currency) = quantity::currency(row.get("currency")) else {
            self.problems.push(row.problem(format!("`{}` is not a currency (three capitals)", row.get("currency"))));
            return None;
        };
        if *self.currency.get_or_insert(currency) != currency {
            self.problems.push(row.problem("a second currency in one card".into()));
        }
        match quantity::decimal(row.get("rate")) {
            Some(nanos) if nanos >= 0 => Some(Rate { nanos, basis: row.get("basis").to_string() }),
            _ => {
                let message = format!("`{}` is not a rate (a decimal from 0 up, at most 9 decimals)", row.get("rate"));
                self.problems.push(row.problem(message));
                None
            }
        }
    }

    fn finish(self, name: &str) -> Result<Currency, Vec<Problem>> {
        match self.currency {
            Some(currency) if self.problems.is_empty() => Ok(currency),
            None if self.problems.is_empty() => {
                Err(vec![Problem::of_file(name, "the card has no rates".into(), String::new())])
            }
            _ => Err(self.problems),
        }
    }
}
