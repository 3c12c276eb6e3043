//! National public holidays, compiled in from `data/holidays.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::calendar::{Date, civil, days};

/// The file: `country,date,weekday,name,estimated`, made with the Python package `holidays` 0.109 (MIT).
static TEXT: &str = include_str!("../../data/holidays.csv");

static SHIPPED: LazyLock<Holidays> = LazyLock::new(|| Holidays::parse(TEXT));

/// Public holidays by country.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    dates: BTreeMap<String, BTreeSet<Date>>,
    years: BTreeMap<String, BTreeSet<i32>>,
}

impl Holidays {
    /// The table that ships: 30 countries, the years 2015 to 2030, national holidays without regions; those that
    /// follow the moon are estimates.
    pub fn shipped() -> &'static Holidays {
        &SHIPPED
    }

    /// Reads the first two columns; lines that are no (country, date) are the header or broken and are skipped.
    fn parse(text: &str) -> Holidays {
        let mut holidays = Holidays::default();
        for line in text.lines() {
            let mut fields = line.split(',');
            let (Some(country), Some(date)) = (fields.next(), fields.next().and_then(parse_date)) else { continue };
            holidays.dates.entry(country.to_string()).or_default().insert(date);
            holidays.years.entry(country.to_string()).or_default().insert(civil(date).0);
        }
        holidays
    }

    /// Is this local date, in days since 1970-01-01, a public holiday of the country (ISO 3166 alpha-2)?
    pub fn is_holiday(&self, country: &str, date: i32) -> bool {
        self.dates.get(country).is_some_and(|dates| dates.contains(&date))
    }

    /// Are the holidays of this country and year known?
    pub fn covers(&self, country: &str, year: i32) -> bool {
        self.years.get(country).is_some_and(|years| years.contains(&year))
    }

    /// Countries with at least one known year.
    pub fn countries(&self) -> impl Iterator<Item = &str> {
        self.years.keys().map(String::as_str)
    }

    /// Known years of a country.
    pub fn years(&self, country: &str) -> impl Iterator<Item = i32> {
        self.years.get(country).into_iter().flatten().copied()
    }
}

/// `YYYY-MM-DD` to days since 1970-01-01.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
    let day = parts.next()?.parse().ok().filter(|d| (1..=31).contains(d))?;
    Some(days(year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every data line of the file is read (6,324), none is lost by its quotes or accents.
    #[test]
    fn every_line_is_read() {
        let holidays = Holidays::shipped();
        let lines: BTreeSet<_> =
            TEXT.lines().skip(1).map(|l| l.split(',').take(2).map(String::from).collect::<Vec<_>>()).collect();
        assert_eq!(holidays.dates.values().map(BTreeSet::len).sum::<usize>(), lines.len());
        assert_eq!(TEXT.lines().count(), 6325);
        assert_eq!(holidays.countries().count(), 30);
        assert!(holidays.is_holiday("FR", days(2018, 7, 14)) && !holidays.is_holiday("DE", days(2018, 7, 14)));
        assert!(holidays.covers("FR", 2026) && !holidays.covers("FR", 2031) && !holidays.covers("XX", 2018));
    }
}
