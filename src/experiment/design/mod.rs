//! Designs of experiments: the table of points, written before anything runs.
//!
//! | file | design | for |
//! | --- | --- | --- |
//! | `factorial.rs` | every combination of levels | sweeps of few axes |
//! | `one_at_a_time.rs` | base, then each factor low and high | tornado charts |
//! | `latin_hypercube.rs` | every factor evenly covered with few points | sweeps of many axes |
//! | `sobol.rs` | digital net, scrambled or not | sweeps of many axes, Sobol indices |
//! | `trajectories.rs` | steps of one factor after another | Morris screening |
//! | `saltelli.rs` | two samples and their mixtures | Sobol indices |
//!
//! Points lie in the unit cube, one row a point, one column a factor; an axis turns a coordinate into a value. What is random
//! comes from named draws: a point depends on the seed and its own index, never on how many points there are before it is
//! asked for.

mod direction_numbers;
mod factorial;
mod latin_hypercube;
mod one_at_a_time;
mod saltelli;
mod sobol;
mod trajectories;

pub use factorial::full_factorial;
pub use latin_hypercube::{latin_hypercube, maximin_latin_hypercube};
pub use one_at_a_time::{End, one_at_a_time};
pub use saltelli::{resampling, saltelli};
pub use sobol::{MOST_DIMENSIONS, scrambled_sobol, sobol};
pub use trajectories::{Trajectory, trajectories};

use crate::engine::draws::{Draws, Entity};

/// One point of the unit cube.
pub type Point = Vec<f64>;

/// What is wrong with the size of a design, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DesignError {
    /// More points than allowed.
    #[error("this design has {points} points and at most {most} are allowed: take fewer axes or levels, or allow more")]
    TooLarge {
        /// Points it would have (`u128::MAX` for more).
        points: u128,
        /// Points allowed.
        most: u64,
    },
    /// No factor, or more than the design is defined for.
    #[error("{factors} factors: this design takes 1 to {most}")]
    Factors {
        /// Factors given.
        factors: usize,
        /// Factors at most.
        most: usize,
    },
    /// A factor without a level.
    #[error("axis {axis} has no value: give every axis at least one")]
    EmptyAxis {
        /// Its place, from 0.
        axis: usize,
    },
    /// A Sobol sequence of another length loses its balance.
    #[error("{points} points: a Sobol design takes a power of two from 2 to 2^31, here {nearest} is the next")]
    NotAPowerOfTwo {
        /// Points asked for.
        points: u64,
        /// The next admissible number.
        nearest: u64,
    },
    /// No grid to step on.
    #[error("{levels} levels: Morris trajectories take an even number from 2 to 1000, usually 4")]
    Levels {
        /// Levels asked for.
        levels: u32,
    },
}

/// Points of any design at most; bounds memory.
const MOST_POINTS: u64 = 1 << 24;

/// Factors and points within bounds.
fn check(factors: usize, most_factors: usize, points: u64) -> Result<(), DesignError> {
    if factors == 0 || factors > most_factors {
        return Err(DesignError::Factors { factors, most: most_factors });
    }
    if points.saturating_mul(factors as u64) > MOST_POINTS {
        return Err(DesignError::TooLarge { points: u128::from(points), most: MOST_POINTS / factors as u64 });
    }
    Ok(())
}

/// The draws of one part of a design; `design` keeps the designs apart, `part` their columns or rows.
fn draws(seed: u64, design: u64, part: u64) -> Entity {
    const DESIGNS: u64 = 0x6465_7369_676e_7321;
    Draws::new(seed, 0, 0).entity(DESIGNS ^ design, part, 0)
}
