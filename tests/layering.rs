//! Data flows one way: what each room of `src/` may import, which crates it may name, how long its files are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms from left to right, each with the rooms to its left that it may import.
///
/// `table` stands left of `experiment` here: its rows are plain data that experiments fill; it imports units only.
const ROOMS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("facts", &["units"]),
    ("scenario", &["units", "facts"]),
    ("statistics", &["units", "facts", "scenario"]),
    ("engine", &["units", "scenario"]),
    ("traffic", &["units", "facts", "scenario", "engine"]),
    ("desk", &["units", "facts", "scenario", "engine", "traffic"]),
    ("tariff", &["units", "facts"]),
    ("table", &["units"]),
    ("log", &["units", "facts", "tariff", "table"]),
    ("billing", &["units", "facts", "tariff", "table", "log", "statistics"]),
    ("experiment", &["units", "facts", "scenario", "statistics", "engine", "traffic", "desk", "tariff", "table"]),
    ("chart", &["units", "table"]),
    ("report", &["units", "scenario", "table", "experiment", "chart", "billing"]),
    (
        "cli",
        &[
            "units",
            "facts",
            "scenario",
            "statistics",
            "engine",
            "traffic",
            "desk",
            "tariff",
            "table",
            "log",
            "billing",
            "experiment",
            "chart",
            "report",
        ],
    ),
];

/// Crates that one room alone may name.
const OWNED: &[(&str, &[&str])] = &[
    ("polars", &["table", "log"]),
    ("plotters", &["chart"]),
    ("plotters_svg", &["chart"]),
    ("resvg", &["chart"]),
    ("usvg", &["chart"]),
    ("tiny_skia", &["chart"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("indicatif", &["cli"]),
    ("terminal_size", &["cli"]),
    ("ctrlc", &["cli"]),
    ("minijinja", &["report"]),
];

/// Rooms whose numbers must be the same on every machine and with any number of threads.
const PURE: &[&str] = &["units", "facts", "engine", "traffic", "desk", "tariff", "statistics"];

/// Words that would make them depend on time, addresses, threads or the system's mathematics.
const IMPURE: &[&str] = &[
    "HashMap",
    "HashSet",
    "RandomState",
    "SystemTime",
    "Instant::now",
    "std::time",
    "Timestamp::now",
    "Zoned::now",
    "rayon",
    "thread_local",
    "static mut",
    "thread_rng",
    "rand::rng(",
];

/// Words that may not stand there even in comments.
const UNSPOKEN: &[&str] = &["polars", "plotters"];

/// Above this a file is split.
const MOST_LINES: usize = 600;
/// Above this one asks why.
const LONG: usize = 400;

struct File {
    path: PathBuf,
    /// Folders below `src/`, then the file's own name unless it is `mod.rs`.
    module: Vec<String>,
    text: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut found, mut open) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").map(|e| e.expect("an entry").path()) {
            if entry.is_dir() {
                open.push(entry);
            } else if entry.extension().is_some_and(|e| e == "rs") {
                let below = entry.strip_prefix(&root).expect("below src").with_extension("");
                let mut module: Vec<String> =
                    below.components().map(|c| c.as_os_str().to_string_lossy().into_owned()).collect();
                if module.last().is_some_and(|last| last == "mod") {
                    module.pop();
                }
                let text = std::fs::read_to_string(&entry).expect("text");
                found.push(File { path: entry, module, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The code without line comments and doc comments.
fn code(text: &str) -> String {
    let line = |line: &str| line.split_once("//").map_or(line.to_string(), |(code, _)| code.to_string());
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Rooms that a file names: after `crate::` (also in groups) and after more `super::` than it has parents.
fn named(module: &[String], text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut rooms = BTreeSet::new();
    let mut add = |rest: &str| {
        let heads: Vec<&str> = match rest.strip_prefix('{') {
            Some(group) => heads(group),
            None => vec![rest],
        };
        for head in heads {
            let word: String = head.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if ROOMS.iter().any(|(room, _)| *room == word) {
                rooms.insert(word);
            }
        }
    };
    code.match_indices("crate::").for_each(|(at, found)| add(&code[at + found.len()..]));
    let up = "super::".repeat(module.len());
    code.match_indices(&up).for_each(|(at, found)| add(&code[at + found.len()..]));
    rooms
}

/// First words of the entries of a group of imports.
fn heads(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[start..at]);
                return found;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with one file.
fn faults(module: &[String], text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let Some(room) = module.first() else { return found };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| name == room) else {
        if room != "main" && room != "lib" {
            found.push(format!("the room `{room}` has no place in the order"));
        }
        return found;
    };
    for other in named(module, text) {
        if other != *room && !allowed.contains(&other.as_str()) {
            found.push(format!("`{room}` imports `{other}`"));
        }
    }
    let code = code(text);
    for (name, owners) in OWNED {
        let names = code.match_indices(name).any(|(at, _)| {
            let before = code[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
            before && code[at + name.len()..].starts_with("::")
        });
        if names && !owners.contains(&room.as_str()) {
            found.push(format!("`{room}` names the crate `{name}`"));
        }
    }
    if PURE.contains(&room.as_str()) {
        found.extend(IMPURE.iter().filter(|w| code.contains(**w)).map(|w| format!("`{room}` uses `{w}`")));
        let text = text.to_lowercase();
        found.extend(UNSPOKEN.iter().filter(|w| text.contains(**w)).map(|w| format!("`{room}` mentions {w}")));
    }
    let lines = text.lines().count();
    if lines > MOST_LINES {
        found.push(format!("{lines} lines, more than {MOST_LINES}"));
    }
    found
}

#[test]
fn nothing_imports_to_its_right() {
    let mut all = Vec::new();
    for file in files() {
        let lines = file.text.lines().count();
        if lines > LONG {
            println!("{}: {lines} lines", file.path.display());
        }
        all.extend(faults(&file.module, &file.text).into_iter().map(|f| format!("{}: {f}", file.path.display())));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_room_is_in_the_order_and_looks_left() {
    let seen: BTreeSet<String> =
        files().into_iter().filter(|f| f.module.len() > 1).map(|f| f.module[0].clone()).collect();
    let listed: BTreeSet<String> = ROOMS.iter().map(|(room, _)| room.to_string()).collect();
    assert!(seen.is_subset(&listed), "{seen:?}");
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for other in *allowed {
            assert!(ROOMS[..at].iter().any(|(left, _)| left == other), "`{other}` does not stand left of `{room}`");
        }
    }
}

/// The check sees what it should: each of these broke it.
#[test]
fn faults_are_seen() {
    let module = |path: &str| path.split('/').map(String::from).collect::<Vec<_>>();
    let broken = [
        ("engine/tree", "use crate::desk::plan::DeskPlan;", "`engine` imports `desk`"),
        ("traffic/plan", "use crate::{facts::Fact, units::{Span, DAY}, tariff};", "`traffic` imports `tariff`"),
        ("desk/policy/batches", "use super::super::super::experiment::study;", "`desk` imports `experiment`"),
        ("desk/serve", "let x = crate::tariff::names();", "`desk` imports `tariff`"),
        ("report/page", "use plotters::prelude::*;", "`report` names the crate `plotters`"),
        ("statistics/tally", "let s = std::collections::HashMap::<u8, u8>::new();", "`statistics` uses `HashMap`"),
        ("desk/mod", "let t = std::time::Instant::now();", "`desk` uses `Instant::now`"),
        ("tariff/fold", "// as Polars would", "`tariff` mentions polars"),
        ("garage", "", "the room `garage` has no place in the order"),
    ];
    for (path, text, fault) in broken {
        let found = faults(&module(path), text);
        assert!(found.iter().any(|f| f == fault), "{path}: {found:?}");
    }
    let long = "\n".repeat(MOST_LINES + 1);
    assert_eq!(faults(&module("desk/serve"), &long), ["601 lines, more than 600"]);
    assert_eq!(faults(&module("engine/tree"), "// crate::desk\nuse crate::units::Span;"), Vec::<String>::new());
}
