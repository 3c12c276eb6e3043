//! Fleets: many desks of one description, each a simulation of its own.
//!
//! ```text
//! [fleet] ─► shares of the volume (largest first) ─► a desk = the template at its share, staffed for it
//!                                                     └─► blocks of desks (the parallel unit) ─► one chunk
//! ```
//!
//! Desks share nothing, so each is simulated alone, its whole state in the cache, and only integer sums are kept: the memory
//! of a fleet is that of the desks at work. What a desk draws follows from its number, so any order, threads and shards give
//! the same chunk.

mod plan;
mod run;
mod shares;

pub use plan::FleetPlan;
pub use run::{BLOCKS, open_blocks, under, whole};
pub use shares::Shares;
