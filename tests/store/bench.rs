//! The built program on a small scenario, and what it leaves.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

/// Two variants with promises and typed heads, notifications, repeats: everything a chunk can hold.
pub const TEXT: &str = r#"[run]
from = "2018-08-06"
to = "2018-08-20"
lead = "24h"
drain = "3 d"
replications = 12
seed = 11
[business]
name = "shop"
zone = "Europe/Paris"
[currency]
report = "EUR"
[currency.rates]
USD = { rate = "0.8550 EUR", source = "ECB" }
[population.customers]
size = 5000
countries = { FR = "60 %", DE = "40 %" }
[reason.delivery]
volume = "200/day"
profile = "shop"
handling = "lognormal, mean 3 min, CV 1.1"
call_handling = "lognormal, mean 6 min, CV 1.2"
turns = "geometric, mean 2.4"
thinking = "lognormal, mean 5 min, CV 2"
patience = "Weibull, mean 6 h, shape 0.7"
resolved = "75 %"
repeat = { chance = "40 %", after = "exponential, mean 24h" }
value = "4 EUR"
[campaign.summer]
reason = "delivery"
volume = "30/day"
click = "0.40 EUR"
[group.team]
hours = "Mon-Sat 09:00-20:00"
meet = "70 % in 4 h"
concurrency = 3
wage = "19.50 EUR"
seat = "40 EUR"
shrinkage = "30 %"
[bot]
containment = { delivery = "30 %" }
delay = "3 s"
price = "0.01 EUR"
[call_center]
hours = "Mon-Sat 09:00-20:00"
meet = "80 % in 20 s"
wage = "24 EUR"
minute = "0.02 EUR"
patience = "exponential, mean 270 s"
[tariff]
in_force = "whatsapp-2018-08"
bill = ["whatsapp-2026-10"]
rates = { FR = "0.0700 USD", DE = "0.0850 USD" }
[variant.at-once]
title = "as staff allows"
[variant.batches]
title = "every hour"
set = { "desk.answer.policy" = "batches", "desk.answer.every" = "1 h" }
"#;

/// The program, to be run in `folder`.
pub fn program(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
    command.args(args).current_dir(folder);
    command
}

/// Runs the program to its end.
pub fn chatfare(folder: &Path, args: &[&str]) -> Output {
    program(folder, args).output().expect("it starts")
}

/// Runs the program and expects it to succeed; what it said on stderr.
#[track_caller]
pub fn done(folder: &Path, args: &[&str]) -> String {
    let output = chatfare(folder, args);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {said}");
    said
}

/// What a command said.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A folder with the scenario in it.
pub fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("shop.toml"), TEXT).expect("written");
    folder
}

/// Everything a run leaves but its chunks, its plan and its manifest, by name; of the manifest the part without times.
pub fn results(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for folder in [out.to_path_buf(), out.join("charts")] {
        for entry in std::fs::read_dir(&folder).expect("results").map(|entry| entry.expect("an entry").path()) {
            let name = entry.file_name().expect("a name").to_string_lossy().into_owned();
            if entry.is_file() && name != "plan.json" && name != "manifest.json" {
                found.insert(name, std::fs::read(&entry).expect("read"));
            }
        }
    }
    let manifest = std::fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    found.insert("manifest".into(), manifest["result"].to_string().into_bytes());
    found
}

/// Same files, same bytes.
#[track_caller]
pub fn same(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert!(one.len() > 15, "{} files", one.len());
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &other[name], "{name} differs");
    }
}

/// Chunk files of a results folder.
pub fn chunk_files(out: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(out.join("chunks")).expect("chunks");
    let mut files: Vec<_> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}
