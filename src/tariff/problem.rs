//! What is wrong with a tariff, where, and how to mend it.

use std::fmt;

use super::tree::{Place, Source};

/// One mistake in a tariff file, a rate card or the options of [`super::load`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File (or built-in tariff, or `options`) in which the mistake stands.
    pub file: String,
    /// Line, from 1; 0 = the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 = the line as a whole.
    pub column: usize,
    /// The line as written.
    pub excerpt: String,
    /// Characters to underline.
    pub width: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it; may be empty.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        if self.line == 0 {
            write!(f, " --> {}", self.file)?;
        } else {
            let margin = self.line.to_string().len();
            writeln!(f, " --> {}:{}:{}", self.file, self.line, self.column.max(1))?;
            writeln!(f, "{:margin$} |", "")?;
            write!(f, "{} | {}", self.line, self.excerpt)?;
            if self.column > 0 {
                let (skip, width) = (self.column - 1, self.width.max(1));
                write!(f, "\n{:margin$} | {:skip$}{:^<width$}", "", "", "^")?;
            }
        }
        if !self.help.is_empty() {
            write!(f, "\n  = help: {}", self.help)?;
        }
        Ok(())
    }
}

impl Problem {
    /// A problem of a file as a whole.
    pub(super) fn of_file(file: &str, message: String, help: String) -> Problem {
        Problem::of_line(file, 0, "", message, help)
    }

    /// A problem of one line of a data file.
    pub(super) fn of_line(file: &str, line: usize, excerpt: &str, message: String, help: String) -> Problem {
        let (file, excerpt) = (file.to_string(), excerpt.to_string());
        Problem { file, line, column: 0, excerpt, width: 0, message, help }
    }
}

/// Collects every problem of a tariff, so that all of them are shown at once.
#[derive(Debug, Default)]
pub(super) struct Problems {
    pub(super) sources: Vec<Source>,
    pub(super) list: Vec<Problem>,
}

impl Problems {
    /// Adds a problem at a place of a source.
    pub(super) fn add(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        let problem = match self.sources.get(place.source as usize) {
            None => Problem::of_file("tariff", message, help),
            Some(source) => source.problem(place, message, help),
        };
        self.push(problem);
    }

    /// Adds a problem unless the same one is there already (choices of settings repeat most of a file).
    pub(super) fn push(&mut self, problem: Problem) {
        if !self.list.contains(&problem) {
            self.list.push(problem);
        }
    }
}

/// `did you mean …?`, or the list of what may stand there.
pub(super) fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let near = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(word, k), *k))
        .filter(|(d, k)| *d <= 1.max(k.chars().count() / 3) || (word.len() >= 3 && k.starts_with(word)))
        .min();
    match near {
        Some((_, k)) => format!("did you mean `{k}`?"),
        None if known.is_empty() => String::new(),
        None => format!("known: {}", known.join(", ")),
    }
}
