//! Wrong options of a price file: each is told once, at its own place; what only a combination has names one that does.

use crate::store::bench::{chatfare, stderr};
use std::path::Path;

const GAME: &str = r#"format = 1
[platform]
tariff = "whatsapp-2018-08"
[segment.agent]
scenario = "one-agent.toml"
value = "10 USD"
[segment.agent.lever.speed.options]
slow = { "reason.question.handling" = "exponential, mean 50 SLOW", "group.agent.wage" = "30 USD" }
fast = { "reason.question.handling" = "exponential, mean FAST s", "group.agent.wage" = "60 USD" }
[segment.agent.lever.policy.options]
now = { "desk.answer.policy" = "as staff allows" }
later = { "desk.answer.policy" = "POLICY" }
[assumption.patience]
setting = "reason.question.resolved"
low = "10 %"
high = "HIGH"
"#;

/// What `validate` and `price` say of the game with these words put in.
fn said(words: [(&str, &str); 4]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let text = words.iter().fold(GAME.to_string(), |text, (mark, word)| text.replace(mark, word));
    std::fs::write(folder.path().join("game.toml"), text).expect("written");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/price/one-agent.toml");
    std::fs::copy(scenario, folder.path().join("one-agent.toml")).expect("copied");
    let refused = |command: &str| {
        let output = chatfare(folder.path(), &[command, "game.toml"]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        stderr(&output)
    };
    let (price, validate) = (refused("price"), refused("validate"));
    assert!(validate.starts_with(&price), "{validate}\nis not\n{price}");
    price
}

/// Three of four combinations have a wrong option: the faults are three, with that of an assumption, at the words of the file.
#[test]
fn each_wrong_option_is_told_once_where_it_stands() {
    let said = said([("SLOW", "x"), ("FAST", "-5"), ("POLICY", "as staff allows"), ("HIGH", "120 %")]);
    assert_eq!(said.matches("error[").count(), 3, "{said}");
    for (code, at) in
        [("wrong-unit", "game.toml:8:61"), ("out-of-range", "game.toml:9:61"), ("out-of-range", "game.toml:16:8")]
    {
        assert!(said.contains(code) && said.contains(at), "{code} at {at} is not in\n{said}");
    }
    assert!(!said.contains("--set"), "{said}");
}

/// A policy without the target it needs is right for itself; two of four combinations have it.
#[test]
fn what_only_some_combinations_have_names_one() {
    let said = said([("SLOW", "s"), ("FAST", "30"), ("POLICY", "by target"), ("HIGH", "90 %")]);
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(said.contains("error[needs-other]") && said.contains("game.toml:12:34"), "{said}");
    assert!(said.contains("met by 2 of 4 ways to work of segment `agent`: speed slow, policy later"), "{said}");
}
