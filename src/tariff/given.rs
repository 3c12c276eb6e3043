//! The user's own rates by country, for tariffs whose card was never published: `country,rate`.

use super::csv::{Csv, Row};
use super::markets::Markets;
use super::problem::Problem;
use super::quantity;
use crate::units::Money;

/// Largest rate that is believed. Unit: nano-units.
const LARGEST: i64 = 1_000_000_000 * 1_000_000_000;

/// Reads a file of rates by country. Columns: `country` (ISO 3166), `rate` (`0.0700 USD`, or a number beside a column `currency`)
/// and optionally `basis` (default `given`). The result fits [`Options::rates`](super::Options::rates).
///
/// # Errors
/// Every mistake with its line.
pub fn read_rates(name: &str, text: &str) -> Result<Vec<(String, Money, String)>, Vec<Problem>> {
    let csv = Csv::parse(name, text, &["country", "rate"])?;
    let known = Markets::countries();
    let mut problems = Vec::new();
    let mut rates: Vec<(String, Money, String)> = Vec::new();
    for row in csv.rows() {
        let country = row.get("country");
        if !known.contains(country) {
            let help = if country == "UK" { "did you mean `GB`?" } else { "write the two capitals of ISO 3166: FR" };
            problems.push(row.problem(format!("`{country}` is not a country"), help));
        } else if rates.iter().any(|r| r.0 == country) {
            problems.push(row.problem(format!("a second rate for {country}"), "state each country once"));
        }
        match money(&row) {
            Err(problem) => problems.push(problem),
            Ok(rate) => {
                if let Some(first) = rates.first().filter(|first| first.1.currency != rate.currency) {
                    let message =
                        format!("a rate in {} beside one in {}", rate.currency.code(), first.1.currency.code());
                    problems.push(row.problem(message, "a card has one currency"));
                }
                let basis = if row.get("basis").is_empty() { "given" } else { row.get("basis") };
                rates.push((country.to_string(), rate, basis.to_string()));
            }
        }
    }
    if rates.is_empty() && problems.is_empty() {
        problems.push(Problem::of_file(name, "the file has no rates".into(), String::new()));
    }
    if problems.is_empty() { Ok(rates) } else { Err(problems) }
}

/// The rate of a row: an amount with its currency, or a number beside a column `currency`.
pub(super) fn money(row: &Row<'_>) -> Result<Money, Problem> {
    let (rate, currency) = (row.get("rate"), row.get("currency"));
    let text = if currency.is_empty() { rate.to_string() } else { format!("{rate} {currency}") };
    match quantity::money(&text) {
        Ok((nanos, currency)) if nanos <= LARGEST => Ok(Money { nanos: nanos as i128, currency }),
        Ok(_) => Err(row.problem(format!("`{text}` is out of range"), "write an amount from 0 to 1e9 a message")),
        Err(message) => Err(row.problem(message, "")),
    }
}
