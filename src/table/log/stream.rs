//! Rows too many to hold: written block by block under a temporary name, renamed when whole.

use super::super::atomic::{Pending, pending};
use super::super::csv::{header, records};
use super::super::frame::Frame;
use super::super::parquet::{data_frame, said, writer};
use super::super::write::Written;
use polars::io::parquet::write::BatchedWriter;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// Kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet, a row group a block.
    Parquet,
    /// RFC 4180.
    Csv,
}

impl Format {
    /// Ending of the file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
        }
    }
}

/// A table that grows block by block; memory is that of one block.
pub struct Stream {
    pending: Pending,
    inner: Inner,
    name: String,
}

enum Inner {
    Parquet(Box<BatchedWriter<BufWriter<File>>>),
    Csv(BufWriter<File>),
}

impl Stream {
    /// Opens `dir/name.ENDING`; `empty` is a frame without rows that fixes the columns.
    ///
    /// # Errors
    /// Input/output, naming step and file.
    pub fn new(dir: &Path, format: Format, empty: &Frame, pairs: &[(String, String)]) -> io::Result<Stream> {
        let name = format!("{}.{}", empty.name, format.ending());
        Stream::named(&dir.join(&name), format, empty, pairs)
    }

    /// The same under a name of the caller's.
    ///
    /// # Errors
    /// Input/output, naming step and file.
    pub fn named(path: &Path, format: Format, empty: &Frame, pairs: &[(String, String)]) -> io::Result<Stream> {
        let pending = pending(path)?;
        let mut to = BufWriter::with_capacity(1 << 20, pending.file()?);
        let inner = match format {
            Format::Csv => {
                to.write_all(header(empty).as_bytes())?;
                Inner::Csv(to)
            }
            Format::Parquet => {
                let schema = data_frame(empty).map_err(|e| said(empty, e))?.schema().as_ref().clone();
                let batched = writer(to, empty, pairs).batched(&schema).map_err(|e| said(empty, e))?;
                Inner::Parquet(Box::new(batched))
            }
        };
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        Ok(Stream { pending, inner, name })
    }

    /// Appends the rows of a frame with the same columns.
    ///
    /// # Errors
    /// Input/output.
    pub fn write(&mut self, frame: &Frame) -> io::Result<()> {
        if frame.height() == 0 {
            return Ok(());
        }
        match &mut self.inner {
            Inner::Csv(to) => to.write_all(records(frame).as_bytes()),
            Inner::Parquet(to) => {
                let data = data_frame(frame).map_err(|e| said(frame, e))?;
                to.write_batch(&data).map_err(|e| said(frame, e))
            }
        }
    }

    /// Closes the file and puts it in place.
    ///
    /// # Errors
    /// Input/output.
    pub fn finish(self) -> io::Result<Written> {
        match self.inner {
            Inner::Csv(mut to) => to.flush()?,
            Inner::Parquet(to) => {
                to.finish().map_err(|e| io::Error::other(format!("{}: {e}", self.name)))?;
            }
        }
        let path = self.pending.persist()?;
        let mut reader = BufReader::with_capacity(1 << 20, File::open(&path)?);
        let (mut hasher, mut bytes, mut buffer) = (blake3::Hasher::new(), 0u64, vec![0u8; 1 << 16]);
        loop {
            let n = reader.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            hasher.update(&buffer[..n]);
            bytes += n as u64;
        }
        Ok(Written { name: self.name, bytes, blake3: hasher.finalize().to_hex().to_string() })
    }
}
