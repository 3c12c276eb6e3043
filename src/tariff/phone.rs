//! From a customer's telephone number to his country: the longest known prefix of the international number decides.
//!
//! Calling codes and the area codes of +1 stand in `data/markets.csv`; codes that several countries share (+7, +44, +599 …) are
//! told apart in `data/phone_prefixes.csv`, which follows the metadata of libphonenumber 9.0.43 (Google, Apache 2.0).
//! +590 serves Guadeloupe, Saint-Barthélemy and Saint-Martin without a prefix for each: all three are taken as Guadeloupe, the
//! same market. Area codes of +1 that no other country has are taken as the United States.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::csv::Csv;
use super::library::{MARKETS, PHONE_PREFIXES};

/// Fewest digits of an international number with its calling code: Niue and Saint Helena have 7.
const FEWEST: usize = 7;

/// Most digits of an international number with its calling code (ITU-T E.164).
const MOST: usize = 15;

/// Longest prefix of the table. Unit: digits.
const LONGEST: usize = 8;

/// Calling codes of networks and services: freephone, shared cost, satellites, audio conferences (ITU-T E.164).
const NO_COUNTRY: [u32; 9] = [800, 808, 870, 878, 881, 882, 883, 888, 979];

/// Why a telephone number tells no country.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneProblem {
    /// Nothing there.
    #[error("there is no number; write it with its country code (+33612345678), or state the country")]
    Empty,
    /// Masked, hashed, or an identity that hides the number.
    #[error("the number is hidden; state the country instead")]
    Hidden,
    /// A national form, without calling code.
    #[error("a number that starts with a single 0 has no country code; write it as +33612345678")]
    National,
    /// Too short for an international number.
    #[error("{0} digits are too few for a number with its country code (at least {FEWEST})")]
    TooShort(usize),
    /// Too long for an international number.
    #[error("{0} digits are too many for a number with its country code (at most {MOST})")]
    TooLong(usize),
    /// The code is that of a network, not of a country.
    #[error("+{0} is a code of networks and services, not of a country")]
    NoCountry(u32),
    /// No country has this code.
    #[error("no country's code begins +{0:03}")]
    Unknown(u32),
}

/// Prefix by (digits, value) → country; sorted.
static PREFIXES: LazyLock<Vec<((usize, u32), &'static str)>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    let key = |prefix: &str| prefix.parse::<u32>().map(|value| (prefix.len(), value));
    if let Ok(csv) = Csv::parse("data/markets.csv", MARKETS, &[]) {
        // The first cell of the raw line lives as long as the program, unlike the cells of the reader.
        for (row, line) in csv.rows().zip(MARKETS.lines().skip(1)) {
            let (country, code) = (line.split(',').next().unwrap_or(""), row.get("calling_code"));
            let areas = row.get("nanp_area_codes");
            let areas = if areas.is_empty() { vec![""] } else { areas.split(' ').collect() };
            all.extend(areas.iter().filter_map(|area| key(&format!("{code}{area}")).ok()).map(|k| (k, country)));
        }
    }
    // Shared codes get their main country here, so this comes last.
    let shared = PHONE_PREFIXES.lines().skip(1).filter_map(|line| line.split_once(','));
    all.extend(shared.filter_map(|(prefix, country)| key(prefix).ok().map(|k| (k, country))));
    all.into_iter().collect()
});

/// The country (ISO 3166 alpha-2) of an international telephone number.
///
/// Takes the forms in which platforms and exports write numbers: `+33 6 12 34 56 78`, `0033612345678`, `33612345678`,
/// `whatsapp:+33612345678`, `33612345678@s.whatsapp.net`. A number without `+` must still begin with its country code.
///
/// # Errors
/// [`PhoneProblem`]: empty, hidden, in national form, too short or too long, or with a code that belongs to no country.
pub fn country_of_phone(phone: &str) -> Result<&'static str, PhoneProblem> {
    let (digits, count) = digits(phone)?;
    let digits = &digits[..count.min(MOST)];
    match count {
        0 => return Err(PhoneProblem::Empty),
        1..FEWEST => return Err(PhoneProblem::TooShort(count)),
        FEWEST..=MOST => {}
        _ => return Err(PhoneProblem::TooLong(count)),
    }
    let start = |length: usize| digits[..length].iter().fold(0, |value, digit| 10 * value + *digit as u32);
    let found = (1..=LONGEST.min(count)).rev().find_map(|length| {
        let key = (length, start(length));
        PREFIXES.binary_search_by_key(&key, |p| p.0).ok().map(|at| PREFIXES[at].1)
    });
    let code = start(3);
    found.ok_or(if NO_COUNTRY.contains(&code) { PhoneProblem::NoCountry(code) } else { PhoneProblem::Unknown(code) })
}

/// Does no longer prefix of the table begin with these digits? Then they decide the country of every number that begins so.
pub fn decides(start: &str) -> bool {
    let Ok(value) = start.parse::<u32>() else { return false };
    let (mut low, mut high) = (value as u64, value as u64 + 1);
    (start.len() + 1..=LONGEST).all(|length| {
        (low, high) = (low * 10, high * 10);
        let after = PREFIXES.partition_point(|p| (p.0.0, p.0.1 as u64) < (length, low));
        PREFIXES.get(after).is_none_or(|p| p.0.0 != length || p.0.1 as u64 >= high)
    })
}

/// The digits of the international number, without `+` or `00`, and how many there are.
fn digits(phone: &str) -> Result<([u8; MOST], usize), PhoneProblem> {
    let text = phone.trim();
    let text = ["whatsapp:", "tel:", "WhatsApp:"].iter().find_map(|p| text.strip_prefix(p)).unwrap_or(text).trim();
    let (text, server) = text.split_once('@').unwrap_or((text, ""));
    if !["", "s.whatsapp.net", "c.us"].contains(&server) {
        return Err(PhoneProblem::Hidden);
    }
    let (mut digits, mut count) = ([0u8; MOST], 0);
    let (mut plus, mut zeros) = (false, 0);
    for c in text.chars() {
        match c {
            '+' | '\u{ff0b}' if count == 0 && zeros == 0 => plus = true,
            '0' if count == 0 && !plus && zeros < 2 => zeros += 1,
            '0'..='9' => {
                if let Some(place) = digits.get_mut(count) {
                    *place = c as u8 - b'0';
                }
                count += 1;
            }
            _ if separates(c) => {}
            _ => return Err(PhoneProblem::Hidden),
        }
    }
    if zeros == 1 && count > 0 { Err(PhoneProblem::National) } else { Ok((digits, count)) }
}

/// Characters that people and spreadsheets put between digits, also those that cannot be seen.
fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '.' | '(' | ')' | '/' | '\'' | '\u{2010}'..='\u{2015}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
