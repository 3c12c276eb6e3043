//! Helpers for reading tables: known keys, kinds of values, names of classes.

use super::super::problem::{Problems, suggest};
use super::super::tree::{Node, Place, Table, Value};
use super::{CALL, CLASSES, Clocks, MESSAGES, Scope};
use crate::facts::Class;

/// One table with the keys it may have.
pub(super) struct Fields<'a> {
    table: &'a Table,
    what: String,
    place: Place,
}

impl<'a> Fields<'a> {
    /// Checks that a node is a table with known keys; `unbuilt` are words that exist but cannot be billed yet.
    pub(super) fn of(
        node: &'a Node,
        what: &str,
        known: &[&str],
        unbuilt: &[&str],
        problems: &mut Problems,
    ) -> Option<Fields<'a>> {
        let Value::Table(table) = &node.value else {
            problems.add(node.place, format!("{what} is a table, not {}", node.value.kind()), "");
            return None;
        };
        for (key, _) in &table.0 {
            let name = key.name.as_str();
            if unbuilt.contains(&name) {
                let message = format!("`{name}` is a word of the vocabulary that this version cannot bill yet");
                problems.add(key.place, message, "leave it out; nothing is billed while it stands here");
            } else if !known.contains(&name) {
                problems.add(
                    key.place,
                    format!("`{name}` is not a key of {what}"),
                    suggest(name, known.iter().copied()),
                );
            }
        }
        let place = if table.0.is_empty() || node.place.is_written() { node.place } else { table.0[0].0.place };
        Some(Fields { table, what: what.to_string(), place })
    }

    pub(super) fn node(&self, key: &str) -> Option<&'a Node> {
        self.table.get(key)
    }

    /// A text, if the key is there.
    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<(&'a str, Place)> {
        let node = self.node(key)?;
        text_of(node, problems).map(|t| (t, node.place))
    }

    /// A text that must be there.
    pub(super) fn required_text(&self, key: &str, help: &str, problems: &mut Problems) -> Option<(&'a str, Place)> {
        if self.node(key).is_none() {
            problems.add(self.place, format!("{} needs `{key}`", self.what), format!("write {help}"));
        }
        self.text(key, problems)
    }

    /// A text or a list of texts; none if the key is not there.
    pub(super) fn texts(&self, key: &str, problems: &mut Problems) -> Vec<(&'a str, Place)> {
        match self.node(key) {
            None => Vec::new(),
            Some(Node { value: Value::List(items), .. }) => {
                items.iter().filter_map(|n| text_of(n, problems).map(|t| (t, n.place))).collect()
            }
            Some(node) => text_of(node, problems).map(|t| (t, node.place)).into_iter().collect(),
        }
    }

    /// A word out of a few, or its default.
    pub(super) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], default: T, problems: &mut Problems) -> T {
        let Some((word, place)) = self.text(key, problems) else { return default };
        match choices.iter().find(|(w, _)| *w == word) {
            Some((_, value)) => *value,
            None => {
                let message = format!("`{word}` is not a value of `{key}` that this version can bill");
                problems.add(place, message, suggest(word, choices.iter().map(|(w, _)| *w)));
                default
            }
        }
    }

    /// `per`: one scope, or a list that ends in `customer` where `customer` is allowed.
    pub(super) fn scope(&self, key: &str, default: Scope, problems: &mut Problems) -> Scope {
        let words: Vec<_> = self.texts(key, problems).into_iter().filter(|(w, _)| *w != "customer").collect();
        match words.as_slice() {
            [] => default,
            [("number", _)] => Scope::Number,
            [("account", _)] => Scope::Account,
            [("business", _)] => Scope::Business,
            [(word, place), ..] => {
                let help = suggest(word, ["number", "account", "business"]);
                problems.add(*place, format!("`{key}` is one of number, account, business"), help);
                default
            }
        }
    }

    /// Classes of `of`; all if the key is not there.
    pub(super) fn classes(&self, key: &str, problems: &mut Problems) -> [bool; CLASSES] {
        if self.node(key).is_none() {
            return std::array::from_fn(|class| class < MESSAGES);
        }
        let mut of = [false; CLASSES];
        for (word, place) in self.texts(key, problems) {
            match class_set(word) {
                Some(set) => (0..CLASSES).for_each(|c| of[c] |= set[c]),
                None => unknown_class(word, place, problems),
            }
        }
        of
    }
}

/// The text of a node, or a problem.
pub(super) fn text_of<'a>(node: &'a Node, problems: &mut Problems) -> Option<&'a str> {
    match &node.value {
        Value::Text(text) => Some(text),
        other => {
            problems.add(node.place, format!("a text in quotes is needed here, not {}", other.kind()), "");
            None
        }
    }
}

/// The word of a class by its index.
pub(in super::super) fn class_word(class: usize) -> &'static str {
    Class::ALL.get(class).map_or("call", |c| c.word())
}

/// The category of a card under which a class stands.
pub(in super::super) fn category_word(class: usize) -> &'static str {
    if class == CALL { "business_initiated_call" } else { class_word(class) }
}

/// The classes a word means: a class, or `template` for the four of them.
pub(super) fn class_set(word: &str) -> Option<[bool; CLASSES]> {
    if word == "template" {
        return Some([false, true, true, true, true, false, false]);
    }
    let class = (0..CLASSES).find(|c| class_word(*c) == word)?;
    let mut set = [false; CLASSES];
    set[class] = true;
    Some(set)
}

/// The index of one class, or a problem.
pub(super) fn class_index(word: &str, place: Place, problems: &mut Problems) -> Option<usize> {
    let found = (0..MESSAGES).find(|c| class_word(*c) == word);
    if found.is_none() {
        unknown_class(word, place, problems);
    }
    found
}

fn unknown_class(word: &str, place: Place, problems: &mut Problems) {
    let known = (0..CLASSES).map(class_word).chain(["template"]);
    problems.add(place, format!("`{word}` is not a class of messages"), suggest(word, known));
}

/// What a name in a condition or effect stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Named {
    /// The same clocks whatever the class.
    Clock(Clocks),
    /// The message's own clock of a family, by class.
    Own([Clocks; CLASSES]),
    /// All clocks of a family.
    Any(Clocks),
}

/// Names of clocks and families.
#[derive(Debug, Default)]
pub(super) struct Names(pub(super) Vec<(String, Named)>);

impl Names {
    /// The meaning of a name; `any X` is all of the family X.
    pub(super) fn find(&self, word: &str, place: Place, problems: &mut Problems) -> Option<Named> {
        let (any, name) = word.strip_prefix("any ").map_or((false, word), |rest| (true, rest));
        let Some((_, named)) = self.0.iter().find(|(n, _)| n == name) else {
            let help = suggest(name, self.0.iter().map(|(n, _)| n.as_str()));
            problems.add(place, format!("there is no clock `{name}`"), help);
            return None;
        };
        match (any, named) {
            (true, Named::Own(by_class)) => Some(Named::Any(by_class.iter().fold(0, |a, b| a | b))),
            (true, _) => {
                problems.add(place, format!("`{name}` is one clock, not a family"), format!("write \"{name}\""));
                None
            }
            (false, named) => Some(*named),
        }
    }
}
