//! One integration binary: a module a topic, one link instead of twelve.

mod billing;
mod charts;
mod commands;
mod compare;
mod conservation;
mod desk;
mod draws;
mod fleet;
mod layering;
mod log;
mod notebook;
mod precision;
mod price;
mod published;
mod readme;
mod sampling;
mod scenario;
mod scenarios;
mod select;
mod sensitivity;
mod staff;
mod statistics;
mod store;
mod sweep;
pub(crate) mod tariff;
mod traffic;
mod verify;
