//! Fleets with other numbers of groups of desks side by side: each keeps its own interval, and what they differ by has one.

use rayon::prelude::*;

use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::{Study, compare_on, study};
use chatfare::experiment::{host::Host, store::Store};
use chatfare::scenario::{LoadOptions, Scenario, load_text};
use chatfare::table::{ComparisonRow, Estimate};

use super::super::store::bench::{done, folder};
use super::alone::TEXT;
use super::experiments::cells;
use super::intervals::covers;

fn scenario(seed: u64, replications: u32, rest: &str) -> Scenario {
    let text = TEXT
        .replace("replications = 2\nseed = 5", &format!("replications = {replications}\nseed = {seed}"))
        .replace("to = \"2026-10-12\"", "to = \"2026-10-07\"")
        .replace("900/day", "1500/day");
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let loaded = load_text("fleet.toml", &format!("{text}{rest}"), &LoadOptions { tariffs, ..LoadOptions::default() });
    loaded.unwrap_or_else(|report| panic!("{report}"))
}

fn studied(seed: u64, replications: u32, rest: &str) -> Study {
    study(&scenario(seed, replications, rest), &Unwatched).expect("it runs")
}

fn difference(found: &Study, metric: &str) -> ComparisonRow {
    found.tables.comparison.iter().find(|row| row.metric == metric).expect("a row").clone()
}

fn own(found: &Study, variant: &str) -> Estimate {
    found.tables.value(variant, "all", "cost_per_resolved").expect("a value")
}

/// 100 desks have 50 groups, 24 have 12.
const TWO: &str = "[fleet]\ndesks = 100\n[variant.many]\n[variant.few]\nset = { \"fleet.desks\" = 24 }\n";

/// The same volume on fewer desks costs less: heads are whole. Each side has the interval of a study of its own (25 and 6 contrasts);
/// the difference is over 12 groups in both, and has the bounds that its sign needs.
#[test]
fn each_side_keeps_its_own_interval() {
    let found = studied(1, 1, TWO);
    for (variant, desks, n) in [("many", 100, 26), ("few", 24, 7)] {
        let alone = own(&studied(1, 1, &format!("[fleet]\ndesks = {desks}\n[variant.one]\n")), "one");
        let beside = own(&found, variant);
        assert_eq!((beside.mean, beside.lower, beside.upper, beside.n), (alone.mean, alone.lower, alone.upper, n));
    }
    let row = difference(&found, "cost_per_resolved");
    assert_eq!((row.reading, row.difference.n), ("lower", 7), "{row:?}");
    let gap = own(&found, "few").mean - own(&found, "many").mean;
    assert!((row.difference.mean - gap).abs() < 1e-6 * gap.abs(), "{row:?} {gap}");
    let two = difference(&studied(1, 2, TWO), "cost_per_resolved");
    assert_eq!((two.reading, two.difference.n), ("lower", 13), "{two:?}");
}

/// Coverage of 95 % intervals of a difference of fleets of 100 and 24 desks over 200 independent studies, as in `intervals.rs`: below
/// 177 they are too narrow, and they are at most 1.5 times as wide as they need be. Seeds 0 to 199.
#[test]
fn intervals_of_differences_hold_what_they_say() {
    const METRICS: [&str; 3] = ["cost_per_resolved", "response_mean", "messages_out"];
    let one = |seed: u64| {
        let found = studied(seed, 1, TWO);
        METRICS.map(|metric| difference(&found, metric).difference).to_vec()
    };
    let all: Vec<Vec<Estimate>> = (0..200).into_par_iter().map(one).collect();
    covers(&METRICS, &all, 1.5);
}

/// Sizes 1/k over 100 desks: the largest has 19 % of the work. The other side keeps its interval; what has none is said, and why,
/// and nothing is called alike for that.
#[test]
fn a_side_without_an_interval_is_named() {
    let rest = "[fleet]\ndesks = 100\n[variant.equal]\n[variant.zipf]\nset = { \"fleet.sizes\" = \"zipf\" }\n";
    let found = studied(1, 1, rest);
    assert!(own(&found, "equal").lower.is_some() && own(&found, "zipf").lower.is_none());
    let row = difference(&found, "cost_per_resolved");
    assert_eq!((row.reading, row.difference.lower), ("no interval", None));
    let words = found.verdict.join("\n");
    assert!(
        words.contains("zipf has no interval over its desks: its largest desk has 19.3 % of the work, more than 5 %"),
        "{words}"
    );
    assert!(words.contains(", without an interval.") && !words.contains("not distinguishable from"), "{words}");
    // Two replications of both are compared, whatever their desks.
    let row = difference(&studied(1, 2, rest), "cost_per_resolved");
    assert!(row.difference.lower.is_some() && row.difference.n == 2, "{row:?}");
}

#[test]
fn compare_ranks_fleets_of_other_sizes() {
    let scenario = scenario(1, 1, TWO);
    let found = compare_on(&scenario, 0.0, &Host::new(&Unwatched, &Store::none())).expect("it runs");
    let words = found.verdict.join("\n");
    assert!(words.contains("few is the cheapest per resolved contact"), "{words}");
}

/// Points with 12, 20 and 9 groups in a sweep: the values of each are those of `run`, differences from the first point have bounds
/// where both have groups, and where one has none that is said.
#[test]
fn points_of_other_sizes_are_compared() {
    let folder = folder();
    let at = folder.path();
    let text = TEXT.replace("replications = 2", "replications = 1").replace("2026-10-12", "2026-10-07");
    let sweep = "[fleet]\ndesks = 24\n[sweep]\nmetrics = [\"cost_per_resolved\"]\n[sweep.axis]\n\"fleet.desks\" = [24, 40, 18]\n";
    std::fs::write(at.join("fleet.toml"), format!("{text}{sweep}")).expect("written");
    let said = done(at, &["sweep", "fleet.toml", "--out", "sweep"]);
    let points = cells(&at.join("sweep/sweep.csv"), &["point"], &["mean", "lower", "upper", "n"]);
    done(at, &["run", "fleet.toml", "--set", "fleet.desks=40", "--out", "run"]);
    let run = cells(&at.join("run/summary.csv"), &["channel", "metric"], &["mean", "lower", "upper", "n"]);
    assert_eq!(points[&["1".to_string()][..]], run[&["all".to_string(), "cost_per_resolved".to_string()][..]]);
    let of = ["difference", "difference_lower", "reading"];
    let differences = cells(&at.join("sweep/sweep_differences.csv"), &["point"], &of);
    let (more, none) = (&differences[&["1".to_string()][..]], &differences[&["2".to_string()][..]]);
    assert!(!more[1].is_empty() && more[2] == "higher", "{more:?}");
    assert!(none[1].is_empty() && none[2] == "no interval", "{none:?}");
    let words = std::fs::read_to_string(at.join("sweep/report.html")).expect("a page") + &said;
    assert!(words.contains("No interval over desks at"), "{words}");
    assert!(words.contains("18 desks are too few for it, 20 are enough"));
    assert!(!words.contains("no change that could be told"));
}
