//! Records one after the other: in memory while they are few, then in a temporary file that nobody else sees.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

/// Bytes written to the file at once.
const WRITE: usize = 1 << 20;
/// More is not kept in memory: new memory costs as much as the system's own cache of a file, and would be written after all.
const KEEP: usize = 16 << 20;

/// A growing store of records; each begins with its length as `u32`.
#[derive(Debug)]
pub(super) struct Spool {
    /// Everything, or what is not yet in the file.
    memory: Vec<u8>,
    file: Option<File>,
    /// Bytes in the file.
    written: u64,
    /// Bytes kept in memory before a file is made.
    keep: usize,
    folder: Option<PathBuf>,
}

impl Spool {
    pub(super) fn new(keep: usize, folder: Option<PathBuf>) -> Spool {
        Spool { memory: Vec::new(), file: None, written: 0, keep: keep.min(KEEP), folder }
    }

    /// Bytes in all.
    pub(super) fn len(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    /// Appends records.
    #[inline]
    pub(super) fn push(&mut self, records: &[u8]) -> io::Result<()> {
        self.memory.extend_from_slice(records);
        let most = if self.file.is_some() { WRITE.min(self.keep) } else { self.keep };
        if self.memory.len() > most { self.spill() } else { Ok(()) }
    }

    #[cold]
    fn spill(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            self.file = Some(match &self.folder {
                Some(folder) => tempfile::tempfile_in(folder)?,
                None => tempfile::tempfile()?,
            });
        }
        if let Some(file) = &mut self.file {
            file.write_all(&self.memory)?;
        }
        self.written += self.memory.len() as u64;
        self.memory.clear();
        self.memory.shrink_to(WRITE.min(self.keep));
        Ok(())
    }

    /// Fills `buffer` from the byte `from` on.
    fn read(&self, from: u64, buffer: &mut [u8]) -> io::Result<()> {
        let in_file = buffer.len().min(self.written.saturating_sub(from) as usize);
        let (head, tail) = buffer.split_at_mut(in_file);
        if let (Some(file), false) = (&self.file, head.is_empty()) {
            read_exact_at(file, head, from)?;
        }
        let start = (from + in_file as u64 - self.written.min(from + in_file as u64)) as usize;
        tail.copy_from_slice(&self.memory[start..start + tail.len()]);
        Ok(())
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, buffer: &mut [u8], from: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, from)
}

#[cfg(not(unix))]
fn read_exact_at(file: &File, buffer: &mut [u8], from: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    static ONE_AT_A_TIME: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let mut file = file;
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(buffer)
}

/// Reads the records of a range in order.
#[derive(Debug)]
pub(super) struct Cursor {
    at: u64,
    end: u64,
    buffer: Vec<u8>,
    /// The current record.
    start: usize,
    stop: usize,
    chunk: usize,
}

impl Cursor {
    pub(super) fn new(from: u64, end: u64, chunk: usize) -> Cursor {
        Cursor { at: from, end, buffer: Vec::new(), start: 0, stop: 0, chunk: chunk.max(64) }
    }

    /// Goes to the next record; false at the end.
    #[inline]
    pub(super) fn advance(&mut self, spool: &Spool) -> io::Result<bool> {
        self.start = self.stop;
        if self.buffer.len() - self.start < 4 && !self.fill(spool, 4)? {
            return Ok(false);
        }
        let mut length = [0; 4];
        length.copy_from_slice(&self.buffer[self.start..self.start + 4]);
        let length = u32::from_le_bytes(length) as usize;
        if self.buffer.len() - self.start < length && !self.fill(spool, length)? {
            return Ok(false);
        }
        self.stop = self.start + length;
        Ok(true)
    }

    /// The current record.
    #[inline]
    pub(super) fn record(&self) -> &[u8] {
        &self.buffer[self.start..self.stop]
    }

    /// Brings at least `least` bytes of the current record into the buffer.
    #[cold]
    fn fill(&mut self, spool: &Spool, least: usize) -> io::Result<bool> {
        self.buffer.drain(..self.start);
        (self.start, self.stop) = (0, 0);
        let held = self.buffer.len();
        let more = (self.chunk.max(least) - held).min((self.end - self.at) as usize);
        if held + more < least {
            return Ok(false);
        }
        self.buffer.resize(held + more, 0);
        spool.read(self.at, &mut self.buffer[held..])?;
        self.at += more as u64;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_back_from_memory_and_file() {
        for keep in [0, 10, 1 << 20] {
            let mut spool = Spool::new(keep, None);
            for i in 0..1000u32 {
                let mut record = (4 + i % 300).to_le_bytes().to_vec();
                record.resize(4 + (i % 300) as usize, i as u8);
                spool.push(&record).expect("room");
            }
            let mut cursor = Cursor::new(0, spool.len(), 64);
            for i in 0..1000u32 {
                assert!(cursor.advance(&spool).expect("a record"));
                assert_eq!(cursor.record().len(), 4 + (i % 300) as usize);
                assert!(cursor.record()[4..].iter().all(|b| *b == i as u8));
            }
            assert!(!cursor.advance(&spool).expect("the end"));
        }
    }
}
