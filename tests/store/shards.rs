//! One process or seven machines: the same bytes. What does not belong together is refused and named.

use super::bench::{chatfare, done, folder, same, stderr};
use std::path::Path;

fn shard(at: &Path, number: u32, of: u32, out: &str, more: &[&str]) {
    let share = format!("{number}/{of}");
    done(at, &[&["run", "shop.toml", "--shard", &share, "--out", out], more].concat());
}

#[test]
fn seven_shards_out_of_order_and_merged_are_one_process() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "shop.toml", "--out", "one"]);
    for number in [5, 1, 7, 3, 2, 6, 4] {
        shard(at, number, 7, &format!("s{number}"), &["--threads", if number % 2 == 0 { "1" } else { "3" }]);
        assert!(!at.join(format!("s{number}/summary.csv")).exists(), "a shard has no tables");
    }
    let dirs: Vec<String> = [3, 7, 1, 2, 4, 6, 5].iter().map(|number| format!("s{number}")).collect();
    let merge = |dirs: &[String], out: &str| {
        let dirs: Vec<&str> = dirs.iter().map(String::as_str).collect();
        chatfare(at, &[&["merge"], &dirs[..], &["--out", out]].concat())
    };
    let output = merge(&dirs, "joined");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    same(&at.join("one"), &at.join("joined"));
    // What was joined can be run on.
    let said = done(at, &["run", "shop.toml", "--out", "joined"]);
    let line = said.lines().find(|line| line.ends_with("replications were there")).expect("all");
    let words: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(words[0], words[1], "{line}");

    // Missing.
    let output = merge(&dirs[1..], "less");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("missing:\n")
            && said.contains("shard 3/7 is not here")
            && said.contains("--shard 3/7")
            && said.contains("phone: replications ")
            && !at.join("less").exists(),
        "{said}"
    );
    // Overlapping.
    done(at, &["run", "shop.toml", "--shard", "1/2", "--out", "half"]);
    let output = merge(&[dirs.clone(), vec!["half".into()]].concat(), "more");
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("s3 and half overlap: ") && said.contains("name each shard once"), "{said}");
    // Mixed.
    for (name, set) in [("seed", "run.seed=12"), ("volume", "reason.delivery.volume=\"201/day\"")] {
        shard(at, 3, 7, name, &["--set", set]);
        let output = merge(&[vec![name.into()], dirs[1..].to_vec()].concat(), "mixed");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(&format!("{name} and s7 do not belong together: ")), "{}", stderr(&output));
    }
    // Not there.
    let output = merge(&["nowhere".into()], "none");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere"), "{}", stderr(&output));
}

#[test]
fn shards_may_share_a_folder() {
    let folder = folder();
    let at = folder.path();
    let few = ["--set", "run.replications=4"];
    done(at, &[&["run", "shop.toml", "--out", "one"], &few[..]].concat());
    for number in 1..=3 {
        shard(at, number, 3, "shared", &few);
    }
    done(at, &["merge", "shared", "--out", "shared"]);
    same(&at.join("one"), &at.join("shared"));
}

#[test]
fn a_shard_that_is_none_is_refused() {
    let folder = folder();
    for wrong in ["0/7", "8/7", "3", "a/b"] {
        let output = chatfare(folder.path(), &["run", "shop.toml", "--shard", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
    }
    let output = chatfare(folder.path(), &["run", "shop.toml", "--shard", "8/7"]);
    assert!(stderr(&output).contains("of 7 shards there is no number 8: they are 1 to 7"), "{}", stderr(&output));
}
