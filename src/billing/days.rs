//! Local days of accounts, and how instants are written.

use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::facts::{Book, Instant};

/// Days since 1970-01-01 of the local calendar, by account.
#[derive(Clone, Debug)]
pub struct Days {
    accounts: Vec<Account>,
}

#[derive(Clone, Debug)]
struct Account {
    zone: TimeZone,
    /// The day looked up last: `[from, to)` and its number.
    recent: (Instant, Instant, i32),
}

impl Days {
    /// The days of a book's accounts.
    ///
    /// # Errors
    /// A zone that does not exist.
    pub fn new(book: &Book) -> Result<Days, String> {
        let account = |a: &crate::facts::AccountEntry| {
            let zone = TimeZoneDatabase::bundled().get(&a.zone);
            let zone = zone.map_err(|_| format!("account `{}`: there is no time zone `{}`", a.name, a.zone))?;
            Ok(Account { zone, recent: (0, 0, 0) })
        };
        Ok(Days { accounts: book.accounts.iter().map(account).collect::<Result<_, String>>()? })
    }

    /// The local day of an instant.
    #[inline]
    pub fn of(&mut self, account: u16, at: Instant) -> i32 {
        let account = &mut self.accounts[account as usize];
        if at < account.recent.0 || at >= account.recent.1 {
            account.recent = look_up(&account.zone, at);
        }
        account.recent.2
    }

    /// Is the instant the first one of a local month of the account?
    pub fn begins_month(&self, account: u16, at: Instant) -> bool {
        let zone = &self.accounts[account as usize].zone;
        let date = |at| Timestamp::from_microsecond(at).map(|t| zone.to_datetime(t).date());
        match (date(at), date(at.saturating_sub(1))) {
            (Ok(now), Ok(before)) => (now.year(), now.month()) != (before.year(), before.month()),
            _ => false,
        }
    }

    /// The month (12 × year + month − 1) of an instant.
    pub fn month(&self, account: u16, at: Instant) -> i32 {
        let zone = &self.accounts[account as usize].zone;
        let date = Timestamp::from_microsecond(at).map(|t| zone.to_datetime(t).date());
        date.map_or(0, |d| 12 * i32::from(d.year()) + i32::from(d.month()) - 1)
    }
}

fn look_up(zone: &TimeZone, at: Instant) -> (Instant, Instant, i32) {
    let found = Timestamp::from_microsecond(at).ok().and_then(|t| {
        let date = zone.to_datetime(t).date();
        let start = date.to_zoned(zone.clone()).ok()?.start_of_day().ok()?;
        let end = date.tomorrow().ok()?.to_zoned(zone.clone()).ok()?.start_of_day().ok()?;
        let day = jiff::civil::date(1970, 1, 1).until(date).ok()?.get_days();
        Some((start.timestamp().as_microsecond(), end.timestamp().as_microsecond(), day))
    });
    found.unwrap_or((at, at.saturating_add(1), 0))
}

/// `YYYY-MM-DD` of a day's number.
pub fn day_label(day: i32) -> String {
    let date = jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day));
    date.map_or_else(|_| day.to_string(), |d| d.to_string())
}

/// RFC 3339, UTC; parts of a second only where there are any.
pub fn stamp(at: Instant) -> String {
    Timestamp::from_microsecond(at).map_or_else(|_| at.to_string(), |t| t.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{AccountEntry, Book};

    #[test]
    fn days_and_months_are_local() {
        let account = |zone: &str| AccountEntry { name: zone.into(), business: 0, zone: zone.into() };
        let book = Book { accounts: vec![account("UTC"), account("America/Bogota")], ..Book::default() };
        let mut days = Days::new(&book).unwrap();
        // 2026-10-01T03:00Z is 30 September, 22:00 in Bogotá.
        let at = 1_790_812_800_000_000 + 3 * 3_600_000_000;
        assert_eq!(day_label(days.of(0, at)), "2026-10-01");
        assert_eq!(day_label(days.of(1, at)), "2026-09-30");
        assert_eq!(days.month(1, at), 12 * 2026 + 8);
        assert!(days.begins_month(0, 1_790_812_800_000_000) && !days.begins_month(1, 1_790_812_800_000_000));
        assert!(days.begins_month(1, 1_790_812_800_000_000 + 5 * 3_600_000_000));
        assert_eq!(stamp(at), "2026-10-01T03:00:00Z");
    }
}
