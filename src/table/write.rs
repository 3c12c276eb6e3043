//! Writes all tables, and remembers what was written.

use super::atomic::write_atomic;
use super::log::{LogTables, log_frames};
use super::parquet::{said, writer};
use super::rows::Tables;
use super::{Frame, csv, data_frame, frames, parquet};
use std::io;
use std::path::Path;

/// What every result carries: enough to make it again, nothing of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// blake3 of the scenario's meaning, hexadecimal.
    pub hash: String,
    /// Changes only when numbers change.
    pub model_version: String,
    /// Seed of every draw.
    pub seed: u64,
}

/// One file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Name below the result's folder, with `/`.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
    /// blake3 of the content, hexadecimal.
    pub blake3: String,
}

/// Writes one file below `dir`; `name` uses `/`.
///
/// # Errors
/// See [`write_atomic`].
pub fn write_file(dir: &Path, name: &str, content: &[u8]) -> io::Result<Written> {
    write_atomic(&dir.join(name), content)?;
    Ok(Written {
        name: name.to_string(),
        bytes: content.len() as u64,
        blake3: blake3::hash(content).to_hex().to_string(),
    })
}

/// Writes every table as CSV and Parquet below `dir` (created if missing).
///
/// # Errors
/// Input/output, each naming step and file; tables already written stay, the manifest is not yet there.
pub fn write_tables(dir: &Path, tables: &Tables, meta: &Meta) -> io::Result<Vec<Written>> {
    write_frames(dir, &frames(tables), meta)
}

/// Writes frames as CSV and Parquet below `dir`.
///
/// # Errors
/// As [`write_tables`].
pub fn write_frames(dir: &Path, frames: &[Frame], meta: &Meta) -> io::Result<Vec<Written>> {
    let mut written = Vec::new();
    for frame in frames {
        written.push(write_file(dir, &format!("{}.csv", frame.name), csv(frame).as_bytes())?);
        written.push(write_file(dir, &format!("{}.parquet", frame.name), &parquet(frame, meta)?)?);
    }
    Ok(written)
}

/// Writes every table of a bill as CSV and Parquet below `dir`; `pairs` go into the Parquet files' metadata.
///
/// # Errors
/// As [`write_tables`].
pub fn write_log_tables(dir: &Path, tables: &LogTables, pairs: &[(String, String)]) -> io::Result<Vec<Written>> {
    let mut written = Vec::new();
    for frame in log_frames(tables) {
        written.push(write_file(dir, &format!("{}.csv", frame.name), csv(&frame).as_bytes())?);
        let mut bytes = Vec::new();
        let mut data = data_frame(&frame).map_err(|e| said(&frame, e))?;
        writer(&mut bytes, &frame, pairs).finish(&mut data).map_err(|e| said(&frame, e))?;
        written.push(write_file(dir, &format!("{}.parquet", frame.name), &bytes)?);
    }
    Ok(written)
}
