//! Sorting more records than memory holds: runs, then merges. Records that come in order are never sorted.

use std::cmp::Ordering;
use std::io;
use std::path::PathBuf;

use super::spool::{Cursor, Filling, Spool, Watch};

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
pub(super) struct Sorter<W> {
    budget: usize,
    folder: Option<PathBuf>,
    to: To<W>,
    /// The records in hand: those of one group while the input is in order, else as many as memory holds.
    arena: Vec<u8>,
    index: Vec<Held>,
    group: u64,
    /// Some record came out of order.
    pub(super) disorder: bool,
    /// Records in all.
    pub(super) count: u64,
}

/// Where the records go.
#[derive(Debug)]
enum To<W> {
    /// To their last place: they are hoped to come in order.
    Last(Filling<W>),
    /// To sorted runs, which are merged in the end.
    Runs(Runs<W>),
}

#[derive(Debug)]
struct Runs<W> {
    /// Finished runs, end to end.
    spool: Filling<()>,
    ends: Vec<u64>,
    in_order: bool,
    /// The next record may begin a new run although it is smaller.
    fresh: bool,
    /// What will see the records in their order.
    watch: W,
}

#[derive(Clone, Copy, Debug)]
struct Held {
    prefix: u128,
    start: usize,
    end: usize,
}

impl<W: Watch> Sorter<W> {
    /// A sorter that holds at most about `budget` bytes; `watch` sees the records in their order and says what is kept of them.
    ///
    /// `ordered`: the records are hoped to come in order and go to their last place at once; the first one that does not gives an
    /// error, [`Sorter::disorder`] is set, and all of them have to be given again to a sorter that hopes for nothing.
    pub(super) fn new(budget: usize, folder: Option<PathBuf>, watch: W, ordered: bool) -> Sorter<W> {
        let budget = budget / 2;
        let to = match ordered {
            true => To::Last(Filling::new(budget, folder.clone(), watch)),
            false => To::Runs(Runs {
                spool: Filling::new(budget, folder.clone(), ()),
                ends: Vec::new(),
                in_order: true,
                fresh: false,
                watch,
            }),
        };
        let (arena, index) = (Vec::new(), Vec::new());
        Sorter { to, folder, budget, arena, index, group: 0, disorder: false, count: 0 }
    }

    /// A new file begins: it may be in order by itself.
    pub(super) fn boundary(&mut self) {
        if let To::Runs(runs) = &mut self.to {
            runs.fresh = true;
        }
    }

    /// Was order hoped for in vain? Then all records have to be given again to another sorter.
    pub(super) fn gave_up(&self) -> bool {
        self.disorder && matches!(self.to, To::Last(_))
    }

    /// The records to come are in no order. What came already must be given again to another sorter: the error says so.
    pub(super) fn in_no_order(&mut self) -> io::Result<()> {
        self.disorder |= matches!(self.to, To::Last(_));
        if matches!(self.to, To::Last(_)) { Err(out_of_order()) } else { Ok(()) }
    }

    /// Takes one record.
    #[inline]
    pub(super) fn push(&mut self, record: &[u8], order: &impl Order) -> io::Result<()> {
        self.count += 1;
        let group = order.group(record);
        if group != self.group && !self.index.is_empty() {
            self.next_group(group, order)?;
        }
        if let To::Runs(runs) = &mut self.to {
            runs.fresh = false;
        }
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

    /// Writes the group in hand, as long as groups come in order.
    #[inline]
    fn next_group(&mut self, group: u64, order: &impl Order) -> io::Result<()> {
        let in_order = match &self.to {
            To::Last(_) => true,
            To::Runs(runs) => runs.in_order,
        };
        match in_order {
            true if group > self.group => self.write_run(order),
            true => self.out_of_order(order),
            false => Ok(()),
        }
    }

    /// In order so far, and now a smaller record: a new run begins, in a new file again with the hope of order.
    #[cold]
    fn out_of_order(&mut self, order: &impl Order) -> io::Result<()> {
        self.in_no_order()?;
        self.disorder = true;
        self.write_run(order)?;
        if let To::Runs(runs) = &mut self.to {
            runs.ends.push(runs.spool.len());
            runs.in_order = std::mem::take(&mut runs.fresh);
        }
        Ok(())
    }

    #[cold]
    fn full(&mut self, order: &impl Order) -> io::Result<()> {
        self.in_no_order()?;
        if let To::Runs(runs) = &mut self.to
            && std::mem::take(&mut runs.in_order)
            && runs.spool.len() > runs.ends.last().copied().unwrap_or(0)
        {
            // One instant with more records than memory holds.
            runs.ends.push(runs.spool.len());
        }
        self.write_run(order)?;
        if let To::Runs(runs) = &mut self.to {
            runs.ends.push(runs.spool.len());
        }
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
            let record = &self.arena[held.start..held.end];
            match &mut self.to {
                To::Last(spool) => spool.push(record)?,
                To::Runs(runs) => runs.spool.push(record)?,
            }
        }
        self.index.clear();
        self.arena.clear();
        Ok(())
    }

    /// What was kept of all records in order, and the watch that saw them.
    pub(super) fn finish(mut self, order: &impl Order) -> io::Result<(Spool, W)> {
        self.write_run(order)?;
        let Runs { spool, mut ends, watch, .. } = match self.to {
            To::Last(spool) => return spool.finish(),
            To::Runs(runs) => runs,
        };
        if spool.len() > ends.last().copied().unwrap_or(0) {
            ends.push(spool.len());
        }
        let (budget, folder) = (self.budget, self.folder);
        let (mut spool, ()) = spool.finish()?;
        let most = (budget / BUFFERS.0 / 2).clamp(2, MOST_RUNS);
        while ends.len() > most {
            let mut merged = Filling::new(budget / 2, folder.clone(), ());
            let mut longer = Vec::new();
            for runs in 0..ends.len().div_ceil(most) {
                let last = ((runs + 1) * most).min(ends.len());
                merge(&spool, &ends, runs * most..last, budget, order, &mut merged)?;
                longer.push(merged.len());
            }
            ends = longer;
            (spool, ()) = merged.finish()?;
        }
        let mut last = Filling::new(budget / 2, folder, watch);
        merge(&spool, &ends, 0..ends.len(), budget, order, &mut last)?;
        drop(spool);
        last.finish()
    }
}

fn out_of_order() -> io::Error {
    io::Error::other("the records are not in order")
}

/// Merges some runs of `spool` into one at the end of `out`.
fn merge<W: Watch>(
    spool: &Spool,
    ends: &[u64],
    runs: std::ops::Range<usize>,
    budget: usize,
    order: &impl Order,
    out: &mut Filling<W>,
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

    struct Bytes(Vec<u8>);
    impl Watch for Bytes {
        fn see<'a>(&'a mut self, records: &'a [u8]) -> io::Result<&'a [u8]> {
            self.0.extend(records);
            Ok(records)
        }
    }

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

    /// `None`: out of order, where order was hoped for.
    fn sorted(records: &[Vec<u8>], budget: usize, cut: usize, ordered: bool) -> Option<Vec<Vec<u8>>> {
        let mut sorter = Sorter::new(budget, None, Bytes(Vec::new()), ordered);
        for (i, record) in records.iter().enumerate() {
            if cut > 0 && i % cut == 0 {
                sorter.boundary();
            }
            if sorter.push(record, &ByNumber).is_err() {
                assert!(ordered && sorter.disorder);
                return None;
            }
        }
        let (spool, seen) = sorter.finish(&ByNumber).expect("room");
        let mut cursor = Cursor::new(0, spool.len(), 64);
        let mut out = Vec::new();
        while cursor.advance(&spool).expect("a record") {
            out.push(cursor.record().to_vec());
        }
        assert_eq!(seen.0, out.concat(), "the watch sees what comes out");
        Some(out)
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
            prop_assert_eq!(sorted(&records, budget, cut, false), Some(truth.clone()));
            let in_order = records.is_sorted_by_key(|r| r[4]);
            match sorted(&records, budget, cut, true) {
                Some(out) => prop_assert!(in_order && out == truth),
                None => prop_assert!(!in_order || budget < 1 << 20, "order is seen"),
            }
        }
    }
}
