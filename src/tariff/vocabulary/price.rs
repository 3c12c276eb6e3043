//! The text of a `price`.

use super::super::quantity;
use super::{ExtraPrice, Per, Price};
use crate::units::{Currency, HOUR, MINUTE, SECOND};

/// A price before names are resolved: the clock of a price by delay is still a word.
pub(super) enum Written<'a> {
    Plain { price: Price, per: Per, at_most: Option<(i64, Currency)> },
    Late { nanos: i64, unit: i64, clock: &'a str, at_most: Option<i64>, currency: Currency },
}

/// Reads `free`, `next`, `0.004 EUR per started minute after CLOCK, at most 0.50 EUR`, or a rate: `list`, `list CATEGORY`,
/// `tiers`, `0.05 EUR`; behind a rate `per segment`, `per 1000000 tokens`, `per started minute`, `per minute by started 6 s`,
/// and `, at most 0.05 EUR`.
pub(super) fn read(text: &str) -> Result<Written<'_>, String> {
    let plain = |price| Ok(Written::Plain { price, per: Per::Message, at_most: None });
    match text {
        "free" => return plain(Price::Free),
        "next" => return plain(Price::Next),
        _ => {}
    }
    if let Some((amount, rest)) = text.split_once(" per started ")
        && rest.contains(" after ")
    {
        return late(amount, rest);
    }
    let (body, cap) = text.split_once(',').map_or((text, None), |(b, c)| (b.trim_end(), Some(c.trim())));
    let at_most = cap.map(read_cap).transpose()?;
    let (rate, per) = split_per(body)?;
    let price = match rate {
        "list" => Price::List(None),
        "tiers" => Price::Tiers,
        _ => match rate.strip_prefix("list ") {
            Some(category) => Price::List(Some(category.trim().to_string())),
            None => amount(rate)?,
        },
    };
    if let (Price::Fixed(_, currency), Some((_, other))) = (&price, at_most)
        && *currency != other
    {
        return Err(format!("{} and {} in one price", currency.code(), other.code()));
    }
    Ok(Written::Plain { price, per, at_most })
}

/// Reads the price of an extra: an amount that may be below 0, `list CATEGORY`, `20 %`, `20 % of all above`.
pub(super) fn read_extra(text: &str) -> Result<(ExtraPrice, Per), String> {
    if let Some((number, rest)) = text.split_once('%') {
        let of_all = match rest.trim() {
            "" | "of the rule" => false,
            "of all above" => true,
            other => return Err(format!("`{other}` is not understood; write \"20 %\" or \"20 % of all above\"")),
        };
        return Ok((ExtraPrice::Share { millionths: millionths(number)?, of_all }, Per::Message));
    }
    let (rate, per) = split_per(text)?;
    if let Some(category) = rate.strip_prefix("list ") {
        return Ok((ExtraPrice::List(category.trim().to_string()), per));
    }
    let (positive, sign) = rate.strip_prefix('-').map_or((rate, 1), |rest| (rest.trim_start(), -1));
    match amount(positive)? {
        Price::Fixed(nanos, currency) => Ok((ExtraPrice::Fixed(sign * nanos, currency), per)),
        _ => Err(format!("`{text}` is not the price of an extra")),
    }
}

/// Millionths of `"12.5 "` percent, exactly.
pub(super) fn millionths(number: &str) -> Result<i64, String> {
    let nanos = quantity::decimal(number.trim()).filter(|n| n % 100_000 == 0 && n.abs() <= 1_000_000_000_000);
    nanos.map(|n| n / 100_000).ok_or_else(|| format!("`{}` is not a percentage with at most 4 decimals", number.trim()))
}

fn amount(text: &str) -> Result<Price, String> {
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Err(format!(
            "`{text}` is not a price; a price is \"free\", \"list\", \"list CATEGORY\", \"tiers\", \"next\" or an amount"
        ));
    }
    let (nanos, currency) = quantity::money(text)?;
    Ok(Price::Fixed(nanos, currency))
}

fn read_cap(cap: &str) -> Result<(i64, Currency), String> {
    let amount = cap
        .strip_prefix("at most ")
        .ok_or_else(|| format!("`{cap}` is not understood; write \", at most 0.50 EUR\""))?;
    quantity::money(amount)
}

/// Cuts `per …` off a rate.
fn split_per(text: &str) -> Result<(&str, Per), String> {
    let Some((rate, per)) = text.split_once(" per ") else { return Ok((text.trim(), Per::Message)) };
    let wrong = || {
        format!(
            "`per {per}` is not understood; a rate is per segment, per 1000000 tokens, per started minute, or per minute by started 6 s"
        )
    };
    let per = match per.trim() {
        "message" => Per::Message,
        "segment" => Per::Segment,
        "token" => Per::Tokens(1),
        other if other.ends_with(" tokens") => {
            let number: String = other[..other.len() - 7].chars().filter(|c| *c != ',' && *c != '_').collect();
            Per::Tokens(number.parse().ok().filter(|n| (1..=1_000_000_000_000).contains(n)).ok_or_else(wrong)?)
        }
        other => match (other.strip_prefix("started "), other.split_once(" by started ")) {
            (Some(unit), _) => {
                Per::Talk { pulse: length(unit).ok_or_else(wrong)?, of: length(unit).ok_or_else(wrong)? }
            }
            (None, Some((of, pulse))) => {
                Per::Talk { pulse: length(pulse).ok_or_else(wrong)?, of: length(of).ok_or_else(wrong)? }
            }
            _ => return Err(wrong()),
        },
    };
    Ok((rate.trim(), per))
}

/// `minute`, `6 s`.
fn length(text: &str) -> Option<i64> {
    match text.trim() {
        "second" => Some(SECOND),
        "minute" => Some(MINUTE),
        "hour" => Some(HOUR),
        other => quantity::span(other).ok().filter(|n| *n > 0 && *n <= 24 * HOUR),
    }
}

fn late<'a>(amount: &str, rest: &'a str) -> Result<Written<'a>, String> {
    let (nanos, currency) = quantity::money(amount)?;
    let (unit, rest) =
        rest.split_once(" after ").ok_or("say after which clock: \"… per started minute after window\"")?;
    let unit = match unit.trim() {
        "second" => SECOND,
        "minute" => MINUTE,
        "hour" => HOUR,
        other => return Err(format!("`{other}` is not second, minute or hour")),
    };
    let (clock, cap) = rest.split_once(',').map_or((rest, None), |(c, cap)| (c, Some(cap.trim())));
    let at_most = match cap.map(|c| c.strip_prefix("at most ").ok_or(c)) {
        None => None,
        Some(Err(other)) => {
            return Err(format!("`{other}` is not understood; write \", at most 0.50 {}\"", currency.code()));
        }
        Some(Ok(amount)) => {
            let (cap, cap_currency) = quantity::money(amount)?;
            if cap_currency != currency {
                return Err(format!("{} and {} in one price", currency.code(), cap_currency.code()));
            }
            Some(cap)
        }
    };
    if nanos == 0 {
        return Err("a price by delay of 0 is free; write price = \"free\"".into());
    }
    Ok(Written::Late { nanos, unit, clock: clock.trim(), at_most, currency })
}
