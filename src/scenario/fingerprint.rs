//! The hash of the meaning: order, comments, spelling, file names and includes do not matter.

use super::build::InputFile;
use super::check::View;
use super::settings::Kind;
use crate::facts::Channel;
use std::collections::{BTreeMap, BTreeSet};

/// What counts of one variant: (name, channel, values).
pub type Part<'a> = (&'a str, Channel, &'a View);

/// Feeds one variant after the other; the order of variants, groups and accounts is meant, no other.
pub fn fingerprint(parts: &[Part<'_>], files: &BTreeMap<String, InputFile>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut line = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(b"\n");
    };
    for (name, channel, view) in parts {
        line(&format!("variant {name:?} {channel:?}"));
        for table in ["account", "group"] {
            line(&format!("order {table} {:?}", view.names(table)));
        }
        for (path, text) in meaning(view) {
            line(&format!("{path} = {text}"));
        }
    }
    for digest in files.values().map(|f| &f.digest).collect::<BTreeSet<_>>() {
        line(digest);
    }
    hasher.finalize().to_hex().to_string()
}

/// Canonical texts by path of everything on which a number can depend.
fn meaning(view: &View) -> Vec<(String, String)> {
    let used = used_profiles(view);
    let counts = |path: &super::path::Path, kind: Kind| {
        let head = path.0[0].as_str();
        let silent =
            matches!(kind, Kind::Prose | Kind::File | Kind::Files) || matches!(head, "variant" | "preset" | "format");
        !silent && (head != "profile" || used.contains(&path.0[1]))
    };
    let items = view.items.iter().filter(|(path, item)| counts(path, item.setting.kind));
    items.map(|(path, item)| (path.to_string(), value(item))).collect()
}

/// Canonical text; a tariff of the user's own counts by its content, not by its name.
fn value(item: &super::check::Item) -> String {
    let text = item.typed.canonical();
    let file = matches!(item.setting.kind, Kind::Tariff | Kind::Tariffs) && text.contains(".toml");
    if file { "(file)".to_string() } else { text }
}

/// Profiles that some source names.
pub fn used_profiles(view: &View) -> BTreeSet<String> {
    let named = view.items.iter().filter(|(_, item)| item.setting.kind == Kind::NameOf("profile"));
    named.filter_map(|(path, _)| view.get::<String>(path)).collect()
}
