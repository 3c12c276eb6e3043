//! Samplers against statrs's distribution functions and rand_distr's samplers.
//!
//! n = 10⁶ a law. Cells: 64 of equal probability; red below 1e-6. A law whose mean is 1 % too high puts, for the
//! exponential, a noncentrality of 100 into the 63 freedoms: seen by 9 seeds of 10. A shift of 1.1 % of the
//! mass between halves is seen too. The mean's own test sees 6 standard errors: 0.6 % at cv 1, 1.2 % at cv 2.

use chatfare::engine::draws::{Draw, Draws};
use chatfare::engine::law::{CountSampler, NEVER_US, Sampler, StandardNormal, UnitExponential};
use chatfare::engine::purpose::Purpose;
use chatfare::scenario::{CountLaw, Law};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::Distribution;
use statrs::distribution::{self as reference, ContinuousCDF};

use super::oracle::{RED, chi_square, normal, two_samples};
use super::words::SEED;

const N: u64 = 1_000_000;
const CELLS: usize = 64;

/// One long draw a test: every sample takes the next words of it.
fn draw(test: u64) -> Draw {
    Draws::new(SEED, 0, 0).entity(test, 0, 0).draw(Purpose::Spare, 0, 0)
}

/// Edges of 64 cells of equal probability, by bisection on statrs's distribution function.
fn edges(cdf: &dyn Fn(f64) -> f64, low: f64, high: f64) -> Vec<f64> {
    let edge = |p: f64| {
        let (mut a, mut b) = (low, high);
        for _ in 0..100 {
            let middle = 0.5 * (a + b);
            if cdf(middle) < p { a = middle } else { b = middle }
        }
        a
    };
    (1..CELLS).map(|i| edge(i as f64 / CELLS as f64)).collect()
}

fn counts(edges: &[f64], mut sample: impl FnMut() -> f64) -> (Vec<u64>, f64, f64) {
    let mut counts = vec![0; edges.len() + 1];
    let (mut sum, mut squares) = (0.0, 0.0);
    for _ in 0..N {
        let x = sample();
        counts[edges.partition_point(|edge| *edge < x)] += 1;
        sum += x;
        squares += x * x;
    }
    let mean = sum / N as f64;
    (counts, mean, squares / N as f64 - mean * mean)
}

/// Ours by statrs's law (cells, mean, variance within `spread` standard errors' worth) and beside rand_distr's sampler.
fn check(
    name: &str,
    test: u64,
    law: &Law,
    cdf: &dyn Fn(f64) -> f64,
    moments: (f64, f64),
    other: Option<&dyn Fn(&mut StdRng) -> f64>,
) {
    let sampler = Sampler::new(law);
    let edges = edges(cdf, 0.0, 1e6 * moments.0);
    let mut own = draw(test);
    let (ours, mean, variance) = counts(&edges, || sampler.sample_f64(&mut own) / 1e6);
    let p = chi_square(&ours, |_| N as f64 / CELLS as f64, 1);
    assert!(p > RED, "{name}: cells p = {p:.1e}");
    let z = (mean - moments.0) / (moments.1 / N as f64).sqrt();
    assert!(normal(z) > RED, "{name}: mean {mean}, z = {z:.1}");
    assert!((variance / moments.1 - 1.0).abs() < 0.15, "{name}: variance {variance} for {}", moments.1);
    assert!((sampler.mean_us() / 1e6 / moments.0 - 1.0).abs() < 1e-12, "{name}: stated mean");
    if let Some(other) = other {
        let mut rng = StdRng::seed_from_u64(SEED + test);
        let (theirs, ..) = counts(&edges, || other(&mut rng));
        let p = two_samples(&ours, &theirs);
        assert!(p > RED, "{name}: beside rand_distr p = {p:.1e}");
    }
}

#[test]
fn exponential() {
    let law = reference::Exp::new(1.0 / 180.0).unwrap();
    let other = rand_distr::Exp::new(1.0 / 180.0).unwrap();
    let cdf = |x| law.cdf(x);
    check(
        "exponential",
        1,
        &Law::Exponential { mean: 180.0 },
        &cdf,
        (180.0, 180.0 * 180.0),
        Some(&|r| other.sample(r)),
    );
}

#[test]
fn lognormal() {
    for (test, cv) in [(2, 0.3), (3, 1.1), (4, 2.0)] {
        let variance = f64::ln_1p(cv * cv);
        let (m, s) = (300f64.ln() - variance / 2.0, variance.sqrt());
        let law = reference::LogNormal::new(m, s).unwrap();
        let other = rand_distr::LogNormal::new(m, s).unwrap();
        let moments = (300.0, (300.0 * cv) * (300.0 * cv));
        let cdf = |x| law.cdf(x);
        check("lognormal", test, &Law::Lognormal { mean: 300.0, cv }, &cdf, moments, Some(&|r| other.sample(r)));
    }
}

#[test]
fn gamma_and_erlang() {
    for (test, shape) in [(5, 0.25), (6, 0.8), (7, 1.0), (8, 2.5), (9, 4.0), (10, 100.0)] {
        let law = reference::Gamma::new(shape, shape / 60.0).unwrap();
        let other = rand_distr::Gamma::new(shape, 60.0 / shape).unwrap();
        let cdf = |x| law.cdf(x);
        let moments = (60.0, 3600.0 / shape);
        let gamma = Law::Gamma { mean: 60.0, cv: 1.0 / shape.sqrt() };
        check("gamma", test, &gamma, &cdf, moments, Some(&|r| other.sample(r)));
        if shape == 4.0 {
            let erlang = Law::Erlang { mean: 60.0, stages: 4 };
            check("erlang", test + 100, &erlang, &cdf, moments, None);
        }
    }
}

#[test]
fn weibull() {
    for (test, shape) in [(11, 0.7), (12, 1.0), (13, 2.0)] {
        let scale = 360.0 / statrs::function::gamma::gamma(1.0 + 1.0 / shape);
        let law = reference::Weibull::new(shape, scale).unwrap();
        let other = rand_distr::Weibull::new(scale, shape).unwrap();
        let second = scale * scale * statrs::function::gamma::gamma(1.0 + 2.0 / shape);
        let cdf = |x| law.cdf(x);
        let moments = (360.0, second - 360.0 * 360.0);
        check("weibull", test, &Law::Weibull { mean: 360.0, shape }, &cdf, moments, Some(&|r| other.sample(r)));
    }
}

/// Witness: the mixture written out from its definition.
#[test]
fn hyperexponential() {
    let (mean, cv): (f64, f64) = (100.0, 2.0);
    let p = (1.0 + ((cv * cv - 1.0) / (cv * cv + 1.0)).sqrt()) / 2.0;
    let (fast, slow) = (2.0 * p / mean, 2.0 * (1.0 - p) / mean);
    let cdf = |x: f64| 1.0 - p * (-fast * x).exp() - (1.0 - p) * (-slow * x).exp();
    check("hyperexponential", 14, &Law::Hyperexponential { mean, cv }, &cdf, (mean, mean * mean * cv * cv), None);
}

#[test]
fn uniform() {
    let cdf = |x: f64| ((x - 30.0) / 60.0).clamp(0.0, 1.0);
    check("uniform", 15, &Law::Uniform { low: 30.0, high: 90.0 }, &cdf, (60.0, 300.0), None);
}

/// The share of zeros to 6 standard errors (0.3 points), the rest by its cells.
#[test]
fn atom_at_zero() {
    let law = Law::AtomAtZero { zero: 0.3, rest: Box::new(Law::Exponential { mean: 50.0 }) };
    let (sampler, mut own) = (Sampler::new(&law), draw(16));
    let samples: Vec<f64> = (0..N).map(|_| sampler.sample_f64(&mut own)).collect();
    let zeros = samples.iter().filter(|x| **x == 0.0).count() as f64;
    assert!(normal((zeros - 0.3 * N as f64) / (0.21 * N as f64).sqrt()) > RED, "{zeros}");
    let mean = samples.iter().sum::<f64>() / N as f64 / 1e6;
    // Second moment 0.7 · 2 · 50², mean 35.
    let z = (mean - 35.0) / ((3500.0 - 35.0 * 35.0) / N as f64).sqrt();
    assert!(normal(z) > RED, "{mean}");
    assert!((sampler.mean_us() - 35e6).abs() < 1e-3 && (sampler.survival(50e6) - 0.7 * (-1f64).exp()).abs() < 1e-15);
}

/// The ziggurats alone, n = 10⁷, with cells far out to 1e-6 of probability: the tail's code is a law of its own.
#[test]
fn ziggurats_and_their_tails() {
    let n = 10_000_000;
    let tails = [0.5, 0.9, 0.99, 0.999, 0.9995, 0.9998, 0.9999, 0.99999, 0.999999];
    let share = |i: usize| match i {
        0 => tails[0],
        i if i == tails.len() => 1.0 - tails[i - 1],
        i => tails[i] - tails[i - 1],
    };
    let exponential: Vec<f64> = tails.iter().map(|p| -f64::ln_1p(-p)).collect();
    // Two-sided: |z| has its quantile p at (1 + p)/2.
    let absolute: Vec<f64> =
        tails.iter().map(|p| -reference::Normal::standard().inverse_cdf((1.0 - p) / 2.0)).collect();
    let (mut a, mut b) = (draw(17), draw(18));
    let (unit, score) = (UnitExponential::new(), StandardNormal::new());
    let mut counts = [vec![0u64; 10], vec![0u64; 10]];
    let mut negative = 0u64;
    for _ in 0..n {
        let x = unit.sample(&mut a);
        counts[0][exponential.partition_point(|edge| *edge < x)] += 1;
        let z = score.sample(&mut b);
        negative += u64::from(z < 0.0);
        counts[1][absolute.partition_point(|edge| *edge < z.abs())] += 1;
    }
    for counts in &counts {
        let p = chi_square(counts, |i| n as f64 * share(i), 1);
        assert!(p > RED, "p = {p:.1e}, {counts:?}");
    }
    assert!(normal((negative as f64 - n as f64 / 2.0) / (n as f64 / 4.0).sqrt()) > RED, "{negative}");
}

/// Whole microseconds: rounded to nearest, never negative, never beyond the sentinel.
#[test]
fn samples_are_whole_and_bounded() {
    let mut own = draw(19);
    assert_eq!(Sampler::new(&Law::Never).sample(&mut own), NEVER_US);
    assert_eq!(Sampler::new(&Law::Deterministic { mean: 1e300 }).sample(&mut own), NEVER_US);
    assert_eq!(Sampler::new(&Law::Deterministic { mean: 1.5e-6 }).sample(&mut own), 2);
    assert_eq!(Sampler::new(&Law::Deterministic { mean: 1.4e-6 }).sample(&mut own), 1);
    assert_eq!(Sampler::new(&Law::Lognormal { mean: 60.0, cv: 0.0 }).sample(&mut own), 60_000_000);
    assert_eq!(Sampler::new(&Law::Gamma { mean: 0.0, cv: 2.0 }).sample(&mut own), 0);
    for mean in [0.0, 1e-9, 1e300] {
        for law in
            [Law::Exponential { mean }, Law::Weibull { mean, shape: 0.5 }, Law::Hyperexponential { mean, cv: 3.0 }]
        {
            let sampler = Sampler::new(&law);
            for z in [-40.0, -3.0, 0.0, 3.0, 40.0] {
                assert!((0..=NEVER_US).contains(&sampler.quantile_of_normal(z)), "{law:?} at {z}");
            }
            assert!((0..=NEVER_US).contains(&sampler.sample(&mut own)), "{law:?}");
        }
    }
}

/// Both ways to a geometric count, n = 10⁶, 12 cells: sees a chance of going on that is 0.4 points wrong.
#[test]
fn geometric_counts_both_ways() {
    for mean in [1.6, 3.0, 8.0] {
        let sampler = CountSampler::new(&CountLaw::Geometric { mean });
        assert!((sampler.mean() - mean).abs() < 1e-12);
        let (mut own, q) = (draw(20), 1.0 - 1.0 / mean);
        let expected = |i: usize| N as f64 * if i == 11 { q.powi(11) } else { q.powi(i as i32) / mean };
        let mut whole = [0u64; 12];
        let mut coins = [0u64; 12];
        for _ in 0..N {
            whole[(sampler.sample_count(&mut own) as usize).min(12) - 1] += 1;
            let mut n = 1;
            while sampler.continues(n, &mut own) {
                n += 1;
            }
            coins[(n as usize).min(12) - 1] += 1;
        }
        for counts in [whole, coins] {
            let p = chi_square(&counts, expected, 1);
            assert!(p > RED, "mean {mean}: p = {p:.1e}, {counts:?}");
        }
    }
}

#[test]
fn fixed_counts() {
    let (three, mut own) = (CountSampler::new(&CountLaw::Fixed(3)), draw(21));
    assert_eq!((three.sample_count(&mut own), three.mean()), (3, 3.0));
    assert_eq!([1, 2, 3].map(|done| three.continues(done, &mut own)), [true, true, false]);
    let one = CountSampler::new(&CountLaw::Geometric { mean: 1.0 });
    assert_eq!((one.sample_count(&mut own), one.continues(1, &mut own)), (1, false));
    let endless = CountSampler::new(&CountLaw::Geometric { mean: 1e300 });
    assert_eq!(endless.sample_count(&mut own), u32::MAX);
}
