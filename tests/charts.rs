//! Charts, tables on disk and the report, on sample tables.

mod browser;
mod colours;
mod files;
mod log_page;
mod log_sample;
mod page;
mod pictures;
mod sample;
