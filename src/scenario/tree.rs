//! The tree of values with their places, and how layers merge: tables merge, everything else is replaced.

use super::source::Place;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Settings of which a newer layer replaces the other: (given, dropped from the layers below).
const REPLACES: &[(&str, &str)] = &[
    ("agents", "meet"),
    ("agents", "schedule"),
    ("meet", "agents"),
    ("meet", "schedule"),
    ("schedule", "agents"),
    ("schedule", "meet"),
    ("schedule", "hours"),
    ("week", "hours"),
    ("hours", "week"),
];

/// Tables whose parts make one whole: a newer one replaces the older one instead of merging with it.
const WHOLES: &[&str] = &["countries"];

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Value {
    /// Bytes of the virtual text.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
}

/// The kinds of TOML, numbers and dates as written.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A string.
    Text(String),
    /// An integer, in decimal.
    Integer(String),
    /// A float, as written (may be `nan`, `inf`).
    Float(String),
    /// `true` or `false`.
    Flag(bool),
    /// A date, time or date-time without quotes.
    Date(String),
    /// `[…]`.
    List(Vec<Value>),
    /// `{…}` or a section.
    Table(Table),
}

/// Entries in the order in which they were first written.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Written in one piece, and its parts make one whole.
    pub whole: bool,
}

/// One key of a table.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands that won.
    pub key_place: Place,
    /// Its value.
    pub value: Value,
    /// Places of values that this one replaced, oldest first.
    pub replaced: Vec<Place>,
    /// Set by a variant of this name.
    pub variant: Option<String>,
}

impl Kind {
    /// The kind's name in messages.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Text(_) => "text",
            Kind::Integer(_) | Kind::Float(_) => "a number",
            Kind::Flag(_) => "true or false",
            Kind::Date(_) => "a date",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }
}

impl Table {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The table of a key, if it is one.
    pub fn table(&self, key: &str) -> Option<&Table> {
        match &self.entry(key)?.value.kind {
            Kind::Table(t) => Some(t),
            _ => None,
        }
    }

    /// The table at a path of keys.
    pub fn table_at(&self, keys: &[String]) -> Option<&Table> {
        keys.iter().try_fold(self, |t, key| t.table(key))
    }

    /// The entry at a path of keys.
    pub fn entry_at(&self, keys: &[String]) -> Option<&Entry> {
        let (last, front) = keys.split_last()?;
        self.table_at(front)?.entry(last)
    }

    /// Lays `over` on top of this table. Of settings that exclude each other the newer layer's one stays.
    pub fn merge(&mut self, over: Table) {
        let given: Vec<String> = over.entries.iter().map(|e| e.key.clone()).collect();
        for mut new in over.entries {
            let losers = REPLACES.iter().filter(|(winner, _)| *winner == new.key).map(|(_, loser)| *loser);
            for loser in losers.filter(|l| !given.iter().any(|g| g == l)) {
                if let Some(at) = self.entries.iter().position(|e| e.key == loser) {
                    new.replaced.push(self.entries.remove(at).value.place);
                }
            }
            match self.entries.iter_mut().find(|e| e.key == new.key) {
                None => self.entries.push(new),
                Some(old) => old.lay(new),
            }
        }
    }
}

impl Entry {
    /// Replaces this entry by a newer one of the same key, or merges two tables.
    fn lay(&mut self, new: Entry) {
        match (&mut self.value.kind, new.value.kind) {
            (Kind::Table(below), Kind::Table(above)) if !above.whole => below.merge(above),
            (_, kind) => {
                self.replaced.push(self.value.place.clone());
                self.value = Value { place: new.value.place, kind };
                self.key_place = new.key_place;
                self.variant = new.variant;
            }
        }
    }
}

/// One level of a tree, owned and shifted to its offset in the virtual text.
pub fn own_table(table: &DeTable<'_>, offset: usize) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: shift(key.span(), offset),
            value: as_whole(key.get_ref(), own_value(value, offset)),
            replaced: Vec::new(),
            variant: None,
        })
        .collect();
    entries.sort_by_key(|e| e.key_place.start);
    Table { entries, whole: false }
}

/// Is a table under this key replaced in one piece?
pub fn is_whole(key: &str) -> bool {
    WHOLES.contains(&key)
}

/// Marks a table that stands under such a key as written in one piece.
pub fn as_whole(key: &str, mut value: Value) -> Value {
    if let Kind::Table(table) = &mut value.kind {
        table.whole = is_whole(key);
    }
    value
}

/// Number of keys of a parsed text.
pub fn entries(table: &DeTable<'_>) -> usize {
    table.iter().map(|(_, value)| 1 + values(value.get_ref())).sum()
}

fn values(value: &DeValue<'_>) -> usize {
    match value {
        DeValue::Table(t) => entries(t),
        DeValue::Array(list) => list.iter().map(|v| values(v.get_ref())).sum(),
        _ => 0,
    }
}

/// One value, owned and shifted.
pub fn own_value(value: &Spanned<DeValue<'_>>, offset: usize) -> Value {
    let kind = match value.get_ref() {
        DeValue::String(s) => Kind::Text(s.to_string()),
        DeValue::Integer(i) => Kind::Integer(decimal(i.as_str(), i.radix())),
        DeValue::Float(f) => Kind::Float(f.as_str().replace('_', "")),
        DeValue::Boolean(b) => Kind::Flag(*b),
        DeValue::Datetime(d) => Kind::Date(d.to_string()),
        DeValue::Array(list) => Kind::List(list.iter().map(|v| own_value(v, offset)).collect()),
        DeValue::Table(t) => Kind::Table(own_table(t, offset)),
    };
    Value { place: shift(value.span(), offset), kind }
}

/// An integer of any radix as decimal digits; kept as written when it does not fit.
fn decimal(digits: &str, radix: u32) -> String {
    let clean = digits.replace('_', "");
    i128::from_str_radix(&clean, radix).map(|v| v.to_string()).unwrap_or(clean)
}

fn shift(range: std::ops::Range<usize>, offset: usize) -> Place {
    range.start + offset..range.end + offset
}

/// Marks everything inside a table as set by a variant.
pub fn of_variant(mut value: Value, variant: &str) -> Value {
    if let Kind::Table(table) = &mut value.kind {
        table.entries.iter_mut().for_each(|e| e.variant = Some(variant.to_string()));
    }
    value
}

/// Wraps a value in the tables of a path, innermost last: what `--set a.b.c=value` adds.
pub fn nest(keys: &[(String, Place)], value: Value, variant: Option<&str>) -> Table {
    let Some(((key, key_place), rest)) = keys.split_first() else {
        return Table::default();
    };
    let value = match rest {
        [] => as_whole(key, value),
        _ => Value { place: value.place.clone(), kind: Kind::Table(nest(rest, value, variant)) },
    };
    let entry = Entry {
        key: key.clone(),
        key_place: key_place.clone(),
        value,
        replaced: Vec::new(),
        variant: variant.map(str::to_string),
    };
    Table { entries: vec![entry], whole: false }
}
