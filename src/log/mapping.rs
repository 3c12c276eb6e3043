//! The user's own layout: columns, constants, words and times, from the command line or a small file.

use std::collections::BTreeMap;

use super::field::{COLUMNS, Cell, Cells, Field, Fields, normal};
use super::problem::{Problem, suggest};

/// What the user says of his layout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping {
    /// Field → name of the column (of a JSON value: its path, `payload.id`).
    pub columns: BTreeMap<Field, String>,
    /// Field → value of every row.
    pub constants: BTreeMap<Field, String>,
    /// (field, word in the file, lower case) → word of ours.
    pub words: BTreeMap<(Field, String), String>,
    /// `strftime` pattern of times.
    pub time_format: Option<String>,
    /// Zone of times without offset, if not the account's.
    pub zone: Option<String>,
}

impl Mapping {
    /// Adds what `--map` says: `field=column`, `field:=value`, `field.word=WORD`, `time_format=PATTERN`, `zone=ZONE`; several with commas.
    ///
    /// # Errors
    /// Every part that cannot be read.
    pub fn add(&mut self, text: &str) -> Result<(), Vec<Problem>> {
        let problems: Vec<Problem> =
            parts(text).into_iter().filter_map(|part| self.part("--map", &part).err()).collect();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn part(&mut self, place: &str, part: &str) -> Result<(), Problem> {
        let Some((left, right)) = part.split_once('=') else {
            return Err(Problem::of(
                place,
                format!("`{part}` says nothing"),
                "write field=column, such as time=created_at",
            ));
        };
        let (left, right, constant) = match left.strip_suffix(':') {
            Some(field) => (field.trim(), right.trim(), true),
            None => (left.trim(), right.trim(), false),
        };
        self.set(place, left, right, constant)
    }

    fn set(&mut self, place: &str, left: &str, right: &str, constant: bool) -> Result<(), Problem> {
        if right.is_empty() {
            return Err(Problem::of(
                place,
                format!("`{left}` is given nothing"),
                "write field=column, such as time=created_at",
            ));
        }
        match (left, left.split_once('.')) {
            ("time_format", _) => self.time_format = Some(right.to_string()),
            ("zone", _) => {
                super::options::zone(right).map_err(|p| Problem { file: place.to_string(), ..p })?;
                self.zone = Some(right.to_string());
            }
            (_, Some((field, word))) => {
                let field = field_of(place, field)?;
                self.words.insert((field, right.to_lowercase()), word.to_string());
            }
            (field, None) => {
                let field = field_of(place, field)?;
                let target = if constant { &mut self.constants } else { &mut self.columns };
                target.insert(field, right.to_string());
            }
        }
        Ok(())
    }

    /// Reads a mapping file (TOML): `[columns]`, `[constants]`, `[words.category]`, `time_format`, `zone`.
    ///
    /// # Errors
    /// Every mistake.
    pub fn parse(file: &str, text: &str) -> Result<Mapping, Vec<Problem>> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
            vec![Problem::of(file, e.message().to_string(), "the file is TOML: [columns] time = \"created_at\"")]
        })?;
        let (mut mapping, mut problems) = (Mapping::default(), Vec::new());
        let mut keep = |result: Result<(), Problem>| problems.extend(result.err());
        for (key, value) in &table {
            match (key.as_str(), value) {
                ("time_format" | "zone", toml::Value::String(text)) => keep(mapping.set(file, key, text, false)),
                ("columns" | "constants", toml::Value::Table(pairs)) => {
                    for (field, value) in pairs {
                        keep(
                            string(file, field, value)
                                .and_then(|text| mapping.set(file, field, &text, key == "constants")),
                        );
                    }
                }
                ("words", toml::Value::Table(fields)) => {
                    for (field, words) in fields {
                        let Some(words) = words.as_table() else {
                            keep(Err(Problem::of(
                                file,
                                format!("words.{field} is a table"),
                                "write [words.category] PROMO = \"marketing\"",
                            )));
                            continue;
                        };
                        for (word, ours) in words {
                            let set = string(file, word, ours)
                                .and_then(|ours| mapping.set(file, &format!("{field}.{ours}"), word, false));
                            keep(set);
                        }
                    }
                }
                _ => {
                    let known = ["columns", "constants", "words", "time_format", "zone"];
                    keep(Err(Problem::of(file, format!("`{key}` is not a part of a mapping"), suggest(key, known))));
                }
            }
        }
        if problems.is_empty() { Ok(mapping) } else { Err(problems) }
    }

    /// Our word for a word of the file.
    pub(super) fn word(&self, field: Field, text: &str) -> Option<&str> {
        if self.words.is_empty() {
            return None;
        }
        self.words.get(&(field, text.to_lowercase())).map(String::as_str)
    }

    /// Does it change cells beside naming columns?
    pub(super) fn changes_cells(&self) -> bool {
        !self.constants.is_empty() || !self.words.is_empty()
    }

    /// Fills in constants and replaces words.
    #[inline]
    pub(super) fn finish<'a>(&'a self, fields: &mut Fields<'a>) {
        for (field, value) in &self.constants {
            fields.default_to(*field, Cell::text(value));
        }
        if self.words.is_empty() {
            return;
        }
        let mut buffer = String::new();
        for field in COLUMNS.iter().map(|c| c.field) {
            if let Some(word) = self.word(field, fields.get(field).str(&mut buffer)) {
                fields.set(field, Cell::text(word));
            }
        }
    }

    /// Columns that the file must have.
    pub(super) fn missing(&self, file: &str, header: &[String]) -> Vec<Problem> {
        let names: Vec<String> = header.iter().map(|h| normal(h)).collect();
        let known = || header.iter().map(String::as_str);
        let absent = self.columns.values().filter(|c| !names.contains(&normal(c)));
        absent
            .map(|c| {
                Problem::of(file, format!("there is no column `{c}`, which the mapping names"), suggest(c, known()))
            })
            .collect()
    }
}

fn string(file: &str, key: &str, value: &toml::Value) -> Result<String, Problem> {
    match value {
        toml::Value::String(text) => Ok(text.clone()),
        toml::Value::Integer(number) => Ok(number.to_string()),
        _ => Err(Problem::of(file, format!("`{key}` is a text"), "put it in quotes")),
    }
}

fn field_of(place: &str, name: &str) -> Result<Field, Problem> {
    Field::documented(name).ok_or_else(|| {
        let known = COLUMNS.iter().map(|c| c.names[0]).chain(["time_format", "zone"]);
        Problem::of(place, format!("`{name}` is not a column of a log"), suggest(name, known))
    })
}

/// Parts between commas; a comma before a part without `=` belongs to the part before it (time formats).
fn parts(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in text.split(',') {
        match all.last_mut() {
            Some(last) if !part.contains('=') => {
                last.push(',');
                last.push_str(part);
            }
            _ => all.push(part.to_string()),
        }
    }
    all
}
