//! The store: every finished chunk is on disk at once, so that nothing is computed twice.
//!
//! ```text
//! OUT/chunks/part-x1y2z3.journal      what a process that runs, or was killed, has finished so far
//! OUT/chunks/4f0c9a….chunks           the same, sealed: its name is the hash of its content
//! OUT/chunks/set-aside/…              files that were damaged or are no chunk files
//! ```
//!
//! A file is lines of text: a heading, then one line a record with its checksum in front (`record.rs`). A process appends
//! each record with one write to a journal of its own as soon as the record is there, and renames the journal when it
//! ends: a sweep of 100,000 points makes one file a process, and a kill at any moment loses at most what was running. The
//! next process finds the journal, drops a torn last line and seals it.
//!
//! Records are JSON, since they hold integers and short texts only: the same bytes on every machine, read by every
//! tool, fields found by name, so that a record of another shape is refused, never misread.
//!
//! A record is found by what it means (`identity.rs`): kind, hash of all that it depends on, replication.

mod folder;
mod hold;
mod identity;
mod record;

pub use hold::Hold;
pub use identity::{Identity, chunks_of, desk_of, reads_price, settling_of, staffing_of, trials_of};
pub use record::{Kind, Name};

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use folder::{Found, Span};
use record::{heading, line};

/// Kept records of one folder, and the journal of this process. Threads share it.
#[derive(Debug, Default)]
pub struct Store {
    /// `None`: nothing is kept.
    folder: Option<PathBuf>,
    index: Mutex<BTreeMap<Name, Span>>,
    journal: Mutex<Option<Journal>>,
    fault: Mutex<Option<String>>,
    notes: Vec<String>,
    asked: AtomicU64,
    there: AtomicU64,
    /// Keeps other writers out of the results folder.
    hold: Option<Hold>,
}

/// The file this process writes to.
#[derive(Debug)]
struct Journal {
    file: File,
    path: PathBuf,
    length: u64,
    hasher: blake3::Hasher,
}

impl Store {
    /// A store that keeps nothing.
    pub fn none() -> Store {
        Store::default()
    }

    /// Opens the store below a results folder, and reads what there is of it.
    ///
    /// Damaged files are moved to `chunks/set-aside` and named in [`Store::notes`]; their good records are saved.
    ///
    /// # Errors
    /// Input and output, naming the file.
    pub fn open(out: &Path) -> io::Result<Store> {
        let folder = out.join(FOLDER);
        let Found { index, notes, saved } = folder::read(&folder)?;
        let mut store = Store::default();
        (store.folder, store.index, store.notes) = (Some(folder), Mutex::new(index), notes);
        for (name, line) in saved {
            store
                .append(&name, &line)
                .map_err(|error| io::Error::new(error.kind(), format!("cannot write chunks: {error}")))?;
        }
        Ok(store)
    }

    /// Keeps the results folder to itself until the store is dropped.
    #[must_use]
    pub fn holding(mut self, hold: Hold) -> Store {
        self.hold = Some(hold);
        self
    }

    /// The store below a results folder for reading alone: nothing is moved, sealed or written.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn look(out: &Path) -> io::Result<Store> {
        let Found { index, notes, .. } = folder::look(&out.join(FOLDER))?;
        let mut store = Store::default();
        (store.index, store.notes) = (Mutex::new(index), notes);
        Ok(store)
    }

    /// Adds what another folder holds, for reading alone. What is there already stays.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn also(self, out: &Path) -> io::Result<Store> {
        let Found { index, .. } = folder::look(&out.join(FOLDER))?;
        {
            let mut own = guard(&self.index);
            for (name, span) in index {
                own.entry(name).or_insert(span);
            }
        }
        Ok(self)
    }

    /// Forgets everything below a results folder.
    ///
    /// # Errors
    /// Input and output.
    pub fn clear(out: &Path) -> io::Result<()> {
        match std::fs::remove_dir_all(out.join(FOLDER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// What was set aside, and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Names of all records.
    pub fn names(&self) -> Vec<Name> {
        guard(&self.index).keys().cloned().collect()
    }

    /// Is there such a record?
    pub fn has(&self, name: &Name) -> bool {
        guard(&self.index).contains_key(name)
    }

    /// A record, if it is there and of the right shape.
    pub fn find<T: DeserializeOwned>(&self, name: &Name) -> Option<T> {
        let counts = name.kind != Kind::Staff;
        self.asked.fetch_add(u64::from(counts), Ordering::Relaxed);
        let text = self.text(name)?;
        let found = serde_json::from_str(&text).ok()?;
        self.there.fetch_add(u64::from(counts), Ordering::Relaxed);
        Some(found)
    }

    /// The JSON of a record.
    pub fn text(&self, name: &Name) -> Option<String> {
        let span = guard(&self.index).get(name)?.clone();
        let mut file = File::open(&span.file).ok()?;
        file.seek(SeekFrom::Start(span.at)).ok()?;
        let mut bytes = vec![0; span.length];
        file.read_exact(&mut bytes).ok()?;
        let line = String::from_utf8(bytes).ok()?;
        record::read(&line).filter(|(found, _)| found == name).map(|(_, json)| json.to_string())
    }

    /// Keeps a record. A failure stops the run tidily (see [`Store::fault`]).
    pub fn keep<T: Serialize>(&self, name: &Name, value: &T) {
        if self.folder.is_none() {
            return;
        }
        let kept = serde_json::to_string(value)
            .map_err(io::Error::other)
            .and_then(|json| self.append(name, &line(name, &json)));
        if let Err(error) = kept {
            guard(&self.fault).get_or_insert_with(|| format!("cannot keep what was computed: {error}"));
        }
    }

    /// Copies a record's JSON as it stands, as `merge` does.
    pub fn copy(&self, name: &Name, json: &str) {
        if let Err(error) = self.append(name, &line(name, json)) {
            guard(&self.fault).get_or_insert_with(|| format!("cannot keep what was computed: {error}"));
        }
    }

    /// Why records could not be kept, if so.
    pub fn fault(&self) -> Option<String> {
        guard(&self.fault).clone()
    }

    /// Replications that were asked for, and those of them that were there.
    pub fn counts(&self) -> (u64, u64) {
        (self.asked.load(Ordering::Relaxed), self.there.load(Ordering::Relaxed))
    }

    /// Ends the journal: from now on the file's name vouches for its content.
    ///
    /// # Errors
    /// Input and output; the journal stays as it is, and the next process finds it.
    pub fn seal(&self) -> io::Result<()> {
        let Some(journal) = guard(&self.journal).take() else { return Ok(()) };
        journal.file.sync_all()?;
        let name = folder::sealed_name(&journal.hasher.finalize());
        let sealed = journal.path.with_file_name(name);
        std::fs::rename(&journal.path, &sealed)?;
        for span in guard(&self.index).values_mut().filter(|span| span.file == journal.path) {
            span.file.clone_from(&sealed);
        }
        Ok(())
    }

    /// One line, in one write, at the end of this process's journal.
    fn append(&self, name: &Name, line: &str) -> io::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let mut journal = guard(&self.journal);
        let journal = match &mut *journal {
            Some(journal) => journal,
            none => none.insert(Journal::begin(folder)?),
        };
        let span = Span { file: journal.path.clone(), at: journal.length, length: line.len() };
        journal.write(line)?;
        guard(&self.index).insert(name.clone(), span);
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // An unsealed journal is found again by the next process.
        let _ = self.seal();
    }
}

impl Journal {
    fn begin(folder: &Path) -> io::Result<Journal> {
        std::fs::create_dir_all(folder)?;
        let begun = tempfile::Builder::new().prefix("part-").suffix(folder::JOURNAL).tempfile_in(folder)?;
        // The lock tells other processes that this one lives; it ends with it, however it ends.
        begun.as_file().try_lock().map_err(io::Error::from)?;
        let (file, path) = begun.keep().map_err(|kept| kept.error)?;
        folder::readable(&file)?;
        let mut journal = Journal { file, path, length: 0, hasher: blake3::Hasher::new() };
        journal.write(&heading())?;
        Ok(journal)
    }

    fn write(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.hasher.update(line.as_bytes());
        self.length += line.len() as u64;
        Ok(())
    }
}

/// Folder of the records below the results.
pub const FOLDER: &str = "chunks";

/// A thread that failed while it held the lock left whole lines at worst: what is guarded stays good.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
