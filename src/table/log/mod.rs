//! Tables of `bill`: rows, columns, and writers for rows too many to hold.

mod all;
mod columns;
mod facts;
mod frames;
mod rows;
mod stream;

pub use all::LogTables;
pub use columns::{LINE_TABLE, LOG_TABLES};
pub use facts::{FACT_TABLE, FactRow, FactWriter};
pub use frames::log_frames;
pub use rows::*;
pub use stream::{Format, Stream};
