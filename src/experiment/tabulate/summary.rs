//! Tables of metrics: their values, what each replication had, and variants beside the baseline.

use crate::statistics::{self, Pair, PairedDifference, Reading, paired_controlled};
use crate::table::*;

use super::super::assemble::Assembly;
use super::super::breakeven::{BreakEven, scale};
use super::super::metrics::of_channel as of_own;
use super::super::replicate::Chunk;
use super::estimates::{mean_of_ratios, of_shares, quantiles, ratios, scale_of, unit};
use super::observations::{of_channel, pairs};
use super::{Matrix, Observations, Source};

/// `summary`.
pub fn summary(source: &Source, matrices: &[Matrix], break_even: &[Option<BreakEven>]) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    for (index, (name, assembly, chunks)) in source.variants().enumerate() {
        let average = if assembly.model.measures.mean_of_ratios { mean_of_ratios } else { of_shares };
        // A mean of each one's share has no control of its own.
        let control = source.control(index).filter(|_| !assembly.model.measures.mean_of_ratios);
        let mut values = ratios(&matrices[index], source.level(), average, control);
        let channels = assembly.model.channels();
        values.extend(quantiles(source, index, chunks, &channels));
        if let Some(points) = &break_even[index] {
            let handling = mean_handling(assembly);
            values.extend(points.wage.map(|i| ("break_even_wage".to_string(), scale(i.at_least_zero(), 1.0))));
            values.extend(
                points.handling_factor.map(|i| ("break_even_handling".to_string(), scale(i.at_least_zero(), handling))),
            );
        }
        let mut add = |channel, values: &[(String, Estimate)]| {
            rows.extend(values.iter().map(|(metric, value)| SummaryRow {
                variant: name.into(),
                channel,
                metric: metric.clone(),
                unit: unit(metric, source.currency()),
                value: *value,
            }));
        };
        add("all", &values);
        match channels.as_slice() {
            [one] => add(one.word(), &values),
            several => several.iter().for_each(|channel| {
                let mut own = ratios(&of_channel(source, index, *channel), source.level(), average, None);
                own.extend(quantiles(source, index, chunks, &[*channel]));
                add(channel.word(), &own);
            }),
        }
    }
    rows
}

/// Mean work of a turn over reasons, weighted equally, s: what the break-even factor multiplies.
fn mean_handling(assembly: &Assembly) -> f64 {
    let reasons = &assembly.desk.reasons;
    reasons.iter().map(|reason| reason.handling.mean_us()).sum::<f64>() / 1e6 / reasons.len().max(1) as f64
}

/// `replications`.
pub fn replications(source: &Source, matrices: &[Matrix]) -> Vec<ReplicationRow> {
    let mut rows = Vec::new();
    for ((name, assembly, chunks), matrix) in source.variants().zip(matrices) {
        let mut add = |channel, matrix: &Matrix| {
            for (replication, values) in source.results.replications.iter().zip(matrix) {
                rows.extend(values.iter().map(|value| ReplicationRow {
                    variant: name.into(),
                    replication: *replication,
                    channel,
                    metric: value.metric.clone(),
                    unit: unit(&value.metric, source.currency()),
                    numerator: value.numerator,
                    denominator: value.denominator,
                }));
            }
        };
        add("all", matrix);
        match assembly.model.channels().as_slice() {
            [one] => add(one.word(), matrix),
            several => several.iter().for_each(|channel| {
                let of = |chunk: &Chunk| of_own(assembly, chunk, *channel);
                add(channel.word(), &chunks.iter().map(of).collect());
            }),
        }
    }
    rows
}

/// `comparison`: every variant against the baseline, paired.
pub fn comparison(source: &Source, observed: &Observations, summary: &[SummaryRow]) -> Vec<ComparisonRow> {
    let baseline = source.scenario.baseline;
    let names: Vec<&str> = source.variants().map(|(name, ..)| name).collect();
    let find = |variant: &str, metric: &str| {
        summary.iter().find(|r| r.variant == variant && r.metric == metric && r.channel == "all").map(|r| r.value)
    };
    let mut rows = Vec::new();
    for index in (0..names.len()).filter(|index| *index != baseline) {
        let [matrix, beside] = observed.paired(&[index, baseline])[..] else { continue };
        let Some(first) = matrix.first() else { continue };
        for (column, value) in first.iter().enumerate() {
            let other = beside.first().and_then(|row| row.iter().position(|v| v.metric == value.metric));
            let Some(other) = other else { continue };
            let common: Vec<(Pair, Pair)> = pairs(matrix, column).into_iter().zip(pairs(beside, other)).collect();
            let (Some(paired), Some(own), Some(reference)) = (
                paired(source, &common, [index, baseline]),
                find(names[index], &value.metric),
                find(names[baseline], &value.metric),
            ) else {
                continue;
            };
            rows.push(ComparisonRow {
                variant: names[index].into(),
                baseline: names[baseline].into(),
                metric: value.metric.clone(),
                unit: unit(&value.metric, source.currency()),
                value: own,
                reference,
                difference: scale(paired.difference, scale_of(&value.metric)),
                reading: paired.reading.as_str(),
                variance_ratio: paired.variance_ratio,
            });
        }
    }
    rows
}

/// The paired difference of two variants (variant, baseline), with their controls taken into account.
fn paired(source: &Source, common: &[(Pair, Pair)], sides: [usize; 2]) -> Option<PairedDifference> {
    let plain = statistics::paired(common, source.level())?;
    let mut controls: Vec<&[f64]> = Vec::new();
    for control in sides.iter().filter_map(|side| source.control(*side)) {
        if !controls.contains(&control) {
            controls.push(control);
        }
    }
    let controlled = Some(&controls).filter(|c| !c.is_empty() && plain.variance_ratio.is_some());
    let controlled = controlled.and_then(|controls| paired_controlled(common, controls, source.level()));
    Some(controlled.map_or(plain, |controlled| {
        let difference = controlled.interval;
        PairedDifference { difference, reading: Reading::of(&difference), ..plain }
    }))
}
