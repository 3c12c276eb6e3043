//! Verification: every model with a known answer, simulated through scenario files by the engine that runs everything.
//!
//! [`verify`] makes the table that `chatfare verify` prints: model, exact value, value found, interval, n, the smallest
//! fault that would be seen, verdict. Exact values are the tables of `data/reference/` (each computed there by two
//! independent methods) or closed forms. The rules of a comparison stand in [`judge`].

pub mod case;
pub mod clusters;
mod cpu;
mod formulas;
pub mod judge;
pub mod line;
pub mod print;
pub mod reference;
pub mod rows;
pub mod seen;
pub mod simulate;
mod studies;

use case::Case;
pub use line::{Line, Verdict, Way};
use studies::{STUDIES, Study};

/// What is verified, and how hard.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only rows whose model or name contains this, whatever the case.
    pub only: Option<String>,
    /// Go on until every statistic sees a fault of 1 %, and make the studies of intervals and selections. A pattern that names
    /// a study makes it in any case.
    pub full: bool,
}

/// The table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its lines, in the order of the models.
    pub lines: Vec<Line>,
    /// Rows: models with their parameters, closed forms and simulations each.
    pub rows: usize,
    /// Level of each interval.
    pub level: f64,
    /// CPU seconds of the simulations; 0 where the system does not tell.
    pub cpu_s: f64,
}

impl Table {
    /// Lines that differ.
    pub fn failed(&self) -> usize {
        self.lines.iter().filter(|line| line.verdict == Verdict::Differs).count()
    }
}

/// The fault that `--full` sees in every statistic.
pub const FULL_FAULT: f64 = 0.01;

/// Runs the rows; `said` hears each one as it is done.
///
/// # Errors
/// A pattern that fits no row; a row that cannot be run.
pub fn verify(options: &Options, said: &mut dyn FnMut(&[Line])) -> Result<Table, String> {
    let all = rows::cases()?;
    // Every comparison counts, also those that a pattern leaves out: a line says the same alone and in the whole table.
    let level = judge::level(all.iter().map(|case| case.checks.len()).sum());
    let wanted = options.only.as_deref().map(str::to_lowercase).unwrap_or_default();
    let fits = |case: &&Case| format!("{} {}", case.model, case.row).to_lowercase().contains(&wanted);
    let chosen: Vec<&Case> = all.iter().filter(fits).collect();
    let named = |lines: &Vec<Line>| {
        lines
            .first()
            .is_some_and(|line| format!("{} {} formula", line.model, line.row).to_lowercase().contains(&wanted))
    };
    let formulas: Vec<Vec<Line>> = formulas::formulas()?.into_iter().filter(named).collect();
    let studied = |study: &&Study| format!("{} {}", study.model, study.row).to_lowercase().contains(&wanted);
    let studies: Vec<&Study> =
        STUDIES.iter().filter(|study| (options.full || !wanted.is_empty()) && studied(study)).collect();
    if chosen.is_empty() && formulas.is_empty() && studies.is_empty() {
        return Err(format!("no row fits {wanted:?}"));
    }
    let mut table = Table { lines: Vec::new(), rows: chosen.len() + formulas.len() + studies.len(), level, cpu_s: 0.0 };
    for lines in formulas {
        said(&lines);
        table.lines.extend(lines);
    }
    for case in chosen {
        let (lines, seconds) = row(case, options.full, level)?;
        said(&lines);
        table.lines.extend(lines);
        table.cpu_s += seconds;
    }
    for study in studies {
        let (lines, seconds) = study.run()?;
        said(&lines);
        table.lines.extend(lines);
        table.cpu_s += seconds;
    }
    Ok(table)
}

/// One row: run, enlarged where the smallest fault must be seen, run again where it differs.
fn row(case: &Case, full: bool, level: f64) -> Result<(Vec<Line>, f64), String> {
    let mut customers = case.customers;
    let (mut found, mut seconds) = once(case, customers, &case.row, level)?;
    let worst = found.iter().map(|line| line.smallest_fault).fold(0.0, f64::max);
    if full && worst > FULL_FAULT {
        // A tenth more than the first run says is needed: its own estimate is uncertain.
        customers *= (worst / FULL_FAULT).powi(2) * 1.1;
        let (larger, more) = once(case, customers, &format!("{} full", case.row), level)?;
        (found, seconds) = (larger, seconds + more);
    }
    if found.iter().any(|line| line.verdict == Verdict::Differs) {
        let (again, more) = once(case, 4.0 * customers, &format!("{} again", case.row), level)?;
        seconds += more;
        for (line, second) in found.iter_mut().zip(again) {
            if line.verdict == Verdict::Differs {
                let verdict = if second.verdict == Verdict::Agrees { Verdict::Again } else { Verdict::Differs };
                *line = Line { verdict, ..second };
            }
        }
    }
    Ok((found, seconds))
}

fn once(case: &Case, customers: f64, name: &str, level: f64) -> Result<(Vec<Line>, f64), String> {
    let (seen, seconds) = simulate::simulate(case, customers, judge::seed(name))?;
    Ok((judge::lines(case, customers, &seen, level), seconds))
}
