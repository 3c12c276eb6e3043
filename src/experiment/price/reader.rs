//! Typed reading of a price file's tables: every problem is kept with its place, nothing is ignored silently.

use std::collections::BTreeSet;

use crate::scenario::{Diagnostic, Laid, Layers, Place, Raw, RawTable, RawValue, Written, did_you_mean, faults};
use crate::units::{Fault, UnitError};

/// Texts read so far, and what was found wrong.
pub(super) struct Reader {
    pub(super) layers: Layers,
    /// Values marked as assumptions: path, value, note.
    pub(super) marked: Vec<(String, String, String)>,
    /// Canonical lines of all that was read, for the hash of the meaning.
    pub(super) meaning: BTreeSet<String>,
}

/// A table with its path.
#[derive(Clone)]
pub(super) struct Section<'a> {
    pub(super) path: String,
    pub(super) table: &'a RawTable,
    pub(super) place: Place,
}

/// A value with its path.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub(super) path: String,
    pub(super) value: &'a RawValue,
}

impl<'a> Section<'a> {
    fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// The value of a key.
    pub(super) fn item(&self, key: &str) -> Option<Item<'a>> {
        self.table.entry(key).map(|entry| Item { path: self.below(key), value: &entry.value })
    }

    /// All values in the order of the file, with their keys.
    pub(super) fn items(&self) -> impl Iterator<Item = (&'a str, Item<'a>)> {
        self.table.entries.iter().map(|e| (e.key.as_str(), Item { path: self.below(&e.key), value: &e.value }))
    }
}

impl Reader {
    /// Keeps a problem.
    pub(super) fn wrong(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        place: &Place,
        help: impl Into<String>,
    ) {
        self.layers.found.push(Diagnostic::error(code, message).at(place, help));
    }

    /// Keys that no one reads are errors.
    pub(super) fn only(&mut self, section: &Section, known: &[&str]) {
        for entry in &section.table.entries {
            if !known.contains(&entry.key.as_str()) {
                let message = format!("there is no setting `{}`", section.below(&entry.key));
                self.wrong("unknown-key", message, &entry.key_place, did_you_mean(&entry.key, known.to_vec()));
            }
        }
    }

    /// What is written, noted for the hash and, if it is marked so, as an assumption.
    pub(super) fn noted(&mut self, item: &Item) -> String {
        let text = written(item.value);
        self.meaning.insert(format!("{} = {text}", item.path));
        if let Some(assumption) =
            self.layers.note(&item.value.place, &item.value.place).and_then(|n| n.assumption.clone())
        {
            let mark = (item.path.clone(), text.clone(), assumption);
            if !self.marked.contains(&mark) {
                self.marked.push(mark);
            }
        }
        text
    }

    /// The table of a key, if there is one.
    pub(super) fn section<'a>(&mut self, from: &Section<'a>, key: &str) -> Option<Section<'a>> {
        let item = from.item(key)?;
        match &item.value.kind {
            Raw::Table(table) => Some(Section { path: item.path, table, place: item.value.place.clone() }),
            other => {
                let message = format!("`{}` is a table, not {}", item.path, other.word());
                self.wrong("wrong-type", message, &item.value.place, format!("write it as a section: [{}]", item.path));
                None
            }
        }
    }

    /// The named tables below a key, in the order of the file.
    pub(super) fn sections<'a>(&mut self, from: &Section<'a>, key: &str) -> Vec<(String, Section<'a>)> {
        let Some(all) = self.section(from, key) else { return Vec::new() };
        let names: Vec<String> = all.table.entries.iter().map(|entry| entry.key.clone()).collect();
        names.into_iter().filter_map(|name| Some((name.clone(), self.section(&all, &name)?))).collect()
    }

    /// A text.
    pub(super) fn text(&mut self, from: &Section, key: &str) -> Option<String> {
        let item = from.item(key)?;
        self.noted(&item);
        match &item.value.kind {
            Raw::Text(text) => Some(text.clone()),
            other => {
                let message = format!("`{}` is a text, not {}", item.path, other.word());
                self.wrong("wrong-type", message, &item.value.place, "write it in quotes");
                None
            }
        }
    }

    /// A text of which `parse` makes a quantity with its unit.
    pub(super) fn quantity<T>(
        &mut self,
        from: &Section,
        key: &str,
        parse: fn(&str) -> Result<T, UnitError>,
    ) -> Option<T> {
        let item = from.item(key)?;
        self.quantity_of(&item, parse)
    }

    /// The same of a value.
    pub(super) fn quantity_of<T>(&mut self, item: &Item, parse: fn(&str) -> Result<T, UnitError>) -> Option<T> {
        let text = self.noted(item);
        let code = match &item.value.kind {
            Raw::Text(_) => "bad-value",
            Raw::Integer(_) | Raw::Float(_) => "missing-unit",
            _ => "wrong-type",
        };
        match parse(&text) {
            Ok(value) if code == "bad-value" => Some(value),
            Ok(_) => {
                self.wrong(
                    code,
                    format!("`{}` is a text with a unit", item.path),
                    &item.value.place,
                    "write it in quotes",
                );
                None
            }
            Err(error) => {
                let code = if error.fault == Fault::OutOfRange { "out-of-range" } else { code };
                self.wrong(code, format!("`{}`: {}", item.path, error.message), &item.value.place, error.fix);
                None
            }
        }
    }

    /// A number between two ends, both allowed.
    pub(super) fn number(&mut self, from: &Section, key: &str, (low, high): (f64, f64)) -> Option<f64> {
        let item = from.item(key)?;
        self.number_of(&item, (low, high))
    }

    /// The same of a value.
    pub(super) fn number_of(&mut self, item: &Item, (low, high): (f64, f64)) -> Option<f64> {
        let text = self.noted(item);
        let number = match &item.value.kind {
            Raw::Integer(_) | Raw::Float(_) => text.parse::<f64>().ok(),
            _ => None,
        };
        match number {
            Some(number) if number >= low && number <= high => Some(number),
            Some(_) => {
                let message = format!("`{}` lies outside {low} to {high}", item.path);
                self.wrong("out-of-range", message, &item.value.place, format!("write a number from {low} to {high}"));
                None
            }
            None => {
                let message = format!("`{}` is a number, not {}", item.path, item.value.kind.word());
                self.wrong("wrong-type", message, &item.value.place, "write it without quotes");
                None
            }
        }
    }

    /// The values of a list.
    pub(super) fn list<'a>(&mut self, from: &Section<'a>, key: &str) -> Option<Vec<Item<'a>>> {
        let item = from.item(key)?;
        self.noted(&item);
        match &item.value.kind {
            Raw::List(list) => Some(list.iter().map(|value| Item { path: item.path.clone(), value }).collect()),
            other => {
                let message = format!("`{}` is a list, not {}", item.path, other.word());
                self.wrong("wrong-type", message, &item.value.place, "write it in brackets: [ … ]");
                None
            }
        }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&mut self, item: &Item, words: &[(&str, T)]) -> Option<T> {
        let text = self.noted(item);
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let message = format!("`{}`: there is no {text:?} here", item.path);
            self.wrong("bad-value", message, &item.value.place, did_you_mean(&text, known));
        }
        found
    }

    /// `path=value` for each entry of a table of settings, `front` before each path; dotted keys may be quoted or not. Each value is
    /// checked for itself, whatever it is laid on.
    pub(super) fn sets(&mut self, from: &Section, front: &str) -> Vec<Laid> {
        let mut sets = Vec::new();
        for entry in &from.table.entries {
            let item = Item { path: from.below(&entry.key), value: &entry.value };
            self.leaves(&format!("{front}{}", entry.key), &entry.key_place, &item, &mut sets);
        }
        sets
    }

    fn leaves(&mut self, path: &str, key: &Place, item: &Item, sets: &mut Vec<Laid>) {
        let raw = self.layers.sources.slice(&item.value.place).unwrap_or("").to_string();
        match &item.value.kind {
            Raw::Table(table) if !raw.trim_start().starts_with('{') => {
                for entry in &table.entries {
                    let below = Item { path: format!("{}.{}", item.path, entry.key), value: &entry.value };
                    self.leaves(&format!("{path}.{}", entry.key), &entry.key_place, &below, sets);
                }
            }
            _ => {
                self.noted(item);
                let written = self.layers.sources.written(key, &item.value.place);
                let laid = Laid { name: item.path.clone(), text: format!("{path}={raw}"), written };
                self.judge(&laid);
                sets.push(laid);
            }
        }
    }

    /// Says what is wrong with a setting of the scenarios, whatever it is laid on.
    pub(super) fn judge(&mut self, laid: &Laid) {
        let found = faults(laid, &mut self.layers.sources);
        self.layers.found.extend(found);
    }

    /// Where a value was written.
    pub(super) fn written(&self, item: &Item) -> Option<Written> {
        self.layers.sources.written(&item.value.place, &item.value.place)
    }
}

/// Canonical text of a value.
fn written(value: &RawValue) -> String {
    match &value.kind {
        Raw::Text(text) | Raw::Integer(text) | Raw::Float(text) | Raw::Date(text) => text.clone(),
        Raw::Flag(flag) => flag.to_string(),
        Raw::List(list) => format!("[{}]", list.iter().map(written).collect::<Vec<_>>().join(", ")),
        Raw::Table(table) => {
            let mut parts: Vec<String> =
                table.entries.iter().map(|e| format!("{} = {}", e.key, written(&e.value))).collect();
            parts.sort();
            format!("{{ {} }}", parts.join(", "))
        }
    }
}
