//! statistics
pub mod histogram;
pub mod tally;
