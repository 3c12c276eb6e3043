//! From the model to streams.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::busyness::Busyness;
use super::calendar::{civil, zone};
use super::check;
use super::curve::Curve;
use super::customer::{NumberShare, People, split};
use super::holidays::Holidays;
use super::identity::key;
use super::plan::{CountPlan, ExcitationPlan, StreamPlan, TrafficPlan};
use super::profile::{Axis, curve};
use crate::engine::draws::Threshold;
use crate::engine::law::Sampler;
use crate::scenario::{Counts, Model, Population, Run, Source, SourceKind, Volume};
use crate::units::DAY;

/// Compiles the traffic of one variant; every problem found is in the error.
pub fn compile(model: &Model, run: &Run) -> Result<TrafficPlan, Vec<String>> {
    let axis = check::axis(run).map_err(|problem| vec![problem])?;
    let mut problems: Vec<String> = check::numbers(model).into_iter().collect();
    problems.extend(model.populations.iter().flat_map(|population| check::population(population, model)));
    if model.populations.len() > 1 << 15 {
        problems.push("more than 32,768 populations on one desk; split it over desks".into());
    }
    if !problems.is_empty() {
        return Err(problems); // the rest would only repeat them
    }
    let mut compiler = Compiler { model, run, axis, streams: Vec::new(), warnings: BTreeSet::new() };
    for index in 0..model.sources.len() {
        problems.extend(compiler.source(index).err());
    }
    problems.extend(compiler.identities());
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(TrafficPlan {
        streams: compiler.streams,
        start: axis.start,
        end: axis.to - axis.start,
        warnings: compiler.warnings.into_iter().collect(),
    })
}

struct Compiler<'a> {
    model: &'a Model,
    run: &'a Run,
    axis: Axis,
    streams: Vec<StreamPlan>,
    warnings: BTreeSet<String>,
}

/// Curves of one source: one a zone, and one a country where its holidays matter.
type Curves<'a> = BTreeMap<(&'a str, &'a str), Arc<Curve>>;

impl<'a> Compiler<'a> {
    fn source(&mut self, index: usize) -> Result<(), String> {
        let model = self.model;
        let source = &model.sources[index];
        let problem = |problem: String| format!("source `{}`: {problem}", source.name);
        check::volume(&source.volume, self.axis).map_err(problem)?;
        let population = model
            .populations
            .get(usize::from(source.population))
            .ok_or_else(|| problem("its population does not exist".into()))?;
        let names = [population.name.as_str(), self.reason(source).map_err(problem)?, source.name.as_str()];
        let chance = &source.chance;
        // Countries with a table of their own have their busy days together, as those of one profile have.
        let whole = [population.part_of.as_deref().unwrap_or(names[0]), names[1], names[2]];
        let busyness = Busyness::new(key("busyness", &whole), chance.day_cv, chance.hour_cv, chance.hour_correlation)
            .map(|busyness| busyness.stratified(self.run.seed, self.run.strata));
        check::chance(chance, busyness.as_ref()).map_err(problem)?;
        let parts = split(population.size.unwrap_or(0), &population.countries);
        let mut curves = Curves::new();
        for (&(country, share), &part) in population.countries.iter().zip(&parts) {
            if share <= 0.0 {
                continue;
            }
            let curve = self.curve(source, country, &mut curves).map_err(problem)?;
            let code = model.book.countries[usize::from(country)].as_str();
            self.streams.push(StreamPlan {
                source: index as u16,
                population: source.population,
                country,
                key: key("stream", &[names[0], names[1], names[2], code]),
                people: self.people(source.population, population, code, part)?,
                limit: self.limit(share * curve.expected(0, i64::MAX)).map_err(problem)?,
                numbers: NumberShare::new(
                    model.number_choice.shares(country, contact_reason(source), &model.number_share),
                    model.number_choice.sticky,
                ),
                curve,
                share,
                busyness: busyness.clone(),
                counts: counts(chance.counts, key("counts", &[names[0], names[1], names[2], code])),
                excitation: chance
                    .excitation
                    .as_ref()
                    .map(|e| ExcitationPlan { share: e.share, after: Sampler::new(&e.after) }),
                replay: chance.replay.as_ref().map(|instants| self.replayed(instants)),
            });
        }
        Ok(())
    }

    /// The instants of a log inside the run and its lead, in engine time.
    fn replayed(&self, instants: &[i64]) -> Arc<[i64]> {
        let inside = instants.iter().filter(|at| (self.axis.start..self.axis.to).contains(*at));
        let mut times: Vec<i64> = inside.map(|at| at - self.axis.start).collect();
        times.sort_unstable();
        times.into()
    }

    /// The reason's name, or the word for a notification.
    fn reason(&self, source: &Source) -> Result<&'a str, String> {
        match source.kind {
            SourceKind::Contacts { reason, .. } => match self.model.reasons.get(usize::from(reason)) {
                Some(reason) => Ok(reason.name.as_str()),
                None => Err("its reason does not exist".into()),
            },
            SourceKind::Notification { .. } => Ok("(notification)"),
        }
    }

    fn curve(&mut self, source: &Source, country: u16, curves: &mut Curves<'a>) -> Result<Arc<Curve>, String> {
        let model = self.model;
        let code = model.book.countries[usize::from(country)].as_str();
        let zone_name = model.country_zone[usize::from(country)].as_str();
        let minds_holidays = matches!(source.volume, Volume::Profile { holiday, .. } if holiday != 1.0);
        if minds_holidays {
            self.warn_of_unknown_holidays(code);
        }
        let name = (zone_name, if minds_holidays { code } else { "" });
        if let Some(curve) = curves.get(&name) {
            return Ok(Arc::clone(curve));
        }
        let made = Arc::new(curve(&source.volume, &source.chance, self.axis, &zone(zone_name)?, code)?);
        curves.insert(name, Arc::clone(&made));
        Ok(made)
    }

    fn warn_of_unknown_holidays(&mut self, country: &str) {
        let holidays = Holidays::shipped();
        let year = |instant: i64| civil(instant.div_euclid(DAY) as i32).0;
        for year in year(self.axis.start)..=year(self.axis.to - 1) {
            if !holidays.covers(country, year) {
                let known: Vec<_> = holidays.years(country).map(|year| year.to_string()).collect();
                let known = if known.is_empty() { "none".into() } else { known.join(", ") };
                self.warnings.insert(format!(
                    "public holidays of {country} in {year} are not known (known years: {known}); its days count as normal"
                ));
            }
        }
    }

    fn people(&self, index: u16, population: &Population, code: &str, part: (u64, u64)) -> Result<People, String> {
        let stream = u16::try_from(self.streams.len()).map_err(|_| {
            "more than 65,536 streams (sources × countries) on one desk; split it over desks".to_string()
        })?;
        let known = Threshold::new(population.known.0);
        Ok(match population.size {
            Some(_) => People::living(key("people", &[&population.name, code]), index, part, known),
            None => People::somebody_new(stream, known),
        })
    }

    /// Ordinals are 32 bits wide.
    fn limit(&self, expected: f64) -> Result<u32, String> {
        let limit = self.run.contacts.map_or(u32::MAX, |contacts| u32::try_from(contacts).unwrap_or(u32::MAX));
        if expected > 4e9 && limit == u32::MAX {
            return Err(format!(
                "{expected:.3e} arrivals are expected in one country; at most 4e9 fit, split the desk"
            ));
        }
        Ok(limit)
    }

    /// Two streams of one identity would bring the same customers at the same instants.
    fn identities(&self) -> Option<String> {
        let mut seen = BTreeMap::new();
        self.streams.iter().find_map(|stream| {
            let other = seen.insert(stream.key, stream.source)?;
            let name = |source: u16| &self.model.sources[usize::from(source)].name;
            Some(format!(
                "sources `{}` and `{}` have the same population, reason, name and country; rename one",
                name(other),
                name(stream.source)
            ))
        })
    }
}

/// Reason of the contacts that a source brings.
fn contact_reason(source: &Source) -> Option<u16> {
    match source.kind {
        SourceKind::Contacts { reason, .. } => Some(reason),
        SourceKind::Notification { reason, .. } => reason,
    }
}

fn counts(counts: Counts, key: u64) -> Option<CountPlan> {
    match counts {
        Counts::Poisson => None,
        Counts::ByHour => Some(CountPlan { key, by_day: false, concentration: None }),
        Counts::ByDay { concentration } => Some(CountPlan { key, by_day: true, concentration }),
    }
}
