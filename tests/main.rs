//! One integration binary: a module a topic, one link instead of twelve.

mod charts;
mod commands;
mod conservation;
mod desk;
mod draws;
mod layering;
mod log;
mod notebook;
mod readme;
mod scenario;
mod scenarios;
mod statistics;
mod store;
mod tariff;
mod traffic;
