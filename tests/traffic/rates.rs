//! Expected arrivals: exact, no chance involved.

use core::f64::consts::TAU;

use chatfare::scenario::Volume;
use chatfare::traffic::StreamPlan;
use chatfare::units::{DAY, HOUR, HourlyRate, MINUTE, Span};

use super::model::{Shape, french, midnight, model, only, plan, run, source};

/// Within 1e-9 of each other, relatively.
fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1e-3), "{a} is not {b}");
}

fn by_hour(stream: &StreamPlan, hours: i64) -> Vec<f64> {
    (0..hours).map(|h| stream.expected(h * HOUR, (h + 1) * HOUR)).collect()
}

/// A week holds seven times the mean day, whatever its profile, in any zone.
#[test]
fn a_week_holds_seven_mean_days() {
    for zone in ["Europe/Paris", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Auckland"] {
        let model = model(&[("XX", zone, 1.0)], vec![source("site", Shape::uneven(1234.5).volume())]);
        let plan = plan(&model, &run("2018-06-04", "2018-06-18", zone)); // two weeks without a change of the clock
        close(only(&plan).expected(0, 7 * DAY), 7.0 * 1234.5);
        close(only(&plan).expected(0, i64::MAX), 14.0 * 1234.5);
        close(only(&plan).expected(i64::MIN, 3 * DAY) + only(&plan).expected(3 * DAY, 14 * DAY), 14.0 * 1234.5);
    }
}

/// Monday 00:00 local is the first weight of the profile, and the hours follow.
#[test]
fn hours_are_local_hours() {
    for zone in ["Europe/Paris", "America/New_York", "Asia/Kolkata"] {
        let shape = Shape::uneven(2400.0);
        let weights = shape.week.clone();
        let model = model(&[("XX", zone, 1.0)], vec![source("site", shape.volume())]);
        let plan = plan(&model, &run("2018-06-04", "2018-06-11", zone)); // a Monday
        for (hour, expected) in by_hour(only(&plan), 168).into_iter().enumerate() {
            close(expected, 100.0 * weights[hour]);
        }
    }
}

/// India is half an hour off the hours of UTC: a run cut at UTC midnight sees half of two local hours.
#[test]
fn half_hour_zone() {
    let shape = Shape::uneven(2400.0);
    let weights = shape.week.clone();
    let model = model(&[("IN", "Asia/Kolkata", 1.0)], vec![source("site", shape.volume())]);
    let plan = plan(&model, &run("2018-06-04", "2018-06-05", "UTC"));
    // 00:00 UTC is 05:30 in India.
    for (hour, expected) in by_hour(only(&plan), 24).into_iter().enumerate() {
        close(expected, 100.0 * (weights[hour + 5] + weights[hour + 6]) / 2.0);
    }
    close(only(&plan).expected(0, 30 * MINUTE), 50.0 * weights[5]);
}

/// Weights 1, 2, 3 … by hour of a Sunday, as hours that really pass on the day.
fn sunday(date: &str, next: &str, zone: &str) -> Vec<f64> {
    let mut shape = Shape::flat(24.0);
    for hour in 0..24 {
        shape.week[6 * 24 + hour] = hour as f64;
    }
    let model = model(&[("XX", zone, 1.0)], vec![source("site", shape.volume())]);
    let run = run(date, next, zone);
    let hours = (run.to - run.from) / HOUR;
    by_hour(only(&plan(&model, &run)), hours).into_iter().map(|x| (x * 1e6).round() / 1e6).collect()
}

/// Paris, 2018-03-25: 23 hours, 02:00–03:00 does not exist. 2018-10-28: 25 hours, 02:00–03:00 comes twice.
#[test]
fn clocks_go_forward_and_back() {
    let whole: Vec<f64> = (0..24).map(f64::from).collect();
    let mut forward = whole.clone();
    forward.remove(2);
    assert_eq!(sunday("2018-03-25", "2018-03-26", "Europe/Paris"), forward);
    let mut back = whole.clone();
    back.insert(2, 2.0);
    assert_eq!(sunday("2018-10-28", "2018-10-29", "Europe/Paris"), back);
    // Brazil changed its clocks at midnight until 2019 and has not since: 2018-11-04 begins at 01:00.
    assert_eq!(sunday("2018-11-04", "2018-11-05", "America/Sao_Paulo"), whole[1..]);
    for (date, next) in [("2019-11-03", "2019-11-04"), ("2026-10-18", "2026-10-19"), ("2026-02-15", "2026-02-16")] {
        assert_eq!(sunday(date, next, "America/Sao_Paulo"), whole, "{date}");
    }
    // A rule far in the future comes from the zone's last rule.
    assert_eq!(sunday("2049-03-28", "2049-03-29", "Europe/Paris"), forward);
}

/// Growth compounds from `from`, backwards in the lead; season goes by local month.
#[test]
fn growth_and_season() {
    let mut season = [1.0; 12];
    (season[7], season[8]) = (2.0, 0.5);
    let run = run("2018-08-01", "2019-08-01", "UTC");
    let flat = model(&[("XX", "UTC", 1.0)], vec![source("site", Shape { season, ..Shape::flat(100.0) }.volume())]);
    let flat_plan = plan(&flat, &run);
    close(only(&flat_plan).expected(0, 31 * DAY), 6200.0);
    close(only(&flat_plan).expected(31 * DAY, 61 * DAY), 1500.0);
    close(only(&flat_plan).expected(61 * DAY, 92 * DAY), 3100.0);
    let growing =
        model(&[("XX", "UTC", 1.0)], vec![source("site", Shape { growth: 0.1, ..Shape::flat(100.0) }.volume())]);
    let plan = plan(&growing, &run);
    // ∫ 1.1^t over years of 365.25 days; the middle of each hour is exact to 1e-10.
    let area = |days: f64| 36_525.0 * (1.1f64.powf(days / 365.25) - 1.0) / 1.1f64.ln();
    close(only(&plan).expected(0, 365 * DAY), area(365.0));
    close(only(&plan).expected(100 * DAY, 101 * DAY), area(101.0) - area(100.0));
}

/// Holidays are days of the country: 14 July in France, not in Germany; the zone is the same.
#[test]
fn holidays_of_each_country() {
    let countries = [("FR", "Europe/Paris", 0.6), ("DE", "Europe/Berlin", 0.3), ("XX", "Europe/Paris", 0.1)];
    let model = model(&countries, vec![source("site", Shape { holiday: 0.25, ..Shape::flat(1000.0) }.volume())]);
    let plan = plan(&model, &run("2018-07-13", "2018-07-16", "Europe/Paris"));
    let day = |stream: usize, day: i64| plan.streams[stream].expected(day * DAY, (day + 1) * DAY);
    assert_eq!(plan.streams.iter().map(|s| s.country).collect::<Vec<_>>(), [0, 1, 2]);
    for (stream, days) in [[600.0, 150.0, 600.0], [300.0; 3], [100.0; 3]].into_iter().enumerate() {
        (0..3).for_each(|d| close(day(stream, d as i64), days[d]));
    }
    // A country whose holidays are not known counts as normal, and that is said.
    assert_eq!(plan.warnings.len(), 1);
    assert!(plan.warnings[0].contains("XX in 2018 are not known (known years: none)"), "{:?}", plan.warnings);
}

/// A campaign comes between its dates only.
#[test]
fn between_limits() {
    let between = Some((midnight("2018-08-10", "Europe/Paris"), midnight("2018-08-12", "Europe/Paris") + 30 * MINUTE));
    let model = french(Shape { between, ..Shape::flat(240.0) }.volume());
    let plan = plan(&model, &run("2018-08-01", "2018-09-01", "Europe/Paris"));
    close(only(&plan).expected(0, 9 * DAY), 0.0);
    close(only(&plan).expected(0, i64::MAX), 485.0);
    let outside = Some((0, 1));
    let plan_outside = super::model::plan(
        &french(Shape { between: outside, ..Shape::flat(240.0) }.volume()),
        &run("2018-08-01", "2018-09-01", "Europe/Paris"),
    );
    close(only(&plan_outside).expected(0, i64::MAX), 0.0);
}

/// The lead is part of the time axis: engine time 0 is `from` − lead.
#[test]
fn lead_comes_first() {
    let mut run = run("2018-08-01", "2018-08-02", "Europe/Paris");
    run.lead.0 = 7 * DAY;
    let plan = plan(&french(Volume::Constant(HourlyRate(120.0))), &run);
    assert_eq!((plan.start, plan.end), (run.from - 7 * DAY, 8 * DAY));
    close(only(&plan).expected(0, i64::MAX), 8.0 * 2880.0);
    assert_eq!(only(&plan).curve.len(), 2, "a constant rate is one piece and the end");
}

/// Rows of a table in any order, with gaps, partly outside the run.
#[test]
fn table_of_volumes() {
    let run = run("2018-08-01", "2018-08-02", "UTC");
    let row = |from: i64, to: i64, expected| (run.from + from * HOUR, run.from + to * HOUR, expected);
    let rows = vec![row(10, 11, 30.0), row(2, 3, 7.0), row(3, 4, 5.0), row(23, 25, 8.0), row(-2, 2, 40.0)];
    let plan = plan(&french(Volume::Table(rows)), &run);
    let hours = by_hour(only(&plan), 24);
    for (hour, expected) in [(0, 10.0), (1, 10.0), (2, 7.0), (3, 5.0), (4, 0.0), (10, 30.0), (22, 0.0), (23, 4.0)] {
        close(hours[hour], expected);
    }
    close(only(&plan).expected(0, i64::MAX), 66.0);
}

/// Growth counts from the run's start: in a lead of 100 days less comes than in its first 100 days, and the start has the
/// volume that the file states.
#[test]
fn growth_counts_from_the_start_of_the_run() {
    let shape = Shape { growth: 0.5, ..Shape::flat(100.0) };
    let mut run = run("2018-08-01", "2019-08-01", "UTC");
    run.lead.0 = 100 * DAY;
    let plan = plan(&model(&[("XX", "UTC", 1.0)], vec![source("site", shape.volume())]), &run);
    // ∫ 1.5^t over years of 365.25 days from `from`.
    let area = |days: f64| 36_525.0 * (1.5f64.powf(days / 365.25) - 1.0) / 1.5f64.ln();
    let of = |from: i64, to: i64| only(&plan).expected(from * DAY, to * DAY);
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-8, "{a} is not {b}");
    near(of(0, 100), -area(-100.0));
    near(of(100, 200), area(100.0));
    assert!(of(0, 100) < 0.9 * of(100, 200));
}

/// A sine stands where the clock says, whatever the lead: 1 + a cos(2π (t − peak) / 24 h) integrated by hand over each hour.
#[test]
fn a_wave_stands_by_the_clock() {
    let (amplitude, peak_h) = (0.8, 15.0);
    for lead_h in [0, 7] {
        let mut model = french(Volume::Constant(HourlyRate(60.0)));
        let mut run = run("2018-08-01", "2018-08-03", "UTC");
        run.lead.0 = lead_h * HOUR;
        let peak = run.from + 15 * HOUR;
        model.sources[0].chance.wave = Some(chatfare::scenario::Wave { amplitude, period: Span(DAY), peak });
        let plan = plan(&model, &run);
        let whole = |h: f64| h + amplitude * 24.0 / TAU * (TAU * (h - peak_h) / 24.0).sin();
        for hour in 0..48 {
            let at = (hour + lead_h) * HOUR;
            let exact = 60.0 * (whole(hour as f64 + 1.0) - whole(hour as f64));
            close(only(&plan).expected(at, at + HOUR), exact);
        }
    }
}
