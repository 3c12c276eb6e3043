//! Records one after the other: in memory while they are few, then in a temporary file that nobody else sees.
//!
//! A thread of its own shows the records to a [`Watch`] and writes what that keeps of them, so that neither keeps waiting who
//! makes them.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

/// Bytes handed on at once.
const WRITE: usize = 1 << 19;
/// More is not kept in memory: new memory costs as much as the system's own cache of a file, and would be written after all.
const KEEP: usize = 16 << 20;
/// Chunks on their way to the file.
const AHEAD: usize = 2;

/// Sees all records of a spool once, in their order.
pub(super) trait Watch: Send + 'static {
    /// The next records, whole, end to end; what is to be kept of them.
    fn see<'a>(&'a mut self, records: &'a [u8]) -> io::Result<&'a [u8]>;
}

impl Watch for () {
    fn see<'a>(&'a mut self, records: &'a [u8]) -> io::Result<&'a [u8]> {
        Ok(records)
    }
}

/// A growing store of records; each begins with its length as `u32`.
#[derive(Debug)]
pub(super) struct Filling<W> {
    /// Everything, or what is not yet handed on.
    memory: Vec<u8>,
    handed_on: u64,
    /// Bytes kept in memory before a file is made.
    keep: usize,
    folder: Option<PathBuf>,
    state: Writing<W>,
}

/// Who has the watch.
#[derive(Debug)]
enum Writing<W> {
    /// No file yet.
    Memory(W),
    File {
        chunks: SyncSender<Vec<u8>>,
        used: Receiver<Vec<u8>>,
        thread: JoinHandle<io::Result<Written<W>>>,
    },
    /// The thread has told its error.
    Failed,
}

/// A file, its bytes, and the watch that saw what they were made of.
#[derive(Debug)]
struct Written<W> {
    file: File,
    bytes: u64,
    watch: W,
}

impl<W: Watch> Filling<W> {
    pub(super) fn new(keep: usize, folder: Option<PathBuf>, watch: W) -> Filling<W> {
        Filling { memory: Vec::new(), handed_on: 0, keep: keep.min(KEEP), folder, state: Writing::Memory(watch) }
    }

    /// Bytes in all, as they came.
    pub(super) fn len(&self) -> u64 {
        self.handed_on + self.memory.len() as u64
    }

    /// Appends records.
    #[inline]
    pub(super) fn push(&mut self, records: &[u8]) -> io::Result<()> {
        self.memory.extend_from_slice(records);
        let most = if matches!(self.state, Writing::File { .. }) { WRITE.min(self.keep) } else { self.keep };
        if self.memory.len() > most { self.hand_on() } else { Ok(()) }
    }

    #[cold]
    fn hand_on(&mut self) -> io::Result<()> {
        if matches!(self.state, Writing::Memory(_)) {
            self.begin_file()?;
        }
        let Writing::File { chunks, used, .. } = &self.state else { return Err(self.why_ended()) };
        let room = used.try_recv().unwrap_or_default();
        let full = std::mem::replace(&mut self.memory, room);
        self.handed_on += full.len() as u64;
        if chunks.send(full).is_err() { Err(self.why_ended()) } else { Ok(()) }
    }

    fn begin_file(&mut self) -> io::Result<()> {
        let file = match &self.folder {
            Some(folder) => tempfile::tempfile_in(folder)?,
            None => tempfile::tempfile()?,
        };
        let Writing::Memory(watch) = std::mem::replace(&mut self.state, Writing::Failed) else { return Ok(()) };
        let (chunks, incoming) = sync_channel(AHEAD);
        let (back, used) = sync_channel(AHEAD + 2);
        let write = move || write(Written { file, bytes: 0, watch }, &incoming, &back);
        let thread = std::thread::Builder::new().name("spool".to_string()).spawn(write)?;
        self.state = Writing::File { chunks, used, thread };
        Ok(())
    }

    /// What stopped the writing thread.
    fn why_ended(&mut self) -> io::Error {
        match std::mem::replace(&mut self.state, Writing::Failed) {
            Writing::File { thread, .. } => thread.join().map_or_else(|_| ended(), |r| r.err().unwrap_or_else(ended)),
            _ => ended(),
        }
    }

    /// What was kept, to be read; and the watch that saw all records.
    pub(super) fn finish(self) -> io::Result<(Spool, W)> {
        let Filling { memory, state, .. } = self;
        let (file, written, mut watch) = match state {
            Writing::Failed => return Err(ended()),
            Writing::Memory(watch) => (None, 0, watch),
            Writing::File { chunks, thread, .. } => {
                drop(chunks);
                let Written { file, bytes, watch } = thread.join().unwrap_or_else(|_| Err(ended()))?;
                (Some(file), bytes, watch)
            }
        };
        let memory = watch.see(&memory)?.to_vec();
        Ok((Spool { memory, file, written }, watch))
    }
}

fn ended() -> io::Error {
    io::Error::other("the thread that writes has ended")
}

/// Runs on the writing thread.
fn write<W: Watch>(
    mut to: Written<W>,
    chunks: &Receiver<Vec<u8>>,
    back: &SyncSender<Vec<u8>>,
) -> io::Result<Written<W>> {
    while let Ok(mut chunk) = chunks.recv() {
        let kept = to.watch.see(&chunk)?;
        to.file.write_all(kept)?;
        to.bytes += kept.len() as u64;
        chunk.clear();
        chunk.shrink_to(2 * WRITE);
        // Nobody may want the room any more.
        let _ = back.try_send(chunk);
    }
    Ok(to)
}

/// The lengths of records that lie end to end cut them apart.
pub(super) fn records(chunk: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = chunk;
    std::iter::from_fn(move || {
        let length = u32::from_le_bytes(*rest.first_chunk::<4>()?) as usize;
        let (record, tail) = rest.split_at_checked(length)?;
        rest = tail;
        Some(record)
    })
}

/// Records that are all there.
#[derive(Debug, Default)]
pub(super) struct Spool {
    memory: Vec<u8>,
    file: Option<File>,
    /// Bytes in the file; the others follow in memory.
    written: u64,
}

impl Spool {
    /// Bytes in all.
    pub(super) fn len(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    /// Fills `buffer` from the byte `from` on.
    pub(super) fn read(&self, from: u64, buffer: &mut [u8]) -> io::Result<()> {
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

    /// Remembers what it saw and keeps every second byte of it.
    #[derive(Debug, Default)]
    struct Seen(Vec<u8>, Vec<u8>);

    impl Watch for Seen {
        fn see<'a>(&'a mut self, chunk: &'a [u8]) -> io::Result<&'a [u8]> {
            self.0.extend(records(chunk).map(|r| r.len() as u8));
            self.1 = records(chunk).flatten().copied().step_by(2).collect();
            Ok(&self.1)
        }
    }

    fn record(i: u32) -> Vec<u8> {
        let mut record = (4 + i % 200 * 2).to_le_bytes().to_vec();
        record.resize(4 + (i % 200) as usize * 2, i as u8);
        record
    }

    #[test]
    fn records_come_back_from_memory_and_file() {
        for keep in [0, 10, 1 << 20] {
            let mut spool = Filling::new(keep, None, ());
            (0..1000).for_each(|i| spool.push(&record(i)).expect("room"));
            let (spool, ()) = spool.finish().expect("room");
            let mut cursor = Cursor::new(0, spool.len(), 64);
            for i in 0..1000u32 {
                assert!(cursor.advance(&spool).expect("a record"));
                assert_eq!(cursor.record(), record(i));
            }
            assert!(!cursor.advance(&spool).expect("the end"));
        }
    }

    #[test]
    fn what_the_watch_keeps_is_what_is_stored() {
        let all: Vec<u8> = (0..1000).flat_map(record).collect();
        let halved: Vec<u8> = all.iter().copied().step_by(2).collect();
        for keep in [0, 10, 1 << 20] {
            let mut spool = Filling::new(keep, None, Seen::default());
            (0..1000).for_each(|i| spool.push(&record(i)).expect("room"));
            assert_eq!(spool.len(), all.len() as u64);
            let (spool, watch) = spool.finish().expect("room");
            assert_eq!(watch.0, (0..1000u32).map(|i| (4 + i % 200 * 2) as u8).collect::<Vec<u8>>(), "each once");
            let mut stored = vec![0; spool.len() as usize];
            spool.read(0, &mut stored).expect("all of it");
            assert_eq!(stored, halved);
        }
    }
}
