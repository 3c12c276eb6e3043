//! A share of a whole.

/// A share between 0 and 1 (`"8 %"` is 0.08).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Share(pub f64);
