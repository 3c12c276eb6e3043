//! The points of an analysis: those of each method, one table.

use std::ops::Range;

use crate::scenario::{Axis, AxisValues, Scenario};

use super::super::design::{DesignError, End, one_at_a_time, saltelli, trajectories};
use super::super::points::{Points, sample};

/// How the answer is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// One input at a time at its ends.
    Tornado,
    /// Elementary effects (Morris 1991).
    Morris,
    /// Shares of the variance (Saltelli et al. 2010, Jansen 1999).
    Sobol,
}

impl Method {
    /// All, in order.
    pub const ALL: [Method; 3] = [Method::Tornado, Method::Morris, Method::Sobol];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Method::Tornado => "tornado",
            Method::Morris => "morris",
            Method::Sobol => "sobol",
        }
    }
}

/// `tornado`, `morris`, `sobol`.
impl std::str::FromStr for Method {
    type Err = String;

    fn from_str(text: &str) -> Result<Method, String> {
        let known = Method::ALL.into_iter().find(|method| method.word() == text);
        known.ok_or_else(|| format!("`{text}` is no method: there are tornado, morris, sobol"))
    }
}

/// An analysis that is planned.
#[derive(Debug)]
pub struct Planned {
    /// Inputs.
    pub inputs: Vec<Axis>,
    /// Metric that is explained.
    pub metric: String,
    /// Methods, each once, in order.
    pub methods: Vec<Method>,
    /// Points of all methods.
    pub points: Points,
    /// Points of the tornado.
    pub(super) tornado: Range<usize>,
    /// Points of Morris screening.
    pub(super) morris: Range<usize>,
    /// Steps of each trajectory.
    pub(super) steps: Vec<Vec<(usize, f64)>>,
    /// Points of the Sobol indices.
    pub(super) sobol: Range<usize>,
}

impl Planned {
    /// Plans an analysis of these inputs.
    ///
    /// Errors: a design that does not fit.
    pub fn of(base: &Scenario, inputs: Vec<Axis>, methods: &[Method]) -> Result<Planned, String> {
        let given = base.sensitivity.as_ref();
        let metric = given.and_then(|s| s.metric.clone()).unwrap_or_else(|| super::DEFAULT_METRIC.to_string());
        let (count, levels, points) = given.map_or((10, 4, 64), |s| (s.trajectories, s.levels, s.points));
        let mut methods = methods.to_vec();
        methods.sort();
        methods.dedup();
        let said = |error: DesignError| error.to_string();
        let at = |row: &[f64]| inputs.iter().zip(row).map(|(axis, share)| sample(axis, *share)).collect::<Vec<_>>();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let begin = rows.len();
        if methods.contains(&Method::Tornado) {
            rows.extend(one_at_a_time(inputs.len()).into_iter().map(|moved| {
                let value = |(place, axis): (usize, &Axis)| match moved {
                    Some((factor, End::Low)) if factor == place => end(axis, 0.0),
                    Some((factor, End::High)) if factor == place => end(axis, 1.0),
                    _ => base_of(axis),
                };
                inputs.iter().enumerate().map(value).collect()
            }));
        }
        let tornado = begin..rows.len();
        let mut steps = Vec::new();
        let begin = rows.len();
        if methods.contains(&Method::Morris) {
            for trajectory in trajectories(inputs.len(), count, levels, base.run.seed).map_err(said)? {
                rows.extend(trajectory.points.iter().map(|point| at(point)));
                steps.push(trajectory.steps);
            }
        }
        let morris = begin..rows.len();
        let begin = rows.len();
        if methods.contains(&Method::Sobol) {
            let sample = saltelli(inputs.len(), u64::from(points), base.run.seed).map_err(said)?;
            rows.extend(sample.iter().map(|point| at(point)));
        }
        let sobol = begin..rows.len();
        let points = Points::from_rows(&inputs, rows, false);
        Ok(Planned { inputs, metric, methods, points, tornado, morris, steps, sobol })
    }

    /// Methods as one text.
    pub fn method_words(&self) -> String {
        self.methods.iter().map(|method| method.word()).collect::<Vec<_>>().join(",")
    }
}

/// An end of an input.
pub(super) fn end(axis: &Axis, share: f64) -> String {
    match &axis.values {
        AxisValues::Range(range) => range.at(share),
        AxisValues::List(list) => list[if share < 0.5 { 0 } else { list.len() - 1 }].clone(),
    }
}

/// The base of an input: the one given, else the file's own value (an empty text sets nothing).
pub(super) fn base_of(axis: &Axis) -> String {
    match &axis.values {
        AxisValues::List(list) if list.len() == 3 => list[1].clone(),
        _ => String::new(),
    }
}
