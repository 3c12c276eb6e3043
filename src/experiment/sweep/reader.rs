//! Each point by the normal loader, so that a value of an axis is checked like one of the file, with its caret.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::scenario::{LoadOptions, Report, Scenario, Variant, load, millionths};

use super::super::points::Points;

/// Where points are read from: the file, or a plan's texts in a folder of their own.
#[derive(Debug)]
pub struct Reader {
    file: PathBuf,
    options: LoadOptions,
    /// Removed with the reader.
    _folder: Option<tempfile::TempDir>,
}

impl Reader {
    /// A scenario file and what is laid on top of it.
    pub fn new(file: &Path, options: LoadOptions) -> Reader {
        Reader { file: file.to_path_buf(), options, _folder: None }
    }

    /// A file inside a folder that goes with the reader.
    pub fn unpacked(folder: tempfile::TempDir, file: PathBuf, options: LoadOptions) -> Reader {
        Reader { file, options, _folder: Some(folder) }
    }

    /// The scenario as it stands.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn base(&self) -> Result<Scenario, Report> {
        load(&self.file, &self.options)
    }

    /// The scenario at one point.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn at(&self, points: &Points, point: usize) -> Result<Scenario, Report> {
        load(&self.file, &LoadOptions { point: points.sets(point), ..self.options.clone() })
    }

    /// All points, in order; of each only what a simulation needs.
    ///
    /// Errors: every point that is refused, the same fault once; points with other variants than the file.
    pub fn scenarios(&self, base: &Scenario, points: &Points) -> Result<Vec<PointScenario>, Vec<String>> {
        let load_point = |point: usize| {
            let options = LoadOptions { point: points.sets(point), bare: true, ..self.options.clone() };
            let scenario = load(&self.file, &options).map_err(|report| report.render(false))?;
            let names = |s: &Scenario| s.variants.iter().map(|v| v.name.clone()).collect::<Vec<_>>();
            if names(&scenario) != names(base) || scenario.run.seed != base.run.seed {
                return Err(format!("point {point} ({}) has other variants than the file", points.words(point)));
            }
            Ok(PointScenario { currencies: scenario.currencies, variants: scenario.variants })
        };
        // Where only factors on prices move, one point tells of all others what they do not name.
        let first = (is_priced_afterwards(points) && !points.rows.is_empty()).then(|| load_point(0));
        let read = |point: usize| match &first {
            Some(Ok(first)) => at_prices(first, points, point).map_or_else(|| load_point(point), Ok),
            _ => load_point(point),
        };
        let all: Vec<Result<PointScenario, String>> = (0..points.rows.len()).into_par_iter().map(read).collect();
        let mut problems: Vec<String> = Vec::new();
        let mut good = Vec::new();
        for one in all {
            match one {
                Ok(scenario) => good.push(scenario),
                Err(text) => {
                    // One bad value of an axis spoils many points: it is said once.
                    let same = |other: &String| without_point(other) == without_point(&text);
                    if !problems.iter().any(same) {
                        problems.push(text);
                    }
                }
            }
        }
        if problems.is_empty() { Ok(good) } else { Err(problems) }
    }
}

/// Do all axes only move numbers that nothing but the price list reads?
fn is_priced_afterwards(points: &Points) -> bool {
    points.axes.iter().all(|axis| matches!(axis.paths.as_slice(), [path] if path == TIMES || path == FREE))
}

const TIMES: &str = "tariff.rate_times";
const FREE: &str = "tariff.free_messages";

/// Another point at its own prices; `None` if a value is none that the loader would take as it is, which is for it to say.
fn at_prices(first: &PointScenario, points: &Points, point: usize) -> Option<PointScenario> {
    let mut scenario = first.clone();
    for (axis, level) in points.axes.iter().zip(&points.rows[point]) {
        for cost in scenario.variants.iter_mut().map(|variant| &mut variant.model.cost) {
            match axis.paths[0].as_str() {
                TIMES => {
                    cost.rate_times = Some(millionths(level.toml.parse().ok().filter(|n| (0.0..=1e6).contains(n))?))
                }
                _ => cost.free_messages = Some(level.toml.parse().ok().filter(|n| *n <= 1_000_000_000_000)?),
            }
        }
    }
    Some(scenario)
}

/// What a simulation needs of a point.
#[derive(Clone, Debug)]
pub struct PointScenario {
    /// Money in tables.
    pub currencies: crate::scenario::Currencies,
    /// Variants in the order of the file.
    pub variants: Vec<Variant>,
}

/// A message without the number of its point.
fn without_point(text: &str) -> String {
    text.lines().map(|line| line.split(", point ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}
