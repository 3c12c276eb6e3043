//! Clusters of arrivals: a conversation that excites itself, seen from outside.

use crate::facts::Instant;

/// Sums over clusters.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    /// How many have ended.
    pub count: i64,
    /// Arrivals in them.
    pub size: i64,
    /// Squares of their sizes.
    pub squares: i64,
    /// Of size 1, and of size 2.
    pub small: [i64; 2],
    /// Durations, µs: first to last arrival.
    pub duration: i64,
    /// Not longer than each bound.
    pub within: [i64; 2],
    open: Option<(Instant, Instant, i64)>,
}

impl Clusters {
    /// An arrival; a silence of `gap` has ended the cluster before it.
    pub fn arrival(&mut self, at: Instant, gap: i64, bounds: [i64; 2]) {
        match &mut self.open {
            Some((_, last, size)) if at - *last < gap => (*last, *size) = (at, *size + 1),
            _ => {
                self.close(bounds);
                self.open = Some((at, at, 1));
            }
        }
    }

    /// Nothing follows.
    pub fn close(&mut self, bounds: [i64; 2]) {
        let Some((first, last, size)) = self.open.take() else { return };
        self.count += 1;
        self.size += size;
        self.squares += size * size;
        self.small.iter_mut().zip(1..).for_each(|(count, small)| *count += (size == small) as i64);
        self.duration += last - first;
        self.within.iter_mut().zip(bounds).for_each(|(count, bound)| *count += (last - first <= bound) as i64);
    }

    /// Adds the clusters of another run.
    pub fn add(&mut self, other: &Clusters) {
        self.count += other.count;
        self.size += other.size;
        self.squares += other.squares;
        self.small.iter_mut().zip(other.small).for_each(|(own, more)| *own += more);
        self.duration += other.duration;
        self.within.iter_mut().zip(other.within).for_each(|(own, more)| *own += more);
    }
}
