//! Points in time as logs write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

use crate::facts::Instant;

/// The platform was founded in 2009: nothing older is a message.
pub(super) const FIRST: Instant = 1_230_768_000_000_000;
/// The end of the year 2099.
pub(super) const LAST: Instant = 4_102_444_800_000_000;

const SECOND: i64 = 1_000_000;

/// How times are read where the text itself does not say it.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// Zone of local times.
    pub(super) zone: TimeZone,
    /// `strftime` pattern given by the user.
    pub(super) format: Option<String>,
}

/// What was read: the instant, and whether it was a local time that needed the zone.
pub(super) type Read = (Instant, bool);

impl Clock {
    /// Reads RFC 3339 (also with a space, `+0000`, without seconds or offset), Unix seconds to nanoseconds, RFC 2822, or the user's own pattern.
    pub(super) fn text(&self, text: &str) -> Option<Read> {
        let text = text.trim();
        if let Some(format) = &self.format {
            return self.by_format(format, text);
        }
        let bytes = text.as_bytes();
        match bytes.get(4) {
            Some(b'-') => self.iso(bytes),
            _ if bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) => {
                number(text).map(|i| (i, false))
            }
            _ => DateTimeParser::new()
                .relaxed_weekday(true)
                .parse_timestamp(text)
                .ok()
                .map(|t| (t.as_microsecond(), false)),
        }
    }

    fn iso(&self, bytes: &[u8]) -> Option<Read> {
        let (local, rest) = civil(bytes)?;
        match offset(rest)? {
            Some(seconds) => Some((local - seconds * SECOND, false)),
            None => {
                let civil = TimeZone::UTC.to_datetime(Timestamp::from_microsecond(local).ok()?);
                self.local(civil)
            }
        }
    }

    fn by_format(&self, format: &str, text: &str) -> Option<Read> {
        let broken = jiff::fmt::strtime::parse(format, text).ok()?;
        if let Ok(at) = broken.to_timestamp() {
            return Some((at.as_microsecond(), false));
        }
        let local = broken.to_datetime().or_else(|_| broken.to_date().map(|d| d.at(0, 0, 0, 0))).ok()?;
        self.local(local)
    }

    /// The instant of a local time; of a time that the zone repeats the first, of one that it skips the one after the gap.
    pub(super) fn local(&self, local: DateTime) -> Option<Read> {
        self.zone.to_timestamp(local).ok().map(|t| (t.as_microsecond(), true))
    }
}

/// `YYYY-MM-DD[T| ]HH:MM[:SS[.frac]]` as microseconds as if in UTC, and what follows.
fn civil(b: &[u8]) -> Option<(i64, &[u8])> {
    let two = |i: usize| match (b.get(i), b.get(i + 1)) {
        (Some(a @ b'0'..=b'9'), Some(c @ b'0'..=b'9')) => Some(((a - b'0') * 10 + (c - b'0')) as i64),
        _ => None,
    };
    let is = |i: usize, c: u8| (b.get(i) == Some(&c)).then_some(());
    let (year, month, day) = (two(0)? * 100 + two(2)?, two(5)?, two(8)?);
    is(4, b'-').and(is(7, b'-'))?;
    if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
        return None;
    }
    let days = days_from_civil(year, month, day);
    if b.len() == 10 {
        return Some((days * 86_400 * SECOND, &b[10..]));
    }
    is(10, b'T').or_else(|| is(10, b' ')).or_else(|| is(10, b't'))?;
    let (hour, minute) = (two(11)?, two(14)?);
    is(13, b':')?;
    let (second, mut end) = if b.get(16) == Some(&b':') { (two(17)?, 19) } else { (0, 16) };
    let mut micros = 0;
    if second_fraction(b, end) {
        let mut unit = SECOND / 10;
        end += 1;
        while let Some(digit @ b'0'..=b'9') = b.get(end) {
            micros += (digit - b'0') as i64 * unit;
            unit /= 10;
            end += 1;
        }
    }
    // A leap second (60) is read as the first instant after it.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some((((days * 24 + hour) * 60 + minute) * 60 * SECOND + second * SECOND + micros, &b[end..]))
}

fn second_fraction(b: &[u8], at: usize) -> bool {
    matches!(b.get(at), Some(b'.' | b',')) && matches!(b.get(at + 1), Some(b'0'..=b'9'))
}

/// Offset from UTC in seconds; `Some(None)`: none is written; `None`: not an offset.
#[allow(clippy::option_option)]
fn offset(rest: &[u8]) -> Option<Option<i64>> {
    let rest = rest.trim_ascii();
    let digit = |i: usize| rest.get(i).filter(|b| b.is_ascii_digit()).map(|b| (b - b'0') as i64);
    match rest.first() {
        None => Some(None),
        Some(b'Z' | b'z') if rest.len() == 1 => Some(Some(0)),
        Some(b'U' | b'G') if matches!(rest, b"UTC" | b"GMT") => Some(Some(0)),
        Some(sign @ (b'+' | b'-')) => {
            let hours = digit(1)? * 10 + digit(2)?;
            let minutes = match rest.len() {
                3 => 0,
                5 => digit(3)? * 10 + digit(4)?,
                6 if rest[3] == b':' => digit(4)? * 10 + digit(5)?,
                _ => return None,
            };
            let seconds = (hours * 60 + minutes) * 60;
            (hours < 24 && minutes < 60).then_some(Some(if *sign == b'-' { -seconds } else { seconds }))
        }
        _ => None,
    }
}

/// Unix seconds, milliseconds, microseconds or nanoseconds, told apart by size; decimals are decimals of a second.
pub(super) fn number(text: &str) -> Option<Instant> {
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let instant = unix(whole)?;
    if rest.is_empty() || rest.bytes().all(|b| b == b'0') {
        return Some(instant);
    }
    if unit(whole) != SECOND || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let micros = rest.bytes().chain(std::iter::repeat(b'0')).take(6).fold(0, |m, b| m * 10 + (b - b'0') as i64);
    Some(instant + micros)
}

/// Microseconds in one unit of a Unix time of this size: seconds up to the year 5138; 0 = nanoseconds.
fn unit(value: i64) -> i64 {
    match value.unsigned_abs() {
        0..100_000_000_000 => SECOND,
        100_000_000_000..100_000_000_000_000 => 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1,
        _ => 0,
    }
}

/// A whole number as a Unix time.
#[inline]
pub(super) fn unix(value: i64) -> Option<Instant> {
    match unit(value) {
        0 => Some(value.div_euclid(1_000)),
        unit => value.checked_mul(unit),
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + day_of_era - 719_468
}

/// RFC 3339 in UTC, as reports print instants.
pub(super) fn print(at: Instant) -> String {
    Timestamp::from_microsecond(at).map_or_else(|_| at.to_string(), |t| t.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(zone: &str) -> Clock {
        Clock { zone: TimeZone::get(zone).expect("a zone"), format: None }
    }

    /// Every spelling of one instant in the note, and the oracle is jiff's own RFC 3339 reader.
    #[test]
    fn one_instant_in_many_spellings() {
        let truth: Timestamp = "2026-10-03T04:07:00Z".parse().expect("a time");
        for text in [
            "2026-10-03T04:07:00Z",
            "2026-10-03T04:07:00.000Z",
            "2026-10-03 04:07:00 UTC",
            "2026-10-03 04:07:00+00",
            "2026-10-03T06:07:00+02:00",
            "2026-10-02T23:07:00-0500",
            "2026-10-03T04:07:00+0000",
            "2026-10-03T04:07Z",
            "Sat, 03 Oct 2026 04:07:00 +0000",
            "1791000420",
            "1791000420.0",
            "1791000420000",
            "1791000420000000",
            "1791000420000000000",
        ] {
            assert_eq!(clock("UTC").text(text), Some((truth.as_microsecond(), false)), "{text}");
        }
        assert_eq!(clock("Europe/Paris").text("2026-10-03 06:07:00"), Some((truth.as_microsecond(), true)));
        assert_eq!(clock("UTC").text("1791000420.25"), Some((truth.as_microsecond() + 250_000, false)));
        for wrong in
            ["", "yesterday", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "10/3/2026 4:07", "2026-10-03T24:00:00Z"]
        {
            assert_eq!(clock("UTC").text(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_agree_with_the_calendar_of_jiff() {
        for day in (0..60_000).step_by(17) {
            let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).expect("a day");
            assert_eq!(days_from_civil(date.year() as i64, date.month() as i64, date.day() as i64), day);
        }
    }
}
