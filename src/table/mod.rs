//! Tables: rows, columns with unit and meaning, Parquet and CSV.
//!
//! * [`rows`](Tables): the plain data that charts and report read.
//! * [`columns`](TABLES): every table's columns, once: name, unit, meaning.
//! * [`metrics`](METRICS): every metric, once: name, unit, formula with its denominator, meaning.
//! * `frame`: rows to named, typed columns; `csv` and `parquet` write these.
//! * `atomic`: a file appears whole or not at all; `manifest`: what was written, last of all.
//!
//! To add a metric, add one entry to `metrics.rs`; CSV, Parquet, the report's glossary and `explain` follow.

mod atomic;
mod columns;
mod csv;
mod describe;
mod frame;
mod log;
mod manifest;
mod metric;
mod metrics;
mod number;
mod parquet;
mod price;
mod rows;
mod selection;
mod staff;
mod sweep;
mod write;

pub use atomic::write_atomic;
pub use columns::{Column, TABLES, TableColumns, table};
pub use csv::csv;
pub use describe::describe;
pub use frame::{Frame, Head, Values, frames};
pub use log::*;
pub use manifest::{Experiment, Manifest, RunFacts, clear_manifest, write_manifest};
pub use metric::{Group, Metric, Unit};
pub use metrics::{METRICS, metric};
pub use number::{plain, plain_nanos};
pub use parquet::{data_frame, parquet};
pub use price::*;
pub use rows::*;
pub use selection::*;
pub use staff::*;
pub use sweep::*;
pub use write::{Meta, Written, write_file, write_frames, write_log_tables, write_tables};
