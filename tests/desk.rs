//! The desk, always called through scenario files, against what one can work out by hand. Exact models are rows of
//! `chatfare verify`, which `tests/verify.rs` runs once.

mod behaviour;
pub mod exact;
mod plain;
pub mod stage;
