//! Names that refer to other parts of the file, or to tariffs.

use super::suggest::did_you_mean;
use super::typed::Typed;
use super::view::View;
use crate::scenario::CALL_CENTER;
use crate::scenario::data;
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
                    let known = known_names(view, table);
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
    found.extend(table_keys(view));
    found.extend(holidays(view));
    found
}

/// Countries of `holidays` whose calendar is not known: nobody would ever have a day off.
fn holidays(view: &View) -> Vec<Diagnostic> {
    let known = data::holiday_countries();
    let mut found = Vec::new();
    for (path, item) in view.items.iter().filter(|(path, _)| path.0.last().is_some_and(|key| key == "holidays")) {
        let Typed::Text(country) = &item.typed else { continue };
        if known.contains(country.as_str()) {
            continue;
        }
        let label = match data::country_by_name(country).filter(|code| known.contains(code.to_string().as_str())) {
            Some(code) => format!("write \"{code}\""),
            None => "not in data/holidays.csv".to_string(),
        };
        let d = Diagnostic::error("unknown-name", format!("no public holidays of {country:?} are known"));
        let all: Vec<&str> = known.iter().copied().collect();
        found.push(d.at(&view.place(path), label).help(format!("there are those of {}", all.join(", "))));
    }
    found
}

/// Keys `{reason}` and `{group}` of tables such as `bot.containment` and `reason.NAME.overflow`.
fn table_keys(view: &View) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (pattern, ..) in Grammar::get().settings() {
        let keys: Vec<&str> = pattern.split('.').collect();
        let Some((last, front)) = keys.split_last() else { continue };
        let class = match *last {
            "{reason}" => "reason",
            "{group}" => "group",
            _ => continue,
        };
        let known = known_names(view, class);
        for table in tables(view, front) {
            for key in view.keys(&table).into_iter().filter(|k| !known.contains(k)) {
                let place = view.key_place(&table.join(&key));
                found.push(unknown(format!("there is no {class} named {key:?}"), &key, &known, &place));
            }
        }
    }
    found
}

/// Names that may be used for entries of a table.
fn known_names(view: &View, table: &str) -> Vec<String> {
    let mut known = view.names(table);
    if table == "group" && view.has(&Path::of(&["call_center"])) {
        known.push(CALL_CENTER.to_string());
    }
    known
}

/// The tables that a pattern such as `reason.{name}.overflow` stands for.
fn tables(view: &View, pattern: &[&str]) -> Vec<Path> {
    let mut list = vec![Path::default()];
    for key in pattern {
        let below = |path: Path| match key_class(key) {
            Some(_) => view.keys(&path).iter().map(|name| path.join(name)).collect(),
            None => vec![path.join(key)],
        };
        list = list.into_iter().flat_map(below).collect();
    }
    list
}

fn unknown(what: String, text: &str, known: &[String], place: &crate::scenario::source::Place) -> Diagnostic {
    let label = did_you_mean(text, known.iter().map(String::as_str).collect::<Vec<_>>());
    Diagnostic::error("unknown-name", what).at(place, label)
}
