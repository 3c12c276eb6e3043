//! The desk, always called through scenario files: against exact models, and against what one can work out by hand.

mod behaviour;
mod exact;
pub mod judge;
mod reference;
pub mod stage;
mod witness;
