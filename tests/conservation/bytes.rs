//! The same bytes in every table: with any number of threads, any order of the keys, any spelling of a unit.

use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::{MODEL_VERSION, study};
use chatfare::table::{Meta, csv, frames, parquet};

use crate::desk::stage::scenario;

/// A small study of everything: call centre, promises, policies, notifications, two tariffs.
const TEXT: &str = r#"[run]
from = "2018-08-06"
to = "2018-08-13"
lead = "24h"
drain = "3 d"
replications = 6
seed = 11
[business]
name = "retailer"
zone = "Europe/Paris"
[currency]
report = "EUR"
[currency.rates]
USD = { rate = "0.8550 EUR", source = "ECB" }
[population.customers]
size = 5000
known = "70 %"
countries = { FR = "60 %", DE = "30 %", BE = "10 %" }
[reason.delivery]
volume = "240/day"
profile = "shop"
busyness_cv = 0.1
handling = "lognormal, mean 3 min, CV 1.1"
call_handling = "lognormal, mean 6 min, CV 1.2"
turns = "geometric, mean 2.4"
thinking = "lognormal, mean 5 min, CV 2"
patience = "Weibull, mean 6 h, shape 0.7"
burst = { messages = "geometric, mean 1.6", gap = "exponential, mean 20 s" }
reminder = { after = "exponential, mean 2 h", chance = "40 %", at_most = 2 }
fan_out = "geometric, mean 1.5"
resolved = "75 %"
repeat = { chance = "40 %", after = "exponential, mean 24h" }
value = "4 EUR"
[campaign.summer]
reason = "delivery"
volume = "30/day"
click = "0.40 EUR"
[notification.shipped]
class = "utility"
volume = "100/day"
reply = "4 %"
reason = "delivery"
price = "0.06 EUR"
[desk]
acknowledgement = "30 s"
[group.team]
hours = "Mon-Sat 09:00-20:00"
meet = "70 % in 4 h"
concurrency = 3
speed = "linear 10 %"
wage = "19.50 EUR"
shrinkage = "30 %"
[bot]
containment = { delivery = "30 %" }
delay = "3 s"
[call_center]
hours = "Mon-Sat 09:00-20:00"
meet = "80 % in 20 s"
wage = "24 EUR"
patience = "exponential, mean 270 s"
retrial = { chance = "40 %", after = "exponential, mean 20 min" }
[tariff]
in_force = "whatsapp-2018-08"
bill = ["whatsapp-2026-10"]
rates = { FR = "0.0700 USD", DE = "0.0850 USD", BE = "0.0600 USD" }
window = "24h"
[measures]
details = ["reason", "group", "period", "opening hours"]
[variant.at-once]
title = "as staff allows"
[variant.batches]
title = "every hour"
set = { "desk.answer.policy" = "batches", "desk.answer.every" = "1 h" }
"#;

/// Name and bytes of every table, in CSV and Parquet.
fn tables(text: &str, threads: usize) -> Vec<(String, Vec<u8>)> {
    let scenario = scenario("study.toml", text);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let found = pool.install(|| study(&scenario, &Unwatched)).expect("a study");
    assert!(found.complete && found.failures.is_empty(), "{:?}", found.failures);
    let meta = Meta { hash: scenario.hash.clone(), model_version: MODEL_VERSION.into(), seed: scenario.run.seed };
    let mut files = Vec::new();
    for frame in frames(&found.tables) {
        // Templates are a fleet's: tests/fleet/commands.rs.
        assert!(frame.height() > 0 || frame.name == "by_template", "{} is empty", frame.name);
        files.push((format!("{}.csv", frame.name), csv(&frame).into_bytes()));
        files.push((format!("{}.parquet", frame.name), parquet(&frame, &meta).expect("bytes")));
    }
    files.push(("verdict".into(), found.verdict.join("\n").into_bytes()));
    files
}

#[track_caller]
fn equal(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)], what: &str) {
    assert_eq!(one.len(), other.len());
    for ((name, a), (_, b)) in one.iter().zip(other) {
        assert!(a == b, "{name} differs {what}");
    }
}

/// Tables and keys from the last to the first; variants keep their order, since the tables follow it.
fn reordered(text: &str) -> String {
    let (rest, variants) = text.split_once("[variant.").expect("variants");
    let blocks: Vec<&str> = rest.split("\n[").collect();
    let mut out = String::new();
    for block in blocks.iter().rev() {
        let block = block.trim_start_matches('[');
        let (head, keys) = block.split_once('\n').unwrap_or((block, ""));
        out.push_str(&format!("[{head}\n"));
        keys.lines().rev().for_each(|line| out.push_str(&format!("{line}\n")));
    }
    format!("{out}[variant.{variants}")
}

#[test]
fn the_same_bytes_whatever_the_threads_the_order_and_the_spelling() {
    let one = tables(TEXT, 1);
    assert!(one.len() >= 15, "{} files", one.len());
    equal(&one, &tables(TEXT, 2), "with 2 threads");
    equal(&one, &tables(TEXT, 7), "with 7 threads");
    let other = reordered(TEXT);
    assert!(other != TEXT && other.lines().count() == TEXT.lines().count());
    equal(&one, &tables(&other, 2), "with other order of keys");
    let spelled = TEXT.replace("24h", "1440 min").replace("mean 3 min", "mean 180 s").replace("240/day", "10/h");
    assert!(spelled.matches("1440 min").count() == 3);
    equal(&one, &tables(&spelled, 2), "with other units");
    // The comparison can fail.
    let changed = tables(&TEXT.replace("mean 3 min", "mean 181 s"), 2);
    let differ = one.iter().zip(&changed).filter(|(a, b)| a.1 != b.1).count();
    assert!(differ > one.len() / 2, "only {differ} of {} tables differ", one.len());
}
