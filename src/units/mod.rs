//! Quantities with their unit in the type: [`Span`], [`Money`], [`Share`], [`HourlyRate`].
//!
//! A scenario writes `"24h"`, `"0.005 USD"`, `"8 %"` and `"120/h"`; each quantity's file holds its parser and its
//! canonical print, one the inverse of the other. Inside the engine only integers travel: microseconds and nano-units.
//! [`read_text_file`] is how every room reads a text that a user names.

mod decimal;
mod error;
mod file;
mod locale;
mod money;
mod rate;
mod share;
mod span;

pub use decimal::Decimal;
pub use error::{Fault, UnitError};
pub use file::{MOST_PLAN, MOST_TEXT, open_plain, read_text_file};
pub use locale::Locale;
pub use money::{Currency, Money, NANOS};
pub use rate::HourlyRate;
pub use share::Share;
pub use span::{DAY, HOUR, MINUTE, SECOND, Span};
