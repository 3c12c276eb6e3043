//! Which market a country belongs to, by the date of the platform's table.

use std::collections::{BTreeMap, BTreeSet};

use super::csv::Csv;
use super::library::MARKETS;
use super::problem::{Problem, suggest};

/// How countries are grouped under a tariff.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Markets {
    /// Every country is a market of its own, named by its ISO 3166 code.
    Country,
    /// Country code → market.
    Table(BTreeMap<String, String>),
}

impl Markets {
    /// `"country"`, or the date of a column of `data/markets.csv`. The error is a message and its help.
    pub(super) fn named(name: &str) -> Result<Markets, (String, String)> {
        if name == "country" {
            return Ok(Markets::Country);
        }
        let bad_table = |p: Vec<Problem>| (p.iter().map(|p| p.message.clone()).collect(), String::new());
        let csv = Csv::parse("data/markets.csv", MARKETS, &["country_code"]).map_err(bad_table)?;
        let column = format!("market_{}", name.replace('-', "_"));
        if !csv.header().contains(&column) {
            let dates: Vec<String> =
                csv.header().iter().filter_map(|h| h.strip_prefix("market_")).map(|d| d.replace('_', "-")).collect();
            let help = suggest(name, dates.iter().map(String::as_str).chain(["country"]));
            return Err((format!("the market table has no column for `{name}`"), help));
        }
        let pairs = csv.rows().map(|r| (r.get("country_code").to_string(), r.get(&column).to_string()));
        Ok(Markets::Table(pairs.collect()))
    }

    /// The codes of all countries of the table.
    pub(super) fn countries() -> BTreeSet<&'static str> {
        MARKETS.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
    }

    /// The market of a country; `None` if the table does not know the country.
    pub(super) fn of<'a>(&'a self, country: &'a str) -> Option<&'a str> {
        match self {
            Markets::Country => Some(country),
            Markets::Table(table) => table.get(country).map(String::as_str),
        }
    }

    /// Is this a market (where each country is one: a country's code)?
    pub(super) fn has(&self, market: &str) -> bool {
        match self {
            Markets::Country => Markets::countries().contains(market),
            Markets::Table(table) => table.values().any(|m| m == market),
        }
    }

    /// Every market of the table; none where each country is one.
    pub(super) fn all(&self) -> BTreeSet<&str> {
        match self {
            Markets::Country => BTreeSet::new(),
            Markets::Table(table) => table.values().map(String::as_str).collect(),
        }
    }
}

/// Every name that a market has had on any date, and every country's code.
pub(super) fn every_name() -> BTreeSet<String> {
    let Ok(csv) = Csv::parse("data/markets.csv", MARKETS, &[]) else { return BTreeSet::new() };
    let columns: Vec<&String> = csv.header().iter().filter(|h| h.starts_with("market")).collect();
    let cells = csv.rows().flat_map(|row| columns.iter().map(|c| row.get(c).to_string()).collect::<Vec<String>>());
    cells.chain(Markets::countries().into_iter().map(String::from)).filter(|name| !name.is_empty()).collect()
}
