//! A length of time in whole microseconds.

use super::{Decimal, Fault, UnitError};
use std::fmt;

/// A length of time. Unit: microseconds. Range: any `i64`; scenario values are checked to be `>= 0`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

/// One second in microseconds.
pub const SECOND: i64 = 1_000_000;
/// One minute in microseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in microseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day of exactly 24 hours in microseconds (civil days may have 23 or 25).
pub const DAY: i64 = 24 * HOUR;

/// Longest span that can be written: 1,000 years of 365 days. Sums of a few never overflow.
const LONGEST: i128 = 365_000 * DAY as i128;

/// Words of each unit, its length and the word printed.
const UNITS: &[(&[&str], i64)] = &[
    (&["d", "day", "days"], DAY),
    (&["h", "hour", "hours", "hr", "hrs"], HOUR),
    (&["min", "minute", "minutes", "mins"], MINUTE),
    (&["s", "second", "seconds", "sec", "secs"], SECOND),
    (&["ms", "millisecond", "milliseconds"], SECOND / 1000),
    (&["us", "µs", "microsecond", "microseconds"], 1),
    (&["week", "weeks"], 7 * DAY),
];

impl Span {
    /// The largest span: "for ever", "no limit".
    pub const FOREVER: Span = Span(i64::MAX);

    /// The span as seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }

    /// Reads `"24h"`, `"90 s"`, `"1.5 h"`, `"1 h 30 min"`, `"500 ms"`, `"7 d"` (a day is 24 hours), `"for ever"`.
    ///
    /// Errors: no unit, an unknown unit, parts of a microsecond, a negative span, more than 1,000 years.
    pub fn parse(text: &str) -> Result<Span, UnitError> {
        if matches!(text.trim(), "for ever" | "forever") {
            return Ok(Span::FOREVER);
        }
        let mut total = 0i128;
        let mut rest = text;
        let mut at = 0;
        loop {
            let (number, tail, offset) = Decimal::split(rest).map_err(|e| Span::retell(e, text, at, rest))?;
            let end = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
            let unit = at + offset..at + offset + end;
            let place = if end == 0 { at..at + offset } else { unit };
            total += Span::micros(number, &tail[..end]).map_err(|e| e.within(place))?;
            at += offset + end;
            rest = &text[at..];
            if rest.trim().is_empty() {
                break;
            }
        }
        if total > LONGEST {
            return Err(UnitError::new(
                Fault::OutOfRange,
                "a span of time is too long",
                "at most 365000 d, or \"for ever\"",
            ));
        }
        Ok(Span(total as i64))
    }

    /// One part such as (1.5, "h") in microseconds.
    fn micros(number: Decimal, unit: &str) -> Result<i128, UnitError> {
        if unit.is_empty() {
            return Err(Span::without_unit(&number.to_string()));
        }
        if unit == "m" {
            return Err(UnitError::new(Fault::WrongUnit, "`m` may mean minute or month", "write `min` for minutes"));
        }
        let size = UNITS.iter().find(|(words, _)| words.contains(&unit)).map(|(_, size)| *size).ok_or_else(|| {
            UnitError::new(Fault::WrongUnit, format!("`{unit}` is not a unit of time"), "use d, h, min, s, ms or us")
        })?;
        let scaled = Decimal { digits: number.digits.checked_mul(i128::from(size)).unwrap_or(i128::MAX), ..number };
        if number.digits < 0 {
            return Err(UnitError::new(Fault::OutOfRange, "a span of time cannot be negative", "write 0 s or more"));
        }
        if number.digits > LONGEST && number.scale <= 0 {
            return Ok(LONGEST + 1);
        }
        scaled.times_ten_to(0).map(|v| v.min(LONGEST + 1)).ok_or_else(|| {
            UnitError::new(Fault::OutOfRange, "a span of time is kept in whole microseconds", "use fewer digits")
        })
    }

    /// The error for a number without unit, with the fix written out.
    pub fn without_unit(number: &str) -> UnitError {
        let fix = format!("write \"{number} s\", \"{number} min\", \"{number} h\" or \"{number} d\"");
        UnitError::new(Fault::MissingUnit, "a span of time needs a unit", fix)
    }

    /// Says in words of time what [`Decimal`] found.
    fn retell(error: UnitError, text: &str, at: usize, rest: &str) -> UnitError {
        if error.fault == Fault::BadValue && error.at.is_none() {
            let fix = "write a number and a unit, such as \"24h\"";
            return UnitError::new(Fault::BadValue, format!("{:?} is not a span of time", text.trim()), fix)
                .within(at..at + rest.len());
        }
        error.within(at..at + rest.len())
    }
}

impl fmt::Display for Span {
    /// Canonical: the largest unit that divides the span exactly, days from two on (`24 h`, `7 d`, `90 s`).
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Span::FOREVER {
            return out.write_str("for ever");
        }
        let micros = self.0;
        if micros == 0 {
            return out.write_str("0 s");
        }
        for (words, size) in &UNITS[..6] {
            let enough = *size != DAY || micros.unsigned_abs() >= 2 * DAY as u64;
            if micros % size == 0 && enough {
                return write!(out, "{} {}", micros / size, words[0]);
            }
        }
        write!(out, "{micros} us")
    }
}
