//! One of several laws.

use rand::Rng;

use super::Sampler;
use super::normal::Tail;
use crate::engine::draws::Threshold;

/// Laws with their shares, which sum to 1.
#[derive(Clone, Debug)]
pub struct Mixture {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    share: f64,
    /// Cumulated share.
    upto: Threshold,
    law: Sampler,
}

impl Mixture {
    pub(super) fn new(parts: Vec<(f64, Sampler)>) -> Mixture {
        let mut sum = 0.0;
        let part = |(share, law): (f64, Sampler)| {
            sum += share;
            Part { share, upto: Threshold::new(sum.min(1.0)), law }
        };
        Mixture { parts: parts.into_iter().map(part).collect() }
    }

    /// The first word chooses the law, the others are its own.
    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        let bits = rng.next_u64();
        let chosen = self.parts.iter().find(|part| part.upto.holds(bits)).or(self.parts.last());
        chosen.map_or(0.0, |part| part.law.sample_f64(rng))
    }

    /// Bisection between the least and the largest quantile of the parts: the mixture's lies there.
    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        let ends = self.parts.iter().map(|part| part.law.quantile(tail));
        let (mut low, mut high) = ends.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
        if high.is_infinite() || low >= high {
            return high;
        }
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if self.survival(middle) > tail.upper { low = middle } else { high = middle }
        }
        high
    }

    pub(super) fn mean(&self) -> f64 {
        self.parts.iter().map(|part| part.share * part.law.mean_us()).sum()
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        self.parts.iter().map(|part| part.share * part.law.survival(t)).sum()
    }
}
