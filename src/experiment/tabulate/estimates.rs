//! Metrics with their intervals.

use crate::facts::Channel;
use crate::statistics::{self, Interval, Pair, ratio_controlled, wait_quantile_s};
use crate::table::{Estimate, Unit};
use crate::units::Currency;

use super::super::breakeven::scale;
use super::super::metrics;
use super::super::replicate::Chunk;
use super::observations::{blocks, pairs};
use super::{Matrix, Source};

/// Unit of a metric as tables write it.
pub(super) fn unit(metric: &str, currency: Currency) -> String {
    crate::table::metric(metric).map_or(String::new(), |metric| metric.unit.text(currency))
}

/// From numerator over denominator to that unit.
pub(super) fn scale_of(metric: &str) -> f64 {
    crate::table::metric(metric).map_or(1.0, |metric| metric.scale)
}

/// Ratio of means of each metric with its interval; metrics that are shares of trials by the rule for shares.
pub(super) fn ratios(
    matrix: &Matrix,
    level: f64,
    average: fn(&[Pair], f64) -> Option<statistics::Interval>,
    control: Option<&[f64]>,
) -> Vec<(String, Estimate)> {
    let Some(first) = matrix.first() else { return Vec::new() };
    let mut values = Vec::new();
    for (column, value) in first.iter().enumerate() {
        let pairs = pairs(matrix, column);
        let is_share = crate::table::metric(&value.metric).is_some_and(|m| m.unit == Unit::Share);
        let counts = is_share && pairs.iter().all(|(n, d)| 0 <= *n && n <= d);
        let plain = if counts { average(&pairs, level) } else { statistics::ratio(&pairs, level) };
        let controlled = control.filter(|_| varies(&pairs)).and_then(|c| ratio_controlled(&pairs, &[c], level));
        let interval = controlled.map(|controlled| within(controlled.interval, counts)).or(plain);
        if let Some(interval) = interval {
            let interval = interval.of_amounts(&pairs);
            values.push((value.metric.clone(), scale(interval, scale_of(&value.metric))));
        }
    }
    values
}

/// Is it neither the same in all replications nor a share of none or of all?
fn varies(pairs: &[Pair]) -> bool {
    pairs.iter().any(|(n, d)| *n != 0 && n != d) && pairs.iter().any(|pair| *pair != pairs[0])
}

/// A share stays between 0 and 1.
fn within(interval: Interval, share: bool) -> Interval {
    let inside = |bound: f64| if share { bound.clamp(0.0, 1.0) } else { bound };
    Interval { lower: interval.lower.map(inside), upper: interval.upper.map(inside), ..interval }
}

/// The share of all: replications with more turns weigh more.
pub(super) fn of_shares(pairs: &[Pair], level: f64) -> Option<statistics::Interval> {
    statistics::share(pairs, level)
}

/// The mean of each replication's share; replications without any turn have none.
pub(in crate::experiment) fn mean_of_ratios(pairs: &[Pair], level: f64) -> Option<statistics::Interval> {
    let shares: Vec<f64> = pairs.iter().filter(|(_, d)| *d != 0).map(|(n, d)| *n as f64 / *d as f64).collect();
    statistics::student(&shares, level)
}

/// Quantiles of the first answer's time on these channels with their intervals.
pub(super) fn quantiles(
    source: &Source,
    variant: usize,
    chunks: &[Chunk],
    channels: &[Channel],
) -> Vec<(String, Estimate)> {
    let histogram = |chunk: &Chunk| metrics::Turns::of(chunk, channels).waits.histogram.clone();
    let wanted = [("response_median", 0.5), ("response_p90", 0.9), ("response_p95", 0.95)];
    if let Some(spread) = source.spread(variant) {
        let groups = source.observed(variant);
        let histograms: Vec<_> = groups.iter().map(|chunk| histogram(chunk)).collect();
        let variance = |values: &[f64]| spread.variance(values);
        let of = |p| statistics::wait_quantile_by(&histograms, p, source.level(), spread.contrasts(), &variance);
        return wanted
            .into_iter()
            .filter_map(|(name, p)| Some((name.to_string(), scale(of(p)?.at_least_zero(), 1.0))))
            .collect();
    }
    let level = source.level();
    let of = |place: usize| histogram(&chunks[place]);
    let joined = |rows: &Vec<usize>| {
        rows[1..].iter().fold(of(rows[0]), |mut sum, row| {
            sum.merge(&of(*row));
            sum
        })
    };
    let histograms: Vec<_> = blocks(source).iter().map(joined).collect();
    let found = wanted.into_iter().filter_map(|(name, p)| {
        wait_quantile_s(&histograms, p, level).map(|interval| (name.to_string(), scale(interval.at_least_zero(), 1.0)))
    });
    found.collect()
}
