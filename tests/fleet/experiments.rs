//! Fleets in `sweep`, `select` and `price`: intervals over desks where they are sound, and words where they are not.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::store::bench::{chatfare, done, folder, stderr};
use super::alone::TEXT;

const SWEEP: &str = "[sweep]\nmetrics = [\"cost_per_resolved\", \"response_mean\", \"response_p90\", \"contacts\", \"answered_share\"]\n[sweep.axis]\n\
                     \"group.team.wage\" = [\"20 USD\", \"30 USD\"]\n\"group.team.concurrency\" = [2, 3]\n";

fn text(fleet: &str) -> String {
    let short = TEXT.replace("replications = 2", "replications = 1").replace("2026-10-12", "2026-10-07");
    format!("{short}{fleet}")
}

/// Cells of a table without quotes, by the columns named; the last four asked for are numbers.
pub fn cells(file: &Path, key: &[&str], numbers: &[&str]) -> BTreeMap<Vec<String>, Vec<String>> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    let at = |name: &&str| head.iter().position(|column| column == name).unwrap_or_else(|| panic!("{name}: {head:?}"));
    let (key, numbers): (Vec<usize>, Vec<usize>) = (key.iter().map(at).collect(), numbers.iter().map(at).collect());
    let of = |line: &str, places: &[usize]| {
        let cells: Vec<&str> = line.split(',').collect();
        places.iter().map(|place| cells[*place].to_string()).collect::<Vec<_>>()
    };
    lines.map(|line| (of(line, &key), of(line, &numbers))).collect()
}

const NUMBERS: [&str; 4] = ["mean", "lower", "upper", "n"];

/// The witness is `run` on the same file with a point's values laid over it: each number of the sweep of one replication has the
/// same mean, bounds and count there, quantiles too.
#[test]
fn points_of_a_sweep_have_the_intervals_of_runs() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("fleet.toml"), text(&format!("[fleet]\ndesks = 60\n{SWEEP}"))).expect("written");
    done(at, &["sweep", "fleet.toml", "--out", "sweep"]);
    let points = cells(&at.join("sweep/sweep.csv"), &["point", "metric"], &NUMBERS);
    let sets = ["group.team.wage=30 USD", "group.team.concurrency=3"];
    done(at, &["run", "fleet.toml", "--set", sets[0], "--set", sets[1], "--out", "run"]);
    let run = cells(&at.join("run/summary.csv"), &["channel", "metric"], &NUMBERS);
    for metric in ["cost_per_resolved", "response_mean", "response_p90", "contacts", "answered_share"] {
        let own = &points[&["3".to_string(), metric.to_string()][..]];
        assert_eq!(own, &run[&["all".to_string(), metric.to_string()][..]], "{metric}");
        assert!(!own[1].is_empty() && own[3] == "16", "{metric}: {own:?}");
    }
    let page = std::fs::read_to_string(at.join("sweep/report.html")).expect("a page");
    assert!(page.contains("1 replication, the same customers at each; intervals are over desks"));
}

/// Differences between points are paired by group of desks, as `compare` pairs variants: the same numbers, over two replications.
#[test]
fn differences_of_a_sweep_are_those_of_a_comparison() {
    let folder = folder();
    let at = folder.path();
    let axis = "[sweep]\nmetrics = [\"cost_per_resolved\", \"response_mean\"]\n[sweep.axis]\n\"group.team.concurrency\" = [2, 3]\n";
    let variants = "[variant.two]\n[variant.three]\nset = { \"group.team.concurrency\" = 3 }\n";
    let fleet = "[fleet]\ndesks = 60\n";
    let twice = |rest: &str| text(&format!("{fleet}{rest}")).replace("replications = 1", "replications = 2");
    std::fs::write(at.join("points.toml"), twice(axis)).expect("written");
    std::fs::write(at.join("pair.toml"), twice(variants)).expect("written");
    done(at, &["sweep", "points.toml", "--out", "sweep"]);
    done(at, &["run", "pair.toml", "--out", "run"]);
    let differences = ["difference", "difference_lower", "difference_upper", "reading"];
    let points = cells(&at.join("sweep/sweep_differences.csv"), &["point", "metric"], &differences);
    let pair = cells(&at.join("run/comparison.csv"), &["variant", "metric"], &differences);
    for metric in ["cost_per_resolved", "response_mean"] {
        let own = &points[&["1".to_string(), metric.to_string()][..]];
        assert_eq!(own, &pair[&["three".to_string(), metric.to_string()][..]], "{metric}");
        assert!(!own[1].is_empty(), "{metric}: {own:?}");
    }
}

/// One desk with too much of the work, and another estimate that was asked for: replications, as in a run.
#[test]
fn where_runs_have_no_interval_over_desks_sweeps_have_none() {
    let folder = folder();
    let at = folder.path();
    for (name, fleet) in [("zipf", "[fleet]\ndesks = 60\nsizes = \"zipf\"\n"), ("few", "[fleet]\ndesks = 19\n")] {
        std::fs::write(at.join("fleet.toml"), text(&format!("{fleet}{SWEEP}"))).expect("written");
        done(at, &["sweep", "fleet.toml", "--out", name]);
        let points = cells(&at.join(name).join("sweep.csv"), &["point", "metric"], &NUMBERS);
        assert_eq!(points.len(), 20);
        for numbers in points.values() {
            assert!(numbers[1].is_empty() && numbers[3] == "1", "{name}: {numbers:?}");
        }
    }
}

#[test]
fn a_selection_of_fleets_says_what_it_counts() {
    let folder = folder();
    let at = folder.path();
    let variants = "[fleet]\ndesks = 20\n[variant.two]\n[variant.dear]\nset = { \"group.team.wage\" = \"90 USD\" }\n";
    std::fs::write(at.join("fleet.toml"), text(variants)).expect("written");
    let said = chatfare(at, &["select", "fleet.toml", "--zone", "0.5 USD", "--first", "4", "--stage", "4"]);
    assert_eq!(said.status.code(), Some(0), "{}", stderr(&said));
    let words = String::from_utf8_lossy(&said.stdout).replace("\n  ", " ");
    assert!(
        words.contains("Selected: two") && words.contains("Each replication of a fleet is one observation"),
        "{words}"
    );
}

/// Blocks are called blocks, in the progress and in what was there already; 30 desks are 30 blocks.
#[test]
fn blocks_are_no_replications() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("fleet.toml"), text("[fleet]\ndesks = 30\n")).expect("written");
    let first = done(at, &["run", "fleet.toml"]);
    assert!(first.contains("30 of 30 blocks of desks\n") && !first.contains("of 30 replications"), "{first}");
    let again = done(at, &["run", "fleet.toml"]);
    let line = again.lines().find(|line| line.ends_with("were there")).expect("all were");
    assert!(line.ends_with(" blocks of desks were there"), "{line}");
}

/// A price game on fleets: one of templates is refused with a cure, another is warned of.
#[test]
fn a_price_game_says_what_a_fleet_is_in_it() {
    let folder = folder();
    let at = folder.path();
    let game = "format = 1\nquestion = \"What if?\"\n[run]\nreplications = 2\n[platform]\ntariff = \"whatsapp-2018-08\"\nwindows = [\"24 h\"]\nprices = [1]\n\
                [rule.paid]\nwindow = \"24 h\"\n[rule.free]\nwindow = \"24 h\"\nprice = 0\n[segment.shops]\nscenario = \"fleet.toml\"\nvalue = \"10 USD\"\n\
                [segment.shops.lever.wage]\nhorizon = \"short\"\n[segment.shops.lever.wage.options]\nlow = { \"group.team.wage\" = \"20 USD\" }\n\
                high = { \"group.team.wage\" = \"30 USD\" }\n";
    std::fs::write(at.join("game.toml"), game).expect("written");
    let plain = text("[fleet]\ndesks = 12\n").replace("whatsapp-2026-10", "whatsapp-2018-08");
    let plain = plain.replace("bill = [\"whatsapp-2023-06\"]", "rates = { FR = \"0.07 USD\", DE = \"0.08 USD\" }");
    std::fs::write(at.join("fleet.toml"), &plain).expect("written");
    let said = done(at, &["price", "game.toml", "--out", "game"]);
    assert!(said.contains("shops is a fleet") && said.contains("its 2 replications, not of desks"), "{said}");
    let mixed = "[fleet.template.a]\nshare = \"50 %\"\n[fleet.template.b]\nshare = \"50 %\"\n";
    std::fs::write(at.join("fleet.toml"), format!("{plain}{mixed}")).expect("written");
    let refused = chatfare(at, &["price", "game.toml", "--out", "mixed"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("make each template a segment"), "{}", stderr(&refused));
    let weighted = "[desk]\ndiscipline = \"price-weighted expiry\"\n";
    std::fs::write(at.join("fleet.toml"), format!("{plain}{weighted}")).expect("written");
    let refused = chatfare(at, &["price", "game.toml", "--out", "weighted"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("reads prices, which a game moves"), "{}", stderr(&refused));
}
