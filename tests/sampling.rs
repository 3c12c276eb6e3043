//! `run.control`, `run.strata`, `run.warm_up`: each against something that is not our code, and each alone in its effect.

use std::path::Path;

use chatfare::engine::draws::Draws;
use statrs::distribution::{ContinuousCDF, Gamma};

use crate::store::bench::{chatfare, done, same, stderr};
use crate::traffic::model::{Shape, busy, model, plan, run, source};

/// One agent, 10 questions an hour of 3 minutes: M/M/1 at ρ = 0.5, or as the volume says.
const QUEUE: &str = r#"[run]
from = "1980-01-07"
to = "1980-01-14"
drain = "for ever"
replications = 20
seed = 3
[business]
zone = "UTC"
[population.everybody]
countries = { US = "100 %" }
[zone]
US = "UTC"
[reason.question]
volume = "10/h"
profile = "constant"
handling = "exponential, mean 180 s"
same_difficulty = 0
resolved = "100 %"
[group.agent]
agents = 1
hours = "always"
wage = "20 USD"
[tariff]
in_force = "whatsapp-2018-08"
rates = { US = "0.01 USD" }
[measures]
message_threshold = "20 s"
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("queue.toml"), QUEUE).expect("written");
    folder
}

/// Mean and half-width of a metric of the messaging variant.
fn summary(out: &Path, metric: &str) -> (f64, f64) {
    let text = std::fs::read_to_string(out.join("summary.csv")).expect("a table");
    let row = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let row = row.into_iter().find(|cells| cells[1] == "all" && cells[2] == metric).expect(metric);
    let number = |at: usize| row[at].parse::<f64>().expect("a number");
    (number(4), (number(6) - number(5)) / 2.0)
}

fn said(at: &Path, args: &[&str]) -> String {
    let output = chatfare(at, args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Expected are 10 an hour for 168 hours: with arrivals as control the mean of the arrivals themselves is that, exactly, and
/// the wait, which rises with them, is known better. Nothing that was counted changes.
#[test]
fn arrivals_as_control() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "queue.toml", "--out", "plain"]);
    let words = said(at, &["run", "queue.toml", "--set", "run.control=arrivals", "--out", "control"]);
    assert!(words.contains("Control variate on arrivals: messages, cost per resolved: variance times"), "{words}");
    let (plain, control) = (at.join("plain"), at.join("control"));
    let counted = |out: &Path| std::fs::read(out.join("replications.csv")).expect("a table");
    assert_eq!(counted(&plain), counted(&control));
    let (mean, half) = summary(&control, "contacts");
    assert!((mean - 1680.0).abs() < 1e-6 && half < 1e-6, "{mean} ± {half}");
    let (mean, half) = summary(&plain, "contacts");
    assert!((mean - 1680.0).abs() < 4.0 * half && half > 5.0, "{mean} ± {half}");
    // M/M/1: the answer is sent at the end of the work: W = 1/(20 − 10) h = 360 s; some 20 × 1,680 turns.
    let ((before, wide), (after, narrow)) = (summary(&plain, "response_mean"), summary(&control, "response_mean"));
    assert!(narrow < 0.9 * wide && (after - 360.0).abs() < 2.0 * narrow, "{before} ± {wide}, {after} ± {narrow}");
    assert_eq!(summary(&plain, "response_p90"), summary(&control, "response_p90"), "quantiles have no control");
    // A log that is replayed, or a stream that ends after so many, leaves nothing to take out.
    let set = ["--set", "run.control=arrivals", "--set", "run.contacts=100"];
    let words = said(at, &[&["run", "queue.toml", "--out", "few"], &set[..]].concat());
    assert!(words.contains("Control variate: arrivals have no known mean here"), "{words}");
}

/// Factors of 10 replications on one day: statrs's gamma law puts one into each tenth. Over 20 days and 2,000 replications, seed 1,
/// their mean is 1 and their variance 0.16: inside a tenth is a variance of 0.0084 on average, so a standard error of the mean of 0.0005
/// (plain: 0.002); the variance is right to about 0.001. Faults of 0.2 % and of 3 % are seen.
#[test]
fn a_block_has_one_day_in_each_stratum() {
    let model = busy(model(&[("FR", "Europe/Paris", 1.0)], vec![source("site", Shape::uneven(300.0).volume())]), 0.4);
    let week = chatfare::scenario::Run { strata: 10, ..run("2018-08-06", "2018-08-13", "Europe/Paris") };
    let plan = plan(&model, &week);
    let busyness = plan.streams[0].busyness.as_ref().expect("busyness");
    let law = Gamma::new(1.0 / 0.16, 1.0 / 0.16).expect("a law");
    let on = |date: i32| -> Vec<f64> {
        (0..2000).map(|replication| busyness.factor(Draws::new(week.seed, replication, 0), date)).collect()
    };
    let factors = on(17_750);
    let mut orders = Vec::new();
    for block in factors.chunks(10) {
        let strata: Vec<usize> = block.iter().map(|factor| (law.cdf(*factor) * 10.0) as usize).collect();
        let mut sorted = strata.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..10).collect::<Vec<_>>(), "{block:?}");
        orders.push(strata);
    }
    orders.dedup();
    assert!(orders.len() > 190, "each block has an order of its own");
    let order: Vec<usize> = on(17_751)[..10].iter().map(|factor| (law.cdf(*factor) * 10.0) as usize).collect();
    assert!(order != orders[0], "and each day");
    let all: Vec<f64> = (17_750..17_770).flat_map(on).collect();
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let variance = all.iter().map(|f| (f - mean) * (f - mean)).sum::<f64>() / n;
    println!("{mean} {variance}");
    assert!((mean - 1.0).abs() < 0.002 && (variance - 0.16).abs() < 0.004, "{mean} {variance}");
    // Without strata nothing is as it was with them, and all is as it always was.
    let plain = crate::traffic::model::plan(&model, &run("2018-08-06", "2018-08-13", "Europe/Paris"));
    let factor = |r: u32| plain.streams[0].busyness.as_ref().expect("busyness").factor(Draws::new(1, r, 0), 17_750);
    assert!((0..10).all(|r| factor(r) != factors[r as usize]));
}

/// Busyness with CV 0.5 a day: of the variance of a day's 240 expected contacts 0.25 × 240² = 14,400 are the day's and 240
/// Poisson's. Strata of 10 leave of the former what lies inside a tenth, so that intervals are several times narrower.
#[test]
fn strata_make_intervals_narrower_and_leave_the_mean() {
    let folder = folder();
    let at = folder.path();
    let busy =
        ["--set", "reason.question.busyness_cv=0.5", "--set", "run.replications=60", "--set", "group.agent.agents=3"];
    done(at, &[&["run", "queue.toml", "--out", "plain"], &busy[..]].concat());
    let strata = [&["run", "queue.toml", "--set", "run.strata=10", "--out", "strata"], &busy[..]].concat();
    let words = said(at, &strata);
    assert!(
        words.contains("is shared among 10 replications") && words.contains("intervals are of 6 such blocks"),
        "{words}"
    );
    let ((a, wide), (b, narrow)) = (summary(&at.join("plain"), "contacts"), summary(&at.join("strata"), "contacts"));
    println!("{a} ± {wide}, {b} ± {narrow}");
    // Half-width of 60 plain weeks: 2 × √(7 × 14,640 / 60) = 83; of 6 blocks with t = 2.57: about 25.
    assert!((60.0..110.0).contains(&wide) && narrow < 0.6 * wide, "{wide} {narrow}");
    assert!((b - 1680.0).abs() < 2.0 * narrow && (a - 1680.0).abs() < 2.0 * wide, "{a} {b}");
    for (replications, blocks) in [("run.replications=55", "60"), ("run.replications=10", "20")] {
        let output = chatfare(at, &["run", "queue.toml", "--set", "run.strata=10", "--set", replications]);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(&format!("write `replications = {blocks}`")), "{}", stderr(&output));
    }
}

/// A queue that begins empty at ρ = 0.9 (W = 1/(20 − 18) h = 1,800 s): in half a day it does not settle, and there is no
/// number; in eight weeks it does, and the mean is the steady state's.
#[test]
fn the_warm_up_is_found_or_the_run_is_too_short() {
    let folder = folder();
    let at = folder.path();
    let busy = ["--set", "run.warm_up=MSER-5", "--set", "reason.question.volume=\"18/h\""];
    let short = [&["run", "queue.toml", "--set", "run.to=\"1980-01-07 04:00\"", "--out", "short"], &busy[..]].concat();
    let output = chatfare(at, &short);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("run too short"), "{}", stderr(&output));
    assert!(!at.join("short/summary.csv").exists(), "no numbers");
    let long = [&["run", "queue.toml", "--set", "run.to=\"1980-03-03\"", "--out", "long"], &busy[..]].concat();
    let words = said(at, &long);
    let told = "Warm-up found by pilot runs that begin empty: messages: MSER-5 leaves out the first ";
    let rest = words.split(told).nth(1).unwrap_or_else(|| panic!("{words}"));
    println!("{rest}");
    let turns: f64 = rest.split(' ').next().and_then(|n| n.parse().ok()).expect("turns");
    assert!(turns > 0.0 && turns < 12_000.0, "{turns}");
    let (mean, half) = summary(&at.join("long"), "response_mean");
    assert!((mean - 1800.0).abs() < 2.0 * half && half < 300.0, "{mean} ± {half}");
    // The same with the lead written by hand: the same customers, the same numbers.
    let lead = rest.split("pilot runs, ").nth(1).and_then(|text| text.split('.').next()).expect("a lead");
    let by_hand = [
        "run",
        "queue.toml",
        "--set",
        "run.to=\"1980-03-03\"",
        "--set",
        busy[3],
        "--set",
        &format!("run.lead={lead:?}"),
    ];
    done(at, &[&by_hand[..], &["--out", "hand"]].concat());
    let table = |out: &str| std::fs::read(at.join(out).join("replications.csv")).expect("a table");
    assert_eq!(table("long"), table("hand"), "{lead}");
    // Nothing is computed twice, and a shard finds the same lead.
    let again = done(at, &long);
    let line = again.lines().find(|line| line.ends_with("replications were there")).expect("all");
    let counts: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(counts[0], counts[1], "{line}");
    for number in ["1/2", "2/2"] {
        let shard = [&long[..4], &busy[..], &["--shard", number, "--out", &number[..1]]].concat();
        done(at, &shard);
    }
    done(at, &["merge", "1", "2", "--out", "joined"]);
    same(&at.join("long"), &at.join("joined"));
    let both = [&["run", "queue.toml", "--set", "run.lead=\"1 d\""], &busy[..]].concat();
    assert!(stderr(&chatfare(at, &both)).contains("finds the lead that `run.lead` gives"));
}
