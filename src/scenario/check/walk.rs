//! The merged tree against the grammar: unknown keys, wrong types, wrong units, bad names.

use super::suggest::nearest;
use super::value;
use super::view::{Item, View};
use crate::scenario::data;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::settings::{Grammar, Kind, Node, key_class, shown};
use crate::scenario::source::Sources;
use crate::scenario::tree::{self, Entry, Table};
use crate::units::Currency;

/// Checks a tree; returns the typed values and everything that is wrong.
pub fn walk(tree: Table, sources: &Sources) -> (View, Vec<Diagnostic>) {
    let mut walker = Walker { sources, view: View::default(), found: Vec::new() };
    walker.table(&tree, &Grammar::get().root, &Path::default());
    walker.view.tree = tree;
    (walker.view, walker.found)
}

struct Walker<'a> {
    sources: &'a Sources,
    view: View,
    found: Vec<Diagnostic>,
}

impl Walker<'_> {
    fn table(&mut self, table: &Table, node: &Node, path: &Path) {
        for entry in &table.entries {
            let here = path.join(&entry.key);
            match node.child(&entry.key) {
                None => {
                    self.view.poisoned.insert(here);
                    self.found.push(unknown_key(entry, node, path));
                }
                Some((pattern, child)) => {
                    if let Some(problem) = key_class(pattern).and_then(|class| bad_key(class, entry)) {
                        self.found.push(problem);
                        self.view.poisoned.insert(here.clone());
                    }
                    self.entry(entry, child, here);
                }
            }
        }
    }

    fn entry(&mut self, entry: &Entry, node: &Node, path: Path) {
        let is_table = matches!(entry.value.kind, tree::Kind::Table(_));
        match (&entry.value.kind, node.setting) {
            (_, Some((_, s))) if s.kind == Kind::Overrides && is_table => {}
            (tree::Kind::Table(table), _) if !node.children.is_empty() => self.table(table, node, &path),
            (_, Some((_, setting))) => {
                let shown = path.to_string();
                match value::read(&entry.value, &setting.kind, &shown, self.sources) {
                    Ok(typed) => {
                        let item = Item {
                            typed,
                            setting,
                            places: Some((entry.key_place.clone(), entry.value.place.clone())),
                            replaced: entry.replaced.clone(),
                            variant: entry.variant.clone(),
                        };
                        self.view.items.insert(path, item);
                    }
                    Err(problems) => {
                        self.view.poisoned.insert(path);
                        self.found.extend(problems);
                    }
                }
            }
            (kind, None) => {
                self.found.push(
                    Diagnostic::error("wrong-type", format!("`{path}` is a table, not {}", kind.word()))
                        .at(&entry.value.place, inside(&path, node)),
                );
                self.view.poisoned.insert(path);
            }
        }
    }
}

/// How to write a table.
fn inside(path: &Path, node: &Node) -> String {
    match node.children.first().and_then(|(key, _)| key_class(key)) {
        Some(class) => format!("write `[{path}.{}]`", class.to_uppercase()),
        None => format!("write `[{path}]` with {}", keys(node)),
    }
}

/// Keys of a node in words.
fn keys(node: &Node) -> String {
    node.children
        .iter()
        .map(|(k, _)| key_class(k).map_or(k.to_string(), str::to_uppercase))
        .collect::<Vec<_>>()
        .join(", ")
}

fn unknown_key(entry: &Entry, node: &Node, path: &Path) -> Diagnostic {
    let known: Vec<&str> = node.children.iter().map(|(k, _)| *k).collect();
    let top = path.0.is_empty();
    let message = match top {
        true => format!("there is no section or setting `{}`", entry.key),
        false => format!("`{}` is not a setting of [{path}]", entry.key),
    };
    let d = Diagnostic::error("unknown-key", message);
    if let Some(near) = nearest(&entry.key, known) {
        return d.at(&entry.key_place, format!("did you mean `{near}`?"));
    }
    let elsewhere: Vec<String> = Grammar::get()
        .settings()
        .iter()
        .filter(|(p, ..)| p.rsplit('.').next() == Some(entry.key.as_str()))
        .map(|(p, ..)| shown(p))
        .take(3)
        .collect();
    let help = match (elsewhere.is_empty(), top) {
        (false, _) => format!("there is {}", elsewhere.join(", ")),
        (true, true) => format!("there are {}", keys(node)),
        (true, false) => format!("[{path}] has {}", keys(node)),
    };
    d.at(&entry.key_place, "unknown key").help(help)
}

/// What is wrong with a key that the user chose.
fn bad_key(class: &str, entry: &Entry) -> Option<Diagnostic> {
    let key = entry.key.as_str();
    match class {
        "country" if data::market(key).is_none() => {
            let fix = match data::country_by_name(key) {
                Some(code) => format!("write `{code}`"),
                None => "use an ISO 3166 code such as FR".to_string(),
            };
            Some(Diagnostic::error("unknown-name", format!("{key:?} is not a country code")).at(&entry.key_place, fix))
        }
        "currency" => {
            Currency::parse(key).err().map(|e| Diagnostic::error("wrong-unit", e.message).at(&entry.key_place, e.fix))
        }
        "setting" if !key.contains('.') => Some(
            Diagnostic::error("bad-value", format!("{key:?} does not name a tariff and its setting"))
                .at(&entry.key_place, "write \"TARIFF.SETTING\" in quotes"),
        ),
        _ if key.trim().is_empty() || key.chars().any(char::is_control) || key.chars().count() > 80 => Some(
            Diagnostic::error("bad-name", "a name is empty, longer than 80 characters or has control characters")
                .at(&entry.key_place, "choose another name"),
        ),
        _ => None,
    }
}
