//! Times that were observed, each as likely as the others: nothing is smoothed, nothing lies beyond the longest.

use std::sync::Arc;

use rand::Rng;

use super::normal::Tail;
use crate::engine::draws::open01;

/// Values in microseconds, sorted; at least one.
#[derive(Clone, Debug)]
pub struct Empirical {
    values: Arc<[f64]>,
    mean: f64,
}

impl Empirical {
    /// Without values: always 0.
    pub(super) fn new(mut values: Vec<f64>) -> Empirical {
        values.sort_by(f64::total_cmp);
        if values.is_empty() {
            values.push(0.0);
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        Empirical { values: values.into(), mean }
    }

    pub(super) fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.at(open01(rng.next_u64()))
    }

    pub(super) fn quantile(&self, tail: Tail) -> f64 {
        self.at(tail.lower)
    }

    fn at(&self, share: f64) -> f64 {
        let place = (share * self.values.len() as f64) as usize;
        self.values[place.min(self.values.len() - 1)]
    }

    pub(super) fn mean(&self) -> f64 {
        self.mean
    }

    pub(super) fn survival(&self, t: f64) -> f64 {
        let upto = self.values.partition_point(|value| *value <= t);
        (self.values.len() - upto) as f64 / self.values.len() as f64
    }
}
