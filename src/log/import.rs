//! The report of an import: what was read, what was kept out and why.

use std::collections::BTreeMap;
use std::fmt;

use super::problem::Problem;
use super::reason::Reason;
use crate::facts::Instant;

/// One file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRead {
    /// Path as given.
    pub file: String,
    /// What it was read as: `Cloud API webhooks, one body a line`.
    pub read_as: String,
    /// Rows (or events) read.
    pub rows: u64,
}

/// Rows kept out for one reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptOut {
    /// How many.
    pub rows: u64,
    /// The first of them ([`super::Options::listed`]), in order of file and row.
    pub first: Vec<Problem>,
}

/// What an import found. Counts of messages are after duplicates were joined and before rows outside `from`/`to` are set apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// Files in the order given.
    pub files: Vec<FileRead>,
    /// Rows (or events) read, of every kind.
    pub rows: u64,
    /// Incoming messages.
    pub messages_in: u64,
    /// Outgoing messages delivered, without those typed in the phone app.
    pub delivered: u64,
    /// Outgoing messages that failed.
    pub failed: u64,
    /// Outgoing messages refused by the platform's rules.
    pub refused: u64,
    /// Outgoing messages sent, not delivered yet.
    pub not_delivered: u64,
    /// Rows left out because another row has the same id.
    pub duplicates: u64,
    /// Messages typed in the phone app.
    pub echoes: u64,
    /// Calls.
    pub calls: u64,
    /// Rows that are no messages (notes, system lines, other facts …), by what they are.
    pub no_messages: BTreeMap<&'static str, u64>,
    /// Rows kept out, by reason.
    pub kept_out: BTreeMap<Reason, KeptOut>,
    /// Words that were not understood, with how often: (column, word).
    pub unknown_words: BTreeMap<(&'static str, String), u64>,
    /// Incoming messages whose country nobody knows (they move clocks all the same).
    pub unknown_countries: u64,
    /// Events without a customer's number (people who use a name instead).
    pub hidden_numbers: u64,
    /// Rows without an id that got one of their own: repeated rows among them count twice.
    pub without_id: u64,
    /// Times without offset, read in the zone of `--zone`.
    pub local_times: u64,
    /// That zone, and whether the user said so.
    pub local_zone: (String, bool),
    /// First and last time of any row.
    pub first: Option<Instant>,
    /// See `first`.
    pub last: Option<Instant>,
    /// (account, zone, whether it was said or is the default).
    pub zones: Vec<(String, String, bool)>,
    /// Business numbers seen.
    pub numbers: u64,
    /// Delivered outgoing messages that carry the platform's verdict.
    pub with_verdict: u64,
    /// Free-form messages outside the window that carry the platform's verdict: billed, and listed as `window not in log`.
    pub window_not_in_log: u64,
    /// Outgoing messages whose kind the log does not say, read by `--unmarked`.
    pub unmarked: u64,
    /// The rows were not in order of time and were sorted.
    pub sorted: bool,
    /// Rows before `from` and from `to` on: they move clocks only.
    pub before: u64,
    /// See `before`.
    pub after: u64,
    /// Months (account, `YYYY-MM`) of which the log holds only a part.
    pub part_months: Vec<(String, String)>,
    /// What else a reader should know.
    pub notes: Vec<String>,
}

/// Most words kept of [`Import::unknown_words`].
const MOST_WORDS: usize = 200;

impl Import {
    pub(super) fn keep_out(
        &mut self,
        reason: Reason,
        value: &str,
        file: &str,
        row: u64,
        listed: usize,
        column: Option<&'static str>,
    ) {
        if let Some(column) = column {
            let full = self.unknown_words.len() >= MOST_WORDS;
            let word = if full { "(other words)".to_string() } else { value.to_string() };
            *self.unknown_words.entry((column, word)).or_default() += 1;
        }
        let kept = self.kept_out.entry(reason).or_default();
        kept.rows += 1;
        if kept.first.len() < listed {
            let message = match (value, reason) {
                ("", _) => reason.message().to_string(),
                (value, Reason::Unreadable) => format!("{}: {value}", reason.message()),
                _ => format!("{}: `{value}`", reason.message()),
            };
            kept.first.push(Problem::at(file, row, message, reason.help()));
        }
    }

    /// Rows kept out in all.
    pub fn kept_out_rows(&self) -> u64 {
        self.kept_out.values().map(|k| k.rows).sum()
    }
}

impl fmt::Display for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            writeln!(f, "{}: read as {}, {} rows", file.file, file.read_as, file.rows)?;
        }
        writeln!(f, "{} rows from {} to {} (UTC)", self.rows, instant(self.first), instant(self.last))?;
        for (account, zone, said) in &self.zones {
            writeln!(
                f,
                "  account {account}: months of {zone}{}",
                if *said { "" } else { ", since none was given (--zone)" }
            )?;
        }
        let sent = [(self.failed, "failed"), (self.refused, "refused"), (self.not_delivered, "not delivered yet")];
        writeln!(f, "{} messages in, {} out delivered by {} numbers", self.messages_in, self.delivered, self.numbers)?;
        list(f, &sent)?;
        let more = [
            (self.echoes, "typed in the phone app: never billed"),
            (self.calls, "calls"),
            (self.duplicates, "duplicates: rows whose id another row has"),
            (self.without_id, "rows without an id: repeated rows among them count twice"),
            (self.hidden_numbers, "events without a telephone number"),
            (self.unknown_countries, "incoming messages of an unknown country: they move clocks"),
            (self.local_times, "times without offset, read in the zone of --zone"),
            (self.unmarked, "outgoing messages read by --unmarked"),
            (self.window_not_in_log, "free-form outside the window that the platform took: window not in log"),
            (self.before, "rows before the begin: they move clocks only"),
            (self.after, "rows after the end: they move clocks only"),
        ];
        list(f, &more)?;
        list(f, &self.no_messages.iter().map(|(what, n)| (*n, *what)).collect::<Vec<_>>())?;
        if self.delivered > 0 {
            let share = 100.0 * self.with_verdict as f64 / self.delivered as f64;
            writeln!(f, "the platform's own verdict on {share:.1} % of the messages delivered")?;
        }
        for (account, month) in &self.part_months {
            writeln!(f, "part month: {month} of account {account}; its quota and tiers are those of the rows given")?;
        }
        if self.sorted {
            writeln!(f, "the rows were out of order and were sorted")?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        for ((column, word), rows) in &self.unknown_words {
            writeln!(f, "unknown {column} `{word}`: {rows} rows")?;
        }
        for (reason, kept) in &self.kept_out {
            writeln!(f, "kept out, {}: {} rows", reason.message(), kept.rows)?;
            kept.first.iter().try_for_each(|problem| writeln!(f, "{problem}"))?;
        }
        Ok(())
    }
}

fn instant(at: Option<Instant>) -> String {
    at.map_or("never".to_string(), super::time::print)
}

/// Counts that are not zero, a line each.
fn list(f: &mut fmt::Formatter<'_>, counts: &[(u64, &str)]) -> fmt::Result {
    counts.iter().filter(|(n, _)| *n > 0).try_for_each(|(n, what)| writeln!(f, "  {n} {what}"))
}
