//! Charts, tables on disk and the report, on sample tables.

mod pictures;
mod sample;
