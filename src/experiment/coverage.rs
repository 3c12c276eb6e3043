//! Do nominal 95 % intervals cover the truth? A queue whose means and quantiles are known, simulated thousands of times.
//!
//! M/M/1 by Lindley's recursion, ρ = 0.5, mean service 180 s, started in its steady state; beside it the same queue with
//! service a fifth faster, on the same arrivals and works. Each macro-replication is an experiment of 30 replications over
//! 1,000 expected arrivals, some 85 relaxation times: with half of that at ρ = 0.6 the sums are so skewed that Student's
//! interval over 30 replications covers 93 %. By PASTA and Campbell's formula the mean of Σ waits over the mean of the
//! count is exactly the mean wait ρ s/(1 − ρ), whatever the horizon.

use rayon::prelude::*;

use crate::statistics::{Histogram, Interval, Pair, paired, ratio, ratio_controlled, student, wait_quantile_s};
use crate::units::Span;

const SERVICE_S: f64 = 180.0;
const RHO: f64 = 0.5;
/// The other queue's mean service / this one's.
const FASTER: f64 = 0.8;
const ARRIVALS: f64 = 1000.0;
const HORIZON_S: f64 = ARRIVALS * SERVICE_S / RHO;
const REPLICATIONS: usize = 30;
const LEVEL: f64 = 0.95;
const STATISTICS: usize = 6;
/// Statistics in their order.
const NAMES: [&str; STATISTICS] =
    ["mean", "ratio", "controlled ratio", "paired difference", "quantile 0.75", "quantile 0.9"];

/// How often an interval held the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageRow {
    /// Statistic.
    pub statistic: &'static str,
    /// Its nominal level.
    pub nominal: f64,
    /// Share of the experiments whose interval held the truth.
    pub covered: f64,
    /// Experiments.
    pub n: u32,
    /// Mean half-width of the interval / size of the truth.
    pub half_width: f64,
    /// Bounds that the share must keep: [0.93, 0.97]; quantiles, whose intervals are conservative, [0.93, 1].
    pub allowed: (f64, f64),
}

impl CoverageRow {
    /// Does the share keep its bounds?
    pub fn holds(&self) -> bool {
        (self.allowed.0..=self.allowed.1).contains(&self.covered)
    }
}

/// Coverage of the intervals of mean, ratio (without and with the arrivals as control), paired difference and two quantiles in so many experiments; runs on the
/// present rayon pool, with the same result on any number of threads. 2,000 take some ten seconds.
///
/// Empty if an interval could not be made (no experiments).
pub fn coverage(experiments: u32, seed: u64) -> Vec<CoverageRow> {
    let one = |number: u32| experiment(seed, number);
    let all: Option<Vec<[(Interval, f64); STATISTICS]>> = (0..experiments).into_par_iter().map(one).collect();
    let Some(all) = all.filter(|all| !all.is_empty()) else { return Vec::new() };
    let n = f64::from(experiments);
    let row = |(place, statistic): (usize, &'static str)| {
        let own = || all.iter().map(move |intervals| intervals[place]);
        let held = own().filter(|(interval, truth)| interval.contains(*truth) == Some(true)).count();
        let width: f64 = own().map(|(interval, truth)| interval.half_width().unwrap_or(f64::NAN) / truth.abs()).sum();
        let allowed = if statistic.starts_with("quantile") { (0.93, 1.0) } else { (0.93, 0.97) };
        let (covered, half_width) = (held as f64 / n, width / n);
        CoverageRow { statistic, nominal: LEVEL, covered, n: experiments, half_width, allowed }
    };
    NAMES.into_iter().enumerate().map(row).collect()
}

/// One experiment: each interval with its truth.
fn experiment(seed: u64, number: u32) -> Option<[(Interval, f64); STATISTICS]> {
    let mut draw = Draw(seed.wrapping_mul(0xd129_0d9b_3f4a_7c15).wrapping_add(u64::from(number) << 32));
    let runs: Vec<[Queue; 2]> = (0..REPLICATIONS).map(|_| replication(&mut draw)).collect();
    let pair = |q: &Queue| -> Pair { (q.sum_us, q.count * 1_000_000) };
    let sums: Vec<f64> = runs.iter().map(|r| r[0].sum_us as f64 / 1e6).collect();
    let pairs: Vec<Pair> = runs.iter().map(|r| pair(&r[0])).collect();
    let common: Vec<(Pair, Pair)> = runs.iter().map(|r| (pair(&r[1]), pair(&r[0]))).collect();
    let offsets: Vec<f64> = runs.iter().map(|r| r[0].count as f64 - ARRIVALS).collect();
    let histograms: Vec<Histogram> = runs.into_iter().map(|[slow, _]| slow.histogram).collect();
    let difference = mean_wait(SERVICE_S * FASTER) - mean_wait(SERVICE_S);
    Some([
        (student(&sums, LEVEL)?, ARRIVALS * mean_wait(SERVICE_S)),
        (ratio(&pairs, LEVEL)?, mean_wait(SERVICE_S)),
        (ratio_controlled(&pairs, &[&offsets], LEVEL)?.interval, mean_wait(SERVICE_S)),
        (paired(&common, LEVEL)?.difference, difference),
        (wait_quantile_s(&histograms, 0.75, LEVEL)?, quantile(SERVICE_S, 0.75)),
        (wait_quantile_s(&histograms, 0.9, LEVEL)?, quantile(SERVICE_S, 0.9)),
    ])
}

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
        // Work ahead is never negative, so that the histogram takes every wait.
        let _ = self.histogram.record(Span(wait));
        self.sum_us += i128::from(wait);
        self.count += 1;
    }
}

/// Both queues with the same arrivals and works.
fn replication(draw: &mut Draw) -> [Queue; 2] {
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

/// SplitMix64 (Steele, Lea & Flood 2014, 10.1145/2660193.2660195): a generator that is not the one under test elsewhere.
struct Draw(u64);

impl Draw {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }
}
