//! Answers to indices, with the methods of `statistics::sensitivity`.

use crate::statistics::sensitivity::{morris, sobol_indices, tornado};
use crate::statistics::{Pair, linearised_together, paired};
use crate::table::{Estimate, IndexRow, InputRow, MorrisRow, SensitivityTables, TornadoRow};

use super::super::breakeven::scale;
use super::super::design::resampling;
use super::super::points::plain;
use super::super::sweep::reading;
use super::Source;
use super::noise::noise;
use super::plan::{base_of, end};

/// Bootstrap samples of Sobol indices.
const RESAMPLES: u32 = 1000;

/// What is explained: a variant, or its difference from the baseline.
struct Answer {
    name: String,
    variant: usize,
    less: Option<usize>,
}

/// All tables.
///
/// Errors: designs that their method refuses.
pub fn tables(source: &Source) -> Result<SensitivityTables, String> {
    let mut tables = SensitivityTables { inputs: inputs(source), ..SensitivityTables::default() };
    let base = source.base;
    let alone = (0..base.variants.len()).map(|variant| Answer {
        name: base.variants[variant].name.clone(),
        variant,
        less: None,
    });
    let differences = (0..base.variants.len()).filter(|variant| *variant != base.baseline).map(|variant| Answer {
        name: format!("{} - {}", base.variants[variant].name, base.variants[base.baseline].name),
        variant,
        less: Some(base.baseline),
    });
    // Differences first: they are what a decision hangs on.
    for answer in differences.chain(alone) {
        tables.tornado.extend(tornado_rows(source, &answer));
        tables.morris.extend(morris_rows(source, &answer)?);
        tables.indices.extend(index_rows(source, &answer)?);
    }
    Ok(tables)
}

fn inputs(source: &Source) -> Vec<InputRow> {
    let row = |axis: &crate::scenario::Axis| {
        let own = source.base.effective.iter().find(|value| axis.paths.contains(&value.path));
        let given = plain(&base_of(axis));
        let base = if given.is_empty() { own.map_or(String::new(), |own| plain(&own.value)) } else { given };
        let (low, high) = (plain(&end(axis, 0.0)), plain(&end(axis, 1.0)));
        InputRow { input: axis.label.clone(), path: axis.path.clone(), low, base, high }
    };
    source.planned.inputs.iter().map(row).collect()
}

/// The metric at some points in its integer unit, one observation a replication; `None` if the answer has no such ratio.
fn observations(
    source: &Source,
    answer: &Answer,
    points: impl Iterator<Item = usize> + Clone,
) -> Option<Vec<Vec<f64>>> {
    let of = |variant: usize| points.clone().map(move |point| (point, variant));
    let own: Vec<(usize, usize)> = of(answer.variant).collect();
    let beside: Vec<(usize, usize)> = answer.less.map_or(Vec::new(), |less| of(less).collect());
    let all = linearised_together(&source.answers.paired(&[own.clone(), beside].concat(), 0)?)?;
    if answer.less.is_none() {
        return Some(all);
    }
    let (own, other) = all.split_at(own.len());
    Some(own.iter().zip(other).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a - b).collect()).collect())
}

fn factor(source: &Source) -> f64 {
    source.asked.metrics.first().map_or(1.0, |metric| metric.scale)
}

fn unit(source: &Source) -> String {
    source.asked.metrics.first().map_or(String::new(), |m| m.unit.text(source.base.currencies.report))
}

fn means(observations: &[Vec<f64>], factor: f64) -> Vec<f64> {
    observations.iter().map(|row| row.iter().sum::<f64>() / row.len().max(1) as f64 * factor).collect()
}

fn tornado_rows(source: &Source, answer: &Answer) -> Vec<TornadoRow> {
    let points = source.planned.tornado.clone();
    let mut rows = Vec::new();
    if points.is_empty() {
        return rows;
    }
    let at = |point: usize| estimate(source, answer, points.start + point);
    let Some(base) = at(0) else { return rows };
    let inputs = &source.planned.inputs;
    let ends: Option<Vec<_>> = (0..inputs.len()).map(|i| Some((at(2 * i + 1)?, at(2 * i + 2)?))).collect();
    let Some(ends) = ends else { return rows };
    let bars = tornado(base.mean, &ends.iter().map(|(low, high)| (low.mean, high.mean)).collect::<Vec<_>>());
    for bar in bars {
        let axis = &inputs[bar.factor];
        let (low, high) = (points.start + 2 * bar.factor + 1, points.start + 2 * bar.factor + 2);
        let Some(change) = change(source, answer, low, high) else { continue };
        rows.push(TornadoRow {
            input: axis.label.clone(),
            low: plain(&end(axis, 0.0)),
            high: plain(&end(axis, 1.0)),
            variant: answer.name.clone(),
            metric: source.planned.metric.clone(),
            unit: unit(source),
            base,
            at_low: ends[bar.factor].0,
            at_high: ends[bar.factor].1,
            reading: reading(change.lower, change.upper),
            change,
        });
    }
    rows
}

/// The answer at one point with its interval.
fn estimate(source: &Source, answer: &Answer, point: usize) -> Option<Estimate> {
    match answer.less {
        None => source.answers.value(point, answer.variant, source.asked, 0),
        Some(less) => {
            let both = source.answers.paired(&[(point, answer.variant), (point, less)], 0)?;
            let common: Vec<(Pair, Pair)> = both[0].iter().copied().zip(both[1].iter().copied()).collect();
            paired(&common, source.asked.level).map(|found| scale(found.difference, factor(source)))
        }
    }
}

/// From one point to another, paired by replication.
fn change(source: &Source, answer: &Answer, from: usize, to: usize) -> Option<Estimate> {
    let both = observations(source, answer, [from, to].into_iter())?;
    let differences: Vec<f64> = both[1].iter().zip(&both[0]).map(|(b, a)| b - a).collect();
    crate::statistics::student(&differences, source.asked.level).map(|i| scale(i, factor(source)))
}

fn morris_rows(source: &Source, answer: &Answer) -> Result<Vec<MorrisRow>, String> {
    let points = source.planned.morris.clone();
    if points.is_empty() {
        return Ok(Vec::new());
    }
    let Some(found) = observations(source, answer, points) else { return Ok(Vec::new()) };
    let values = means(&found, factor(source));
    let width = source.planned.inputs.len() + 1;
    let answers: Vec<Vec<f64>> = values.chunks(width).map(<[f64]>::to_vec).collect();
    let indices = morris(&answers, &source.planned.steps, source.asked.level).map_err(|e| e.to_string())?;
    let mut rows: Vec<MorrisRow> = source
        .planned
        .inputs
        .iter()
        .zip(indices)
        .map(|(axis, index)| MorrisRow {
            input: axis.label.clone(),
            variant: answer.name.clone(),
            metric: source.planned.metric.clone(),
            unit: unit(source),
            mu: index.mu,
            mu_star: scale(index.mu_star, 1.0),
            sigma: index.sigma,
        })
        .collect();
    rows.sort_by(|a, b| b.mu_star.mean.total_cmp(&a.mu_star.mean));
    Ok(rows)
}

fn index_rows(source: &Source, answer: &Answer) -> Result<Vec<IndexRow>, String> {
    let points = source.planned.sobol.clone();
    if points.is_empty() {
        return Ok(Vec::new());
    }
    let Some(found) = observations(source, answer, points) else { return Ok(Vec::new()) };
    let values = means(&found, factor(source));
    let spread = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(*x), b.max(*x)));
    if spread.0 == spread.1 {
        return Ok(Vec::new());
    }
    let inputs = &source.planned.inputs;
    let indices = sobol_indices(&values, inputs.len(), source.asked.level, RESAMPLES, resampling(source.base.run.seed))
        .map_err(|e| e.to_string())?;
    let share = noise(&found).unwrap_or(f64::NAN);
    let mut rows: Vec<IndexRow> = inputs
        .iter()
        .zip(indices)
        .map(|(axis, index)| IndexRow {
            input: axis.label.clone(),
            variant: answer.name.clone(),
            metric: source.planned.metric.clone(),
            first: scale(index.first, 1.0),
            total: scale(index.total, 1.0),
            noise: share,
        })
        .collect();
    rows.sort_by(|a, b| b.total.mean.total_cmp(&a.total.mean));
    Ok(rows)
}
