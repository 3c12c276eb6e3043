//! The log of a simulated run: its facts in the columns that `bill` reads, streamed row group by row group.

use super::super::columns::{Column, TableColumns};
use super::super::frame::{Frame, Values};
use super::super::write::Written;
use super::stream::{Format, Stream};
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

/// Rows of a row group.
const ROWS: usize = 1 << 16;

const fn c(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, unit, meaning }
}

/// Columns of the log; the first ones are those that `bill` reads from any log.
pub const FACT_TABLE: TableColumns = TableColumns {
    name: "log",
    meaning: "one row a fact of a simulated run, in order of time; `chatfare bill` reads it as any log",
    columns: &[
        c("id", "text", "stream, generation, ordinal, turn and k at fixed width: its order is that of the facts"),
        c(
            "time",
            "µs since 1970 UTC",
            "delivery, or sending if it never arrived; arrival of a customer's message; end of a call",
        ),
        c("business", "text", "portfolio"),
        c("account", "text", "account"),
        c("number", "text", "business number"),
        c("customer", "text", "stable over contacts"),
        c("country", "text", "ISO 3166 alpha-2"),
        c(
            "direction",
            "text",
            "`in` from the customer, `out` from the business; on other facts what happened: `contact_opened` …",
        ),
        c("kind", "text", "`free_form`, `template`, `app` or `call`"),
        c("category", "text", "billing class of a message of the business; empty on others"),
        c("entry", "text", "`ad` if it came through a click-to-chat ad, else `none`"),
        c("status", "text", "`delivered`, `failed` or `refused`"),
        c("sent_at", "µs since 1970 UTC", "when it was sent; empty on messages of customers"),
        c("segments", "SMS", "SMS that it would take"),
        c("tokens", "tokens", "tokens of the platform's own agent"),
        c("recipients", "persons", "persons reached"),
        c("answer", "text", "contact and turn that the message answers; empty if none"),
        c("network", "text", "of a call: `phone` or `platform`"),
        c("seconds", "s", "seconds talked; empty on messages"),
        c("origin", "text", "who wrote: `agent`, `bot`, `system`; empty on messages of customers"),
        c("reason", "text", "why it was refused or failed; what a contact is about; its outcome when it closes"),
        c("contact", "text", "stream, generation and ordinal of the contact"),
        c("turn", "1", "turn of the contact, from 0"),
        c("part", "text", "`lead`, `run` or `drain`"),
        c(
            "window_from",
            "µs since 1970 UTC",
            "the customer's last message at that number up to `sent_at`; empty if none",
        ),
        c("moves_clocks", "1", "0 on reminders that a what-if run keeps from restarting the window"),
    ],
};

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactRow {
    /// Identity.
    pub id: String,
    /// Microseconds since 1970.
    pub time: i64,
    /// Portfolio.
    pub business: String,
    /// Account.
    pub account: String,
    /// Number.
    pub number: String,
    /// Customer.
    pub customer: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// `in` or `out`.
    pub direction: &'static str,
    /// `free_form`, `template`, `app`, `call`.
    pub kind: &'static str,
    /// Billing class.
    pub category: &'static str,
    /// `none` or `ad`.
    pub entry: &'static str,
    /// `delivered`, `failed`, `refused`.
    pub status: &'static str,
    /// Microseconds since 1970.
    pub sent_at: Option<i64>,
    /// SMS.
    pub segments: u32,
    /// Tokens.
    pub tokens: u32,
    /// Persons.
    pub recipients: u32,
    /// Contact and turn.
    pub answer: String,
    /// `phone` on calls.
    pub network: &'static str,
    /// Seconds talked.
    pub seconds: Option<f64>,
    /// Author, or where the contact began.
    pub origin: &'static str,
    /// Why it was refused or failed; reason or outcome of a contact.
    pub reason: String,
    /// Contact.
    pub contact: String,
    /// Turn.
    pub turn: u32,
    /// Part of the run.
    pub part: &'static str,
    /// Microseconds since 1970.
    pub window_from: Option<i64>,
    /// Restarts the window.
    pub moves_clocks: bool,
}

/// Rows that are handed over together.
const BATCH: usize = 1 << 13;
/// Batches that wait for the writer at most; who has more rows waits for it.
const QUEUE: usize = 4;

/// Writes rows as they come, on a thread of its own: whoever makes rows goes on while a row group is encoded. Memory is that
/// of a row group of 65,536 rows and of a queue of 32,768.
pub struct FactWriter {
    rows: Vec<FactRow>,
    queue: SyncSender<Message>,
    writer: Option<JoinHandle<io::Result<Written>>>,
}

enum Message {
    Rows(Vec<FactRow>),
    /// All rows have come: without this word the file is not put in place.
    Whole,
}

impl FactWriter {
    /// Opens the file; `pairs` go into its metadata (`from`, `to`, zones).
    ///
    /// # Errors
    /// Input/output, naming step and file.
    pub fn create(path: &Path, pairs: &[(String, String)]) -> io::Result<FactWriter> {
        let stream = Stream::named(path, Format::Parquet, &frame(&[]), pairs)?;
        let (queue, waiting) = sync_channel(QUEUE);
        let writer = Builder::new().name("log".into()).spawn(move || write(stream, &waiting))?;
        Ok(FactWriter { rows: Vec::with_capacity(BATCH), queue, writer: Some(writer) })
    }

    /// Adds a row; waits while the queue is full.
    ///
    /// # Errors
    /// Input/output, of this row or an earlier one.
    pub fn push(&mut self, row: FactRow) -> io::Result<()> {
        self.rows.push(row);
        if self.rows.len() >= BATCH {
            let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(BATCH));
            self.send(Message::Rows(rows))?;
        }
        Ok(())
    }

    /// A writer that has gone has failed: its own word says why.
    fn send(&mut self, message: Message) -> io::Result<()> {
        match self.queue.send(message) {
            Ok(()) => Ok(()),
            Err(_) => self.wait().and(Err(io::Error::other("the writer of the log is gone"))),
        }
    }

    fn wait(&mut self) -> io::Result<Written> {
        let gone = || io::Error::other("the writer of the log is gone");
        self.writer.take().ok_or_else(gone)?.join().map_err(|_| gone())?
    }

    /// Writes what is left and puts the file in place.
    ///
    /// # Errors
    /// Input/output.
    pub fn finish(mut self) -> io::Result<Written> {
        let rows = std::mem::take(&mut self.rows);
        self.send(Message::Rows(rows))?;
        self.send(Message::Whole)?;
        self.wait()
    }
}

/// Who gives up leaves no file, and no thread that still writes it.
impl Drop for FactWriter {
    fn drop(&mut self) {
        let (closed, _) = sync_channel(0);
        self.queue = closed;
        if let Some(writer) = self.writer.take() {
            // Its error is that the log did not become whole, which is what is wanted.
            let _ = writer.join();
        }
    }
}

/// Takes rows from the queue until it ends; a row group is written when it is full.
fn write(mut stream: Stream, queue: &Receiver<Message>) -> io::Result<Written> {
    let mut group: Vec<FactRow> = Vec::with_capacity(ROWS);
    while let Ok(message) = queue.recv() {
        match message {
            Message::Rows(rows) => group.extend(rows),
            Message::Whole => {
                stream.write(&frame(&group))?;
                return stream.finish();
            }
        }
        if group.len() >= ROWS {
            stream.write(&frame(&group))?;
            group.clear();
        }
    }
    Err(io::Error::other("the log ended before all of it was written"))
}

fn frame(rows: &[FactRow]) -> Frame {
    let text = |of: fn(&FactRow) -> &str| Values::Text(rows.iter().map(|r| of(r).to_string()).collect());
    let count = |of: fn(&FactRow) -> u32| Values::Count(rows.iter().map(of).collect());
    let values = vec![
        text(|r| &r.id),
        Values::Micros(rows.iter().map(|r| Some(r.time)).collect()),
        text(|r| &r.business),
        text(|r| &r.account),
        text(|r| &r.number),
        text(|r| &r.customer),
        text(|r| &r.country),
        text(|r| r.direction),
        text(|r| r.kind),
        text(|r| r.category),
        text(|r| r.entry),
        text(|r| r.status),
        Values::Micros(rows.iter().map(|r| r.sent_at).collect()),
        count(|r| r.segments),
        count(|r| r.tokens),
        count(|r| r.recipients),
        text(|r| &r.answer),
        text(|r| r.network),
        Values::Real(rows.iter().map(|r| r.seconds).collect()),
        text(|r| r.origin),
        text(|r| &r.reason),
        text(|r| &r.contact),
        count(|r| r.turn),
        text(|r| r.part),
        Values::Micros(rows.iter().map(|r| r.window_from).collect()),
        count(|r| u32::from(r.moves_clocks)),
    ];
    Frame::new(&FACT_TABLE, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Far more rows than the queue holds arrive in order; a log that is given up leaves nothing behind.
    #[test]
    fn a_log_is_whole_or_not_there() {
        let folder = std::env::temp_dir().join(format!("chatfare-log-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let fill = |path: &Path, rows: i64| {
            let mut writer = FactWriter::create(path, &[]).expect("it opens");
            (0..rows).for_each(|time| writer.push(FactRow { time, ..FactRow::default() }).expect("it writes"));
            writer
        };
        let (whole, given_up) = (folder.join("whole.parquet"), folder.join("given-up.parquet"));
        let written = fill(&whole, 150_000).finish().expect("it closes");
        assert_eq!(written.bytes, std::fs::metadata(&whole).expect("there").len());
        drop(fill(&given_up, 100_000));
        let left: Vec<_> = std::fs::read_dir(&folder).expect("a folder").collect();
        assert_eq!(left.len(), 1, "{left:?}");
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
