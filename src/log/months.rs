//! Months of which a log holds only a part: quotas and tiers need the whole.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::import::Import;
use super::options::zone;
use crate::facts::{Book, Instant};

/// Flags the first and the last month of each account unless `from` and `to` are their ends.
pub(super) fn part_months(book: &Book, from: Instant, to: Instant, import: &mut Import) {
    for account in &book.accounts {
        let Ok(zone) = zone(&account.zone) else { continue };
        for at in [from, to] {
            let inside = if at == to { at - 1 } else { at };
            if starts_month(&zone, at) == Some(false)
                && let Some(label) = label(&zone, inside)
                && import.part_months.last().is_none_or(|last| *last != (account.name.clone(), label.clone()))
            {
                import.part_months.push((account.name.clone(), label));
            }
        }
    }
}

fn starts_month(zone: &TimeZone, at: Instant) -> Option<bool> {
    let local = Timestamp::from_microsecond(at).ok()?.to_zoned(zone.clone());
    Some(local.day() == 1 && local.start_of_day().ok()?.timestamp() == local.timestamp())
}

fn label(zone: &TimeZone, at: Instant) -> Option<String> {
    let date = zone.to_datetime(Timestamp::from_microsecond(at).ok()?).date();
    Some(format!("{:04}-{:02}", date.year(), date.month()))
}
