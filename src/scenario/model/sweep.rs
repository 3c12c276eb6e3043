//! Sweeps and sensitivity: which settings move over which values. Axes are written values; each point is read again by the
//! loader, so that a value of an axis is checked like any other.

use std::collections::BTreeMap;

use crate::scenario::words::quoted;
use crate::scenario::{Laid, Written};

/// `[sweep]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What moves.
    pub axes: Vec<Axis>,
    /// How points are chosen.
    pub design: Design,
    /// Metrics of the tables, the first is the one that decides; empty: the usual ones.
    pub metrics: Vec<String>,
    /// Points at most.
    pub most: u64,
}

/// How the points of a sweep are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Design {
    /// Every combination of values.
    Grid,
    /// So many points, every axis evenly covered.
    LatinHypercube(u32),
    /// So many points (a power of two) of a scrambled Sobol sequence.
    Sobol(u32),
    /// A table of points: a row a point, a column an axis.
    Table(Vec<Vec<String>>),
}

/// `[sensitivity]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Inputs and their ranges: low, (base,) high.
    pub inputs: Vec<Axis>,
    /// Metric that is explained.
    pub metric: Option<String>,
    /// Trajectories of Morris screening.
    pub trajectories: u32,
    /// Levels of Morris screening.
    pub levels: u32,
    /// Base samples of the Sobol indices.
    pub points: u32,
}

/// One setting that moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Path as written; `*` stands for every name.
    pub path: String,
    /// The settings that it stands for.
    pub paths: Vec<String>,
    /// Name in tables and charts.
    pub label: String,
    /// Over what.
    pub values: AxisValues,
    /// Where it was written, for messages.
    pub origin: String,
    /// Where its values were written.
    pub places: AxisPlaces,
}

/// Where the values of an axis were written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisPlaces {
    /// All of them; `None`: in no file.
    pub whole: Option<Written>,
    /// Each value of a list, as TOML.
    pub values: BTreeMap<String, Written>,
}

impl Axis {
    /// The values of the axis on a grid, as TOML: those of a list, the steps of a range (both ends if it has none).
    pub fn grid_values(&self) -> Vec<String> {
        match &self.values {
            AxisValues::List(list) => list.clone(),
            AxisValues::Range(range) => {
                let n = range.steps.unwrap_or(2).max(2);
                (0..n).map(|i| range.at(f64::from(i) / f64::from(n - 1))).collect()
            }
        }
    }

    /// Are its values made from two ends?
    pub fn is_range(&self) -> bool {
        matches!(self.values, AxisValues::Range(_))
    }

    /// One value of it laid on one of its settings.
    pub fn laid(&self, path: &str, toml: &str) -> Laid {
        self.places.laid((&self.path, &self.origin), path, toml)
    }
}

impl AxisPlaces {
    /// A value laid on a setting; `axis` is its path as written and its place in words.
    pub fn laid(&self, axis: (&str, &str), path: &str, toml: &str) -> Laid {
        let written = self.values.get(toml).or(self.whole.as_ref()).cloned();
        Laid { name: format!("axis {} ({})", axis.0, axis.1), text: format!("{path}={toml}"), written }
    }
}

/// The values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum AxisValues {
    /// These, as TOML.
    List(Vec<String>),
    /// Between two ends.
    Range(AxisRange),
}

/// A range of one number inside a text.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisRange {
    /// Text in front of the number.
    pub before: String,
    /// Text behind it.
    pub after: String,
    /// First end.
    pub low: f64,
    /// Other end.
    pub high: f64,
    /// Whole numbers only.
    pub whole: bool,
    /// The value is a bare number, not a text.
    pub bare: bool,
    /// Values on a grid.
    pub steps: Option<u32>,
    /// Evenly in the logarithm.
    pub log: bool,
}

impl AxisRange {
    /// The value at a share of the range (0 = low, 1 = high), as TOML: six significant digits.
    pub fn at(&self, share: f64) -> String {
        let share = share.clamp(0.0, 1.0);
        let number = match (share, self.log) {
            (0.0, _) => self.low,
            (1.0, _) => self.high,
            (_, true) => self.low * libm::pow(self.high / self.low, share),
            (_, false) => self.low + (self.high - self.low) * share,
        };
        let text = self.text(number);
        if self.bare { text } else { quoted(&text) }
    }

    /// A number with the text around it.
    pub fn text(&self, number: f64) -> String {
        let number = if self.whole { number.round() } else { format!("{number:.5e}").parse().unwrap_or(number) };
        format!("{}{number}{}", self.before, self.after)
    }
}
