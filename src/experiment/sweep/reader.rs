//! Each point by the normal loader, so that a value of an axis is checked like one of the file, with its caret.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::scenario::{Gathered, LoadOptions, Report, Scenario, Variant, load, millionths};

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
    /// # Errors
    /// Everything that is wrong at some point, each once, with a point that meets it; points with other variants than the file.
    pub fn scenarios(&self, base: &Scenario, points: &Points) -> Result<Vec<PointScenario>, Report> {
        let load_point = |point: usize| {
            let options = LoadOptions { point: points.sets(point), bare: true, ..self.options.clone() };
            let scenario = load(&self.file, &options)?;
            let names = |s: &Scenario| s.variants.iter().map(|v| v.name.clone()).collect::<Vec<_>>();
            if names(&scenario) != names(base) || scenario.run.seed != base.run.seed {
                return Err(Report::cannot_run(vec!["it has other variants, or another seed, than the file".into()]));
            }
            Ok(PointScenario { currencies: scenario.currencies, variants: scenario.variants })
        };
        // Where only factors on prices move, one point tells of all others what they do not name.
        let first = (is_priced_afterwards(points) && !points.rows.is_empty()).then(|| load_point(0));
        let read = |point: usize| match &first {
            Some(Ok(first)) => at_prices(first, points, point).map_or_else(|| load_point(point), Ok),
            _ => load_point(point),
        };
        let (mut gathered, mut good) = (Gathered::default(), Vec::new());
        // In parts, since each refusal holds the texts it points into.
        for from in (0..points.rows.len()).step_by(TOGETHER) {
            let part = from..(from + TOGETHER).min(points.rows.len());
            let all: Vec<Result<PointScenario, Report>> = part.into_par_iter().map(read).collect();
            for (at, one) in all.into_iter().enumerate() {
                match one {
                    Ok(scenario) => {
                        gathered.good();
                        good.push(scenario);
                    }
                    Err(report) => gathered.refused(&points.words(from + at), &report),
                }
            }
        }
        if gathered.is_good() { Ok(good) } else { Err(gathered.report("points")) }
    }
}

/// Points that are read together.
const TOGETHER: usize = 512;

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
