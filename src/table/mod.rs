//! Tables: rows, columns with unit and meaning, Parquet and CSV.

mod rows;
pub use rows::*;
