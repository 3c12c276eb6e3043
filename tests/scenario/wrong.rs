//! Wrong scenarios and their exact messages: `tests/wrong/NAME.toml` and `NAME.stderr`.
//!
//! Lines `#! --set PATH=VALUE` at the head of a file are its arguments. `UPDATE_GOLDEN=1` rewrites the transcripts.

use super::good::options;
use chatfare::scenario::{Report, load};
use std::path::{Path, PathBuf};

/// Every wrong scenario, sorted.
fn cases() -> Vec<PathBuf> {
    let mut list: Vec<PathBuf> = std::fs::read_dir("tests/wrong")
        .expect("the folder is there")
        .map(|e| e.expect("readable").path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .collect();
    list.sort();
    list
}

/// The report of a wrong scenario.
fn report(path: &Path) -> Report {
    let text = std::fs::read_to_string(path).expect("readable");
    let mut options = options();
    options.sets = text.lines().filter_map(|l| l.strip_prefix("#! --set ")).map(str::to_string).collect();
    match load(path, &options) {
        Ok(_) => panic!("{} is not wrong", path.display()),
        Err(report) => report,
    }
}

#[test]
fn messages_are_exactly_these() {
    let cases = cases();
    assert!(cases.len() >= 40, "only {} wrong scenarios", cases.len());
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut differing = Vec::new();
    for path in cases {
        let text = report(&path).render(false);
        let golden = path.with_extension("stderr");
        if update {
            std::fs::write(&golden, &text).expect("writable");
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != text {
            differing.push(format!("--- {}\n{text}", path.display()));
        }
    }
    assert!(differing.is_empty(), "messages changed:\n{}", differing.join("\n"));
}

#[test]
fn every_message_has_place_and_fix() {
    for path in cases() {
        let report = report(&path);
        for d in &report.diagnostics {
            let label = d.labels.first().unwrap_or_else(|| panic!("{}: {} has no place", path.display(), d.message));
            assert!(!label.text.is_empty(), "{}: {} has no fix", path.display(), d.message);
            let at = report.sources.position(label.place.start);
            assert!(at.line >= 1 && at.column >= 1 && !at.source.is_empty());
            assert!(chatfare::scenario::codes::find(d.code).is_some(), "{} is not explained", d.code);
        }
    }
}

#[test]
fn two_mistakes_give_two_messages() {
    let report = report(Path::new("tests/wrong/two-mistakes.toml"));
    assert_eq!(report.errors(), 2);
}

#[test]
fn a_typo_in_a_set_points_into_the_argument() {
    let report = report(Path::new("tests/wrong/set-inside-text.toml"));
    let place = &report.diagnostics[0].labels[0].place;
    assert_eq!(report.sources.slice(place), Some("parsecs"));
    assert_eq!(report.sources.position(place.start).source, "--set #1");
}

#[test]
fn at_most_twenty_are_printed_and_the_rest_counted() {
    let report = report(Path::new("tests/wrong/many.toml"));
    let text = report.render(false);
    assert_eq!(text.matches("error[").count(), 20);
    assert!(text.contains(&format!("… and {} more", report.diagnostics.len() - 20)), "{text}");
}

#[test]
fn json_lines_are_one_object_a_problem() {
    let report = report(Path::new("tests/wrong/two-mistakes.toml"));
    let lines: Vec<serde_json::Value> =
        report.json_lines().lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["code"], "unknown-key");
    assert_eq!(lines[0]["file"], "tests/wrong/two-mistakes.toml");
    assert_eq!((lines[0]["line"].as_u64(), lines[0]["column"].as_u64()), (Some(3), Some(1)));
}

#[test]
fn colour_only_when_asked() {
    let report = report(Path::new("tests/wrong/two-mistakes.toml"));
    assert!(!report.render(false).contains('\u{1b}'));
    assert!(report.render(true).contains('\u{1b}'));
}
