//! What a search has simulated is kept: killed at any moment it goes on, and its manifest is enough to search again.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use crate::store::bench::{chatfare, done, program, results, stderr};

use super::desk::BLOCKS;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let small = BLOCKS.replace("replications = 20", "replications = 6").replace("confirm = 10", "confirm = 4");
    std::fs::write(folder.path().join("blocks.toml"), small).expect("written");
    folder
}

/// (there, asked for) of the line about replications.
fn were_there(said: &str) -> (u64, u64) {
    let line = said.lines().find(|line| line.ends_with("replications were there")).unwrap_or("0 of 0 replications");
    let words: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    (words[0], words[1])
}

#[cfg(unix)]
#[test]
fn a_killed_search_goes_on_and_ends_with_the_same_bytes() {
    let folder = folder();
    let at = folder.path();
    let begun = std::time::Instant::now();
    done(at, &["staff", "blocks.toml", "--out", "whole", "--threads", "1"]);
    let length = u64::try_from(begun.elapsed().as_millis()).expect("short");
    for (signal, part) in [("-KILL", 3), ("-INT", 4), ("-KILL", 2)] {
        let mut child = program(at, &["staff", "blocks.toml", "--out", "killed", "-q"])
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(Duration::from_millis(length / part));
        std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
        child.wait().expect("it ends");
    }
    let said = done(at, &["staff", "blocks.toml", "--out", "killed"]);
    assert!(were_there(&said).0 > 0, "nothing of the killed searches was found: {said}");
    same(&at.join("whole"), &at.join("killed"));
    let (there, asked) = were_there(&done(at, &["staff", "blocks.toml", "--out", "killed"]));
    assert!(there == asked && asked > 30, "{there} of {asked}");
    // More replications extend what is there.
    let more = ["staff", "blocks.toml", "--out", "killed", "--set", "staff.confirm=6"];
    let (there, asked) = were_there(&done(at, &more));
    assert!(there < asked && 2 * there > asked, "{there} of {asked}");

    std::fs::remove_file(at.join("blocks.toml")).expect("removed");
    let output = chatfare(at, &["rerun", "whole", "--out", "again", "-q"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.ends_with("files are the same, byte for byte\n"), "{said}{}", stderr(&output));
}

/// Same files, same bytes.
fn same(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert!(
        one.contains_key("shifts-phone.toml") && one.keys().eq(other.keys()),
        "{:?} {:?}",
        one.keys(),
        other.keys()
    );
    for (name, bytes) in &one {
        assert!(bytes == &other[name], "{name} differs");
    }
}
