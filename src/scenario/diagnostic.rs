//! What is wrong, where, and how to mend it; collected over all phases and printed at once.

use super::laid::Written;
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
        self.help = Some(shortened(text.into()));
        self
    }
}

/// A message may quote a value of any length; nobody reads more than its two ends.
fn shortened(text: String) -> String {
    /// Messages up to here are left as they are.
    const LONG: usize = 300;
    const MOST: usize = 1000;
    if text.len() <= LONG {
        return text;
    }
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((quote, open)) = rest.char_indices().find(|(_, c)| matches!(c, '"' | '`')).map(|(at, c)| (c, at)) {
        let inner = &rest[open + 1..];
        let Some(close) = closing(inner, quote) else { break };
        parts.push(format!("{}{}{quote}", &rest[..=open], ends(&inner[..close])));
        rest = &inner[close + 1..];
    }
    let text = parts.concat() + rest;
    match text.char_indices().nth(MOST) {
        Some(_) => ends(&text),
        None => text,
    }
}

/// The byte of the quote that closes a text; one behind a backslash does not.
fn closing(inner: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    inner.char_indices().find_map(|(at, c)| {
        let found = c == quote && !escaped;
        escaped = c == '\\' && !escaped && quote == '"';
        found.then_some(at)
    })
}

/// A long value by its first and last characters.
fn ends(value: &str) -> String {
    const END: usize = 30;
    const LONG: usize = 100;
    let count = value.chars().count();
    if count <= LONG {
        return value.to_string();
    }
    let head: String = value.chars().take(END).collect();
    let tail: String = value.chars().skip(count - END).collect();
    format!("{head}… ({count} characters) …{tail}")
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

    /// A report of what stands in the way of a run and has no place.
    pub fn cannot_run(why: Vec<String>) -> Report {
        let problems = why.into_iter().map(|why| Diagnostic::error("cannot-run", why));
        Report::new(problems.collect(), Sources::default())
    }

    /// The same, each with the place of a setting where it is known.
    pub fn cannot_run_at(why: Vec<(String, Option<Written>)>) -> Report {
        let mut sources = Sources::default();
        let mut problems = Vec::new();
        for (why, written) in why {
            let problem = Diagnostic::error("cannot-run", why);
            problems.push(match written {
                Some(Written { source, text, value, .. }) => {
                    let offset = sources.add(source, text);
                    problem.at(&(value.start + offset..value.end + offset), "set here")
                }
                None => problem,
            });
        }
        Report::new(problems, sources)
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

#[cfg(test)]
mod tests {
    use super::{Diagnostic, shortened};

    #[test]
    fn a_long_value_is_told_by_its_ends() {
        let value = format!("begin{}end", "x".repeat(5_000_000));
        let told = Diagnostic::error("bad-value", format!("{value:?} is no date, write \"2018-08-01\"")).message;
        assert!(told.chars().count() < 150, "{told}");
        assert!(told.starts_with("\"beginxxx") && told.contains("(5000008 characters)"), "{told}");
        assert!(told.ends_with("xxxend\" is no date, write \"2018-08-01\""), "{told}");
        // A quote inside does not end the value, and what has no quotes is cut too.
        let quoted = format!("{:?} is wrong", format!("a\"b{}", "y".repeat(400)));
        assert!(shortened(quoted.clone()).len() < 150, "{quoted}");
        assert!(shortened("é".repeat(2000)).chars().count() < 150);
        let usual = "say ".repeat(100);
        assert_eq!(shortened(usual.clone()), usual);
    }
}
