//! What is wrong with a log, where, and how to mend it.

use std::fmt;

/// One mistake in a log, its mapping or its options.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// File as given, or the option (`--zone`).
    pub file: String,
    /// Row, from 1 (the first row after a header is 1); 0 = the file as a whole.
    pub row: u64,
    /// What is wrong.
    pub message: String,
    /// How to mend it; may be empty.
    pub help: String,
}

impl Problem {
    /// A problem of a file (or an option) as a whole.
    pub(super) fn of(file: &str, message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { file: file.to_string(), row: 0, message: message.into(), help: help.into() }
    }

    /// A problem of one row.
    pub(super) fn at(file: &str, row: u64, message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { file: file.to_string(), row, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        write!(f, " --> {}", self.file)?;
        if self.row > 0 {
            write!(f, ", row {}", self.row)?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  = help: {}", self.help)?;
        }
        Ok(())
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

/// A value from a file as it may be shown: short, without control characters.
pub(super) fn shown(value: &str) -> String {
    const MOST: usize = 60;
    let clean = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let mut text: String = value.chars().take(MOST).map(clean).collect();
    if value.chars().nth(MOST).is_some() {
        text.push('…');
    }
    text
}
