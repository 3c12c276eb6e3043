//! Hand-made bills are stories of one customer: what happens when, and what it comes to.

use chatfare::facts::{Class, Entry, Instant};
use chatfare::tariff::{Bill, Options};
use chatfare::units::{HOUR, SECOND};

use super::world::{Log, bill, book, launch, plan};

/// What a story does at a time.
#[derive(Clone, Copy)]
pub enum Act {
    /// The customer writes.
    In,
    /// The customer writes through an ad.
    Ad,
    /// The business sends a message of a class, delivered at once.
    Out(Class),
}

pub use Act::{Ad, In, Out};

/// Bills a story of one customer; times from `start`.
pub fn told(tariff: &str, options: &Options, start: Instant, country: &str, story: &[(i64, Act)]) -> Bill {
    let mut log = Log::default();
    for (at, act) in story {
        match act {
            In => drop(log.inbound(start + at, 1, 0, 0, Entry::None)),
            Ad => drop(log.inbound(start + at, 1, 0, 0, Entry::Ad)),
            Out(class) => drop(log.outbound(start + at, 1, 0, 0, *class)),
        }
    }
    bill(&plan(tariff, options), &book(&["UTC"], &[country]), start, &log.sorted())
}

/// The total of a story, which must hold no unrated message.
pub fn total(tariff: &str, start: Instant, country: &str, story: &[(i64, Act)]) -> i128 {
    let options = if tariff.ends_with("2018-08") { launch() } else { Options::default() };
    let bill = told(tariff, &options, start, country, story);
    assert_eq!(bill.unrated, 0, "{bill:#?}");
    bill.total
}

/// Totals when the last act stands one second before, at, and one second after `edge`.
pub fn around(edge: i64, bill: impl Fn(i64) -> i128) -> [i128; 3] {
    [edge - SECOND, edge, edge + SECOND].map(bill)
}

pub const DAY: i64 = 24 * HOUR;
