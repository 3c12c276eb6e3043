//! Segments and assumptions of a price file.

use std::path::Path;

use super::game::*;
use super::read::path_of;
use super::reader::{Item, Reader, Section};
use crate::scenario::{Laid, Raw, Written, did_you_mean};
use crate::units::{Money, Span};

const KEYS: &[&str] = &[
    "title",
    "scenario",
    "variant",
    "set",
    "firms",
    "value",
    "half_life",
    "delay_cost",
    "customers",
    "wage",
    "staff",
    "order",
    "late",
    "bot",
    "channel",
    "lever",
    "today",
];

/// All segments, in the order of the file.
pub(super) fn read(reader: &mut Reader, root: &Section, folder: &Path) -> Vec<Segment> {
    reader
        .sections(root, "segment")
        .into_iter()
        .filter_map(|(name, section)| one(reader, name, &section, folder))
        .collect()
}

fn one(reader: &mut Reader, name: String, section: &Section, folder: &Path) -> Option<Segment> {
    reader.only(section, KEYS);
    let scenario = match section.item("scenario") {
        Some(item) => {
            reader.noted(&item);
            path_of(reader, &item, folder)
        }
        None => {
            let help = "write scenario = \"shop.toml\": the scenario of one such firm";
            reader.wrong("missing-setting", format!("`{}.scenario` is missing", section.path), &section.place, help);
            None
        }
    };
    let worth = worth(reader, section);
    if worth.is_none() && section.item("value").is_none() {
        let help = "write value = \"4 EUR\": what a resolved contact is worth to the firm";
        reader.wrong("missing-setting", format!("`{}.value` is missing", section.path), &section.place, help);
    }
    let customers = reader.section(section, "customers").and_then(|below| {
        reader.only(&below, &["value", "half_life", "delay_cost"]);
        self::worth(reader, &below)
    });
    let sets = reader.section(section, "set").map_or(Vec::new(), |table| reader.sets(&table, ""));
    let levers = levers(reader, section);
    let today = today(reader, section, &levers);
    Some(Segment {
        title: reader.text(section, "title").unwrap_or_default(),
        variant: reader.text(section, "variant"),
        firms: reader.number(section, "firms", (0.0, 1e12)).unwrap_or(1.0),
        wage: reader.quantity(section, "wage", Money::parse),
        scenario: scenario?,
        worth: worth?,
        customers,
        sets,
        levers,
        today,
        name,
    })
}

fn worth(reader: &mut Reader, section: &Section) -> Option<Worth> {
    let value = reader.quantity(section, "value", Money::parse);
    let half_life = reader.quantity(section, "half_life", Span::parse).filter(|span| *span != Span::FOREVER);
    if let (Some(Span(0)), Some(item)) = (half_life, section.item("half_life")) {
        reader.wrong("out-of-range", "a half-life is above 0", &item.value.place, "write \"6 h\", or \"for ever\"");
    }
    let delay_cost = reader.quantity(section, "delay_cost", Money::parse);
    let value = value?;
    Some(Worth { value, half_life, delay_cost: delay_cost.unwrap_or(Money::zero(value.currency)) })
}

const SHORT: Horizon = Horizon::Short;

/// The ready-made levers in a fixed order, then the user's own.
fn levers(reader: &mut Reader, section: &Section) -> Vec<Lever> {
    let mut levers = Vec::new();
    if let Some(items) = reader.list(section, "staff") {
        let options = items.iter().map(|item| {
            let text = reader.noted(item);
            (text.clone(), Change::Staff(text, reader.written(item)))
        });
        levers.push(Lever { name: "staff".into(), horizon: Horizon::Medium, options: options.collect() });
    }
    let setting = |path: &'static str| {
        move |word: &str, written: Option<Written>| {
            Change::Sets(vec![Laid { name: path.into(), text: format!("{path}=\"{word}\""), written }])
        }
    };
    let orders = ["first come", "window expiry", "price-weighted expiry", "due date"];
    let lates = ["pay", "hold", "drop", "call"];
    let bots = ["off", "on"];
    let channels = ["messages", "phone", "none"];
    let bot = |word: &str, _| if word == "off" { Change::NoBot } else { Change::Nothing };
    let channel = |word: &str, _| match word {
        "phone" => Change::Phone,
        "none" => Change::Exit,
        _ => Change::Messages,
    };
    levers.extend(words(reader, section, "order", SHORT, &orders, setting("desk.discipline")));
    levers.extend(words(reader, section, "late", SHORT, &lates, setting("desk.answer.late")));
    levers.extend(words(reader, section, "bot", Horizon::Medium, &bots, bot));
    levers.extend(words(reader, section, "channel", Horizon::Long, &channels, channel));
    for (name, own) in reader.sections(section, "lever") {
        levers.extend(own_lever(reader, name, &own));
    }
    for lever in &levers {
        let mut names: Vec<&str> = lever.options.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if names.len() < lever.options.len() || lever.options.is_empty() {
            let message = format!("`{}`: lever `{}` has no option, or one twice", section.path, lever.name);
            reader.wrong("bad-value", message, &section.place, "name each option once");
        }
    }
    levers
}

fn words(
    reader: &mut Reader,
    section: &Section,
    key: &str,
    horizon: Horizon,
    known: &[&'static str],
    change: impl Fn(&str, Option<Written>) -> Change,
) -> Option<Lever> {
    let items = reader.list(section, key)?;
    let words: Vec<(&str, &str)> = known.iter().map(|word| (*word, *word)).collect();
    let options = items.iter().filter_map(|item| Some((reader.word(item, &words)?, reader.written(item))));
    let options = options.map(|(word, written)| (word.to_string(), change(word, written))).collect();
    Some(Lever { name: key.into(), horizon, options })
}

/// `[segment.X.lever.NAME]`: a horizon, and options that change settings of the scenario.
fn own_lever(reader: &mut Reader, name: String, section: &Section) -> Option<Lever> {
    reader.only(section, &["horizon", "options"]);
    let horizons: Vec<(&str, Horizon)> = Horizon::ALL.iter().map(|h| (h.word(), *h)).collect();
    let horizon = match section.item("horizon") {
        Some(item) => reader.word(&item, &horizons)?,
        None => Horizon::Medium,
    };
    let options = reader.sections(section, "options");
    let options = options.into_iter().map(|(option, sets)| (option, Change::Sets(reader.sets(&sets, "")))).collect();
    Some(Lever { name, horizon, options })
}

/// `today = { staff = 6, channel = "phone" }`: what firms hold before the game.
fn today(reader: &mut Reader, section: &Section, levers: &[Lever]) -> Vec<(usize, usize)> {
    let Some(table) = reader.section(section, "today") else { return Vec::new() };
    let mut held = Vec::new();
    for (key, item) in table.items() {
        let Some(lever) = levers.iter().position(|lever| lever.name == key) else {
            let known: Vec<&str> = levers.iter().map(|lever| lever.name.as_str()).collect();
            let message = format!("`{}` chooses no `{key}`", section.path);
            reader.wrong("unknown-name", message, &item.value.place, did_you_mean(key, known));
            continue;
        };
        let names: Vec<(&str, usize)> =
            levers[lever].options.iter().enumerate().map(|(i, (name, _))| (name.as_str(), i)).collect();
        held.extend(reader.word(&item, &names).map(|option| (lever, option)));
    }
    held
}

/// All assumptions that are moved.
pub(super) fn assumptions(reader: &mut Reader, root: &Section, segments: &[Segment]) -> Vec<Assumption> {
    let found = reader.sections(root, "assumption");
    found.into_iter().filter_map(|(name, section)| assumption(reader, name, &section, segments)).collect()
}

fn assumption(reader: &mut Reader, name: String, section: &Section, segments: &[Segment]) -> Option<Assumption> {
    reader.only(section, &["of", "setting", "segment", "low", "high"]);
    let words = [
        ("value", Moved::Value),
        ("half_life", Moved::HalfLife),
        ("wage", Moved::Wage),
        ("firms", Moved::Firms),
        ("customer_value", Moved::CustomerValue),
    ];
    let places: Vec<(&str, usize)> = words.iter().enumerate().map(|(i, (word, _))| (*word, i)).collect();
    let of = match (section.item("of"), reader.text(section, "setting")) {
        (Some(item), None) => words[reader.word(&item, &places)?].1.clone(),
        (None, Some(path)) => Moved::Setting(path),
        _ => {
            let help =
                "write of = \"value\" (half_life, wage, firms, customer_value), or setting = \"reason.x.patience\"";
            reader.wrong(
                "missing-setting",
                format!("`{}` moves nothing, or two things", section.path),
                &section.place,
                help,
            );
            return None;
        }
    };
    let names: Vec<(&str, usize)> = segments.iter().enumerate().map(|(i, s)| (s.name.as_str(), i)).collect();
    let segment = match section.item("segment") {
        Some(item) => Some(reader.word(&item, &names)?),
        None => None,
    };
    let mut end = |key: &str| match section.item(key) {
        None => {
            let help = "give both ends: low = 0.5, high = 2";
            reader.wrong("missing-setting", format!("`{}.{key}` is missing", section.path), &section.place, help);
            None
        }
        Some(item) => Some((end_text(reader, &item, &of)?, reader.written(&item))),
    };
    let ends = [end("low"), end("high")];
    let [Some((low, low_place)), Some((high, high_place))] = ends else { return None };
    let assumption = Assumption { name, of, segment, ends: [low, high], places: [low_place, high_place] };
    assumption.laid().iter().flatten().for_each(|laid| reader.judge(laid));
    Some(assumption)
}

/// A factor as text, or the value of a setting as it is written.
fn end_text(reader: &mut Reader, item: &Item, of: &Moved) -> Option<String> {
    match (of, &item.value.kind) {
        (Moved::Setting(_), Raw::Table(_) | Raw::List(_) | Raw::Text(_)) => {
            reader.noted(item);
            reader.layers.sources.slice(&item.value.place).map(str::to_string)
        }
        (Moved::Setting(_), _) => Some(reader.noted(item)),
        _ => reader.number_of(item, (1e-6, 1e6)).map(|factor| factor.to_string()),
    }
}
