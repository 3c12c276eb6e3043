//! Do nominal 95 % intervals cover the truth? M/M/1 by Lindley's recursion, whose means and quantiles are exact.

use chatfare::statistics::{Histogram, Pair, paired, ratio, student, wait_quantile_s};
use chatfare::units::Span;

use super::intervals::SplitMix;

const SERVICE_S: f64 = 180.0;
const RHO: f64 = 0.5;
/// The other variant serves this much faster.
const FASTER: f64 = 0.8;
/// 1,000 arrivals, some 85 relaxation times: with half of that at ρ = 0.6 the sums are so skewed that Student's interval over 30
/// replications covers 93 %.
const HORIZON_S: f64 = 1000.0 * SERVICE_S / RHO;
const REPLICATIONS: usize = 30;

/// Waits of one queue over the horizon.
#[derive(Default)]
struct Queue {
    histogram: Histogram,
    sum_us: i128,
    count: i128,
}

impl Queue {
    fn record(&mut self, wait_s: f64) {
        let wait = (wait_s * 1e6) as i64;
        self.histogram.record(Span(wait)).unwrap();
        self.sum_us += i128::from(wait);
        self.count += 1;
    }
}

/// Both variants with the same arrivals and works, started in their steady states: by PASTA and Campbell's formula the mean of
/// Σ waits over the mean of the count is exactly the mean wait ρ s/(1 − ρ), whatever the horizon.
fn replication(draw: &mut SplitMix) -> [Queue; 2] {
    let services = [SERVICE_S, SERVICE_S * FASTER];
    let u = draw.uniform();
    let mut work = services.map(|s| (libm::log(rho(s) / (1.0 - u)) * s / (1.0 - rho(s))).max(0.0));
    let mut queues = [Queue::default(), Queue::default()];
    let mut at = 0.0;
    loop {
        let gap = draw.exponential(SERVICE_S / RHO);
        at += gap;
        if at > HORIZON_S {
            return queues;
        }
        let need = draw.exponential(1.0);
        for (v, service) in services.iter().enumerate() {
            work[v] = (work[v] - gap).max(0.0);
            queues[v].record(work[v]);
            work[v] += need * service;
        }
    }
}

fn rho(service_s: f64) -> f64 {
    RHO * service_s / SERVICE_S
}

fn mean_wait(service_s: f64) -> f64 {
    service_s * rho(service_s) / (1.0 - rho(service_s))
}

/// P(W > x) = ρ e^{−(1−ρ)x/s}.
fn quantile(service_s: f64, p: f64) -> f64 {
    libm::log(rho(service_s) / (1.0 - p)) * service_s / (1.0 - rho(service_s))
}

/// Coverage of mean, ratio, paired difference, quantiles 0.75 and 0.9; and the mean relative half-width of the two quantiles.
fn coverage(macro_replications: u32, seed: u64) -> ([f64; 5], [f64; 2]) {
    let mut draw = SplitMix(seed);
    let (mut covered, mut width) = ([0_u32; 5], [0.0; 2]);
    let arrivals = HORIZON_S * RHO / SERVICE_S;
    for _ in 0..macro_replications {
        let runs: Vec<[Queue; 2]> = (0..REPLICATIONS).map(|_| replication(&mut draw)).collect();
        let pair = |q: &Queue| -> Pair { (q.sum_us, q.count * 1_000_000) };
        let sums: Vec<f64> = runs.iter().map(|r| r[0].sum_us as f64 / 1e6).collect();
        let pairs: Vec<Pair> = runs.iter().map(|r| pair(&r[0])).collect();
        let common: Vec<(Pair, Pair)> = runs.iter().map(|r| (pair(&r[1]), pair(&r[0]))).collect();
        let histograms: Vec<Histogram> = runs.into_iter().map(|[slow, _]| slow.histogram).collect();
        let quantiles = [0.75, 0.9].map(|p| (wait_quantile_s(&histograms, p, 0.95).unwrap(), quantile(SERVICE_S, p)));
        let checks = [
            (student(&sums, 0.95).unwrap(), arrivals * mean_wait(SERVICE_S)),
            (ratio(&pairs, 0.95).unwrap(), mean_wait(SERVICE_S)),
            (paired(&common, 0.95).unwrap().difference, mean_wait(SERVICE_S * FASTER) - mean_wait(SERVICE_S)),
            quantiles[0],
            quantiles[1],
        ];
        for (covered, (interval, truth)) in covered.iter_mut().zip(checks) {
            *covered += u32::from(interval.contains(truth).unwrap());
        }
        for (width, (interval, truth)) in width.iter_mut().zip(quantiles) {
            *width += interval.half_width().unwrap() / truth / f64::from(macro_replications);
        }
    }
    (covered.map(|c| f64::from(c) / f64::from(macro_replications)), width)
}

/// Seed 1, 200 macro-replications: binomial noise 1.5 points, so an interval that covers less than 86 % is seen.
#[test]
fn a_tenth_of_the_coverage() {
    let (covered, width) = coverage(200, 1);
    println!("{covered:?} {width:?}");
    assert!(covered[..3].iter().all(|c| (0.90..=0.99).contains(c)), "{covered:?}");
    assert!(covered[3..].iter().all(|c| (0.90..=1.0).contains(c)), "{covered:?}");
    assert!(width.iter().all(|w| *w < 0.2), "{width:?}");
}

/// Seed 2, 2,000 macro-replications: binomial noise 0.49 points; an interval 10 % too narrow covers 92 % and is seen.
#[test]
#[ignore = "the whole coverage study, some ten seconds: --ignored"]
fn the_whole_coverage() {
    let (covered, width) = coverage(2000, 2);
    println!("{covered:?} {width:?}");
    assert!(covered[..3].iter().all(|c| (0.93..=0.97).contains(c)), "{covered:?}");
    assert!(covered[3..].iter().all(|c| *c >= 0.93), "{covered:?}");
    assert!(width.iter().all(|w| *w < 0.2), "{width:?}");
}
