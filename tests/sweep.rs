//! `sweep`: what was planned is what runs; price points share a simulation exactly where they may; killed, sharded, merged
//! and run again it leaves the same bytes.

#[path = "sweep/bench.rs"]
pub mod bench;
#[path = "sweep/inverted.rs"]
mod inverted;
#[path = "sweep/plan.rs"]
mod plan;
#[path = "sweep/prices.rs"]
mod prices;
#[path = "sweep/resume.rs"]
mod resume;
#[path = "sweep/wrong.rs"]
mod wrong;
#[path = "sweep/wrong_values.rs"]
mod wrong_values;
