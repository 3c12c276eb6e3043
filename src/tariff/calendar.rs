//! Months of accounts: bounds in UTC, computed once for [from, to).

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::problem::Problem;
use crate::facts::{Book, Instant};

/// A month by its number: 12 × year + month − 1.
pub(super) type Month = i32;

/// Longest run. Unit: months.
const MOST_MONTHS: i32 = 2400;

/// `YYYY-MM`.
pub(super) fn label(month: Month) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// The months of every account in a run.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    /// First month of any account.
    pub(super) first: Month,
    pub(super) count: usize,
    accounts: Vec<AccountMonths>,
}

#[derive(Clone, Debug)]
struct AccountMonths {
    /// First instant of each month; the first one reaches back without end, the last one forward.
    starts: Vec<Instant>,
    first: usize,
}

impl Calendar {
    /// The months of `[from, to)` in the zone of each account of the book.
    ///
    /// A month begins at the first instant of its first local day, also where a zone skips or repeats midnight.
    pub(super) fn new(book: &Book, from: Instant, to: Instant) -> Result<Calendar, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut spans = Vec::new();
        for account in &book.accounts {
            match months(&account.zone, from, to) {
                Ok(found) => spans.push(found),
                Err(message) => {
                    let help = "write an IANA name such as Europe/Paris".to_string();
                    problems.push(Problem::of_file(&format!("account `{}`", account.name), message, help));
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let first = spans.iter().map(|s| s.0).min().unwrap_or(0);
        let end = spans.iter().map(|s| s.0 + s.1.len() as i32).max().unwrap_or(1);
        let accounts = spans
            .into_iter()
            .map(|(month, starts)| AccountMonths { starts, first: (month - first) as usize })
            .collect();
        Ok(Calendar { first, count: (end - first) as usize, accounts })
    }

    /// Months of an account: their indices.
    pub(super) fn months_of(&self, account: usize) -> std::ops::Range<usize> {
        let months = &self.accounts[account];
        months.first..months.first + months.starts.len()
    }

    /// First instant of a month of an account, [`Instant::MIN`] of the first one.
    pub(super) fn start(&self, account: usize, month: usize) -> Instant {
        let months = &self.accounts[account];
        months.starts.get(month.saturating_sub(months.first)).copied().unwrap_or(Instant::MAX)
    }

    /// The month of an instant: `[from, to)` and its index, counted from [`Calendar::first`].
    pub(super) fn month(&self, account: usize, at: Instant) -> (Instant, Instant, usize) {
        let months = &self.accounts[account];
        let after = months.starts.partition_point(|s| *s <= at).max(1);
        let end = months.starts.get(after).copied().unwrap_or(Instant::MAX);
        (months.starts[after - 1], end, months.first + after - 1)
    }
}

/// The first month and the first instants of it and of those that follow, up to the month of `to`.
fn months(zone: &str, from: Instant, to: Instant) -> Result<(Month, Vec<Instant>), String> {
    let zone = TimeZoneDatabase::bundled().get(zone).map_err(|_| format!("there is no time zone `{zone}`"))?;
    let first = month_of(&zone, from)?;
    let last = month_of(&zone, to.saturating_sub(1).max(from))?;
    if last - first >= MOST_MONTHS {
        return Err(format!("the run covers {} months; at most {MOST_MONTHS}", last - first + 1));
    }
    let mut starts = vec![Instant::MIN];
    for month in first + 1..=last {
        starts.push(first_instant(&zone, date((month / 12) as i16, (month % 12 + 1) as i8, 1))?);
    }
    Ok((first, starts))
}

fn month_of(zone: &TimeZone, at: Instant) -> Result<Month, String> {
    let outside = |_| "the run lies outside the years 1 to 9999".to_string();
    let date = zone.to_datetime(Timestamp::from_microsecond(at).map_err(outside)?).date();
    Ok(12 * date.year() as Month + date.month() as Month - 1)
}

pub(super) fn first_instant(zone: &TimeZone, day: Date) -> Result<Instant, String> {
    let start = day.to_zoned(zone.clone()).and_then(|z| z.start_of_day());
    start.map(|z| z.timestamp().as_microsecond()).map_err(|e| e.to_string())
}
