//! Optimal computing budget allocation: where the next replications tell most about which system is best.

use super::super::problem::InputError;
use super::{Goal, MOST_SYSTEMS};
use crate::statistics::problem::Checks;

/// Share of the budget that each system should have had in all (Chen, Lin, Yücesan & Chick 2000,
/// 10.1023/A:1008349927281): N_i/N_j = ((s_i/d_i)/(s_j/d_j))² with d the distance to the best mean, and
/// N_b = s_b √(Σ_{i≠b} N_i²/s_i²) for the best. The shares sum to 1.
///
/// `least_difference` is what a smaller distance counts as, so that near ties do not eat the whole budget; take the
/// indifference zone. A system without any spread gets nothing.
///
/// # Errors
/// Fewer than two systems, lists of different length, numbers that are not finite, a negative deviation, or a tie with the
/// best while `least_difference` is 0.
pub fn ocba_shares(
    means: &[f64],
    deviations: &[f64],
    goal: Goal,
    least_difference: f64,
) -> Result<Vec<f64>, InputError> {
    Checks::default()
        .range("systems", means.len() as f64, "systems to compare", 2.0, MOST_SYSTEMS)
        .holds(means.len() == deviations.len(), || "give as many deviations as means".into())
        .finite("means", means)
        .finite("deviations", deviations)
        .holds(deviations.iter().all(|s| *s >= 0.0), || "a standard deviation is negative".into())
        .range("least_difference", least_difference, "a difference", 0.0, 1e300)
        .finish()?;
    let score = |i: usize| goal.sign() * means[i];
    let best = (1..means.len()).fold(0, |best, i| if score(i) > score(best) { i } else { best });
    let rivals = || (0..means.len()).filter(move |i| *i != best);
    let distance = |i: usize| (score(best) - score(i)).max(least_difference);
    Checks::default()
        .holds(rivals().all(|i| distance(i) > 0.0), || {
            "two means tie for the best: give a least difference above 0".into()
        })
        .finish()?;
    let mut weights = vec![0.0; means.len()];
    rivals().for_each(|i| weights[i] = (deviations[i] / distance(i)) * (deviations[i] / distance(i)));
    let squares: f64 = rivals()
        .filter(|i| deviations[*i] > 0.0)
        .map(|i| weights[i] * weights[i] / (deviations[i] * deviations[i]))
        .sum();
    weights[best] = deviations[best] * squares.sqrt();
    let total: f64 = weights.iter().sum();
    let even = 1.0 / means.len() as f64;
    Ok(weights.iter().map(|w| if total > 0.0 { w / total } else { even }).collect())
}

/// Splits `more` replications so that the totals come as near to the shares as they can without taking any back: what is
/// missing of each system's share, in whole replications by largest remainder, ties to the first.
///
/// Fewer shares than systems count as zero.
pub fn divide_budget(shares: &[f64], spent: &[u64], more: u64) -> Vec<u64> {
    let total = spent.iter().fold(more, |sum, s| sum.saturating_add(*s)) as f64;
    let share = |i: usize| shares.get(i).copied().unwrap_or(0.0);
    let missing: Vec<f64> = spent.iter().enumerate().map(|(i, s)| (share(i) * total - *s as f64).max(0.0)).collect();
    let all: f64 = missing.iter().sum();
    if all <= 0.0 {
        return vec![0; spent.len()];
    }
    let wanted: Vec<f64> = missing.iter().map(|m| m / all * more as f64).collect();
    let mut given: Vec<u64> = wanted.iter().map(|w| w.floor() as u64).collect();
    let mut order: Vec<usize> = (0..spent.len()).collect();
    order.sort_by(|a, b| (wanted[*b] - wanted[*b].floor()).total_cmp(&(wanted[*a] - wanted[*a].floor())));
    let left = more.saturating_sub(given.iter().sum()) as usize;
    order.iter().cycle().take(left).for_each(|i| given[*i] += 1);
    given
}
