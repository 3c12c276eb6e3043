//! Exact decimal numbers, as people write them.

use super::{Fault, UnitError};
use std::fmt;

/// `digits` × 10^−`scale`, exactly as written. At most 36 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All digits, with the sign.
    pub digits: i128,
    /// Digits after the point; negative for trailing zeros left out.
    pub scale: i32,
}

/// More digits than this are refused; 10^36 still fits an `i128`.
const MOST_DIGITS: usize = 36;

impl Decimal {
    /// Reads `12`, `-0.005`, `1_000`, `6e9`. Errors: anything else, more than 36 digits, exponents beyond ±30.
    pub fn parse(text: &str) -> Result<Decimal, UnitError> {
        let bad =
            || UnitError::new(Fault::BadValue, format!("{text:?} is not a number"), "write a number such as 0.005");
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().map_err(|_| bad())?),
            None => (text, 0),
        };
        let (sign, unsigned) = match mantissa.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let (mut digits, mut scale, mut count, mut point) = (0i128, 0i32, 0usize, false);
        for byte in unsigned.bytes() {
            match byte {
                b'0'..=b'9' => {
                    digits = digits * 10 + i128::from(byte - b'0');
                    scale += i32::from(point);
                    count += 1;
                }
                b'.' if !point && count > 0 => point = true,
                b'_' if count > 0 => {}
                _ => return Err(bad()),
            }
            if count > MOST_DIGITS {
                return Err(UnitError::new(Fault::OutOfRange, "the number has too many digits", "at most 36 digits"));
            }
        }
        if count == 0 || unsigned.ends_with(['.', '_']) {
            return Err(bad());
        }
        if exponent.abs() > 30 {
            return Err(UnitError::new(Fault::OutOfRange, "the exponent is too large", "between e-30 and e30"));
        }
        Ok(Decimal { digits: sign * digits, scale: scale - exponent })
    }

    /// Splits `"0.005 USD"` into the number and the trimmed rest with its offset. Errors: no number in front.
    pub fn split(text: &str) -> Result<(Decimal, &str, usize), UnitError> {
        let trimmed = text.trim_start();
        let lead = text.len() - trimmed.len();
        let bytes = trimmed.as_bytes();
        let mut end = 0;
        while end < bytes.len() {
            let c = bytes[end];
            let exponent = matches!(c, b'e' | b'E') && exponent_follows(&bytes[end + 1..]) && end > 0;
            let sign = matches!(c, b'+' | b'-') && (end == 0 || matches!(bytes[end - 1], b'e' | b'E'));
            if c.is_ascii_digit() || matches!(c, b'.' | b'_') || sign || exponent { end += 1 } else { break }
        }
        let number = Decimal::parse(&trimmed[..end]).map_err(|e| {
            if end == 0 {
                UnitError::new(
                    Fault::BadValue,
                    format!("{text:?} does not begin with a number"),
                    "a number and its unit",
                )
            } else {
                e.within(lead..lead + end)
            }
        })?;
        let rest = trimmed[end..].trim();
        let at = lead + end + (trimmed[end..].len() - trimmed[end..].trim_start().len());
        Ok((number, rest, at))
    }

    /// The value times 10^`power` as a whole number. Errors: digits would be lost, or the result exceeds 10^36.
    pub fn times_ten_to(self, power: i32) -> Option<i128> {
        let mut digits = self.digits;
        let mut shift = power - self.scale;
        while shift > 0 && digits.abs() < 10i128.pow(36) {
            digits *= 10;
            shift -= 1;
        }
        while shift < 0 && digits % 10 == 0 && digits != 0 {
            digits /= 10;
            shift += 1;
        }
        (shift == 0 || digits == 0).then_some(digits)
    }

    /// The nearest `f64` of the value times 10^`power`.
    pub fn to_f64(self, power: i32) -> f64 {
        format!("{}e{}", self.digits, power - self.scale).parse().unwrap_or(f64::NAN)
    }

    /// The exact decimal of the shortest text that reads back as `value`; `None` unless finite.
    pub fn of(value: f64) -> Option<Decimal> {
        Decimal::parse(&format!("{value:e}")).ok().or_else(|| Decimal::parse(&format!("{value}")).ok())
    }
}

/// Does an exponent (`9`, `-3`) follow the letter e? Keeps `"2 e"` and `"5 EUR"` apart.
fn exponent_follows(rest: &[u8]) -> bool {
    match rest {
        [b'+' | b'-', digit, ..] => digit.is_ascii_digit(),
        [digit, ..] => digit.is_ascii_digit(),
        [] => false,
    }
}

impl fmt::Display for Decimal {
    /// Plain digits without trailing zeros: `0.005`, `60000000000`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut digits, mut scale) = (self.digits, self.scale);
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        if digits == 0 {
            return out.write_str("0");
        }
        let sign = if digits < 0 { "-" } else { "" };
        let text = digits.unsigned_abs().to_string();
        if scale <= 0 {
            return write!(out, "{sign}{text}{}", "0".repeat(scale.unsigned_abs() as usize));
        }
        let scale = scale as usize;
        let padded = format!("{}{text}", "0".repeat((scale + 1).saturating_sub(text.len())));
        let (whole, fraction) = padded.split_at(padded.len() - scale);
        write!(out, "{sign}{whole}.{fraction}")
    }
}
