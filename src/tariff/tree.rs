//! A TOML document as a tree that keeps the place of every key and value, also after changes were laid over it.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::problem::{Problem, Problems};

/// Largest tariff file that is read. Unit: bytes.
const LARGEST: usize = 1 << 20;

/// One text that a tariff is made of.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) text: String,
}

/// Where something is written: bytes of one source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) source: u32,
    start: u32,
    end: u32,
}

impl Place {
    /// Does it stand for written text, not for a table that only its keys show?
    pub(super) fn is_written(self) -> bool {
        self.end > self.start
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) value: Value,
}

/// What a value can be; `Other` is a kind that no word of the vocabulary takes.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    List(Vec<Node>),
    Table(Table),
    Other(&'static str),
}

/// A key and its place.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) name: String,
    pub(super) place: Place,
}

/// Keys in the order of the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Table(pub(super) Vec<(Key, Node)>);

impl Table {
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(k, _)| k.name == name).map(|(_, v)| v)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(k, _)| k.name == name).map(|(_, v)| v)
    }

    /// Puts a value in the place of the old one of this name, or at the end.
    pub(super) fn set(&mut self, key: Key, node: Node) {
        match self.get_mut(&key.name) {
            Some(old) => *old = node,
            None => self.0.push((key, node)),
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(k, _)| k.name != name);
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(k, _)| k.name.as_str())
    }
}

impl Value {
    /// The kind in words, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }
}

impl Source {
    /// The problem at a place: its line, column, text and width, counted in characters.
    pub(super) fn problem(&self, place: Place, message: String, help: String) -> Problem {
        let start = (place.start as usize).min(self.text.len());
        let (before, after) = match (self.text.get(..start), self.text.get(start..)) {
            (Some(before), Some(after)) => (before, after),
            _ => return Problem::of_file(&self.name, message, help),
        };
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let rest = after.split('\n').next().unwrap_or("").trim_end_matches('\r');
        let length = ((place.end as usize).saturating_sub(start)).min(rest.len());
        Problem {
            file: self.name.clone(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            excerpt: format!("{}{rest}", &before[line_start..]).replace('\t', " "),
            width: rest.char_indices().take_while(|(i, _)| *i < length).count().max(1),
            message,
            help,
        }
    }
}

/// Reads one source; syntax errors go to `problems` with their place. `None` if the text cannot be used at all.
pub(super) fn parse(name: &str, text: &str, problems: &mut Problems) -> Option<Node> {
    let source = problems.sources.len() as u32;
    problems.sources.push(Source { name: name.to_string(), text: text.to_string() });
    if text.len() > LARGEST {
        let message = format!("the file has {} bytes; a tariff has at most {LARGEST}", text.len());
        problems.push(Problem::of_file(name, message, String::new()));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        problems.add(place(source, span), format!("not TOML: {}", error.message()), "");
    }
    if !errors.is_empty() {
        return None;
    }
    let at = place(source, 0..0);
    Some(Node { place: at, value: Value::Table(convert_table(source, table.into_inner())) })
}

fn place(source: u32, span: Range<usize>) -> Place {
    Place { source, start: span.start as u32, end: span.end as u32 }
}

fn convert_table(source: u32, table: DeTable<'_>) -> Table {
    let mut entries: Vec<(Key, Node)> = table
        .into_iter()
        .map(|(k, v)| {
            let key = Key { place: place(source, k.span()), name: k.into_inner().into_owned() };
            let span = v.span();
            (key, convert(source, span, v.into_inner()))
        })
        .collect();
    entries.sort_by_key(|(k, _)| k.place.start);
    Table(entries)
}

fn convert(source: u32, span: Range<usize>, value: DeValue<'_>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(n) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Other("a number beyond 64 bits"), Value::Integer)
        }
        DeValue::Float(_) => Value::Other("a decimal number"),
        DeValue::Boolean(_) => Value::Other("true or false"),
        DeValue::Datetime(_) => Value::Other("a date without quotes"),
        DeValue::Array(items) => Value::List(
            items
                .into_iter()
                .map(|v| {
                    let span = v.span();
                    convert(source, span, v.into_inner())
                })
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(convert_table(source, table)),
    };
    Node { place: place(source, span), value }
}
