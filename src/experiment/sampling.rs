//! How replications were drawn and read beside plain chance: control variates, strata.

use crate::statistics::{Pair, ratio, ratio_controlled};

use super::control;
use super::fleet::without_interval;
use super::tabulate::{Matrix, Source, pooled_sums};

/// Metrics of which it is said what the control does.
const TOLD: [&str; 3] = ["cost_per_resolved", "response_mean", "answered_share"];

/// By variant: contacts beside those expected, one an observation; none are asked for or there is no such control.
pub fn controls(source: &Source) -> Vec<Option<Vec<f64>>> {
    let run = &source.scenario.run;
    if !run.controls {
        return Vec::new();
    }
    let of = |assembly| {
        let offsets = control::arrivals(assembly, run, &source.results.replications)?;
        Some(pooled_sums(source, &offsets))
    };
    source.assemblies.iter().map(of).collect()
}

/// What controls and strata did, for the verdict.
pub fn sampling_words(source: &Source, matrices: &[Matrix]) -> Vec<String> {
    let run = &source.scenario.run;
    let mut lines = Vec::new();
    if run.strata > 1 {
        let observations = matrices.first().map_or(0, Vec::len);
        lines.push(format!(
            "Strata: each day's busyness is shared among {} replications, from the quietest to the busiest; intervals are of {observations} \
             such blocks.",
            run.strata
        ));
    }
    if run.controls {
        let told: Vec<String> =
            (0..matrices.len()).flat_map(|variant| told(source, &matrices[variant], variant)).collect();
        lines.push(match told.is_empty() {
            true => "Control variate: arrivals have no known mean here, or too few replications; intervals are plain."
                .into(),
            false => format!("Control variate on arrivals: {}.", told.join("; ")),
        });
    }
    lines
}

/// Which fleets have no interval over their desks, and why.
pub fn without_intervals(source: &Source) -> Vec<String> {
    let mut lines = Vec::new();
    for (variant, (name, assembly, chunks)) in source.variants().enumerate() {
        let (Some(fleet), Some(first)) = (&assembly.fleet, chunks.first()) else { continue };
        if !source.over_desks || source.spread(variant).is_some() {
            continue;
        }
        let why = without_interval(fleet, first);
        lines.push(match chunks.len() {
            1 => format!("{name} has no interval over its desks: {why}. More replications give it one."),
            n => format!("The intervals of {name} are those of {n} replications, not over its desks: {why}."),
        });
    }
    lines
}

fn told(source: &Source, matrix: &Matrix, variant: usize) -> Vec<String> {
    let name = &source.scenario.variants[variant].name;
    let Some(control) = source.control(variant) else { return Vec::new() };
    let level = source.scenario.run.level;
    let of = |metric: &&str| {
        let column = matrix.first()?.iter().position(|value| value.metric == **metric)?;
        let pairs: Vec<Pair> = matrix.iter().map(|row| (row[column].numerator, row[column].denominator)).collect();
        let controlled = ratio_controlled(&pairs, &[control], level)?;
        let plain = ratio(&pairs, level).and_then(|interval| interval.half_width());
        Some(control::words(name, &metric.replace('_', " "), plain, &controlled))
    };
    TOLD.iter().filter_map(of).collect()
}
