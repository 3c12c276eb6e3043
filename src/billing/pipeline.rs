//! One pass: the caller's thread reads on while workers fold; every fold sees every block in order.
//!
//! Folds need not keep step: one that is quick runs some blocks ahead of the others, so that no core waits for the slowest
//! fold of each block. What a fold sees, and so every result, is the same for any number of workers.

use rayon::prelude::*;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::source::Source;
use crate::log::Block;

/// Blocks held for the slowest fold: enough that nobody waits for long, few enough to stay small.
const AHEAD: usize = 6;

/// Takes the blocks of a log in order.
pub trait Take: Send {
    /// The next block.
    ///
    /// # Errors
    /// Why it cannot go on, in words.
    fn take(&mut self, block: &Block) -> Result<(), String>;
}

/// Sees each block when all folds have taken it.
pub type After<'a, T> = dyn FnMut(&Block, &mut [T]) -> Result<(), String> + 'a;

/// Runs a source through all folds block by block, those of one block in parallel on the present rayon pool; `after` sees each
/// block when all folds have taken it.
///
/// # Errors
/// The first of: what cannot be read, what a fold or `after` says.
pub fn in_step<S: Source, T: Take>(mut source: S, folds: &mut [T], after: &mut After<'_, T>) -> Result<(), String> {
    let mut block = Block::default();
    while source.next(&mut block)? {
        folds.par_iter_mut().with_max_len(1).map(|fold| fold.take(&block)).collect::<Result<(), String>>()?;
        after(&block, folds)?;
    }
    Ok(())
}

/// Runs a source through all folds, each at its own speed, on as many threads as the present rayon pool has.
///
/// # Errors
/// The first of: what cannot be read, what a fold says.
pub fn pass<S: Source, T: Take>(mut source: S, folds: &mut [T]) -> Result<(), String> {
    let workers = rayon::current_num_threads().min(folds.len()).max(1);
    let count = folds.len();
    let shared = Shared {
        folds: folds.iter_mut().map(Mutex::new).collect(),
        state: Mutex::new(State { next: vec![0; count], busy: vec![false; count], ..State::default() }),
        moved: Condvar::new(),
    };
    let read = std::thread::scope(|scope| {
        let start = |_| std::thread::Builder::new().name("fold".to_string()).spawn_scoped(scope, || shared.work());
        let started: Result<Vec<_>, _> = (0..workers).map(start).collect();
        let read = match started {
            Ok(_) => shared.feed(&mut source),
            Err(error) => Err(format!("no thread can be started: {error}")),
        };
        shared.lock().ended = true;
        shared.moved.notify_all();
        read
    });
    match shared.lock().failed.take() {
        Some((.., problem)) => Err(problem),
        None => read,
    }
}

/// What the reader and the workers share.
struct Shared<'a, T> {
    folds: Vec<Mutex<&'a mut T>>,
    state: Mutex<State>,
    moved: Condvar,
}

/// Who is where.
#[derive(Default)]
struct State {
    /// Blocks that some fold has not taken yet, and the number of the first one.
    blocks: VecDeque<Arc<Block>>,
    first: usize,
    /// By fold: number of its next block, and whether somebody works on it.
    next: Vec<usize>,
    busy: Vec<bool>,
    /// Blocks whose room can be used again.
    spare: Vec<Block>,
    /// No more blocks will come.
    ended: bool,
    /// The first failure by block and fold: what comes before it still runs, so that it is the same one every time.
    failed: Option<(usize, usize, String)>,
}

impl State {
    /// The fold that is furthest behind and can go on.
    fn ready(&self) -> Option<usize> {
        let last = self.first + self.blocks.len();
        let before = |i: usize| self.failed.as_ref().is_none_or(|(block, fold, _)| (self.next[i], i) < (*block, *fold));
        let can = |i: &usize| !self.busy[*i] && self.next[*i] < last && before(*i);
        (0..self.next.len()).filter(can).min_by_key(|i| (self.next[*i], *i))
    }

    /// Will no fold ever be ready again?
    fn done(&self) -> bool {
        (self.ended || self.failed.is_some()) && self.ready().is_none() && !self.busy.contains(&true)
    }

    fn fail(&mut self, block: usize, fold: usize, problem: String) {
        if self.failed.as_ref().is_none_or(|(b, f, _)| (block, fold) < (*b, *f)) {
            self.failed = Some((block, fold, problem));
        }
    }

    /// Lets go of the blocks that every fold has taken.
    fn release(&mut self) {
        let reached = self.next.iter().min().copied().unwrap_or(self.first + self.blocks.len());
        while self.first < reached {
            self.spare.extend(self.blocks.pop_front().and_then(Arc::into_inner));
            self.first += 1;
        }
    }
}

impl<T: Take> Shared<'_, T> {
    /// A worker that panicked has left its fold busy and nothing else half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'g>(&self, state: MutexGuard<'g, State>) -> MutexGuard<'g, State> {
        self.moved.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads until the end or until a fold fails.
    fn feed<S: Source>(&self, source: &mut S) -> Result<(), String> {
        loop {
            let mut state = self.lock();
            while state.blocks.len() >= AHEAD && state.failed.is_none() {
                state = self.wait(state);
            }
            if state.failed.is_some() {
                return Ok(());
            }
            let mut block = state.spare.pop().unwrap_or_default();
            drop(state);
            if !source.next(&mut block)? {
                return Ok(());
            }
            self.lock().blocks.push_back(Arc::new(block));
            self.moved.notify_all();
        }
    }

    /// Takes whatever fold is furthest behind one block on, until the end.
    fn work(&self) {
        let mut state = self.lock();
        while !state.done() {
            let Some(fold) = state.ready() else {
                state = self.wait(state);
                continue;
            };
            let number = state.next[fold];
            let block = Arc::clone(&state.blocks[number - state.first]);
            state.busy[fold] = true;
            drop(state);
            let guard = Panicked { shared: self, fold, block: number };
            let taken = self.folds[fold].lock().unwrap_or_else(PoisonError::into_inner).take(&block);
            std::mem::forget(guard);
            drop(block);
            state = self.lock();
            state.busy[fold] = false;
            match taken {
                Ok(()) => state.next[fold] += 1,
                Err(problem) => state.fail(number, fold, problem),
            }
            state.release();
            self.moved.notify_all();
        }
    }
}

/// Ends the pass when a fold panics: nobody must wait for it.
struct Panicked<'s, 'a, T: Take> {
    shared: &'s Shared<'a, T>,
    fold: usize,
    block: usize,
}

impl<T: Take> Drop for Panicked<'_, '_, T> {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.busy[self.fold] = false;
        state.fail(self.block, self.fold, "a fold of the log failed".to_string());
        self.shared.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Held;
    use super::*;
    use crate::facts::{Body, Channel, Fact, FactId, Head, Origin, Part};

    /// Counts, and fails at a fact.
    struct Counter {
        seen: Vec<i64>,
        fails_at: i64,
        slow: bool,
    }

    impl Take for Counter {
        fn take(&mut self, block: &Block) -> Result<(), String> {
            if self.slow {
                std::thread::yield_now();
            }
            self.seen.extend(block.facts.iter().map(|f| f.head.at));
            match block.facts.iter().find(|f| f.head.at == self.fails_at) {
                Some(fact) => Err(format!("at {}", fact.head.at)),
                None => Ok(()),
            }
        }
    }

    fn blocks(count: i64) -> Held {
        let fact = |at: i64| Fact {
            head: Head { at, customer: 0, id: FactId::default(), number: 0, country: 0, part: Part::Run },
            body: Body::ContactOpened { reason: 0, channel: Channel::Messages, origin: Origin::Enquiry },
        };
        Held::new((0..count).map(|at| Block { facts: vec![fact(at)], ..Block::default() }))
    }

    fn counters(fails: &[i64]) -> Vec<Counter> {
        fails.iter().map(|f| Counter { seen: Vec::new(), fails_at: *f, slow: f % 2 == 0 }).collect()
    }

    fn with_threads<R: Send>(threads: usize, run: impl FnOnce() -> R + Send) -> R {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool").install(run)
    }

    #[test]
    fn every_fold_sees_every_block_in_order() {
        for threads in [1, 2, 5] {
            let mut folds = counters(&[-1, -2, -3]);
            with_threads(threads, || pass(blocks(500), &mut folds)).expect("no failure");
            assert!(folds.iter().all(|f| f.seen == (0..500).collect::<Vec<i64>>()));
            let (mut folds, mut after) = (counters(&[-1, -2, -3]), 0);
            let mut see = |block: &Block, folds: &mut [Counter]| {
                assert!(folds.iter().all(|f| f.seen.last() == Some(&block.facts[0].head.at)));
                after += 1;
                Ok(())
            };
            with_threads(threads, || {
                in_step(blocks(500), &mut folds, &mut see as &mut (dyn FnMut(&_, &mut [_]) -> _ + Send))
            })
            .expect("no failure");
            assert_eq!(after, 500);
        }
    }

    #[test]
    fn the_first_failure_is_told_whoever_meets_it_first() {
        for threads in [1, 2, 5] {
            for _ in 0..50 {
                let mut folds = counters(&[-1, 400, 33, 35]);
                assert_eq!(with_threads(threads, || pass(blocks(500), &mut folds)), Err("at 33".to_string()));
            }
        }
    }
}
