//! `# assumption: …` and `# source: …` comments and the values they belong to.

use super::source::Place;
use super::tree::{Kind, Table, Value};
use std::collections::BTreeMap;

/// What a comment says of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Text after `assumption:`; empty if only the word stands there.
    pub assumption: Option<String>,
    /// Text after `source:`.
    pub source: Option<String>,
}

/// Notes of one source text by line (from 0).
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// Comments at the end of a line with something else before them.
    tail: BTreeMap<usize, Note>,
    /// Blocks of comment lines, by the line below the block.
    above: BTreeMap<usize, Note>,
    /// First byte of each line, in the virtual text.
    starts: Vec<usize>,
    end: usize,
}

impl Notes {
    /// Finds the comments of a text whose tree is known (a `#` inside a string is none).
    pub fn read(text: &str, offset: usize, tree: &Table) -> Notes {
        let mut strings = Vec::new();
        collect_table(tree, &mut strings);
        strings.sort_by_key(|p| p.start);
        let mut notes = Notes { end: offset + text.len(), ..Notes::default() };
        let mut block: Option<Note> = None;
        let (mut next, mut start) = (0, 0);
        for (number, line) in text.split('\n').enumerate() {
            notes.starts.push(offset + start);
            let comment = comment_of(line, offset + start, &strings, &mut next);
            let alone = comment.is_some_and(|at| line[..at].trim().is_empty());
            match comment.map(|at| line[at + 1..].trim()) {
                Some(words) if alone => extend(&mut block, words),
                Some(words) => {
                    notes.put_above(number, &mut block);
                    let mut note = None;
                    extend(&mut note, words);
                    notes.tail.extend(note.filter(|n| *n != Note::default()).map(|n| (number, n)));
                }
                None if line.trim().is_empty() => block = None,
                None => notes.put_above(number, &mut block),
            }
            start += line.len() + 1;
        }
        notes
    }

    fn put_above(&mut self, line: usize, block: &mut Option<Note>) {
        if let Some(note) = block.take().filter(|n| *n != Note::default()) {
            self.above.insert(line, note);
        }
    }

    /// Line of a byte, if it lies in this text.
    fn line(&self, byte: usize) -> Option<usize> {
        if self.starts.first().is_none_or(|s| byte < *s) || byte > self.end {
            return None;
        }
        Some(self.starts.partition_point(|s| *s <= byte) - 1)
    }

    /// The note of a value: behind it on its last line, behind its key, or in the lines directly above its key.
    pub fn of(&self, key: &Place, value: &Place) -> Option<&Note> {
        let last = self.line(value.end.saturating_sub(1).max(value.start))?;
        let first = self.line(key.start)?;
        self.tail.get(&last).or_else(|| self.tail.get(&first)).or_else(|| self.above.get(&first))
    }
}

/// Byte of the line at which a comment begins. `next` walks along the strings, which are sorted.
fn comment_of(line: &str, start: usize, strings: &[Place], next: &mut usize) -> Option<usize> {
    for (at, _) in line.match_indices('#') {
        let byte = start + at;
        while strings.get(*next).is_some_and(|s| s.end <= byte) {
            *next += 1;
        }
        if strings.get(*next).is_none_or(|s| byte < s.start) {
            return Some(at);
        }
    }
    None
}

/// Adds one comment to a block: a marked line opens a note, further plain lines continue it.
fn extend(block: &mut Option<Note>, words: &str) {
    let note = block.get_or_insert_with(Note::default);
    let words = words.trim_start_matches('#').trim();
    if let Some(rest) = marked(words, "assumption") {
        let (text, source) = match rest.split_once("; source:") {
            Some((text, source)) => (text, Some(source.trim().to_string())),
            None => (rest, None),
        };
        note.assumption = Some(text.trim().to_string());
        note.source = source.or_else(|| note.source.take());
    } else if let Some(rest) = marked(words, "source") {
        note.source = Some(rest.trim().to_string());
    } else if let Some(open) = note.assumption.as_mut().or(note.source.as_mut()) {
        open.push(' ');
        open.push_str(words);
    }
}

/// The text after `word:`; `word` alone gives an empty text.
fn marked<'a>(words: &'a str, word: &str) -> Option<&'a str> {
    let rest = words.strip_prefix(word)?;
    if rest.is_empty() { Some("") } else { rest.strip_prefix(':').map(str::trim) }
}

fn collect_table(table: &Table, into: &mut Vec<Place>) {
    for entry in &table.entries {
        into.push(entry.key_place.clone());
        collect_value(&entry.value, into);
    }
}

fn collect_value(value: &Value, into: &mut Vec<Place>) {
    match &value.kind {
        Kind::Text(_) => into.push(value.place.clone()),
        Kind::List(list) => list.iter().for_each(|v| collect_value(v, into)),
        Kind::Table(t) => collect_table(t, into),
        _ => {}
    }
}
