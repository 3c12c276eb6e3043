//! The scenario language: loading, errors, hash, schema, round trips.

#[path = "scenario/feasible.rs"]
mod feasible;
#[path = "scenario/good.rs"]
mod good;
#[path = "scenario/hash.rs"]
mod hash;
#[path = "scenario/idle.rs"]
mod idle;
#[path = "scenario/layers.rs"]
mod layers;
#[path = "scenario/robust.rs"]
mod robust;
#[path = "scenario/schema.rs"]
mod schema;
#[path = "scenario/table.rs"]
mod table;
#[path = "scenario/units.rs"]
mod units;
#[path = "scenario/wrong.rs"]
mod wrong;
