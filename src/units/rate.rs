//! A frequency.

use super::{Decimal, Fault, UnitError};
use std::fmt;

/// Events an hour (`"120/h"`, `"2000/day"` is 83.33 an hour).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct HourlyRate(pub f64);

/// Words of each unit, hours in it.
const UNITS: &[(&[&str], f64)] = &[
    (&["h", "hour"], 1.0),
    (&["day", "d"], 24.0),
    (&["min", "minute"], 1.0 / 60.0),
    (&["s", "second"], 1.0 / 3600.0),
    (&["week"], 168.0),
];

impl HourlyRate {
    /// Reads `"120/h"`, `"2000/day"`, `"30/min"`, `"0.5/s"`, `"900/week"`. Errors: no unit, an unknown one, negative.
    pub fn parse(text: &str) -> Result<HourlyRate, UnitError> {
        let (number, rest, at) = Decimal::split(text).map_err(|e| HourlyRate::retell(e, text))?;
        if rest.is_empty() {
            return Err(HourlyRate::without_unit(text.trim()));
        }
        let place = at..at + rest.len();
        let unit = rest.strip_prefix('/').map(str::trim).or_else(|| rest.strip_prefix("per ").map(str::trim));
        let size = unit.and_then(|unit| UNITS.iter().find(|(words, _)| words.contains(&unit))).map(|(_, hours)| *hours);
        let Some(hours) = size else {
            let message = format!("{rest:?} is not a unit of a frequency");
            return Err(UnitError::new(Fault::WrongUnit, message, "use /day, /h, /min, /s or /week").within(place));
        };
        if number.digits < 0 {
            return Err(UnitError::new(Fault::OutOfRange, "a frequency cannot be negative", "write 0/day or more"));
        }
        Ok(HourlyRate(per_hour(number.to_f64(0), hours)))
    }

    /// The error for a number without unit, with the fix written out.
    pub fn without_unit(number: &str) -> UnitError {
        let fix = format!("write \"{number}/day\" or \"{number}/h\"");
        UnitError::new(Fault::MissingUnit, "a frequency needs a unit", fix)
    }

    /// Says in words of frequencies what [`Decimal`] found.
    fn retell(error: UnitError, text: &str) -> UnitError {
        match error.at {
            Some(_) => error,
            None => {
                UnitError::new(Fault::BadValue, format!("{:?} is not a frequency", text.trim()), "write \"1200/day\"")
            }
        }
    }
}

/// One rounding only, so that the print can find the number written.
fn per_hour(number: f64, hours: f64) -> f64 {
    if hours >= 1.0 { number / hours } else { number * libm::round(1.0 / hours) }
}

impl fmt::Display for HourlyRate {
    /// Canonical: per hour or per day, whichever has fewer digits and reads back as the same number.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut best: Option<(usize, String)> = None;
        for (words, hours) in &UNITS[..2] {
            let exact = self.0 * hours;
            let rounded: f64 = if *hours == 1.0 { exact } else { format!("{exact:.11e}").parse().unwrap_or(exact) };
            let Some(number) = Decimal::of(rounded).map(|d| d.to_string()) else { continue };
            let digits = number.trim_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
            if per_hour(rounded, *hours) == self.0 && best.as_ref().is_none_or(|(d, _)| digits < *d) {
                best = Some((digits, format!("{number}/{}", words[0])));
            }
        }
        match best {
            Some((_, text)) => out.write_str(&text),
            None => write!(out, "{}/h", self.0),
        }
    }
}
