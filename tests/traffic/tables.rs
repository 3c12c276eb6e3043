//! Volumes by half-hour: their days and hours are busier than others as those of a profile are, and what cannot act on them is refused.

use std::path::Path;

use chatfare::cli::options;
use chatfare::engine::draws::Draws;
use chatfare::scenario::{Chance, Counts, Model, Volume, load};
use chatfare::traffic::{Arrivals, StreamPlan};
use chatfare::units::{HOUR, MINUTE};

use super::model::{Shape, french, midnight, only, plan, run};
use crate::draws::oracle::{RED, normal};

/// Half-hours of so many days with so many expected events each, in turns.
fn table(from: &str, days: i64, events: [f64; 2]) -> Volume {
    let (start, half) = (midnight(from, "Europe/Paris"), 30 * MINUTE);
    Volume::Table((0..48 * days).map(|n| (start + n * half, start + (n + 1) * half, events[n as usize % 2])).collect())
}

fn with(chance: Chance, volume: Volume) -> Model {
    let mut model = french(volume);
    model.sources[0].chance = chance;
    model
}

fn times(stream: &StreamPlan, replication: u32) -> Vec<i64> {
    let mut arrivals = Arrivals::new(stream, Draws::new(7, replication, 0));
    std::iter::from_fn(|| arrivals.next(stream)).map(|(at, _)| at).collect()
}

/// A table of equal half-hours is the flat profile: with the same days and hours busier than others, every arrival comes at the same
/// instant (to the rounding of a microsecond at the edge of a piece). Five days, of which one changes the clock; 20 replications.
#[test]
fn a_table_of_a_profile_is_that_profile() {
    for (day_cv, hour_cv, hour_correlation) in [(0.5, 0.0, 0.0), (0.0, 0.5, 0.0), (0.3, 0.5, 0.8)] {
        let chance = || Chance { day_cv, hour_cv, hour_correlation, ..Chance::default() };
        let run = run("2018-10-26", "2018-10-31", "Europe/Paris");
        // 121 hours: the table has two half-hours more than five days.
        let mut rows = table("2018-10-26", 6, [5.0; 2]);
        if let Volume::Table(rows) = &mut rows {
            rows.truncate(242);
        }
        let (tables, profiles) =
            (plan(&with(chance(), rows), &run), plan(&with(chance(), Shape::flat(240.0).volume()), &run));
        let mut seen = 0;
        for replication in 0..20 {
            let (table, profile) = (times(only(&tables), replication), times(only(&profiles), replication));
            assert_eq!(table.len(), profile.len());
            assert!(table.iter().zip(&profile).all(|(a, b)| (a - b).abs() <= 2), "{day_cv} {hour_cv}");
            seen += table.len();
        }
        assert!(seen > 10_000, "{seen}");
    }
}

/// X = Poisson(D H λ) with gamma factors of mean 1 of the day and of the hour: Var X = λ + λ² ((1 + d²)(1 + h²) − 1).
///
/// An hour has 2 + 8 expected events: with d = 0 and h = 0.5 its variance is 10 + 25 = 35; a factor for each half-hour would give
/// 10 + 0.25 × (4 + 64) = 27. Seed 7, 60 days × 100 replications of 24 hours, n = 144,000: six standard errors (kurtosis below 10) are 5 %.
#[test]
fn hours_of_a_table_have_one_factor() {
    let chance = Chance { hour_cv: 0.5, ..Chance::default() };
    let plan =
        plan(&with(chance, table("2018-07-01", 60, [2.0, 8.0])), &run("2018-07-01", "2018-08-30", "Europe/Paris"));
    let mut hours = Vec::new();
    for replication in 0..100 {
        let mut counts = vec![0.0; 60 * 24];
        times(only(&plan), replication).iter().for_each(|at| counts[(at / HOUR) as usize] += 1.0);
        hours.extend(counts);
    }
    let n = hours.len() as f64;
    let mean = hours.iter().sum::<f64>() / n;
    assert!(normal((mean - 10.0) / (35.0 / n).sqrt()) > RED, "{mean}");
    let variance = hours.iter().map(|x: &f64| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    assert!((variance / 35.0 - 1.0).abs() < 0.05, "{variance}");
}

/// Counts that are given are those of the table's half-hours, not of whole hours.
#[test]
fn given_counts_are_those_of_half_hours() {
    let chance = Chance { counts: Counts::ByHour, ..Chance::default() };
    let plan = plan(&with(chance, table("2018-07-01", 1, [5.0; 2])), &run("2018-07-01", "2018-07-02", "Europe/Paris"));
    let mut counts = [0; 48];
    times(only(&plan), 0).iter().for_each(|at| counts[(at / (30 * MINUTE)) as usize] += 1);
    assert_eq!(counts, [5; 48]);
}

const HEAD: &str = "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-08\"\nlead = \"0 s\"\nreplications = 1\n\
    [business]\nzone = \"UTC\"\n[zone]\nFR = \"UTC\"\nDE = \"UTC\"\n\
    [population.p]\ncountries = { FR = \"50 %\", DE = \"50 %\" }\n";
const TAIL: &str = "\n[call_center]\nagents = 5\nwage = \"0 USD\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\n\
    rates = { FR = \"0.01 USD\", DE = \"0.01 USD\" }\n";

fn loaded(folder: &Path, reason: &str) -> Result<chatfare::scenario::Scenario, String> {
    std::fs::write(
        folder.join("volume.csv"),
        "date,time,country,events\n2018-08-06,09:00,FR,4\n2018-08-06,09:00,DE,4\n",
    )
    .expect("written");
    std::fs::write(folder.join("log.csv"), "at,country\n2018-08-06T10:00:01,FR\n").expect("written");
    let text = format!("{HEAD}[reason.r]\ncall_handling = \"fixed 1 min\"\n{reason}{TAIL}");
    std::fs::write(folder.join("scenario.toml"), text).expect("written");
    load(&folder.join("scenario.toml"), &options(&[])).map_err(|report| report.to_string())
}

/// Each country has a table of its own, but a busy day is one of all of them: the factors are those that the profile has.
#[test]
fn countries_of_a_table_have_their_busy_days_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let factors = |volume: &str| -> Vec<f64> {
        let scenario = loaded(folder.path(), &format!("{volume}\nbusyness_cv = 0.5")).expect("a scenario");
        let plan = plan(&scenario.variants[0].model, &scenario.run);
        let factor = |stream: &StreamPlan| {
            stream.busyness.as_ref().map_or(1.0, |busyness| busyness.factor(Draws::new(1, 0, 0), 17_750))
        };
        plan.streams.iter().map(factor).collect()
    };
    let (table, profile) = (factors("volume.csv = \"volume.csv\""), factors("volume = \"16/day\""));
    assert!(table.len() == 2 && table[0] != 1.0 && table[0] == table[1], "{table:?}");
    assert_eq!(table, profile);
}

/// What would change nothing is refused, with its name; a value that says what is the case anyway is not.
#[test]
fn settings_that_would_do_nothing_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let shapes = [
        ("profile", "profile = \"office\"", "profile = \"constant\""),
        ("between", "between = [\"2018-08-06\", \"2018-08-07\"]", ""),
        ("growth", "growth = \"5 %\"", "growth = \"0 %\""),
        ("season", "season = [1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1]", "season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        ("holiday", "holiday = \"30 %\"", "holiday = \"100 %\""),
    ];
    let after = "after = \"exponential, mean 1 min\"";
    let chances = [
        ("busyness_cv", "busyness_cv = 0.5", "busyness_cv = 0"),
        ("busyness_hour_cv", "busyness_hour_cv = 0.5", "busyness_hour_cv = 0"),
        ("counts", "counts = \"by day\"", "counts = \"Poisson\""),
        (
            "wave",
            "wave = { amplitude = \"50 %\", period = \"1 d\", peak = \"2018-08-06\" }",
            "wave = { amplitude = \"0 %\", period = \"1 d\", peak = \"2018-08-06\" }",
        ),
        (
            "excitation",
            &format!("excitation = {{ share = \"50 %\", {after} }}"),
            &format!("excitation = {{ share = \"0 %\", {after} }}"),
        ),
    ];
    let judged = |volume: &str, setting: &str| loaded(folder.path(), &format!("volume.{volume}\n{setting}"));
    let refused = |volume: &str, name: &str, setting: &str| {
        let report = judged(volume, setting).expect_err(setting);
        assert!(report.contains(&format!("`{name}` would change nothing")), "{report}");
        assert!(report.contains("leave it out, or"), "{report}");
    };
    let (table, log) = ("csv = \"volume.csv\"", "replay = \"log.csv\"");
    for (name, acts, neutral) in shapes {
        refused(table, name, acts);
        refused(log, name, acts);
        assert!(judged(table, neutral).is_ok() && judged(log, neutral).is_ok(), "{neutral}");
    }
    for (name, acts, neutral) in chances {
        refused(log, name, acts);
        assert!(judged(table, acts).is_ok() && judged(log, neutral).is_ok(), "{name}");
    }
    let report = judged(table, "volume.replay = \"log.csv\"").expect_err("two volumes");
    assert!(report.contains("not both"), "{report}");
}
