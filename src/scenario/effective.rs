//! Effective values with their origin, for `explain`, the manifest and the report.

use super::check::{Item, View};
use super::fingerprint::used_profiles;
use super::layers::{Layers, template_label};
use super::model::Effective;
use super::path::Path;
use super::settings::SECTIONS;
use super::source::Place;
use super::tree::Table;

/// Who overrides values of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// `[variant.NAME]`.
    Variant,
    /// `[fleet.template.NAME]`.
    Template,
}

/// Name and values of one variant or template.
#[derive(Clone, Copy, Debug)]
pub struct Described<'a> {
    /// Which of the two.
    pub layer: Layer,
    /// Its name.
    pub name: &'a str,
    /// Its values.
    pub view: &'a View,
}

impl Described<'_> {
    /// Where its own values stand, and what they are marked with.
    fn place(&self) -> (Path, String) {
        match self.layer {
            Layer::Variant => (Path::of(&["variant", self.name, "set"]), self.name.to_string()),
            Layer::Template => (Path::of(&["fleet", "template", self.name, "set"]), template_label(self.name)),
        }
    }
}

/// All values of the file, then what each variant and template sets.
pub fn effective_values(layers: &Layers, plain: &View, variants: &[Described<'_>]) -> Vec<Effective> {
    let used: Vec<_> = variants.iter().map(|d| used_profiles(d.view)).chain([used_profiles(plain)]).collect();
    let wanted = |path: &Path| match path.0[0].as_str() {
        "profile" => used.iter().any(|u| u.contains(&path.0[1])),
        head => !matches!(head, "preset" | "include"),
    };
    let mut whole: Vec<_> = plain.items.iter().filter(|(path, _)| wanted(path)).collect();
    whole.sort_by_cached_key(|(path, _)| place_in_file(plain, path));
    let mut list: Vec<Effective> =
        whole.into_iter().map(|(path, item)| one(layers, plain, path.clone(), path, item)).collect();
    for described in variants {
        let (front, mark) = described.place();
        for (path, item) in described.view.items.iter().filter(|(_, item)| item.variant.as_deref() == Some(&*mark)) {
            let mut shown = front.clone();
            shown.0.extend(path.0.clone());
            list.push(one(layers, described.view, shown, path, item));
        }
    }
    list
}

/// Sections in the order of the reference, named things in the order of the file, then by path.
fn place_in_file(view: &View, path: &Path) -> (usize, usize, Path) {
    let head = path.0[0].as_str();
    let places: Vec<&str> = SECTIONS.iter().flat_map(|s| s.at.iter().copied()).collect();
    let section = places.iter().position(|at| at.split('.').next() == Some(head)).unwrap_or(0);
    let named = places.iter().any(|at| at.strip_prefix(head) == Some(".{name}"));
    let name = path.0.get(1).filter(|_| named).and_then(|name| view.names(head).iter().position(|n| n == name));
    (section, name.unwrap_or(0), path.clone())
}

fn one(layers: &Layers, view: &View, shown: Path, path: &Path, item: &Item) -> Effective {
    let origin = match (&item.places, &item.variant) {
        (None, _) => "default".to_string(),
        (Some((_, value)), Some(name)) => {
            let who = if shown.0[0] == "fleet" { String::new() } else { "variant ".to_string() };
            format!("{who}{name} ({})", layers.sources.origin(value.start))
        }
        (Some((_, value)), None) => layers.sources.origin(value.start),
    };
    let (assumption, source) = match &item.places {
        None => (item.setting.assumption.map(str::to_string), None),
        Some((key, value)) => note(layers, &view.tree, path, key, value),
    };
    let replaced = item.replaced.iter().map(|p| {
        let text = layers.sources.slice(p).unwrap_or("").chars().take(60).collect::<String>();
        format!("{text} ({})", layers.sources.origin(p.start))
    });
    Effective {
        path: shown.to_string(),
        value: item.typed.canonical(),
        origin,
        assumption,
        source,
        replaced: replaced.collect(),
        written: item.places.as_ref().and_then(|(key, value)| layers.sources.written(key, value)),
    }
}

/// The note of a value; without one, that of the nearest table around it in the same source.
fn note(layers: &Layers, tree: &Table, path: &Path, key: &Place, value: &Place) -> (Option<String>, Option<String>) {
    if let Some(note) = layers.note(key, value) {
        return (note.assumption.clone(), note.source.clone());
    }
    let source = layers.sources.at(value.start).map(|s| s.offset);
    for length in (1..path.0.len()).rev() {
        let Some(entry) = tree.entry_at(&path.0[..length]) else { continue };
        let same = layers.sources.at(entry.key_place.start).map(|s| s.offset) == source;
        let head = &entry.key_place;
        if let Some(note) = layers.note(head, head).filter(|_| same) {
            return (note.assumption.clone(), note.source.clone());
        }
    }
    (None, None)
}
