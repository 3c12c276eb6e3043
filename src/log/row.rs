//! One row in compact form: what lies in memory and in temporary files between import and streaming.

use std::cmp::Ordering;

use super::shape::Shapes;
use super::sort::Order;
use crate::facts::{Instant, Quantity};

/// A checked row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row<'a> {
    pub(super) at: Instant,
    pub(super) sent_at: Instant,
    pub(super) customer: u64,
    /// Number of its [`Shape`](super::shape::Shape).
    pub(super) shape: u32,
    /// Not a customer's message or call: comes second at one instant.
    pub(super) outbound: bool,
    /// Of rows with one id the lowest stays: 0 to 3.
    pub(super) rank: u8,
    pub(super) file: u16,
    /// Row in its file, below 2^48.
    pub(super) row: u64,
    pub(super) id: &'a [u8],
    pub(super) answer: u64,
    pub(super) quantity: Quantity,
    /// Of a call. Unit: microseconds.
    pub(super) talk: i64,
    /// The platform's own amount in nano-units.
    pub(super) amount: Option<i64>,
}

/// Longest id. Unit: bytes.
pub(super) const LONGEST_ID: usize = 1024;

const OUTBOUND: u8 = 1;
const SENT_AT: u8 = 2;
const ANSWER: u8 = 4;
const QUANTITY: u8 = 8;
const TALK: u8 = 16;
const AMOUNT: u8 = 32;
/// The rank is in the two bits from here on.
const RANK: u32 = 6;
/// Length, flags, length of the id, time, customer, shape, row, file, business number.
const HEAD: usize = 4 + 1 + 2 + 8 + 8 + 4 + 6 + 2 + 2;
const ID_LENGTH: usize = 5;
const AT: usize = 7;
const CUSTOMER: usize = 15;
const SHAPE: usize = 23;
const PLACE: usize = 27;
const NUMBER: usize = 35;

impl Row<'_> {
    /// Appends the row of a business number (index among the names seen so far).
    pub(super) fn encode(&self, number: u16, out: &mut Vec<u8>) {
        let start = out.len();
        let mut flags = self.outbound as u8 | self.rank << RANK;
        out.extend([0; 5]);
        out.extend((self.id.len() as u16).to_le_bytes());
        out.extend(self.at.to_le_bytes());
        out.extend(self.customer.to_le_bytes());
        out.extend(self.shape.to_le_bytes());
        out.extend(&self.row.to_le_bytes()[..6]);
        out.extend(self.file.to_le_bytes());
        out.extend(number.to_le_bytes());
        out.extend(self.id);
        if self.sent_at != self.at {
            flags |= SENT_AT;
            out.extend(self.sent_at.to_le_bytes());
        }
        if self.answer != 0 {
            flags |= ANSWER;
            out.extend(self.answer.to_le_bytes());
        }
        if self.quantity != Quantity::ONE {
            flags |= QUANTITY;
            out.extend(self.quantity.recipients.to_le_bytes());
            out.extend(self.quantity.segments.to_le_bytes());
            out.extend(self.quantity.tokens.to_le_bytes());
        }
        if self.talk != 0 {
            flags |= TALK;
            out.extend(self.talk.to_le_bytes());
        }
        if let Some(amount) = self.amount {
            flags |= AMOUNT;
            out.extend(amount.to_le_bytes());
        }
        let length = (out.len() - start) as u32;
        out[start..start + 4].copy_from_slice(&length.to_le_bytes());
        out[start + 4] = flags;
    }
}

/// Reads a row; what [`Row::encode`] wrote.
pub(super) fn decode(record: &[u8]) -> Row<'_> {
    let flags = record[4];
    let end = HEAD + u16_at(record, ID_LENGTH) as usize;
    let mut rest = &record[end..];
    let at = i64_at(record, AT);
    let mut long = |flag: u8| {
        if flags & flag == 0 {
            return None;
        }
        let (value, tail) = rest.split_at(8);
        rest = tail;
        Some(i64_at(value, 0))
    };
    let sent_at = long(SENT_AT).unwrap_or(at);
    let answer = long(ANSWER).unwrap_or(0) as u64;
    let quantity = long(QUANTITY).map_or(Quantity::ONE, |v| Quantity {
        recipients: v as u16,
        segments: (v >> 16) as u16,
        tokens: (v >> 32) as u32,
    });
    let talk = long(TALK).unwrap_or(0);
    let amount = long(AMOUNT);
    let place = i64_at(record, PLACE) as u64;
    Row {
        at,
        sent_at,
        customer: i64_at(record, CUSTOMER) as u64,
        shape: shape(record),
        outbound: flags & OUTBOUND != 0,
        rank: rank(record),
        file: (place >> 48) as u16,
        row: place & 0xffff_ffff_ffff,
        id: &record[HEAD..end],
        answer,
        quantity,
        talk,
        amount,
    }
}

/// Its shape.
pub(super) fn shape(record: &[u8]) -> u32 {
    u16_at(record, SHAPE) as u32 | (u16_at(record, SHAPE + 2) as u32) << 16
}

/// Its business number.
pub(super) fn number(record: &[u8]) -> u16 {
    u16_at(record, NUMBER)
}

/// Its customer.
pub(super) fn customer(record: &[u8]) -> u64 {
    i64_at(record, CUSTOMER) as u64
}

/// Its rank among rows with its id.
pub(super) fn rank(record: &[u8]) -> u8 {
    record[4] >> RANK
}

/// Its time.
pub(super) fn at(record: &[u8]) -> Instant {
    i64_at(record, AT)
}

/// Time from sending to delivery.
pub(super) fn delay(record: &[u8]) -> i64 {
    if record[4] & SENT_AT == 0 { 0 } else { at(record) - i64_at(record, HEAD + u16_at(record, ID_LENGTH) as usize) }
}

/// Its id.
pub(super) fn id(record: &[u8]) -> &[u8] {
    &record[HEAD..HEAD + u16_at(record, ID_LENGTH) as usize]
}

#[inline]
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

#[inline]
fn i64_at(bytes: &[u8], at: usize) -> i64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    i64::from_le_bytes(word)
}

/// The order of a log: time, inbound first, id; rows that agree in these are ordered by what they say.
pub(super) struct ByTime<'a>(pub(super) &'a Shapes);

impl Order for ByTime<'_> {
    fn group(&self, record: &[u8]) -> u64 {
        at(record) as u64 ^ 1 << 63
    }

    fn prefix(&self, record: &[u8]) -> u128 {
        let mut start = [0; 8];
        let id = id(record);
        let n = id.len().min(7);
        start[1..=n].copy_from_slice(&id[..n]);
        let inbound_first = ((record[4] & OUTBOUND) as u64) << 63;
        (self.group(record) as u128) << 64 | (inbound_first | u64::from_be_bytes(start)) as u128
    }

    fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
        let tail = |r: &[u8]| HEAD + id(r).len();
        id(a)
            .cmp(id(b))
            .then_with(|| self.0.order(shape(a), shape(b)))
            .then_with(|| a[CUSTOMER..SHAPE].cmp(&b[CUSTOMER..SHAPE]))
            .then_with(|| a[tail(a)..].cmp(&b[tail(b)..]))
            .then_with(|| {
                (a[PLACE + 6..NUMBER].cmp(&b[PLACE + 6..NUMBER])).then_with(|| a[PLACE..NUMBER].cmp(&b[PLACE..NUMBER]))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let quantity = Quantity { recipients: 7, segments: 3, tokens: 90_000 };
        let full = Row {
            at: 5,
            sent_at: -5,
            customer: u64::MAX,
            shape: 70_000,
            outbound: true,
            rank: 3,
            file: 513,
            row: 1 << 40,
            id: "wamid.å".as_bytes(),
            answer: 9,
            quantity,
            talk: 1,
            amount: Some(-4),
        };
        let plain = Row {
            sent_at: 5,
            answer: 0,
            quantity: Quantity::ONE,
            talk: 0,
            amount: None,
            outbound: false,
            rank: 0,
            id: b"",
            ..full
        };
        let mut bytes = Vec::new();
        full.encode(7, &mut bytes);
        let cut = bytes.len();
        plain.encode(8, &mut bytes);
        assert_eq!(decode(&bytes[..cut]), full);
        assert_eq!(decode(&bytes[cut..]), plain);
        assert_eq!((number(&bytes[..cut]), number(&bytes[cut..])), (7, 8));
    }
}
