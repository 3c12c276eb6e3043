//! Money as an integer number of nano-units of its currency.

/// Nano-units in one unit of a currency.
pub const NANOS: i128 = 1_000_000_000;

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

impl Currency {
    /// US dollar, the currency of the platform's main cards.
    pub const USD: Currency = Currency(*b"USD");
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");

    /// The code as text.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl Money {
    /// Zero in this currency.
    pub fn zero(currency: Currency) -> Money {
        Money { nanos: 0, currency }
    }
}
