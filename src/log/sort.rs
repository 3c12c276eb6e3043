//! Sorting more records than memory holds: runs, then merges. Records that come in order are never sorted.

use std::cmp::Ordering;
use std::io;
use std::path::PathBuf;

use super::spool::{Cursor, Spool};

/// A total order of records.
pub(super) trait Order {
    /// First part of the order: records come grouped by it when the input is in order.
    fn group(&self, record: &[u8]) -> u64;
    /// First 128 bits of the order, beginning with the group.
    fn prefix(&self, record: &[u8]) -> u128;
    /// The rest, for records of one prefix.
    fn compare(&self, a: &[u8], b: &[u8]) -> Ordering;
}

/// Smallest and largest buffer of one run while merging. Unit: bytes.
const BUFFERS: (usize, usize) = (2 << 10, 1 << 20);
/// Most runs merged at once.
const MOST_RUNS: usize = 256;

/// Takes records, gives them back in order.
#[derive(Debug)]
pub(super) struct Sorter {
    budget: usize,
    folder: Option<PathBuf>,
    /// Finished runs, end to end.
    spool: Spool,
    ends: Vec<u64>,
    /// The records in hand: those of one group while the input is in order, else as many as memory holds.
    arena: Vec<u8>,
    index: Vec<Held>,
    group: u64,
    in_order: bool,
    /// The next record may begin a new run although it is smaller.
    fresh: bool,
    /// Some record came out of order.
    pub(super) disorder: bool,
    /// Records in all.
    pub(super) count: u64,
}

#[derive(Clone, Copy, Debug)]
struct Held {
    prefix: u128,
    start: usize,
    end: usize,
}

/// Records in order.
#[derive(Debug)]
pub(super) struct Sorted {
    pub(super) spool: Spool,
}

impl Sorter {
    /// A sorter that holds at most about `budget` bytes.
    pub(super) fn new(budget: usize, folder: Option<PathBuf>) -> Sorter {
        Sorter {
            spool: Spool::new(budget / 2, folder.clone()),
            folder,
            budget: budget / 2,
            ends: Vec::new(),
            arena: Vec::new(),
            index: Vec::new(),
            group: 0,
            in_order: true,
            fresh: false,
            disorder: false,
            count: 0,
        }
    }

    /// A new file begins: it may be in order by itself.
    pub(super) fn boundary(&mut self) {
        self.fresh = true;
    }

    /// Takes one record.
    #[inline]
    pub(super) fn push(&mut self, record: &[u8], order: &impl Order) -> io::Result<()> {
        self.count += 1;
        let group = order.group(record);
        if self.in_order && group != self.group && !self.index.is_empty() {
            if group > self.group {
                self.write_run(order)?;
            } else {
                self.out_of_order(order)?;
            }
        }
        self.fresh = false;
        self.group = group;
        let start = self.arena.len();
        self.arena.extend_from_slice(record);
        let prefix = order.prefix(record);
        self.index.push(Held { prefix, start, end: self.arena.len() });
        if self.arena.len() + self.index.len() * size_of::<Held>() > self.budget {
            self.full(order)?;
        }
        Ok(())
    }

    /// In order so far, and now a smaller record: a new run begins, in a new file again with the hope of order.
    #[cold]
    fn out_of_order(&mut self, order: &impl Order) -> io::Result<()> {
        self.disorder = true;
        self.write_run(order)?;
        self.ends.push(self.spool.len());
        self.in_order = self.fresh;
        Ok(())
    }

    #[cold]
    fn full(&mut self, order: &impl Order) -> io::Result<()> {
        if self.in_order {
            // One instant with more records than memory holds.
            self.in_order = false;
            if self.spool.len() > self.ends.last().copied().unwrap_or(0) {
                self.ends.push(self.spool.len());
            }
        }
        self.write_run(order)?;
        self.ends.push(self.spool.len());
        Ok(())
    }

    /// Appends the records in hand to the spool, in order.
    #[inline]
    fn write_run(&mut self, order: &impl Order) -> io::Result<()> {
        if self.index.len() > 1 {
            let arena = &self.arena;
            self.index.sort_unstable_by(|a, b| {
                a.prefix.cmp(&b.prefix).then_with(|| order.compare(&arena[a.start..a.end], &arena[b.start..b.end]))
            });
        }
        for held in &self.index {
            self.spool.push(&self.arena[held.start..held.end])?;
        }
        self.index.clear();
        self.arena.clear();
        Ok(())
    }

    /// All records in order.
    pub(super) fn finish(mut self, order: &impl Order) -> io::Result<Sorted> {
        self.write_run(order)?;
        if self.spool.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.spool.len());
        }
        (self.arena, self.index) = (Vec::new(), Vec::new());
        let most = (self.budget / BUFFERS.0 / 2).clamp(2, MOST_RUNS);
        while self.ends.len() > 1 {
            let mut merged = Spool::new(self.budget / 2, self.folder.clone());
            let mut ends = Vec::new();
            for runs in 0..self.ends.len().div_ceil(most) {
                let last = ((runs + 1) * most).min(self.ends.len());
                merge(&self.spool, &self.ends, runs * most..last, self.budget, order, &mut merged)?;
                ends.push(merged.len());
            }
            (self.spool, self.ends) = (merged, ends);
        }
        Ok(Sorted { spool: self.spool })
    }
}

/// Merges some runs of `spool` into one at the end of `out`.
fn merge(
    spool: &Spool,
    ends: &[u64],
    runs: std::ops::Range<usize>,
    budget: usize,
    order: &impl Order,
    out: &mut Spool,
) -> io::Result<()> {
    let chunk = (budget / runs.len().max(1)).clamp(BUFFERS.0, BUFFERS.1);
    let mut cursors = Vec::with_capacity(runs.len());
    for run in runs {
        let from = if run == 0 { 0 } else { ends[run - 1] };
        let mut cursor = Cursor::new(from, ends[run], chunk);
        if cursor.advance(spool)? {
            cursors.push((order.prefix(cursor.record()), cursor));
        }
    }
    let less = |a: &(u128, Cursor), b: &(u128, Cursor)| {
        a.0.cmp(&b.0).then_with(|| order.compare(a.1.record(), b.1.record())) == Ordering::Less
    };
    // A binary heap in place, smallest first.
    for i in (0..cursors.len() / 2).rev() {
        sink(&mut cursors, i, &less);
    }
    while let Some((prefix, first)) = cursors.first_mut() {
        out.push(first.record())?;
        if first.advance(spool)? {
            *prefix = order.prefix(first.record());
        } else {
            cursors.swap_remove(0);
        }
        sink(&mut cursors, 0, &less);
    }
    Ok(())
}

fn sink<T>(heap: &mut [T], mut i: usize, less: &impl Fn(&T, &T) -> bool) {
    loop {
        let mut least = i;
        for child in [2 * i + 1, 2 * i + 2] {
            if child < heap.len() && less(&heap[child], &heap[least]) {
                least = child;
            }
        }
        if least == i {
            return;
        }
        heap.swap(i, least);
        i = least;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct ByNumber;
    impl Order for ByNumber {
        fn group(&self, r: &[u8]) -> u64 {
            r[4] as u64
        }
        fn prefix(&self, r: &[u8]) -> u128 {
            (r[4] as u128) << 64
        }
        fn compare(&self, a: &[u8], b: &[u8]) -> Ordering {
            a[5..].cmp(&b[5..])
        }
    }

    fn sorted(records: &[Vec<u8>], budget: usize, cut: usize) -> Vec<Vec<u8>> {
        let mut sorter = Sorter::new(budget, None);
        for (i, record) in records.iter().enumerate() {
            if cut > 0 && i % cut == 0 {
                sorter.boundary();
            }
            sorter.push(record, &ByNumber).expect("room");
        }
        let sorted = sorter.finish(&ByNumber).expect("room");
        let mut cursor = Cursor::new(0, sorted.spool.len(), 64);
        let mut out = Vec::new();
        while cursor.advance(&sorted.spool).expect("a record") {
            out.push(cursor.record().to_vec());
        }
        out
    }

    proptest! {
        #[test]
        fn any_budget_gives_the_order_of_a_plain_sort(
            texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..9), 0..400),
            budget in prop::sample::select(vec![64usize, 300, 5_000, 1 << 20]),
            cut in 0usize..50,
            presorted in any::<bool>(),
        ) {
            let mut records: Vec<Vec<u8>> = texts.iter().map(|t| {
                let mut r = (t.len() as u32 + 4).to_le_bytes().to_vec();
                r.extend(t);
                r
            }).collect();
            let mut truth = records.clone();
            truth.sort_by(|a, b| a[4..].cmp(&b[4..]));
            if presorted {
                records = truth.clone();
            }
            prop_assert_eq!(sorted(&records, budget, cut), truth);
        }
    }
}
