//! Traffic: who writes or calls, when, from which country, about what. Knows nothing of agents or prices.
//!
//! [`compile`] turns a checked model into a [`TrafficPlan`]: one [`StreamPlan`] for each (source, country) with its
//! curve of expected arrivals. [`Arrivals`] walks through one stream in one replication. Engine time 0 is
//! `run.from − lead`; all times are microseconds since then, counts are u32.
//!
//! Arrivals are a Poisson process whose rate is constant by local hour of the country, made by inversion of the
//! cumulative rate (Çinlar 1975): unit exponential steps, each named by the contact it brings, are mapped through the
//! curve. So a change of volume moves arrivals in time but never changes which customer is the 17th, and a policy
//! changes neither. No arrival falls on or after `run.to`: later time only drains.

mod arrivals;
mod calendar;
mod check;
mod compile;
mod curve;
mod customer;
mod holidays;
mod identity;
mod plan;
mod profile;

pub use arrivals::Arrivals;
pub use compile::compile;
pub use curve::Curve;
pub use customer::{Customer, NumberShare, People};
pub use holidays::Holidays;
pub use plan::{Busyness, StreamPlan, TrafficPlan};
