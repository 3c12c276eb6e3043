//! A mergeable histogram of waits in integer microseconds.

use serde::{Deserialize, Serialize};

use crate::units::Span;

/// Binary digits below the leading one that tell the sub-bins of an octave apart.
const SUB_BITS: u32 = 4;
/// Sub-bins of an octave.
const SUB_BINS: u64 = 1 << SUB_BITS;
/// Bins at most: waits up to 2⁶³ − 1 µs.
const MOST_BINS: usize = 960;

/// Counts of waits in bins whose edges are whole microseconds.
///
/// Waits below 32 µs have a bin each, 0 among them; above, every octave [2ᵉ, 2ᵉ⁺¹) has 16 bins of equal width, so a bin
/// is never wider than 1/16 of its lower edge. The bin follows from the leading zeros of the wait: no float is involved,
/// and merging in any order gives the same counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Counts", into = "Counts")]
pub struct Histogram {
    /// Counts from bin 0 to the last bin that is not empty.
    counts: Vec<u64>,
}

/// A bin with its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bin {
    /// Lower edge, µs, inclusive.
    pub lower_us: u64,
    /// Upper edge, µs, exclusive.
    pub upper_us: u64,
    /// Waits in the bin.
    pub count: u64,
}

/// A wait that ended before it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a wait of {} µs is negative: the answer stands before its message", .0.0)]
pub struct NegativeWait(pub Span);

impl Histogram {
    /// An empty histogram.
    pub fn new() -> Histogram {
        Histogram::default()
    }

    /// Counts one wait.
    ///
    /// # Errors
    /// A negative wait, which is not counted.
    #[inline]
    pub fn record(&mut self, wait: Span) -> Result<(), NegativeWait> {
        let bin = index(u64::try_from(wait.0).map_err(|_| NegativeWait(wait))?);
        match self.counts.get_mut(bin) {
            Some(count) => *count = count.saturating_add(1),
            None => self.first_of_bin(bin),
        }
        Ok(())
    }

    /// The first wait of a bin above all so far.
    #[cold]
    fn first_of_bin(&mut self, bin: usize) {
        self.counts.resize(bin, 0);
        self.counts.push(1);
    }

    /// Adds the counts of another histogram; any order of merging gives the same result.
    pub fn merge(&mut self, other: &Histogram) {
        if other.counts.len() > self.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (mine, theirs) in self.counts.iter_mut().zip(&other.counts) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Waits counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().fold(0, |total, c| total.saturating_add(*c))
    }

    /// Waits in bins that end at or before `edge_us`; exact for waits below `edge_us` if that is an edge of a bin.
    pub fn count_below(&self, edge_us: u64) -> u64 {
        self.bins().take_while(|b| b.upper_us <= edge_us).fold(0, |total, b| total.saturating_add(b.count))
    }

    /// The bins in ascending order, without gaps, from 0 to the last that is not empty.
    pub fn bins(&self) -> impl Iterator<Item = Bin> + '_ {
        self.counts.iter().enumerate().map(|(i, count)| {
            let (lower_us, upper_us) = edges(i);
            Bin { lower_us, upper_us, count: *count }
        })
    }

    /// The bin, with a count of 0, that a wait of `wait_us` µs falls into (up to 2⁶³ − 1).
    pub fn bin_of(wait_us: u64) -> Bin {
        let (lower_us, upper_us) = edges(index(wait_us.min(i64::MAX as u64)));
        Bin { lower_us, upper_us, count: 0 }
    }
}

/// Bin of a wait: small waits are their own index; above, octave × 16 + the 4 digits after the leading one.
#[inline]
fn index(wait_us: u64) -> usize {
    if wait_us < SUB_BINS {
        return wait_us as usize;
    }
    let shift = wait_us.ilog2() - SUB_BITS;
    (u64::from(shift) * SUB_BINS + (wait_us >> shift)) as usize
}

/// Edges of a bin, the inverse of [`index`].
fn edges(index: usize) -> (u64, u64) {
    let index = index as u64;
    if index < SUB_BINS {
        return (index, index + 1);
    }
    let shift = index / SUB_BINS - 1;
    let lower = (index - shift * SUB_BINS) << shift;
    (lower, lower + (1 << shift))
}

/// The stored form: the counts as a list, checked on reading.
#[derive(Serialize, Deserialize)]
struct Counts(Vec<u64>);

impl From<Histogram> for Counts {
    fn from(histogram: Histogram) -> Counts {
        Counts(histogram.counts)
    }
}

impl TryFrom<Counts> for Histogram {
    type Error = String;

    fn try_from(Counts(mut counts): Counts) -> Result<Histogram, String> {
        if counts.len() > MOST_BINS {
            return Err(format!("a histogram of waits has at most {MOST_BINS} bins, not {}", counts.len()));
        }
        while counts.last() == Some(&0) {
            counts.pop();
        }
        Ok(Histogram { counts })
    }
}
