//! What each axis does on a grid: from its first value to its last, averaged over all others.

use crate::statistics::{Reading, student};
use crate::table::EffectRow;

use super::super::breakeven::scale;
use super::tables::{Place, Source};

/// Places averaged over at most: bounds the time of large grids.
const MOST: usize = 20_000;

/// Effects of all axes on all variants and metrics; empty if the points are no grid.
pub fn effects(source: &Source) -> Vec<EffectRow> {
    let mut rows = Vec::new();
    if !source.points.grid {
        return rows;
    }
    for axis in 0..source.points.axes.len() {
        let levels = source.points.levels(axis);
        let (Some(first), Some(last)) = (levels.first(), levels.last()) else { continue };
        if levels.len() < 2 {
            continue;
        }
        for variant in 0..source.base.variants.len() {
            let at = |text: &str| -> Vec<Place> {
                let points = (0..source.points.rows.len()).filter(|p| source.points.rows[*p][axis].text == text);
                points.take(MOST).map(|point| (point, variant)).collect()
            };
            let (low, high) = (at(&first.text), at(&last.text));
            for (metric, known) in source.asked.metrics.iter().enumerate() {
                let Some(change) = change(source, &low, &high, metric) else { continue };
                let change = scale(change, known.scale);
                rows.push(EffectRow {
                    axis: source.points.axes[axis].label.clone(),
                    from: first.text.clone(),
                    to: last.text.clone(),
                    variant: source.base.variants[variant].name.clone(),
                    metric: known.name.into(),
                    unit: source.unit(metric),
                    reading: reading(change.lower, change.upper),
                    change,
                });
            }
        }
    }
    rows
}

/// Mean over the second places less mean over the first ones, paired by replication.
fn change(source: &Source, low: &[Place], high: &[Place], metric: usize) -> Option<crate::statistics::Interval> {
    let all = source.observations(&[low, high].concat(), metric)?;
    let (low, high) = all.split_at(low.len());
    let mean = |of: &[Vec<f64>], r: usize| of.iter().map(|cell| cell[r]).sum::<f64>() / of.len() as f64;
    let n = all.first()?.len();
    let changes: Vec<f64> = (0..n).map(|r| mean(high, r) - mean(low, r)).collect();
    student(&changes, source.asked.level)
}

/// An interval's reading.
pub fn reading(lower: Option<f64>, upper: Option<f64>) -> &'static str {
    match (lower, upper) {
        (_, Some(upper)) if upper < 0.0 => Reading::Lower.as_str(),
        (Some(lower), _) if lower > 0.0 => Reading::Higher.as_str(),
        (None, None) => Reading::NoInterval.as_str(),
        _ => Reading::NotDistinguishable.as_str(),
    }
}
