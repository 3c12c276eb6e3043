//! The scenario language: loading, errors, hash, schema, round trips.

#[path = "scenario/good.rs"]
mod good;
#[path = "scenario/wrong.rs"]
mod wrong;
