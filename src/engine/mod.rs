//! The engine: event list, named draws, laws. Knows nothing of messages or calls.

pub mod draws;
pub mod law;
pub mod prefetch;
pub mod purpose;
pub mod tree;
