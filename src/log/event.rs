//! What platforms report in pieces (sent, delivered, read, priced …) joined into one row by the message's id.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::io;

use super::field::{COLUMNS, Cell, Cells, FIELDS, Field, Fields};
use super::hash::{hash64, hash128};
use super::intake::{Intake, temporary};
use super::problem::Problem;
use super::sort::{Order, Sorter};
use super::spool::Cursor;

/// What a piece says; of several the first in this order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Step {
    /// A customer's message.
    In,
    /// Typed in the phone app.
    Echo,
    /// Delivered, read or played.
    Delivered,
    Failed,
    Sent,
    /// A price without a status.
    Priced,
}

const STEPS: [Step; 6] = [Step::In, Step::Echo, Step::Delivered, Step::Failed, Step::Sent, Step::Priced];

/// Length, hash of the id, step, time, row, file.
const HEAD: usize = 4 + 16 + 1 + 8 + 6 + 2;
/// Longest text of a field that is kept. Unit: bytes.
const LONGEST: usize = 2048;
/// Most pieces of one message that are looked at.
const MOST_PIECES: usize = 1 << 16;

/// Appends a piece to `out`.
pub(super) fn encode(step: Step, at: i64, fields: &Fields, file: u16, row: u64, out: &mut Vec<u8>) {
    let start = out.len();
    let buffer = &mut String::new();
    out.extend([0; 4]);
    out.extend(hash128(fields.get(Field::Id).str(buffer).as_bytes()).to_be_bytes());
    out.push(step as u8);
    out.extend((at as u64 ^ 1 << 63).to_be_bytes());
    out.extend(&row.to_be_bytes()[2..]);
    out.extend(file.to_be_bytes());
    for (index, cell) in fields.0.iter().enumerate().filter(|(_, c)| !c.is_empty()) {
        let text = cell.str(buffer);
        let mut length = text.len().min(LONGEST);
        while !text.is_char_boundary(length) {
            length -= 1;
        }
        out.push(index as u8);
        out.extend((length as u16).to_le_bytes());
        out.extend(&text.as_bytes()[..length]);
    }
    let length = (out.len() - start) as u32;
    out[start..start + 4].copy_from_slice(&length.to_le_bytes());
}

/// By id, then step, then time.
pub(super) struct ById;

impl Order for ById {
    fn group(&self, record: &[u8]) -> u64 {
        hash64(&record[4..20])
    }

    fn prefix(&self, record: &[u8]) -> u128 {
        let mut hash = [0; 16];
        hash.copy_from_slice(&record[4..20]);
        u128::from_be_bytes(hash)
    }

    fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        let content = |r: &[u8]| (r[20..29].to_vec(), r[HEAD..].to_vec());
        content(a).cmp(&content(b)).then_with(|| (&a[35..37], &a[29..35]).cmp(&(&b[35..37], &b[29..35])))
    }
}

/// The pieces of one message, best first.
#[derive(Debug, Default)]
struct Group {
    hash: Vec<u8>,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    step: Step,
    at: i64,
    row: u64,
    file: u16,
    fields: Vec<(usize, String)>,
}

/// Joins all pieces and hands the messages on.
pub(super) fn join(pieces: Sorter<()>, intake: &mut Intake) -> Result<(), Vec<Problem>> {
    if pieces.count == 0 {
        return Ok(());
    }
    let io = |e: io::Error| vec![temporary(&e)];
    let (spool, ()) = pieces.finish(&ById).map_err(io)?;
    intake.rows.boundary();
    let mut group = Group::default();
    let mut cursor = Cursor::new(0, spool.len(), 1 << 18);
    while cursor.advance(&spool).map_err(io)? {
        let record = cursor.record();
        if record[4..20] != group.hash[..] {
            hand_on(&mut group, intake)?;
            group.hash = record[4..20].to_vec();
        }
        if group.pieces.len() < MOST_PIECES {
            group.pieces.push(decode(record));
        }
    }
    hand_on(&mut group, intake)
}

fn decode(record: &[u8]) -> Piece {
    let number = |range: std::ops::Range<usize>| record[range].iter().fold(0u64, |n, b| n << 8 | *b as u64);
    let mut fields = Vec::new();
    let mut rest = &record[HEAD..];
    while let [index, low, high, tail @ ..] = rest {
        let (text, more) = tail.split_at(u16::from_le_bytes([*low, *high]) as usize);
        fields.push((*index as usize, String::from_utf8_lossy(text).into_owned()));
        rest = more;
    }
    let step = STEPS[(record[20] as usize).min(STEPS.len() - 1)];
    Piece { step, at: (number(21..29) ^ 1 << 63) as i64, row: number(29..35), file: number(35..37) as u16, fields }
}

fn hand_on(group: &mut Group, intake: &mut Intake) -> Result<(), Vec<Problem>> {
    let pieces = std::mem::take(&mut group.pieces);
    let Some(first) = pieces.first() else { return Ok(()) };
    let kinds: BTreeSet<(Step, i64)> = pieces.iter().map(|p| (p.step, p.at)).collect();
    intake.import.duplicates += (pieces.len() - kinds.len()) as u64;
    let mut fields = Fields::default();
    for (index, text) in pieces.iter().flat_map(|p| &p.fields) {
        fields.default_to(COLUMNS[(*index).min(FIELDS - 1)].field, Cell::text(text));
    }
    let earliest = |step: Step| pieces.iter().find(|p| p.step == step).map(|p| p.at);
    fields.set(Field::Time, Cell::Instant(first.at));
    match first.step {
        Step::In => fields.set(Field::Direction, Cell::Text("in")),
        Step::Echo => {
            fields.set(Field::Direction, Cell::Text("out"));
            fields.set(Field::Kind, Cell::Text("app"));
        }
        step => {
            fields.set(Field::Direction, Cell::Text("out"));
            let status = match step {
                Step::Failed => "failed",
                Step::Sent => "sent",
                _ => "delivered",
            };
            fields.set(Field::Status, Cell::Text(status));
            if let Some(sent) = earliest(Step::Sent) {
                fields.set(Field::SentAt, Cell::Instant(sent));
            }
            if step == Step::Priced {
                intake.priced_only += 1;
            }
        }
    }
    let (file, row) = (first.file, first.row);
    intake.at_file(file);
    intake.checked(&fields, row)
}
