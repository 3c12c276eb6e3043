//! One record of any container as names and texts.

use std::collections::BTreeMap;

use serde_json::Value;

/// Deepest path that is kept.
const DEEPEST: usize = 6;
/// Most leaves of one record.
const MOST: usize = 4096;

/// Names are compared without case, `_` and blanks: `DateSent`, `date_sent` and `dateSent` are one. Parts of a path are cut by `.`.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Flat(BTreeMap<String, String>);

impl Flat {
    /// The leaves of a value by their paths; elements of arrays are not leaves.
    pub(in super::super) fn of_json(value: &Value) -> Flat {
        let mut flat = Flat::default();
        flat.add(value, &mut String::new(), 0);
        flat
    }

    /// Cells by their names.
    pub(in super::super) fn of_cells<'a>(names: &[String], cells: impl Iterator<Item = &'a str>) -> Flat {
        Flat(names.iter().zip(cells).map(|(n, c)| (n.clone(), c.trim().to_string())).collect())
    }

    /// Cells that hold JSON objects, taken apart.
    pub(in super::super) fn unfolded(mut self) -> Flat {
        let nested: Vec<(String, Value)> = self
            .0
            .iter()
            .filter(|(_, text)| text.starts_with('{'))
            .filter_map(|(name, text)| Some((name.clone(), serde_json::from_str(text).ok()?)))
            .collect();
        for (mut name, value) in nested {
            self.add(&value, &mut name, 1);
        }
        self
    }

    fn add(&mut self, value: &Value, path: &mut String, depth: usize) {
        match value {
            Value::Object(fields) if depth < DEEPEST => {
                for (name, value) in fields {
                    let length = path.len();
                    if length > 0 {
                        path.push('.');
                    }
                    path.push_str(&squash(name));
                    self.add(value, path, depth + 1);
                    path.truncate(length);
                }
            }
            _ if self.0.len() >= MOST => {}
            Value::String(text) => {
                self.0.insert(path.clone(), text.trim().to_string());
            }
            Value::Number(number) => {
                self.0.insert(path.clone(), number.to_string());
            }
            Value::Bool(truth) => {
                self.0.insert(path.clone(), truth.to_string());
            }
            _ => {}
        }
    }

    /// The first of these names that says something; else empty.
    pub(in super::super) fn get(&self, names: &[&str]) -> &str {
        names.iter().find_map(|n| self.0.get(*n).map(String::as_str).filter(|t| !t.is_empty())).unwrap_or("")
    }

    /// Is there such a name, though it may be empty?
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All of them.
    pub(in super::super) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|n| self.has(n))
    }

    /// Names and texts.
    pub(in super::super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, t)| (n.as_str(), t.as_str()))
    }
}

/// A name as names are compared here.
pub(in super::super) fn squash(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
