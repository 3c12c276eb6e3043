//! The two samples of a Sobol analysis and their mixtures.

use crate::engine::purpose::Purpose;

use super::sobol::{MOST_DIMENSIONS, scrambled_sobol};
use super::{DesignError, Point, draws};

const RESAMPLING: u64 = 4;

/// The (k + 2) N points of a Sobol analysis with N = `rows`, a power of two. Block j holds A_j, B_j and, for each factor i,
/// A_j with its i-th coordinate from B_j (Saltelli et al. 2010, 10.1016/j.cpc.2009.09.018); A and B are the halves of one
/// scrambled Sobol design of 2k dimensions.
///
/// # Errors
/// No factor or more than 64; a number of rows that is not a power of two; too many coordinates.
pub fn saltelli(factors: usize, rows: u64, seed: u64) -> Result<Vec<Point>, DesignError> {
    if factors == 0 || 2 * factors > MOST_DIMENSIONS {
        return Err(DesignError::Factors { factors, most: MOST_DIMENSIONS / 2 });
    }
    super::check(factors, MOST_DIMENSIONS / 2, rows.saturating_mul(factors as u64 + 2))?;
    let both = scrambled_sobol(2 * factors, rows, seed)?;
    Ok(both.iter().flat_map(|row| block(row, factors)).collect())
}

fn block(row: &[f64], factors: usize) -> Vec<Point> {
    let (a, b) = row.split_at(factors);
    let mixed = (0..factors).map(|i| {
        let mut point = a.to_vec();
        point[i] = b[i];
        point
    });
    [a.to_vec(), b.to_vec()].into_iter().chain(mixed).collect()
}

/// Random indices for bootstrap resampling: each call gives one of 0 … n − 1. Named draws: the same seed, the same intervals.
pub fn resampling(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut call = 0_u64;
    move |n| {
        let entity = draws(seed, RESAMPLING, call >> 32);
        let index = entity.draw(Purpose::Spare, call as u32, 0).below(n);
        call += 1;
        index
    }
}
