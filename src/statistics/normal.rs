//! The standard normal law.

/// Φ(z), with full relative precision in the lower tail.
pub(super) fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// φ(z).
pub(super) fn density(z: f64) -> f64 {
    const ONE_OVER_ROOT_TAU: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_ROOT_TAU * libm::exp(-0.5 * z * z)
}
