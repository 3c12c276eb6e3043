//! From text to a checked scenario.

mod model;
pub use model::*;
