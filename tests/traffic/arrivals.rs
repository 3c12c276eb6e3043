//! Sampled arrivals against their curve.

use chatfare::engine::draws::Draws;
use chatfare::facts::Instant;
use chatfare::scenario::{Model, Run, Volume};
use chatfare::traffic::{Arrivals, StreamPlan};
use chatfare::units::{DAY, HOUR, HourlyRate};
use statrs::distribution::{ContinuousCDF, Exp};

use super::model::{Shape, busy, french, only, plan, run};
use crate::draws::oracle::{RED, chi_square, chi_square_value, normal};

/// Fixed once, never tuned.
const SEED: u64 = 1904;

fn times(stream: &StreamPlan, replication: u32) -> Vec<Instant> {
    let mut arrivals = Arrivals::new(stream, Draws::new(SEED, replication, 0));
    let mut times = Vec::new();
    while let Some((at, ordinal)) = arrivals.next(stream) {
        assert_eq!(ordinal as usize, times.len());
        times.push(at);
    }
    assert_eq!(arrivals.next(stream), None, "the end is the end");
    assert!(times.windows(2).all(|w| w[0] <= w[1]));
    times
}

/// A week with the clock going back, every hour another rate, growing.
fn uneven(per_day: f64) -> (Model, Run) {
    (french(Shape { growth: 0.3, ..Shape::uneven(per_day) }.volume()), run("2018-10-22", "2018-10-29", "Europe/Paris"))
}

/// 169 hours (one twice), n = 3.4·10⁶ arrivals: sees 0.8 % in half of the hours, one hour wrong by 5 %, and 0.35 %
/// in the total. With few arrivals an hour, what is carried over from hour to hour would be seen: a lost remainder
/// takes one arrival an hour. Hours of weight 0 must be empty.
#[test]
fn counts_by_hour_follow_the_curve() {
    for (per_day, replications) in [(24_000.0, 20), (240.0, 2_000)] {
        let (model, run) = uneven(per_day);
        let plan = plan(&model, &run);
        let stream = only(&plan);
        let mut counts = [0u64; 169];
        for replication in 0..replications {
            times(stream, replication).iter().for_each(|at| counts[(at / HOUR) as usize] += 1);
        }
        let runs = f64::from(replications);
        let expected: Vec<f64> = (0..169).map(|h| runs * stream.expected(h * HOUR, (h + 1) * HOUR)).collect();
        let (open, empty): (Vec<usize>, Vec<usize>) = (0..169).partition(|&h| expected[h] > 0.0);
        assert_eq!(empty, [0]);
        assert_eq!(counts[0], 0);
        let seen: Vec<u64> = open.iter().map(|&h| counts[h]).collect();
        let p = chi_square(&seen, |i| expected[open[i]], 0);
        assert!(p > RED, "p = {p:.1e}");
        let (n, total) = (counts.iter().sum::<u64>() as f64, expected.iter().sum::<f64>());
        assert!(normal((n - total) / total.sqrt()) > RED, "{n} of {total}");
    }
}

/// Gaps on the scale of expected arrivals are unit exponentials, independent of their neighbours: n = 1.7·10⁵
/// at 1,000 and at 10 arrivals an hour, 64 cells, sees 2.5 % in the mean of the gaps; correlation sees r = 0.016.
#[test]
fn rescaled_gaps_are_exponential() {
    for (per_day, replications) in [(24_000.0, 1), (240.0, 100)] {
        let (model, run) = uneven(per_day);
        let plan = plan(&model, &run);
        let gaps: Vec<f64> = (0..replications).flat_map(|replication| gaps(only(&plan), replication)).collect();
        let unit = Exp::new(1.0).unwrap();
        let mut counts = [0u64; 64];
        gaps.iter().for_each(|gap| counts[(unit.cdf(*gap) * 64.0) as usize] += 1);
        let n = gaps.len() as f64;
        // What lies beyond the end of a run is cut off: its last, unfinished gap is not among them, which shortens
        // gaps by 1 in 1,700 at the lower rate; the cells see 2 %.
        let p = chi_square(&counts, |_| n / 64.0, 1);
        assert!(p > RED, "p = {p:.1e}");
        let correlation: f64 = gaps.windows(2).map(|g| (g[0] - 1.0) * (g[1] - 1.0)).sum::<f64>() / n;
        assert!(normal(correlation * n.sqrt()) > RED, "{correlation}");
    }
}

fn gaps(stream: &StreamPlan, replication: u32) -> Vec<f64> {
    let mut last = 0.0;
    let gap = |at| {
        let now = stream.expected(0, at);
        now - std::mem::replace(&mut last, now)
    };
    times(stream, replication).into_iter().map(gap).collect()
}

/// Constant rate: n = 10⁶ by `contacts`, the last arrival at n / rate ± 0.6 %; nothing on or after `to`.
#[test]
fn constant_rate_and_limits() {
    let mut endless = run("2018-08-01", "2048-08-01", "UTC");
    endless.contacts = Some(1_000_000);
    let model = french(Volume::Constant(HourlyRate(3600.0)));
    let limited = times(only(&plan(&model, &endless)), 0);
    assert_eq!(limited.len(), 1_000_000);
    let z = (*limited.last().unwrap() as f64 / 1e6 - 1e6) / 1e3;
    assert!(normal(z) > RED, "z = {z}");
    let day = times(only(&plan(&model, &run("2018-08-01", "2018-08-02", "UTC"))), 0);
    assert!(day.last().unwrap() < &DAY);
    assert_eq!(day[..], limited[..day.len()], "a shorter run is the beginning of a longer one");
    assert!(limited[day.len()] >= DAY);
    let p = normal((day.len() as f64 - 86_400.0) / 86_400f64.sqrt());
    assert!(p > RED, "{}", day.len());
}

/// X given W is Poisson(Wλ), W gamma with mean 1: Var X = λ + λ²cv² (Avramidis, Deslauriers & L'Ecuyer 2004).
///
/// 7,300 days (2 years × 10 replications), λ = 400, cv = 0.2: variance 6,800. Six standard errors of the mean are
/// 5.8 (1.5 %), of the variance 11 %; cv = 0.19 would give 6,176 (9 % less), cv = 0.18 is seen surely.
#[test]
fn busyness_spreads_days() {
    let model = busy(french(Shape::flat(400.0).volume()), 0.2);
    let run = run("2018-01-01", "2020-01-01", "Europe/Paris");
    let plan = plan(&model, &run);
    // Paris days: local midnights by jiff.
    let zone = jiff::tz::TimeZoneDatabase::bundled().get("Europe/Paris").unwrap();
    let midnights: Vec<i64> = (0..=730)
        .map(|n| {
            let date = jiff::civil::date(2018, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
            date.to_zoned(zone.clone()).unwrap().timestamp().as_microsecond() - run.from
        })
        .collect();
    let mut days = Vec::new();
    for replication in 0..10 {
        let mut counts = vec![0.0; 730];
        for at in times(only(&plan), replication) {
            counts[midnights.partition_point(|m| *m <= at) - 1] += 1.0;
        }
        // Two short and two long days of 23 and 25 hours: scaled to 24.
        days.extend(counts.iter().zip(midnights.windows(2)).map(|(c, m)| c * DAY as f64 / (m[1] - m[0]) as f64));
    }
    let n = days.len() as f64;
    let mean = days.iter().sum::<f64>() / n;
    assert!((mean - 400.0).abs() < 6.0 * (6800.0 / n).sqrt(), "{mean}");
    let variance = days.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
    assert!((variance / 6800.0 - 1.0).abs() < 0.11, "{variance}");
    // Days do not depend on each other.
    let correlation = days.windows(2).map(|d| (d[0] - mean) * (d[1] - mean)).sum::<f64>() / n / variance;
    assert!(normal(correlation * n.sqrt()) > RED, "{correlation}");
}

/// Without busyness the same days are Poisson: index of dispersion 1, n = 7,300 days; sees 10 % more variance.
#[test]
fn without_busyness_days_are_poisson() {
    let plan = plan(&french(Shape::flat(400.0).volume()), &run("2018-01-01", "2020-01-01", "UTC"));
    let mut days = vec![0.0; 7300];
    for replication in 0..10 {
        let first = 730 * replication as usize;
        times(only(&plan), replication).iter().for_each(|at| days[first + (at / DAY) as usize] += 1.0);
    }
    let dispersion: f64 = days.iter().map(|d: &f64| (d - 400.0).powi(2) / 400.0).sum();
    assert!(chi_square_value(dispersion, 7300) > RED, "{dispersion}");
}
