//! Local time of a country: zone by name, stretches of one offset, local hours and dates.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::facts::Instant;
use crate::units::{DAY, HOUR, SECOND};

/// A zone from the bundled database, never the system's: the same bytes on every machine.
pub(super) fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZoneDatabase::bundled()
        .get(name)
        .map_err(|_| format!("unknown time zone `{name}`; write an IANA name such as `Europe/Paris`"))
}

/// A day as days since 1970-01-01.
pub(super) type Date = i32;

/// A stretch of time in which local time = UTC + `offset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub from: Instant,
    pub to: Instant,
    /// Microseconds.
    pub offset: i64,
}

/// Cuts `[from, to)` at the changes of the zone's offset.
pub(super) fn stretches(zone: &TimeZone, from: Instant, to: Instant) -> Result<Vec<Stretch>, String> {
    let first =
        Timestamp::from_microsecond(from).map_err(|_| format!("instant {from} µs lies outside the calendar"))?;
    let mut offset = i64::from(zone.to_offset_info(first).offset().seconds()) * SECOND;
    let mut start = from;
    let mut stretches = Vec::new();
    for change in zone.following(first) {
        let at = change.timestamp().as_microsecond();
        if at >= to {
            break;
        }
        stretches.push(Stretch { from: start, to: at, offset });
        (start, offset) = (at, i64::from(change.offset().seconds()) * SECOND);
    }
    stretches.push(Stretch { from: start, to, offset });
    Ok(stretches)
}

/// A local hour (or the part of it that a change of offset or a limit leaves).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LocalHour {
    pub from: Instant,
    pub to: Instant,
    /// Local date.
    pub date: Date,
    /// Hour of the week, 0 = Monday 00:00–01:00.
    pub hour_of_week: usize,
}

impl Stretch {
    /// The local hours of the stretch, in order.
    pub(super) fn hours(self) -> impl Iterator<Item = LocalHour> {
        let mut from = self.from;
        core::iter::from_fn(move || {
            if from >= self.to {
                return None;
            }
            let local = from + self.offset;
            let to = (from + HOUR - local.rem_euclid(HOUR)).min(self.to);
            let days = local.div_euclid(DAY);
            let hour = local.rem_euclid(DAY) / HOUR;
            let hour_of_week = ((days + 3).rem_euclid(7) * 24 + hour) as usize; // 1970-01-01 was a Thursday
            let item = LocalHour { from, to, date: days as Date, hour_of_week };
            from = to;
            Some(item)
        })
    }
}

/// (year, month 1–12, day) of a date: H. Hinnant, "chrono-compatible low-level date algorithms".
pub(super) fn civil(date: Date) -> (i32, u32, u32) {
    let z = i64::from(date) + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month as u32, day as u32)
}

/// The date of (year, month 1–12, day), inverse of [`civil`].
pub(super) fn days(year: i32, month: u32, day: u32) -> Date {
    let year = i64::from(year) - i64::from(month <= 2);
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let shifted = (i64::from(month) + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) as Date
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Witness: jiff's own calendar, every day of 400 years.
    #[test]
    fn dates_agree_with_jiff() {
        let mut date = jiff::civil::date(1900, 1, 1);
        let mut n = days(1900, 1, 1);
        while date.year() < 2300 {
            assert_eq!(civil(n), (i32::from(date.year()), date.month() as u32, date.day() as u32));
            assert_eq!(days(i32::from(date.year()), date.month() as u32, date.day() as u32), n);
            date = date.tomorrow().unwrap();
            n += 1;
        }
    }
}
