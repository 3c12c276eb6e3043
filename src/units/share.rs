//! A share of a whole.

use super::{Decimal, Fault, UnitError};
use std::fmt;

/// A share between 0 and 1 (`"8 %"` is 0.08).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Share(pub f64);

impl Share {
    /// Reads `"8 %"` or `"0.08"` (both are 0.08). The range is the caller's: growth may be negative.
    ///
    /// Errors: another unit, not a number.
    pub fn parse(text: &str) -> Result<Share, UnitError> {
        let (number, unit, at) = Decimal::split(text).map_err(|e| Share::retell(e, text))?;
        match unit {
            "%" => Ok(Share(number.to_f64(-2))),
            "" => Ok(Share(number.to_f64(0))),
            other => {
                let message = format!("{other:?} is not a unit of a share");
                let fix = format!("write \"{number} %\"");
                Err(UnitError::new(Fault::WrongUnit, message, fix).within(at..at + other.len()))
            }
        }
    }

    /// The error for a bare number, with the fix written out.
    pub fn without_unit(number: &str) -> UnitError {
        let percent = match Decimal::parse(number) {
            Ok(d) if d.to_f64(0).abs() <= 1.0 => Decimal { scale: d.scale - 2, ..d }.to_string(),
            _ => number.to_string(),
        };
        let fix = format!("write \"{percent} %\"");
        UnitError::new(Fault::MissingUnit, "a share is written in per cent", fix)
    }

    /// Says in words of shares what [`Decimal`] found.
    fn retell(error: UnitError, text: &str) -> UnitError {
        match error.at {
            Some(_) => error,
            None => UnitError::new(Fault::BadValue, format!("{:?} is not a share", text.trim()), "write \"8 %\""),
        }
    }
}

impl fmt::Display for Share {
    /// Canonical: per cent, exact (`8 %`).
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Decimal::of(self.0) {
            Some(d) => write!(out, "{} %", Decimal { scale: d.scale - 2, ..d }),
            None => write!(out, "{}", self.0),
        }
    }
}
