//! Damaged and foreign files are named, set aside and computed again.

use super::bench::{chunk_files, done, folder, same};

#[test]
fn a_damaged_file_is_set_aside_and_its_good_records_are_kept() {
    let folder = folder();
    let at = folder.path();
    let run = ["run", "shop.toml", "--out", "out", "--set", "run.replications=4"];
    done(at, &run);
    done(at, &["run", "shop.toml", "--out", "whole", "--set", "run.replications=4"]);
    let files = chunk_files(&at.join("out"));
    assert_eq!(files.len(), 1);
    let mut bytes = std::fs::read(&files[0]).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&files[0], &bytes).expect("written");
    let said = done(at, &run);
    let name = files[0].file_name().expect("a name").to_string_lossy().into_owned();
    assert!(said.contains(&format!("warning: chunks/{name} has a damaged record; it was set aside")), "{said}");
    assert!(at.join("out/chunks/set-aside").join(&name).is_file());
    let line = said.lines().find(|line| line.ends_with("replications were there")).expect("most were");
    let words: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(words[0] + 1, words[1], "{line}");
    same(&at.join("whole"), &at.join("out"));
    // Once is enough.
    let said = done(at, &run);
    assert!(!said.contains("warning: chunks"), "{said}");
}

#[test]
fn foreign_cut_and_torn_files_do_no_harm() {
    let folder = folder();
    let at = folder.path();
    let run = ["run", "shop.toml", "--out", "out", "--set", "run.replications=4"];
    done(at, &run);
    done(at, &["run", "shop.toml", "--out", "whole", "--set", "run.replications=4"]);
    let chunks = at.join("out/chunks");
    // Cut at the end of a record: each line is good, but the file is not what was written.
    let file = chunk_files(&at.join("out")).remove(0);
    let text = std::fs::read_to_string(&file).expect("read");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    std::fs::write(&file, lines[..lines.len() - 2].concat()).expect("written");
    // Of another program, and of nobody.
    std::fs::write(chunks.join("0123.chunks"), "PK\u{3}\u{4}").expect("written");
    std::fs::write(chunks.join("part-empty.journal"), "").expect("written");
    // A process killed while it wrote a line.
    std::fs::write(chunks.join("part-torn.journal"), format!("{}{}", lines[0], &lines[1][..40])).expect("written");
    let said = done(at, &run);
    assert!(said.contains("its name does not fit its content"), "{said}");
    assert!(said.contains("warning: chunks/0123.chunks is not a chunk file of this edition"), "{said}");
    same(&at.join("whole"), &at.join("out"));
    assert!(chunk_files(&at.join("out")).iter().all(|file| file.extension().is_some_and(|e| e == "chunks")));
}

#[test]
fn a_folder_that_cannot_be_written_is_said_before_anything_is_simulated() {
    let folder = folder();
    std::fs::write(folder.path().join("taken"), "a file").expect("written");
    let output = super::bench::chatfare(folder.path(), &["run", "shop.toml", "--out", "taken"]);
    assert_eq!(output.status.code(), Some(3), "{}", super::bench::stderr(&output));
}

/// A damaged shard is no missing one.
#[test]
fn merge_names_the_damage() {
    let folder = folder();
    let at = folder.path();
    let short = ["--set", "run.replications=2", "--set", "run.to=2018-08-08"];
    for number in ["1", "2"] {
        let share = format!("{number}/2");
        done(at, &[&["run", "shop.toml", "--shard", &share, "--out", number], &short[..]].concat());
    }
    let file = chunk_files(&at.join("2")).remove(0);
    let mut bytes = std::fs::read(&file).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&file, &bytes).expect("written");
    let output = super::bench::chatfare(at, &["merge", "1", "2", "--out", "joined"]);
    let said = super::bench::stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("holds 1 damaged record") && !said.contains("missing"), "{said}");
    let name = file.file_name().expect("a name").to_string_lossy().into_owned();
    assert!(said.contains(&name) && said.contains("remove the file, run this shard again"), "{said}");
}

/// A run to which nobody came claims nothing.
#[test]
fn a_table_of_another_year_is_told_and_claims_nothing() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("volume.csv"), "date,time,country,events\n2017-08-06,09:00,FR,3\n").expect("written");
    let campaign = super::bench::TEXT.find("[campaign").expect("a campaign");
    let group = super::bench::TEXT.find("[group.team]").expect("a group");
    let alone = super::bench::TEXT[..campaign].to_string() + &super::bench::TEXT[group..];
    let text = alone.replace("volume = \"200/day\"\nprofile = \"shop\"", "volume = { csv = \"volume.csv\" }");
    assert_ne!(alone, text);
    let text = text.replace("meet = \"80 % in 4 h\"", "agents = 1").replace("meet = \"80 % in 20 s\"", "agents = 1");
    std::fs::write(at.join("shop.toml"), text).expect("written");
    let output = super::bench::chatfare(at, &["run", "shop.toml", "--set", "run.replications=2", "--out", "out"]);
    let said = super::bench::stderr(&output) + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("no line of volume.csv lies in the run from 2018-08-06 to 2018-08-20"), "{said}");
    assert!(said.contains("has no cost per resolved contact: nothing was resolved (0 contacts"), "{said}");
    assert!(!said.contains("cheaper at every wage") && !said.contains("measurable"), "{said}");
}
