//! One id, one message: finds rows whose id another row has, with bounded memory.
//!
//! Rows are cut by the hash of their id into parts, each small enough for a table of its own; equal ids always fall into the same
//! part, however far apart they are in time. 16 bytes a row, in memory or in a temporary file.

use std::io;
use std::path::PathBuf;

use rayon::prelude::*;

use super::spool::{Cursor, Filling, Spool};

const PARTS: usize = 256;
/// Most keys in memory: what is more would be new memory, which costs as much as a file.
const MOST: usize = 1 << 20;
/// Bits of a row's position in order.
const POSITION: u32 = 40;

/// Collects (id, rank, position), tells which positions to leave out.
#[derive(Debug)]
pub(super) struct Unique {
    parts: Vec<Vec<Key>>,
    held: usize,
    most: usize,
    /// Blocks of keys of one part: length, part, keys.
    spool: Option<Filling<()>>,
    folder: Option<PathBuf>,
    rows: u64,
}

/// 64 bits of the id's hash; then 22 more, 2 of rank (lower is better), 40 of the position.
type Key = (u64, u64);

/// Positions left out, as bits.
#[derive(Clone, Debug, Default)]
pub(super) struct Dropped {
    bits: Vec<u64>,
    /// Duplicates among them.
    pub(super) count: u64,
}

impl Dropped {
    #[inline]
    pub(super) fn contains(&self, position: u64) -> bool {
        self.bits.get((position / 64) as usize).is_some_and(|word| word >> (position % 64) & 1 == 1)
    }

    fn add(&mut self, position: u64, rows: u64) {
        if self.bits.is_empty() {
            self.bits = vec![0; rows.div_ceil(64) as usize];
        }
        self.bits[(position / 64) as usize] |= 1 << (position % 64);
        self.count += 1;
    }

    /// Leaves out a row that is no duplicate.
    pub(super) fn leave_out(&mut self, position: u64, rows: u64) {
        if !self.contains(position) {
            self.add(position, rows);
            self.count -= 1;
        }
    }
}

impl Unique {
    /// Holds at most about `budget` bytes (and one part of the rows).
    pub(super) fn new(budget: usize, folder: Option<PathBuf>) -> Unique {
        let most = (budget / 2 / size_of::<Key>()).clamp(PARTS, MOST);
        Unique { parts: vec![Vec::new(); PARTS], held: 0, most, spool: None, folder, rows: 0 }
    }

    /// The next row in order.
    #[inline]
    pub(super) fn push(&mut self, hash: u128, rank: u8) -> io::Result<()> {
        let (high, low) = ((hash >> 64) as u64, hash as u64 >> (POSITION + 2));
        let key = (high, low << (POSITION + 2) | (rank as u64 & 3) << POSITION | self.rows);
        self.parts[(high >> 56) as usize].push(key);
        self.rows += 1;
        self.held += 1;
        if self.held > self.most { self.spill() } else { Ok(()) }
    }

    #[cold]
    fn spill(&mut self) -> io::Result<()> {
        let folder = self.folder.clone();
        let spool = self.spool.get_or_insert_with(|| Filling::new(0, folder, ()));
        let mut block = Vec::new();
        for (part, keys) in self.parts.iter_mut().enumerate().filter(|(_, k)| !k.is_empty()) {
            block.clear();
            block.extend((5 + keys.len() as u32 * 16).to_le_bytes());
            block.push(part as u8);
            for (high, low) in keys.drain(..) {
                block.extend(high.to_le_bytes());
                block.extend(low.to_le_bytes());
            }
            spool.push(&block)?;
        }
        self.held = 0;
        Ok(())
    }

    /// What is left out: of rows with one id all but the one of the best rank that comes first.
    pub(super) fn finish(mut self) -> io::Result<Dropped> {
        let mut dropped = Dropped::default();
        let spool = self.spool.take().map(Filling::finish).transpose()?.map(|(spool, ())| spool);
        let places = places(spool.as_ref())?;
        let (spool, rows) = (spool.as_ref(), self.rows);
        // Two parts at a time, in the same room: new memory would cost more than the work.
        let mut tables = [Table::default(), Table::default()];
        for (pair, places) in self.parts.chunks_mut(2).zip(places.chunks(2)) {
            let work = tables.par_iter_mut().zip(pair).zip(places);
            let found = work.map(|((table, held), places)| table.doubles(held, spool, places, self.most));
            for position in found.collect::<io::Result<Vec<_>>>()?.into_iter().flatten() {
                dropped.add(position, rows);
            }
        }
        Ok(dropped)
    }
}

/// Where the blocks of each part lie.
fn places(spool: Option<&Spool>) -> io::Result<Vec<Vec<(u64, u64)>>> {
    let mut places = vec![Vec::new(); PARTS];
    let Some(spool) = spool else { return Ok(places) };
    let mut cursor = Cursor::new(0, spool.len(), 1 << 16);
    let mut from = 0;
    while cursor.advance(spool)? {
        let end = from + cursor.record().len() as u64;
        places[cursor.record()[4] as usize].push((from, end));
        from = end;
    }
    Ok(places)
}

/// The keys of one part, found by their hash.
#[derive(Debug, Default)]
struct Table {
    keys: Vec<Key>,
    /// 1 + place among the keys; 0 = empty.
    slots: Vec<u32>,
}

impl Table {
    /// Positions of one part that are left out. `held`: its keys in memory, `places`: those in the spool; a part of more than
    /// `most` keys is gone through several times, each time for some of them.
    fn doubles(
        &mut self,
        held: &mut Vec<Key>,
        spool: Option<&Spool>,
        places: &[(u64, u64)],
        most: usize,
    ) -> io::Result<Vec<u64>> {
        let bytes: u64 = places.iter().map(|(from, end)| end - from).sum();
        let passes = (held.len() as u64 + bytes / size_of::<Key>() as u64).div_ceil(most as u64).max(1);
        let mut out = Vec::new();
        for pass in 0..passes {
            let now = |key: &Key| passes == 1 || (key.0 >> 32) % passes == pass;
            self.keys.clear();
            self.keys.extend(held.iter().copied().filter(now));
            if let Some(spool) = spool {
                places.iter().try_for_each(|(from, end)| read(spool, *from, *end, now, &mut self.keys))?;
            }
            self.seen_before(&mut out);
        }
        *held = Vec::new();
        Ok(out)
    }

    /// Of the keys of one id all but the least.
    fn seen_before(&mut self, out: &mut Vec<u64>) {
        let mask = (self.keys.len() * 2).next_power_of_two().max(2) - 1;
        self.slots.clear();
        self.slots.resize(mask + 1, 0);
        for new in 0..self.keys.len() {
            let key = self.keys[new];
            let mut at = key.0 as usize & mask;
            while let Some(other) = self.slots[at].checked_sub(1) {
                let other = &mut self.keys[other as usize];
                if other.0 == key.0 && other.1 >> (POSITION + 2) == key.1 >> (POSITION + 2) {
                    out.push(other.1.max(key.1) & ((1 << POSITION) - 1));
                    other.1 = other.1.min(key.1);
                    break;
                }
                at = (at + 1) & mask;
            }
            if self.slots[at] == 0 {
                self.slots[at] = new as u32 + 1;
            }
        }
    }
}

/// Reads the keys of a block that are wanted.
fn read(spool: &Spool, from: u64, end: u64, wanted: impl Fn(&Key) -> bool, keys: &mut Vec<Key>) -> io::Result<()> {
    let mut cursor = Cursor::new(from, end, 1 << 16);
    while cursor.advance(spool)? {
        let (pairs, _) = cursor.record()[5..].as_chunks::<16>();
        let key = |k: &[u8; 16]| (u128::from_le_bytes(*k) as u64, (u128::from_le_bytes(*k) >> 64) as u64);
        keys.extend(pairs.iter().map(key).filter(&wanted));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::hash::hash128;
    use super::*;

    #[test]
    fn the_best_and_first_row_of_an_id_stays() {
        for budget in [0, 1 << 20] {
            let mut unique = Unique::new(budget, None);
            // 5,000 ids three times: sent, delivered, delivered.
            for round in 0..3u64 {
                for id in 0..5_000u64 {
                    unique.push(hash128(&id.to_le_bytes()), if round == 0 { 3 } else { 0 }).expect("room");
                }
            }
            let dropped = unique.finish().expect("room");
            assert_eq!(dropped.count, 10_000);
            assert!((0..5_000).all(|i| dropped.contains(i)));
            assert!((5_000..10_000).all(|i| !dropped.contains(i)));
            assert!((10_000..15_000).all(|i| dropped.contains(i)));
            assert!(!dropped.contains(15_000));
        }
    }
}
