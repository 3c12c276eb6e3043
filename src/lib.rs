//! chatfare

pub mod chart;
pub mod cli;
pub mod desk;
pub mod engine;
pub mod experiment;
pub mod facts;
pub mod report;
pub mod scenario;
pub mod statistics;
pub mod table;
pub mod tariff;
pub mod traffic;
pub mod units;
