//! Arrivals: rates and counts, days of 23 and 25 hours, busyness, holidays, identity under change, customers.

mod arrivals;
mod customers;
mod given;
mod half_hours;
mod identity;
pub mod model;
mod rates;
mod refusals;
mod tables;
