//! Arrivals and times that stand in files: a log replayed, times observed, and what is wrong with such files.

use std::path::Path;

use chatfare::cli::options;
use chatfare::desk;
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::assemble;
use chatfare::facts::{Body, Fact, Fold};
use chatfare::scenario::load;

#[derive(Default)]
struct Record(Vec<Fact>);

impl Fold for Record {
    fn block(&mut self, facts: &[Fact]) {
        self.0.extend_from_slice(facts);
    }
}

const HEAD: &str = "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\ndrain = \"1 d\"\nreplications = 1\n\
    [business]\nzone = \"UTC\"\n[zone]\nUS = \"UTC\"\n[population.p]\ncountries = { US = \"100 %\" }\n";
const TAIL: &str = "[call_center]\nagents = 5\nwage = \"0 USD\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\n\
    rates = { US = \"0.01 USD\" }\n";

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn facts(folder: &Path, reason: &str) -> Vec<Fact> {
    write(folder, "scenario.toml", &format!("{HEAD}{reason}{TAIL}"));
    let scenario = load(&folder.join("scenario.toml"), &options(&[])).unwrap_or_else(|report| panic!("{report}"));
    let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("an assembly");
    let mut record = Record::default();
    desk::simulate(&assembly.desk, Draws::new(1, 0, 0), &mut record).expect("a run");
    record.0
}

/// Each arrival of the file comes at its own instant, in order of time, and no other; those outside the run are left out.
#[test]
fn a_log_is_replayed() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = "at\n2018-08-06T10:00:01\n2018-08-06T09:30:00\n2018-08-06T10:00:01\n2018-08-08T01:00:00\n";
    write(folder.path(), "arrivals.csv", log);
    let reason = "[reason.r]\nvolume.replay = \"arrivals.csv\"\ncall_handling = \"fixed 1 min\"\n";
    let opened: Vec<i64> = facts(folder.path(), reason)
        .iter()
        .filter(|fact| matches!(fact.body, Body::ContactOpened { .. }))
        .map(|fact| fact.head.at)
        .collect();
    let midnight = 1_533_513_600_000_000_i64;
    let at = |seconds: i64| midnight + seconds * 1_000_000;
    assert_eq!(opened, [at(34_200), at(36_001), at(36_001)]);
}

/// With a lead the instants are still those of the file; what fell into the lead comes in it.
#[test]
fn a_log_is_replayed_at_its_instants_whatever_the_lead() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "arrivals.csv", "at\n2018-08-05T21:15:00\n2018-08-05T17:59:59\n2018-08-06T10:00:01\n");
    let head = HEAD.replace("lead = \"0 s\"", "lead = \"6 h\"");
    let reason = "[reason.r]\nvolume.replay = \"arrivals.csv\"\ncall_handling = \"fixed 1 min\"\n";
    write(folder.path(), "scenario.toml", &format!("{head}{reason}{TAIL}"));
    let scenario =
        load(&folder.path().join("scenario.toml"), &options(&[])).unwrap_or_else(|report| panic!("{report}"));
    let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("an assembly");
    let mut record = Record::default();
    desk::simulate(&assembly.desk, Draws::new(1, 0, 0), &mut record).expect("a run");
    let opened = record.0.iter().filter(|fact| matches!(fact.body, Body::ContactOpened { .. }));
    let midnight = 1_533_513_600_i64;
    let seen: Vec<i64> = opened.map(|fact| fact.head.at / 1_000_000 - midnight).collect();
    assert_eq!(seen, [-9_900, 36_001]);
}

/// Times come from the file alone, every value of it.
#[test]
fn observed_times_are_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "talk.csv", "seconds\n20\n35.5\n240\n");
    let reason = "[reason.r]\nvolume = \"40/h\"\ncall_handling = \"empirical, file talk.csv\"\nsame_difficulty = 0\n";
    let mut seen = std::collections::BTreeMap::new();
    for fact in facts(folder.path(), reason) {
        if let Body::CallEnded { talk, answered: true, .. } = fact.body {
            *seen.entry(talk).or_insert(0) += 1;
        }
    }
    let values: Vec<i64> = seen.keys().copied().collect();
    assert_eq!(values, [20_000_000, 35_500_000, 240_000_000]);
    // About 960 calls, a third each: 6 standard errors are 88.
    assert!(seen.values().all(|count: &i32| (count - 320).abs() < 88 + 62), "{seen:?}");
}

/// A missing file, a word instead of a number, no values: each is said with its place.
#[test]
fn wrong_files_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "words.csv", "seconds\nlong\n");
    write(folder.path(), "empty.csv", "seconds\n");
    write(folder.path(), "log.csv", "at\nyesterday\n");
    let told = |reason: &str, word: &str| {
        write(folder.path(), "scenario.toml", &format!("{HEAD}{reason}{TAIL}"));
        let report = load(&folder.path().join("scenario.toml"), &options(&[])).expect_err("an error").to_string();
        assert!(report.contains(word), "{word}: {report}");
    };
    let handling = |file: &str| format!("[reason.r]\nvolume = \"4/h\"\ncall_handling = \"empirical, file {file}\"\n");
    told(&handling("none.csv"), "cannot read");
    told(&handling("words.csv"), "not a time in seconds");
    told(&handling("empty.csv"), "holds 0 values");
    told("[reason.r]\nvolume.replay = \"log.csv\"\ncall_handling = \"fixed 1 min\"\n", "not an arrival");
}
