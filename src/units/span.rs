//! A length of time in whole microseconds.

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

impl Span {
    /// The largest span: "for ever", "no limit".
    pub const FOREVER: Span = Span(i64::MAX);

    /// The span as seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / SECOND as f64
    }
}
