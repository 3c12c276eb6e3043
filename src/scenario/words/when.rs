//! Dates and times: local in a zone named elsewhere, or fixed by an offset.

use crate::facts::Instant;
use crate::units::{Fault, UnitError};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::fmt;

/// A moment as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A date or date-time of the wall clock.
    Local(DateTime),
    /// A moment with an offset from UTC (RFC 3339), in microseconds since 1970.
    Fixed(Instant),
}

/// Years that can be simulated: the tables of zones and prices say nothing sensible outside.
const YEARS: std::ops::RangeInclusive<i16> = 1980..=2099;

impl When {
    /// Reads `2018-08-01`, `2018-08-01T09:00`, `2018-08-01 09:00:30`, `2018-08-01T09:00:00Z`, `…+02:00`.
    ///
    /// Errors: not a date, a day that does not exist, a year outside 1980 to 2099.
    pub fn parse(text: &str) -> Result<When, UnitError> {
        let clean = text.trim();
        let bad = || {
            UnitError::new(
                Fault::BadValue,
                format!("{clean:?} is not a date"),
                "write \"2018-08-01\" or \"2018-08-01T09:00\"",
            )
        };
        if clean.len() < 10 || !clean.is_ascii() {
            return Err(bad());
        }
        let offset = clean[10..].contains(['Z', 'z', '+', '-']);
        let (year, when) = if offset {
            let stamp: jiff::Timestamp = clean.parse().map_err(|_| bad())?;
            (stamp.to_zoned(TimeZone::UTC).year(), When::Fixed(stamp.as_microsecond()))
        } else if clean.len() == 10 {
            let date: Date = clean.parse().map_err(|_| bad())?;
            (date.year(), When::Local(date.to_datetime(jiff::civil::Time::midnight())))
        } else {
            let time: DateTime = clean.parse().map_err(|_| bad())?;
            (time.year(), When::Local(time))
        };
        if !YEARS.contains(&year) {
            return Err(UnitError::new(Fault::OutOfRange, "the year is out of range", "between 1980 and 2099"));
        }
        Ok(when)
    }

    /// The instant in a zone. A wall time that a change of the clock skips moves forward; one that happens twice
    /// is the first.
    pub fn instant(self, zone: &TimeZone) -> Option<Instant> {
        match self {
            When::Fixed(at) => Some(at),
            When::Local(time) => Some(zone.to_timestamp(time).ok()?.as_microsecond()),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Local(t) if t.time() == jiff::civil::Time::midnight() => write!(out, "{}", t.date()),
            When::Local(t) => write!(out, "{t}"),
            When::Fixed(at) => match jiff::Timestamp::from_microsecond(*at) {
                Ok(stamp) => write!(out, "{stamp}"),
                Err(_) => write!(out, "{at}"),
            },
        }
    }
}
