//! Experiments: from a scenario to tables and a verdict.
//!
//! ```text
//! scenario ─► staffing (promises → schedules) ─► assembly ─► runner (variants × replications) ─► metrics ─► tables
//! ```
//!
//! The parallel unit is one (variant, replication); results are folded in index order, so any number of threads gives
//! the same bytes.

pub mod assemble;
pub mod breakeven;
pub mod cost;
pub mod design;
pub mod metrics;
pub mod replicate;
pub mod runner;
pub mod staffing;
pub mod study;
pub mod tabulate;
pub mod trace;
mod verdict;
