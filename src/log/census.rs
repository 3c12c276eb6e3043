//! What is counted of the rows in their order, while they are written: how many of each shape, times, ids seen before; and what
//! is kept of them.

use std::io;
use std::path::PathBuf;

use super::hash::hash128;
use super::kept::{Keeper, KeptRow, Reader};
use super::row;
use super::spool::{Spool, Watch, records};
use super::unique::{Dropped, Unique};
use crate::facts::Instant;

/// Counts by shape, and the ends of time.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// By number of the shape; shapes that came late may be missing.
    pub(super) shapes: Vec<u64>,
    /// Longest time from sending to delivery.
    pub(super) delay: i64,
    pub(super) rows: u64,
    /// First and last time.
    pub(super) first: Option<Instant>,
    pub(super) last: Option<Instant>,
}

impl Counted {
    #[inline]
    fn add(&mut self, shape: u32, at: Instant, delay: i64) {
        let shape = shape as usize;
        if self.shapes.len() <= shape {
            self.shapes.resize(shape + 1, 0);
        }
        self.shapes[shape] += 1;
        self.rows += 1;
        self.delay = self.delay.max(delay);
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// Rows of a shape.
    pub(super) fn of(&self, shape: usize) -> u64 {
        self.shapes.get(shape).copied().unwrap_or(0)
    }

    /// Counts again, without the rows left out.
    pub(super) fn without(spool: &Spool, dropped: &Dropped) -> io::Result<Counted> {
        let mut counted = Counted::default();
        let mut reader = Reader::default();
        let mut position = 0;
        while let Some(KeptRow { shape, at, sent_at, .. }) = reader.next(spool)? {
            if !dropped.contains(position) {
                counted.add(shape, at, at - sent_at);
            }
            position += 1;
        }
        Ok(counted)
    }
}

/// Counts and ids of rows in their order, and what is kept of them.
#[derive(Debug)]
pub(super) struct Census {
    pub(super) counted: Counted,
    pub(super) unique: Unique,
    keeper: Keeper,
    kept: Vec<u8>,
}

impl Census {
    /// `memory`: bytes for the ids; `ids`: keep their texts.
    pub(super) fn new(memory: usize, folder: Option<PathBuf>, ids: bool) -> Census {
        let (counted, unique) = (Counted::default(), Unique::new(memory, folder));
        Census { counted, unique, keeper: Keeper::new(ids), kept: Vec::new() }
    }
}

impl Watch for Census {
    fn see<'a>(&'a mut self, chunk: &'a [u8]) -> io::Result<&'a [u8]> {
        for record in records(chunk) {
            self.counted.add(row::shape(record), row::at(record), row::delay(record));
            self.unique.push(hash128(row::id(record)), row::rank(record))?;
        }
        self.kept.clear();
        self.keeper.keep(chunk, &mut self.kept);
        Ok(&self.kept)
    }
}
