//! The engine: event list, named draws, laws.

pub mod draws;
pub mod law;
pub mod purpose;
