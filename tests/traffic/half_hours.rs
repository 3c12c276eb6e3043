//! Volumes by half-hour on the days on which the clock changes: no event of the file is lost, none is refused.

use std::path::Path;

use chatfare::cli::options;
use chatfare::engine::draws::Draws;
use chatfare::scenario::{Scenario, Volume, load};
use chatfare::traffic::Arrivals;
use chatfare::units::{HOUR, MINUTE};

use super::model::{midnight, only, plan};

const HALF: i64 = 30 * MINUTE;

/// A run over one day of Paris with these lines of a table.
fn loaded(folder: &Path, [from, to]: [&str; 2], lines: &str) -> Result<Scenario, String> {
    std::fs::write(folder.join("volume.csv"), format!("date,time,country,events\n{lines}")).expect("written");
    let text = format!(
        "[run]\nfrom = \"{from}\"\nto = \"{to}\"\nlead = \"0 s\"\nreplications = 1\n[business]\nzone = \"Europe/Paris\"\n\
         [population.p]\ncountries = {{ FR = \"100 %\" }}\n[reason.r]\ncall_handling = \"fixed 1 min\"\n\
         volume.csv = \"volume.csv\"\ncounts = \"by hour\"\n[call_center]\nagents = 50\nwage = \"0 USD\"\n\
         [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.01 USD\" }}\n"
    );
    std::fs::write(folder.join("scenario.toml"), text).expect("written");
    load(&folder.join("scenario.toml"), &options(&[])).map_err(|report| report.to_string())
}

/// 48 lines as every export writes them.
fn day(date: &str, events: impl Fn(usize) -> f64) -> String {
    let line = |n: usize| format!("{date},{:02}:{:02},FR,{}\n", n / 2, n % 2 * 30, events(n));
    (0..48).map(line).collect()
}

/// Events expected by half-hour since midnight; there are no gaps between the rows.
fn expected(scenario: &Scenario, date: &str) -> Vec<f64> {
    let Volume::Table(rows) = &scenario.variants[0].model.sources[0].volume else { panic!("a table") };
    let start = midnight(date, "Europe/Paris");
    let places = rows.iter().enumerate().all(|(n, row)| row.0 == start + n as i64 * HALF && row.1 == row.0 + HALF);
    assert!(places, "{rows:?}");
    rows.iter().map(|row| row.2).collect()
}

fn doubts(scenario: &Scenario) -> Vec<&String> {
    scenario.warnings.iter().filter(|line| !line.contains("whole calendar months")).collect()
}

/// 31 March 2019: 02:00 to 03:00 does not exist. A line of 0 events there is none; others move to 03:00.
#[test]
fn a_skipped_hour_has_no_rows() {
    let folder = tempfile::tempdir().expect("a folder");
    let days = ["2019-03-31", "2019-04-01"];
    let skipped = |n: usize| n == 4 || n == 5;
    let lines = day(days[0], |n| if skipped(n) { 0.0 } else { n as f64 });
    let scenario = loaded(folder.path(), days, &lines).expect("a scenario");
    let kept: Vec<f64> = (0..48).filter(|n| !skipped(*n)).map(|n| n as f64).collect();
    assert_eq!(expected(&scenario, days[0]), kept);
    assert!(doubts(&scenario).is_empty(), "{:?}", scenario.warnings);

    let scenario = loaded(folder.path(), days, &day(days[0], |n| n as f64)).expect("a scenario");
    let rows = expected(&scenario, days[0]);
    // 4 + 5 come with the 6 of 03:00.
    assert_eq!((rows.len(), rows[4], rows[5]), (46, 15.0, 7.0));
    assert_eq!(rows.iter().sum::<f64>(), (0..48).sum::<i32>() as f64);
    let doubts = doubts(&scenario);
    assert_eq!(doubts.len(), 1, "{doubts:?}");
    assert!(doubts[0].contains("2019-03-31T02:00:00 does not exist in Europe/Paris"), "{doubts:?}");
    assert!(doubts[0].contains("9 events of 2 such lines") && doubts[0].contains("volume.csv:6"), "{doubts:?}");
}

/// 28 October 2018: 02:00 to 03:00 comes twice. Counts by half-hour are given, so that arrivals are exact: 2 in each pass, else 4.
#[test]
fn a_repeated_hour_has_half_in_each_pass() {
    let folder = tempfile::tempdir().expect("a folder");
    let days = ["2018-10-28", "2018-10-29"];
    let scenario = loaded(folder.path(), days, &day(days[0], |_| 4.0)).expect("a scenario");
    let mut wanted = vec![4.0; 50];
    wanted[4..8].fill(2.0);
    assert_eq!(expected(&scenario, days[0]), wanted);
    assert!(doubts(&scenario).is_empty(), "{:?}", scenario.warnings);
    let plan = plan(&scenario.variants[0].model, &scenario.run);
    let stream = only(&plan);
    let mut arrivals = Arrivals::new(stream, Draws::new(7, 0, 0));
    let mut counts = vec![0.0; 50];
    while let Some((at, _)) = arrivals.next(stream) {
        counts[(at / HALF) as usize] += 1.0;
    }
    assert_eq!(counts, wanted);
    assert_eq!(midnight(days[1], "Europe/Paris") - midnight(days[0], "Europe/Paris"), 25 * HOUR);
}

/// What stands there twice is still refused, on such days too, and so is what is no half-hour.
#[test]
fn lines_that_are_wrong_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |lines: &str, why: &str| {
        let report = loaded(folder.path(), ["2019-03-31", "2019-04-01"], lines).expect_err(lines);
        assert!(report.contains(why), "{report}");
    };
    refused("2019-03-31,02:00,FR,0\n2019-03-31,02:00,FR,0\n", "stand there twice");
    refused("2019-03-31,03:00,FR,1\n2019-03-31,03:00,FR,1\n", "stand there twice");
    for time in ["09:15", "09:17:00", "09:00:30", "09:00+02:00"] {
        refused(&format!("2019-03-31,{time},FR,1\n"), "is not a half-hour");
    }
}
