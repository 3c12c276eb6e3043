//! Data compiled in: countries and their zones, SMS prices, holidays, presets, profiles.

use super::csv;
use crate::units::Money;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// A country of the market table.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-2 code.
    pub code: String,
    /// English name.
    pub name: String,
    /// IANA zone: the one of its largest population where there are several.
    pub zone: String,
}

const MARKETS: &str = include_str!("../../data/markets.csv");
const HOLIDAYS: &str = include_str!("../../data/holidays.csv");
/// SMS price lists, oldest first: (date, text). Telesign's public list prices for one outbound SMS.
const SMS: &[(&str, &str)] = &[
    ("2022-12-06", include_str!("../../data/rates/sms_telesign_2022-12-06_usd.csv")),
    ("2024-09-27", include_str!("../../data/rates/sms_telesign_2024-09-27_usd.csv")),
    ("2026-06-17", include_str!("../../data/rates/sms_telesign_2026-06-17_usd.csv")),
];

/// Built-in week profiles as a layer under every scenario.
pub const PROFILES: &str = include_str!("../../data/profiles.toml");

/// Presets: (name, text). The first comment line of each says what it is.
pub const PRESETS: &[(&str, &str)] = &[
    ("retail-eu", include_str!("../../data/presets/retail-eu.toml")),
    ("call-center-eu", include_str!("../../data/presets/call-center-eu.toml")),
    ("rates-2018-assumed", include_str!("../../data/presets/rates-2018-assumed.toml")),
    ("currencies-2018-08", include_str!("../../data/presets/currencies-2018-08.toml")),
    ("currencies-2026-10", include_str!("../../data/presets/currencies-2026-10.toml")),
];

fn countries() -> &'static BTreeMap<String, Country> {
    static TABLE: OnceLock<BTreeMap<String, Country>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = csv::rows(MARKETS).unwrap_or_default().into_iter().skip(1);
        rows.filter_map(|row| {
            let (code, name, zone) = (row.cell(0)?, row.cell(1)?, row.cell(5)?);
            Some((code.clone(), Country { code, name, zone }))
        })
        .collect()
    })
}

/// The country of an ISO code in capitals.
pub fn market(code: &str) -> Option<&'static Country> {
    countries().get(code)
}

/// The code of a country's English name, or of a code in small letters.
pub fn country_by_name(name: &str) -> Option<&'static str> {
    let found = countries().values().find(|c| c.name.eq_ignore_ascii_case(name) || c.code.eq_ignore_ascii_case(name));
    found.map(|c| c.code.as_str())
}

/// Names of all time zones.
pub fn zones() -> Vec<&'static str> {
    static TABLE: OnceLock<Vec<String>> = OnceLock::new();
    let list =
        TABLE.get_or_init(|| jiff::tz::db().available().map(|n| n.to_string()).filter(|n| n.contains('/')).collect());
    list.iter().map(String::as_str).collect()
}

/// Price of one SMS by country in the newest list that has it and is not younger than `date` (else the oldest
/// list), and the date of the newest list used.
pub fn sms_prices(date: &str) -> (BTreeMap<String, Money>, &'static str) {
    let known = SMS.iter().filter(|(day, _)| *day <= date).count().max(1);
    let lists = &SMS[..known];
    let mut prices = BTreeMap::new();
    for row in lists.iter().flat_map(|(_, text)| csv::rows(text).unwrap_or_default().into_iter().skip(1)) {
        let price = || Money::parse(&format!("{} {}", row.cell(6)?, row.cell(5)?)).ok();
        if let (Some(country), Some(price)) = (row.cell(2), price()) {
            prices.insert(country, price);
        }
    }
    (prices, lists[lists.len() - 1].0)
}

/// Does the calendar know public holidays of this country in this year?
pub fn has_holidays(country: &str, year: i16) -> bool {
    holidays().contains(&(country.to_string(), year.to_string()))
}

/// Countries whose public holidays the calendar knows.
pub fn holiday_countries() -> BTreeSet<&'static str> {
    holidays().iter().map(|(country, _)| country.as_str()).collect()
}

/// Country and year of each holiday.
fn holidays() -> &'static BTreeSet<(String, String)> {
    static TABLE: OnceLock<BTreeSet<(String, String)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = csv::rows(HOLIDAYS).unwrap_or_default().into_iter().skip(1);
        rows.filter_map(|row| Some((row.cell(0)?, row.cell(1)?.get(..4)?.to_string()))).collect()
    })
}
