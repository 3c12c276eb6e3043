//! Satisfaction under assumed curves.

use crate::experiment::assemble::Assembly;
use crate::experiment::replicate::Chunk;
use crate::statistics::Histogram;

use super::Values;

/// Expected share of satisfied customers: Λ(b0 − b1 ln(1 + w / 3 min) − b2 · unresolved − b3 · repeat), Λ the logistic
/// function, summed over contacts with their own wait w, over contacts opened. Who was lost is not satisfied. The wait is
/// known to a bin of the histogram, at most 1/16 of it.
pub(super) fn add(values: &mut Values, assembly: &Assembly, chunk: &Chunk) {
    let Some(curves) = &assembly.model.satisfaction else { return };
    let sums = &chunk.tally.contacts;
    let [unresolved, resolved] = &sums.waits;
    for ((name, b0, b1, b2), b3) in curves.curves.iter().zip(&curves.extra_contact) {
        let of = |[first, again]: &[Histogram; 2], b0: f64| satisfied(first, b0, *b1) + satisfied(again, b0 - b3, *b1);
        let all = of(resolved, *b0) + of(unresolved, b0 - b2);
        let millionths = libm::round(all * 1e6) as i128;
        values.add(&format!("satisfaction_{name}"), millionths, i128::from(sums.contacts) * 1_000_000);
    }
}

fn satisfied(waits: &Histogram, b0: f64, b1: f64) -> f64 {
    let bins = waits.bins().filter(|bin| bin.count > 0);
    bins.map(|bin| {
        let wait_min = 0.5 * (bin.lower_us + bin.upper_us - 1) as f64 / 60e6;
        bin.count as f64 * logistic(b0 - b1 * libm::log(1.0 + wait_min / 3.0))
    })
    .sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}
