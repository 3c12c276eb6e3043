//! Quantities with their unit in the type: [`Span`], [`Money`], [`Share`], [`HourlyRate`].
//!
//! A scenario writes `"24h"`, `"0.005 USD"`, `"8 %"` and `"120/h"`; the parsers live in the files of
//! this folder, one quantity a file. Inside the engine only integers travel: microseconds and nano-units.

mod money;
mod rate;
mod share;
mod span;

pub use money::{Currency, Money, NANOS};
pub use rate::HourlyRate;
pub use share::Share;
pub use span::{DAY, HOUR, MINUTE, SECOND, Span};
