//! Morris screening.

use super::super::interval::{Interval, student};
use super::super::problem::{Checks, InputError};

/// The elementary effects of one factor over all trajectories; the unit is the answer's, for the whole range of the factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MorrisIndices {
    /// μ: mean effect; effects of opposite sign cancel.
    pub mu: f64,
    /// μ*: mean size of the effect (Campolongo, Cariboni & Saltelli 2007, 10.1016/j.envsoft.2006.10.004), with its Student interval
    /// over the trajectories.
    pub mu_star: Interval,
    /// σ: standard deviation of the effects; large beside μ* where the factor bends or interacts.
    pub sigma: f64,
}

/// Indices of each factor from trajectories: `answers` holds the k + 1 answers along each, `steps` which factor each step
/// changed and by how much. EE = (f(x + Δe) − f(x))/Δ (Morris 1991, 10.2307/1269043).
///
/// # Errors
/// Fewer than two trajectories; answers or steps of the wrong number; a step that changes nothing or an unknown factor, a factor
/// that a trajectory does not move exactly once; answers that are not finite; a level that is not between 0 and 1.
pub fn morris(answers: &[Vec<f64>], steps: &[Vec<(usize, f64)>], level: f64) -> Result<Vec<MorrisIndices>, InputError> {
    let factors = steps.first().map_or(0, Vec::len);
    let checks = Checks::default()
        .share("level", level)
        .range("trajectories", answers.len() as f64, "trajectories", 2.0, 1e9)
        .holds(answers.len() == steps.len(), || "give as many lists of steps as trajectories".into());
    let checks = answers.iter().zip(steps).enumerate().fold(checks, |checks, (t, (answers, steps))| {
        let mut moved: Vec<usize> = steps.iter().map(|s| s.0).collect();
        moved.sort_unstable();
        checks
            .holds(answers.len() == factors + 1, || {
                format!("trajectory {t} has {} answers for {factors} factors: one more is needed", answers.len())
            })
            .holds(moved.iter().copied().eq(0..factors) && steps.iter().all(|s| s.1 != 0.0 && s.1.is_finite()), || {
                format!("trajectory {t} does not move each of {factors} factors exactly once")
            })
            .finite(&format!("trajectory {t}"), answers)
    });
    checks.finish()?;
    let mut effects = vec![Vec::with_capacity(answers.len()); factors];
    for (answers, steps) in answers.iter().zip(steps) {
        for ((factor, by), pair) in steps.iter().zip(answers.windows(2)) {
            effects[*factor].push((pair[1] - pair[0]) / by);
        }
    }
    effects.iter().map(|effects| indices(effects, level).ok_or_else(|| Checks::nothing("trajectory"))).collect()
}

fn indices(effects: &[f64], level: f64) -> Option<MorrisIndices> {
    let sizes: Vec<f64> = effects.iter().map(|e| e.abs()).collect();
    let mu = student(effects, level)?.mean;
    let squares: f64 = effects.iter().map(|e| (e - mu) * (e - mu)).sum();
    let sigma = (squares / (effects.len() - 1) as f64).sqrt();
    Some(MorrisIndices { mu, mu_star: student(&sizes, level)?, sigma })
}
