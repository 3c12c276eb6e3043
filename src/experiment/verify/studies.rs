//! Studies of `--full`: do intervals cover the truth as often as they say, does a selection find the best as often as it
//! promises? A line holds the nominal share, the share found, and the bounds that it must keep.

use super::cpu::process_s;
use super::line::{Line, Verdict, Way};
use crate::experiment::coverage::{CoverageRow, coverage};
use crate::experiment::select::{SelectionRow, slippage};

/// Macro-replications of each study.
const EXPERIMENTS: u32 = 2000;
/// Seed of the coverage study: another one than that of the tests' tenth.
const COVERAGE_SEED: u64 = 2;

/// A study that can be asked for.
pub struct Study {
    /// What is studied.
    pub model: &'static str,
    /// Its name.
    pub row: &'static str,
    lines: fn(&Study) -> Result<Vec<Line>, String>,
}

/// All of them.
pub const STUDIES: [Study; 2] = [
    Study { model: "nominal 95 % intervals", row: "coverage", lines: covered },
    Study { model: "Kim & Nelson, slippage, k = 10", row: "selection", lines: selected },
];

impl Study {
    /// Its lines, and the CPU seconds that they took.
    ///
    /// # Errors
    /// An interval or selection that could not be made.
    pub fn run(&self) -> Result<(Vec<Line>, f64), String> {
        let begun = process_s();
        let lines = (self.lines)(self)?;
        Ok((lines, process_s() - begun))
    }

    fn line(&self, measure: String, exact: f64, found: f64, (lower, upper): (f64, f64), n: u32) -> Line {
        let error = libm::sqrt(lower * (1.0 - lower) / f64::from(n.max(1)));
        let holds = (lower..=upper).contains(&found);
        Line {
            model: self.model,
            row: self.row.to_string(),
            measure,
            way: Way::Study,
            exact,
            value: found,
            lower,
            upper,
            n: n.into(),
            // The share that falls below its bound in nine studies of ten.
            smallest_fault: (exact - (lower - 1.2816 * error)) / exact,
            verdict: if holds { Verdict::Agrees } else { Verdict::Differs },
        }
    }
}

fn covered(study: &Study) -> Result<Vec<Line>, String> {
    let rows = coverage(EXPERIMENTS, COVERAGE_SEED);
    if rows.is_empty() {
        return Err("coverage: an interval could not be made".into());
    }
    let line = |row: &CoverageRow| {
        let measure = format!("{}, half-width {:.1} %", row.statistic, row.half_width * 100.0);
        study.line(measure, row.nominal, row.covered, row.allowed, row.n)
    };
    Ok(rows.iter().map(line).collect())
}

fn selected(study: &Study) -> Result<Vec<Line>, String> {
    let SelectionRow { correct, n, replications, least } =
        slippage(EXPERIMENTS).map_err(|problems| problems.join("; "))?;
    Ok(vec![study.line(format!("correct, {replications:.0} replications"), 0.95, correct, (least, 1.0), n)])
}
