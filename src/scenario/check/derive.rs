//! Defaults that depend on other values. Each rule is the `derived` text of its setting.

use super::typed::Typed;
use super::view::{Item, View};
use crate::facts::{Channel, Instant};
use crate::scenario::path::Path;
use crate::scenario::settings::Grammar;
use crate::scenario::words::{HALF_HOURS, When};
use crate::units::{Currency, Money};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// Fills in what follows from other values.
pub fn derive_defaults(view: &mut View, channel: Channel) {
    accounts(view);
    run(view);
    sources(view);
    reasons(view);
    desk(view);
    hours(view);
    money(view);
    let word = if channel == Channel::Phone { "phone" } else { "messages" };
    for name in view.names("variant") {
        put(view, Path::of(&["variant", &name, "channel"]), Typed::Text(word.to_string()));
    }
}

/// Adds a value unless one is given.
pub fn put(view: &mut View, path: Path, typed: Typed) {
    if view.given(&path) || view.items.contains_key(&path) {
        return;
    }
    if let Some((_, setting)) = Grammar::get().find(&path.0).and_then(|(_, node)| node.setting) {
        let item = Item { typed, setting, places: None, replaced: Vec::new(), variant: None };
        view.items.insert(path, item);
    }
}

/// Copies a value to another path unless one is given there.
fn copy(view: &mut View, from: Path, to: Path) {
    if let Some(item) = view.items.get(&from) {
        put(view, to, item.typed.clone());
    }
}

fn run(view: &mut View) {
    let to = match view.get::<When>(&Path::of(&["run", "from"])) {
        Some(When::Local(from)) => from.checked_add(1.month()).ok().map(When::Local),
        Some(When::Fixed(from)) => month_later(from, view).map(When::Fixed),
        None => None,
    };
    if let Some(to) = to {
        put(view, Path::of(&["run", "to"]), Typed::When(to));
    }
}

/// The same wall time a month later in the zone of the first account.
fn month_later(from: Instant, view: &View) -> Option<Instant> {
    let zone = TimeZone::get(&first_zone(view)?).ok()?;
    let from = jiff::Timestamp::from_microsecond(from).ok()?.to_zoned(zone);
    Some(from.checked_add(1.month()).ok()?.timestamp().as_microsecond())
}

/// Zone of the first account, if it is known.
pub fn first_zone(view: &View) -> Option<String> {
    let own = view.names("account").first().and_then(|a| view.get(&Path::of(&["account", a, "zone"])));
    own.or_else(|| view.get(&Path::of(&["business", "zone"])))
}

fn accounts(view: &mut View) {
    let names = view.names("account");
    for name in &names {
        copy(view, Path::of(&["business", "name"]), Path::of(&["account", name, "business"]));
        copy(view, Path::of(&["business", "zone"]), Path::of(&["account", name, "zone"]));
    }
    if let [only] = names.as_slice() {
        for number in view.names("number") {
            put(view, Path::of(&["number", &number, "account"]), Typed::Text(only.clone()));
        }
    }
}

fn sources(view: &mut View) {
    let populations = view.names("population");
    for table in ["reason", "campaign", "notification"] {
        for name in view.names(table) {
            if let [only] = populations.as_slice() {
                put(view, Path::of(&[table, &name, "population"]), Typed::Text(only.clone()));
            }
        }
    }
    for name in view.names("notification") {
        let class: Option<String> = view.get(&Path::of(&["notification", &name, "class"]));
        let word = if class.as_deref() == Some("marketing") { "nothing" } else { "sms" };
        put(view, Path::of(&["notification", &name, "baseline"]), Typed::Text(word.to_string()));
    }
}

fn reasons(view: &mut View) {
    for name in view.names("reason") {
        let at = |key: &str| Path::of(&["reason", &name, key]);
        copy(view, at("call_handling"), at("handling"));
        copy(view, at("handling"), at("call_handling"));
        copy(view, at("resolved"), at("resolved_by_phone"));
        if view.has(&at("transfer")) {
            for key in ["handling", "call_handling"] {
                copy(view, at(key), at("transfer").join(key));
            }
        }
    }
}

fn desk(view: &mut View) {
    let Some(zone) = first_zone(view).map(Typed::Text) else { return };
    put(view, Path::of(&["desk", "answer", "zone"]), zone.clone());
    for group in view.names("group") {
        put(view, Path::of(&["group", &group, "zone"]), zone.clone());
    }
    if view.has(&Path::of(&["call_center"])) {
        put(view, Path::of(&["call_center", "zone"]), zone);
    }
}

/// Open always, unless heads by half-hour say when.
fn hours(view: &mut View) {
    let mut tables: Vec<Path> = view.names("group").iter().map(|g| Path::of(&["group", g])).collect();
    tables.extend(view.has(&Path::of(&["call_center"])).then(|| Path::of(&["call_center"])));
    for table in tables {
        let listed = view.items.get(&table.join("agents")).is_some_and(|i| matches!(i.typed, Typed::List(_)));
        if !listed && !view.given(&table.join("schedule")) {
            put(view, table.join("hours"), Typed::Hours(vec![true; HALF_HOURS]));
        }
    }
}

/// The only currency that the file uses; USD if it uses none.
fn money(view: &mut View) {
    let used: BTreeSet<Currency> = view
        .items
        .iter()
        .filter(|(path, item)| {
            item.places.is_some() && !matches!(path.0[0].as_str(), "currency" | "platform" | "tariff")
        })
        .filter_map(|(_, item)| if let Typed::Money(m) = item.typed { Some(m.currency) } else { None })
        .collect();
    let rates: BTreeSet<Currency> = view
        .items
        .iter()
        .filter(|(path, _)| path.0.starts_with(&["currency".into(), "rates".into()]))
        .filter_map(|(_, item)| if let Typed::Money(m) = item.typed { Some(m.currency) } else { None })
        .collect();
    let only = [&rates, &used].into_iter().find(|s| s.len() == 1).and_then(|s| s.first().copied());
    if used.len() <= 1 || only.is_some() {
        put(view, Path::of(&["currency", "report"]), Typed::Currency(only.unwrap_or(Currency::USD)));
    }
    let Some(report) = view.get::<Currency>(&Path::of(&["currency", "report"])) else { return };
    let zero = Typed::Money(Money::zero(report));
    for (table, keys) in [("reason", &["value"][..]), ("campaign", &["click"]), ("group", &["seat"])] {
        for name in view.names(table) {
            keys.iter().for_each(|key| put(view, Path::of(&[table, &name, key]), zero.clone()));
        }
    }
    for (table, keys) in
        [("call_center", &["seat", "minute", "outbound_minute", "line_month"][..]), ("bot", &["price"])]
    {
        if view.has(&Path::of(&[table])) {
            keys.iter().for_each(|key| put(view, Path::of(&[table, key]), zero.clone()));
        }
    }
    put(view, Path::of(&["cost", "platform_month"]), zero);
}
