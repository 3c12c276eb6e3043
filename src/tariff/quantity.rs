//! Lengths of time and amounts as they stand in tariff files: exact, never through floats.

use crate::units::{Currency, DAY, HOUR, MINUTE, SECOND};

/// Microseconds of `"24h"`, `"1.5 h"`, `"for ever"`; negative lengths are refused.
pub(super) fn span(text: &str) -> Result<i64, String> {
    if text.trim() == "for ever" {
        return Ok(i64::MAX);
    }
    let (number, unit) = split_unit(text);
    let scale = match unit {
        "s" => SECOND,
        "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "" => {
            return Err(format!("`{text}` has no unit; write \"{} h\"", if number.is_empty() { "24" } else { number }));
        }
        _ => return Err(format!("`{unit}` is not a unit of time; units: s, min, h, d, or \"for ever\"")),
    };
    let nanos = decimal(number).ok_or_else(|| format!("`{number}` is not a number of `{unit}`"))?;
    let micros = nanos as i128 * scale as i128;
    if micros < 0 || micros % 1_000_000_000 != 0 {
        return Err(format!("`{text}` is not a whole number of microseconds from 0 up"));
    }
    i64::try_from(micros / 1_000_000_000).map_err(|_| format!("`{text}` is too long; write \"for ever\""))
}

/// Nano-units and currency of `"0.005 USD"`.
pub(super) fn money(text: &str) -> Result<(i64, Currency), String> {
    let (number, code) = split_unit(text);
    let nanos = decimal(number).ok_or_else(|| {
        format!("`{text}` is not an amount with at most 9 decimals and its currency; write \"0.05 EUR\"")
    })?;
    let currency = currency(code).ok_or_else(|| {
        if code.is_empty() {
            format!("`{text}` has no currency; write \"{number} USD\"")
        } else {
            format!("`{code}` is not a currency; write its three capitals, \"{number} USD\"")
        }
    })?;
    if nanos < 0 { Err(format!("`{text}` is negative")) } else { Ok((nanos, currency)) }
}

/// A currency by its three capital letters.
pub(super) fn currency(code: &str) -> Option<Currency> {
    let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
}

/// A decimal number in nano-units (1e-9), exactly; `None` if it is none, has more than nine decimals or is too large.
pub(super) fn decimal(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 9 || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<9}").parse().ok()?;
    whole.checked_mul(1_000_000_000)?.checked_add(part)?.checked_mul(sign)
}

fn split_unit(text: &str) -> (&str, &str) {
    let text = text.trim();
    let cut = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    (&text[..cut], text[cut..].trim_start())
}
