//! Experiments: from a scenario to tables and a verdict.
//!
//! ```text
//! scenario ─► staffing (promises → schedules) ─► assembly ─► runner (variants × replications) ─► metrics ─► tables
//! ```
//!
//! The parallel unit is one (variant, replication); results are folded in index order, so any number of threads gives
//! the same bytes. Each is kept as it finishes ([`store`]), so that a run that was killed goes on, a longer one extends
//! what is there, and several machines share one ([`host`]).

pub mod assemble;
pub mod best;
pub mod breakeven;
mod by_template;
pub mod comparison_words;
pub mod compiles;
pub mod control;
pub mod cost;
pub mod coverage;
pub mod design;
pub mod export;
pub mod fleet;
mod group_rows;
pub mod host;
pub mod metrics;
pub mod plan;
pub mod points;
pub mod price;
mod quantity_words;
pub mod replicate;
pub mod runner;
pub mod sampling;
pub mod select;
pub mod sensitivity;
mod service_levels;
pub mod settle;
pub mod shards;
pub mod staff;
pub mod staffing;
pub mod stopping;
pub mod store;
pub mod study;
pub mod sweep;
pub mod tabulate;
pub mod together;
pub mod trace;
mod verdict;
pub mod verify;
pub mod volume_curve;
mod without_messages;
pub mod workloads;
