//! Tables of `sweep` and `sensitivity`.

mod columns;
mod frames;
mod rows;

pub use columns::SWEEP_TABLES;
pub use frames::{point_frame, sensitivity_frames, sweep_frames};
pub use rows::*;
