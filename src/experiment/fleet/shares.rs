//! How the volume of a fleet is spread over its desks.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::scenario::{Fleet, Sizes};

/// Shares of desks 0, 1, … in the volume of all: they fall with the number and sum to 1.
#[derive(Clone, Debug)]
pub struct Shares {
    sizes: Sizes,
    desks: u32,
    total: f64,
}

impl Shares {
    /// The shares of a fleet.
    pub fn new(fleet: &Fleet) -> Shares {
        Shares::of_sizes(fleet.desks, fleet.sizes)
    }

    fn of_sizes(desks: u32, sizes: Sizes) -> Shares {
        // From the smallest up: the sum of ten million terms keeps its digits.
        let total = (0..desks).rev().map(|desk| weight(sizes, desks, desk)).sum();
        Shares { sizes, desks, total }
    }

    /// Share of a desk.
    pub fn of(&self, desk: u32) -> f64 {
        weight(self.sizes, self.desks, desk) / self.total
    }
}

/// Size of a desk, in any unit. Lognormal: the quantile in the middle of the desk's part of the law.
fn weight(sizes: Sizes, desks: u32, desk: u32) -> f64 {
    match sizes {
        Sizes::Equal => 1.0,
        Sizes::Zipf { exponent } => libm::pow(f64::from(desk) + 1.0, -exponent),
        Sizes::Lognormal { cv } => {
            let above = (f64::from(desk) + 0.5) / f64::from(desks);
            libm::exp(-libm::sqrt(libm::log1p(cv * cv)) * Normal::standard().inverse_cdf(above))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(desks: u32, sizes: Sizes) -> Shares {
        Shares::of_sizes(desks, sizes)
    }

    /// Zipf with s = 1 over four desks: 1, 1/2, 1/3, 1/4 of 25/12.
    #[test]
    fn zipf_by_hand() {
        let shares = shares(4, Sizes::Zipf { exponent: 1.0 });
        for (desk, share) in [12.0, 6.0, 4.0, 3.0].map(|twelfths| twelfths / 25.0).into_iter().enumerate() {
            assert!((shares.of(desk as u32) - share).abs() < 1e-15);
        }
    }

    /// 100,000 desks, s = 0.9: the largest has 4.5 % (the sum is ζ(0.9) + n^0.1 / 0.1, Euler–Maclaurin, with ζ(0.9) = −9.4301140).
    #[test]
    fn the_largest_of_a_fleet() {
        let shares = shares(100_000, Sizes::Zipf { exponent: 0.9 });
        let sum = -9.430_114 + 10.0 * 1e5f64.powf(0.1) + 0.5 * 1e5f64.powf(-0.9);
        assert!((1.0 / shares.of(0) / sum - 1.0).abs() < 1e-6, "{}", 1.0 / shares.of(0));
    }

    /// Quantiles of a law with mean m and CV 1: their spread comes near to it (the middle of the last part is short of its tail).
    #[test]
    fn sizes_have_the_spread_asked_for() {
        let shares = shares(10_000, Sizes::Lognormal { cv: 1.0 });
        let sizes: Vec<f64> = (0..10_000).map(|desk| shares.of(desk) * 1e4).collect();
        assert!((sizes.iter().sum::<f64>() - 1e4).abs() < 1e-6 && sizes.windows(2).all(|pair| pair[0] > pair[1]));
        let variance = sizes.iter().map(|size| (size - 1.0).powi(2)).sum::<f64>() / 1e4;
        assert!((variance.sqrt() - 1.0).abs() < 0.02, "{}", variance.sqrt());
    }
}
