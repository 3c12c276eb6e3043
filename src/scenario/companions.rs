//! The files that a user's tariff stands on: what it is based on or follows, and its cards.
//!
//! Found in the text alone, before the tariff is read: a scenario or bill that is to be run again elsewhere carries them.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::bundle::relative;
use super::model::Bundle;
use super::text::read_text;

/// Most files of one tariff.
const MOST: usize = 256;

/// The tariff's own file and all that it names and that are there, each once.
pub fn tariff_files(main: &Path) -> Vec<PathBuf> {
    let home = main.parent().unwrap_or(Path::new(""));
    let mut found = vec![main.to_path_buf()];
    let mut seen = BTreeSet::from([main.to_path_buf()]);
    let mut next = 0;
    while next < found.len() && found.len() < MOST {
        let here = found[next].clone();
        next += 1;
        let text = if here.extension().is_some_and(|e| e == "toml") { read_text(&here).ok() } else { None };
        let folder = here.parent().unwrap_or(Path::new("")).to_path_buf();
        for name in text.iter().flat_map(|text| names(text)) {
            // A card is read beside the tariff that was asked for, else beside the one that names it.
            let places = [home.join(&name), folder.join(&name)];
            for path in places.into_iter().filter(|path| path.is_file()) {
                if seen.insert(path.clone()) {
                    found.push(path);
                }
            }
        }
    }
    found
}

/// A tariff with all its files, packed.
///
/// # Errors
/// A file that cannot be read, or that lies outside what a name can say.
pub fn pack(main: &Path) -> io::Result<Bundle> {
    let folder = main.parent().unwrap_or(Path::new(""));
    let named = |path: &Path| {
        let why = || io::Error::new(io::ErrorKind::InvalidInput, format!("{} cannot be carried", path.display()));
        relative(path, folder).ok_or_else(why)
    };
    let mut bundle = Bundle { main: named(main)?, ..Bundle::default() };
    for path in tariff_files(main) {
        let text = read_text(&path).map_err(io::Error::other)?;
        bundle.files.insert(named(&path)?, text);
    }
    Ok(bundle)
}

/// Names of files at the keys that name any: `based_on`, `calendar`, `card`, and changes of these.
fn names(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(table) = text.parse::<toml::Table>() {
        table.iter().for_each(|(key, value)| visit(key, value, false, &mut found));
    }
    found
}

fn visit(key: &str, value: &toml::Value, inside: bool, found: &mut Vec<String>) {
    let last = key.rsplit('.').next().unwrap_or(key);
    let names = inside || ["based_on", "calendar", "card"].contains(&last);
    match value {
        toml::Value::String(text) if names => {
            let name = text.strip_prefix("discounts of ").unwrap_or(text);
            if name.ends_with(".toml") || name.ends_with(".csv") {
                found.push(name.to_string());
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| visit("", item, names, found)),
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| visit(key, value, names, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_tariff_names_is_found_and_packed() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::create_dir_all(dir.path().join(name).parent().unwrap()).unwrap();
            std::fs::write(dir.path().join(name), text).unwrap();
        };
        write("own/both.toml", "says = \"see not.csv\"\ncalendar = [\"a.toml\", \"whatsapp-2026-10\"]\n");
        write(
            "own/a.toml",
            "based_on = \"../base.toml\"\nchange = { \"tiers.volume.card\" = \"discounts of t.csv\" }\n",
        );
        write("base.toml", "card = { USD = \"usd.csv\", EUR = \"missing.csv\" }\n");
        for card in ["own/t.csv", "own/usd.csv", "own/not.csv"] {
            write(card, "market,category,rate\n");
        }
        let bundle = pack(&dir.path().join("own/both.toml")).unwrap();
        let names: Vec<&str> = bundle.files.keys().map(String::as_str).collect();
        assert_eq!(names, ["../base.toml", "a.toml", "both.toml", "t.csv", "usd.csv"]);
        assert_eq!(bundle.main, "both.toml");
        let again = tempfile::tempdir().unwrap();
        let main = bundle.unpack(again.path()).unwrap();
        assert_eq!(tariff_files(&main).len(), 5);
    }
}
