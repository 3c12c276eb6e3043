//! Rates that a card lacks, supplied by the user: `market,category,rate,basis` with an optional `tariff`.

use std::collections::BTreeSet;

use super::card::{Card, Rate};
use super::cards::Own;
use super::csv::{Csv, Row};
use super::given;
use super::markets::{self, Markets};
use super::problem::{Problem, suggest};
use crate::units::Money;

/// One rate for a market and category without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingRate {
    /// The tariff it is meant for; `None`: every one that lacks it and bills in its currency.
    pub tariff: Option<String>,
    /// Market of the tariff's table, or a country's code where each country is a market.
    pub market: String,
    /// Category as the card calls it.
    pub category: String,
    /// For one message (or what the card counts).
    pub rate: Money,
    /// Where it comes from.
    pub basis: String,
}

/// Reads a file of missing rates. Columns: `market`, `category`, `rate` (`0.0300 USD`, or a number beside a column `currency`),
/// `basis`, and optionally `tariff`.
///
/// # Errors
/// Every mistake with its line.
pub fn read_missing_rates(name: &str, text: &str) -> Result<Vec<MissingRate>, Vec<Problem>> {
    let csv = Csv::parse(name, text, &["market", "category", "rate", "basis"])?;
    let mut problems = Vec::new();
    let mut rates: Vec<MissingRate> = Vec::new();
    let known = markets::every_name();
    for row in csv.rows() {
        match read_row(&row, &known) {
            Err(problem) => problems.push(problem),
            Ok(rate) => {
                let same = |r: &&MissingRate| {
                    (&r.tariff, &r.market, &r.category) == (&rate.tariff, &rate.market, &rate.category)
                        && r.rate.currency == rate.rate.currency
                };
                if rates.iter().any(|r| same(&r)) {
                    let message = format!("a second rate for {}, {}", rate.market, rate.category);
                    problems.push(row.problem(message, "state each market and category once"));
                }
                rates.push(rate);
            }
        }
    }
    if rates.is_empty() && problems.is_empty() {
        problems.push(Problem::of_file(name, "the file has no rates".into(), String::new()));
    }
    if problems.is_empty() { Ok(rates) } else { Err(problems) }
}

fn read_row(row: &Row<'_>, known: &BTreeSet<String>) -> Result<MissingRate, Problem> {
    let (market, category) = (row.get("market"), row.get("category"));
    if !known.contains(market) {
        let help = suggest(market, known.iter().map(String::as_str));
        let help = if help.starts_with("known") { "markets are those of data/markets.csv".to_string() } else { help };
        return Err(row.problem(format!("`{market}` is not a market or a country's code"), &help));
    }
    if category.is_empty() {
        return Err(row.problem("a rate needs its category".into(), "marketing, utility, authentication, service …"));
    }
    let rate = given::money(row)?;
    if row.get("basis").is_empty() {
        let help = "say where the rate comes from, or that it is an assumption";
        return Err(row.problem("a rate needs its basis".into(), help));
    }
    let tariff = Some(row.get("tariff").to_string()).filter(|t| !t.is_empty());
    Ok(MissingRate { tariff, market: market.into(), category: category.into(), rate, basis: row.get("basis").into() })
}

/// Fills the gaps of a card. A rate for another tariff, another currency or another table of markets is passed over; one that is
/// meant for this tariff by name must fit.
pub(super) fn supply(mut card: Card, own: &Own<'_>, table: &Markets) -> Result<Card, Vec<Problem>> {
    let mut problems = Vec::new();
    let categories: Vec<String> = card.categories().into_iter().map(String::from).collect();
    for missing in own.missing.iter().filter(|m| m.tariff.as_deref().is_none_or(|t| t == own.tariff)) {
        let (market, category) = (missing.market.as_str(), missing.category.as_str());
        let meant = missing.tariff.is_some();
        let mut wrong = |message: String, help: String| {
            if meant {
                problems.push(Problem::of_file("missing rates", message, help));
            }
        };
        let known = table.has(market);
        if !known || !categories.iter().any(|c| c == category) {
            let (word, names) =
                if known { (category, categories.iter().map(String::as_str).collect()) } else { (market, table.all()) };
            let names: Vec<&str> = names.into_iter().collect();
            wrong(format!("{} has no `{word}`", own.tariff), suggest(word, names));
        } else if missing.rate.currency != card.currency {
            let (ours, theirs) = (card.currency.code(), missing.rate.currency.code());
            wrong(format!("the rate of {market}, {category} is in {theirs}"), format!("the card is in {ours}"));
        } else {
            let rate = Rate { nanos: missing.rate.nanos as i64, basis: missing.basis.clone() };
            if !card.supply(market, category, rate) {
                let message = format!("{} has a rate for {market}, {category} already", own.tariff);
                wrong(
                    message,
                    "a missing rate fills a gap; to change a rate, write a tariff with a card of your own".into(),
                );
            }
        }
    }
    if problems.is_empty() { Ok(card) } else { Err(problems) }
}
