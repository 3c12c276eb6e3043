//! Sobol sequences, plain and with Owen's nested uniform scrambling.

use crate::engine::purpose::Purpose;

use super::direction_numbers::DIRECTIONS;
use super::{DesignError, Point, check, draws};

const DESIGN: u64 = 2;
/// Digits of a coordinate.
const BITS: u32 = 32;
/// Dimensions whose direction numbers are built in.
pub const MOST_DIMENSIONS: usize = DIRECTIONS.len() + 1;

/// The first `points` points of the Sobol sequence, the origin included, in the order of the plain binary index; a power of
/// two of them fills every elementary interval evenly (Sobol 1967; Joe & Kuo 2008, 10.1137/070709359).
///
/// # Errors
/// No factor or more than 128; a number of points that is not a power of two; more than 2²⁴ coordinates.
pub fn sobol(factors: usize, points: u64) -> Result<Vec<Point>, DesignError> {
    let columns = columns(factors, points)?;
    Ok(rows(&columns, points, |_, digits| f64::from(digits) / TWO_TO_32))
}

/// The same points with every digit of every coordinate flipped at random, one coin for each digit and all digits before it
/// (Owen 1995, 10.1007/978-1-4612-2552-2_19): each point is uniform on the cube, the net stays a net, and averages over it are
/// unbiased. No point is 0 or 1, none is skipped.
///
/// # Errors
/// As [`sobol`].
pub fn scrambled_sobol(factors: usize, points: u64, seed: u64) -> Result<Vec<Point>, DesignError> {
    let columns = columns(factors, points)?;
    Ok(rows(&columns, points, |factor, digits| (f64::from(scramble(digits, factor, seed)) + 0.5) / TWO_TO_32))
}

const TWO_TO_32: f64 = 4_294_967_296.0;

fn columns(factors: usize, points: u64) -> Result<Vec<[u32; BITS as usize]>, DesignError> {
    check(factors, MOST_DIMENSIONS, points)?;
    if !points.is_power_of_two() || points < 2 {
        return Err(DesignError::NotAPowerOfTwo { points, nearest: points.max(2).next_power_of_two() });
    }
    Ok((0..factors).map(directions).collect())
}

fn rows(columns: &[[u32; BITS as usize]], points: u64, value: impl Fn(usize, u32) -> f64) -> Vec<Point> {
    let digits = |index: u64, column: &[u32; BITS as usize]| {
        column.iter().enumerate().filter(|(bit, _)| index >> bit & 1 == 1).fold(0, |x, (_, v)| x ^ v)
    };
    let row = |index| columns.iter().enumerate().map(|(factor, column)| value(factor, digits(index, column))).collect();
    (0..points).map(row).collect()
}

/// Direction numbers of one dimension, as digits: v_j = m_j 2^{32−j}, with
/// m_j = 2a₁m_{j−1} ⊕ … ⊕ 2^{s−1}a_{s−1}m_{j−s+1} ⊕ 2^s m_{j−s} ⊕ m_{j−s}.
fn directions(factor: usize) -> [u32; BITS as usize] {
    let mut v = std::array::from_fn(|j| 1 << (BITS - 1 - j as u32));
    let Some((coefficients, initial)) = factor.checked_sub(1).and_then(|f| DIRECTIONS.get(f)) else { return v };
    let degree = initial.len();
    for (j, m) in initial.iter().enumerate() {
        v[j] = m << (BITS - 1 - j as u32);
    }
    for j in degree..BITS as usize {
        v[j] = v[j - degree] ^ v[j - degree] >> degree;
        for k in 1..degree {
            if coefficients >> (degree - 1 - k) & 1 == 1 {
                v[j] ^= v[j - k];
            }
        }
    }
    v
}

/// Owen's scramble of one coordinate.
fn scramble(digits: u32, factor: usize, seed: u64) -> u32 {
    let entity = draws(seed, DESIGN, factor as u64);
    (0..BITS).fold(digits, |scrambled, digit| {
        let before = if digit == 0 { 0 } else { digits >> (BITS - digit) };
        let coin = (entity.draw(Purpose::Spare, before, digit).next_u64() >> 63) as u32;
        scrambled ^ coin << (BITS - 1 - digit)
    })
}
