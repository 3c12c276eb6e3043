//! Does the procedure keep its guarantee? The hardest case, thousands of times: all rivals tied, the best ahead by the zone.

use std::ops::Range;

use rayon::prelude::*;

use super::procedure::{Method, Rule, Systems, select};
use crate::statistics::Pair;
use crate::statistics::selection::Goal;

/// Systems of the study.
pub const SYSTEMS: usize = 10;
/// Lead of the best = indifference zone, standard deviations of a system.
pub const LEAD: f64 = 0.5;

/// How often the best was selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SelectionRow {
    /// Share of the experiments that selected the best.
    pub correct: f64,
    /// Experiments.
    pub n: u32,
    /// Mean replications of all systems together in one experiment.
    pub replications: f64,
    /// The share that must be reached: 1 point below what the procedure promises.
    pub least: f64,
}

impl SelectionRow {
    /// Is the promise kept?
    pub fn holds(&self) -> bool {
        self.correct >= self.least
    }
}

/// Kim & Nelson's procedure as `select` drives it, at 95 %: ten normal systems with deviation 1, half of the variance common to
/// all, the last one ahead by the zone of half a deviation; first stage 10, stages of 5. Experiments have the seeds
/// 0 … `experiments` − 1 and run on the present rayon pool.
///
/// # Errors
/// A selection that could not be made; no experiments.
pub fn slippage(experiments: u32) -> Result<SelectionRow, Vec<String>> {
    if experiments == 0 {
        return Err(vec!["a study needs an experiment".into()]);
    }
    let rule = Rule {
        goal: Goal::Largest,
        zone: LEAD,
        level: 0.95,
        first: 10,
        stage: 5,
        at_most: 100_000,
        method: Method::KimNelson,
    };
    let one = |seed: u32| {
        let found = select(&mut Normals { seed: seed.into(), lead: LEAD }, &rule)?;
        Ok((found.selected == Some(SYSTEMS - 1), found.samples.iter().map(Vec::len).sum::<usize>()))
    };
    let all: Vec<(bool, usize)> = (0..experiments).into_par_iter().map(one).collect::<Result<_, Vec<String>>>()?;
    let n = f64::from(experiments);
    Ok(SelectionRow {
        correct: all.iter().filter(|(correct, _)| *correct).count() as f64 / n,
        n: experiments,
        replications: all.iter().map(|(_, sampled)| *sampled as f64).sum::<f64>() / n,
        least: 0.94,
    })
}

/// Ten normal systems with deviation 1 of which the last one leads by `lead`; half of the variance is common to all.
#[derive(Clone, Copy, Debug)]
pub struct Normals {
    /// Names all draws.
    pub seed: u64,
    /// Of the last system, standard deviations.
    pub lead: f64,
}

impl Systems for Normals {
    fn count(&self) -> usize {
        SYSTEMS
    }

    fn sample(&mut self, systems: &[usize], replications: Range<u32>) -> Result<Vec<Vec<Pair>>, Vec<String>> {
        let one = |system: usize, replication: u32| -> Pair {
            let name = (self.seed * 1_000_000 + u64::from(replication)) * 16;
            let (common, own) = (normal(name), normal(name + 1 + system as u64));
            let lead = if system == SYSTEMS - 1 { self.lead } else { 0.0 };
            // A ratio of 50 and some units; the denominator is the same for all.
            let value = 50.0 + lead + (common + own) / std::f64::consts::SQRT_2;
            ((value * 1e9) as i128, 1_000_000_000)
        };
        Ok(systems.iter().map(|system| replications.clone().map(|r| one(*system, r)).collect()).collect())
    }
}

/// A standard normal number of its name, by Box and Muller from SplitMix64: another generator than the engine's.
fn normal(name: u64) -> f64 {
    let uniform = |n: u64| {
        let mut z = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x1234_5678_9abc_def1);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    };
    libm::sqrt(-2.0 * libm::log(uniform(2 * name))) * libm::cos(std::f64::consts::TAU * uniform(2 * name + 1))
}
