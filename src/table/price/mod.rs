//! Tables of a price game: rows, columns, frames, files.

mod columns;
mod frames;
mod rows;

pub use columns::PRICE_TABLES;
pub use frames::price_frames;
pub use rows::*;

use std::io;
use std::path::Path;

use super::write::{Meta, Written, write_file};
use super::{csv, parquet};

/// Writes every table of a price game as CSV and Parquet below `dir`.
///
/// # Errors
/// Input/output, naming step and file.
pub fn write_price_tables(dir: &Path, tables: &PriceTables, meta: &Meta) -> io::Result<Vec<Written>> {
    let mut written = Vec::new();
    for frame in price_frames(tables) {
        written.push(write_file(dir, &format!("{}.csv", frame.name), csv(&frame).as_bytes())?);
        written.push(write_file(dir, &format!("{}.parquet", frame.name), &parquet(&frame, meta)?)?);
    }
    Ok(written)
}
