//! Stopping rules and warm-up against known answers.

use chatfare::statistics::{
    Checkpoints, Decision, Interval, LOOK_AHEAD, Precision, RunTooShort, hoad_robinson_davies, law_kelton, look_ahead,
    mser5, student,
};

use super::intervals::SplitMix;
use super::reference::close;

const FIVE_PERCENT: Precision = Precision { relative: 0.05, absolute: 0.0 };

#[test]
fn precision_is_relative_to_the_true_mean_with_a_floor() {
    let half =
        |half: f64| Interval { mean: 21.0, lower: Some(21.0 - half), upper: Some(21.0 + half), level: 0.95, n: 9 };
    close("allowed", FIVE_PERCENT.allowed(-21.0), 1.0, 1e-14);
    assert!(FIVE_PERCENT.is_met(&half(0.9999)) && !FIVE_PERCENT.is_met(&half(1.0001)));
    let floor = Precision { relative: 0.05, absolute: 2.0 };
    assert!(floor.is_met(&half(2.0)) && !floor.is_met(&half(2.1)));
    assert!(Precision { relative: 0.0, absolute: 2.0 }.is_met(&half(1.9)));
    // An interval that leans, as Fieller's does, is judged by its longer arm; without bounds it is never narrow.
    assert!(!FIVE_PERCENT.is_met(&Interval { upper: Some(22.2), ..half(0.5) }));
    assert!(!floor.is_met(&Interval { upper: None, ..half(0.5) }));
    assert!(!FIVE_PERCENT.is_met(&Interval { mean: 0.0, lower: Some(-1e-9), upper: Some(1e-9), level: 0.95, n: 9 }));
}

#[test]
fn checkpoints_are_written_down_before_the_run() {
    let plan = Checkpoints { first: 10, chunk: 10, budget: 45 };
    let mut looks = vec![];
    let mut n = 0;
    while let Some(next) = plan.next(n) {
        looks.push(next);
        n = next;
    }
    assert_eq!(looks, [10, 20, 30, 40, 45]);
    assert_eq!(plan.decide(20, true), Decision::Converged);
    assert_eq!(plan.decide(23, true), Decision::Continue { to: 30 }, "threads that ran ahead do not stop it");
    assert_eq!(plan.decide(5, true), Decision::Continue { to: 10 });
    assert_eq!(plan.decide(20, false), Decision::Continue { to: 30 });
    assert_eq!(plan.decide(45, true), Decision::Converged);
    assert_eq!(plan.decide(45, false), Decision::Budget);
    let error = Checkpoints { first: 1, chunk: 0, budget: 0 }.check().unwrap_err();
    assert_eq!(error.problems.len(), 3, "{error}");
    let error = Precision { relative: 0.0, absolute: 0.0 }.check().unwrap_err().to_string();
    assert!(error.contains("write at least one above 0"), "{error}");
}

/// Observations 100 ± 20 in turn: s = 20 √(n/(n−1)), so the interval is within 100 g' = 4.7619 first at n = 71, which
/// the rule sees at its checkpoint 80; beyond the checkpoints or the data it does not look.
#[test]
fn law_kelton_stops_at_the_first_good_checkpoint() {
    let observations: Vec<f64> = (0..200).map(|i| if i % 2 == 0 { 80.0 } else { 120.0 }).collect();
    let stop = |chunk, budget| {
        law_kelton(&observations, FIVE_PERCENT, Checkpoints { first: 10, chunk, budget }, 0.95).unwrap()
    };
    let first = (10..).step_by(2).find(|n| FIVE_PERCENT.is_met(&student(&observations[..*n], 0.95).unwrap())).unwrap();
    assert_eq!((first, stop(2, 200).used), (72, 72));
    let stopped = stop(10, 200);
    assert_eq!((stopped.used, stopped.converged, stopped.interval.n), (80, true, 80));
    assert_eq!(stopped.interval, student(&observations[..80], 0.95).unwrap());
    assert_eq!((stop(10, 60).used, stop(10, 60).converged), (60, false));
    let few = law_kelton(&observations[..33], FIVE_PERCENT, Checkpoints { first: 10, chunk: 10, budget: 60 }, 0.95);
    assert_eq!((few.as_ref().unwrap().used, few.unwrap().converged), (33, false));
    // A metric of mean zero stops by its floor alone.
    let around_zero: Vec<f64> = observations.iter().map(|x| x - 100.0).collect();
    let floor = Precision { relative: 0.05, absolute: 5.0 };
    let plan = Checkpoints { first: 10, chunk: 10, budget: 200 };
    assert!(!law_kelton(&around_zero, FIVE_PERCENT, plan, 0.95).unwrap().converged);
    assert_eq!(law_kelton(&around_zero, floor, plan, 0.95).unwrap().used, 70);
    let wrong = law_kelton(&[1.0, f64::NAN], FIVE_PERCENT, plan, 95.0).unwrap_err();
    assert_eq!(wrong.problems.len(), 2, "{wrong}");
}

#[test]
fn look_ahead_confirms_the_stop() {
    assert_eq!([3, 100, 250, 1000].map(|n| look_ahead(LOOK_AHEAD, n)), [5, 5, 12, 50]);
    assert_eq!((look_ahead(0, 50), look_ahead(u32::MAX, u32::MAX)), (0, u32::MAX));
    let precision = Precision { relative: 0.05, absolute: 0.0 };
    // Three lucky values are narrow (half-width 0.248 of 100); the shock at the sixth replication is inside the look-ahead.
    let mut values = vec![100.0, 100.1, 99.9, 100.0, 100.1, 140.0];
    values.extend((0..300).map(|i| if i % 2 == 0 { 95.0 } else { 105.0 }));
    let stop = hoad_robinson_davies(&values, precision, 3, 0.95).unwrap();
    let narrow = |n: usize| student(&values[..n], 0.95).unwrap().relative_half_width().unwrap() <= 0.05;
    assert!(narrow(3) && narrow(5) && !narrow(6));
    let second = (7..).find(|n| narrow(*n)).unwrap();
    assert!((second..second + 6).all(narrow));
    assert_eq!((stop.interval.n as usize, stop.used as usize, stop.converged), (second, second + 5, true));
    // Without the shock it stops at once, having run the look-ahead.
    let calm = hoad_robinson_davies(&values[..5], precision, 3, 0.95).unwrap();
    assert_eq!((calm.used, calm.converged), (5, false), "the look-ahead does not fit into five observations");
    values[5] = 100.0;
    let calm = hoad_robinson_davies(&values, precision, 3, 0.95).unwrap();
    assert_eq!((calm.interval.n, calm.used, calm.converged), (3, 8, true));
}

/// The two series of the notes: x_i = 10 · 0.8^i ± 0.5 (1 + i mod 7), and 10 · 0.97^i ± 0.5.
#[test]
fn mser5_known_answers() {
    let sign = |i: i32| if i % 2 == 0 { -1.0 } else { 1.0 };
    let settles: Vec<f64> =
        (0..200).map(|i| 10.0 * libm::pow(0.8, f64::from(i)) + sign(i) * 0.5 * f64::from(1 + i % 7)).collect();
    let warm_up = mser5(&settles).unwrap();
    assert_eq!((warm_up.batches, warm_up.observations), (5, 25));
    close("MSER", warm_up.mser, 0.00743614115638519, 1e-12);
    close("mean", warm_up.mean, 0.02393654091037, 1e-11);
    let creeps: Vec<f64> = (0..200).map(|i| 10.0 * libm::pow(0.97, f64::from(i)) + sign(i) * 0.5).collect();
    let error = mser5(&creeps).unwrap_err();
    assert_eq!(error, RunTooShort::StillSettling { observations: 200 });
    assert!(error.to_string().starts_with("run too short: after 200 observations"));
    assert_eq!(mser5(&settles[..49]), Err(RunTooShort::FewBatches { observations: 49, batches: 9, least: 10 }));
    assert_eq!(mser5(&[0.0, f64::INFINITY]), Err(RunTooShort::NotFinite { at: 1 }));
    let constant = mser5(&[3.0; 104]).unwrap();
    assert_eq!((constant.batches, constant.mser, constant.mean), (0, 0.0, 3.0));
}

/// Seed 5, 2,000 macro-replications of exponential observations (mean 10), at least 30 and at most 5,000 of them, g = 5 %.
/// Binomial noise 0.49 points: a rule that looks after every replication from the second on covers 91 % and is seen, as is an
/// interval 10 % too narrow.
#[test]
fn stopping_at_checkpoints_keeps_the_coverage() {
    let mut draw = SplitMix(5);
    let plan = Checkpoints { first: 30, chunk: 50, budget: 5000 };
    let precision = Precision { relative: 0.1, absolute: 0.0 };
    let (mut covered, mut used) = (0, 0);
    for _ in 0..2000 {
        let observations: Vec<f64> = (0..900).map(|_| draw.exponential(10.0)).collect();
        let stop = law_kelton(&observations, precision, plan, 0.95).unwrap();
        assert!(stop.converged);
        covered += u32::from(stop.interval.contains(10.0).unwrap());
        used += stop.used;
    }
    let (coverage, used) = (f64::from(covered) / 2000.0, f64::from(used) / 2000.0);
    println!("coverage {coverage}, replications {used}");
    assert!((0.93..0.97).contains(&coverage), "coverage {coverage}");
    // (1.96 / (0.1/1.1))² = 465 replications make the half-width that small.
    assert!((440.0..540.0).contains(&used), "{used} replications");
}
