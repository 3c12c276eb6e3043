//! Records one after the other: in memory while they are few, then in a temporary file that nobody else sees.
//!
//! A thread of its own writes the file and shows the records to a [`Watch`], so that neither keeps waiting who makes them.

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
    /// The next records, whole, end to end.
    fn see(&mut self, records: &[u8]) -> io::Result<()>;
}

impl Watch for () {
    fn see(&mut self, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
}

/// A growing store of records; each begins with its length as `u32`.
#[derive(Debug)]
pub(super) struct Filling<W> {
    /// Everything, or what is not yet handed on.
    memory: Vec<u8>,
    written: u64,
    /// Bytes kept in memory before a file is made.
    keep: usize,
    folder: Option<PathBuf>,
    state: Writing<W>,
}

/// Who has the watch.
#[derive(Debug)]
enum Writing<W> {
    /// No file yet.
    Memory(Option<W>),
    File {
        chunks: SyncSender<(Vec<u8>, bool)>,
        used: Receiver<Vec<u8>>,
        thread: JoinHandle<io::Result<(File, Option<W>)>>,
    },
}

impl<W: Watch> Filling<W> {
    pub(super) fn new(keep: usize, folder: Option<PathBuf>, watch: Option<W>) -> Filling<W> {
        Filling { memory: Vec::new(), written: 0, keep: keep.min(KEEP), folder, state: Writing::Memory(watch) }
    }

    /// Bytes in all.
    pub(super) fn len(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    /// The records are not what is to be watched after all.
    pub(super) fn blind(&mut self) {
        match &mut self.state {
            Writing::Memory(watch) => *watch = None,
            // Should the thread have ended, the next chunk will tell why.
            Writing::File { chunks, .. } => drop(chunks.send((Vec::new(), false))),
        }
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
        if let Writing::Memory(watch) = &mut self.state {
            let file = match &self.folder {
                Some(folder) => tempfile::tempfile_in(folder)?,
                None => tempfile::tempfile()?,
            };
            let (chunks, incoming) = sync_channel(AHEAD);
            let (back, used) = sync_channel(AHEAD + 2);
            let watch = watch.take();
            let write = move || write(file, watch, &incoming, &back);
            let thread = std::thread::Builder::new().name("spool".to_string()).spawn(write)?;
            self.state = Writing::File { chunks, used, thread };
        }
        let Writing::File { chunks, used, .. } = &self.state else { return Ok(()) };
        let room = used.try_recv().unwrap_or_default();
        let full = std::mem::replace(&mut self.memory, room);
        self.written += full.len() as u64;
        // A thread that ended has an error to tell; `finish` asks for it.
        if chunks.send((full, true)).is_err() { Err(self.why_ended()) } else { Ok(()) }
    }

    /// What stopped the writing thread.
    fn why_ended(&mut self) -> io::Error {
        let Writing::File { thread, .. } = std::mem::replace(&mut self.state, Writing::Memory(None)) else {
            return io::Error::other("nothing is written");
        };
        match thread.join() {
            Ok(Err(error)) => error,
            _ => io::Error::other("the thread that writes has ended"),
        }
    }

    /// All records, to be read; and the watch that saw them, unless it was made blind.
    pub(super) fn finish(self) -> io::Result<(Spool, Option<W>)> {
        let Filling { memory, written, state, .. } = self;
        let (file, mut watch) = match state {
            Writing::Memory(watch) => (None, watch),
            Writing::File { chunks, thread, .. } => {
                drop(chunks);
                let (file, watch) =
                    thread.join().unwrap_or_else(|_| Err(io::Error::other("the thread that writes has ended")))?;
                (Some(file), watch)
            }
        };
        if let Some(watch) = &mut watch {
            watch.see(&memory)?;
        }
        Ok((Spool { memory, file, written }, watch))
    }
}

/// Runs on the writing thread.
fn write<W: Watch>(
    mut file: File,
    mut watch: Option<W>,
    chunks: &Receiver<(Vec<u8>, bool)>,
    back: &SyncSender<Vec<u8>>,
) -> io::Result<(File, Option<W>)> {
    while let Ok((mut chunk, watched)) = chunks.recv() {
        watch = watch.filter(|_| watched);
        file.write_all(&chunk)?;
        if let Some(watch) = &mut watch {
            watch.see(&chunk)?;
        }
        chunk.clear();
        chunk.shrink_to(2 * WRITE);
        // Nobody may want the room any more.
        let _ = back.try_send(chunk);
    }
    Ok((file, watch))
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

    /// Remembers what it saw.
    #[derive(Debug, Default)]
    struct Seen(Vec<u8>);

    impl Watch for Seen {
        fn see(&mut self, chunk: &[u8]) -> io::Result<()> {
            self.0.extend(records(chunk).map(|r| r.len() as u8));
            Ok(())
        }
    }

    #[test]
    fn records_come_back_from_memory_and_file() {
        for (keep, blind) in [(0, false), (10, false), (1 << 20, false), (10, true), (1 << 20, true)] {
            let mut spool = Filling::new(keep, None, Some(Seen::default()));
            for i in 0..1000u32 {
                let mut record = (4 + i % 200).to_le_bytes().to_vec();
                record.resize(4 + (i % 200) as usize, i as u8);
                spool.push(&record).expect("room");
                if blind && i == 500 {
                    spool.blind();
                }
            }
            let (spool, watch) = spool.finish().expect("room");
            let lengths: Vec<u8> = (0..1000u32).map(|i| 4 + (i % 200) as u8).collect();
            assert_eq!(watch.map(|w| w.0), (!blind).then_some(lengths), "each record once, in order");
            let mut cursor = Cursor::new(0, spool.len(), 64);
            for i in 0..1000u32 {
                assert!(cursor.advance(&spool).expect("a record"));
                assert_eq!(cursor.record().len(), 4 + (i % 200) as usize);
                assert!(cursor.record()[4..].iter().all(|b| *b == i as u8));
            }
            assert!(!cursor.advance(&spool).expect("the end"));
        }
    }
}
