//! Plain rows of sweeps and sensitivity analyses.

use crate::table::Estimate;

/// One axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepAxis {
    /// Path of the setting, as written.
    pub path: String,
    /// Name in charts.
    pub label: String,
    /// Unit of its numbers; `None`: its values are words.
    pub unit: Option<String>,
}

/// The value of an axis at a point.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepLevel {
    /// As written.
    pub text: String,
    /// As a number in the axis' unit.
    pub number: Option<f64>,
}

/// One value of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    /// Point.
    pub point: u32,
    /// Variant.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// The value.
    pub value: Estimate,
}

/// One paired difference of a point.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepDifferenceRow {
    /// Point.
    pub point: u32,
    /// Variant.
    pub variant: String,
    /// What it is compared with: the baseline at the same point, or the first point where there is one variant.
    pub baseline: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Variant minus baseline.
    pub difference: Estimate,
    /// `lower`, `higher`, `not distinguishable` or `no interval`.
    pub reading: &'static str,
}

/// What an axis does, averaged over all others.
#[derive(Clone, Debug, PartialEq)]
pub struct EffectRow {
    /// Name of the axis.
    pub axis: String,
    /// First value.
    pub from: String,
    /// Last value.
    pub to: String,
    /// Variant.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Mean at the last value minus mean at the first.
    pub change: Estimate,
    /// `lower`, `higher`, `not distinguishable` or `no interval`.
    pub reading: &'static str,
}

/// A point and variant in the plane of cost and response time.
#[derive(Clone, Debug, PartialEq)]
pub struct ParetoRow {
    /// Point.
    pub point: u32,
    /// Variant.
    pub variant: String,
    /// Metric of cost.
    pub cost_metric: String,
    /// Its value.
    pub cost: Estimate,
    /// Metric of response.
    pub response_metric: String,
    /// Its value.
    pub response: Estimate,
    /// `front`, `not distinguishable from the front` or `dominated`.
    pub standing: &'static str,
}

/// Where a variant and the baseline are equal along one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEvenRow {
    /// The axis it lies on.
    pub axis: String,
    /// Unit of that axis.
    pub unit: String,
    /// Values of the other axes; empty in the place of the axis itself.
    pub others: Vec<SweepLevel>,
    /// Variant.
    pub variant: String,
    /// Baseline.
    pub baseline: String,
    /// Metric.
    pub metric: String,
    /// Where the difference is zero; `None`: the sign is the same over the whole axis.
    pub at: Option<Estimate>,
    /// Which of the two is lower below and above, in words.
    pub reading: String,
}

/// All tables of a sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepTables {
    /// Axes.
    pub axes: Vec<SweepAxis>,
    /// `points[point][axis]`: the plan.
    pub points: Vec<Vec<SweepLevel>>,
    /// The points are every combination of the axes' values.
    pub grid: bool,
    /// Values.
    pub sweep: Vec<SweepRow>,
    /// Paired differences.
    pub differences: Vec<SweepDifferenceRow>,
    /// Effects of the axes.
    pub effects: Vec<EffectRow>,
    /// Cost against response time.
    pub pareto: Vec<ParetoRow>,
    /// Break-even curves.
    pub break_even: Vec<BreakEvenRow>,
}

impl SweepTables {
    /// A value, if it is there.
    pub fn value(&self, point: u32, variant: &str, metric: &str) -> Option<Estimate> {
        let of = |r: &&SweepRow| r.point == point && r.variant == variant && r.metric == metric;
        self.sweep.iter().find(of).map(|r| r.value)
    }

    /// Variants in the order of the tables.
    pub fn variants(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for row in &self.sweep {
            if !names.contains(&row.variant.as_str()) {
                names.push(&row.variant);
            }
        }
        names
    }

    /// Different values of an axis: by number, or in order of appearance.
    pub fn levels(&self, axis: usize) -> Vec<SweepLevel> {
        let mut list: Vec<SweepLevel> = Vec::new();
        for row in &self.points {
            if !list.iter().any(|level| level.text == row[axis].text) {
                list.push(row[axis].clone());
            }
        }
        if self.axes[axis].unit.is_some() {
            list.sort_by(|a, b| a.number.unwrap_or(0.0).total_cmp(&b.number.unwrap_or(0.0)));
        }
        list
    }
}

/// One input of a sensitivity analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct InputRow {
    /// Name of the input.
    pub input: String,
    /// Path of the setting.
    pub path: String,
    /// Low value, as written.
    pub low: String,
    /// Base value: that of the file, or the middle of the range.
    pub base: String,
    /// High value.
    pub high: String,
}

/// One bar of a tornado.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoRow {
    /// Name of the input.
    pub input: String,
    /// Low value, as written.
    pub low: String,
    /// High value.
    pub high: String,
    /// Variant, or `VARIANT - BASELINE` for a difference.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// The answer at the base.
    pub base: Estimate,
    /// The answer at the low value.
    pub at_low: Estimate,
    /// The answer at the high value.
    pub at_high: Estimate,
    /// At high minus at low, paired.
    pub change: Estimate,
    /// `lower`, `higher`, `not distinguishable` or `no interval`.
    pub reading: &'static str,
}

/// Morris indices of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct MorrisRow {
    /// Name of the input.
    pub input: String,
    /// Variant, or a difference.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Mean elementary effect over the whole range.
    pub mu: f64,
    /// Mean size of it, with its interval over trajectories.
    pub mu_star: Estimate,
    /// Standard deviation of the effects.
    pub sigma: f64,
}

/// Sobol indices of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRow {
    /// Name of the input.
    pub input: String,
    /// Variant, or a difference.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Share of the variance explained alone.
    pub first: Estimate,
    /// With all interactions.
    pub total: Estimate,
    /// Variance of the mean over replications / variance over the points.
    pub noise: f64,
}

/// All tables of a sensitivity analysis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SensitivityTables {
    /// Inputs.
    pub inputs: Vec<InputRow>,
    /// Tornado.
    pub tornado: Vec<TornadoRow>,
    /// Morris screening.
    pub morris: Vec<MorrisRow>,
    /// Sobol indices.
    pub indices: Vec<IndexRow>,
}
