//! Bytes of a file as text: gzip is unpacked, UTF-16 and byte-order marks are understood, everything in bounded memory.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::super::problem::Problem;
use crate::units::open_plain;

/// What a file begins with.
pub(in super::super) enum Content {
    /// Text from here on, and what it was wrapped in.
    Text(Input),
    /// A Parquet file.
    Parquet(File),
}

/// A file as UTF-8 text.
pub(in super::super) struct Input {
    reader: Box<dyn Read + Send>,
    /// The first bytes, for finding the layout; they are read again.
    pub(in super::super) head: Vec<u8>,
    given: usize,
}

/// Bytes looked at to find the layout.
const HEAD: usize = 1 << 16;

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given < self.head.len() {
            let n = buffer.len().min(self.head.len() - self.given);
            buffer[..n].copy_from_slice(&self.head[self.given..self.given + n]);
            self.given += n;
            return Ok(n);
        }
        self.reader.read(buffer)
    }
}

/// Opens a file and finds what it is made of.
pub(in super::super) fn open(path: &Path) -> Result<Content, Problem> {
    let name = path.display().to_string();
    let failed = |e: io::Error| Problem::of(&name, format!("cannot be read: {e}"), "check the path");
    let mut file = open_plain(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.is_dir() {
        return Err(Problem::of(&name, "this is a folder", "give its files: folder/*.csv"));
    }
    let mut magic = Vec::new();
    (&mut file).take(8).read_to_end(&mut magic).map_err(failed)?;
    use std::io::Seek;
    file.rewind().map_err(failed)?;
    if magic.starts_with(b"PAR1") {
        return Ok(Content::Parquet(file));
    }
    let refuse = |what: &str, help: &str| Err(Problem::of(&name, what, help));
    if magic.starts_with(b"PK\x03\x04") {
        return refuse("a spreadsheet (.xlsx) or .zip file", "save the sheet as CSV, or unpack the archive");
    }
    if magic.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || magic.starts_with(b"BZh") || magic.starts_with(b"\xfd7zXZ") {
        return refuse("a compressed file of a kind that is not read", "unpack it first; .gz is read as it is");
    }
    let buffered = BufReader::with_capacity(1 << 18, file);
    let reader: Box<dyn Read + Send> = match magic.starts_with(&[0x1f, 0x8b]) {
        true => Box::new(BufReader::with_capacity(1 << 18, flate2::bufread::MultiGzDecoder::new(buffered))),
        false => Box::new(buffered),
    };
    text(reader).map(Content::Text).map_err(failed)
}

/// Finds the encoding by the first bytes.
pub(in super::super) fn text(mut reader: Box<dyn Read + Send>) -> io::Result<Input> {
    let mut first = Vec::new();
    (&mut reader).take(4).read_to_end(&mut first)?;
    let (skip, wide) = match first.as_slice() {
        [0xff, 0xfe, ..] => (2, Some(u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, ..] => (2, Some(u16::from_be_bytes as fn([u8; 2]) -> u16)),
        [a, 0, b, 0] if *a > 0 && *b > 0 => (0, Some(u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0, a, 0, b] if *a > 0 && *b > 0 => (0, Some(u16::from_be_bytes as fn([u8; 2]) -> u16)),
        [0xef, 0xbb, 0xbf, ..] => (3, None),
        _ => (0, None),
    };
    let rest = io::Cursor::new(first[skip..].to_vec()).chain(reader);
    let mut reader: Box<dyn Read + Send> = match wide {
        Some(unit) => Box::new(Utf16 {
            reader: BufReader::with_capacity(1 << 16, rest),
            unit,
            out: Vec::new(),
            given: 0,
            high: None,
        }),
        None => Box::new(rest),
    };
    let mut head = Vec::new();
    (&mut reader).take(HEAD as u64).read_to_end(&mut head)?;
    Ok(Input { reader, head, given: 0 })
}

/// UTF-16 as UTF-8; broken pairs become U+FFFD.
struct Utf16<R> {
    reader: R,
    unit: fn([u8; 2]) -> u16,
    out: Vec<u8>,
    given: usize,
    /// First half of a pair.
    high: Option<u16>,
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.out.len() {
            self.out.clear();
            self.given = 0;
            let mut bytes = Vec::with_capacity(1 << 14);
            (&mut self.reader).take(1 << 14).read_to_end(&mut bytes)?;
            if bytes.is_empty() {
                return Ok(0);
            }
            let units = bytes.chunks_exact(2).map(|b| (self.unit)([b[0], b[1]]));
            let mut all: Vec<u16> = self.high.take().into_iter().chain(units).collect();
            if all.last().is_some_and(|u| (0xd800..0xdc00).contains(u)) && bytes.len() == 1 << 14 {
                self.high = all.pop();
            }
            self.out.extend(String::from_utf16_lossy(&all).bytes());
        }
        let n = buffer.len().min(self.out.len() - self.given);
        buffer[..n].copy_from_slice(&self.out[self.given..self.given + n]);
        self.given += n;
        Ok(n)
    }
}
