//! What only compilation refuses has the place of its setting; patterns that fit nothing and narrow terminals.

use crate::store::bench::{chatfare, stderr};
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

const SHOP: &str = "scenarios/one-person-shop.toml";

fn here(args: &[&str]) -> Output {
    chatfare(Path::new(env!("CARGO_MANIFEST_DIR")), args)
}

/// A file that lays lines over a shipped scenario: what `validate` and `run` say of it, which must be the same.
fn said(lines: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join(SHOP);
    std::fs::copy(shop, folder.path().join("shop.toml")).expect("copied");
    std::fs::write(folder.path().join("own.toml"), format!("include = [\"shop.toml\"]\n{lines}")).expect("written");
    let refused = |command: &str| {
        let output = chatfare(folder.path(), &[command, "own.toml"]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        stderr(&output)
    };
    let (validate, run) = (refused("validate"), refused("run"));
    assert!(validate.starts_with(&run), "{validate}\nis not\n{run}");
    run
}

#[test]
fn what_compilation_refuses_has_the_place_of_its_setting() {
    let tariff = said("[tariff]\nin_force = \"whatsapp-2018-08\"\n");
    assert_eq!(tariff.matches("error").count(), 1, "both variants have it, it is told once:\n{tariff}");
    assert!(tariff.contains("own.toml:3:12") && tariff.contains("state rates by country"), "{tariff}");
    let quota = said("[tariff]\nin_force = \"whatsapp-2025-07\"\n[desk.budget]\nfree_quota = true\n");
    assert!(
        quota.contains("own.toml:5:14") && quota.contains("variant `messages`: `desk.budget.free_quota`"),
        "{quota}"
    );
    let budget = said("[desk.budget]\namount = \"5 EUR\"\n");
    assert!(budget.contains("own.toml:3:10") && budget.contains("write the budget in USD"), "{budget}");
    // A variant's own setting has the place in its `set`.
    let own = said("[variant.few]\n[variant.short]\nset = { \"desk.budget.amount\" = \"5 EUR\" }\n");
    assert!(own.contains("own.toml:4:32") && own.contains("variant `short`"), "{own}");
    let holidays = said("[group.shopkeeper]\nholidays = \"XX\"\n");
    assert!(holidays.contains("own.toml:3:12") && holidays.contains("AE, AR, "), "{holidays}");
    let argument = here(&["run", SHOP, "--set", "tariff.in_force=whatsapp-2018-08"]);
    assert!(stderr(&argument).contains("--set #1:1:17"), "{}", stderr(&argument));
}

/// The whole table takes minutes: a pattern that fits nothing is refused before any of it, with the nearest name.
#[test]
fn a_pattern_of_verify_that_fits_nothing() {
    let begun = Instant::now();
    for (pattern, near) in [("erlag_c", "did you mean \"erlang_c\"?"), ("nosuchthing", "there are erlang_b, ")] {
        let output = here(&["verify", "--only", pattern]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(near) && output.stdout.is_empty(), "{}", stderr(&output));
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

/// The verdict is as wide as `COLUMNS` says, never below 60; 100 where nothing says.
#[test]
fn verdicts_are_as_wide_as_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let widest = |columns: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatfare"));
        let out = folder.path().join("out");
        command.args(["run", SHOP, "--set", "run.replications=2", "--out"]).arg(out).env_remove("COLUMNS");
        columns.map(|columns| command.env("COLUMNS", columns));
        let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("it starts");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        let verdict = said.lines().filter(|line| line.starts_with("• ") || line.starts_with("  "));
        verdict.map(|line| line.chars().count()).max().expect("a verdict")
    };
    let (none, wide, narrow, tiny) = (widest(None), widest(Some("140")), widest(Some("70")), widest(Some("10")));
    assert!((86..=100).contains(&none) && (121..=140).contains(&wide), "{none} {wide}");
    assert!((56..=70).contains(&narrow) && (46..=60).contains(&tiny), "{narrow} {tiny}");
}
