//! Order statistics, batch means, control variates and strata against known answers.

use chatfare::statistics::{
    Control, RunTooShort, Stratum, batch_means, control_variates, proportional_allocation, quantile_ranks,
    sample_quantile, stratified, student,
};

use super::intervals::SplitMix;
use super::reference::close;

#[test]
fn quantile_ranks_known_answers() {
    for (n, p, lower, upper, coverage) in [
        (100, 0.5, 40, 61, 0.9648),
        (100, 0.9, 84, 96, 0.9557),
        (100, 0.95, 90, 100, 0.9826),
        (1000, 0.95, 936, 964, 0.9581),
    ] {
        let ranks = quantile_ranks(n, p, 0.95).unwrap();
        assert_eq!((ranks.lower, ranks.upper), (Some(lower), Some(upper)), "{n} {p}");
        assert!((ranks.coverage - coverage).abs() < 5e-5, "{ranks:?}");
    }
    // 0.95^58 = 0.051: even the largest of 58 values may lie below the 95 % quantile.
    let few = quantile_ranks(58, 0.95, 0.95).unwrap();
    assert_eq!((few.upper, quantile_ranks(20, 0.01, 0.95).unwrap().lower), (None, None));
    let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    let median = sample_quantile(&values, 0.5, 0.95).unwrap();
    assert_eq!((median.mean, median.lower, median.upper, median.n), (50.0, Some(40.0), Some(61.0), 100));
    assert_eq!(sample_quantile(&values[..58], 0.95, 0.95).unwrap().upper, None);
    assert_eq!(quantile_ranks(0, 1.0, 95.0).unwrap_err().problems.len(), 3);
    assert!(sample_quantile(&[], 0.5, 0.95).is_err() && sample_quantile(&[f64::NAN], 0.5, 0.95).is_err());
}

/// Least squares on centred controls (LAPACK) gives the same estimate, interval and slopes.
#[test]
fn control_variates_are_a_regression() {
    let x = [12.1, 9.8, 15.3, 11.0, 13.9, 10.2, 14.4, 12.7];
    let arrivals = Control { observations: &[101.0, 88.0, 115.0, 97.0, 108.0, 90.0, 112.0, 104.0], mean: 100.0 };
    let busyness = Control { observations: &[5.0, 7.0, 6.0, 4.0, 8.0, 5.0, 9.0, 6.0], mean: 6.5 };
    let one = control_variates(&x, &[arrivals], 0.95).unwrap();
    close("mean", one.interval.mean, 12.04319318, 1e-9);
    close("half", one.interval.half_width().unwrap(), 0.23112157000035158, 1e-10);
    close("slope", one.slopes[0], 0.2036303, 1e-7);
    close("ratio", one.variance_ratio, 0.02026934546421485, 1e-10);
    close("loss", one.loss_factor, 6.0 / 5.0, 1e-15);
    let two = control_variates(&x, &[arrivals, busyness], 0.95).unwrap();
    close("mean", two.interval.mean, 12.07371185, 1e-9);
    close("half", two.interval.half_width().unwrap(), 0.24212600024487124, 1e-10);
    close("ratio", two.variance_ratio, 0.023421251459164884, 1e-10);
    close("slope", two.slopes[1], 0.07777685, 1e-6);
    let text = control_variates(&x, &[arrivals, arrivals], 0.95).unwrap_err().to_string();
    assert!(text.contains("one follows from the others"), "{text}");
    let short = Control { observations: &[1.0], mean: f64::NAN };
    assert_eq!(control_variates(&x[..2], &[short], 2.0).unwrap_err().problems.len(), 4);
    assert!(control_variates(&x, &[], 0.95).is_err());
}

/// Seed 7: 2,000 experiments of 25 replications, X = 10 + 2(C − 5) + noise: the controlled interval covers 95 % (binomial noise
/// 0.49 points) at a third of the width. Without the second term of the variance it would cover 94.6 %; with n − 1 degrees and
/// divisor 93.4 % and be seen.
#[test]
fn controlled_intervals_cover() {
    let mut draw = SplitMix(7);
    let (mut covered, mut ratio) = (0, 0.0);
    for _ in 0..2000 {
        let sum = |draw: &mut SplitMix| (0..12).map(|_| draw.uniform()).sum::<f64>() - 6.0;
        let controls: Vec<Vec<f64>> = (0..3).map(|_| (0..25).map(|_| 5.0 + sum(&mut draw)).collect()).collect();
        let x: Vec<f64> = (0..25).map(|j| 10.0 + 2.0 * (controls[0][j] - 5.0) + 0.5 * sum(&mut draw)).collect();
        let known: Vec<Control> = controls.iter().map(|c| Control { observations: c, mean: 5.0 }).collect();
        let found = control_variates(&x, &known, 0.95).unwrap();
        covered += u32::from(found.interval.contains(10.0).unwrap());
        ratio += found.variance_ratio / 2000.0;
    }
    let coverage = f64::from(covered) / 2000.0;
    println!("coverage {coverage}, variance ratio {ratio}");
    assert!((0.935..0.965).contains(&coverage), "{coverage}");
    // 0.25 / 4.25 × 23/20.
    assert!((ratio / 0.0676 - 1.0).abs() < 0.08, "{ratio}");
}

#[test]
fn strata_known_answer() {
    let strata = [
        Stratum { weight: 0.5, observations: &[3.0, 5.0, 4.0] },
        Stratum { weight: 0.3, observations: &[10.0, 14.0] },
        Stratum { weight: 0.2, observations: &[20.0, 26.0, 23.0, 27.0] },
    ];
    let found = stratified(&strata, 0.95).unwrap();
    close("mean", found.mean, 10.4, 1e-14);
    // Variance 0.5433333, 2.164 degrees of freedom.
    close("half", found.half_width().unwrap(), 3.1715347197583172, 1e-10);
    assert_eq!(found.n, 9);
    let one = stratified(&[Stratum { weight: 1.0, observations: &[1.0, 2.0, 4.0] }], 0.95).unwrap();
    close("one stratum", one.upper.unwrap(), student(&[1.0, 2.0, 4.0], 0.95).unwrap().upper.unwrap(), 1e-13);
    let single = [Stratum { weight: 0.5, ..strata[0] }, Stratum { weight: 0.5, observations: &[1.0] }];
    assert_eq!(stratified(&single, 0.95).unwrap().upper, None);
    assert_eq!(
        stratified(&strata[..2], 0.95).unwrap_err().to_string(),
        "the weights add up to 0.8: write shares that make 1"
    );
    assert!(stratified(&[], 0.95).is_err());
    assert_eq!(proportional_allocation(&[0.5, 0.3, 0.2], 9), [4, 3, 2]);
}

/// First-order autoregression X_t = φ X_{t−1} + Z with mean 0 started in its steady state.
fn autoregression(draw: &mut SplitMix, phi: f64, n: usize) -> Vec<f64> {
    let mut noise = || (0..12).map(|_| draw.uniform()).sum::<f64>() - 6.0;
    let mut x = noise() / (1.0 - phi * phi).sqrt();
    (0..n)
        .map(|_| {
            x = phi * x + noise();
            x
        })
        .collect()
}

/// Seed 8: 400 runs of 4,000 observations with φ = 0.9. Batches grow until they are independent; Student on the bare observations
/// would cover 35 %. Binomial noise 1.1 points.
#[test]
fn batch_means_see_correlation() {
    let mut draw = SplitMix(8);
    let (mut covered, mut half, mut refused) = (0, 0.0, 0);
    for _ in 0..400 {
        let run = autoregression(&mut draw, 0.9, 4000);
        let Ok(found) = batch_means(&run, 0.95) else {
            refused += 1;
            continue;
        };
        assert!((10..40).contains(&found.interval.n) && found.size * found.interval.n as usize <= 4000);
        covered += u32::from(found.interval.contains(0.0).unwrap());
        half += found.interval.half_width().unwrap();
    }
    half /= f64::from(400 - refused);
    println!("coverage {covered} of {} runs, half-width {half}", 400 - refused);
    // By chance even 15 batches look correlated now and then.
    assert!(refused <= 8, "{refused} runs refused");
    let coverage = f64::from(covered) / f64::from(400 - refused);
    assert!((0.915..0.985).contains(&coverage), "{coverage}");
    // The true standard error of the mean is 1/(1 − φ)/√n = 0.158; times t(30) 2.04.
    assert!((0.29..0.36).contains(&half), "{half}");
    // Independent observations need no long batches, and a slow run is not long enough to say anything.
    let white = batch_means(&autoregression(&mut draw, 0.0, 400), 0.95).unwrap();
    assert!(white.interval.n >= 20, "{white:?}");
    let slow = batch_means(&autoregression(&mut draw, 0.999, 1000), 0.95).unwrap_err();
    assert!(matches!(slow, RunTooShort::Correlated { batches: 10..20, .. }), "{slow}");
    assert!(matches!(batch_means(&[1.0; 9], 0.95), Err(RunTooShort::FewBatches { .. })));
    assert!(matches!(batch_means(&[f64::NAN; 90], 0.95), Err(RunTooShort::NotFinite { at: 0 })));
    assert_eq!(batch_means(&[2.0; 90], 0.95).unwrap().interval.half_width(), Some(0.0));
}
