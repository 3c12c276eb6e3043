//! Layers: built-in profiles < preset < includes < file < variant < `--set`, merged into one tree.

use super::check::{did_you_mean, nearest};
use super::data;
use super::depth::{deepest_key, problem_of_syntax};
use super::diagnostic::Diagnostic;
use super::laid::Laid;
use super::notes::{Note, Notes};
use super::path::segments;
use super::source::{Place, Sources};
use super::text::{MOST_BYTES, identity, read_text, short};
use super::tree::{self, Entry, Kind, Table, Value};
use std::path::{Path as FilePath, PathBuf};
use toml::de::{DeTable, DeValue};

/// Files, presets and arguments together.
const MOST_FILES: usize = 256;
/// Keys of one text.
const MOST_ENTRIES: usize = 20_000;
/// Includes inside includes.
const DEEPEST: usize = 16;

/// Texts read so far and what was found wrong in reading them.
#[derive(Debug, Default)]
pub struct Layers {
    /// All texts.
    pub sources: Sources,
    /// Comments of each text.
    pub notes: Vec<Notes>,
    /// Folder of each text by its offset, for paths written in it.
    pub folders: Vec<(usize, PathBuf)>,
    /// Files read, by the offset of their text.
    pub files: Vec<(usize, PathBuf)>,
    /// Problems.
    pub found: Vec<Diagnostic>,
    chain: Vec<String>,
}

impl Layers {
    /// Reads the main file (`-` is standard input) with everything below it.
    pub fn main_file(&mut self, path: &FilePath) -> Table {
        let name = if path == FilePath::new("-") { "<stdin>".to_string() } else { path.display().to_string() };
        match read_text(path) {
            Ok(text) => {
                let folder = path.parent().map(FilePath::to_path_buf).unwrap_or_default();
                let table = self.main_text(&name, &text, &folder, identity(path));
                // The built-in profiles come first.
                let own = self.folders.get(1).map_or(0, |(offset, _)| *offset);
                self.files.insert(0, (own, path.to_path_buf()));
                table
            }
            Err(why) => {
                self.found.push(Diagnostic::error("unreadable-file", format!("cannot read {name}: {why}")));
                Table::default()
            }
        }
    }

    /// Lays a text on top of the built-in profiles.
    pub fn main_text(&mut self, name: &str, text: &str, folder: &FilePath, identity: String) -> Table {
        let mut base = self.parse("built-in profiles", data::PROFILES, FilePath::new(""));
        self.chain.push(identity);
        let own = self.text(name, text, folder, None);
        self.chain.pop();
        base.merge(own);
        base
    }

    /// One text with its preset and includes below it.
    fn text(&mut self, name: &str, text: &str, folder: &FilePath, asked: Option<&Place>) -> Table {
        if !self.room(text.len(), name, asked) {
            return Table::default();
        }
        let own = self.parse(name, text, folder);
        let mut base = Table::default();
        if let Some(Entry { value: Value { kind: Kind::Text(preset), place }, .. }) = own.entry("preset") {
            base.merge(self.preset(preset, place));
        }
        if let Some(Entry { value: Value { kind: Kind::List(list), .. }, .. }) = own.entry("include") {
            for value in list {
                if let Kind::Text(path) = &value.kind {
                    base.merge(self.include(path, folder, &value.place));
                }
            }
        }
        base.merge(own);
        base
    }

    fn preset(&mut self, name: &str, asked: &Place) -> Table {
        match data::PRESETS.iter().find(|(known, _)| *known == name) {
            Some((name, text)) => self.text(&format!("preset {name}"), text, FilePath::new(""), Some(asked)),
            None => {
                let label = did_you_mean(name, data::PRESETS.iter().map(|(n, _)| *n).collect::<Vec<_>>());
                let d = Diagnostic::error("unknown-name", format!("there is no preset {name:?}"));
                self.found.push(d.at(asked, label));
                Table::default()
            }
        }
    }

    fn include(&mut self, written: &str, folder: &FilePath, asked: &Place) -> Table {
        let path = folder.join(written);
        let id = identity(&path);
        if let Some(first) = self.chain.iter().position(|c| *c == id) {
            let names: Vec<String> = self.chain[first..].iter().chain([&id]).map(|c| short(c)).collect();
            let d = Diagnostic::error("include-cycle", "a file includes itself");
            self.found.push(d.at(asked, "closes the circle").help(names.join(" → ")));
            return Table::default();
        }
        if self.chain.len() >= DEEPEST {
            let d = Diagnostic::error("too-large", format!("files are included more than {DEEPEST} deep"));
            self.found.push(d.at(asked, "not read"));
            return Table::default();
        }
        match read_text(&path) {
            Ok(text) => {
                self.chain.push(id);
                let below = path.parent().map(FilePath::to_path_buf).unwrap_or_default();
                self.files.push((self.sources.total(), path.clone()));
                let table = self.text(&path.display().to_string(), &text, &below, Some(asked));
                self.chain.pop();
                table
            }
            Err(why) => {
                let d = Diagnostic::error("unreadable-file", format!("cannot read {}: {why}", path.display()));
                self.found.push(d.at(asked, "named here").help("paths are relative to the file that names them"));
                Table::default()
            }
        }
    }

    /// Is there room for one more text?
    pub fn room(&mut self, bytes: usize, name: &str, asked: Option<&Place>) -> bool {
        if self.sources.total() + bytes <= MOST_BYTES && self.folders.len() < MOST_FILES {
            return true;
        }
        let mib = MOST_BYTES / 1024 / 1024;
        let d =
            Diagnostic::error("too-large", format!("with {name} there are more than {mib} MiB or {MOST_FILES} files"));
        self.found.push(match asked {
            Some(place) => d.at(place, "not read"),
            None => d,
        });
        false
    }

    /// Adds a text and parses it; syntax errors are kept, the first of each line.
    fn parse(&mut self, name: &str, text: &str, folder: &FilePath) -> Table {
        let offset = self.sources.add(name, text);
        self.folders.push((offset, folder.to_path_buf()));
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut last_line = None;
        for error in errors {
            // Where the parser gives up on depth it does not always say where.
            let span = error.span().unwrap_or_else(|| deepest_key(text));
            let place = span.start + offset..span.end.max(span.start) + offset;
            let line = self.sources.position(place.start).line;
            if last_line != Some(line) {
                last_line = Some(line);
                self.found.push(problem_of_syntax(error.message()).at(&place, error.message()));
            }
        }
        if tree::entries(table.get_ref()) > MOST_ENTRIES {
            let d = Diagnostic::error("too-large", format!("{name} has more than {MOST_ENTRIES} keys"));
            self.found.push(d.at(&(offset..offset), "not read"));
            return Table::default();
        }
        let table = tree::own_table(table.get_ref(), offset);
        self.notes.push(Notes::read(text, offset, &table));
        table
    }

    /// One `path=value` as a table to lay on top.
    pub fn set(&mut self, laid: &Laid, base: &Table) -> Table {
        let Some((keys, value)) = self.laid(laid) else { return Table::default() };
        if let Some(d) = not_here(&keys, &["preset", "include"], "is read before the arguments")
            .or_else(|| unknown_thing(&keys, base, true))
        {
            self.found.push(d);
            return Table::default();
        }
        tree::nest(&keys, value, None)
    }

    /// The keys and the value of a `path=value`.
    pub fn laid(&mut self, laid: &Laid) -> Option<(Vec<(String, Place)>, Value)> {
        let argument = laid.text.as_str();
        if !self.room(argument.len(), &laid.name, None) {
            return None;
        }
        let offset = self.sources.add_laid(laid);
        self.folders.push((offset, PathBuf::new()));
        let whole = offset..offset + argument.len();
        let Some(equals) = outside_quotes(argument, '=') else {
            let d = Diagnostic::error("syntax", "`--set` needs a path and a value");
            self.found.push(d.at(&whole, "write such as reason.delivery.volume=\"900/day\""));
            return None;
        };
        let keys = match segments(&argument[..equals]) {
            Ok(keys) => keys,
            Err((why, at)) => {
                self.found
                    .push(Diagnostic::error("syntax", why).at(&(at.start + offset..at.end + offset), "in the path"));
                return None;
            }
        };
        let keys: Vec<(String, Place)> =
            keys.into_iter().map(|(k, at)| (k, at.start + offset..at.end + offset)).collect();
        let value = argument_value(&argument[equals + 1..], offset + equals + 1);
        Some((keys, value))
    }

    /// The table `set` of a variant as a layer.
    pub fn variant(&mut self, name: &str, base: &Table) -> Table {
        let owner = Owner { name: name.to_string(), fixed: &COMMON, why: "is common to all variants" };
        self.set_of(&owner, &["variant", name, "set"], base)
    }

    /// The table `set` of a template of the fleet as a layer; entries carry [`template_label`].
    pub fn template(&mut self, name: &str, base: &Table) -> Table {
        let owner =
            Owner { name: template_label(name), fixed: &OF_THE_FLEET, why: "is common to all desks of a fleet" };
        self.set_of(&owner, &["fleet", "template", name, "set"], base)
    }

    fn set_of(&mut self, owner: &Owner, keys: &[&str], base: &Table) -> Table {
        let mut layer = Table::default();
        let keys: Vec<String> = keys.iter().map(|key| key.to_string()).collect();
        if let Some(table) = base.table_at(&keys) {
            self.overrides(owner, table, &[], base, &mut layer);
        }
        layer
    }

    fn overrides(&mut self, owner: &Owner, table: &Table, front: &[(String, Place)], base: &Table, layer: &mut Table) {
        for entry in &table.entries {
            let raw = self.sources.slice(&entry.key_place).unwrap_or("");
            let quoted = usize::from(raw.starts_with(['"', '\'']));
            let start = entry.key_place.start + quoted;
            let plain = raw.len() == entry.key.len() + 2 * quoted;
            let written =
                if quoted == 0 { Ok(vec![(entry.key.clone(), 0..entry.key.len())]) } else { segments(&entry.key) };
            let own = match written {
                Ok(own) => own,
                Err((why, _)) => {
                    self.found.push(Diagnostic::error("syntax", why).at(&entry.key_place, "in the path"));
                    continue;
                }
            };
            let place = |at: std::ops::Range<usize>| {
                if plain { start + at.start..start + at.end } else { entry.key_place.clone() }
            };
            let mut keys = front.to_vec();
            keys.extend(own.into_iter().map(|(k, at)| (k, place(at))));
            match &entry.value.kind {
                Kind::Table(inner) if !inner.whole && !last_is_whole(&keys) => {
                    self.overrides(owner, inner, &keys, base, layer)
                }
                _ => match not_here(&keys, owner.fixed, owner.why).or_else(|| unknown_thing(&keys, base, false)) {
                    Some(d) => self.found.push(d),
                    None => layer.merge(tree::nest(
                        &keys,
                        tree::of_variant(entry.value.clone(), &owner.name),
                        Some(&owner.name),
                    )),
                },
            }
        }
    }

    /// What a comment says of a value.
    pub fn note(&self, key: &Place, value: &Place) -> Option<&Note> {
        self.notes.iter().find_map(|n| n.of(key, value))
    }

    /// Folder against which a path written at this place is read.
    pub fn folder(&self, place: &Place) -> &FilePath {
        let found = self.folders.iter().rev().find(|(offset, _)| *offset <= place.start);
        found.map_or(FilePath::new(""), |(_, folder)| folder.as_path())
    }
}

/// Is the table at this path replaced in one piece?
fn last_is_whole(keys: &[(String, Place)]) -> bool {
    keys.last().is_some_and(|(key, _)| tree::is_whole(key))
}

/// Whose overrides are read.
struct Owner {
    /// What entries of the layer are marked with.
    name: String,
    /// Heads of paths that it cannot change.
    fixed: &'static [&'static str],
    /// Why not.
    why: &'static str,
}

/// What all variants have in common.
const COMMON: [&str; 8] = ["preset", "include", "format", "question", "run", "currency", "platform", "variant"];

/// What all desks of a fleet have in common.
const OF_THE_FLEET: [&str; 17] = [
    "preset",
    "include",
    "format",
    "question",
    "run",
    "currency",
    "platform",
    "variant",
    "fleet",
    "business",
    "account",
    "number",
    "tariff",
    "measures",
    "staff",
    "sweep",
    "sensitivity",
];

/// What entries of a template's layer are marked with.
pub fn template_label(name: &str) -> String {
    format!("fleet.template.{name}")
}

/// A setting that cannot be changed by an override.
fn not_here(keys: &[(String, Place)], fixed: &[&str], why: &str) -> Option<Diagnostic> {
    let (head, place) = keys.first()?;
    fixed.contains(&head.as_str()).then(|| {
        Diagnostic::error("not-here", format!("`{head}` {why}")).at(place, format!("write `{head}` in the file"))
    })
}

/// Tables whose keys are names of the user's things.
const THINGS: [&str; 8] = ["account", "number", "population", "profile", "reason", "campaign", "notification", "group"];

/// An override of a thing that the file does not have: an error for `--set`; for a variant only if it looks like
/// a typo, since a variant may add a group.
fn unknown_thing(keys: &[(String, Place)], base: &Table, strict: bool) -> Option<Diagnostic> {
    let [(table, _), (name, place), ..] = keys else { return None };
    let things = strict && table == "variant" || THINGS.contains(&table.as_str());
    let known: Vec<&str> =
        base.table(table).map(|t| t.entries.iter().map(|e| e.key.as_str()).collect()).unwrap_or_default();
    if !things || known.contains(&name.as_str()) || (!strict && nearest(name, known.iter().copied()).is_none()) {
        return None;
    }
    let label = did_you_mean(name, known);
    Some(Diagnostic::error("unknown-name", format!("there is no {table} named {name:?}")).at(place, label))
}

/// The value of a `--set`: TOML if it is, else text, so that quotes can be left out in the shell.
fn argument_value(text: &str, offset: usize) -> Value {
    let lead = text.len() - text.trim_start().len();
    let trimmed = text.trim();
    let place = offset + lead..offset + lead + trimmed.len();
    match DeValue::parse(trimmed) {
        Ok(value) => tree::own_value(&value, offset + lead),
        Err(_) => Value { place, kind: Kind::Text(trimmed.to_string()) },
    }
}

/// First place of a character outside quotes.
pub(super) fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == wanted => return Some(at),
            None if c == '"' || c == '\'' => quote = Some(c),
            _ => {}
        }
    }
    None
}
