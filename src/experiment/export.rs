//! The log of a simulated run: its facts as a Parquet file that `bill` reads as any log.

use std::io;
use std::path::Path;

use jiff::Timestamp;

use crate::desk;
use crate::engine::draws::Draws;
use crate::facts::{Author, Body, Book, Class, Entry, Fact, Fold, Head, NEVER, Network, Part, Reason, Status};
use crate::scenario::Run;
use crate::table::{FactRow, FactWriter, Written};

use super::assemble::Assembly;

/// Simulates a replication once more and streams its facts into `path`; memory does not follow the length of the run.
///
/// # Errors
/// A replication that fails, or a file that cannot be written, in words.
pub fn export(assembly: &Assembly, run: &Run, replication: u32, path: &Path) -> Result<Written, String> {
    let book = &assembly.model.book;
    let writer = FactWriter::create(path, &metadata(book, run)).map_err(|e| e.to_string())?;
    let reasons = assembly.model.reasons.iter().map(|r| r.name.clone()).collect();
    let mut fold = Exporter { book, reasons, writer, failed: None };
    desk::simulate(&assembly.desk, Draws::new(run.seed, replication, 0), &mut fold)?;
    match fold.failed {
        Some(error) => Err(error.to_string()),
        None => fold.writer.finish().map_err(|e| e.to_string()),
    }
}

/// What is billed and the accounts' zones: `bill` needs no option then.
fn metadata(book: &Book, run: &Run) -> Vec<(String, String)> {
    let stamp = |at: i64| Timestamp::from_microsecond(at).map_or_else(|_| at.to_string(), |t| t.to_string());
    let zones: Vec<String> = book.accounts.iter().map(|a| format!("{}={}", a.name, a.zone)).collect();
    vec![
        ("chatfare.from".to_string(), stamp(run.from)),
        ("chatfare.to".to_string(), stamp(run.to)),
        ("chatfare.zones".to_string(), zones.join(",")),
    ]
}

struct Exporter<'a> {
    book: &'a Book,
    reasons: Vec<String>,
    writer: FactWriter,
    /// The first error; after it nothing more is written.
    failed: Option<io::Error>,
}

impl Fold for Exporter<'_> {
    fn block(&mut self, facts: &[Fact]) {
        for fact in facts {
            if self.failed.is_some() {
                return;
            }
            self.failed = self.writer.push(self.row(fact)).err();
        }
    }
}

impl Exporter<'_> {
    fn row(&self, fact: &Fact) -> FactRow {
        let mut row = self.head(&fact.head);
        match fact.body {
            Body::MessageIn { entry, moves_clocks, .. } => {
                (row.direction, row.kind, row.moves_clocks) = ("in", "free_form", moves_clocks);
                row.entry = if entry == Entry::Ad { "ad" } else { "none" };
            }
            Body::MessageOut { sent_at, class, status, reason, author, window_from, quantity, .. } => {
                (row.direction, row.kind, row.category) = ("out", kind(class), class.word());
                row.status = status_word(status);
                row.sent_at = Some(sent_at);
                row.window_from = Some(window_from).filter(|at| *at != NEVER);
                row.reason = reason_word(reason).to_string();
                row.origin = author_word(author);
                (row.recipients, row.segments, row.tokens) =
                    (quantity.recipients.into(), quantity.segments.into(), quantity.tokens);
                row.answer = format!("{}-{:05}", row.contact, row.turn);
            }
            Body::CallEnded { talk, outbound, network, .. } => {
                (row.direction, row.kind) = (if outbound { "out" } else { "in" }, "call");
                row.network = if network == Network::Phone { "phone" } else { "platform" };
                row.seconds = Some(talk as f64 / 1e6);
            }
            Body::CallStarted { .. } => row.direction = "call_started",
            Body::TurnLost { .. } => row.direction = "turn_lost",
            Body::ContactOpened { reason, .. } => {
                row.direction = "contact_opened";
                row.reason = self.reasons.get(usize::from(reason)).cloned().unwrap_or_default();
            }
            Body::ContactClosed { outcome, .. } => {
                row.direction = "contact_closed";
                row.reason = outcome.word().to_string();
            }
        }
        row
    }

    fn head(&self, head: &Head) -> FactRow {
        let number = self.book.numbers.get(usize::from(head.number));
        let account = number.and_then(|n| self.book.accounts.get(usize::from(n.account)));
        let business = account.and_then(|a| self.book.businesses.get(usize::from(a.business)));
        let id = head.id;
        let contact = format!("{:05}-{:05}-{:010}", id.stream, id.generation, id.ordinal);
        FactRow {
            id: format!("{contact}-{:05}-{:05}", id.turn, id.k),
            time: head.at,
            business: business.cloned().unwrap_or_default(),
            account: account.map(|a| a.name.clone()).unwrap_or_default(),
            number: number.map(|n| n.name.clone()).unwrap_or_default(),
            customer: format!("c{}", head.customer),
            country: self.book.countries.get(usize::from(head.country)).cloned().unwrap_or_default(),
            segments: 1,
            recipients: 1,
            contact,
            turn: id.turn.into(),
            part: match head.part {
                Part::Lead => "lead",
                Part::Run => "run",
                Part::Drain => "drain",
            },
            moves_clocks: true,
            ..FactRow::default()
        }
    }
}

fn kind(class: Class) -> &'static str {
    match class {
        Class::Service => "free_form",
        Class::App => "app",
        _ => "template",
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Delivered => "delivered",
        Status::Failed => "failed",
        Status::Refused => "refused",
    }
}

fn reason_word(reason: Reason) -> &'static str {
    match reason {
        Reason::None => "",
        Reason::ContactBefore => "contact before",
        Reason::Promotion => "promotion",
        Reason::WindowClosed => "window closed",
        Reason::DailyLimit => "daily limit",
        Reason::Undeliverable => "undeliverable",
    }
}

fn author_word(author: Author) -> &'static str {
    match author {
        Author::Agent => "agent",
        Author::Bot => "bot",
        Author::System => "system",
    }
}
