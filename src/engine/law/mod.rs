//! Laws of times and counts: a scenario's [`Law`] compiled into a [`Sampler`] with its parameters ready.
//!
//! Unit inside: microseconds. All transcendental functions come from pinned `libm` (one, eˣ of the lognormal, from a
//! table that `libm` fills), so that a sample has the same bits on every machine; `rand_distr`'s laws are the oracle of the tests, not the source. A law that has substance
//! has a file of its own.
//!
//! One sample takes one named draw; rejection (ziggurat, gamma) takes further words of the same draw and shifts
//! no other.

mod atom;
mod count;
mod cut;
mod empirical;
mod exp;
mod exponential;
mod gamma;
mod hyperexponential;
mod lognormal;
mod mixture;
pub mod normal;
mod score_table;
mod triangular;
mod weibull;
mod ziggurat;

pub use count::CountSampler;
pub use ziggurat::{StandardNormal, UnitExponential};

use rand::Rng;
use rand_distr::Distribution;

use self::atom::AtomAtZero;
use self::cut::{Shifted, Truncated};
use self::empirical::Empirical;
use self::exponential::Exponential;
use self::gamma::Gamma;
use self::hyperexponential::Hyperexponential;
use self::lognormal::Lognormal;
use self::mixture::Mixture;
use self::normal::Tail;
use self::triangular::Triangular;
use self::weibull::Weibull;
use super::draws::{Draw, open01};
use crate::scenario::Law;
use crate::scenario::words::law_mean;
use crate::units::SECOND;

/// "Never", in microseconds: larger than any run, small enough to be added to any instant of one.
pub const NEVER_US: i64 = i64::MAX / 4;

/// A law of a non-negative time, ready to be sampled. Unit: microseconds.
#[derive(Clone, Debug)]
pub enum Sampler {
    /// Always this long.
    Deterministic(f64),
    /// Exponential.
    Exponential(Exponential),
    /// Gamma and Erlang.
    Gamma(Gamma),
    /// Lognormal.
    Lognormal(Lognormal),
    /// Weibull.
    Weibull(Weibull),
    /// Two exponentials with balanced means.
    Hyperexponential(Hyperexponential),
    /// Uniform on [low, low + width).
    Uniform {
        /// Lower end.
        low: f64,
        /// Length of the interval.
        width: f64,
    },
    /// Zero with some probability, else another law.
    AtomAtZero(Box<AtomAtZero>),
    /// Triangular.
    Triangular(Triangular),
    /// One of the values observed.
    Empirical(Empirical),
    /// One of several laws.
    Mixture(Box<Mixture>),
    /// A fixed time and then another law.
    Shifted(Box<Shifted>),
    /// A law between bounds.
    Truncated(Box<Truncated>),
    /// Never happens.
    Never,
}

impl Sampler {
    /// Prepares a law whose parameters the loader has checked (means >= 0, shapes > 0, probabilities in [0, 1]).
    ///
    /// Special cases become the simpler law they are: cv 0 is deterministic; gamma with cv 1, Weibull with shape 1,
    /// one Erlang stage and a hyperexponential with cv <= 1 are exponential.
    pub fn new(law: &Law) -> Sampler {
        match *law {
            Law::Deterministic { mean } => Sampler::Deterministic(us(mean)),
            Law::Exponential { mean } => Sampler::Exponential(Exponential::new(us(mean))),
            Law::Gamma { mean, cv } => Sampler::gamma(us(mean), cv),
            Law::Erlang { mean, stages } => Sampler::gamma(us(mean), 1.0 / libm::sqrt(f64::from(stages.max(1)))),
            Law::Lognormal { mean, cv } if cv > 0.0 && mean > 0.0 => Sampler::Lognormal(Lognormal::new(us(mean), cv)),
            Law::Lognormal { mean, .. } => Sampler::Deterministic(us(mean)),
            Law::Weibull { mean, shape: 1.0 } => Sampler::Exponential(Exponential::new(us(mean))),
            Law::Weibull { mean, shape } => Sampler::Weibull(Weibull::new(us(mean), shape)),
            Law::Hyperexponential { mean, cv } if cv > 1.0 => {
                Sampler::Hyperexponential(Hyperexponential::new(us(mean), cv))
            }
            Law::Hyperexponential { mean, .. } => Sampler::Exponential(Exponential::new(us(mean))),
            Law::Uniform { low, high } => Sampler::Uniform { low: us(low), width: us(high - low) },
            Law::AtomAtZero { zero, ref rest } => {
                Sampler::AtomAtZero(Box::new(AtomAtZero::new(zero, Sampler::new(rest))))
            }
            Law::Triangular { low, mode, high } => Sampler::Triangular(Triangular::new(us(low), us(mode), us(high))),
            Law::Empirical { ref values, .. } => {
                Sampler::Empirical(Empirical::new(values.iter().map(|value| us(*value)).collect()))
            }
            Law::Mixture(ref parts) => {
                let part = |(share, law): &(f64, Law)| (*share, Sampler::new(law));
                Sampler::Mixture(Box::new(Mixture::new(parts.iter().map(part).collect())))
            }
            Law::Shifted { by, ref rest } => Sampler::Shifted(Box::new(Shifted::new(us(by), Sampler::new(rest)))),
            Law::Truncated { low, high, ref of } => {
                let cut = Truncated::new(us(low), us(high), us(law_mean(law)), Sampler::new(of));
                Sampler::Truncated(Box::new(cut))
            }
            Law::Never => Sampler::Never,
        }
    }

    /// A gamma law by mean and cv, in whatever unit `mean` has: factors with mean 1 use it too.
    pub fn gamma(mean: f64, cv: f64) -> Sampler {
        match cv {
            1.0 => Sampler::Exponential(Exponential::new(mean)),
            cv if cv > 0.0 && mean > 0.0 => Sampler::Gamma(Gamma::new(mean, cv)),
            _ => Sampler::Deterministic(mean),
        }
    }

    /// One sample in whole microseconds: rounded to nearest, 0 ..= [`NEVER_US`].
    ///
    /// The two laws that most times follow are part of the caller: there the processor knows which one comes.
    #[inline(always)]
    pub fn sample(&self, draw: &mut Draw) -> i64 {
        whole(match self {
            Sampler::Exponential(law) => law.sample(draw),
            Sampler::Lognormal(law) => law.sample(draw),
            other => other.sample_f64(draw),
        })
    }

    /// One sample in microseconds, not rounded; infinite for [`Sampler::Never`].
    #[inline]
    pub fn sample_f64<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            Sampler::Deterministic(us) => *us,
            Sampler::Exponential(law) => law.sample(rng),
            Sampler::Gamma(law) => law.sample(rng),
            Sampler::Lognormal(law) => law.sample(rng),
            Sampler::Weibull(law) => law.sample(rng),
            Sampler::Hyperexponential(law) => law.sample(rng),
            Sampler::Uniform { low, width } => low + width * open01(rng.next_u64()),
            Sampler::AtomAtZero(law) => law.sample(rng),
            Sampler::Triangular(law) => law.sample(rng),
            Sampler::Empirical(law) => law.sample(rng),
            Sampler::Mixture(law) => law.sample(rng),
            Sampler::Shifted(law) => law.sample(rng),
            Sampler::Truncated(law) => law.sample(rng),
            Sampler::Never => f64::INFINITY,
        }
    }

    /// The value whose probability of not being exceeded is Φ(z): whole microseconds, 0 ..= [`NEVER_US`].
    ///
    /// Couples times by a common normal score: with z standard normal the result follows the law (DESIGN 2,
    /// "the same need is hard on both channels").
    #[inline]
    pub fn quantile_of_normal(&self, z: f64) -> i64 {
        whole(self.quantile_of_normal_f64(z))
    }

    /// [`Sampler::quantile_of_normal`] not rounded.
    #[inline]
    pub fn quantile_of_normal_f64(&self, z: f64) -> f64 {
        match self {
            Sampler::Lognormal(law) => law.at_score(z),
            Sampler::Exponential(law) => law.at_score(z),
            Sampler::Gamma(law) => law.at_score(z),
            Sampler::Weibull(law) => law.at_score(z),
            other => other.quantile(Tail::of_score(z)),
        }
    }

    /// The quantile at a pair of tail probabilities, in microseconds.
    fn quantile(&self, tail: Tail) -> f64 {
        match self {
            Sampler::Deterministic(us) => *us,
            Sampler::Exponential(law) => law.quantile(tail),
            Sampler::Gamma(law) => law.quantile(tail),
            Sampler::Lognormal(law) => law.at_score(tail.score()),
            Sampler::Weibull(law) => law.quantile(tail),
            Sampler::Hyperexponential(law) => law.quantile(tail),
            Sampler::Uniform { low, width } => low + width * tail.lower,
            Sampler::AtomAtZero(law) => law.quantile(tail),
            Sampler::Triangular(law) => law.quantile(tail),
            Sampler::Empirical(law) => law.quantile(tail),
            Sampler::Mixture(law) => law.quantile(tail),
            Sampler::Shifted(law) => law.quantile(tail),
            Sampler::Truncated(law) => law.quantile(tail),
            Sampler::Never => f64::INFINITY,
        }
    }

    /// Is practically every sample longer than the microsecond in which it begins? At most one in 10⁸ rounds to zero.
    pub fn lasts(&self) -> bool {
        self.survival(0.5) > 1.0 - 1e-8
    }

    /// Mean in microseconds; infinite for [`Sampler::Never`].
    pub fn mean_us(&self) -> f64 {
        match self {
            Sampler::Deterministic(us) => *us,
            Sampler::Exponential(law) => law.mean(),
            Sampler::Gamma(law) => law.mean(),
            Sampler::Lognormal(law) => law.mean(),
            Sampler::Weibull(law) => law.mean(),
            Sampler::Hyperexponential(law) => law.mean(),
            Sampler::Uniform { low, width } => low + width / 2.0,
            Sampler::AtomAtZero(law) => law.mean(),
            Sampler::Triangular(law) => law.mean(),
            Sampler::Empirical(law) => law.mean(),
            Sampler::Mixture(law) => law.mean(),
            Sampler::Shifted(law) => law.mean(),
            Sampler::Truncated(law) => law.mean(),
            Sampler::Never => f64::INFINITY,
        }
    }

    /// Probability of more than `t` microseconds; 1 for negative `t`.
    pub fn survival(&self, t: f64) -> f64 {
        if t < 0.0 {
            return 1.0;
        }
        match self {
            Sampler::Deterministic(us) => f64::from(*us > t),
            Sampler::Exponential(law) => law.survival(t),
            Sampler::Gamma(law) => law.survival(t),
            Sampler::Lognormal(law) => law.survival(t),
            Sampler::Weibull(law) => law.survival(t),
            Sampler::Hyperexponential(law) => law.survival(t),
            Sampler::Uniform { low, .. } if t < *low => 1.0,
            Sampler::Uniform { low, width } if t >= low + width => 0.0,
            Sampler::Uniform { low, width } => (low + width - t) / width,
            Sampler::AtomAtZero(law) => law.survival(t),
            Sampler::Triangular(law) => law.survival(t),
            Sampler::Empirical(law) => law.survival(t),
            Sampler::Mixture(law) => law.survival(t),
            Sampler::Shifted(law) => law.survival(t),
            Sampler::Truncated(law) => law.survival(t),
            Sampler::Never => 1.0,
        }
    }
}

impl Distribution<f64> for Sampler {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.sample_f64(rng)
    }
}

/// Seconds to microseconds.
fn us(seconds: f64) -> f64 {
    seconds * SECOND as f64
}

/// Rounds a time that is not negative to whole microseconds; the cast saturates, and "too long" is never.
#[inline]
fn whole(us: f64) -> i64 {
    ((us + 0.5) as i64).min(NEVER_US)
}
