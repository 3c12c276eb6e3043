//! What is kept of each replication: a few metrics of every point and variant, as integer ratios.

use crate::scenario::Scenario;
use crate::statistics::{self, Histogram, Pair, wait_quantile_s};
use crate::table::{Estimate, Metric, Unit, metric};

use super::super::breakeven::scale;
use super::super::runner::Failure;
use super::super::without_messages::{can_write, is_of_messages};

/// Metrics of a sweep that names none.
pub const DEFAULT_METRICS: &[&str] = &[
    "cost_per_resolved",
    "cost_per_resolved.fees",
    "fee_per_1000_contacts",
    "response_mean",
    "response_p90",
    "answered_inside_window",
    "answered_share",
    "resolved_share",
    "messages_out",
];

/// Quantiles of waits: they come from histograms, not from ratios.
const QUANTILES: [(&str, f64); 3] = [("response_median", 0.5), ("response_p90", 0.9), ("response_p95", 0.95)];

/// Which metrics are asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// All, in the order of the tables.
    pub metrics: Vec<&'static Metric>,
    /// Confidence level.
    pub level: f64,
}

impl Asked {
    /// What a scenario's sweep asks for.
    pub fn of(base: &Scenario) -> Asked {
        let named = base.sweep.as_ref().map(|sweep| sweep.metrics.clone()).unwrap_or_default();
        let told = |name: &&&str| !is_of_messages(name) || can_write(base);
        let usual = || DEFAULT_METRICS.iter().filter(told).map(|name| name.to_string()).collect();
        Asked::named(&if named.is_empty() { usual() } else { named }, base.run.level)
    }

    /// These metrics; unknown names are left out (the loader has refused them).
    pub fn named(names: &[String], level: f64) -> Asked {
        let mut metrics: Vec<&'static Metric> = Vec::new();
        for found in names.iter().filter_map(|name| metric(name)) {
            if !metrics.iter().any(|known| known.name == found.name) {
                metrics.push(found);
            }
        }
        Asked { metrics, level }
    }

    /// The quantile that a metric is, if it is one.
    pub(super) fn quantile(metric: &Metric) -> Option<f64> {
        QUANTILES.iter().find(|(name, _)| *name == metric.name).map(|(_, p)| *p)
    }

    /// Are histograms needed?
    pub(super) fn waits(&self) -> bool {
        self.metrics.iter().any(|metric| Asked::quantile(metric).is_some())
    }

    /// Place of a metric.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.metrics.iter().position(|metric| metric.name == name)
    }
}

/// Answers of one point and variant.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// `pairs[metric][observation]`: one a replication, or of a fleet as many as it has contrasts of groups of desks and one; empty for
    /// metrics that the variant has not, and for quantiles.
    pub pairs: Vec<Vec<Pair>>,
    /// Of a fleet with an interval over its desks: what it is compared by.
    pub beside: Option<Beside>,
    /// Quantiles by metric.
    pub quantiles: Vec<Option<Estimate>>,
}

/// Observations of a fleet for its differences from other points.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Over as many groups of desks as at every other point that has groups.
    pub desks: Vec<Vec<Pair>>,
    /// One a replication, for points that have none.
    pub replications: Vec<Vec<Pair>>,
}

impl Cell {
    /// A fleet's cell with its replications.
    pub(super) fn beside_replications(self, replications: Vec<Vec<Pair>>) -> Cell {
        Cell { beside: self.beside.map(|beside| Beside { replications, ..beside }), ..self }
    }

    fn by(&self, over_desks: bool) -> &Vec<Vec<Pair>> {
        match &self.beside {
            None => &self.pairs,
            Some(beside) if over_desks => &beside.desks,
            Some(beside) => &beside.replications,
        }
    }
}

/// Answers of all points.
#[derive(Debug, Default)]
pub struct Answers {
    /// `cells[point][variant]`.
    pub cells: Vec<Vec<Cell>>,
    /// Replications that finished at every point.
    pub replications: Vec<u32>,
    /// Is there an interval over desks?
    pub over_desks: bool,
    /// Points that are fleets without such an interval, and why.
    pub without_interval: Vec<(usize, String)>,
    /// What failed: point of the first seat, and where.
    pub failures: Vec<(usize, Failure)>,
    /// Simulations neither stored nor computed.
    pub missing: usize,
    /// Simulations asked for.
    pub jobs: usize,
    /// Events simulated.
    pub events: i64,
}

impl Answers {
    /// The pairs of a point, variant and metric (its place in [`Asked`]); none if it has no such ratio.
    pub fn pairs(&self, point: usize, variant: usize, metric: usize) -> Option<&[Pair]> {
        let pairs = self.cells.get(point)?.get(variant)?.pairs.get(metric)?;
        (!pairs.is_empty()).then_some(pairs.as_slice())
    }

    /// The pairs of a metric at several points and variants that can be set side by side: over desks if all of them have such, else
    /// replications; none if any has no such ratio.
    pub fn paired(&self, places: &[(usize, usize)], metric: usize) -> Option<Vec<Vec<Pair>>> {
        let cells = places.iter().map(|(point, variant)| self.cells.get(*point)?.get(*variant));
        let cells = cells.collect::<Option<Vec<&Cell>>>()?;
        let over_desks = cells.iter().all(|cell| cell.beside.is_some());
        let pairs = cells.iter().map(|cell| cell.by(over_desks).get(metric).filter(|pairs| !pairs.is_empty()).cloned());
        pairs.collect()
    }

    /// A metric of a point and variant with its interval.
    pub fn value(&self, point: usize, variant: usize, asked: &Asked, metric: usize) -> Option<Estimate> {
        let known = *asked.metrics.get(metric)?;
        if Asked::quantile(known).is_some() {
            return *self.cells.get(point)?.get(variant)?.quantiles.get(metric)?;
        }
        let pairs = self.pairs(point, variant, metric)?;
        let counts = known.unit == Unit::Share && pairs.iter().all(|(n, d)| 0 <= *n && n <= d);
        let interval =
            if counts { statistics::share(pairs, asked.level) } else { statistics::ratio(pairs, asked.level) };
        interval.map(|interval| scale(interval.of_amounts(pairs), known.scale))
    }
}

/// Quantiles of waits of one desk over its replications, by metric.
pub(super) fn quantiles(asked: &Asked, histograms: &[Histogram]) -> Vec<Option<Estimate>> {
    let of = |metric: &&Metric| {
        let p = Asked::quantile(metric)?;
        wait_quantile_s(histograms, p, asked.level).map(|interval| scale(interval.at_least_zero(), 1.0))
    };
    asked.metrics.iter().map(of).collect()
}
