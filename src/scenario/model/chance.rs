//! What makes arrivals vary beside the curve of their expectation.

use super::Law;
use crate::facts::Instant;
use crate::units::Span;

/// How arrivals scatter. The default is a Poisson process with the rate of the curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chance {
    /// A sine over the curve.
    pub wave: Option<Wave>,
    /// Coefficient of variation of each local day's factor (gamma, mean 1); 0 = none.
    pub day_cv: f64,
    /// Coefficient of variation of each local hour's factor (gamma, mean 1); 0 = none.
    pub hour_cv: f64,
    /// Correlation of the normal scores of neighbouring hours of one day.
    pub hour_correlation: f64,
    /// What is random in the counts.
    pub counts: Counts,
    /// Arrivals that bring further ones.
    pub excitation: Option<Excitation>,
    /// Exact instants instead of chance, sorted.
    pub replay: Option<Vec<Instant>>,
}

/// A sinusoidal factor 1 + amplitude · cos(2π (t − peak) / period).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// 0 to 1.
    pub amplitude: f64,
    /// Length of a period.
    pub period: Span,
    /// An instant of highest rate.
    pub peak: Instant,
}

/// What is random in the number of arrivals.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Counts {
    /// Everything: Poisson.
    #[default]
    Poisson,
    /// Nothing but the rounding: each local hour brings its expectation.
    ByHour,
    /// The day brings its expectation, split over the hours by the profile.
    ByDay {
        /// Shares of the hours follow a Dirichlet law of this concentration; `None`: they are the profile's.
        concentration: Option<f64>,
    },
}

/// Self-excitation (Hawkes & Oakes 1974): an arrival brings a Poisson number of others, each after a delay.
#[derive(Clone, Debug, PartialEq)]
pub struct Excitation {
    /// Share of all arrivals that others brought: the mean number that one brings, 0 to below 1.
    pub share: f64,
    /// Time from an arrival to one that it brings.
    pub after: Law,
}
