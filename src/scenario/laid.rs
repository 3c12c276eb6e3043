//! Settings laid on a scenario: arguments, points of an experiment, options of a price game; with the place they were written at,
//! so that whoever wrote them is shown his own line.

use std::ops::Range;
use std::sync::Arc;

use super::check::walk;
use super::diagnostic::Diagnostic;
use super::layers::{Layers, outside_quotes};
use super::source::Sources;
use super::tree;

/// One `path=value`.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// What it is called where it was not written in a file: `--set #2`.
    pub name: String,
    /// `path=value`.
    pub text: String,
    /// Where it was written, if its text was made from a file.
    pub written: Option<Written>,
}

/// Bytes of a file that a setting was taken from.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The file as its user knows it.
    pub source: String,
    /// Its text.
    pub text: Arc<str>,
    /// Bytes of the key.
    pub key: Range<usize>,
    /// Bytes of the value, or of the range or list that it was made from.
    pub value: Range<usize>,
}

impl Written {
    /// Where bytes of `path=value` were written: to the byte if they stand in the file as they do here.
    pub(super) fn place_of(&self, laid: &str, bytes: Range<usize>) -> Range<usize> {
        let equals = outside_quotes(laid, '=').unwrap_or(0);
        let (from, to) = if bytes.start < equals { self.key(&laid[..equals]) } else { self.value(laid, equals + 1) };
        match from {
            Some(from) if bytes.start >= from && bytes.end >= bytes.start => {
                let end = (to.start + bytes.end - from).min(to.end);
                (to.start + bytes.start - from).min(end)..end
            }
            _ => to,
        }
    }

    /// Is the value no part of the file, but made from what is written there (a value of a range)?
    pub(super) fn is_made(&self, laid: &str) -> bool {
        self.value(laid, outside_quotes(laid, '=').map_or(0, |at| at + 1)).0.is_none()
    }

    /// First byte of the setting that stands in the file as it is, and the bytes there.
    fn key(&self, path: &str) -> (Option<usize>, Range<usize>) {
        let raw = self.text.get(self.key.clone()).unwrap_or("");
        let quoted = usize::from(raw.starts_with(['"', '\'']));
        let inner = raw.get(quoted..raw.len().saturating_sub(quoted)).unwrap_or(raw);
        let front = path.trim_end().strip_suffix(inner).map(str::len);
        (front, self.key.start + quoted..self.key.end.saturating_sub(quoted).max(self.key.start + quoted))
    }

    fn value(&self, laid: &str, start: usize) -> (Option<usize>, Range<usize>) {
        let value = laid.get(start..).unwrap_or("");
        let lead = value.len() - value.trim_start().len();
        let same = self.text.get(self.value.clone()) == Some(value.trim());
        (same.then_some(start + lead), self.value.clone())
    }
}

/// What is wrong with one setting whatever it is laid on: type, unit, range, name of the setting. Places are in `sources`, to which the
/// setting is added if there is anything to say.
pub(crate) fn faults(laid: &Laid, sources: &mut Sources) -> Vec<Diagnostic> {
    let mut alone = Layers::default();
    let Some((keys, value)) = alone.laid(laid) else { return moved(alone.found, laid, sources) };
    // What a variant lays on the file is read with the variant.
    if keys.first().is_some_and(|(head, _)| head == "variant") {
        return Vec::new();
    }
    let (_, found) = walk(tree::nest(&keys, value, None), &alone.sources);
    moved(found, laid, sources)
}

fn moved(mut found: Vec<Diagnostic>, laid: &Laid, sources: &mut Sources) -> Vec<Diagnostic> {
    if !found.is_empty() {
        let offset = sources.add_laid(laid);
        for label in found.iter_mut().flat_map(|problem| &mut problem.labels) {
            label.place = label.place.start + offset..label.place.end + offset;
        }
    }
    found
}
