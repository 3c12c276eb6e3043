//! Local time: clocks that follow the hour of the day, lengths and tariffs that change with the date.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::calendar::first_instant;
use super::csv::Csv;
use super::library::MARKETS;
use super::plan::{FoldPlan, StoredClock};
use super::vocabulary::{Clocks, Hours};
use crate::facts::{Book, Instant};
use crate::units::DAY;

/// The zones of accounts and of customers, each with the span in which its offset is known to hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    accounts: Vec<Zone>,
    countries: Vec<Zone>,
}

#[derive(Clone, Debug)]
struct Zone {
    zone: TimeZone,
    /// `[from, to)` in which local time is `offset` ahead of UTC. Microseconds.
    from: Instant,
    to: Instant,
    offset: i64,
}

impl Zones {
    /// The zones of a book; empty if no clock asks for the time of day.
    pub(super) fn new(clocks: &[StoredClock], book: &Book) -> Zones {
        if !clocks.iter().any(|c| c.hours) {
            return Zones::default();
        }
        Zones {
            accounts: book.accounts.iter().map(|a| Zone::named(&a.zone)).collect(),
            countries: book.countries.iter().map(|c| Zone::named(&zone_of_country(c))).collect(),
        }
    }

    /// The clocks that run by the time of day.
    #[inline(never)]
    pub(super) fn open(&mut self, plan: &FoldPlan, account: usize, country: usize, at: Instant) -> Clocks {
        let mut open = 0;
        for (clock, hours) in plan.clocks.iter().enumerate().filter_map(|(i, c)| c.hours.map(|h| (i, h))) {
            let zones = if hours.of_customer { &mut self.countries } else { &mut self.accounts };
            let Some(zone) = zones.get_mut(if hours.of_customer { country } else { account }) else { continue };
            open |= (hours.hold(zone.time_of_day(at)) as u32) << clock;
        }
        open
    }
}

impl Zone {
    fn named(name: &str) -> Zone {
        let zone = TimeZoneDatabase::bundled().get(name).unwrap_or(TimeZone::UTC);
        Zone { zone, from: 0, to: 0, offset: 0 }
    }

    /// Microseconds since local midnight, by the clock on the wall.
    fn time_of_day(&mut self, at: Instant) -> i64 {
        if at < self.from || at >= self.to {
            self.look_up(at);
        }
        at.saturating_add(self.offset).rem_euclid(DAY)
    }

    fn look_up(&mut self, at: Instant) {
        let Ok(stamp) = Timestamp::from_microsecond(at) else { return };
        self.offset = i64::from(self.zone.to_offset(stamp).seconds()) * 1_000_000;
        let before = self.zone.preceding(stamp).next().map(|t| t.timestamp().as_microsecond());
        let after = self.zone.following(stamp).next().map(|t| t.timestamp().as_microsecond());
        // `preceding` leaves out a change at this very instant; from it on the offset holds.
        self.from = before.unwrap_or(Instant::MIN);
        if self.zone.to_offset(Timestamp::from_microsecond(at.saturating_sub(1)).unwrap_or(stamp)).seconds()
            != self.zone.to_offset(stamp).seconds()
        {
            self.from = at;
        }
        self.to = after.unwrap_or(Instant::MAX);
    }
}

impl Hours {
    fn hold(self, time: i64) -> bool {
        if self.from < self.to { self.from <= time && time < self.to } else { time >= self.from || time < self.to }
    }
}

/// The zone of the country's largest city; UTC if the table does not know the country.
fn zone_of_country(country: &str) -> String {
    let csv = Csv::parse("data/markets.csv", MARKETS, &["country_code", "time_zone"]);
    let found = csv.ok().and_then(|csv| {
        let row = csv.rows().find(|r| r.get("country_code") == country);
        row.map(|r| r.get("time_zone").to_string())
    });
    found.unwrap_or_else(|| "UTC".to_string())
}

/// First instants of local days in a zone.
pub(super) fn first_instants(zone: &str, days: impl Iterator<Item = Date>) -> Vec<Instant> {
    let zone = TimeZoneDatabase::bundled().get(zone).unwrap_or(TimeZone::UTC);
    days.map(|day| first_instant(&zone, day).unwrap_or(Instant::MAX)).collect()
}
