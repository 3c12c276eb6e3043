//! Cost against volume: volume changes the team that a promise needs, so each point of the curve is staffed and simulated
//! again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::scenario::{Model, Run, Scenario, SourceKind, Staff, Volume};
use crate::table::{Estimate, VolumeRow};
use crate::traffic;
use crate::units::HOUR;

use super::assemble::assemble;
use super::breakeven::scale;
use super::cost::{self, Exchange};
use super::host::{Host, Part};
use super::runner::run_all;
use super::staffing::{Effort, staff_kept};
use super::store::chunks_of;

/// Factors on the scenario's volume at which the curve is computed. Most lie below 1: there one head more or less is a large
/// part of the cost, and the two sides may change places; above, both costs per contact hardly move.
const FACTORS: [f64; 5] = [0.05, 0.15, 0.45, 1.0, 1.5];
/// Replications of a point at factor 1, were it simulated; smaller volumes get more (up to 8), larger ones fewer (at least 3).
const POINT_REPLICATIONS: f64 = 1.8;

/// Cost per resolved contact against volume for two variants, both staffed for their promise at every point.
pub struct VolumeCurve<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Into the reporting currency.
    pub exchange: &'a Exchange<'a>,
    /// Calendar months that the run touches.
    pub months: u32,
}

/// The points of a curve that are there.
#[derive(Debug, Default)]
pub struct CurveRows {
    /// Points in the order of the variants.
    pub rows: Vec<VolumeRow>,
    /// Points that are neither in the store nor were computed, in words.
    pub missing: Vec<String>,
}

/// A point's row if anybody was resolved; `None` if part of it is missing.
type Point = Result<Option<Option<VolumeRow>>, Vec<String>>;

impl VolumeCurve<'_> {
    /// All points, from the store where it has them.
    ///
    /// `known`: the cost of a variant at the scenario's own volume, from the study itself. Empty when no group of either
    /// variant has a promise: typed heads do not follow the volume.
    ///
    /// Errors: a point that cannot be staffed or compiled.
    pub fn rows(&self, known: &dyn Fn(&str) -> Option<Estimate>, host: &Host) -> Result<CurveRows, Vec<String>> {
        let points = self.points();
        // Side by side, the largest first: a point has few replications, and would leave threads idle.
        let mut computed: BTreeMap<usize, Point> = (0..points.len())
            .into_par_iter()
            .rev()
            .with_max_len(1)
            .filter(|number| points[*number].0 != 1.0)
            .filter_map(|number| {
                // A point is computed whole, by one shard.
                let part = match host.part {
                    Part::Shard { .. } if host.part.has(number) => Part::Whole,
                    Part::Shard { .. } => return None,
                    part => part,
                };
                let (factor, index) = points[number];
                Some((number, self.point(factor, index, &Host { part, ..*host })))
            })
            .collect();
        let mut found = CurveRows::default();
        for (number, (factor, index)) in points.into_iter().enumerate() {
            let variant = &self.scenario.variants[index];
            let name = variant.name.clone();
            if factor == 1.0 {
                // The study itself is this point.
                if let Some(cost) = known(&name) {
                    let contacts_a_day = contacts_a_day(&variant.model, &self.scenario.run)?;
                    found.rows.push(VolumeRow { variant: name, contacts_a_day, cost });
                }
                continue;
            }
            match computed.remove(&number).transpose()? {
                Some(Some(row)) => found.rows.extend(row),
                Some(None) => found.missing.push(format!("{name}: the point at {factor} times the volume")),
                None => {}
            }
        }
        found.rows.sort_by_key(|row| order(self.scenario, &row.variant));
        Ok(found)
    }

    /// (factor on the volume, variant index), in a fixed order.
    fn points(&self) -> Vec<(f64, usize)> {
        let variants = &self.scenario.variants;
        let promised = |model: &Model| model.desk.groups.iter().any(|group| matches!(group.staff, Staff::Meet { .. }));
        if variants.len() < 2 || !variants.iter().all(|variant| promised(&variant.model)) {
            return Vec::new();
        }
        let shown = shown(self.scenario);
        FACTORS.iter().flat_map(|factor| shown.iter().map(|index| (*factor, *index))).collect()
    }

    /// One point; `None` if part of it is missing. A point without anybody resolved has no row.
    fn point(&self, factor: f64, index: usize, host: &Host) -> Point {
        if host.stop() {
            return Ok(None);
        }
        let (run, variant) = (&self.scenario.run, &self.scenario.variants[index]);
        let behaviour = format!("{} volume times {factor}", variant.behaviour);
        let effort = Effort::QUICK;
        let mut model = scaled(&variant.model, factor);
        model.cost.billed.clear();
        let model = match staff_kept(&model, run, effort, &behaviour, host) {
            Ok((model, _)) => model,
            Err(_) if host.part == Part::Stored || host.stop() => return Ok(None),
            Err(problems) => return Err(problems),
        };
        let mut assembly = assemble(&model, run)?;
        assembly.identity = Some(chunks_of(&behaviour, &assembly, run.seed, effort));
        let replications = (POINT_REPLICATIONS / factor).ceil().clamp(3.0, 8.0) as u32;
        let results = run_all(std::slice::from_ref(&assembly), run, run.seed, 0..replications, host);
        if !results.missing.is_empty() {
            return Ok(None);
        }
        let pairs: Vec<(i128, i128)> = results.chunks[0]
            .iter()
            .map(|chunk| {
                let parts = cost::parts(&assembly, chunk, self.exchange, self.months);
                (parts.total(), i128::from(chunk.tally.resolved_in_run))
            })
            .collect();
        let contacts_a_day = contacts_a_day(&assembly.model, run)?;
        Ok(Some(crate::statistics::ratio(&pairs, run.level).map(|interval| VolumeRow {
            variant: variant.name.clone(),
            contacts_a_day,
            cost: scale(interval.of_amounts(&pairs), 1e-9),
        })))
    }
}

/// The baseline and the first other variant: each point is staffed and simulated, so more would make the run long.
fn shown(scenario: &Scenario) -> Vec<usize> {
    let others = (0..scenario.variants.len()).filter(|index| *index != scenario.baseline).take(1);
    std::iter::once(scenario.baseline).chain(others).collect()
}

fn order(scenario: &Scenario, name: &str) -> usize {
    scenario.variants.iter().position(|variant| variant.name == name).unwrap_or(usize::MAX)
}

fn scaled(model: &Model, factor: f64) -> Model {
    let mut model = model.clone();
    for source in &mut model.sources {
        match &mut source.volume {
            Volume::Profile { per_day, .. } => *per_day *= factor,
            Volume::Constant(rate) => rate.0 *= factor,
            Volume::Table(rows) => rows.iter_mut().for_each(|row| row.2 *= factor),
        }
    }
    model
}

fn contacts_a_day(model: &Model, run: &Run) -> Result<f64, Vec<String>> {
    let from = run.lead.0;
    let to = from + (run.to - run.from);
    let days = (to - from) as f64 / (24 * HOUR) as f64;
    let traffic = traffic::compile(model, run)?;
    let contacts = traffic
        .streams
        .iter()
        .filter(|stream| matches!(model.sources[stream.source as usize].kind, SourceKind::Contacts { .. }));
    Ok(contacts.map(|stream| stream.expected(from, to)).sum::<f64>() / days)
}
