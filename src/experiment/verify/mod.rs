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

use crate::scenario::nearest;
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
    /// The same by row.
    pub cpu_by_row: Vec<(String, f64)>,
}

impl Table {
    /// Lines that differ.
    pub fn failed(&self) -> usize {
        self.lines.iter().filter(|line| line.verdict == Verdict::Differs).count()
    }

    /// A row is done; `said` hears of all so far.
    fn done(&mut self, lines: Vec<Line>, seconds: f64, said: &mut dyn FnMut(&Table, &[Line])) {
        self.cpu_by_row.extend(lines.first().filter(|_| seconds > 0.0).map(|line| (line.row.clone(), seconds)));
        self.cpu_s += seconds;
        let before = self.lines.len();
        self.lines.extend(lines);
        said(self, &self.lines[before..]);
    }
}

/// The fault that `--full` sees in every statistic.
pub const FULL_FAULT: f64 = 0.01;

/// A row is enlarged so often at most.
const MOST_STAGES: u32 = 8;

/// Runs the rows; `said` hears the table so far and the lines of each one as it is done.
///
/// # Errors
/// A pattern that fits no row; a row that cannot be run.
pub fn verify(options: &Options, said: &mut dyn FnMut(&Table, &[Line])) -> Result<Table, String> {
    let wanted = options.only.as_deref().map(str::to_lowercase).unwrap_or_default();
    let fits = |model: &str, row: &str| format!("{model} {row}").to_lowercase().contains(&wanted);
    let fits_form = |model: &str, row: &str| fits(model, &format!("{row} formula"));
    let asked = |study: &&Study| (options.full || !wanted.is_empty()) && fits(study.model, study.row);
    let studies: Vec<&Study> = STUDIES.iter().filter(asked).collect();
    // Before anything is computed.
    let (cases, forms) = (rows::names()?, formulas::names()?);
    let simulated = cases.iter().any(|(model, row)| fits(model, row));
    if !simulated && studies.is_empty() && !forms.iter().any(|(model, row)| fits_form(model, row)) {
        let named = cases.iter().chain(&forms).map(|(model, row)| (*model, row.as_str()));
        return Err(unfit(&wanted, named.chain(STUDIES.iter().map(|study| (study.model, study.row)))));
    }
    let all = rows::cases()?;
    // Every comparison counts, also those that a pattern leaves out: a line says the same alone and in the whole table.
    let level = judge::level(all.iter().map(|case| case.checks.len()).sum());
    let chosen: Vec<&Case> = all.iter().filter(|case| fits(case.model, &case.row)).collect();
    let formulas = formulas::formulas(&fits_form)?;
    let mut table = Table {
        lines: Vec::new(),
        rows: chosen.len() + formulas.len() + studies.len(),
        level,
        cpu_s: 0.0,
        cpu_by_row: Vec::new(),
    };
    for lines in formulas {
        table.done(lines, 0.0, said);
    }
    for case in chosen {
        let (lines, seconds) = row(case, options.full, level)?;
        table.done(lines, seconds, said);
    }
    for study in studies {
        let (lines, seconds) = study.run()?;
        table.done(lines, seconds, said);
    }
    Ok(table)
}

/// Why a pattern is refused, with the nearest names: rows, the tables they begin with, models.
fn unfit<'a>(wanted: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let (mut tables, mut names): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (model, row) in rows {
        names.extend([model, row]);
        tables.extend(row.split(' ').next().filter(|table| !tables.contains(table)));
    }
    let words: Vec<&str> =
        names.iter().flat_map(|name| name.split([' ', '(', ')', ','])).filter(|w| w.len() > 3).collect();
    let near = nearest(wanted, tables.iter().chain(&names).chain(&words).copied());
    let help = near.map_or(format!("there are {}", tables.join(", ")), |near| format!("did you mean {near:?}?"));
    format!("no row fits {wanted:?}: {help}")
}

/// One row: run, enlarged until the smallest fault is seen, run again where it differs.
fn row(case: &Case, full: bool, level: f64) -> Result<(Vec<Line>, f64), String> {
    let (mut customers, name) = (case.customers, &case.row);
    let (mut seen, mut seconds) = simulate::simulate(case, customers, judge::seed(name))?;
    let mut found = judge::lines(case, customers, &seen, level);
    // How long it goes on hangs on the widths alone, not on the values, so that these stay what they are.
    for stage in 1..=MOST_STAGES {
        let worst = found.iter().map(|line| line.smallest_fault).fold(0.0, f64::max);
        if !full || worst <= FULL_FAULT {
            break;
        }
        // A little more than the runs before say is needed: their own estimate is uncertain.
        let further = customers * ((worst / FULL_FAULT).powi(2) * 1.03 - 1.0);
        let (more, cpu) = simulate::simulate(case, further, judge::seed(&format!("{name} full {stage}")))?;
        seen.iter_mut().zip(more).for_each(|(own, more)| own.add(more));
        (customers, seconds) = (customers + further, seconds + cpu);
        found = judge::lines(case, customers, &seen, level);
    }
    if found.iter().any(|line| line.verdict == Verdict::Differs) {
        let (more, cpu) = simulate::simulate(case, 4.0 * customers, judge::seed(&format!("{name} again")))?;
        seconds += cpu;
        for (line, second) in found.iter_mut().zip(judge::lines(case, 4.0 * customers, &more, level)) {
            if line.verdict == Verdict::Differs {
                let verdict = if second.verdict == Verdict::Agrees { Verdict::Again } else { Verdict::Differs };
                *line = Line { verdict, ..second };
            }
        }
    }
    Ok((found, seconds))
}
