//! From a price file to a checked [`Game`].

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::game::*;
use super::reader::{Item, Reader, Section};
use super::segments;
use crate::scenario::{Bundle, Layers, LoadOptions, Raw, Report, arguments, bundle, did_you_mean, tariff_files};
use crate::units::{Currency, MOST_TEXT, Money, Share, Span, read_text_file};

/// Grid points at most: windows × prices of all markets.
pub const MOST_POINTS: usize = 5_000;

/// Reads a price file with its includes and `--set` arguments, and checks everything that needs no scenario.
///
/// `known` are the names that scenarios are checked with.
///
/// # Errors
/// All problems, with their places.
pub fn read(path: &Path, sets: &[String], known: &LoadOptions) -> Result<Game, Report> {
    let mut reader = Reader { layers: Layers::default(), marked: Vec::new(), meaning: Default::default() };
    let mut base = reader.layers.main_file(path);
    // The scenarios' built-in profiles are no part of a price file.
    base.entries.retain(|entry| entry.key != "profile");
    let arguments: Vec<_> = arguments(sets).iter().map(|laid| reader.layers.set(laid, &base)).collect();
    arguments.into_iter().for_each(|set| base.merge(set));
    if !reader.layers.found.is_empty() {
        return Err(Report::new(reader.layers.found, reader.layers.sources));
    }
    let root = Section { path: String::new(), table: &base, place: 0..0 };
    let game = whole(&mut reader, &root, path, sets, known);
    match game {
        Some(game) if reader.layers.found.is_empty() => Ok(game),
        _ => Err(Report::new(reader.layers.found, reader.layers.sources)),
    }
}

fn whole(reader: &mut Reader, root: &Section, path: &Path, sets: &[String], known: &LoadOptions) -> Option<Game> {
    reader.only(root, &["format", "question", "include", "run", "platform", "rule", "claims", "segment", "assumption"]);
    match root.item("format").map(|item| (item.clone(), reader.noted(&item))) {
        Some((_, text)) if text == "1" => {}
        Some((item, _)) => reader.wrong("bad-value", "`format` is 1", &item.value.place, "write format = 1"),
        None => reader.wrong("missing-setting", "`format` is missing", &root.place, "write format = 1 at the top"),
    }
    let run = match reader.section(root, "run") {
        Some(section) => {
            reader.only(&section, &["from", "to", "lead", "drain", "replications", "seed", "level"]);
            reader.sets(&section, "run.")
        }
        None => Vec::new(),
    };
    let platform = match reader.section(root, "platform") {
        Some(section) => platform(reader, &section, known),
        None => {
            let help = "write [platform] with `tariff`, `windows` and `prices`";
            reader.wrong("missing-setting", "there is no platform", &root.place, help);
            None
        }
    };
    let markets: Vec<String> = platform.iter().flat_map(|p| p.markets.iter().map(|(name, _)| name.clone())).collect();
    let tariff = platform.as_ref().map_or(String::new(), |p| p.tariff.clone());
    let rules = rules(reader, root, &tariff, &markets, known);
    let claims = claims(reader, root, &rules);
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let found: Vec<Segment> = segments::read(reader, root, &folder);
    let assumptions = segments::assumptions(reader, root, &found);
    if found.is_empty() && reader.layers.found.is_empty() {
        let help = "write [segment.NAME] with `scenario`, `value` and what it chooses";
        reader.wrong("missing-setting", "there are no firms", &root.place, help);
    }
    let question = reader.text(root, "question").unwrap_or_default();
    let named = rules.iter().map(|named| named.rule.tariff.as_str()).chain([tariff.as_str()]);
    let source = packed(reader, sets, &folder, named);
    let name = path.file_stem().map_or("price".to_string(), |stem| stem.to_string_lossy().into_owned());
    let mut hasher = blake3::Hasher::new();
    for line in &reader.meaning {
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    Some(Game {
        name: if name == "-" { "stdin".into() } else { name },
        question,
        hash: hasher.finalize().to_hex().to_string(),
        run,
        platform: platform?,
        rules,
        claims: claims?,
        segments: found,
        assumptions,
        marked: std::mem::take(&mut reader.marked),
        source,
        folder,
    })
}

fn platform(reader: &mut Reader, section: &Section, known: &LoadOptions) -> Option<Platform> {
    reader.only(
        section,
        &[
            "tariff",
            "windows",
            "prices",
            "markets",
            "objective",
            "indifference",
            "message_cost",
            "messages_a_day",
            "target",
            "years",
        ],
    );
    let tariff = tariff(reader, section, known).or_else(|| {
        if section.item("tariff").is_none() {
            reader.wrong(
                "missing-setting",
                "`platform.tariff` is missing",
                &section.place,
                "write tariff = \"whatsapp-2018-08\"",
            );
        }
        None
    });
    let windows = match reader.list(section, "windows") {
        Some(items) => items.iter().filter_map(|item| reader.quantity_of(item, Span::parse)).collect(),
        None => vec![Span(24 * crate::units::HOUR)],
    };
    let mut prices: Vec<f64> = match reader.list(section, "prices") {
        Some(items) => items.iter().filter_map(|item| reader.number_of(item, (0.0, 1e6))).collect(),
        None => vec![1.0],
    };
    prices.sort_by(f64::total_cmp);
    prices.dedup();
    let markets = markets(reader, section);
    let points = (0..markets.len().max(1)).fold(windows.len(), |n, _| n.saturating_mul(prices.len()));
    if points > MOST_POINTS || (points == 0 && reader.layers.found.is_empty()) {
        let message = format!("windows and prices make {points} points: 1 to {MOST_POINTS} are computed");
        reader.wrong("out-of-range", message, &section.place, "name fewer windows, prices or markets");
    }
    let objective = objective(reader, section);
    let none = Money::zero(Currency::USD);
    Some(Platform {
        windows,
        prices,
        markets,
        objective,
        indifference: reader.quantity(section, "indifference", Share::parse).map_or(0.005, |share| share.0),
        message_cost: reader.quantity(section, "message_cost", Money::parse).unwrap_or(none),
        messages_a_day: reader.number(section, "messages_a_day", (1.0, 1e15)).unwrap_or(60e9),
        target: reader
            .quantity(section, "target", Money::parse)
            .unwrap_or(Money { nanos: 19_000_000_000 * crate::units::NANOS, currency: Currency::USD }),
        years: reader.number(section, "years", (0.01, 1000.0)).unwrap_or(10.0),
        tariff: tariff?,
    })
}

/// The tariff of a section; a file is named relative to the price file.
fn tariff(reader: &mut Reader, section: &Section, known: &LoadOptions) -> Option<String> {
    let item = section.item("tariff")?;
    let name = reader.text(section, "tariff")?;
    if name.ends_with(".toml") {
        let path = reader.layers.folder(&item.value.place).join(&name);
        return Some(path.display().to_string());
    }
    if !known.tariffs.is_empty() && !known.tariffs.contains(&name) {
        let label = did_you_mean(&name, known.tariffs.iter().map(String::as_str).collect::<Vec<_>>());
        reader.wrong("unknown-name", format!("there is no tariff {name:?}"), &item.value.place, label);
        return None;
    }
    Some(name)
}

fn markets(reader: &mut Reader, section: &Section) -> Vec<(String, Vec<String>)> {
    let Some(table) = reader.section(section, "markets") else { return Vec::new() };
    let names: Vec<String> = table.items().map(|(name, _)| name.to_string()).collect();
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for name in names {
        let items = reader.list(&table, &name).unwrap_or_default();
        let mut codes = Vec::new();
        for item in items {
            let code = reader.noted(&item);
            let twice = codes.contains(&code) || found.iter().any(|(_, list)| list.contains(&code));
            if twice || !(code == REST || code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase())) {
                let help = "write each country once, by its two letters, or \"*\" for all others";
                reader.wrong("bad-value", format!("`{}`: {code:?}", item.path), &item.value.place, help);
            }
            codes.push(code);
        }
        found.push((name, codes));
    }
    if !found.is_empty() && !found.iter().any(|(_, list)| list.iter().any(|code| code == REST)) {
        found.push(("others".into(), vec![REST.into()]));
    }
    found
}

fn objective(reader: &mut Reader, section: &Section) -> Objective {
    const REVENUE: Objective = Objective { revenue: 1.0, firms: 0.0, customers: 0.0 };
    let Some(item) = section.item("objective") else { return REVENUE };
    if let Raw::Table(_) = item.value.kind {
        let Some(weights) = reader.section(section, "objective") else { return REVENUE };
        reader.only(&weights, &["revenue", "firms", "customers"]);
        let mut weight = |key: &str| reader.number(&weights, key, (0.0, 1e6)).unwrap_or(0.0);
        return Objective { revenue: weight("revenue"), firms: weight("firms"), customers: weight("customers") };
    }
    let words = [
        ("revenue", REVENUE),
        ("firms", Objective { revenue: 0.0, firms: 1.0, customers: 0.0 }),
        ("welfare", Objective { revenue: 1.0, firms: 1.0, customers: 1.0 }),
    ];
    reader.word(&item, &words).unwrap_or(REVENUE)
}

fn rules(reader: &mut Reader, root: &Section, usual: &str, markets: &[String], known: &LoadOptions) -> Vec<NamedRule> {
    let mut rules = Vec::new();
    for (name, section) in reader.sections(root, "rule") {
        reader.only(&section, &["title", "tariff", "window", "price"]);
        let title = reader.text(&section, "title").unwrap_or_default();
        let own = tariff(reader, &section, known);
        let window = reader.quantity(&section, "window", Span::parse);
        let prices = prices_of(reader, &section, markets);
        let tariff = own.unwrap_or_else(|| usual.to_string());
        rules.push(NamedRule { name, title, rule: Rule { tariff, window, prices } });
    }
    if rules.is_empty() {
        let rule =
            |price: f64| Rule { tariff: usual.to_string(), window: None, prices: vec![price; markets.len().max(1)] };
        let named =
            |name: &str, title: &str, price| NamedRule { name: name.into(), title: title.into(), rule: rule(price) };
        rules.push(named("list", "the tariff as it is", 1.0));
        rules.push(named("free", "every message free", 0.0));
    }
    rules
}

/// `price = 2`, or `price = { europe = 2, others = 1 }`; 1 where nothing is said.
fn prices_of(reader: &mut Reader, section: &Section, markets: &[String]) -> Vec<f64> {
    let count = markets.len().max(1);
    let Some(item) = section.item("price") else { return vec![1.0; count] };
    if let Raw::Table(_) = item.value.kind {
        let Some(table) = reader.section(section, "price") else { return vec![1.0; count] };
        let known: Vec<&str> = markets.iter().map(String::as_str).collect();
        reader.only(&table, &known);
        return markets.iter().map(|market| reader.number(&table, market, (0.0, 1e6)).unwrap_or(1.0)).collect();
    }
    vec![reader.number_of(&item, (0.0, 1e6)).unwrap_or(1.0); count]
}

fn claims(reader: &mut Reader, root: &Section, rules: &[NamedRule]) -> Option<Claims> {
    let default = Claims { rule: 0, against: usize::from(rules.len() > 1) };
    let Some(section) = reader.section(root, "claims") else { return Some(default) };
    reader.only(&section, &["rule", "against"]);
    let names: Vec<(&str, usize)> = rules.iter().enumerate().map(|(i, rule)| (rule.name.as_str(), i)).collect();
    let mut one = |key: &str, usual: usize| match section.item(key) {
        Some(item) => reader.word::<usize>(&item, &names),
        None => Some(usual),
    };
    Some(Claims { rule: one("rule", default.rule)?, against: one("against", default.against)? })
}

/// A path of the file, relative to where it is written.
pub(super) fn path_of(reader: &mut Reader, item: &Item, folder: &Path) -> Option<PathBuf> {
    let Raw::Text(text) = &item.value.kind else {
        reader.wrong("wrong-type", format!("`{}` is a path", item.path), &item.value.place, "write it in quotes");
        return None;
    };
    let own = reader.layers.folder(&item.value.place).to_path_buf();
    let from = if own.as_os_str().is_empty() { folder.to_path_buf() } else { own };
    let path = from.join(text);
    if !path.is_file() {
        let message = format!("cannot read {}: no such file", path.display());
        reader.wrong("unreadable-file", message, &item.value.place, "paths are relative to the file that names them");
        return None;
    }
    Some(path)
}

/// The texts of the price file and of the tariffs of the user's own that it names; none if one is named by an absolute path.
fn packed<'a>(
    reader: &Reader,
    sets: &[String],
    folder: &Path,
    tariffs: impl Iterator<Item = &'a str>,
) -> Option<Bundle> {
    let mut whole = bundle(&reader.layers, sets)?;
    for path in tariffs.filter(|name| name.ends_with(".toml")).flat_map(|name| tariff_files(Path::new(name))) {
        let text = read_text_file(&path, MOST_TEXT).ok()?;
        whole.files.insert(plain(path.strip_prefix(folder).ok()?)?, text);
    }
    Some(whole)
}

/// A bundle with the texts of scenarios, each with its own path, joined to it; `folder` is that of the price file.
pub(super) fn joined<'a>(
    bundle: &Bundle,
    folder: &Path,
    scenarios: impl Iterator<Item = (&'a Path, Option<&'a BTreeMap<String, String>>)>,
) -> Option<Bundle> {
    let mut whole = bundle.clone();
    for (scenario, texts) in scenarios {
        let below = scenario.strip_prefix(folder).ok()?.parent()?;
        for (name, text) in texts? {
            whole.files.insert(plain(&below.join(name))?, text.clone());
        }
    }
    Some(whole)
}

/// A relative path without detours, with `/`.
fn plain(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            Component::ParentDir => parts.push(".."),
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}
