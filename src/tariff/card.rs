//! Rate cards: market × category (× tier) → rate in integer nano-units, with the basis of each number.

use std::collections::{BTreeMap, BTreeSet};

use super::csv::{Csv, Row};
use super::problem::Problem;
use super::quantity;
use crate::units::{Currency, Money};

/// Category under which the user's own rates stand, whatever the message is.
pub(super) const GIVEN_CATEGORY: &str = "template";

const COLUMNS: [&str; 4] = ["category", "currency", "rate", "basis"];
const LADDER_COLUMNS: [&str; 7] = ["market", "category", "tier_from", "tier_to", "currency", "rate", "basis"];

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
    /// (market, category) of rates that the user supplied because the card lacks them.
    supplied: BTreeSet<(String, String)>,
}

/// One step of a volume ladder.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Last message of the month with this rate; `u64::MAX` in the last step.
    pub(super) upper: u64,
    pub(super) rate: Rate,
    /// What is taken off the list rate, in billionths of a percent, if the card says so.
    discount: Option<i64>,
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
    ///
    /// Markets stand in a column `market`, where `all` is a rule for readers, or countries in `country_code`, where rows without
    /// a code are passed over.
    pub(super) fn parse(name: &str, text: &str) -> Result<Card, Vec<Problem>> {
        Card::read(name, text, false)
    }

    /// Reads a file that is both: the first tier of each ladder is the list rate, the others are [`TierCard`]'s.
    pub(super) fn parse_with_ladders(name: &str, text: &str) -> Result<Card, Vec<Problem>> {
        Card::read(name, text, true)
    }

    fn read(name: &str, text: &str, ladders: bool) -> Result<Card, Vec<Problem>> {
        let by_country = text.lines().next().is_some_and(|header| header.split(',').any(|c| c == "country_code"));
        let column = if by_country { "country_code" } else { "market" };
        let csv = Csv::parse(name, text, &[&[column], COLUMNS.as_slice()].concat())?;
        let mut reading = Reading::default();
        let mut rates: BTreeMap<String, BTreeMap<String, Rate>> = BTreeMap::new();
        let passed_over = |row: &Row<'_>| match row.get(column) {
            "" => by_country,
            "all" => true,
            _ => ladders && !["", "0"].contains(&row.get("tier_from")),
        };
        for row in csv.rows().filter(|row| !passed_over(row)) {
            if !ladders && (!row.get("tier_from").is_empty() || !row.get("tier_to").is_empty()) {
                reading
                    .problems
                    .push(row.problem("a tier in a card of list rates: name this file in [tiers.X] `card`".into(), ""));
            }
            let Some(rate) = reading.rate(&row) else { continue };
            let old = rates.entry(row.get(column).into()).or_default().insert(row.get("category").into(), rate);
            if old.is_some() {
                let message = format!("a second rate for {}, {}", row.get(column), row.get("category"));
                reading.problems.push(row.problem(message, ""));
            }
        }
        let currency = reading.finish(name)?;
        Ok(Card { name: name.to_string(), currency, rates, supplied: BTreeSet::new() })
    }

    /// The user's own rates: (country, amount, basis). Amounts must be of one currency, not negative, below 1e9 units.
    pub(super) fn given(rates: &[(String, Money, String)]) -> Result<Card, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut wrong = |message: String, help: &str| {
            problems.push(Problem::of_file("rates", message, help.to_string()));
        };
        let currency = rates.first().map_or(Currency::USD, |r| r.1.currency);
        let mut card = Card { name: "rates".into(), currency, rates: BTreeMap::new(), supplied: BTreeSet::new() };
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

    /// Adds a rate where the card has none; false if it has one.
    pub(super) fn supply(&mut self, market: &str, category: &str, rate: Rate) -> bool {
        let free = self.rate(market, category).is_none();
        if free {
            self.rates.entry(market.to_string()).or_default().insert(category.to_string(), rate);
            self.supplied.insert((market.to_string(), category.to_string()));
        }
        free
    }

    /// Was the rate supplied by the user?
    pub(super) fn is_supplied(&self, market: &str, category: &str) -> bool {
        self.supplied.contains(&(market.to_string(), category.to_string()))
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
    /// Reads ladders: tiers of a market and category stand in order, without gaps, the last one open. Rows without tiers are
    /// those of a list in the same file.
    pub(super) fn parse(name: &str, text: &str) -> Result<TierCard, Vec<Problem>> {
        let csv = Csv::parse(name, text, &LADDER_COLUMNS)?;
        let mut reading = Reading::default();
        let mut ladders: BTreeMap<(String, String), Vec<Step>> = BTreeMap::new();
        let in_list = |row: &Row<'_>| row.get("tier_from").is_empty() && row.get("tier_to").is_empty();
        for row in csv.rows().filter(|row| !in_list(row)) {
            let Some(rate) = reading.rate(&row) else { continue };
            let steps = ladders.entry((row.get("market").into(), row.get("category").into())).or_default();
            let before = steps.last().map_or(0, |s| s.upper);
            let expected = if steps.is_empty() { 0 } else { before.saturating_add(1) };
            let upper = if row.get("tier_to").is_empty() { Some(u64::MAX) } else { row.get("tier_to").parse().ok() };
            match upper {
                Some(upper) if row.get("tier_from").parse() == Ok(expected) && upper > before && before < u64::MAX => {
                    steps.push(Step { upper, rate, discount: reading.discount(&row) });
                }
                _ => {
                    let message = format!("this tier should start at {expected} and end above it (blank: no end)");
                    reading.problems.push(row.problem(message, ""));
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

    /// The bounds and discounts of these ladders laid over other list rates: list × (1 − discount), rounded half up to four
    /// decimals as the platform's cards are, basis `computed`. The first tier, at no discount, keeps the basis of the list rate.
    pub(super) fn over(&self, list: &Card) -> Result<TierCard, Vec<Problem>> {
        let mut ladders = BTreeMap::new();
        for ((market, category), steps) in &self.ladders {
            let Some(rate) = list.rate(market, category) else { continue };
            let step = |step: &Step| {
                let nanos = discounted(rate.nanos, step.discount?);
                let basis = if step.discount == Some(0) { rate.basis.clone() } else { COMPUTED.to_string() };
                Some(Step { rate: Rate { nanos, basis }, ..step.clone() })
            };
            let Some(steps) = steps.iter().map(step).collect::<Option<Vec<Step>>>() else {
                let message = "this card of tiers does not say its discounts".to_string();
                let help = "it needs a column `discount_percent`: 0, -5, -10 …".to_string();
                return Err(vec![Problem::of_file(&self.name, message, help)]);
            };
            ladders.insert((market.clone(), category.clone()), steps);
        }
        Ok(TierCard { name: format!("discounts of {}", self.name), currency: list.currency, ladders })
    }

    /// No ladders: those of the tariff stand in its file.
    pub(super) fn empty(currency: Currency) -> TierCard {
        TierCard { name: String::new(), currency, ladders: BTreeMap::new() }
    }

    /// Markets that have a ladder.
    pub(super) fn markets(&self) -> impl Iterator<Item = &str> {
        self.ladders.keys().map(|(market, _)| market.as_str())
    }

    /// Most steps of a ladder of this category.
    pub(super) fn longest(&self, category: &str) -> usize {
        self.ladders.iter().filter(|(key, _)| key.1 == category).map(|(_, steps)| steps.len()).max().unwrap_or(0)
    }

    pub(super) fn ladder(&self, market: &str, category: &str) -> Option<&[Step]> {
        self.ladders.get(&(market.to_string(), category.to_string())).map(Vec::as_slice)
    }
}

/// Basis of a rate that was multiplied here.
pub(super) const COMPUTED: &str = "computed";

/// A rate less a discount (billionths of a percent), rounded half up to four decimals. All in nano-units, exact.
pub(super) fn discounted(nanos: i64, discount: i64) -> i64 {
    const WHOLE: i128 = 100 * 1_000_000_000;
    const PLACE: i128 = 100_000;
    let unit = WHOLE * PLACE;
    ((nanos as i128 * (WHOLE - discount as i128) + unit / 2) / unit * PLACE) as i64
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
            self.problems
                .push(row.problem(format!("`{}` is not a currency (three capitals)", row.get("currency")), ""));
            return None;
        };
        if *self.currency.get_or_insert(currency) != currency {
            self.problems.push(row.problem("a second currency in one card".into(), ""));
        }
        match quantity::decimal(row.get("rate")) {
            Some(nanos) if nanos >= 0 => Some(Rate { nanos, basis: row.get("basis").to_string() }),
            _ => {
                let message = format!("`{}` is not a rate (a decimal from 0 up, at most 9 decimals)", row.get("rate"));
                self.problems.push(row.problem(message, ""));
                None
            }
        }
    }

    /// `discount_percent`, printed as a change: 0, -5 …; `None` where the card has no such column.
    fn discount(&mut self, row: &Row<'_>) -> Option<i64> {
        let text = row.get("discount_percent");
        if text.is_empty() {
            return None;
        }
        let discount = quantity::decimal(text).map(|n| -n).filter(|n| (0..=100_000_000_000).contains(n));
        if discount.is_none() {
            self.problems.push(row.problem(format!("`{text}` is not a discount (0 to -100 %)"), ""));
        }
        discount
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
