//! The table of settings and the list of codes hold what they say.

use super::good::options;
use chatfare::scenario::settings::{Default, Grammar, Kind, describe, reference};
use chatfare::scenario::{codes, load};
use std::collections::BTreeSet;

#[test]
fn every_setting_is_documented_and_its_example_is_readable() {
    let all = Grammar::get().settings();
    assert!(all.len() > 150, "{}", all.len());
    for (path, _, setting) in all {
        assert!(setting.doc.ends_with(['.', '?']), "{path}: {}", setting.doc);
        assert!(describe(path).is_some(), "{path}");
        if setting.example.contains('…') || matches!(setting.kind, Kind::Files) {
            continue;
        }
        let whole = example_path(path).replace("{path}", "\"desk.answer.quiet\"");
        let argument = format!("{whole}={}", setting.example);
        let mut options = options();
        options.sets = vec![argument.clone()];
        if let Err(report) = load(std::path::Path::new("tests/good/launch.toml"), &options) {
            // Relations may be broken by an example; the value itself must be readable.
            let unreadable: Vec<_> = report
                .diagnostics
                .iter()
                .filter(|d| {
                    matches!(
                        d.code,
                        "missing-unit" | "wrong-unit" | "bad-value" | "wrong-type" | "unknown-key" | "syntax"
                    )
                })
                .collect();
            assert!(unreadable.is_empty(), "{argument}\n{report}");
        }
    }
}

/// A path pattern with the names of the good example.
fn example_path(pattern: &str) -> String {
    let head = pattern.split('.').next().unwrap_or("");
    let name = match head {
        "account" => "fr",
        "number" => "france",
        "population" => "customers",
        "profile" => "evening",
        "campaign" => "summer",
        "notification" => "shipped",
        "group" => "team",
        "satisfaction" => "base",
        "variant" => "batches",
        _ => "delivery",
    };
    let pattern = pattern.replace("{name}", name).replace("{country}", "FR").replace("{currency}", "USD");
    pattern.replace("{reason}", "delivery").replace("{setting}", "\"whatsapp-2026-10.entry_point_length\"")
}

#[test]
fn defaults_are_readable_and_marked() {
    // An unreadable default is an error of every file: the good example uses all sections.
    let s = super::good::launch();
    assert!(s.effective.iter().any(|e| e.origin == "default"));
    for (path, _, setting) in Grammar::get().settings() {
        if setting.assumption.is_some() {
            assert!(matches!(setting.default, Default::Text(_) | Default::Derived(_)), "{path}");
        }
    }
}

#[test]
fn each_key_of_a_place_is_written_once() {
    let mut seen = BTreeSet::new();
    for (path, ..) in Grammar::get().settings() {
        assert!(seen.insert(path.clone()), "{path} stands in the table twice");
    }
}

#[test]
fn the_reference_names_every_setting() {
    let text = reference();
    for (_, _, setting) in Grammar::get().settings() {
        assert!(text.contains(setting.doc.split('|').next().unwrap_or("")), "{}", setting.key);
    }
}

/// The example of each code raises it, and the mended one does not.
#[test]
fn examples_of_codes_raise_them() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy("tests/wrong/base/shop.toml", folder.path().join("shop.toml")).expect("copied");
    let file = folder.path().join("example.toml");
    let found = |lines: &str| -> BTreeSet<&'static str> {
        let head = if lines.starts_with("include") { "" } else { "include = [\"shop.toml\"]\n" };
        std::fs::write(&file, format!("{head}{lines}")).expect("written");
        match load(&file, &options()) {
            Ok(_) => BTreeSet::new(),
            Err(report) => report.diagnostics.iter().map(|d| d.code).collect(),
        }
    };
    let with_example = codes::CODES.iter().filter(|c| !c.example.is_empty());
    let mut tried = 0;
    for code in with_example {
        tried += 1;
        assert!(found(code.example).contains(code.name), "{}: {:?}", code.name, found(code.example));
        if !code.fix.starts_with("include") {
            assert!(!found(code.fix).contains(code.name), "the fix of {} is wrong: {:?}", code.name, found(code.fix));
        }
    }
    assert!(tried >= 18, "{tried}");
}

#[test]
fn every_code_is_explained() {
    for code in codes::CODES {
        let text = codes::describe(code.name).expect("there");
        assert!(text.contains(code.reason));
    }
    assert!(codes::describe("no-such-code").is_none());
}
