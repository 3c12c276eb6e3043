//! Full factorial designs.

use super::DesignError;

/// Every combination of the levels of each axis, as indices from 0; the last axis runs fastest. The size is checked before a
/// row is written.
///
/// # Errors
/// No axis, an axis without levels, more than `most` combinations.
pub fn full_factorial(levels: &[usize], most: u64) -> Result<Vec<Vec<usize>>, DesignError> {
    if levels.is_empty() {
        return Err(DesignError::Factors { factors: 0, most: 64 });
    }
    if let Some(axis) = levels.iter().position(|n| *n == 0) {
        return Err(DesignError::EmptyAxis { axis });
    }
    let points = levels.iter().try_fold(1_u128, |points, n| points.checked_mul(*n as u128)).unwrap_or(u128::MAX);
    if points > u128::from(most) {
        return Err(DesignError::TooLarge { points, most });
    }
    let mut rows = vec![Vec::with_capacity(levels.len())];
    for n in levels {
        rows = rows.into_iter().flat_map(|row| (0..*n).map(move |level| [row.as_slice(), &[level]].concat())).collect();
    }
    Ok(rows)
}
