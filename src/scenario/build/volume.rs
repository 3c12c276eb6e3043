//! Expected events by time: a rate with its shape, or a table from CSV.

use super::half_hours::HalfHours;
use super::input::shift;
use super::run::instant;
use super::{Builder, position};
use crate::facts::Instant;
use crate::scenario::check::{Internal, did_you_mean};
use crate::scenario::csv::Row;
use crate::scenario::data;
use crate::scenario::diagnostic::{Diagnostic, Severity};
use crate::scenario::model::{Counts, Model, Volume};
use crate::scenario::path::Path;
use crate::scenario::source::Place;
use crate::scenario::words::When;
use crate::units::{Decimal, HourlyRate, Share};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a volume table for one country.
pub type Rows = Vec<(Instant, Instant, f64)>;

/// A volume as the file gives it.
pub enum Written {
    /// One volume over all countries of the population.
    Everywhere(Volume),
    /// A table for each country.
    ByCountry(Vec<(u16, Rows)>),
}

/// Most lines of a CSV file: 20 years of half-hours of five countries.
const MOST_LINES: usize = 2_000_000;

impl Builder<'_> {
    /// The volume of a source.
    pub(super) fn volume(
        &mut self,
        path: &Path,
        name: &str,
        model: &Model,
        population: u16,
    ) -> Result<Written, Internal> {
        let Some(rate) = self.view.get::<HourlyRate>(&path.join("volume")) else {
            return self.table(path, name, model, population).map(Written::ByCountry);
        };
        let view = self.view;
        let v = view.at(path);
        let profile: String = v.need("profile")?;
        let season: Vec<f64> = v.need("season")?;
        let (growth, holiday): (Share, Share) = (v.need("growth")?, v.need("holiday")?);
        let between = match v.get::<Vec<When>>("between") {
            Some(list) => Some((instant(list[0], &self.run.zone)?, instant(list[1], &self.run.zone)?)),
            None => None,
        };
        if holiday.0 != 1.0 {
            self.warn_holidays(path, model, population);
        }
        let plain = season.iter().all(|s| *s == 1.0) && growth.0 == 0.0 && holiday.0 == 1.0;
        let week = self.week(&profile)?;
        let chance = self.chance(path)?;
        // Local days and hours matter to chance as well.
        let plain = plain && chance.day_cv == 0.0 && chance.hour_cv == 0.0 && chance.counts == Counts::Poisson;
        if plain && between.is_none() && week.iter().all(|w| *w == 1.0) {
            return Ok(Written::Everywhere(Volume::Constant(rate)));
        }
        let mut months = [1.0; 12];
        months.iter_mut().zip(&season).for_each(|(m, s)| *m = *s);
        Ok(Written::Everywhere(Volume::Profile {
            per_day: rate.0 * 24.0,
            week,
            between,
            growth: growth.0,
            season: months,
            holiday: holiday.0,
        }))
    }

    /// Warns of countries whose holidays the calendar does not know.
    fn warn_holidays(&mut self, path: &Path, model: &Model, population: u16) {
        let years: BTreeSet<i16> = [self.run.from, self.run.to - 1]
            .iter()
            .filter_map(|at| jiff::Timestamp::from_microsecond(*at).ok())
            .map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).year())
            .collect();
        let codes =
            model.populations[population as usize].countries.iter().map(|c| &model.book.countries[c.0 as usize]);
        let bare: Vec<&str> =
            codes.filter(|c| years.iter().any(|y| !data::has_holidays(c, *y))).map(String::as_str).collect();
        if !bare.is_empty() {
            let text = format!("no public holidays are known for {} in {}", bare.join(", "), list(&years));
            let place = self.view.place(&path.join("holiday"));
            self.report_problem(Diagnostic::warning("no-holidays", text).at(&place, "has no effect there"));
        }
    }

    /// Rows of a CSV file by country, sorted by time.
    fn table(&mut self, path: &Path, name: &str, model: &Model, population: u16) -> Result<Vec<(u16, Rows)>, Internal> {
        let setting = path.dot("volume.csv");
        let file: String = self.view.need(&setting)?;
        let place = self.view.place(&setting);
        let Some((rows, offset)) = self.rows(&setting, &file) else { return Ok(Vec::new()) };
        if rows.len() > MOST_LINES {
            let d = Diagnostic::error("too-large", format!("{file} has more than {MOST_LINES} lines"));
            self.report_problem(d.at(&place, "named here"));
            return Ok(Vec::new());
        }
        let names = ["date", "time", "country", "events"];
        let Some(columns) = self.columns(&rows, &names, offset, &place) else { return Ok(Vec::new()) };
        let reason = rows[0].cells.iter().position(|(c, _)| c.trim() == "reason");
        let mut found: BTreeMap<u16, HalfHours> = BTreeMap::new();
        for row in &rows[1..] {
            if let Some(column) = reason {
                let own = row.cell(column).unwrap_or_default();
                if own != name {
                    self.known_reason(&own, row, column, offset);
                    continue;
                }
            }
            match self.line(row, &columns, model, population) {
                Ok((country, time, events)) => {
                    let at = shift(row.place(), offset);
                    if found.entry(country).or_default().insert(time, (events, at.clone())).is_some() {
                        let d = Diagnostic::error("bad-csv", "the same half-hour and country stand there twice");
                        self.report_problem(d.at(&at, "the second time"));
                    }
                }
                Err((at, message, fix)) => {
                    self.report_problem(Diagnostic::error("bad-csv", message).at(&shift(at, offset), fix));
                }
            }
            if self.layers.found.iter().filter(|d| d.severity == Severity::Error).count() > 100 {
                break;
            }
        }
        let mut by_country = Vec::new();
        for (country, half_hours) in found {
            by_country.push((country, self.on_the_clock(half_hours, &model.country_zone[usize::from(country)])?));
        }
        let (first, last) = (self.run.from.saturating_sub(self.run.lead.0), self.run.to);
        let inside = |own: &Rows| own.iter().any(|row| (first..last).contains(&row.0));
        if !by_country.is_empty() && !by_country.iter().any(|(_, own)| inside(own)) {
            let (from, to) = &self.run.dates;
            let d =
                Diagnostic::warning("nothing-inside", format!("no line of {file} lies in the run from {from} to {to}"));
            self.report_problem(d.at(&place, "so nobody comes by it"));
        }
        Ok(by_country)
    }

    /// A reason named in a table exists.
    fn known_reason(&mut self, own: &str, row: &Row, column: usize, offset: usize) {
        let known: Vec<String> =
            ["reason", "campaign", "notification"].iter().flat_map(|t| self.view.names(t)).collect();
        if !known.iter().any(|k| k == own) {
            let at = row.cells.get(column).map_or(row.place(), |c| c.1.clone());
            let label = did_you_mean(own, known.iter().map(String::as_str).collect::<Vec<_>>());
            self.report_problem(
                Diagnostic::error("unknown-name", format!("there is no reason named {own:?}"))
                    .at(&shift(at, offset), label),
            );
        }
    }

    /// One line as (country, start by the wall clock, events), or the bytes at fault, what is wrong, and the fix.
    fn line(
        &self,
        row: &Row,
        columns: &[usize],
        model: &Model,
        population: u16,
    ) -> Result<(u16, DateTime, f64), Fault> {
        let cell = |i: usize| {
            row.cells.get(columns[i]).map(|(t, at)| (t.trim(), at.clone())).ok_or_else(|| {
                (row.place(), "the line has too few cells".to_string(), "date,time,country,events".to_string())
            })
        };
        let (date, date_at) = cell(0)?;
        let (time, time_at) = cell(1)?;
        let (country, country_at) = cell(2)?;
        let (events, events_at) = cell(3)?;
        let people = &model.populations[population as usize].countries;
        let known = position(&model.book.countries, country).ok().filter(|c| people.iter().any(|p| p.0 == *c));
        let country = known.ok_or_else(|| {
            let codes: Vec<&str> = people.iter().map(|p| model.book.countries[p.0 as usize].as_str()).collect();
            (
                country_at,
                format!("{country:?} is not a country of this population"),
                format!("it has {}", codes.join(", ")),
            )
        })?;
        let bad_time = || (time_at.clone(), format!("{time:?} is not a half-hour"), "write 09:00 or 09:30".to_string());
        When::parse(date).map_err(|e| (date_at, e.message, e.fix))?;
        let at = match When::parse(&format!("{date}T{time}")) {
            Ok(When::Local(at)) if at.minute() % 30 == 0 && at.second() == 0 && at.subsec_nanosecond() == 0 => at,
            _ => return Err(bad_time()),
        };
        let number = Decimal::parse(events).map(|d| d.to_f64(0)).ok().filter(|n| (0.0..=1e9).contains(n));
        let number = number
            .ok_or_else(|| (events_at, format!("{events:?} is not a number of events"), "0 or more".to_string()))?;
        Ok((country, at, number))
    }
}

/// Bytes at fault, what is wrong, the fix.
type Fault = (Place, String, String);

fn list(years: &BTreeSet<i16>) -> String {
    years.iter().map(i16::to_string).collect::<Vec<_>>().join(", ")
}
