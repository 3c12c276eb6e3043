//! Defaults of the table, and what must be given.

use super::value;
use super::view::{Item, View};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::settings::{Default, Kind, Presence, SECTIONS, Setting, key_class, shown};
use crate::scenario::source::{Place, Sources};
use crate::scenario::tree::{self, Table, Value};

/// Fills in the defaults of every section that is there and reports what is missing.
/// `begin` is where a missing section is pointed at: the main text's first byte.
pub fn fill_defaults(view: &mut View, begin: &Place) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in SECTIONS {
        for pattern in section.at {
            for instance in instances(&view.tree, pattern, section.presence) {
                for setting in section.settings {
                    one(view, &instance, setting, begin, &mut found);
                }
            }
        }
    }
    found
}

fn one(view: &mut View, table: &Path, setting: &'static Setting, begin: &Place, found: &mut Vec<Diagnostic>) {
    let user_keys = setting.key.split('.').any(|k| key_class(k).is_some());
    let path = table.dot(setting.key);
    if user_keys {
        let parent = Path(path.0[..path.0.len() - 1].to_vec());
        if setting.default == Default::Required && view.keys(&parent).is_empty() && !view.given(&parent) {
            found.push(missing(view, table, setting, begin));
        }
        return;
    }
    if view.given(&path) {
        return;
    }
    match setting.default {
        Default::Required => found.push(missing(view, table, setting, begin)),
        Default::Text(text) => match read_default(text, &setting.kind) {
            Some(typed) => {
                let item = Item { typed, setting, places: None, replaced: Vec::new(), variant: None };
                view.items.insert(path, item);
            }
            None => found.push(Diagnostic::error("internal", format!("the default of `{path}` is not readable"))),
        },
        Default::Absent | Default::Derived(_) => {}
    }
}

/// A default is TOML like any value of a file.
fn read_default(text: &str, kind: &Kind) -> Option<super::Typed> {
    let value = toml::de::DeValue::parse(text).ok()?;
    let value: Value = tree::own_value(&value, 0);
    value::read(&value, kind, "", &Sources::default()).ok()
}

fn missing(view: &View, table: &Path, setting: &Setting, begin: &Place) -> Diagnostic {
    let there = view.given(table);
    let place = if table.0.is_empty() || !there { begin.clone() } else { view.key_place(table) };
    let line = match setting.key.rsplit_once('.') {
        Some((front, "{country}")) => format!("{front} = {{ FR = {} }}", setting.example),
        Some((front, last)) if key_class(last).is_some() => format!("{front} = {{ base = {} }}", setting.example),
        _ => format!("{} = {}", setting.key, setting.example),
    };
    let fix = if there { format!("add `{line}`") } else { format!("add `[{table}]` with `{line}`") };
    let name = shown(setting.key);
    Diagnostic::error("missing-setting", format!("`{table}.{name}` must be given")).at(&place, fix).help(setting.doc)
}

/// Tables that a pattern stands for: `reason.{name}` gives every reason of the file.
fn instances(tree: &Table, pattern: &str, presence: Presence) -> Vec<Path> {
    let mut list = vec![Path::default()];
    for key in pattern.split('.').filter(|k| !k.is_empty()) {
        list = match key_class(key) {
            Some(_) => list.iter().flat_map(|p| below(tree, p).map(|k| p.join(&k)).collect::<Vec<_>>()).collect(),
            None => list.into_iter().map(|p| p.join(key)).collect(),
        };
    }
    list.retain(|p| presence == Presence::Always || tree.table_at(&p.0).is_some());
    list
}

fn below<'a>(tree: &'a Table, path: &Path) -> impl Iterator<Item = String> + 'a {
    tree.table_at(&path.0).into_iter().flat_map(|t| t.entries.iter().map(|e| e.key.clone()))
}
