//! Histograms of waits, quantiles from them, and Little's identity.

use chatfare::statistics::{Bin, Histogram, Little, LittleError, time_inside, wait_quantile_s};
use chatfare::units::Span;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::intervals::SplitMix;

fn histogram(waits: &[i64]) -> Histogram {
    let mut histogram = Histogram::new();
    waits.iter().for_each(|w| histogram.record(Span(*w)).unwrap());
    histogram
}

#[test]
fn bins_follow_each_other_without_gap_from_zero_to_the_end_of_time() {
    let whole = histogram(&[i64::MAX]);
    let bins: Vec<Bin> = whole.bins().collect();
    assert_eq!(bins.len(), 960);
    assert_eq!((bins[0].lower_us, bins[0].upper_us), (0, 1), "zero has a bin of its own");
    assert_eq!(bins[959].upper_us, 1 << 63);
    for pair in bins.windows(2) {
        assert_eq!(pair[0].upper_us, pair[1].lower_us);
    }
    for bin in &bins[1..] {
        assert!((bin.upper_us - bin.lower_us) * 16 <= bin.lower_us.max(16), "{bin:?} is wider than 1/16");
    }
    // An octave by hand: 1 s = 1,000,000 µs lies in [2¹⁹, 2²⁰), bins of 2¹⁵ = 32,768 µs.
    let second = Histogram::bin_of(1_000_000);
    assert_eq!((second.lower_us, second.upper_us), (983_040, 1_015_808));
}

#[test]
fn counts_below_an_edge_are_exact() {
    let waits = histogram(&[0, 0, 5, 31, 32, 33, 34, 1_000_000]);
    assert_eq!(waits.count(), 8);
    assert_eq!(waits.count_below(1), 2);
    assert_eq!(waits.count_below(32), 4);
    assert_eq!(waits.count_below(34), 6);
    assert_eq!(waits.count_below(u64::MAX), 8);
}

#[test]
fn negative_waits_are_refused() {
    let mut waits = histogram(&[1]);
    let error = waits.record(Span(-7)).unwrap_err();
    assert_eq!(error.to_string(), "a wait of -7 µs is negative: the answer stands before its message");
    assert_eq!(waits.count(), 1);
}

#[test]
fn stored_histograms_are_checked() {
    let waits = histogram(&[0, 3, 3]);
    let text = serde_json::to_string(&waits).unwrap();
    assert_eq!(text, "[1,0,0,2]");
    assert_eq!(serde_json::from_str::<Histogram>(&text).unwrap(), waits);
    assert_eq!(serde_json::from_str::<Histogram>("[1,0,0,2,0,0]").unwrap(), waits, "one form a content");
    let long = format!("[{}1]", "0,".repeat(960));
    assert!(serde_json::from_str::<Histogram>(&long).unwrap_err().to_string().contains("at most 960 bins, not 961"));
}

fn waits() -> impl Strategy<Value = Vec<i64>> {
    // All sizes alike: a random number of digits, then a random number.
    prop::collection::vec((0..63_u32, any::<i64>()).prop_map(|(bits, x)| (x & i64::MAX) >> bits), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn merging_is_associative_and_commutative(a in waits(), b in waits(), c in waits()) {
        let all: Vec<i64> = [a.clone(), b.clone(), c.clone()].concat();
        let (a, b, c) = (histogram(&a), histogram(&b), histogram(&c));
        let (mut left, mut right, mut turned) = (a.clone(), b.clone(), c.clone());
        left.merge(&b);
        left.merge(&c);
        right.merge(&c);
        let mut a_bc = a.clone();
        a_bc.merge(&right);
        turned.merge(&b);
        turned.merge(&a);
        prop_assert_eq!(&left, &a_bc);
        prop_assert_eq!(&left, &turned);
        prop_assert_eq!(&left, &histogram(&all));
    }

    #[test]
    fn every_wait_lies_in_its_bin(bits in 0..63_u32, x in any::<i64>()) {
        let wait = (x & i64::MAX) >> bits;
        let one = histogram(&[wait]);
        let filled: Vec<Bin> = one.bins().filter(|b| b.count > 0).collect();
        prop_assert_eq!(filled.len(), 1);
        let (bin, wait) = (filled[0], wait as u64);
        prop_assert!(bin.lower_us <= wait && wait < bin.upper_us && bin.count == 1);
        prop_assert!(wait < 16 || (bin.upper_us - bin.lower_us) * 16 <= bin.lower_us);
        prop_assert_eq!(Histogram::bin_of(wait), Bin { count: 0, ..bin });
    }

    /// Customers with random stays: the integral of the count is the sum of the stays, inside any window, to the µs.
    #[test]
    fn little_is_an_identity(
        stays in prop::collection::vec((-1000..1000_i64, 0..1000_i64), 0..50), from in -500..500_i64, length in 0..900_i64
    ) {
        let to = from + length;
        let mut events: Vec<(i64, i64)> = stays.iter().flat_map(|(at, stay)| [(*at, 1), (at + stay, -1)]).collect();
        events.sort_by_key(|(at, by)| (*at, -by));
        let mut little = Little::new(from, to);
        for (at, by) in events {
            little.change(at, by).unwrap();
        }
        // The witness counts microsecond by microsecond.
        let counted: i128 = (from..to)
            .map(|t| stays.iter().filter(|(at, stay)| (*at..at + stay).contains(&t)).count() as i128)
            .sum();
        let facts: i128 = stays.iter().map(|(at, stay)| time_inside(*at, at + stay, from, to)).sum();
        prop_assert_eq!(little.integral_us(), counted);
        prop_assert_eq!(facts, counted);
        prop_assert_eq!(little.present(), 0);
    }
}

#[test]
fn little_counts_those_still_present_and_refuses_the_impossible() {
    let mut little = Little::new(10, 20);
    little.change(0, 1).unwrap();
    little.change(15, 1).unwrap();
    assert_eq!((little.integral_us(), little.present()), (15, 2));
    assert_eq!(little.change(14, 1), Err(LittleError::BackInTime { at: 14, last: 15 }));
    assert_eq!(little.change(16, -3), Err(LittleError::Count { at: 16, present: 2, by: -3 }));
    assert_eq!(little.integral_us(), 15, "a refused event changes nothing");
    little.change(25, -2).unwrap();
    assert_eq!(little.integral_us(), 15);
    let mut long = Little::new(i64::MIN, i64::MAX);
    long.change(i64::MIN, 3).unwrap();
    assert_eq!(long.integral_us(), 3 * (i128::from(u64::MAX)));
}

#[test]
fn quantiles_of_known_counts() {
    // 100 waits of 1..=100 µs in each of 3 equal replications: no variation, so the bounds are the bin of the quantile.
    let replications = vec![histogram(&(1..=100).collect::<Vec<_>>()); 3];
    let median = wait_quantile_s(&replications, 0.5, 0.95).unwrap();
    assert!((median.mean - 50e-6).abs() <= 2e-6, "{median:?}");
    assert_eq!((median.lower, median.upper, median.n), (Some(50e-6), Some(52e-6), 3));
    assert_eq!(wait_quantile_s(&replications, 0.05, 0.95).unwrap().mean, 5e-6, "bins of 1 µs are exact");
    let mostly_zero = vec![histogram(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 9]); 4];
    assert_eq!(wait_quantile_s(&mostly_zero, 0.5, 0.95).unwrap().upper, Some(1e-6));
    assert_eq!(wait_quantile_s(&mostly_zero, 0.5, 0.95).unwrap().mean, 0.0);
    assert_eq!(wait_quantile_s(&[], 0.5, 0.95), None);
    assert_eq!(wait_quantile_s(&[Histogram::new()], 0.5, 0.95), None);
    assert_eq!(wait_quantile_s(&replications, 1.0, 0.95), None);
    assert_eq!(wait_quantile_s(&replications[..1], 0.5, 0.95).unwrap().upper, None);
    // 40 waits say nothing about an upper bound of the 95 % quantile: all miss it with probability 0.95^40 = 13 %.
    assert_eq!(wait_quantile_s(&mostly_zero, 0.95, 0.95).unwrap().upper, None);
    assert_eq!(wait_quantile_s(&mostly_zero, 0.05, 0.95).unwrap().lower, Some(0.0));
}

/// Seed 2, 1,000 experiments of 20 replications with a common day factor in each, so that waits of a replication depend
/// on each other. The bounds are rounded outwards to bins, so coverage may exceed 95 %, never fall below: an interval
/// that took waits as independent would cover about 40 %.
#[test]
fn quantile_interval_covers_the_truth() {
    let mut draw = SplitMix(2);
    // P(W > x) = E[exp(−x / (60 U))], U uniform on 0.5..1.5: the 90 % quantile by bisection on a fine sum.
    let tail = |x: f64| {
        (0..10_000).map(|k| libm::exp(-x / (60.0 * (0.5 + (k as f64 + 0.5) / 10_000.0)))).sum::<f64>() / 10_000.0
    };
    let (mut low, mut high) = (0.0, 1000.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if tail(middle) > 0.1 { low = middle } else { high = middle }
    }
    let (mut covered, mut width) = (0, 0.0);
    for _ in 0..1000 {
        let replications: Vec<Histogram> = (0..20)
            .map(|_| {
                let mean = 60.0 * (0.5 + draw.uniform());
                histogram(&(0..200).map(|_| (draw.exponential(mean) * 1e6) as i64).collect::<Vec<_>>())
            })
            .collect();
        let interval = wait_quantile_s(&replications, 0.9, 0.95).unwrap();
        covered += u32::from(interval.contains(low).unwrap());
        width += interval.half_width().unwrap() / low / 1000.0;
    }
    let coverage = f64::from(covered) / 1000.0;
    assert!((0.94..1.0).contains(&coverage), "coverage {coverage}, half-width {width}");
    assert!(width < 0.25, "half-width {width}");
}
