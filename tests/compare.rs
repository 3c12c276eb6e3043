//! `compare`: what is said of the best follows from the replications, and what cannot be paired is refused.

use crate::store::bench::{TEXT, chatfare, done, folder, stderr};
use chatfare::statistics::linearised_together;
use chatfare::statistics::selection::{Goal, compare_with_best};
use std::path::Path;

fn text(at: &Path, args: &[&str]) -> String {
    let output = chatfare(at, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
    // As one line, since lines are wrapped.
    String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rows of a table as (column → cell).
fn rows(file: &Path) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).expect("a table");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    lines.map(|line| head.iter().map(|h| h.to_string()).zip(line.split(',').map(String::from)).collect()).collect()
}

/// The table of the best, computed again from the table of replications.
#[test]
fn the_best_follows_from_the_replications() {
    let folder = folder();
    let at = folder.path();
    let said = text(at, &["compare", "shop.toml", "--out", "out", "--indifference", "0.5 EUR"]);
    assert!(said.contains("3 variants on 12 common replications"), "{said}");
    let all = rows(&at.join("out/replications.csv"));
    let names = ["phone", "at-once", "batches"];
    let systems: Vec<Vec<(i128, i128)>> = names
        .iter()
        .map(|name| {
            let own = all.iter().filter(|row| {
                row["variant"] == *name && row["channel"] == "all" && row["metric"] == "cost_per_resolved"
            });
            own.map(|row| (row["numerator"].parse().expect("a number"), row["denominator"].parse().expect("one")))
                .collect()
        })
        .collect();
    assert!(systems.iter().all(|system| system.len() == 12));
    let found = compare_with_best(&linearised_together(&systems).expect("ratios"), Goal::Smallest, 0.5e9, 0.95);
    let table = rows(&at.join("out/best.csv"));
    for (against, name) in found.expect("a comparison").iter().zip(names) {
        let row = table.iter().find(|r| r["variant"] == name && r["metric"] == "cost_per_resolved").expect("a row");
        let near = |cell: &str, value: f64| {
            let cell: f64 = row[cell].parse().expect("a number");
            assert!((cell - value / 1e9).abs() < 1e-8, "{name}: {cell} and {}", value / 1e9);
        };
        near("behind", against.difference.mean);
        near("behind_lower", against.difference.lower.expect("bounded"));
        near("behind_upper", against.difference.upper.expect("bounded"));
        assert_eq!(row["standing"], against.standing.as_str());
    }
    let paired = rows(&at.join("out/comparison.csv"));
    let row = paired.iter().find(|r| r["variant"] == "batches" && r["metric"] == "contacts").expect("a row");
    assert!(row["variance_ratio"].parse::<f64>().map_or(true, |ratio| ratio > 1.0), "{row:?}");
}

/// Two files with one variant each that differ in nothing that counts, and a third that is dearer.
#[test]
fn files_and_runs_are_compared_and_equals_are_not_told_apart() {
    let folder = folder();
    let at = folder.path();
    let plain = TEXT.split("[call_center]").next().expect("a head").to_string()
        + "[tariff]"
        + TEXT.split("[tariff]").nth(1).and_then(|t| t.split("[variant").next()).expect("a tariff");
    let plain = plain.replace("meet = \"70 % in 4 h\"", "agents = 6").replace("replications = 12", "replications = 5");
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).expect("written");
    write("one.toml", &plain);
    // Another name of the reason: the same law, other draws.
    write("two.toml", &plain.replace("delivery", "parcel"));
    write("same.toml", &plain);
    write("dear.toml", &plain.replace("19.50 EUR", "25 EUR"));
    let said = text(at, &["compare", "one.toml", "two.toml", "dear.toml", "--out", "out"]);
    assert!(said.contains("Not distinguishable: one and two may each be the cheapest"), "{said}");
    assert!(said.contains("dear costs") && said.contains("dearer than the best of the others, by"), "{said}");
    let said = text(at, &["compare", "one.toml", "same.toml", "dear.toml", "--out", "ties"]);
    assert!(said.contains("one and same cost the same; no other is cheaper."), "{said}");
    assert!(said.contains("as cheap as the best") && said.contains("dearer than the best of the others, by"), "{said}");
    let said = text(at, &["compare", "one.toml", "two.toml", "--out", "zone", "--indifference", "1 EUR"]);
    assert!(said.contains("each is at most 1 EUR behind the cheapest"), "{said}");

    // Finished runs: nothing is computed.
    done(at, &["run", "one.toml", "--out", "runs/a"]);
    done(at, &["run", "dear.toml", "--out", "runs/b"]);
    let output = chatfare(at, &["compare", "runs/a", "runs/b", "--out", "both", "--baseline", "b"]);
    assert!(stderr(&output).contains("10 of 10 replications were there"), "{}", stderr(&output));
    assert!(rows(&at.join("both/comparison.csv")).iter().all(|row| row["baseline"] == "b" && row["variant"] == "a"));

    // What cannot be paired, and why.
    write("seed.toml", &plain.replace("seed = 11", "seed = 12"));
    write("later.toml", &plain.replace("2018-08-20", "2018-08-27"));
    let refused = |args: &[&str], why: &str| {
        let output = chatfare(at, &[&["compare"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(why), "{args:?}: {}", stderr(&output));
    };
    let both = ["one.toml", "seed.toml", "later.toml"];
    refused(&both, "one and seed cannot be paired: other seed: 11 and 12, so they do not meet the same customers");
    refused(
        &both,
        "one and later cannot be paired: other period: 2018-08-06 to 2018-08-20 and 2018-08-06 to 2018-08-27",
    );
    refused(&["one.toml"], "there is one variant alone");
    refused(&["one.toml", "two.toml", "--baseline", "tow"], "there are one, two; did you mean `two`?");
    refused(&["one.toml", "two.toml", "--indifference", "5"], "--indifference: ");
    refused(&["one.toml", "two.toml", "--indifference", "5 USD"], "write an amount in EUR");
    refused(&["runs/a", "--set", "run.seed=3"], "cannot change what has run");
}

/// Two files joined hold the texts of both: a plan and a manifest are enough to compare again.
#[test]
fn a_comparison_of_files_can_be_run_again() {
    let folder = folder();
    let at = folder.path();
    let other =
        TEXT.replace("wage = \"19.50 EUR\"", "wage = \"25 EUR\"").replace("[variant.batches]", "[variant.hourly]");
    std::fs::write(at.join("dear.toml"), other).expect("written");
    let short = ["--set", "run.replications=3", "--set", "run.to=2018-08-10"];
    let args =
        ["compare", "shop.toml", "dear.toml", "--baseline", "dear/phone", "--indifference", "0.1 EUR", "--out", "out"];
    done(at, &[&args[..], &short[..]].concat());
    for from in ["out/manifest.json", "out"] {
        let output = chatfare(at, &["rerun", from, "--out", "again", "--fresh", "-q"]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.starts_with("all ") && said.ends_with("byte for byte\n"), "{from}: {said}{}", stderr(&output));
    }
}
