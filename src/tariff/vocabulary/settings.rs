//! `[setting.X]`, `change` and `based_on`: changes laid over a tree before it is read.

use super::super::problem::{Problems, suggest};
use super::super::tree::{Key, Node, Place, Table, Value};
use super::rules;
use super::words::text_of;

/// One open reading of a tariff.
#[derive(Clone, Debug)]
pub(in super::super) struct Setting {
    pub(in super::super) name: String,
    pub(in super::super) default: String,
    /// Why it is open and why the default is what it is; may be empty.
    pub(in super::super) reason: String,
    /// Choices that change something; the default may be none of them.
    pub(in super::super) choices: Vec<(String, Table)>,
}

impl Setting {
    /// Every choice, the default first.
    pub(in super::super) fn names(&self) -> Vec<&str> {
        let others = self.choices.iter().map(|(n, _)| n.as_str()).filter(|n| *n != self.default);
        std::iter::once(self.default.as_str()).chain(others).collect()
    }

    /// The changes of a choice; none for a default that changes nothing.
    pub(in super::super) fn changes(&self, choice: &str) -> Option<&Table> {
        self.choices.iter().find(|(n, _)| n == choice).map(|(_, t)| t)
    }
}

/// Reads all settings; two settings that change one path are a mistake.
pub(in super::super) fn read(root: &Node, problems: &mut Problems) -> Vec<Setting> {
    let Value::Table(top) = &root.value else { return Vec::new() };
    let Some(node) = top.get("setting") else { return Vec::new() };
    let Value::Table(table) = &node.value else {
        problems.add(node.place, "`setting` is a table of settings", "write [setting.NAME]");
        return Vec::new();
    };
    let settings: Vec<Setting> = table.0.iter().filter_map(|(key, node)| read_one(key, node, problems)).collect();
    for (i, a) in settings.iter().enumerate() {
        for b in &settings[i + 1..] {
            for (key, _) in b.choices.iter().flat_map(|(_, t)| &t.0) {
                if a.choices.iter().any(|(_, t)| t.get(&key.name).is_some()) {
                    let message = format!("settings `{}` and `{}` change the same path", a.name, b.name);
                    problems.add(key.place, message, "join them into one setting with more choices");
                }
            }
        }
    }
    settings
}

fn read_one(key: &Key, node: &Node, problems: &mut Problems) -> Option<Setting> {
    let Value::Table(table) = &node.value else {
        problems.add(
            node.place,
            format!("setting `{}` is a table", key.name),
            "write { default = \"no\", yes = { … } }",
        );
        return None;
    };
    let default = match table.get("default") {
        Some(Node { value: Value::Text(text), .. }) => text.clone(),
        other => {
            let place = other.map_or(key.place, |n| n.place);
            problems.add(place, format!("setting `{}` needs `default`, a text", key.name), "write default = \"no\"");
            return None;
        }
    };
    let mut choices = Vec::new();
    let reason = match table.get("reason") {
        None => String::new(),
        Some(node) => text_of(node, problems).unwrap_or("").to_string(),
    };
    for (choice, node) in table.0.iter().filter(|(k, _)| !["default", "reason"].contains(&k.name.as_str())) {
        match &node.value {
            Value::Table(changes) => choices.push((choice.name.clone(), changes.clone())),
            other => {
                let message = format!("choice `{}` is a table of changes, not {}", choice.name, other.kind());
                problems.add(node.place, message, "write { \"path\" = value }");
            }
        }
    }
    Some(Setting { name: key.name.clone(), default, reason, choices })
}

/// Lays changes over a tree; `""` and `[]` take the key away.
pub(in super::super) fn apply(root: &mut Node, changes: &Table, problems: &mut Problems) {
    for (path, value) in &changes.0 {
        match target(root, path, problems) {
            None => {}
            Some((table, key)) => {
                let removes = match &value.value {
                    Value::Text(text) => text.is_empty(),
                    Value::List(items) => items.is_empty(),
                    _ => false,
                };
                if removes {
                    table.remove(&key);
                } else {
                    table.set(Key { name: key, place: path.place }, value.clone());
                }
            }
        }
    }
}

/// The table that a path leads to and its last word: `clock.window.lasts`, `rule.NAME.price` (a name may hold dots), `card`.
fn target<'a>(root: &'a mut Node, path: &Key, problems: &mut Problems) -> Option<(&'a mut Table, String)> {
    let Value::Table(top) = &mut root.value else { return None };
    if let Some((name, key)) = path.name.strip_prefix("rule.").and_then(|rest| rest.rsplit_once('.')) {
        let known: Vec<String> = rules::names(top.get("rule")).into_iter().map(String::from).collect();
        let Some(at) = known.iter().position(|n| n == name) else {
            let help = suggest(name, known.iter().map(String::as_str));
            problems.add(path.place, format!("there is no rule `{name}` to change"), help);
            return None;
        };
        let Some(Node { value: Value::List(rules), .. }) = top.get_mut("rule") else { return None };
        let tables = rules.iter_mut().filter_map(|n| if let Value::Table(t) = &mut n.value { Some(t) } else { None });
        let named = |t: &&mut Table| matches!(t.get("name"), Some(Node { value: Value::Text(_), .. }));
        return tables.filter(named).nth(at).map(|table| (table, key.to_string()));
    }
    let mut words: Vec<&str> = path.name.split('.').collect();
    let last = words.pop().unwrap_or_default().to_string();
    let mut table = top;
    for (depth, word) in words.iter().enumerate() {
        // Only the first level may be absent: a change may bring the first quota of a tariff.
        if table.get(word).is_none() {
            if depth > 0 || !["clock", "quota", "tiers", "accept", "otherwise"].contains(word) {
                let help = suggest(word, table.names());
                problems.add(path.place, format!("there is no `{word}` to change"), help);
                return None;
            }
            let key = Key { name: word.to_string(), place: path.place };
            table.set(key, Node { place: Place::default(), value: Value::Table(Table::default()) });
        }
        match table.get_mut(word) {
            Some(Node { value: Value::Table(inner), .. }) => table = inner,
            _ => {
                problems.add(path.place, format!("`{word}` in this path is not a table"), "");
                return None;
            }
        }
    }
    Some((table, last))
}

/// The tree of a tariff that is `based_on` another: the base with this file's own words and changes over it.
pub(in super::super) fn overlay(mut base: Node, own: &Table, problems: &mut Problems) -> Node {
    for (key, node) in &own.0 {
        match (key.name.as_str(), &mut base.value) {
            ("based_on" | "change", _) => {}
            ("says" | "source" | "from" | "card" | "markets", Value::Table(top)) => top.set(key.clone(), node.clone()),
            (name, _) => {
                let message = format!("`{name}` cannot stand beside `based_on`");
                let help = "write it as a change: change = { \"clock.window.lasts\" = \"48h\" }; own words are says, source, from, card, markets";
                problems.add(key.place, message, help);
            }
        }
    }
    match own.get("change") {
        None => {}
        Some(Node { value: Value::Table(changes), .. }) => apply(&mut base, changes, problems),
        Some(node) => problems.add(node.place, "`change` is a table of paths and values", ""),
    }
    base
}
