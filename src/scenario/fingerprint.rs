//! The hash of the meaning: order, comments, spelling, file names and includes do not matter.

use super::check::{Typed, View};
use super::settings::Kind;
use crate::facts::Channel;
use std::collections::BTreeSet;

/// What counts of one variant.
pub struct Part<'a> {
    /// Its name: rows carry it.
    pub name: &'a str,
    /// How customers come.
    pub channel: Channel,
    /// Its values.
    pub view: &'a View,
    /// Setting and digest of each input file.
    pub inputs: &'a [(String, String)],
}

/// Feeds one variant after the other; the order of variants, groups and accounts is meant, no other.
pub fn fingerprint(parts: &[Part<'_>]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut line = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(b"\n");
    };
    for part in parts {
        line(&format!("variant {:?} {:?}", part.name, part.channel));
        for table in ["account", "group"] {
            line(&format!("order {table} {:?}", part.view.names(table)));
        }
        meaning(part.view).iter().for_each(|(path, text)| line(&format!("{path} = {text}")));
        part.inputs.iter().for_each(|(path, digest)| line(&format!("{path} < {digest}")));
    }
    hasher.finalize().to_hex().to_string()
}

/// What a replication of one variant depends on, blake3 in hexadecimal: its meaning without its name, without run control
/// that chooses how many replications there are, and without what is only multiplied with counts afterwards.
///
/// Tariffs are left out too: what the desk sees of them, and what they count, is known only when they are compiled.
pub fn behaviour(part: &Part<'_>) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut line = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update(b"\n");
    };
    line(&format!("channel {:?}", part.channel));
    for table in ["account", "group"] {
        line(&format!("order {table} {:?}", part.view.names(table)));
    }
    let acts = |path: &str| !priced_afterwards(&path.split('.').collect::<Vec<_>>());
    // Curves are applied afterwards to waits that are counted only where there are any.
    if part.view.items.keys().any(|path| path.0[0] == "satisfaction") {
        line("satisfaction");
    }
    meaning(part.view).iter().filter(|(path, _)| acts(path)).for_each(|(path, text)| line(&format!("{path} = {text}")));
    part.inputs.iter().filter(|(path, _)| acts(path)).for_each(|(path, digest)| line(&format!("{path} < {digest}")));
    hasher.finalize().to_hex().to_string()
}

/// What a variant and the templates of its fleet do: that of the variant alone if it has none.
pub fn together(mut behaviours: Vec<String>) -> String {
    if behaviours.len() == 1 {
        return behaviours.remove(0);
    }
    blake3::hash(behaviours.join("\n").as_bytes()).to_hex().to_string()
}

/// Settings that no replication reads: how many there are, what is shown of them, and prices of what they counted.
/// `tests/store` changes each of these and finds the same counts.
fn priced_afterwards(path: &[&str]) -> bool {
    let last = path[path.len() - 1];
    match path[0] {
        "run" => !matches!(last, "from" | "to" | "lead" | "drain" | "contacts" | "warm_up" | "strata"),
        "currency" | "platform" | "satisfaction" | "loyalty" | "cost" | "tariff" | "staff" => true,
        "group" => matches!(last, "wage" | "seat" | "shrinkage" | "overtime" | "per_minute"),
        "call_center" => {
            matches!(
                last,
                "wage"
                    | "seat"
                    | "shrinkage"
                    | "overtime"
                    | "per_minute"
                    | "minute"
                    | "outbound_minute"
                    | "line_month"
                    | "line_hour"
            )
        }
        "campaign" => last == "click",
        "measures" => last == "average",
        "reason" => path.len() == 4 && path[2] == "lead" && last == "value",
        "bot" => path.len() == 2 && matches!(last, "price" | "token_price"),
        _ => false,
    }
}

/// Canonical texts by path of everything on which a number can depend.
fn meaning(view: &View) -> Vec<(String, String)> {
    let used = used_profiles(view);
    let counts = |path: &super::path::Path, kind: Kind| {
        let head = path.0[0].as_str();
        let silent = matches!(kind, Kind::Prose | Kind::File | Kind::Files)
            || matches!(head, "variant" | "preset" | "format" | "sweep" | "sensitivity");
        !silent && (head != "profile" || used.contains(&path.0[1]))
    };
    let items = view.items.iter().filter(|(path, item)| counts(path, item.setting.kind));
    items.map(|(path, item)| (plain(&path.to_string()), value(&item.typed, item.setting.kind))).collect()
}

/// `USD = "0.855 EUR"` and `USD = { rate = "0.855 EUR" }` mean the same.
fn plain(path: &str) -> String {
    let rate = path.strip_prefix("currency.rates.").and_then(|p| p.strip_suffix(".rate"));
    rate.map_or(path.to_string(), |code| format!("currency.rates.{code}"))
}

/// Canonical text; a tariff of the user's own counts by its content, not by its name.
fn value(typed: &Typed, kind: Kind) -> String {
    match (typed, kind) {
        (Typed::List(list), Kind::Tariffs) => {
            list.iter().map(|t| value(t, Kind::Tariff)).collect::<Vec<_>>().join(", ")
        }
        (Typed::Text(name), Kind::Tariff) if name.ends_with(".toml") => "a file".to_string(),
        _ => typed.canonical(),
    }
}

/// Profiles that some source names.
pub fn used_profiles(view: &View) -> BTreeSet<String> {
    let named = view.items.iter().filter(|(_, item)| item.setting.kind == Kind::NameOf("profile"));
    named.filter_map(|(path, _)| view.get::<String>(path)).collect()
}
