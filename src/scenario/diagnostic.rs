//! What is wrong, where, and how to mend it; collected over all phases and printed at once.

use super::source::{Place, Sources};
use std::collections::BTreeSet;
use std::fmt;

/// Most diagnostics that are printed; the rest are counted.
pub const MOST_SHOWN: usize = 20;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario cannot run.
    Error,
    /// It runs, but read this.
    Warning,
}

/// A place and what to say about it. The first label of a diagnostic is the one with the carets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What.
    pub text: String,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code; `chatfare explain CODE` tells more.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One line.
    pub message: String,
    /// Where; may be empty for problems without a place.
    pub labels: Vec<Label>,
    /// How to mend it, if the label does not say it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place yet.
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: shortened(message.into()),
            labels: Vec::new(),
            help: None,
        }
    }

    /// A warning without a place yet.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, message) }
    }

    /// Adds a place; the first one is the main one.
    pub fn at(mut self, place: &Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place: place.clone(), text: shortened(text.into()) });
        self
    }

    /// Adds a line of help.
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }
}

/// A message may quote a value of any length; nobody reads more than this of it.
fn shortened(text: String) -> String {
    const MOST: usize = 1000;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}… ({} characters in all)", &text[..at], text.chars().count()),
        None => text,
    }
}

/// Problems with their sources: everything needed to print them.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The problems, errors first, each kind in the order of the phases.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts they point into.
    pub sources: Sources,
}

impl Report {
    /// A report of some problems; the same problem found in several variants is kept once.
    pub fn new(mut diagnostics: Vec<Diagnostic>, sources: Sources) -> Report {
        let mut seen = BTreeSet::new();
        diagnostics.sort_by_key(|d| d.severity);
        diagnostics.retain(|d| seen.insert((d.code, d.message.clone(), d.labels.first().map(|l| l.place.start))));
        Report { diagnostics, sources }
    }

    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// Exit code of a command that fails with it: 3 if a file could not be read, else 2.
    pub fn exit_code(&self) -> u8 {
        if self.diagnostics.iter().any(|d| d.code == "unreadable-file" && d.labels.is_empty()) { 3 } else { 2 }
    }

    /// Text for people; colours as ANSI sequences if asked.
    pub fn render(&self, color: bool) -> String {
        super::render::render(self, color)
    }

    /// One JSON object a line, for editors and CI.
    pub fn json_lines(&self) -> String {
        super::render::json_lines(self)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}
