//! Parquet by polars: Zstandard, statistics, one row group a 2^18 rows, the same bytes for the same rows.
//!
//! The metadata say what every column is, and which meaning, model version and seed made the numbers; nothing
//! of the machine.

use super::frame::{Frame, Values};
use super::write::Meta;
use polars::prelude::*;
use std::io;

/// Digits after the point of money.
const MONEY_SCALE: usize = 9;
/// The largest precision of a decimal.
const PRECISION: usize = 38;

/// The frame as a polars `DataFrame`.
///
/// # Errors
/// An integer or an amount of more than 38 digits.
pub fn data_frame(frame: &Frame) -> PolarsResult<DataFrame> {
    let columns: PolarsResult<Vec<_>> = frame.columns.iter().map(|(c, v)| series(&c.name, v)).collect();
    DataFrame::new(frame.height(), columns?)
}

fn series(name: &str, values: &Values) -> PolarsResult<polars::prelude::Column> {
    let name = PlSmallStr::from_str(name);
    Ok(match values {
        Values::Text(v) => StringChunked::from_iter_values(name, v.iter().map(String::as_str)).into_column(),
        Values::Count(v) => UInt32Chunked::from_vec(name, v.clone()).into_column(),
        Values::Whole(v) => UInt64Chunked::from_iter_options(name, v.iter().copied()).into_column(),
        Values::Micros(v) => Int64Chunked::from_iter_options(name, v.iter().copied()).into_column(),
        Values::Real(v) => Float64Chunked::from_iter_options(name, v.iter().copied()).into_column(),
        Values::Integer(v) => Int128Chunked::from_vec(name, v.clone()).into_decimal(PRECISION, 0)?.into_column(),
        Values::Nanos(v) => Int128Chunked::from_iter_options(name, v.iter().copied())
            .into_decimal(PRECISION, MONEY_SCALE)?
            .into_column(),
    })
}

/// The frame as the bytes of a Parquet file.
///
/// # Errors
/// What polars says, as an input/output error.
pub fn parquet(frame: &Frame, meta: &Meta) -> io::Result<Vec<u8>> {
    parquet_with(frame, &pairs_of(meta))
}

/// The same with these keys and values in the file's metadata.
pub(super) fn parquet_with(frame: &Frame, pairs: &[(String, String)]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut data = data_frame(frame).map_err(|e| said(frame, e))?;
    writer(&mut bytes, frame, pairs).finish(&mut data).map_err(|e| said(frame, e))?;
    Ok(bytes)
}

/// What the metadata say of a study.
pub(super) fn pairs_of(meta: &Meta) -> Vec<(String, String)> {
    let seed = ("chatfare.seed".to_string(), meta.seed.to_string());
    vec![("chatfare.hash".to_string(), meta.hash.clone()), model(&meta.model_version), seed]
}

/// Key and value that name the version of the model.
pub(super) fn model(version: &str) -> (String, String) {
    ("chatfare.model_version".to_string(), version.to_string())
}

/// What the writer said, with the table in front.
pub(super) fn said(frame: &Frame, error: PolarsError) -> io::Error {
    io::Error::other(format!("table {}: {error}", frame.name))
}

/// A writer of this frame's columns that keeps `pairs` and the columns' meaning in the file's metadata.
pub(super) fn writer<W: io::Write>(to: W, frame: &Frame, pairs: &[(String, String)]) -> ParquetWriter<W> {
    ParquetWriter::new(to)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions::full())
        .with_row_group_size(Some(1 << 18))
        .set_parallel(false)
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(key_values(frame, pairs))))
}

/// Keys and values of the file's metadata, in a fixed order.
fn key_values(frame: &Frame, given: &[(String, String)]) -> Vec<(String, String)> {
    let mut pairs = given.to_vec();
    pairs.push(("chatfare.table".to_string(), frame.meaning.to_string()));
    pairs.extend(
        frame
            .columns
            .iter()
            .map(|(c, _)| (format!("chatfare.column.{}", c.name), format!("[{}] {}", c.unit, c.meaning))),
    );
    pairs
}
