//! Each point by the normal loader, so that a value of an axis is checked like one of the file, with its caret.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::scenario::{LoadOptions, Report, Scenario, Variant, load};

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
        let read = |point: usize| {
            let options = LoadOptions { point: points.sets(point), bare: true, ..self.options.clone() };
            let scenario = load(&self.file, &options).map_err(|report| report.render(false))?;
            let names = |s: &Scenario| s.variants.iter().map(|v| v.name.clone()).collect::<Vec<_>>();
            if names(&scenario) != names(base) || scenario.run.seed != base.run.seed {
                return Err(format!("point {point} ({}) has other variants than the file", points.words(point)));
            }
            Ok(PointScenario { currencies: scenario.currencies, variants: scenario.variants })
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

/// What a simulation needs of a point.
#[derive(Debug)]
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
