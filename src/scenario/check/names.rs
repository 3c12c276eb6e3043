//! Names that refer to other parts of the file, or to tariffs.

use super::suggest::did_you_mean;
use super::typed::Typed;
use super::view::View;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::path::Path;
use crate::scenario::settings::{Grammar, Kind, key_class};

/// Every name of a reason, population, profile, account or tariff refers to one that exists.
pub fn check_names(view: &View, tariffs: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, item) in &view.items {
        let place = view.place(path);
        let texts: Vec<&String> = match &item.typed {
            Typed::Text(t) => vec![t],
            Typed::List(list) => {
                list.iter().filter_map(|t| if let Typed::Text(t) = t { Some(t) } else { None }).collect()
            }
            _ => continue,
        };
        for text in texts {
            match item.setting.kind {
                Kind::NameOf(table) | Kind::NamesOf(table) => {
                    let known = view.names(table);
                    if !known.contains(text) {
                        let what = format!("there is no {} named {text:?}", table.replace('_', " "));
                        found.push(unknown(what, text, &known, &place));
                    }
                }
                Kind::Tariff | Kind::Tariffs
                    if !text.ends_with(".toml") && !tariffs.is_empty() && !tariffs.contains(text) =>
                {
                    found.push(unknown(format!("there is no tariff {text:?}"), text, tariffs, &place));
                }
                _ => {}
            }
        }
    }
    found.extend(reason_keys(view));
    found
}

/// Keys `{reason}` of tables such as `bot.containment`.
fn reason_keys(view: &View) -> Vec<Diagnostic> {
    let known = view.names("reason");
    let mut found = Vec::new();
    for (pattern, ..) in Grammar::get().settings() {
        let keys: Vec<&str> = pattern.split('.').collect();
        if let Some((&"{reason}", front)) = keys.split_last()
            && !front.iter().any(|k| key_class(k).is_some())
        {
            let table = Path::of(front);
            for key in view.keys(&table).into_iter().filter(|k| !known.contains(k)) {
                let place = view.key_place(&table.join(&key));
                found.push(unknown(format!("there is no reason named {key:?}"), &key, &known, &place));
            }
        }
    }
    found
}

fn unknown(what: String, text: &str, known: &[String], place: &crate::scenario::source::Place) -> Diagnostic {
    let label = did_you_mean(text, known.iter().map(String::as_str).collect::<Vec<_>>());
    Diagnostic::error("unknown-name", what).at(place, label)
}
