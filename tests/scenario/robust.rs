//! Whatever is typed, the loader answers; it never panics, and it does not take long.

use super::good::options;
use chatfare::scenario::load_text;
use proptest::prelude::*;

const LAUNCH: &str = include_str!("../good/launch.toml");

/// Loads and prints; both must return.
fn survive(text: &str, sets: Vec<String>) {
    let mut options = options();
    options.sets = sets;
    if let Err(report) = load_text("tests/good/x.toml", text, &options) {
        assert!(!report.render(false).is_empty());
        assert!(!report.json_lines().is_empty());
    }
}

/// Pieces that hurt when they stand in the wrong place.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\n",
    "0",
    "-1",
    "nan",
    "inf",
    "1e999",
    "\u{0}",
    "\u{7}",
    "é",
    "大",
    "\"24h\"",
    "\"for ever\"",
    "\"never\"",
    "true",
    "1979-05-27",
    "[[run]]",
    "include = [\"x.toml\"]\n",
    "\"\"",
    "9999999999999999999999999999",
    "\"99999999999999999999999999999999999999 d\"",
    "\"1e30 EUR\"",
    "\"-5 %\"",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cut_and_pasted_files(cuts in prop::collection::vec((0usize..7000, 0usize..40, 0usize..PIECES.len()), 1..6)) {
        let mut text = LAUNCH.to_string();
        for (at, length, piece) in cuts {
            let start = (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
            let end = (start + length..).find(|i| *i >= text.len() || text.is_char_boundary(*i)).unwrap_or(text.len()).min(text.len());
            text.replace_range(start..end, PIECES[piece]);
        }
        survive(&text, Vec::new());
    }

    #[test]
    fn any_value_in_any_setting(which in 0usize..400, piece in 0usize..PIECES.len()) {
        let grammar = chatfare::scenario::settings::Grammar::get().settings();
        let (path, ..) = &grammar[which % grammar.len()];
        let path = path.replace("{name}", "delivery").replace("{country}", "FR").replace("{currency}", "USD").replace("{reason}", "delivery");
        survive(LAUNCH, vec![format!("{path}={}", PIECES[piece])]);
    }

    #[test]
    fn any_argument(argument in "\\PC{0,60}") {
        survive(LAUNCH, vec![argument]);
    }
}

#[test]
fn large_files_are_refused() {
    let report = |text: String| load_text("x.toml", &text, &options()).expect_err("too large");
    let keys: String = (0..30_000).map(|i| format!("[reason.r{i}]\nvolume = 1\n")).collect();
    assert_eq!(report(keys).diagnostics[0].code, "too-large");
    let nested = format!("x = {}1{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(report(nested).diagnostics[0].code, "syntax");
    let long = format!("question = \"{}\"", "a".repeat(17 * 1024 * 1024));
    assert_eq!(report(long).diagnostics[0].code, "too-large");
    let many: String = (0..9_000).map(|i| format!("[reason.r{i}]\nvolume = 1\n")).collect();
    assert!(report(many).errors() > 9_000);
}

/// A pipe that nobody writes to would be waited for, and a device never ends.
#[cfg(unix)]
#[test]
fn pipes_and_devices_are_no_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for path in [pipe.as_path(), std::path::Path::new("/dev/zero")] {
        let said = chatfare::scenario::load(path, &options()).expect_err("no file").render(false);
        assert!(said.contains("no plain file"), "{said}");
    }
}

#[test]
fn a_wrong_value_of_any_length_is_told_in_short() {
    let text = LAUNCH.replacen("handling = \"", &format!("handling = \"{}", "x".repeat(1_000_000)), 1);
    assert!(text.len() > 1_000_000);
    let said = load_text("tests/good/x.toml", &text, &options()).expect_err("no law").render(false);
    assert!(said.len() < 2_000 && said.contains(" characters) …"), "{} bytes", said.len());
}
