//! What the system says of this process: CPU time and memory.

use std::collections::BTreeMap;
use std::fs;

/// What a time must be at least, in steps of its clock, for a figure to be made of it: it is then right to 5 %.
const STEPS: f64 = 20.0;

/// CPU time of this process so far.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Nanoseconds by thread that lives, from the scheduler; empty where it does not tell.
    threads: BTreeMap<u64, u64>,
    /// Of all threads, those that have ended too.
    ticks_s: f64,
}

/// CPU time between two readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cpu {
    /// Seconds of all threads.
    pub seconds: f64,
    /// Is it long enough for its clock?
    pub enough: bool,
}

/// Step of the scheduler's account of a thread that runs, s (a tick of 250 Hz).
const FINE: f64 = 0.004;
/// Step of the process' account, s.
const COARSE: f64 = 0.01;

impl Reading {
    /// CPU time so far; `None` where the system does not tell (Linux does).
    pub(super) fn now() -> Option<Reading> {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The name in the second field may hold blanks; user and system time are fields 14 and 15.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Reading { threads: by_thread().unwrap_or_default(), ticks_s: ticks as f64 * COARSE })
    }

    /// What was used since an earlier one. From the scheduler's account, unless a thread has ended between: its time is in the
    /// coarser account of the process alone.
    pub(super) fn since(&self, before: &Reading) -> Cpu {
        let coarse = self.ticks_s - before.ticks_s;
        let told = !before.threads.is_empty() && before.threads.keys().all(|thread| self.threads.contains_key(thread));
        let used = |(thread, ns): (&u64, &u64)| ns.saturating_sub(before.threads.get(thread).copied().unwrap_or(0));
        let fine = self.threads.iter().map(used).sum::<u64>() as f64 * 1e-9;
        // Who began and ended between is in neither reading of the scheduler.
        match told && coarse <= fine * 1.01 + 2.0 * COARSE {
            true => Cpu { seconds: fine, enough: fine >= STEPS * FINE },
            false => Cpu { seconds: coarse, enough: coarse >= STEPS * COARSE },
        }
    }
}

/// CPU nanoseconds of each living thread.
fn by_thread() -> Option<BTreeMap<u64, u64>> {
    let of = |task: fs::DirEntry| {
        let text = fs::read_to_string(task.path().join("schedstat")).ok()?;
        Some((task.file_name().to_str()?.parse().ok()?, text.split_whitespace().next()?.parse().ok()?))
    };
    Some(fs::read_dir("/proc/self/task").ok()?.flatten().filter_map(of).collect())
}

/// Most memory held at once, bytes; `None` where the system does not tell.
pub fn peak_rss_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

/// Begins to look for the most memory anew, where the system lets one.
pub(super) fn forget_peak() {
    // Without it the figure is the most since the process began.
    let _ = fs::write("/proc/self/clear_refs", "5");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(threads: &[(u64, u64)], ticks_s: f64) -> Reading {
        Reading { threads: threads.iter().copied().collect(), ticks_s }
    }

    /// By hand: 150 ms of one thread and 50 of one that is new; a thread that has ended, one that came and went, and a system
    /// without the scheduler's account leave the process' account; 79 ms are too few for 4 ms steps, 190 for 10.
    #[test]
    fn the_finer_account_where_it_is_whole() {
        let before = reading(&[(1, 1_000_000), (2, 5)], 1.0);
        let now = |threads: &[(u64, u64)], ticks_s| reading(threads, ticks_s).since(&before);
        assert_eq!(now(&[(1, 151_000_000), (2, 5), (3, 50_000_000)], 1.2), Cpu { seconds: 0.2, enough: true });
        assert_eq!(now(&[(1, 80_000_000), (2, 5)], 1.08), Cpu { seconds: 0.079, enough: false });
        let coarse = now(&[(1, 151_000_000)], 1.25);
        assert!((coarse.seconds - 0.25).abs() < 1e-9 && coarse.enough);
        let came_and_went = now(&[(1, 151_000_000), (2, 5)], 1.19);
        assert!((came_and_went.seconds - 0.19).abs() < 1e-9 && !came_and_went.enough);
        let untold = reading(&[], 3.0).since(&reading(&[], 1.0));
        assert_eq!(untold, Cpu { seconds: 2.0, enough: true });
    }

    /// Work of known length on two threads, one of which ends before the second reading, is all counted.
    #[test]
    fn threads_that_have_ended_count() {
        let Some(before) = Reading::now() else { return };
        let begun = std::time::Instant::now();
        let work = || {
            while begun.elapsed().as_millis() < 400 {
                std::hint::black_box(begun);
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(work);
            work();
        });
        let wall = begun.elapsed().as_secs_f64();
        let cpu = Reading::now().expect("as before").since(&before);
        // Others may have kept both from the processors, and other tests run in this process.
        assert!(cpu.seconds > 0.0 && (cpu.enough || wall > 0.4), "{cpu:?} in {wall} s");
    }
}
