//! How much slower an agent is with several chats: `"linear 10 %"`, `"power 0.3"`.

use crate::units::{Decimal, Fault, Share, UnitError};

/// A rule for the speed of each of k chats.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slowdown {
    /// 1 / (1 + s (k − 1)).
    Linear(f64),
    /// k^−p.
    Power(f64),
}

impl Slowdown {
    /// Speed of each chat when `k` are open, 1 for one.
    pub fn speed(self, k: u8) -> f64 {
        match self {
            Slowdown::Linear(s) => 1.0 / (1.0 + s * (f64::from(k) - 1.0)),
            Slowdown::Power(p) => libm::pow(f64::from(k), -p),
        }
    }
}

/// Reads `"linear 10 %"` or `"power 0.3"`. Errors: another form, a negative number, more than 10.
pub fn parse_slowdown(text: &str) -> Result<Slowdown, UnitError> {
    let bad = || {
        UnitError::new(
            Fault::BadValue,
            format!("{text:?} is not a slowdown"),
            "write \"linear 10 %\", \"power 0.3\" or [1.0, 0.85]",
        )
    };
    let (word, number) = text.trim().split_once(' ').ok_or_else(bad)?;
    let slowdown = match word {
        "linear" => Slowdown::Linear(Share::parse(number)?.0),
        "power" => Slowdown::Power(Decimal::parse(number.trim()).map_err(|_| bad())?.to_f64(0)),
        _ => return Err(bad()),
    };
    let (Slowdown::Linear(x) | Slowdown::Power(x)) = slowdown;
    if !(0.0..=10.0).contains(&x) {
        return Err(UnitError::new(Fault::OutOfRange, "a slowdown lies between 0 and 10", "0 is none"));
    }
    Ok(slowdown)
}
