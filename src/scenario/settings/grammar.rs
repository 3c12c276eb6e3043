//! The table of settings as a tree of keys.

use super::{SECTIONS, Section, Setting};
use std::sync::OnceLock;

/// One key of the language and what may follow it.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Children by key pattern, in the order of the table.
    pub children: Vec<(&'static str, Node)>,
    /// The setting that ends here.
    pub setting: Option<(&'static Section, &'static Setting)>,
    /// Sections that begin here.
    pub sections: Vec<&'static Section>,
}

/// The language.
#[derive(Debug, Default)]
pub struct Grammar {
    /// Top of the file.
    pub root: Node,
}

/// The class of a key pattern that stands for a user's key: `{country}` → `country`.
pub fn key_class(pattern: &str) -> Option<&str> {
    pattern.strip_prefix('{')?.strip_suffix('}')
}

impl Node {
    /// The child for a key as written: the very word, else a pattern.
    pub fn child(&self, key: &str) -> Option<(&'static str, &Node)> {
        let exact = self.children.iter().find(|(k, _)| *k == key);
        let found = exact.or_else(|| self.children.iter().find(|(k, _)| key_class(k).is_some()))?;
        Some((found.0, &found.1))
    }

    fn down(&mut self, key: &'static str) -> &mut Node {
        let at = match self.children.iter().position(|(k, _)| *k == key) {
            Some(at) => at,
            None => {
                self.children.push((key, Node::default()));
                self.children.len() - 1
            }
        };
        &mut self.children[at].1
    }
}

impl Grammar {
    /// The language, built once.
    pub fn get() -> &'static Grammar {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        GRAMMAR.get_or_init(Grammar::build)
    }

    fn build() -> Grammar {
        let mut grammar = Grammar::default();
        for section in SECTIONS {
            for place in section.at {
                let mut node = &mut grammar.root;
                for key in place.split('.').filter(|k| !k.is_empty()) {
                    node = node.down(key);
                }
                node.sections.push(section);
                for setting in section.settings {
                    let mut leaf = &mut *node;
                    for key in setting.key.split('.') {
                        leaf = leaf.down(key);
                    }
                    leaf.setting = Some((section, setting));
                }
            }
        }
        grammar
    }

    /// Node of a path as written (`reason.delivery.volume`, or with patterns or NAME in place of names).
    pub fn find(&self, keys: &[String]) -> Option<(Vec<&'static str>, &Node)> {
        let mut node = &self.root;
        let mut pattern = Vec::new();
        for key in keys {
            let (word, child) = node.child(key)?;
            pattern.push(word);
            node = child;
        }
        Some((pattern, node))
    }

    /// Every path pattern with its setting, in the order of the table.
    pub fn settings(&self) -> &'static [(String, &'static Section, &'static Setting)] {
        LISTED.get_or_init(listed)
    }
}

/// A setting with its pattern and section.
type Listed = (String, &'static Section, &'static Setting);

/// All of them, made once: every scenario that is read walks through them.
static LISTED: OnceLock<Vec<Listed>> = OnceLock::new();

fn listed() -> Vec<Listed> {
    let mut list = Vec::new();
    for section in SECTIONS {
        for place in section.at {
            for setting in section.settings {
                let dot = if place.is_empty() { "" } else { "." };
                list.push((format!("{place}{dot}{}", setting.key), *section, setting));
            }
        }
    }
    list
}
