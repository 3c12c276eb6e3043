//! The text of a `price`.

use super::super::quantity;
use super::Price;
use crate::units::{Currency, HOUR, MINUTE, SECOND};

/// A price before names are resolved: the clock of a price by delay is still a word.
pub(super) enum Written<'a> {
    Plain(Price),
    Late { nanos: i64, unit: i64, clock: &'a str, at_most: Option<i64>, currency: Currency },
}

/// Reads `free`, `list`, `list CATEGORY`, `next`, `0.05 EUR`, `0.004 EUR per started minute after CLOCK, at most 0.50 EUR`.
pub(super) fn read(text: &str) -> Result<Written<'_>, String> {
    match text {
        "free" => return Ok(Written::Plain(Price::Free)),
        "next" => return Ok(Written::Plain(Price::Next)),
        "list" => return Ok(Written::Plain(Price::List(None))),
        _ => {}
    }
    if let Some(category) = text.strip_prefix("list ") {
        return Ok(Written::Plain(Price::List(Some(category.trim().to_string()))));
    }
    if let Some((amount, rest)) = text.split_once(" per started ") {
        return late(amount, rest);
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        return Err(format!(
            "`{text}` is not a price; a price is \"free\", \"list\", \"list CATEGORY\", \"next\" or an amount"
        ));
    }
    let (nanos, currency) = quantity::money(text)?;
    Ok(Written::Plain(Price::Fixed(nanos, currency)))
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
