//! The statistics of the solver against what they must be for plain means.

use chatfare::experiment::price::Weights;
use chatfare::statistics::student;

/// The estimate of a mean is Student's interval: weights are drawn anew 200 times, so its width is right to about 5 % (standard
/// error of a standard deviation from 200 draws); 20 % is seen.
#[test]
fn the_interval_of_a_mean_is_students() {
    for (seed, n) in [(1, 5), (2, 10), (3, 40)] {
        let values: Vec<f64> = (0..n).map(|i| libm::sin(i as f64 * 1.7) * 3.0 + i as f64 * 0.05).collect();
        let weights = Weights::new(n, seed, 0.95);
        let found = weights.estimate(&weights.means(&values));
        let exact = student(&values, 0.95).expect("values");
        assert!((found.mean - exact.mean).abs() < 1e-12);
        let ratio = (found.upper.expect("bounded") - found.mean) / exact.half_width().expect("bounded");
        assert!((ratio - 1.0).abs() < 0.2, "n = {n}: {ratio}");
    }
}

/// One replication says nothing about doubt.
#[test]
fn one_replication_has_no_interval() {
    let weights = Weights::new(1, 7, 0.95);
    let found = weights.estimate(&weights.means(&[3.0]));
    assert_eq!((found.mean, found.lower, found.upper, found.n), (3.0, None, None, 1));
}
