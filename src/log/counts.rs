//! Counts by the platform itself (`pricing_analytics`): volumes, no messages.
//!
//! Source: developers.facebook.com/documentation/business-messaging/whatsapp/analytics, June 2026. With them alone a bill under another
//! price per message is exact, up to quotas and tiers by number and month; under conversations it is impossible.

use serde_json::Value;

use super::block::VerdictType;
use super::countries::countries;
use super::field::Cell;
use super::format::cloud::cell;
use super::problem::Problem;
use super::words::{self, Category};
use crate::facts::{Class, Instant};

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct CountRow {
    /// Begin and end: midnights in the account's zone.
    pub from: Instant,
    /// End, exclusive.
    pub to: Instant,
    /// Business number; empty if the dimension was not asked for.
    pub number: String,
    /// ISO 3166 code of the recipients; empty if not asked for.
    pub country: String,
    /// Category; `None`: unknown word or not asked for.
    pub category: Option<Class>,
    /// Charged or why free; `None`: not asked for.
    pub kind: Option<VerdictType>,
    /// `lower:upper`; empty on free rows.
    pub tier: String,
    /// Messages delivered.
    pub volume: u64,
    /// In nano-units of the account's currency, which the answer does not name; approximate.
    pub cost: Option<i64>,
}

/// The counts of one or more answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// In order of time, number, country, category.
    pub rows: Vec<CountRow>,
    /// Account by its id; empty if the answer does not say it.
    pub account: String,
    /// What a reader should know: dimensions that were not asked for, words that are not known.
    pub notes: Vec<String>,
}

/// Largest answer. Unit: bytes.
const LARGEST: u64 = 256 << 20;

/// Is this an answer of `pricing_analytics`?
pub(super) fn is_pricing(value: &Value) -> bool {
    value.get("pricing_analytics").is_some() || value.get("data_points").is_some()
}

/// Reads counts; `None`: the file holds something else (open it as a log).
///
/// # Errors
/// A file that cannot be read, or points without time or volume.
pub fn counts(path: &std::path::Path) -> Result<Option<Counts>, Vec<Problem>> {
    use std::io::Read;
    let name = path.display().to_string();
    let super::format::input::Content::Text(input) = super::format::input::open(path).map_err(|p| vec![p])? else {
        return Ok(None);
    };
    if !input.head.trim_ascii_start().starts_with(b"{") || !contains(&input.head, b"data_points") {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let failed = |e: std::io::Error| vec![Problem::of(&name, format!("cannot be read: {e}"), "")];
    input.take(LARGEST + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > LARGEST {
        return Err(vec![Problem::of(&name, "counts of more than 256 MiB", "ask for fewer days at once")]);
    }
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|e| vec![Problem::of(&name, format!("not JSON: {e}"), "save the answer again")])?;
    if !is_pricing(&value) {
        return Ok(None);
    }
    read(&name, &value).map(Some)
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|w| w == word)
}

fn read(name: &str, value: &Value) -> Result<Counts, Vec<Problem>> {
    let inner = value.get("pricing_analytics").unwrap_or(value);
    let mut counts =
        Counts { account: value.get("id").and_then(Value::as_str).unwrap_or("").to_string(), ..Counts::default() };
    let mut problems = Vec::new();
    let groups: Vec<&Value> = inner.get("data").and_then(Value::as_array).map_or(vec![inner], |d| d.iter().collect());
    let points = groups.iter().filter_map(|g| g.get("data_points").and_then(Value::as_array)).flatten();
    for (i, point) in points.enumerate() {
        match row(point, &mut counts.notes) {
            Ok(row) => counts.rows.push(row),
            Err(message) => {
                problems.push(Problem::at(name, i as u64 + 1, message, "each point has start, end and volume"))
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if counts.rows.is_empty() {
        return Err(vec![Problem::of(
            name,
            "no data points",
            "MONTHLY says nothing of the running month: ask for DAILY",
        )]);
    }
    for (dimension, missing) in [
        ("PHONE", counts.rows.iter().all(|r| r.number.is_empty())),
        ("COUNTRY", counts.rows.iter().all(|r| r.country.is_empty())),
    ] {
        if missing {
            counts.notes.push(format!(
                "the dimension {dimension} was not asked for: quotas and markets are not exact without it"
            ));
        }
    }
    let key = |r: &CountRow| (r.from, r.number.clone(), r.country.clone(), r.category, r.kind, r.tier.clone());
    counts.rows.sort_by_key(key);
    Ok(counts)
}

fn row(point: &Value, notes: &mut Vec<String>) -> Result<CountRow, String> {
    let get = |name: &str| point.get(name).map_or(Cell::Empty, cell);
    let instant = |name: &str| match get(name) {
        Cell::Integer(n) => super::time::unix(n).ok_or(format!("`{name}` is not a time")),
        _ => Err(format!("no `{name}`")),
    };
    let Cell::Integer(volume) = get("volume") else { return Err("no `volume`".to_string()) };
    let volume = u64::try_from(volume).map_err(|_| "a negative `volume`".to_string())?;
    let mut text = |name: &str, known: fn(&str) -> bool| match get(name) {
        Cell::Text(word) => {
            let note = format!("{name} `{}` is not known", super::problem::shown(word));
            if !known(word) && !notes.contains(&note) {
                notes.push(note);
            }
            word.to_string()
        }
        _ => String::new(),
    };
    let category = text("pricing_category", |w| words::category(w).is_some());
    let kind = text("pricing_type", |w| words::verdict(w) != VerdictType::Unknown);
    let country = text("country", |w| countries().named(w).is_some());
    let number = match get("phone_number") {
        Cell::Integer(n) => n.to_string(),
        Cell::Text(text) => text.to_string(),
        _ => String::new(),
    };
    Ok(CountRow {
        from: instant("start")?,
        to: instant("end")?,
        number,
        country,
        category: match words::category(&category) {
            Some(Category::Class(class)) => Some(class),
            Some(Category::Referral) => Some(Class::Service),
            _ => None,
        },
        kind: (!kind.is_empty()).then(|| words::verdict(&kind)),
        tier: point.get("tier").and_then(Value::as_str).unwrap_or("").to_string(),
        volume,
        cost: point.get("cost").and_then(Value::as_number).and_then(|n| super::number::nanos(&n.to_string())),
    })
}
