//! `run.precision`: where a run stops follows from the scenario alone, and what is printed was reached.

use crate::store::bench::{TEXT, chatfare, done, same, stderr};
use std::path::Path;

/// Small, typed heads, so that replications are quick.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let text = TEXT.replace("meet = \"70 % in 4 h\"", "agents = 6").replace("meet = \"80 % in 20 s\"", "agents = 5");
    let text = text.replace("2018-08-20", "2018-08-09").replace("replications = 12", "replications = 5");
    std::fs::write(folder.path().join("shop.toml"), text).expect("written");
    folder
}

/// Mean and half-width of a metric by variant.
fn summary(out: &Path, metric: &str) -> Vec<(f64, f64, u32)> {
    let text = std::fs::read_to_string(out.join("summary.csv")).expect("a table");
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.filter(|cells| cells[1] == "all" && cells[2] == metric)
        .map(|cells| {
            let number = |at: usize| cells[at].parse::<f64>().expect("a number");
            (number(4), (number(6) - number(5)) / 2.0, cells[8].parse().expect("n"))
        })
        .collect()
}

fn said(at: &Path, args: &[&str]) -> String {
    let output = chatfare(at, args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

const WISH: &str = "run.precision=\"3 % of cost_per_resolved\"";

#[test]
fn a_run_stops_at_the_first_look_that_is_precise_enough_on_any_number_of_threads() {
    let folder = folder();
    let at = folder.path();
    let words = said(at, &["run", "shop.toml", "--set", WISH, "--out", "one", "--threads", "1"]);
    done(at, &["run", "shop.toml", "--set", WISH, "--out", "three", "--threads", "3"]);
    same(&at.join("one"), &at.join("three"));
    let reached = summary(&at.join("one"), "cost_per_resolved");
    let n = reached[0].2;
    assert!(n >= 10 && n.is_multiple_of(5), "{n} replications");
    assert!(
        words.contains(&format!("Precision reached after {n} replications: 3 % of cost_per_resolved: reached, ±")),
        "{words}"
    );
    // Law & Kelton: half-width ≤ g/(1+g) · mean, by the printed table.
    let allowed = 0.03 / 1.03;
    assert!(reached.iter().all(|(mean, half, _)| *half <= allowed * mean * 1.001), "{reached:?}");
    // One look earlier it was not.
    let earlier = format!("run.replications={}", n - 5);
    done(at, &["run", "shop.toml", "--set", &earlier, "--out", "earlier"]);
    let before = summary(&at.join("earlier"), "cost_per_resolved");
    assert!(before.iter().any(|(mean, half, _)| *half > allowed * mean * 0.999), "{before:?}");
    // So many replications, written by hand, give the same numbers.
    let fixed = format!("run.replications={n}");
    done(at, &["run", "shop.toml", "--set", &fixed, "--out", "fixed"]);
    let bytes = |out: &str, file: &str| std::fs::read(at.join(out).join(file)).expect("a table");
    for file in ["summary.csv", "replications.csv", "comparison.csv", "bill.csv"] {
        assert!(bytes("one", file) == bytes("fixed", file), "{file}");
    }
}

#[test]
fn a_closer_wish_extends_what_is_there_and_a_budget_ends_it() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "shop.toml", "--set", WISH, "--out", "out"]);
    let closer = "run.precision=[\"2.5 % of cost_per_resolved\", \"30 points of answered_share\"]";
    let run = chatfare(at, &["run", "shop.toml", "--set", closer, "--out", "out"]);
    let n = summary(&at.join("out"), "fee").first().expect("a fee").2;
    assert!(stderr(&run).contains(&format!(" of {} replications were there", 3 * n)), "{}", stderr(&run));
    let words = said(at, &["run", "shop.toml", "--set", closer, "--set", "run.at_most=7", "--out", "budget"]);
    assert!(
        words.contains("Precision NOT reached within the 7 replications allowed: 2.5 % of cost_per_resolved: not"),
        "{words}"
    );
    assert!(words.contains("30 points of answered_share: reached"), "{words}");
    let words = said(at, &["run", "shop.toml", "--set", closer, "--set", "run.events=1000", "--out", "events"]);
    assert!(words.contains("Precision NOT reached within the events allowed (5 replications)"), "{words}");
    let words = said(at, &["run", "shop.toml", "--set", closer, "--time-limit", "1 ms", "--out", "time"]);
    assert!(
        words.contains("(5 replications; another machine may stop elsewhere, so this is not reproducible)"),
        "{words}"
    );
}

#[test]
fn what_cannot_go_together_is_refused() {
    let folder = folder();
    let refused = |args: &[&str], why: &str| {
        let output = chatfare(folder.path(), &[&["run", "shop.toml"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    };
    refused(&["--set", WISH, "--shard", "1/2"], "cannot be shared out");
    refused(&["--time-limit", "1 min"], "--time-limit needs `run.precision`");
    refused(&["--set", WISH, "--time-limit", "soon"], "--time-limit: ");
}
