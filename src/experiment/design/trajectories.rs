//! Trajectories for Morris screening.

use crate::engine::purpose::Purpose;

use super::{DesignError, Point, check, draws};

const DESIGN: u64 = 3;

/// A walk through the grid that moves every factor once.
#[derive(Clone, Debug, PartialEq)]
pub struct Trajectory {
    /// factors + 1 points.
    pub points: Vec<Point>,
    /// What each step changes: the factor, and by how much (±Δ).
    pub steps: Vec<(usize, f64)>,
}

/// `count` random trajectories on a grid of `levels` values from 0 to 1 with steps Δ = levels / (2 (levels − 1)), so that
/// all levels are equally likely (Morris 1991, 10.2307/1269043).
///
/// # Errors
/// No factor or more than 1,000; an odd number of levels, none or more than 1,000; more than 2²⁴ coordinates.
pub fn trajectories(factors: usize, count: u32, levels: u32, seed: u64) -> Result<Vec<Trajectory>, DesignError> {
    check(factors, 1000, u64::from(count).saturating_mul(factors as u64 + 1))?;
    if levels == 0 || levels % 2 == 1 || levels > 1000 {
        return Err(DesignError::Levels { levels });
    }
    Ok((0..count).map(|number| trajectory(factors, levels, seed, number)).collect())
}

fn trajectory(factors: usize, levels: u32, seed: u64, number: u32) -> Trajectory {
    let entity = draws(seed, DESIGN, u64::from(number));
    let draw = |factor: usize, k: u32| entity.draw(Purpose::Spare, factor as u32, k);
    let step = f64::from(levels) / (2.0 * f64::from(levels - 1));
    let mut point = Point::with_capacity(factors);
    let mut moves = Vec::with_capacity(factors);
    for factor in 0..factors {
        let low = draw(factor, 0).below(u64::from(levels / 2)) as f64 / f64::from(levels - 1);
        let up = draw(factor, 1).chance(0.5);
        point.push(if up { low } else { low + step });
        moves.push((factor, if up { step } else { -step }));
    }
    for last in (1..factors).rev() {
        let other = draw(last, 2).below(last as u64 + 1) as usize;
        moves.swap(last, other);
    }
    let mut points = vec![point.clone()];
    for (factor, by) in &moves {
        point[*factor] += by;
        points.push(point.clone());
    }
    Trajectory { points, steps: moves }
}
