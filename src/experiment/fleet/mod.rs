//! Fleets: many desks of one description, each a simulation of its own.
//!
//! ```text
//! [fleet] ─► shares of the volume (largest first) ─┬► a desk = its template at its share, staffed for it
//!            templates, businesses: drawn           ─┘       └─► blocks of businesses (the parallel unit) ─► one chunk
//! ```
//!
//! Desks share nothing, so each is simulated alone, its whole state in the cache, and only integer sums are kept: the memory
//! of a fleet is that of the desks at work. What a desk draws follows from its number, so any order, threads and shards give
//! the same chunk.

mod block;
mod groups;
mod owners;
mod pairs;
mod plan;
mod run;
mod shares;
mod spread;
mod turns;

pub use block::alone;
pub use groups::without_interval;
pub use owners::{Businesses, Owners};
pub use plan::FleetPlan;
pub use run::{BLOCKS, open_blocks, place, under, whole};
pub use shares::Shares;
pub use spread::Spread;
