//! Jobs that are begun from both ends of their numbers, whatever the number of threads.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

/// Does jobs 0 to `count` − 1 on the present pool; what they came to, in their order.
///
/// Whoever is free takes the next number: the first, the last, the second, the last but one, and so on. So the first, which hold the
/// largest desks, are begun soon and none of them is left to the end; yet half of the threads are at small desks, since large ones
/// side by side take the cache from each other (10,000 desks on two threads: 88 and 90 CPU ns a turn, 102 with the largest side by
/// side). It may be called from within a job of the same pool.
pub(super) fn in_turn<T: Send>(count: u32, job: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let next = AtomicU32::new(0);
    let turns = (0..count).into_par_iter().with_max_len(1);
    let mut done: Vec<(u32, T)> = turns
        .map(|_| {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let number = if turn.is_multiple_of(2) { turn / 2 } else { count - 1 - turn / 2 };
            (number, job(number))
        })
        .collect();
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn pool(threads: usize) -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
    }

    /// A job may write down its beginning after others that took their numbers later, but only those that run beside it: place
    /// and turn differ by less than the number of threads. A range that is halved would have number 128 at place 0 or 1.
    #[test]
    fn whoever_is_free_takes_the_next_one_from_an_end() {
        for threads in [1, 2, 8, 22] {
            let begun = Mutex::new(Vec::new());
            let results = pool(threads).install(|| {
                in_turn(256, |number| {
                    begun.lock().expect("a lock").push(number);
                    let work = (0..20_000 + u64::from(number % 7) * 5_000)
                        .fold(0, |sum: u64, k| std::hint::black_box(sum ^ k));
                    (number, work & 1)
                })
            });
            assert!(results.iter().enumerate().all(|(place, (number, _))| place as u32 == *number));
            let begun = begun.into_inner().expect("a lock");
            // A thread that the system stops between its number and its note lets the others go ahead: none of the first is late.
            let first: Vec<u32> = begun[..8].to_vec();
            let near = 4 + threads as u32;
            let ends = first.iter().all(|number| *number < near || *number >= 256 - near);
            let both = first.iter().any(|number| *number < near) && first.iter().any(|number| *number >= 256 - near);
            assert!(ends && both, "{threads} threads: {first:?}");
        }
    }

    /// Replications side by side, each of many blocks: all is done, in order.
    #[test]
    fn turns_within_turns() {
        let all = pool(4).install(|| in_turn(6, |outer| in_turn(50, move |inner| outer * 100 + inner)));
        for (outer, own) in all.iter().enumerate() {
            assert_eq!(*own, (0..50).map(|inner| outer as u32 * 100 + inner).collect::<Vec<_>>());
        }
    }
}
