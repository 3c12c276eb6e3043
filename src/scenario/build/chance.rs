//! How arrivals scatter, and arrivals replayed from a log.

use super::run::instant;
use super::volume::Rows;
use super::{Builder, position};
use crate::facts::Instant;
use crate::scenario::check::Internal;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::model::{Chance, Counts, Excitation, Model, Wave};
use crate::scenario::path::Path;
use crate::scenario::words::When;
use crate::units::{HOUR, Share};
use std::collections::BTreeMap;

/// Instants of a log and what they amount to an hour, by country.
pub type Replayed = BTreeMap<u16, (Vec<Instant>, Rows)>;

impl Builder<'_> {
    /// Everything but the replay, which comes with the volume.
    pub(super) fn chance(&self, path: &Path) -> Result<Chance, Internal> {
        let v = self.view.at(path);
        let wave = match v.has("wave") {
            true => Some(Wave {
                amplitude: v.need::<Share>("wave.amplitude")?.0,
                period: v.need("wave.period")?,
                peak: instant(v.need::<When>("wave.peak")?, &self.run.zone)?,
            }),
            false => None,
        };
        let excitation = match v.has("excitation") {
            true => {
                Some(Excitation { share: v.need::<Share>("excitation.share")?.0, after: v.need("excitation.after")? })
            }
            false => None,
        };
        let counts = match v.get::<String>("counts").as_deref() {
            Some("by hour") => Counts::ByHour,
            Some("by day") => Counts::ByDay { concentration: None },
            Some("Dirichlet") => Counts::ByDay { concentration: Some(v.get("concentration").unwrap_or(100.0)) },
            _ => Counts::Poisson,
        };
        Ok(Chance {
            wave,
            day_cv: v.get("busyness_cv").unwrap_or(0.0),
            hour_cv: v.get("busyness_hour_cv").unwrap_or(0.0),
            hour_correlation: v.get("busyness_correlation").unwrap_or(0.0),
            counts,
            excitation,
            replay: None,
        })
    }

    /// The arrivals of a log: columns `at` and, with several countries, `country`.
    pub(super) fn replay(&mut self, path: &Path, model: &Model, population: u16) -> Result<Replayed, Internal> {
        let setting = path.dot("volume.replay");
        let file: String = self.view.need(&setting)?;
        let place = self.view.place(&setting);
        let mut found = Replayed::new();
        let Some((rows, offset)) = self.rows(&setting, &file) else { return Ok(found) };
        let people: Vec<u16> = model.populations[population as usize].countries.iter().map(|c| c.0).collect();
        let names: &[&str] = if people.len() > 1 { &["at", "country"] } else { &["at"] };
        let Some(columns) = self.columns(&rows, names, offset, &place) else { return Ok(found) };
        for row in rows.iter().skip(1) {
            let cell = |i: usize| columns.get(i).and_then(|column| row.cell(*column)).unwrap_or_default();
            let country = match people.as_slice() {
                [only] => Some(*only),
                _ => position(&model.book.countries, cell(1).trim()).ok().filter(|c| people.contains(c)),
            };
            let zone = country.and_then(|c| model.country_zone.get(usize::from(c)));
            let at = When::parse(cell(0).trim()).ok().zip(zone).and_then(|(when, zone)| instant(when, zone).ok());
            let (Some(country), Some(at)) = (country, at) else {
                let d = Diagnostic::error("bad-csv", "not an arrival: an instant and a country of this population");
                let bytes = row.place();
                self.report_problem(
                    d.at(&(bytes.start + offset..bytes.end + offset), "write such as 2018-08-01T09:30:00,FR"),
                );
                if self.layers.found.len() > 100 {
                    break;
                }
                continue;
            };
            found.entry(country).or_default().0.push(at);
        }
        for (instants, hours) in found.values_mut() {
            instants.sort_unstable();
            let mut counts: BTreeMap<i64, f64> = BTreeMap::new();
            instants.iter().for_each(|at| *counts.entry(at.div_euclid(HOUR)).or_default() += 1.0);
            *hours = counts.into_iter().map(|(hour, n)| (hour * HOUR, (hour + 1) * HOUR, n)).collect();
        }
        Ok(found)
    }
}
