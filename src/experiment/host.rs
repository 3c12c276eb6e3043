//! Where an experiment runs: who watches, what is kept, which part of it is ours.

use std::time::Instant;

use super::runner::Watch;
use super::store::Store;

/// Which replications this process computes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All that are not there.
    #[default]
    Whole,
    /// Every `of`-th one, from `index` on (from 0): the others run elsewhere.
    Shard {
        /// From 0.
        index: u32,
        /// Number of shards.
        of: u32,
    },
    /// None: only what is there counts.
    Stored,
}

impl Part {
    /// Is the job of this number ours?
    pub fn has(self, job: usize) -> bool {
        match self {
            Part::Whole => true,
            Part::Shard { index, of } => job as u64 % u64::from(of.max(1)) == u64::from(index),
            Part::Stored => false,
        }
    }
}

/// `3/7`: the third of seven shards.
impl std::str::FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let wrong = || format!("`{text}` is no shard: write i/n, e.g. 3/7 for the third of seven");
        let (index, of) = text.split_once('/').ok_or_else(wrong)?;
        let (index, of): (u32, u32) =
            (index.trim().parse().map_err(|_| wrong())?, of.trim().parse().map_err(|_| wrong())?);
        if of == 0 || of > MOST_SHARDS {
            return Err(format!("there can be 1 to {MOST_SHARDS} shards, not {of}"));
        }
        if index == 0 || index > of {
            return Err(format!("of {of} shards there is no number {index}: they are 1 to {of}"));
        }
        Ok(Part::Shard { index: index - 1, of })
    }
}

/// Most shards of one experiment.
const MOST_SHARDS: u32 = 100_000;

/// Where an experiment runs.
#[derive(Clone, Copy)]
pub struct Host<'a> {
    /// Progress, and the wish to stop.
    pub watch: &'a dyn Watch,
    /// What is there, and where new results are kept.
    pub store: &'a Store,
    /// What is ours.
    pub part: Part,
    /// When a run that goes on until a precision is met stops in any case.
    pub deadline: Option<Instant>,
}

impl<'a> Host<'a> {
    /// One process that computes all of it.
    pub fn new(watch: &'a dyn Watch, store: &'a Store) -> Host<'a> {
        Host { watch, store, part: Part::Whole, deadline: None }
    }

    /// Start nothing new: somebody asked to stop, or results cannot be kept.
    pub fn stop(&self) -> bool {
        self.watch.stop() || self.store.fault().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn each_job_is_in_exactly_one_shard() {
        let shards: Vec<Part> = (1..=7).map(|i| format!("{i}/7").parse().expect("a shard")).collect();
        for job in 0..100 {
            assert_eq!(shards.iter().filter(|shard| shard.has(job)).count(), 1, "job {job}");
        }
        for wrong in ["0/7", "8/7", "1/0", "7", "a/b", "-1/3", "1/2/3", ""] {
            assert!(wrong.parse::<Part>().is_err(), "{wrong}");
        }
    }
}
