//! Latin hypercube designs.

use crate::engine::purpose::Purpose;

use super::{DesignError, Point, check, draws};

const DESIGN: u64 = 1;
const MOST_FACTORS: usize = 10_000;

/// `points` points of which every factor has exactly one in each of `points` equal slices, at random inside it (McKay,
/// Beckman & Conover 1979, 10.2307/1268522).
///
/// # Errors
/// No factor or more than 10,000; more than 2²⁴ coordinates.
pub fn latin_hypercube(factors: usize, points: u32, seed: u64) -> Result<Vec<Point>, DesignError> {
    check(factors, MOST_FACTORS, u64::from(points))?;
    Ok(candidate(factors, points, seed, 0))
}

/// The one of `candidates` Latin hypercubes whose two nearest points are farthest apart (Johnson, Moore & Ylvisaker 1990,
/// 10.1016/0378-3758(90)90122-B); the first of equals. The time grows with the square of the points.
///
/// # Errors
/// As [`latin_hypercube`], and more than 10,000 points.
pub fn maximin_latin_hypercube(
    factors: usize,
    points: u32,
    candidates: u32,
    seed: u64,
) -> Result<Vec<Point>, DesignError> {
    check(factors, MOST_FACTORS, u64::from(points))?;
    if points > 10_000 {
        return Err(DesignError::TooLarge { points: u128::from(points), most: 10_000 });
    }
    let mut best = candidate(factors, points, seed, 0);
    let mut apart = nearest(&best);
    for number in 1..candidates {
        let other = candidate(factors, points, seed, number);
        let distance = nearest(&other);
        if distance > apart {
            (best, apart) = (other, distance);
        }
    }
    Ok(best)
}

fn candidate(factors: usize, points: u32, seed: u64, number: u32) -> Vec<Point> {
    let columns: Vec<Vec<f64>> = (0..factors).map(|factor| column(points, seed, factor, number)).collect();
    (0..points as usize).map(|row| columns.iter().map(|column| column[row]).collect()).collect()
}

/// A random permutation of the slices (Fisher & Yates), each with a random place inside.
fn column(points: u32, seed: u64, factor: usize, number: u32) -> Vec<f64> {
    let entity = draws(seed, DESIGN, (factor as u64) << 32 | u64::from(number));
    let mut slices: Vec<u32> = (0..points).collect();
    for last in (1..points).rev() {
        let other = entity.draw(Purpose::Spare, last, 0).below(u64::from(last) + 1);
        slices.swap(last as usize, other as usize);
    }
    let inside = |row: u32| entity.draw(Purpose::Spare, row, 1).open01();
    slices.iter().zip(0..).map(|(slice, row)| (f64::from(*slice) + inside(row)) / f64::from(points)).collect()
}

/// Squared distance of the two nearest points.
fn nearest(points: &[Point]) -> f64 {
    let distance = |a: &Point, b: &Point| -> f64 { a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum() };
    let pairs = points.iter().enumerate().flat_map(|(i, a)| points[..i].iter().map(move |b| distance(a, b)));
    pairs.fold(f64::INFINITY, f64::min)
}
