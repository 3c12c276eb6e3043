//! Kill at any moment, run the same command: only what is missing is computed, and the tables are the same bytes.

use super::bench::{chatfare, chunk_files, done, folder, same, stderr};
use super::kills::{Moments, disturbed};

/// The number in front of ` of ` in `12 of 40 replications were there`.
fn were_there(said: &str) -> (u64, u64) {
    let line = said.lines().find(|line| line.ends_with("replications were there")).unwrap_or("0 of 0 replications");
    let words: Vec<&str> = line.split(' ').collect();
    (words[0].parse().expect("a number"), words[2].parse().expect("a number"))
}

/// Twenty kills at random moments, ten of each kind; whatever they leave, the end is the same.
#[cfg(unix)]
#[test]
fn a_run_killed_at_random_moments_ends_with_the_bytes_of_an_undisturbed_one() {
    let folder = folder();
    let at = folder.path();
    let begun = std::time::Instant::now();
    done(at, &["run", "shop.toml", "--out", "whole", "--threads", "2"]);
    let length = u64::try_from(begun.elapsed().as_millis()).expect("short");
    let mut moments = Moments::now();
    let mut killed = 0;
    for (number, signal) in ["-KILL", "-INT"].repeat(10).into_iter().enumerate() {
        // Moments within the first part of a run, so that many kills hit one run; and one anywhere.
        let span = if number % 5 == 4 { length } else { length / 4 };
        let early = disturbed(at, &["run", "shop.toml", "--out", "killed"], signal, moments.below(span.max(20)));
        killed += u32::from(!early);
        if early {
            // It was whole: the next kills hit a new one.
            same(&at.join("whole"), &at.join("killed"));
            std::fs::remove_dir_all(at.join("killed")).expect("removed");
        }
    }
    done(at, &["run", "shop.toml", "--out", "killed"]);
    same(&at.join("whole"), &at.join("killed"));
    assert!(killed >= 10, "only {killed} of 20 signals hit a run");
    let left = chunk_files(&at.join("killed"));
    assert!(left.iter().all(|file| file.extension().is_some_and(|e| e == "chunks")), "{left:?}");
}

#[test]
fn what_is_there_is_not_computed_again_and_more_replications_extend_it() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "shop.toml", "--out", "twelve"]);
    done(at, &["run", "shop.toml", "--out", "grown", "--set", "run.replications=5"]);
    let said = done(at, &["run", "shop.toml", "--out", "grown"]);
    let (there, asked) = were_there(&said);
    // Three variants × 5 replications, and all points of the curve.
    assert_eq!(asked - there, 3 * 7, "{said}");
    assert!(there > 15, "{said}");
    same(&at.join("twelve"), &at.join("grown"));
    let (there, asked) = were_there(&done(at, &["run", "shop.toml", "--out", "grown"]));
    assert_eq!(there, asked);
    // Anew.
    let said = done(at, &["run", "shop.toml", "--out", "grown", "--fresh"]);
    assert!(!said.contains("were there"), "{said}");
    same(&at.join("twelve"), &at.join("grown"));
}

#[test]
fn changing_one_variant_or_a_price_keeps_the_chunks_of_the_others() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "shop.toml", "--out", "out"]);
    let slower = super::bench::TEXT.replace("\"desk.answer.every\" = \"1 h\"", "\"desk.answer.every\" = \"30 min\"");
    std::fs::write(at.join("shop.toml"), slower).expect("written");
    let (there, asked) = were_there(&done(at, &["run", "shop.toml", "--out", "out"]));
    assert_eq!(asked - there, 12, "only the changed variant");
    let dearer = ["group.team.wage=\"30 EUR\"", "call_center.minute=\"0.05 EUR\"", "tariff.rates.FR=\"0.0100 USD\""];
    let sets: Vec<&str> = dearer.iter().flat_map(|set| ["--set", set]).collect();
    let said = done(at, &[&["run", "shop.toml", "--out", "out"], &sets[..]].concat());
    let (there, asked) = were_there(&said);
    assert_eq!(there, asked, "prices: {said}");
    // And the prices count.
    let args = [&["run", "shop.toml", "--out", "other"], &sets[..]].concat();
    done(at, &args);
    same(&at.join("other"), &at.join("out"));
}

#[test]
fn a_manifest_holds_all_that_is_needed_to_run_again_elsewhere() {
    let folder = folder();
    let at = folder.path();
    std::fs::create_dir(at.join("deep")).expect("a folder");
    std::fs::write(at.join("deep/main.toml"), "include = [\"../shop.toml\"]\n[run]\nreplications = 3\n")
        .expect("written");
    let set = "reason.delivery.volume=\"150/day\"";
    done(at, &["run", "deep/main.toml", "--out", "first", "--set", set]);
    let away = tempfile::tempdir().expect("a folder");
    std::fs::copy(at.join("first/manifest.json"), away.path().join("m.json")).expect("copied");
    let output = chatfare(away.path(), &["rerun", "m.json", "--out", "again"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}{}", stderr(&output));
    assert!(text.contains("files are the same, byte for byte"), "{text}");
    same(&at.join("first"), &away.path().join("again"));
    // A manifest of other results is told apart.
    let manifest = std::fs::read_to_string(away.path().join("m.json")).expect("read");
    let value: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    let hash = value["result"]["files"][0]["blake3"].as_str().expect("a hash");
    std::fs::write(away.path().join("n.json"), manifest.replace(hash, &"0".repeat(64))).expect("written");
    let output = chatfare(away.path(), &["rerun", "n.json", "--out", "again"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("1 of "), "{}", stderr(&output));
    // So is one whose texts were changed.
    std::fs::write(away.path().join("n.json"), manifest.replace("150/day", "151/day")).expect("written");
    let output = chatfare(away.path(), &["rerun", "n.json", "--out", "other"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("means something else"), "{}", stderr(&output));
}

#[test]
fn runs_are_listed_shown_and_removed() {
    let folder = folder();
    let at = folder.path();
    done(at, &["run", "shop.toml", "--set", "run.replications=2"]);
    let text = |args: &[&str]| String::from_utf8(chatfare(at, args).stdout).expect("UTF-8");
    let list = text(&["runs", "list"]);
    assert!(list.starts_with("output/shop ") && list.contains(" complete ") && list.lines().count() == 1, "{list}");
    let show = text(&["runs", "show", "output/shop"]);
    assert!(show.contains("replications  2") && show.contains("changed       run.replications=2"), "{show}");
    let refused = chatfare(at, &["runs", "rm", "output/shop", "."]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("nothing was removed") && at.join("output/shop").is_dir());
    done(at, &["runs", "rm", "output/shop"]);
    assert!(!at.join("output/shop").exists());
    assert!(chatfare(at, &["runs", "list"]).status.success());
}

/// Two runs never end in one folder at the same time; shards leave room for each other.
#[cfg(unix)]
#[test]
fn a_folder_has_one_writer() {
    use chatfare::experiment::store::Hold;
    let folder = folder();
    let at = folder.path();
    let short = ["run", "shop.toml", "--set", "run.replications=1", "--set", "run.to=2018-08-08", "--out", "out"];
    // A program that another test starts holds what was locked here until it runs.
    let take = |shared: bool| {
        let tries = (0..100).map(|_| Hold::take(&at.join("out"), shared)).filter_map(|hold| {
            std::thread::sleep(std::time::Duration::from_millis(if hold.is_err() { 50 } else { 0 }));
            hold.ok()
        });
        tries.take(1).next().expect("free")
    };
    let hold = take(false);
    for args in [&short[..], &[&short[..], &["--shard", "1/2"]].concat()] {
        let output = chatfare(at, args);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("another run writes there"), "{}", stderr(&output));
    }
    drop(hold);
    let shared = take(true);
    done(at, &[&short[..], &["--shard", "1/2"]].concat());
    assert_eq!(chatfare(at, &short).status.code(), Some(3));
    drop(shared);
    done(at, &short);
    assert!(at.join("out/manifest.json").is_file());
}

/// A run that was begun in the folder of a finished one and did not end takes nothing away.
#[test]
fn the_finished_run_of_a_folder_speaks_for_it() {
    let folder = folder();
    let at = folder.path();
    let short = |more: &str, out: &str| {
        let set = format!("run.replications={more}");
        done(at, &["run", "shop.toml", "--set", &set, "--set", "run.to=2018-08-08", "--out", out]);
    };
    short("2", "out");
    short("3", "other");
    let text = |args: &[&str]| {
        let output = chatfare(at, args);
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output))
    };
    let (_, said) = text(&["runs", "show", "out"]);
    assert!(said.contains("complete") && !said.contains("did not end"), "{said}");
    // What an interrupted run leaves: its plan beside the manifest of the one before.
    std::fs::copy(at.join("other/plan.json"), at.join("out/plan.json")).expect("copied");
    let (_, said) = text(&["runs", "show", "out"]);
    assert!(said.contains("did not end") && said.contains("complete") && said.contains("replications  2"), "{said}");
    let (code, said) = text(&["rerun", "out", "--out", "again"]);
    assert!(code == Some(0) && said.contains("byte for byte"), "{said}");
    let (code, said) = text(&["compare", "out", "--out", "compared"]);
    assert!(code == Some(0) && said.contains("on 2 common replications"), "{said}");
    // Without a manifest there is nothing to compare, and nothing is simulated unasked.
    std::fs::remove_file(at.join("out/manifest.json")).expect("removed");
    let (code, said) = text(&["compare", "out", "--out", "compared"]);
    assert!(code == Some(2) && said.contains("the run there has not ended"), "{said}");
}
