//! Checked values by path: what the builders read.

use super::typed::{FromTyped, Typed};
use crate::scenario::path::Path;
use crate::scenario::settings::Setting;
use crate::scenario::source::Place;
use crate::scenario::tree::Table;
use std::collections::{BTreeMap, BTreeSet};

/// One checked value and where it came from.
#[derive(Clone, Debug)]
pub struct Item {
    /// The value.
    pub typed: Typed,
    /// Its setting.
    pub setting: &'static Setting,
    /// Where key and value stand; `None` for defaults.
    pub places: Option<(Place, Place)>,
    /// Values it replaced.
    pub replaced: Vec<Place>,
    /// Set by this variant.
    pub variant: Option<String>,
}

/// All values of one variant.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The merged tree, for names and places of tables.
    pub tree: Table,
    /// Values by path.
    pub items: BTreeMap<Path, Item>,
    /// Paths that were given but not readable: later checks pass them over.
    pub poisoned: BTreeSet<Path>,
}

/// A builder asked for a value that the checks should have guaranteed: a fault of ours, not of the user.
#[derive(Clone, Debug, thiserror::Error)]
#[error("internal: no value of the right type at `{0}`")]
pub struct Internal(pub String);

/// A table of the view.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    view: &'a View,
    path: &'a Path,
}

impl View {
    /// The table at a path.
    pub fn at<'a>(&'a self, path: &'a Path) -> At<'a> {
        At { view: self, path }
    }

    /// Keys of a table in the order of the file.
    pub fn names(&self, table: &str) -> Vec<String> {
        self.keys(&Path::of(&[table]))
    }

    /// Keys of the table at a path, in the order of the file.
    pub fn keys(&self, path: &Path) -> Vec<String> {
        self.tree.table_at(&path.0).map(|t| t.entries.iter().map(|e| e.key.clone()).collect()).unwrap_or_default()
    }

    /// Is the table there?
    pub fn has(&self, path: &Path) -> bool {
        self.tree.table_at(&path.0).is_some()
    }

    /// Where a key stands; the nearest table above it if it does not stand at all.
    pub fn key_place(&self, path: &Path) -> Place {
        let mut keys = &path.0[..];
        while !keys.is_empty() {
            if let Some(entry) = self.tree.entry_at(keys) {
                return entry.key_place.clone();
            }
            keys = &keys[..keys.len() - 1];
        }
        0..0
    }

    /// Where a value stands; its key, or the nearest table, if it has none.
    pub fn place(&self, path: &Path) -> Place {
        match self.items.get(path).and_then(|i| i.places.as_ref()) {
            Some((_, value)) => value.clone(),
            None => self.key_place(path),
        }
    }

    /// The value at a path, if there is one of this type.
    pub fn get<T: FromTyped>(&self, path: &Path) -> Option<T> {
        self.items.get(path).and_then(|item| T::from_typed(&item.typed))
    }

    /// The value at a path. Errors: [`Internal`].
    pub fn need<T: FromTyped>(&self, path: &Path) -> Result<T, Internal> {
        self.get(path).ok_or_else(|| Internal(path.to_string()))
    }

    /// Was a value or table written at this path, readable or not?
    pub fn given(&self, path: &Path) -> bool {
        self.poisoned.contains(path) || self.tree.entry_at(&path.0).is_some()
    }
}

impl At<'_> {
    /// The path of a setting in this table.
    pub fn path(&self, key: &str) -> Path {
        self.path.dot(key)
    }

    /// The value of a setting, if any.
    pub fn get<T: FromTyped>(&self, key: &str) -> Option<T> {
        self.view.get(&self.path(key))
    }

    /// The value of a setting. Errors: [`Internal`].
    pub fn need<T: FromTyped>(&self, key: &str) -> Result<T, Internal> {
        self.view.need(&self.path(key))
    }

    /// The item of a setting.
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.view.items.get(&self.path(key))
    }

    /// Is the table below this one there?
    pub fn has(&self, key: &str) -> bool {
        self.view.has(&self.path(key))
    }
}
