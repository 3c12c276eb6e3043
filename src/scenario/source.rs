//! All texts of a scenario in one virtual text: a byte range names its source and line, whichever layer won.

use std::ops::Range;

/// Bytes of the virtual text.
pub type Place = Range<usize>;

/// One text: a file, a preset, or one `--set` argument.
#[derive(Clone, Debug)]
pub struct Source {
    /// What the user knows it by: a path as given, `preset NAME`, `--set #2`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// First byte in the virtual text.
    pub offset: usize,
}

/// Sources in the order in which they were read.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
    end: usize,
}

/// Where a byte lies, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Name of the source.
    pub source: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Sources {
    /// Appends a text and returns its offset.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        let (offset, text) = (self.end, text.into());
        self.end += text.len() + 1;
        self.list.push(Source { name: name.into(), text, offset });
        offset
    }

    /// Bytes of all texts.
    pub fn total(&self) -> usize {
        self.end
    }

    /// The source that holds this byte.
    pub fn at(&self, byte: usize) -> Option<&Source> {
        self.list.iter().rev().find(|s| s.offset <= byte)
    }

    /// Name, line and column of a byte.
    pub fn position(&self, byte: usize) -> Position {
        let Some(source) = self.at(byte) else {
            return Position { source: String::new(), line: 1, column: 1 };
        };
        let inside = floor_char(&source.text, byte - source.offset);
        let before = &source.text[..inside];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Position {
            source: source.name.clone(),
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// `name:line`, or the bare name where lines mean nothing (`--set #1`).
    pub fn origin(&self, byte: usize) -> String {
        let p = self.position(byte);
        if p.source.starts_with("--set") || p.source.starts_with("preset ") || p.source.starts_with("built-in") {
            p.source
        } else {
            format!("{}:{}", p.source, p.line)
        }
    }

    /// The text of a place, if it lies in one source.
    pub fn slice(&self, place: &Place) -> Option<&str> {
        let source = self.at(place.start)?;
        source.text.get(place.start - source.offset..place.end.checked_sub(source.offset)?)
    }
}

/// The nearest start of a character at or before `at`.
pub fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
