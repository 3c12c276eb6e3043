//! `rerun` on the manifest of a bill, and what it carries; keys of customers' numbers.

use std::path::Path;
use std::process::{Command, Output};

use super::command::{Desk, HEAD, inbound, outbound, stderr};

fn chatfare(desk: &Desk, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
    command.args(args).current_dir(desk.path("")).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn log() -> String {
    let mut log = HEAD.to_string();
    for day in 1..=9 {
        log += &inbound(&format!("i{day}"), &format!("2026-10-0{day}T10:00:00Z"), "573005550101", "CO");
        log += &outbound(&format!("o{day}"), &format!("2026-10-0{day}T10:00:07Z"), "573005550101", "CO", "service");
        log += &outbound(&format!("u{day}"), &format!("2026-10-0{day}T10:00:09Z"), "573005550101", "CO", "utility");
        log += &outbound(&format!("b{day}"), &format!("2026-10-0{day}T11:00:00Z"), "4915155550102", "DE", "utility");
    }
    log
}

/// A tariff of one's own that stands on another file and a card, rates of 2018, and a mapping.
fn own_files(desk: &Desk) {
    std::fs::create_dir_all(desk.path("own/deep")).unwrap();
    desk.write(
        "own/deep/mine.toml",
        "based_on = \"../base.toml\"\nsays = \"Mine.\"\nchange = { \"quota.service.size\" = 3 }\n",
    );
    desk.write("own/base.toml", "based_on = \"whatsapp-2026-10\"\nsays = \"Base.\"\ncard = \"card.csv\"\n[change]\n\"rule.template.tiers\" = \"\"\n\"tiers.volume\" = \"\"\n");
    desk.write(
        "own/deep/card.csv",
        "market,category,rate,currency,basis\nColombia,utility,0.5,USD,test\nColombia,service,0.25,USD,test\nGermany,utility,1,USD,test\nColombia,marketing,2,USD,test\nGermany,marketing,2,USD,test\nColombia,authentication,2,USD,test\nGermany,authentication,2,USD,test\n",
    );
    desk.write("rates.csv", "country,rate\nCO,0.01 USD\nDE,0.08 USD\n");
    desk.write("map.toml", "[columns]\ncustomer = \"customer\"\n");
}

const OPTIONS: [&str; 15] = [
    "log.csv",
    "--tariff",
    "own/deep/mine.toml",
    "--tariff",
    "whatsapp-2018-08",
    "--rates",
    "rates.csv",
    "--mapping",
    "map.toml",
    "--lines",
    "csv",
    "--tax",
    "19 %",
    "--merge",
    "10s",
];

#[test]
fn a_bill_is_made_again_from_its_manifest_and_the_log() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    own_files(&desk);
    desk.good(&OPTIONS);
    // 9 service messages, 3 of them free: 6 × 0.25; 9 × 0.5; 9 × 1.
    assert_eq!(desk.total("mine"), "15");
    // What the manifest carries is needed no more.
    for gone in ["own", "rates.csv", "map.toml"] {
        let path = desk.path(gone);
        if path.is_dir() { std::fs::remove_dir_all(path).unwrap() } else { std::fs::remove_file(path).unwrap() }
    }
    let again = chatfare(&desk, &["rerun", "out/manifest.json", "--out", "again", "--threads", "1"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert!(stdout(&again).contains("files are the same, byte for byte"), "{}", stdout(&again));
    // The folder serves as well, and the log may lie elsewhere.
    std::fs::create_dir(desk.path("archive")).unwrap();
    std::fs::rename(desk.path("log.csv"), desk.path("archive/log.csv")).unwrap();
    let missing = chatfare(&desk, &["rerun", "out"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(stderr(&missing).contains("the log log.csv is not here") && stderr(&missing).contains("--logs DIR"));
    let found = chatfare(&desk, &["rerun", "out", "--logs", "archive", "--out", "again"]);
    assert_eq!(found.status.code(), Some(0), "{}", stderr(&found));
}

#[test]
fn a_log_that_changed_is_refused_by_name_and_hash() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    desk.good(&["log.csv"]);
    desk.write("log.csv", &log().replace("o9", "p9"));
    let again = chatfare(&desk, &["rerun", "out/manifest.json"]);
    assert_eq!(again.status.code(), Some(2));
    let text = stderr(&again);
    assert!(
        text.contains("log.csv is not the log that was billed: its blake3 is") && text.contains("bill it anew"),
        "{text}"
    );
    // A result that somebody changed differs.
    desk.write("log.csv", &log());
    let manifest = std::fs::read_to_string(desk.path("out/manifest.json")).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let hash = whole["result"]["files"][0]["blake3"].as_str().unwrap().to_string();
    std::fs::write(desk.path("out/manifest.json"), manifest.replace(&hash, &hash.replace(&hash[..4], "0000"))).unwrap();
    let again = chatfare(&desk, &["rerun", "out/manifest.json", "--out", "again"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stdout(&again).contains("files differ"), "{}", stdout(&again));
}

#[test]
fn rates_of_ones_own_are_part_of_what_a_bill_means() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    own_files(&desk);
    let hash = || {
        desk.good(&OPTIONS);
        let text = std::fs::read_to_string(desk.path("out/manifest.json")).unwrap();
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
        whole["result"]["hash"].as_str().unwrap().to_string()
    };
    let (first, same) = (hash(), hash());
    assert_eq!(first, same);
    desk.write("rates.csv", "country,rate\nCO,0.02 USD\nDE,0.08 USD\n");
    assert_ne!(hash(), first);
}

fn files_below(dir: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

#[test]
fn customers_numbers_are_in_no_result_and_a_key_changes_no_bill() {
    let desk = Desk::new();
    desk.write("log.csv", &log());
    let plain = ["log.csv", "--tariff", "whatsapp-2026-10", "--lines", "csv"];
    desk.good(&plain);
    let bill = std::fs::read_to_string(desk.path("out/bill.csv")).unwrap();
    let keyed = [&plain[..], &["--hash-customers", "a secret key"]].concat();
    desk.good(&keyed);
    assert_eq!(std::fs::read_to_string(desk.path("out/bill.csv")).unwrap(), bill);
    let home = desk.path("").display().to_string();
    for path in files_below(&desk.path("out")) {
        let bytes = std::fs::read(&path).unwrap();
        let holds = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        for word in ["573005550101", "4915155550102", "a secret key", home.trim_end_matches('/')] {
            assert!(!holds(word), "{} holds {word}", path.display());
        }
    }
    let refused = chatfare(&desk, &["rerun", "out"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("give --hash-customers KEY"), "{}", stderr(&refused));
    let again = chatfare(&desk, &["rerun", "out", "--hash-customers", "a secret key", "--out", "again"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
}

#[test]
fn customers_are_hashed_by_the_key_alone() {
    use chatfare::log::{Block, Options, open};
    let desk = Desk::new();
    desk.write("log.csv", &log());
    let customers = |key: Option<&str>| -> Vec<u64> {
        let options = Options { hash_customers: key.map(|k| k.as_bytes().to_vec()), ..Options::default() };
        let mut log = open(&[desk.path("log.csv")], &options).unwrap();
        let (mut blocks, mut block, mut seen) = (log.blocks().unwrap(), Block::default(), Vec::new());
        while blocks.next(&mut block).unwrap() {
            seen.extend(block.facts.iter().map(|f| f.head.customer));
        }
        seen
    };
    let (none, one, other) = (customers(None), customers(Some("one")), customers(Some("other")));
    assert_eq!(one, customers(Some("one")));
    for i in 0..none.len() {
        assert!(none[i] != one[i] && one[i] != other[i] && none[i] != other[i]);
        for j in 0..none.len() {
            assert_eq!(none[i] == none[j], one[i] == one[j], "the same people stay the same");
        }
    }
}

#[test]
fn a_run_carries_the_files_that_its_own_tariff_stands_on() {
    let desk = Desk::new();
    own_files(&desk);
    let scenario = super::simulated::SCENARIO
        .replace("in_force = \"whatsapp-2026-10\"", "in_force = \"own/deep/mine.toml\"")
        .replace("2026-11-08", "2026-10-16")
        .replace("FR = \"50 %\", DE = \"30 %\", CO = \"20 %\"", "DE = \"60 %\", CO = \"40 %\"");
    desk.write("shop.toml", &scenario);
    let run = chatfare(&desk, &["run", "shop.toml", "--out", "out"]);
    assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
    std::fs::remove_dir_all(desk.path("own")).unwrap();
    let again = chatfare(&desk, &["rerun", "out/manifest.json", "--out", "again"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert!(stdout(&again).contains("are the same, byte for byte"), "{}", stdout(&again));
    // Another card is another meaning.
    own_files(&desk);
    let card = std::fs::read_to_string(desk.path("own/deep/card.csv")).unwrap();
    desk.write("own/deep/card.csv", &card.replace("0.25", "0.26"));
    let hash = |dir: &str| {
        let text = std::fs::read_to_string(desk.path(dir).join("manifest.json")).unwrap();
        let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
        whole["result"]["hash"].as_str().unwrap().to_string()
    };
    let first = hash("out");
    chatfare(&desk, &["run", "shop.toml", "--out", "other"]);
    assert_ne!(hash("other"), first);
}
