//! What every reader of files hands its rows to.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::census::Census;
use super::convert::{Converted, Converter};
use super::event::{self, ById, Step};
use super::field::{Cell, Cells, Field, Fields};
use super::import::Import;
use super::mapping::Mapping;
use super::options::Options;
use super::problem::Problem;
use super::reason::Reason;
use super::row::ByTime;
use super::sort::Sorter;
use super::time::Clock;

/// Rows on their way from files into order.
pub(super) struct Intake {
    /// The file that is read.
    pub(super) name: String,
    pub(super) file: u16,
    pub(super) converter: Converter,
    pub(super) rows: Sorter<Census>,
    pub(super) import: Import,
    /// Pieces of messages, to be joined by id.
    pub(super) pieces: Sorter<()>,
    /// Messages known by their price only.
    pub(super) priced_only: u64,
    /// Files begun so far.
    names: Vec<String>,
    mapping: Arc<Mapping>,
    /// Zones of the files' metadata, by account.
    pub(super) zones: BTreeMap<String, String>,
    /// `from` and `to` of the files' metadata.
    pub(super) edges: (Option<i64>, Option<i64>),
    listed: usize,
    buffer: Vec<u8>,
    masked: bool,
}

impl Intake {
    /// `ordered`: the rows are hoped to come in order of time; see [`Sorter::new`].
    pub(super) fn new(options: &Options, clock: Clock, key: Option<[u8; 32]>, ordered: bool) -> Intake {
        let folder = || options.temporary.clone();
        // Half as much memory for ids as for rows.
        let census = Census::new(options.memory / 4, folder(), options.ids);
        Intake {
            name: String::new(),
            file: 0,
            masked: key.is_some(),
            converter: Converter::new(clock, options.missing_ids, key),
            rows: Sorter::new(options.memory / 2, folder(), census, ordered),
            pieces: Sorter::new(options.memory / 4, folder(), (), false),
            priced_only: 0,
            names: Vec::new(),
            mapping: Arc::new(options.mapping.clone().unwrap_or_default()),
            import: Import::default(),
            zones: BTreeMap::new(),
            edges: (None, None),
            listed: options.listed,
            buffer: Vec::new(),
        }
    }

    /// The next file begins.
    pub(super) fn begin(&mut self, name: String, file: u16) {
        self.names.push(name.clone());
        (self.name, self.file) = (name, file);
        self.rows.boundary();
    }

    /// Rows of an earlier file follow.
    pub(super) fn at_file(&mut self, file: u16) {
        if self.file != file {
            self.file = file;
            self.name = self.names.get(file as usize).cloned().unwrap_or_default();
        }
    }

    /// One message of a provider: the user's constants and words come on top.
    pub(super) fn shaped(&mut self, fields: Fields, row: u64) -> Result<(), Vec<Problem>> {
        let mapping = Arc::clone(&self.mapping);
        let mut fields: Fields<'_> = fields;
        mapping.finish(&mut fields);
        self.row(&fields, row)
    }

    /// One piece of a message, to be joined with the others of its id.
    pub(super) fn event(&mut self, step: Step, fields: &Fields, row: u64) -> Result<(), Vec<Problem>> {
        let mapping = Arc::clone(&self.mapping);
        let mut fields = *fields;
        mapping.finish(&mut fields);
        if fields.get(Field::Id).is_empty() {
            return self.keep_out(Reason::NoId, "", row);
        }
        let at = match self.converter.instant(fields.get(Field::Time)) {
            Ok(Some(at)) => at,
            Ok(None) => return self.keep_out(Reason::NoTime, "", row),
            Err(Converted::KeptOut(reason, value)) => return self.keep_out(reason, &value, row),
            Err(_) => return Ok(()),
        };
        if let Ok(Some(sent)) = self.converter.instant(fields.get(Field::SentAt)) {
            fields.set(Field::SentAt, Cell::Instant(sent));
        }
        self.import.rows += 1;
        fields.set(Field::Time, Cell::Empty);
        self.buffer.clear();
        event::encode(step, at, &fields, self.file, row, &mut self.buffer);
        // Messages joined by id come in the order of their ids' hashes.
        self.rows.in_no_order().map_err(|e| vec![temporary(&e)])?;
        self.pieces.push(&self.buffer, &ById).map_err(|e| vec![temporary(&e)])
    }

    /// One row of the documented columns.
    #[inline]
    pub(super) fn row(&mut self, fields: &Fields, row: u64) -> Result<(), Vec<Problem>> {
        self.import.rows += 1;
        self.checked(fields, row)
    }

    /// The same, for a row that was counted already.
    #[inline]
    pub(super) fn checked(&mut self, fields: &Fields, row: u64) -> Result<(), Vec<Problem>> {
        self.buffer.clear();
        let converted = self.converter.convert(fields, self.file, row, &mut self.buffer);
        self.take(converted, row)
    }

    /// One row whose shape was found before.
    #[inline]
    pub(super) fn known<'a>(
        &mut self,
        fields: &impl Cells<'a>,
        shape: u32,
        country: u16,
        row: u64,
    ) -> Result<(), Vec<Problem>> {
        self.import.rows += 1;
        self.buffer.clear();
        let known = self.converter.known(fields, shape, country, self.file, row, &mut self.buffer);
        self.take(known.err().unwrap_or(Converted::Row), row)
    }

    #[inline]
    fn take(&mut self, converted: Converted, row: u64) -> Result<(), Vec<Problem>> {
        match converted {
            Converted::Row => {
                let pushed = self.rows.push(&self.buffer, &ByTime(&self.converter.shapes));
                pushed.map_err(|e| vec![temporary(&e)])
            }
            Converted::NoMessage(what) => {
                *self.import.no_messages.entry(what).or_default() += 1;
                Ok(())
            }
            Converted::KeptOut(reason, value) => {
                self.import.rows -= 1;
                self.keep_out(reason, &value, row)
            }
        }
    }

    /// Something in a file that is no message.
    pub(super) fn no_message(&mut self, what: &'static str) {
        self.import.rows += 1;
        *self.import.no_messages.entry(what).or_default() += 1;
    }

    /// A row that no tariff could bill.
    pub(super) fn keep_out(&mut self, reason: Reason, value: &str, row: u64) -> Result<(), Vec<Problem>> {
        self.import.rows += 1;
        let column = column(reason);
        let hidden = self.masked && column.is_none() && value.bytes().filter(u8::is_ascii_digit).count() > 4;
        let value = if hidden { "(hidden)" } else { value };
        self.import.keep_out(reason, value, &self.name, row, self.listed, column);
        Ok(())
    }

    pub(super) fn note(&mut self, note: String) {
        if !self.import.notes.contains(&note) {
            self.import.notes.push(note);
        }
    }

    /// The file cannot be read on.
    pub(super) fn failed(&self, error: &io::Error) -> Problem {
        Problem::of(&self.name, format!("cannot be read to its end: {error}"), "copy or export the file again")
    }
}

/// The column whose words are counted.
fn column(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::UnknownCategory => Some("category"),
        Reason::UnknownCountry => Some("country"),
        Reason::UnknownDirection => Some("direction"),
        Reason::UnknownKind => Some("kind"),
        Reason::UnknownStatus => Some("status"),
        _ => None,
    }
}

/// A temporary file could not be written or read.
pub(super) fn temporary(error: &io::Error) -> Problem {
    Problem::of("temporary files", error.to_string(), "free some room there, or set TMPDIR to a folder with more")
}

/// Folder of temporary files, checked.
pub(super) fn folder(options: &Options) -> Result<Option<PathBuf>, Problem> {
    match &options.temporary {
        Some(folder) if !folder.is_dir() => {
            Err(Problem::of(&folder.display().to_string(), "there is no such folder for temporary files", ""))
        }
        other => Ok(other.clone()),
    }
}
