//! Two hundred points killed at twenty moments, shared among seven machines, joined, run again: the same bytes.

use super::bench::folder;
use crate::store::bench::{chatfare, chunk_files, done, results, stderr};
use crate::store::kills::{Moments, disturbed};
use std::path::Path;
use std::time::Instant;

/// 200 points, 20 desks of messages.
const POINTS: &str = "[sweep]\nmetrics = [\"cost_per_resolved\", \"response_mean\", \"response_p90\"]\n[sweep.axis]\n\
                      \"group.team.agents\" = \"1 to 4 by 1\"\n\"reason.question.fan_out\" = \"geometric, mean 1 to \
                      geometric, mean 3 in 5 steps\"\n\"tariff.rate_times\" = \"0.5 to 2.0 in 10 steps\"\n";

fn same(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert!(one.contains_key("sweep.parquet") && one.contains_key("report.html"), "{:?}", one.keys());
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(bytes == &other[name], "{name} differs");
    }
}

#[cfg(unix)]
#[test]
fn two_hundred_points_killed_at_twenty_moments_end_with_the_bytes_of_an_undisturbed_sweep() {
    let folder = folder(POINTS);
    let at = folder.path();
    let begun = Instant::now();
    done(at, &["sweep", "kiosk.toml", "--out", "whole", "--threads", "2"]);
    let length = u64::try_from(begun.elapsed().as_millis()).expect("short");
    let mut moments = Moments::now();
    let mut killed = 0;
    for (number, signal) in ["-KILL", "-INT"].repeat(10).into_iter().enumerate() {
        let span = if number % 5 == 4 { length } else { length / 2 };
        let early = disturbed(at, &["sweep", "kiosk.toml", "--out", "killed"], signal, moments.below(span.max(20)));
        killed += u32::from(!early);
        if early {
            same(&at.join("whole"), &at.join("killed"));
            std::fs::remove_dir_all(at.join("killed")).expect("removed");
        }
    }
    done(at, &["sweep", "kiosk.toml", "--out", "killed"]);
    same(&at.join("whole"), &at.join("killed"));
    assert!(killed >= 10, "only {killed} of 20 signals hit a sweep");
    assert!(chunk_files(&at.join("killed")).iter().all(|f| f.extension().is_some_and(|e| e == "chunks")));
    // Nothing is left to compute.
    let said = done(at, &["sweep", "kiosk.toml", "--out", "killed"]);
    let line = said.lines().find(|line| line.ends_with("replications were there")).expect("all");
    let words: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(words[0], words[1], "{line}");
    // And a manifest is enough to do it all again.
    let output = chatfare(at, &["rerun", "killed/manifest.json", "--out", "again", "-q"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "all 23 files are the same, byte for byte\n".replace("23", &count(&at.join("whole")))
    );
}

fn count(out: &Path) -> String {
    (results(out).len() - 1).to_string()
}

#[test]
fn seven_shards_out_of_order_and_merged_are_one_process() {
    let folder = folder(POINTS);
    let at = folder.path();
    done(at, &["sweep", "kiosk.toml", "--out", "one", "--threads", "1"]);
    for number in [5, 1, 7, 3, 2, 6, 4] {
        let (share, out) = (format!("{number}/7"), format!("s{number}"));
        done(at, &["sweep", "kiosk.toml", "--shard", &share, "--out", &out]);
        assert!(at.join(&out).join("points.csv").exists() && !at.join(&out).join("sweep.csv").exists());
    }
    let output = chatfare(at, &["merge", "s3", "s7", "s1", "s2", "s4", "s6", "s5", "--out", "joined"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    same(&at.join("one"), &at.join("joined"));
    let output = chatfare(at, &["merge", "s7", "s1", "s2", "s4", "s6", "s5", "--out", "less"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("shard 3/7 is not here; missing:") && !at.join("less").exists());
    // Other points are another sweep.
    done(
        at,
        &[
            "sweep",
            "kiosk.toml",
            "--shard",
            "3/7",
            "--out",
            "other",
            "--set",
            "sweep.axis.\"tariff.rate_times\"=[1, 3]",
        ],
    );
    let output = chatfare(at, &["merge", "other", "s7", "s1", "s2", "s4", "s6", "s5", "--out", "mixed"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("do not belong together: points "), "{}", stderr(&output));
}
