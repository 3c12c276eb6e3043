//! Money as an integer number of nano-units of its currency.

use super::{Decimal, Fault, UnitError};
use std::fmt;

/// Nano-units in one unit of a currency.
pub const NANOS: i128 = 1_000_000_000;

/// Largest amount that can be written: 10^18 units, so that products with counts stay inside `i128`.
const LARGEST: i128 = 1_000_000_000_000_000_000 * NANOS;

/// An ISO 4217 code in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(pub [u8; 3]);

/// An amount of money. Unit: nano-units (1e-9) of `currency`; totals never overflow `i128`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Nano-units; negative amounts are credits.
    pub nanos: i128,
    /// The currency of the amount.
    pub currency: Currency,
}

/// Signs people write instead of codes.
const SIGNS: &[(&str, &str)] = &[("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("R$", "BRL"), ("¥", "JPY")];

impl Currency {
    /// US dollar, the currency of the platform's main cards.
    pub const USD: Currency = Currency(*b"USD");
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");

    /// The code as text.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// Reads `"EUR"`. Errors: anything but three capital letters.
    pub fn parse(text: &str) -> Result<Currency, UnitError> {
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z', c @ b'A'..=b'Z'] = text.as_bytes() {
            return Ok(Currency([*a, *b, *c]));
        }
        let known = SIGNS.iter().find(|(sign, _)| *sign == text).map(|(_, code)| (*code).to_string());
        let letters = text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
        let fix = match known.or_else(|| letters.then(|| text.to_ascii_uppercase())) {
            Some(code) => format!("write `{code}`"),
            None => "use an ISO 4217 code such as EUR or USD".to_string(),
        };
        Err(UnitError::new(Fault::WrongUnit, format!("{text:?} is not a currency code"), fix))
    }
}

impl Money {
    /// Zero in this currency.
    pub fn zero(currency: Currency) -> Money {
        Money { nanos: 0, currency }
    }

    /// Reads `"0.005 USD"`, exactly. Errors: no currency, an unknown one, more than nine decimals, beyond 10^18.
    pub fn parse(text: &str) -> Result<Money, UnitError> {
        let (number, unit, at) = Decimal::split(text).map_err(|e| Money::retell(e, text))?;
        if unit.is_empty() {
            return Err(Money::without_unit(text.trim()));
        }
        let currency = Currency::parse(unit).map_err(|e| e.within(at..at + unit.len()))?;
        let nanos = number.times_ten_to(9).ok_or_else(|| {
            UnitError::new(Fault::OutOfRange, "money has at most nine decimals", "use fewer digits").within(0..at)
        })?;
        if nanos.abs() > LARGEST {
            return Err(
                UnitError::new(Fault::OutOfRange, "an amount of money is too large", "at most 1e18").within(0..at)
            );
        }
        Ok(Money { nanos, currency })
    }

    /// The amount as a number of currency units, for statistics and charts only.
    pub fn units(self) -> f64 {
        self.nanos as f64 / NANOS as f64
    }

    /// The error for a number without currency, with the fix written out.
    pub fn without_unit(number: &str) -> UnitError {
        let fix = format!("write \"{number} USD\"");
        UnitError::new(Fault::MissingUnit, "an amount of money needs a currency", fix)
    }

    /// Says in words of money what [`Decimal`] found.
    fn retell(error: UnitError, text: &str) -> UnitError {
        let text = text.trim();
        for (sign, code) in SIGNS.iter().rev() {
            if let Some(number) = text.strip_prefix(sign) {
                let fix = format!("write \"{} {code}\"", number.trim());
                return UnitError::new(Fault::WrongUnit, "the currency comes after the number, as a code", fix);
            }
        }
        match error.at {
            Some(_) => error,
            None => UnitError::new(
                Fault::BadValue,
                format!("{text:?} is not an amount of money"),
                "write a number and a currency, such as \"0.005 USD\"",
            ),
        }
    }
}

impl fmt::Display for Money {
    /// Canonical: `0.005 USD`, no trailing zeros.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", Decimal { digits: self.nanos, scale: 9 }, self.currency.code())
    }
}
