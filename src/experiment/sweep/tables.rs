//! Answers to tables.

use crate::scenario::Scenario;
use crate::statistics::{Pair, linearised_together, paired};
use crate::table::{SweepAxis, SweepDifferenceRow, SweepLevel, SweepRow, SweepTables};

use super::super::breakeven::scale;
use super::super::points::Points;
use super::answers::{Answers, Asked};
use super::{crossing, effects, front};

/// Everything tables are made from.
pub struct Source<'a> {
    /// The scenario as it stands.
    pub base: &'a Scenario,
    /// The plan.
    pub points: &'a Points,
    /// Metrics asked for.
    pub asked: &'a Asked,
    /// What was found.
    pub answers: &'a Answers,
}

/// A point and variant.
pub type Place = (usize, usize);

impl Source<'_> {
    /// What a point and variant is compared with: the baseline there, or the first point where there is one variant.
    pub fn reference(&self, (point, variant): Place) -> Option<Place> {
        if self.base.variants.len() > 1 {
            (variant != self.base.baseline).then_some((point, self.base.baseline))
        } else {
            (point != 0).then_some((0, variant))
        }
    }

    /// Name of that.
    pub fn reference_name(&self, (point, variant): Place) -> String {
        match self.base.variants.len() {
            1 => format!("point {point}"),
            _ => self.base.variants[variant].name.clone(),
        }
    }

    /// Every point and variant.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let variants = self.base.variants.len();
        (0..self.points.rows.len()).flat_map(move |point| (0..variants).map(move |variant| (point, variant)))
    }

    /// One observation a replication at each place, on common replications (see
    /// [`linearised_together`](crate::statistics::linearised_together)); in the metric's integer unit.
    pub fn observations(&self, places: &[Place], metric: usize) -> Option<Vec<Vec<f64>>> {
        linearised_together(&self.answers.paired(places, metric)?)
    }

    /// The unit of a metric as text.
    pub fn unit(&self, metric: usize) -> String {
        self.asked.metrics[metric].unit.text(self.base.currencies.report)
    }
}

/// The axes and points of a plan as they stand in tables.
pub fn plan(points: &Points) -> SweepTables {
    let axis = |axis: &super::super::points::AxisHead| SweepAxis {
        path: axis.path.clone(),
        label: axis.label.clone(),
        unit: axis.unit.clone(),
    };
    let level = |level: &super::super::points::Level| SweepLevel { text: level.text.clone(), number: level.number };
    SweepTables {
        axes: points.axes.iter().map(axis).collect(),
        points: points.rows.iter().map(|row| row.iter().map(level).collect()).collect(),
        grid: points.grid,
        ..SweepTables::default()
    }
}

/// All tables.
pub fn tables(source: &Source) -> SweepTables {
    let mut tables = plan(source.points);
    if source.answers.replications.is_empty() {
        return tables;
    }
    tables.sweep = values(source);
    tables.differences = differences(source);
    tables.effects = effects::effects(source);
    tables.pareto = front::front(source);
    tables.break_even = crossing::crossings(source);
    tables
}

fn values(source: &Source) -> Vec<SweepRow> {
    let mut rows = Vec::new();
    for (point, variant) in source.places() {
        for (metric, known) in source.asked.metrics.iter().enumerate() {
            if let Some(value) = source.answers.value(point, variant, source.asked, metric) {
                rows.push(SweepRow {
                    point: point as u32,
                    variant: source.base.variants[variant].name.clone(),
                    metric: known.name.into(),
                    unit: source.unit(metric),
                    value,
                });
            }
        }
    }
    rows
}

fn differences(source: &Source) -> Vec<SweepDifferenceRow> {
    let mut rows = Vec::new();
    for place in source.places() {
        let Some(reference) = source.reference(place) else { continue };
        for (metric, known) in source.asked.metrics.iter().enumerate() {
            let Some(both) = source.answers.paired(&[place, reference], metric) else { continue };
            let common: Vec<(Pair, Pair)> = both[0].iter().copied().zip(both[1].iter().copied()).collect();
            if let Some(found) = paired(&common, source.asked.level) {
                rows.push(SweepDifferenceRow {
                    point: place.0 as u32,
                    variant: source.base.variants[place.1].name.clone(),
                    baseline: source.reference_name(reference),
                    metric: known.name.into(),
                    unit: source.unit(metric),
                    difference: scale(found.difference, known.scale),
                    reading: found.reading.as_str(),
                });
            }
        }
    }
    rows
}
