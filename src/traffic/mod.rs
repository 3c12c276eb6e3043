//! Traffic: who writes or calls, when, from which country, about what. Knows nothing of agents or prices.
//!
//! [`compile`] turns a checked model into a [`TrafficPlan`]: one [`StreamPlan`] for each (source, country) with its
//! curve of expected arrivals. [`Arrivals`] walks through one stream in one replication. Engine time 0 is
//! `run.from − lead`; all times are microseconds since then, counts are u32.
//!
//! Arrivals are a Poisson process whose rate is constant by local hour of the country, made by inversion of the
//! cumulative rate (Çinlar 1975): unit exponential steps, each named by the contact it brings, are mapped through the
//! curve. So a change of volume moves arrivals in time but never changes which customer is the 17th, and a policy
//! changes neither. A sine may lie over the rate, days and hours may have random factors ([`Busyness`]), counts may be
//! given instead of Poisson, arrivals may bring others, or all of them come from a log. No arrival falls on or after `run.to`: later time only drains.

mod arrivals;
mod busyness;
mod calendar;
mod check;
mod compile;
mod counted;
mod curve;
mod customer;
mod followers;
pub mod holidays;
mod identity;
mod plan;
mod poisson;
mod profile;
mod wave;

pub use arrivals::Arrivals;
pub use busyness::Busyness;
pub use compile::compile;
pub use curve::Curve;
pub use customer::{Customer, NumberShare, People};
pub use holidays::Holidays;
pub use plan::{CountPlan, ExcitationPlan, StreamPlan, TrafficPlan};
