//! Rows in their final order, as small as they can be: what lies between import and streaming, and is read from its beginning.
//!
//! What one row shares with the one before is left out (times are differences, rows of a file count up by themselves), a customer
//! is a place ([`Places`]), and the id is kept only where somebody will ask for it: new bytes are what importing waits for.

use std::io;

use super::places::{Pair, Places};
use super::row::{self, LONGEST_ID, Row};
use super::spool::{Spool, records};
use crate::facts::{Instant, Quantity};

const SENT: u8 = 1;
const ANSWER: u8 = 2;
const QUANTITY: u8 = 4;
const TALK: u8 = 8;
const AMOUNT: u8 = 16;
/// The row after the one before, in the same file.
const NEXT: u8 = 32;
/// The place is a new customer's, who follows.
const FRESH: u8 = 64;
const ID: u8 = 128;

/// Rows whose places are fetched at once.
const NEAR: usize = 1 << 8;

/// A row as it was kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct KeptRow<'a> {
    pub(super) at: Instant,
    pub(super) sent_at: Instant,
    pub(super) customer: u64,
    /// Of the customer at the number.
    pub(super) place: u32,
    /// Nothing is known of the place's customer.
    pub(super) fresh: bool,
    pub(super) shape: u32,
    pub(super) file: u16,
    pub(super) row: u64,
    /// Empty if ids are not kept.
    pub(super) id: &'a [u8],
    pub(super) answer: u64,
    pub(super) quantity: Quantity,
    pub(super) talk: i64,
    pub(super) amount: Option<i64>,
}

/// Where the last row was: what the next one is told from.
#[derive(Clone, Copy, Debug, Default)]
struct Last {
    at: Instant,
    row: u64,
    file: u16,
}

/// Makes kept rows of full ones in their final order.
#[derive(Debug)]
pub(super) struct Keeper {
    places: Places,
    last: Last,
    ids: bool,
    pairs: Vec<Pair>,
}

impl Keeper {
    /// `ids`: keep the texts of ids.
    pub(super) fn new(ids: bool) -> Keeper {
        Keeper { places: Places::new(), last: Last::default(), ids, pairs: Vec::with_capacity(NEAR) }
    }

    /// Appends what is kept of whole records that lie end to end.
    pub(super) fn keep(&mut self, chunk: &[u8], out: &mut Vec<u8>) {
        let mut rest = chunk;
        while !rest.is_empty() {
            self.pairs.clear();
            self.pairs.extend(records(rest).take(NEAR).map(|r| Pair::new(row::number(r), row::customer(r))));
            if self.pairs.is_empty() {
                return;
            }
            self.places.fetch(&self.pairs);
            let mut taken = 0;
            for (i, record) in records(rest).take(NEAR).enumerate() {
                self.one(&row::decode(record), self.pairs[i], out);
                taken += record.len();
            }
            rest = &rest[taken..];
        }
    }

    #[inline]
    fn one(&mut self, row: &Row, pair: Pair, out: &mut Vec<u8>) {
        let (place, fresh) = self.places.place(pair, row.at, row.sent_at);
        let next = row.file == self.last.file && row.row == self.last.row.wrapping_add(1);
        let one = row.quantity == Quantity::ONE;
        let id = self.ids && !row.id.is_empty();
        let bit = |set: bool, flag: u8| if set { flag } else { 0 };
        out.push(
            bit(row.sent_at != row.at, SENT)
                | bit(row.answer != 0, ANSWER)
                | bit(!one, QUANTITY)
                | bit(row.talk != 0, TALK)
                | bit(row.amount.is_some(), AMOUNT)
                | bit(next, NEXT)
                | bit(fresh, FRESH)
                | bit(id, ID),
        );
        put(out, row.at.wrapping_sub(self.last.at) as u64);
        put(out, u64::from(place));
        put(out, u64::from(row.shape));
        if row.sent_at != row.at {
            put(out, row.at.wrapping_sub(row.sent_at) as u64);
        }
        if !next {
            put(out, u64::from(row.file));
            put(out, row.row);
        }
        if fresh {
            out.extend(row.customer.to_le_bytes());
        }
        if row.answer != 0 {
            put(out, row.answer);
        }
        if !one {
            put(out, u64::from(row.quantity.recipients));
            put(out, u64::from(row.quantity.segments));
            put(out, u64::from(row.quantity.tokens));
        }
        if row.talk != 0 {
            put(out, row.talk as u64);
        }
        if let Some(amount) = row.amount {
            out.extend(amount.to_le_bytes());
        }
        if id {
            put(out, row.id.len() as u64);
            out.extend(row.id);
        }
        self.last = Last { at: row.at, row: row.row, file: row.file };
    }
}

/// Most bytes of one row: its id, its numbers of at most ten bytes, its flags.
const MOST: usize = LONGEST_ID + 16 * 10;
/// Bytes read at once.
const CHUNK: usize = 1 << 18;

/// Reads kept rows from the first one on.
#[derive(Debug, Default)]
pub(super) struct Reader {
    buffer: Vec<u8>,
    start: usize,
    /// Of the spool, behind the buffer.
    from: u64,
    last: Last,
    /// By place.
    customers: Vec<u64>,
}

impl Reader {
    /// The next row; `None` at the end.
    #[inline]
    pub(super) fn next(&mut self, spool: &Spool) -> io::Result<Option<KeptRow<'_>>> {
        if self.buffer.len() - self.start < MOST {
            self.fill(spool)?;
        }
        if self.start == self.buffer.len() {
            return Ok(None);
        }
        let mut rest = &self.buffer[self.start..];
        let flags = byte(&mut rest);
        let has = |flag: u8| flags & flag != 0;
        let at = self.last.at.wrapping_add(get(&mut rest) as i64);
        let place = get(&mut rest) as u32;
        let shape = get(&mut rest) as u32;
        let sent_at = if has(SENT) { at.wrapping_sub(get(&mut rest) as i64) } else { at };
        let (file, row) = match has(NEXT) {
            true => (self.last.file, self.last.row.wrapping_add(1)),
            false => (get(&mut rest) as u16, get(&mut rest)),
        };
        if has(FRESH) {
            if self.customers.len() <= place as usize {
                self.customers.resize(place as usize + 1, 0);
            }
            self.customers[place as usize] = long(&mut rest);
        }
        let answer = if has(ANSWER) { get(&mut rest) } else { 0 };
        let quantity = match has(QUANTITY) {
            true => Quantity {
                recipients: get(&mut rest) as u16,
                segments: get(&mut rest) as u16,
                tokens: get(&mut rest) as u32,
            },
            false => Quantity::ONE,
        };
        let talk = if has(TALK) { get(&mut rest) as i64 } else { 0 };
        let amount = has(AMOUNT).then(|| long(&mut rest) as i64);
        let length = if has(ID) { get(&mut rest) as usize } else { 0 };
        let (id, rest) = rest.split_at(length.min(rest.len()));
        self.start = self.buffer.len() - rest.len();
        self.last = Last { at, row, file };
        let customer = self.customers.get(place as usize).copied().unwrap_or(0);
        let fresh = has(FRESH);
        Ok(Some(KeptRow { at, sent_at, customer, place, fresh, shape, file, row, id, answer, quantity, talk, amount }))
    }

    #[cold]
    fn fill(&mut self, spool: &Spool) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let held = self.buffer.len();
        let more = CHUNK.min((spool.len() - self.from) as usize);
        self.buffer.resize(held + more, 0);
        spool.read(self.from, &mut self.buffer[held..])?;
        self.from += more as u64;
        Ok(())
    }
}

/// Appends a number, seven bits a byte, the lowest first.
#[inline]
fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[inline]
fn byte(rest: &mut &[u8]) -> u8 {
    rest.split_off_first().copied().unwrap_or(0)
}

#[inline]
fn get(rest: &mut &[u8]) -> u64 {
    let first = byte(rest);
    if first < 0x80 {
        return u64::from(first);
    }
    let (mut value, mut shift) = (u64::from(first & 0x7f), 7);
    loop {
        let next = byte(rest);
        value |= u64::from(next & 0x7f) << shift;
        shift += 7;
        if next < 0x80 || shift > 63 {
            return value;
        }
    }
}

#[inline]
fn long(rest: &mut &[u8]) -> u64 {
    rest.split_off(..8).and_then(|b| b.first_chunk::<8>()).map_or(0, |b| u64::from_le_bytes(*b))
}

#[cfg(test)]
mod tests {
    use super::super::spool::Filling;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Any rows in order of time come back, with and without their ids, from memory and from a file.
        #[test]
        fn what_is_kept_is_read(
            rows in prop::collection::vec(
                (0i64..1 << 36, 0i64..3, 0u64..5, any::<u32>(), any::<u16>(), 0u64..1 << 47, prop::collection::vec(any::<u8>(), 0..200)),
                1..300,
            ),
            more in prop::collection::vec((any::<u64>(), any::<u16>(), any::<u32>(), any::<i64>(), any::<bool>(), 0u16..3), 300),
            ids in any::<bool>(),
            keep in prop::sample::select(vec![0usize, 1 << 20]),
        ) {
            let mut at = -5;
            let mut full: Vec<(Row, u16)> = Vec::new();
            for ((pause, ago, customer, shape, file, row, id), (answer, segments, tokens, talk, plain, number)) in rows.iter().zip(&more) {
                at += pause;
                let before = full.last().map(|(r, _)| (r.file, r.row + 1)).filter(|_| *plain);
                let (file, row) = before.unwrap_or((*file, *row));
                let quantity = if *plain { Quantity::ONE } else { Quantity { recipients: 3, segments: *segments, tokens: *tokens } };
                let (answer, talk, amount) = if *plain { (0, 0, None) } else { (*answer, *talk, Some(-talk)) };
                let row = Row { at, sent_at: at - ago, customer: *customer, shape: *shape, outbound: *plain, rank: 0, file, row, id, answer, quantity, talk, amount };
                full.push((row, *number));
            }
            let (mut bytes, mut kept) = (Vec::new(), Vec::new());
            let mut keeper = Keeper::new(ids);
            let cut = full.len() / 2;
            for half in [&full[..cut], &full[cut..]] {
                bytes.clear();
                half.iter().for_each(|(row, number)| row.encode(*number, &mut bytes));
                keeper.keep(&bytes, &mut kept);
            }
            let mut filling = Filling::new(keep, None, ());
            filling.push(&kept).expect("room");
            let (spool, ()) = filling.finish().expect("room");
            let mut reader = Reader::default();
            let mut owners = std::collections::BTreeMap::new();
            for (row, number) in &full {
                let read = reader.next(&spool).expect("a row").expect("a row");
                let owner = owners.insert(read.place, (row.customer, *number));
                prop_assert_eq!(owner.is_none(), read.fresh);
                prop_assert!(owner.is_none_or(|o| o == (row.customer, *number)), "one place, one customer at one number");
                let id: &[u8] = if ids { row.id } else { b"" };
                let Row { at, sent_at, customer, shape, file, row, answer, quantity, talk, amount, .. } = *row;
                let (place, fresh) = (read.place, read.fresh);
                prop_assert_eq!(read, KeptRow { at, sent_at, customer, place, fresh, shape, file, row, id, answer, quantity, talk, amount });
            }
            prop_assert!(reader.next(&spool).expect("the end").is_none());
        }
    }
}
