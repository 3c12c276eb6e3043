//! `calendar = ["whatsapp-2018-08", …]`: tariffs that follow each other by date; `open_clocks` says what happens to clocks that the
//! next one does not know, and `[setting.X]` may leave it open.

use std::path::Path;

use jiff::civil::Date;

use super::library;
use super::load::{Step, draft};
use super::problem::{Problem, Problems, suggest};
use super::tree::{Node, Place, Value};

/// Most tariffs of a sequence.
const MOST_STEPS: usize = 64;

const KEYS: [&str; 6] = ["says", "source", "from", "calendar", OPEN_CLOCKS, "setting"];

/// What happens to clocks that the next tariff does not know: they `end` (default), or `run on`.
const OPEN_CLOCKS: &str = "open_clocks";

/// A file that names other tariffs.
pub(super) struct Sequence {
    pub(super) says: String,
    /// First local day of the first tariff, as it is written there.
    pub(super) from: String,
    /// Clocks that the next tariff does not know run on: see `run_on.rs`.
    pub(super) runs_on: bool,
    names: Vec<(String, Place)>,
}

/// The sequence of a tree; `None` if it is a tariff itself.
pub(super) fn read(root: &Node, problems: &mut Problems) -> Option<Sequence> {
    let Value::Table(top) = &root.value else { return None };
    let node = top.get("calendar")?;
    for (key, _) in top.0.iter().filter(|(k, _)| !KEYS.contains(&k.name.as_str())) {
        let message = format!("`{}` cannot stand beside `calendar`: the tariffs it names have all rules", key.name);
        problems.add(key.place, message, suggest(&key.name, KEYS));
    }
    let text = |name: &str| match top.get(name).map(|n| &n.value) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let mut names = Vec::new();
    match &node.value {
        Value::List(items) if !items.is_empty() && items.len() <= MOST_STEPS => {
            for item in items {
                match &item.value {
                    Value::Text(name) => names.push((name.clone(), item.place)),
                    other => {
                        problems.add(item.place, format!("the name of a tariff is a text, not {}", other.kind()), "")
                    }
                }
            }
        }
        _ => {
            let help = "write calendar = [\"whatsapp-2026-07\", \"whatsapp-2026-10\"]";
            problems.add(node.place, format!("`calendar` is a list of 1 to {MOST_STEPS} tariffs"), help);
        }
    }
    let runs_on = match top.get(OPEN_CLOCKS).map(|n| (&n.value, n.place)) {
        None => false,
        Some((Value::Text(word), _)) if word == "end" => false,
        Some((Value::Text(word), _)) if word == "run on" => true,
        Some((_, place)) => {
            problems.add(place, format!("`{OPEN_CLOCKS}` is \"end\" or \"run on\""), "");
            false
        }
    };
    Some(Sequence { says: text("says"), from: text("from"), runs_on, names })
}

impl Sequence {
    /// The tariffs, each from the day it says itself; the first one also before its day.
    pub(super) fn drafts(&self, folder: Option<&Path>, problems: &mut Problems) -> Option<Vec<Step>> {
        let mut steps: Vec<Step> = Vec::new();
        let mut last: Option<Date> = None;
        for (name, place) in &self.names {
            let found = library::tariff(name, folder);
            let document = found.map_err(|problem| problems.add(*place, problem.message, problem.help)).ok()?;
            let draft = draft(document, name, problems)?;
            let Value::Table(top) = &draft.root.value else { return None };
            if top.get("calendar").is_some() {
                problems.add(*place, format!("`{name}` is a calendar itself"), "name its tariffs here");
                return None;
            }
            let from = match top.get("from").map(|n| &n.value) {
                Some(Value::Text(text)) => text.parse::<Date>().ok(),
                _ => None,
            };
            let Some(from) = from else {
                problems.push(Problem::of_file(name, "no date in `from`".into(), "write from = \"2026-10-01\"".into()));
                return None;
            };
            if last.is_some_and(|last| last >= from) {
                let message = format!("`{name}` begins on {from}, not after the one before it");
                problems.add(*place, message, "name them in order of their dates");
            }
            last = Some(from);
            let stem = Path::new(name).file_stem().and_then(|s| s.to_str()).unwrap_or(name);
            let own = if name.ends_with(".toml") { stem } else { name };
            let from = (!steps.is_empty()).then_some(from);
            steps.push(Step { from, asked_as: name.clone(), name: own.to_string(), draft });
        }
        Some(steps)
    }
}
