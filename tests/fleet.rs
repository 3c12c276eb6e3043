//! Fleets: each desk is what it would be alone, sums are those of all desks, and any threads and shards give the same bytes.

#[path = "fleet/alone.rs"]
mod alone;
#[path = "fleet/bench.rs"]
mod bench;
#[path = "fleet/businesses.rs"]
mod businesses;
#[path = "fleet/commands.rs"]
mod commands;
#[path = "fleet/experiments.rs"]
mod experiments;
#[path = "fleet/intervals.rs"]
mod intervals;
#[path = "fleet/templates.rs"]
mod templates;
#[path = "fleet/unlike.rs"]
mod unlike;
