//! All texts of a scenario in one virtual text: a byte range names its source and line, whichever layer won.

use std::ops::Range;
use std::sync::Arc;

use super::laid::{Laid, Written};

/// Bytes of the virtual text.
pub type Place = Range<usize>;

/// One text: a file, a preset, or one `--set` argument.
#[derive(Clone, Debug)]
pub struct Source {
    /// What the user knows it by: a path as given, `preset NAME`, `--set #2`.
    pub name: String,
    /// Its text.
    pub text: Arc<str>,
    /// First byte in the virtual text.
    pub offset: usize,
    /// Where a setting was taken from; `None`: the text is shown as it is.
    pub written: Option<Written>,
}

impl Source {
    /// Name and text that people are shown for these bytes of this source, and their bytes there.
    pub fn shown(&self, bytes: Range<usize>) -> (&str, &Arc<str>, Range<usize>) {
        match &self.written {
            None => (&self.name, &self.text, bytes),
            Some(written) => (&written.source, &written.text, written.place_of(&self.text, bytes)),
        }
    }

    /// A place as bytes of this source.
    pub fn inside(&self, place: &Place) -> Range<usize> {
        let byte = |at: usize| at.saturating_sub(self.offset).min(self.text.len());
        byte(place.start)..byte(place.end).max(byte(place.start))
    }
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
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> usize {
        let (offset, text) = (self.end, text.into());
        self.end += text.len() + 1;
        self.list.push(Source { name: name.into(), text, offset, written: None });
        offset
    }

    /// Appends a setting that is laid on top: its bytes are shown where it was written.
    pub fn add_laid(&mut self, laid: &Laid) -> usize {
        let offset = self.add(laid.name.as_str(), laid.text.as_str());
        if let Some(source) = self.list.last_mut() {
            source.written.clone_from(&laid.written);
        }
        offset
    }

    /// Where a key and its value were written, to be laid on another scenario.
    pub fn written(&self, key: &Place, value: &Place) -> Option<Written> {
        let source = self.at(value.start)?;
        let (name, text, place) = source.shown(source.inside(value));
        let own = self.at(key.start).is_some_and(|other| other.offset == source.offset);
        let key = if own { source.shown(source.inside(key)).2 } else { place.clone() };
        Some(Written { source: name.to_string(), text: text.clone(), key, value: place })
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
        self.positions(&(byte..byte)).0
    }

    /// The same of both ends of a place.
    pub fn positions(&self, place: &Place) -> (Position, Position) {
        let Some(source) = self.at(place.start) else {
            let none = Position { source: String::new(), line: 1, column: 1 };
            return (none.clone(), none);
        };
        let (name, text, bytes) = source.shown(source.inside(place));
        (position_in(name, text, bytes.start), position_in(name, text, bytes.end))
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

fn position_in(name: &str, text: &str, byte: usize) -> Position {
    let before = &text[..floor_char(text, byte)];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Position {
        source: name.to_string(),
        line: before.bytes().filter(|b| *b == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
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
