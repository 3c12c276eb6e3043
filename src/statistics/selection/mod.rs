//! Which of several systems is best, and how sure that is.
//!
//! | file | question |
//! | --- | --- |
//! | `all_pairs.rs` | how far apart is each pair? |
//! | `best.rs` | how far is each behind the best of the others? |
//! | `subset.rs` | which can be dropped after a first look? |
//! | `kim_nelson.rs` | which is best, sampling one replication of each at a time, common random numbers allowed? |
//! | `rinott.rs` | which is best, in two stages, with independent replications? |
//! | `ocba.rs` | where should a fixed budget of replications go? |
//!
//! A system is a row of observations, one a replication; systems that share random numbers share the order of the
//! replications. Ratios enter through [`linearised`](super::linearised). The guarantees assume means that are about normal:
//! for quantiles and shares use them on sums of several replications.

mod all_pairs;
mod best;
mod kim_nelson;
mod ocba;
mod rinott;
mod subset;

pub use all_pairs::{PairOfSystems, all_pairs};
pub use best::{AgainstBest, Standing, compare_with_best, compare_with_best_spherical, dunnett_quantile};
pub use kim_nelson::{KimNelson, KimNelsonConstants, Status, kim_nelson_constants};
pub use ocba::{divide_budget, ocba_shares};
pub use rinott::{rinott_constant, rinott_sizes};
pub use subset::screen;

use super::problem::Checks;

/// Which end of a metric is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// Small is good: cost, waiting time.
    Smallest,
    /// Large is good: share answered in time, revenue.
    Largest,
}

impl Goal {
    /// 1 where large is good, −1 where small is: times it, every metric is to be made large.
    fn sign(self) -> f64 {
        match self {
            Goal::Smallest => -1.0,
            Goal::Largest => 1.0,
        }
    }
}

/// Systems that share a table do not exceed this number; bounds the time of pairwise work.
const MOST_SYSTEMS: f64 = 10_000.0;

/// At least two systems, each with the same number of finite observations, at least `least` of them.
fn check_systems(systems: &[Vec<f64>], least: usize) -> Checks {
    let n = systems.first().map_or(0, Vec::len);
    let checks = Checks::default()
        .range("systems", systems.len() as f64, "systems to compare", 2.0, MOST_SYSTEMS)
        .range("replications", n as f64, "replications of each system", least as f64, 4e9);
    systems.iter().enumerate().fold(checks, |checks, (i, system)| {
        checks
            .holds(system.len() == n, || {
                format!("system {i} has {} replications and system 0 has {n}: give all the same ones", system.len())
            })
            .finite(&format!("system {i}"), system)
    })
}

/// How sure to be: above one half, since every statement here is one-sided.
fn check_level(checks: Checks, level: f64) -> Checks {
    checks.holds(level > 0.5 && level < 1.0, || {
        format!("`level` is {level}: write how sure to be, above 0.5 and below 1 (95 % is 0.95)")
    })
}

/// The one-sided Student quantile: P(T ≤ t) = `p`, above one half.
fn one_sided_t(p: f64, freedom: usize) -> Option<f64> {
    super::interval::t_quantile(2.0 * p - 1.0, super::interval::count(freedom))
}

fn mean(observations: &[f64]) -> f64 {
    let first = observations.first().copied().unwrap_or(0.0);
    first + observations.iter().map(|x| x - first).sum::<f64>() / observations.len().max(1) as f64
}

/// Sample variance, divisor n − 1 (0 with one value).
fn variance(observations: &[f64]) -> f64 {
    let mean = mean(observations);
    observations.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (observations.len().max(2) - 1) as f64
}

/// Sample variance of the paired differences.
fn variance_of_difference(a: &[f64], b: &[f64]) -> f64 {
    variance(&a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>())
}
