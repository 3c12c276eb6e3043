//! A frequency.

/// Events an hour (`"120/h"`, `"2000/day"` is 83.33 an hour).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct HourlyRate(pub f64);
