//! What is counted of the rows in their order, while they are written: how many of each shape, times, ids seen before.

use std::io;
use std::path::PathBuf;

use super::hash::hash128;
use super::row;
use super::spool::{Cursor, Spool, Watch, records};
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
    pub(super) fn add(&mut self, record: &[u8]) {
        let shape = row::shape(record) as usize;
        if self.shapes.len() <= shape {
            self.shapes.resize(shape + 1, 0);
        }
        self.shapes[shape] += 1;
        self.rows += 1;
        self.delay = self.delay.max(row::delay(record));
        let at = row::at(record);
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
        let mut cursor = Cursor::new(0, spool.len(), 1 << 19);
        let mut position = 0;
        while cursor.advance(spool)? {
            if !dropped.contains(position) {
                counted.add(cursor.record());
            }
            position += 1;
        }
        Ok(counted)
    }
}

/// Counts and ids of rows in their order.
#[derive(Debug)]
pub(super) struct Census {
    pub(super) counted: Counted,
    pub(super) unique: Unique,
}

impl Census {
    pub(super) fn new(memory: usize, folder: Option<PathBuf>) -> Census {
        Census { counted: Counted::default(), unique: Unique::new(memory, folder) }
    }
}

impl Watch for Census {
    fn see(&mut self, chunk: &[u8]) -> io::Result<()> {
        for record in records(chunk) {
            self.counted.add(record);
            self.unique.push(hash128(row::id(record)), row::rank(record))?;
        }
        Ok(())
    }
}
