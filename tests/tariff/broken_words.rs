//! Every word of the built-in tariffs is broken on purpose, one after another: the random logs on which they agree with the naive
//! functions must tell the difference, else those would agree with a wrong tariff too.

use chatfare::facts::{Book, Fact};
use chatfare::tariff::{Options, load, price};
use chatfare::units::HOUR;

use super::agreement::{SMALL_LIST, SMALL_TIERS};
use super::world::{Folder, OCTOBER, book, fold, large_book, launch, random_log};

/// A tariff, the file that has its rules, and what makes quotas and tiers matter in short logs.
pub const TARIFFS: [(&str, &str, &str); 7] = [
    ("whatsapp-2018-08", include_str!("../../data/tariffs/whatsapp-2018-08.toml"), ""),
    ("whatsapp-2022-02", include_str!("../../data/tariffs/whatsapp-2022-02.toml"), "\"quota.sessions.size\" = 3\n"),
    ("whatsapp-2023-06", include_str!("../../data/tariffs/whatsapp-2023-06.toml"), "\"quota.service.size\" = 3\n"),
    ("whatsapp-2024-11", include_str!("../../data/tariffs/whatsapp-2023-06.toml"), ""),
    ("whatsapp-2025-07", include_str!("../../data/tariffs/whatsapp-2025-07.toml"), ""),
    ("whatsapp-2026-07", include_str!("../../data/tariffs/whatsapp-2025-07.toml"), ""),
    (
        "whatsapp-2026-10",
        include_str!("../../data/tariffs/whatsapp-2026-10.toml"),
        "\"card\" = \"small.csv\"\n\"tiers.volume.card\" = \"small_tiers.csv\"\n\"quota.service.size\" = 3\n",
    ),
];

/// What bills say of some logs: total, messages unrated and not accepted; `None`: the tariff is refused.
pub fn bills(
    name: &str,
    changes: &str,
    settings: &[(String, String)],
    logs: &[(Book, Vec<Fact>)],
) -> Option<Vec<(i128, u64, u64)>> {
    let text = format!("based_on = \"{name}\"\n[change]\n{changes}");
    let folder = Folder::new(&[("t.toml", &text), ("small.csv", SMALL_LIST), ("small_tiers.csv", SMALL_TIERS)]);
    let options = if name.ends_with("2018-08") { launch() } else { Options::default() };
    let options = Options { settings: settings.to_vec(), ..options };
    let plan = std::sync::Arc::new(load(&folder.path("t.toml"), &options).ok()?);
    let bill = |(book, facts): &(Book, Vec<Fact>)| {
        let counts = fold(&plan, book, OCTOBER, OCTOBER + 33 * 24 * HOUR, facts);
        let bill = price(&plan, book, &counts);
        (bill.total, bill.unrated, counts.not_accepted())
    };
    Some(logs.iter().map(bill).collect())
}

/// (path, another value) for each word of a file.
fn broken(file: &str) -> Vec<(String, String)> {
    let table: toml::Table = file.parse().unwrap();
    let mut found = Vec::new();
    let mut change = |path: String, value: &str| found.push((path, value.to_string()));
    for rule in table["rule"].as_array().unwrap() {
        let rule = rule.as_table().unwrap();
        for (key, value) in rule.iter().filter(|(key, _)| !["name", "as"].contains(&key.as_str())) {
            let path = format!("rule.{}.{key}", rule["name"].as_str().unwrap());
            match key.as_str() {
                "price" if value.as_str() == Some("free") => change(path, "\"0.5 USD\""),
                "price" => change(path, "\"free\""),
                _ => change(path, "\"\""),
            }
        }
    }
    for (name, clock) in table.get("clock").and_then(|c| c.as_table()).into_iter().flatten() {
        for key in clock.as_table().unwrap().keys() {
            match key.as_str() {
                "lasts" => change(format!("clock.{name}.lasts"), "\"3h\""),
                "starts" if name == "ad" => change(format!("clock.{name}.starts"), "\"customer message\""),
                "starts" => change(format!("clock.{name}.starts"), "\"ad message\""),
                _ => change(
                    format!("clock.{name}.{key}"),
                    "[\"marketing\", \"utility\", [\"authentication\", \"authentication_international\", \"service\"]]",
                ),
            }
        }
        change(format!("clock.{name}.again"), "\"ignore\"");
        change(format!("clock.{name}.per"), "\"business\"");
    }
    for (word, another) in [("quota", "\"business\""), ("tiers", "\"number\"")] {
        for name in table.get(word).and_then(|q| q.as_table()).into_iter().flat_map(|t| t.keys()) {
            change(format!("{word}.{name}.{}", if word == "quota" { "per" } else { "sum" }), another);
            if word == "tiers" {
                change(format!("tiers.{name}.kind"), "\"all-units\"");
                change(format!("tiers.{name}.over"), "[\"month\"]");
                change(format!("tiers.{name}.of"), "[\"utility\"]");
            }
        }
    }
    for class in table.get("accept").and_then(|a| a.as_table()).into_iter().flat_map(|t| t.keys()) {
        let never = table["accept"][class.as_str()].as_str() == Some("never");
        change(format!("accept.{class}"), if class == "service" || never { "\"always\"" } else { "\"never\"" });
    }
    for class in table.get("otherwise").and_then(|a| a.as_table()).into_iter().flat_map(|t| t.keys()) {
        change(format!("otherwise.{class}"), "\"\"");
    }
    found
}

#[test]
fn every_word_of_every_regime_that_is_broken_changes_a_bill() {
    // Many numbers show what belongs to whom; one number, what clocks do to messages that stand close together.
    let sparse =
        |seed| (large_book(&["FR", "DE", "IN"]), random_log(seed, OCTOBER, &large_book(&["FR", "DE", "IN"]), 160));
    let one = || book(&["Europe/Paris"], &["FR", "DE", "IN"]);
    let dense = |seed: u64| (one(), random_log(seed + 500, OCTOBER, &one(), 200));
    let logs: Vec<(Book, Vec<Fact>)> = (0..60).map(sparse).chain((0..40).map(dense)).collect();
    let mut unseen = Vec::new();
    let mut seen = 0;
    for (name, file, base) in TARIFFS {
        // Shorter entry points too: at 72 h they hide what happens to shorter clocks inside them.
        let short = "\"clock.entry_point.lasts\" = \"5h\"\n\"clock.ad.lasts\" = \"30h\"\n";
        let variants: &[&str] = if name.ends_with("2018-08") { &[""] } else { &["", short] };
        let whole: Vec<_> =
            variants.iter().map(|v| bills(name, &format!("{base}{v}"), &[], &logs).expect("it loads")).collect();
        for (path, value) in broken(file) {
            let differs = variants.iter().zip(&whole).any(|(variant, whole)| {
                let kept = |line: &&str| !line.contains(&format!("\"{path}\""));
                let rest: String = base.lines().chain(variant.lines()).filter(kept).map(|l| format!("{l}\n")).collect();
                let other = bills(name, &format!("{rest}\"{path}\" = {value}\n"), &[], &logs);
                other.is_none_or(|other| other != *whole)
            });
            if differs {
                seen += 1;
            } else {
                unseen.push(format!("{name} {path}"));
            }
        }
    }
    assert!(seen > 190, "{seen}");
    assert_eq!(unseen, EQUIVALENT);
}

/// Changes that are none, because a rule above has decided already, one below says the same, or the file says so itself.
const EQUIVALENT: [&str; 12] = [
    // Answers are met by "answer opens a session".
    "whatsapp-2022-02 rule.template inside the window opens a session.of",
    "whatsapp-2022-02 rule.template opens a session.of",
    // An answer that does not join its own conversation joins any, also free; templates have opened theirs above.
    "whatsapp-2023-06 rule.template joins its conversation.of",
    "whatsapp-2023-06 rule.answer joins a conversation.of",
    "whatsapp-2023-06 rule.answer opens a conversation.of",
    "whatsapp-2024-11 rule.template joins its conversation.of",
    "whatsapp-2024-11 rule.answer joins a conversation.of",
    "whatsapp-2024-11 rule.answer opens a conversation.of",
    // Service is free since November 2024, whatever its conversation does; there is no quota to take away.
    "whatsapp-2024-11 rule.answer opens a conversation.opens",
    "whatsapp-2024-11 rule.answer opens a conversation.price",
    "whatsapp-2024-11 rule.answer opens a conversation.quota",
    // Answers are met by "service message".
    "whatsapp-2026-10 rule.template.of",
];
