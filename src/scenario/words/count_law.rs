//! Laws of a count of at least one: `"fixed 3"`, `"geometric, mean 2.4"`.

use crate::scenario::CountLaw;
use crate::units::{Decimal, Fault, UnitError};

/// Largest count or mean: bounds the work of one contact.
const LARGEST: f64 = 1000.0;

/// Reads a law of a count. Errors: another form, below 1, above 1,000.
pub fn parse_count_law(text: &str) -> Result<CountLaw, UnitError> {
    let bad = || {
        UnitError::new(
            Fault::BadValue,
            format!("{text:?} is not a law of a count"),
            "write \"fixed 3\" or \"geometric, mean 2.4\"",
        )
    };
    let lower = text.trim().to_ascii_lowercase();
    let (geometric, number) = match lower.strip_prefix("fixed ").or_else(|| lower.strip_prefix("deterministic ")) {
        Some(rest) => (false, rest),
        None => {
            let rest = lower.strip_prefix("geometric").ok_or_else(bad)?;
            let rest = rest.trim_start().strip_prefix(',').ok_or_else(bad)?;
            (true, rest.trim_start().strip_prefix("mean ").ok_or_else(bad)?)
        }
    };
    let value = Decimal::parse(number.trim()).map_err(|_| bad())?.to_f64(0);
    if !(1.0..=LARGEST).contains(&value) {
        return Err(UnitError::new(
            Fault::OutOfRange,
            "a count is at least 1 and at most 1000",
            "there is always a first one",
        ));
    }
    match geometric {
        true if value == 1.0 => Ok(CountLaw::Fixed(1)),
        true => Ok(CountLaw::Geometric { mean: value }),
        false if value.fract() == 0.0 => Ok(CountLaw::Fixed(value as u32)),
        false => Err(UnitError::new(
            Fault::OutOfRange,
            "a fixed count is a whole number",
            "write \"geometric, mean …\" for a mean",
        )),
    }
}

/// Canonical text: reads back as the same law.
pub fn count_law_text(law: &CountLaw) -> String {
    match law {
        CountLaw::Fixed(n) => format!("fixed {n}"),
        CountLaw::Geometric { mean } => format!("geometric, mean {mean}"),
    }
}
