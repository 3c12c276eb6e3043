//! Tables of a price game: rows, columns, frames, files.

mod columns;
mod frames;
mod rows;

pub use columns::PRICE_TABLES;
pub use frames::price_frames;
pub use rows::*;

use std::io;
use std::path::Path;

use super::write::{Meta, Written, write_frames};

/// Writes every table of a price game as CSV and Parquet below `dir`.
///
/// # Errors
/// Input/output, naming step and file.
pub fn write_price_tables(dir: &Path, tables: &PriceTables, meta: &Meta) -> io::Result<Vec<Written>> {
    write_frames(dir, &price_frames(tables), meta)
}
