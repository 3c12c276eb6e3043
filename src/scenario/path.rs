//! Dotted paths: `reason.delivery.volume`, `reason."where is it".volume`.

use std::fmt;
use std::ops::Range;

/// A path of keys; prints as TOML would write it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<String>);

impl Path {
    /// A path of these keys.
    pub fn of(keys: &[&str]) -> Path {
        Path(keys.iter().map(|k| (*k).to_string()).collect())
    }

    /// This path and one key more.
    pub fn join(&self, key: &str) -> Path {
        let mut keys = self.0.clone();
        keys.push(key.to_string());
        Path(keys)
    }

    /// This path and the keys of a dotted text (plain words only, as in the table of settings).
    pub fn dot(&self, keys: &str) -> Path {
        let mut all = self.0.clone();
        all.extend(keys.split('.').map(str::to_string));
        Path(all)
    }
}

/// Longest path: the language is five deep.
const DEEPEST: usize = 16;

/// One key of a written path and the bytes it came from.
pub type Segment = (String, Range<usize>);

/// Splits a dotted path as people type it; quotes protect dots. Errors: an empty key, an open quote.
pub fn segments(text: &str) -> Result<Vec<Segment>, (String, Range<usize>)> {
    let mut list = Vec::new();
    let mut at = 0;
    loop {
        let lead = text[at..].len() - text[at..].trim_start().len();
        let start = at + lead;
        let rest = &text[start..];
        let (key, end) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => match rest[1..].find(quote) {
                Some(close) => (rest[1..1 + close].to_string(), start + close + 2),
                None => return Err(("a quote is never closed".to_string(), start..text.len())),
            },
            _ => {
                let end = rest.find('.').unwrap_or(rest.len());
                (rest[..end].trim_end().to_string(), start + rest[..end].trim_end().len())
            }
        };
        if key.is_empty() {
            return Err(("a key of the path is empty".to_string(), start..(start + 1).min(text.len()).max(start)));
        }
        list.push((key, start..end));
        if list.len() > DEEPEST {
            return Err(("the path is too deep".to_string(), 0..text.len()));
        }
        let tail = &text[end..];
        match tail.trim_start().strip_prefix('.') {
            Some(after) => at = text.len() - after.len(),
            None if tail.trim().is_empty() => return Ok(list),
            None => return Err(("a dot is missing between two keys".to_string(), end..text.len())),
        }
    }
}

/// Can a key be written without quotes?
pub fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, key) in self.0.iter().enumerate() {
            if i > 0 {
                out.write_str(".")?;
            }
            if is_bare(key) { out.write_str(key)? } else { write!(out, "{key:?}")? }
        }
        Ok(())
    }
}
