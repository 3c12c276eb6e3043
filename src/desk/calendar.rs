//! Local weeks laid out on engine time.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::facts::Instant;
use crate::units::HOUR;

/// Half-hours in a week.
pub const HALF_HOURS: usize = 336;

/// Steps `(engine time, value)` of a weekly pattern of half-hours or quarters (from Monday 00:00 local time), merged where
/// equal.
///
/// `base` is the instant of engine time 0; steps cover `[0, end]`. On the day of a clock change the pattern follows the wall
/// clock: a skipped half-hour does not happen, a repeated one happens twice.
pub fn steps<T: Copy + PartialEq>(week: &[T], zone: &str, base: Instant, end: i64) -> Result<Vec<(i64, T)>, String> {
    let minutes = match week.len() {
        HALF_HOURS => 30,
        n if n == 2 * HALF_HOURS => 15,
        n => return Err(format!("a week has {HALF_HOURS} half-hours, not {n}")),
    };
    let zone = find_zone(zone)?;
    let mut result: Vec<(i64, T)> = Vec::new();
    let mut at = 0i64;
    while at <= end {
        let local = local_time(base.saturating_add(at), &zone)?;
        let slot = slot_of_week(local, minutes);
        if result.last().is_none_or(|(_, value)| *value != week[slot]) {
            result.push((at, week[slot]));
        }
        at += to_next(local, minutes);
    }
    Ok(result)
}

/// Steps `(engine time, hour of the week 0..168)` of the zone's clock.
pub fn hours_of_week(zone: &str, base: Instant, end: i64) -> Result<Vec<(i64, u16)>, String> {
    let week: Vec<u16> = (0..HALF_HOURS).map(|slot| slot as u16 / 2).collect();
    steps(&week, zone, base, end)
}

/// Engine times of the multiples of `every` from each local midnight in `[0, end]`.
pub fn multiples(every: i64, zone: &str, base: Instant, end: i64) -> Result<Vec<i64>, String> {
    let zone = find_zone(zone)?;
    let mut date = local_time(base, &zone)?.date();
    let mut result = Vec::new();
    loop {
        let midnight = midnight(date, &zone, base)?;
        if midnight > end {
            return Ok(result);
        }
        let next = date.checked_add(1.day()).map_err(|e| e.to_string())?;
        let day_end = self::midnight(next, &zone, base)?;
        let mut at = midnight;
        while at < day_end {
            if (0..=end).contains(&at) {
                result.push(at);
            }
            at += every.max(1);
        }
        date = next;
    }
}

/// First instants of the local days in `[0, end]`.
pub fn days(zone: &str, base: Instant, end: i64) -> Result<Vec<i64>, String> {
    // No day has more than 25 hours, so only its midnight is a multiple.
    multiples(25 * HOUR, zone, base, end)
}

/// First instants of the calendar months of a zone, as engine times, from before 0 to after `end`.
pub fn months(zone: &str, base: Instant, end: i64) -> Result<Vec<i64>, String> {
    let zone = find_zone(zone)?;
    let mut date = local_time(base, &zone)?.date().first_of_month();
    let mut result = Vec::new();
    loop {
        let at = midnight(date, &zone, base)?;
        result.push(at);
        if at > end {
            return Ok(result);
        }
        date = date.checked_add(1.month()).map_err(|e| e.to_string())?;
    }
}

fn find_zone(zone: &str) -> Result<TimeZone, String> {
    TimeZone::get(zone).map_err(|_| format!("unknown time zone `{zone}`"))
}

fn local_time(at: Instant, zone: &TimeZone) -> Result<DateTime, String> {
    let stamp = Timestamp::from_microsecond(at).map_err(|e| e.to_string())?;
    Ok(zone.to_datetime(stamp))
}

fn midnight(date: Date, zone: &TimeZone, base: Instant) -> Result<i64, String> {
    let stamp = zone.to_ambiguous_timestamp(date.to_datetime(jiff::civil::Time::midnight()));
    let stamp = stamp.compatible().map_err(|e| e.to_string())?;
    Ok(stamp.as_microsecond() - base)
}

fn slot_of_week(local: DateTime, minutes: i64) -> usize {
    let day = i64::from(local.weekday().to_monday_zero_offset());
    (((day * 24 + i64::from(local.hour())) * 60 + i64::from(local.minute())) / minutes) as usize
}

/// Microseconds of wall clock until the next multiple of so many minutes; every zone's offset changes on such a boundary.
fn to_next(local: DateTime, minutes: i64) -> i64 {
    let minute = i64::from(local.minute()) % minutes;
    let micros = (minute * 60 + i64::from(local.second())) * 1_000_000 + i64::from(local.subsec_nanosecond()) / 1000;
    minutes * 60_000_000 - micros
}

/// The same steps with `value` on all local days that `chosen` picks (days since 1970-01-01).
pub fn on_days<T: Copy + PartialEq>(
    steps: &[(i64, T)],
    value: T,
    zone: &str,
    base: Instant,
    end: i64,
    chosen: impl Fn(i32) -> bool,
) -> Result<Vec<(i64, T)>, String> {
    let zone = find_zone(zone)?;
    let mut date = local_time(base, &zone)?.date();
    let holds = |at: i64| steps[steps.partition_point(|(start, _)| *start <= at).max(1) - 1].1;
    let mut result: Vec<(i64, T)> = Vec::new();
    let mut push = |at: i64, value: T| {
        if result.last().is_none_or(|(_, last)| *last != value) {
            result.push((at, value));
        }
    };
    let epoch = Date::constant(1970, 1, 1);
    loop {
        let (start, next) =
            (midnight(date, &zone, base)?.max(0), date.checked_add(1.day()).map_err(|e| e.to_string())?);
        let stop = midnight(next, &zone, base)?;
        if start > end || steps.is_empty() {
            return Ok(result);
        }
        let number = date.since((jiff::Unit::Day, epoch)).map_err(|e| e.to_string())?.get_days();
        if chosen(number) {
            push(start, value);
        } else {
            push(start, holds(start));
            steps.iter().filter(|(at, _)| start < *at && *at < stop).for_each(|(at, value)| push(*at, *value));
        }
        date = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_day_of_paris_has_25_hours() {
        let base = Timestamp::from_microsecond(0).unwrap();
        let day: Timestamp = "2018-10-27T22:00:00Z".parse().unwrap();
        let micros = day.as_microsecond() - base.as_microsecond();
        let hours = hours_of_week("Europe/Paris", micros, 26 * HOUR).unwrap();
        // Sunday 00:00 is hour 144; 02:00–03:00 happens twice in a row and is merged.
        assert_eq!(hours[0], (0, 144));
        assert_eq!(hours[3], (4 * HOUR, 147));
        // 00, 06 … of the long day: 5 multiples of 6 h from midnight; the next midnight is the 6th.
        assert_eq!(multiples(6 * HOUR, "Europe/Paris", micros, 25 * HOUR).unwrap().len(), 6);
    }
}
