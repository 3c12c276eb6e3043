//! Interleaved pairs and their medians.

use std::path::Path;

use super::product::{self, Outcome};
use super::yardstick;

/// The runs of one workload.
pub struct Pairs {
    workload: char,
    contacts: u64,
    pub product: Vec<Outcome>,
    pub yardstick: Vec<Outcome>,
}

/// Run pairs; who goes first changes from pair to pair.
pub fn run(program: &Path, workload: char, contacts: u64, pairs: usize) -> Result<Pairs, String> {
    let mut result = Pairs { workload, contacts, product: Vec::new(), yardstick: Vec::new() };
    for pair in 0..pairs {
        let seed = pair as u64 + 1;
        if pair % 2 == 0 {
            result.product.push(product::run(workload, contacts, seed)?);
        }
        result.yardstick.push(yardstick::run(program, workload, contacts, seed)?);
        if pair % 2 == 1 {
            result.product.push(product::run(workload, contacts, seed)?);
        }
    }
    Ok(result)
}

impl Pairs {
    /// Nanoseconds a turn of both, and the ratio: median (least – most).
    pub fn line(&self) -> String {
        let [product, yardstick] = [&self.product, &self.yardstick].map(|runs| runs.iter().map(ns_per_turn).collect());
        let (product, yardstick): (Vec<f64>, Vec<f64>) = (product, yardstick);
        let ratios: Vec<f64> = product.iter().zip(&yardstick).map(|(ours, theirs)| ours / theirs).collect();
        let (least, most) = ratios.iter().fold((f64::MAX, 0.0f64), |(l, m), r| (l.min(*r), m.max(*r)));
        format!(
            "({}) {} contacts, {} pairs: {:.1} ns a turn, C {:.1} ns, ratio {:.2} ({least:.2} – {most:.2})",
            self.workload,
            self.contacts,
            ratios.len(),
            median(&product),
            median(&yardstick),
            median(&ratios),
        )
    }
}

fn ns_per_turn(run: &Outcome) -> f64 {
    run.secs * 1e9 / run.turns
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[half],
        _ => (sorted[half - 1] + sorted[half]) / 2.0,
    }
}
