//! Where two variants cost the same: by wage, by handling time, by volume.
//!
//! Wage and handling time follow from the cost's structure (hours × wage + the rest), so no further simulation is
//! needed; their intervals are jackknife intervals over the paired replications (Tukey 1958; Efron 1982, ch. 3). Volume
//! changes the team a promise needs, so each point of the curve is staffed and simulated again.

use crate::scenario::{Model, Run, Scenario, SourceKind, Volume};
use crate::statistics::{Interval, student};
use crate::table::{Estimate, VolumeRow};
use crate::traffic;
use crate::units::HOUR;

use super::assemble::{Assembly, assemble};
use super::cost::{self, Exchange};
use super::replicate::Chunk;
use super::runner::{Watch, run_all};
use super::staffing::{Effort, staff};

/// Sums of one replication that break-even points need.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Paid hours.
    hours: f64,
    /// Wages, nano-units.
    wages: f64,
    /// All other cost, nano-units.
    rest: f64,
    /// Contacts resolved.
    resolved: f64,
}

/// Break-even points of a variant against the baseline.
#[derive(Clone, Copy, Debug)]
pub struct BreakEven {
    /// Wage an hour at which both cost the same, units of the reporting currency.
    pub wage: Option<Interval>,
    /// Factor on the variant's handling time at which both cost the same.
    pub handling_factor: Option<Interval>,
}

fn part(assembly: &Assembly, chunk: &Chunk, exchange: &Exchange, months: u32) -> Part {
    let parts = cost::parts(assembly, chunk, exchange, months);
    let hours: f64 = cost::paid_micros(&assembly.model, chunk).iter().sum::<f64>() / HOUR as f64;
    Part {
        hours,
        wages: parts.wages as f64,
        rest: (parts.total() - parts.wages) as f64,
        resolved: chunk.tally.resolved_in_run as f64,
    }
}

/// Compute both break-even points from paired replications.
pub fn break_even(sides: [(&Assembly, &[Chunk]); 2], exchange: &Exchange, months: u32, level: f64) -> BreakEven {
    let parts = sides.map(|(assembly, chunks)| -> Vec<Part> {
        chunks.iter().map(|chunk| part(assembly, chunk, exchange, months)).collect()
    });
    let n = parts[0].len().min(parts[1].len());
    BreakEven {
        wage: jackknife(n, level, |skip| equal_wage(sum(&parts[0], skip), sum(&parts[1], skip))),
        handling_factor: jackknife(n, level, |skip| equal_handling(sum(&parts[0], skip), sum(&parts[1], skip))),
    }
}

fn sum(parts: &[Part], skip: Option<usize>) -> Part {
    let kept = parts.iter().enumerate().filter(|(index, _)| Some(*index) != skip);
    let zero = Part { hours: 0.0, wages: 0.0, rest: 0.0, resolved: 0.0 };
    kept.fold(zero, |a, (_, b)| Part {
        hours: a.hours + b.hours,
        wages: a.wages + b.wages,
        rest: a.rest + b.rest,
        resolved: a.resolved + b.resolved,
    })
}

/// The wage w with (w·hours + rest)/resolved equal on both sides; none if the sides need the same hours or w would be negative.
fn equal_wage(variant: Part, baseline: Part) -> Option<f64> {
    let hours = variant.hours / variant.resolved - baseline.hours / baseline.resolved;
    let rest = baseline.rest / baseline.resolved - variant.rest / variant.resolved;
    let wage = rest / hours / 1e9;
    (wage.is_finite() && wage > 0.0).then_some(wage)
}

/// The factor f with (f·wages + rest)/resolved of the variant equal to the baseline's cost: staff scales with work.
fn equal_handling(variant: Part, baseline: Part) -> Option<f64> {
    let target = (baseline.wages + baseline.rest) / baseline.resolved * variant.resolved;
    let factor = (target - variant.rest) / variant.wages;
    (factor.is_finite() && factor > 0.0).then_some(factor)
}

/// Jackknife mean and Student interval of a function of sums; `None` if it has no value somewhere.
fn jackknife(n: usize, level: f64, value: impl Fn(Option<usize>) -> Option<f64>) -> Option<Interval> {
    let all = value(None)?;
    let pseudo: Option<Vec<f64>> =
        (0..n).map(|skip| value(Some(skip)).map(|without| n as f64 * all - (n - 1) as f64 * without)).collect();
    match pseudo {
        Some(pseudo) if n > 1 => student(&pseudo, level),
        _ => student(&[all], level),
    }
}

/// Factors on the scenario's volume at which the curve is computed.
const FACTORS: [f64; 5] = [0.05, 0.15, 0.45, 1.0, 2.0];
/// Replications of a point at factor 1, were it simulated; smaller volumes get more (up to 8), larger ones fewer (at least 3).
const POINT_REPLICATIONS: f64 = 2.5;

/// Cost per resolved contact against volume for two variants, both staffed for their promise at every point.
///
/// `known`: the cost of a variant at the scenario's own volume, from the study itself. Empty when no group of either variant has a promise: typed heads do not follow the volume.
pub fn volume_curve(
    scenario: &Scenario,
    exchange: &Exchange,
    months: u32,
    known: &dyn Fn(&str) -> Option<Estimate>,
    watch: &dyn Watch,
) -> Result<Vec<VolumeRow>, Vec<String>> {
    let mut rows = Vec::new();
    let promised = |model: &Model| {
        model.desk.groups.iter().any(|group| matches!(group.staff, crate::scenario::Staff::Meet { .. }))
    };
    if scenario.variants.len() < 2 || !scenario.variants.iter().all(|variant| promised(&variant.model)) {
        return Ok(rows);
    }
    let run = &scenario.run;
    let shown = shown(scenario);
    for factor in FACTORS {
        for &index in &shown {
            if watch.stop() {
                return Ok(Vec::new());
            }
            let variant = &scenario.variants[index];
            if let (true, Some(cost)) = (factor == 1.0, known(&variant.name)) {
                let contacts_a_day = contacts_a_day(&variant.model, run)?;
                rows.push(VolumeRow { variant: variant.name.clone(), contacts_a_day, cost });
                continue;
            }
            let (model, _) = staff(&scaled(&variant.model, factor), run, Effort::QUICK, watch)?;
            let mut model = model;
            model.cost.billed.clear();
            let assembly = assemble(&model, run)?;
            let replications = (POINT_REPLICATIONS / factor).ceil().clamp(3.0, 8.0) as u32;
            let results = run_all(std::slice::from_ref(&assembly), run, run.seed, replications, watch);
            let pairs: Vec<(i128, i128)> = results.chunks[0]
                .iter()
                .map(|chunk| {
                    let parts = cost::parts(&assembly, chunk, exchange, months);
                    (parts.total(), i128::from(chunk.tally.resolved_in_run))
                })
                .collect();
            if let Some(interval) = crate::statistics::ratio(&pairs, run.level) {
                rows.push(VolumeRow {
                    variant: variant.name.clone(),
                    contacts_a_day: contacts_a_day(&assembly.model, run)?,
                    cost: scale(interval, 1e-9),
                });
            }
        }
    }
    rows.sort_by_key(|row| order(scenario, &row.variant));
    Ok(rows)
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

/// An interval as a table's estimate, in units of `unit`.
pub fn scale(interval: Interval, unit: f64) -> Estimate {
    Estimate {
        mean: interval.mean * unit,
        lower: interval.lower.map(|x| x * unit),
        upper: interval.upper.map(|x| x * unit),
        level: interval.level,
        n: interval.n,
    }
}
