//! What the answer depends on.
//!
//! | file | method | design in `experiment/design/` |
//! | --- | --- | --- |
//! | `tornado.rs` | one factor at a time, sorted by swing | `one_at_a_time.rs` |
//! | `morris.rs` | elementary effects: which factors matter at all | `trajectories.rs` |
//! | `sobol.rs` | shares of the variance, alone and with interactions | `saltelli.rs` |
//!
//! A simulated answer is noisy. With fresh noise in every run the noise counts as an interaction of every factor and raises all
//! total indices: run all points on common random numbers, or average replications until the noise is below 5 % of the
//! variance, or let the seed be one more factor and report its index.

mod morris;
mod sobol;
mod tornado;

pub use morris::{MorrisIndices, morris};
pub use sobol::{SobolIndices, sobol_indices};
pub use tornado::{Bar, tornado};
