//! A game on many machines, killed, and played again from its manifest: the same bytes.

use std::path::Path;

use crate::store::bench::{chatfare, done, program, same, stderr};

/// A firm with promises, choices of staff, order and channel, a tariff of the user's own, an assumption that is simulated again.
const GAME: &str = r#"format = 1
question = "Who pays?"
[run]
replications = 3
[platform]
tariff  = "own/late.toml"
windows = ["2 h", "24 h"]
prices  = [0.5, 1, 2]
[rule.paid]
[rule.free]
price = 0
[segment.shop]
scenario = "firms/shop.toml"
value    = "4 EUR"
staff    = ["1", "80 % in 2 h"]
order    = ["first come", "price-weighted expiry"]
channel  = ["messages", "phone"]
[assumption.patience]
setting = "reason.question.patience"
low     = "exponential, mean 1 h"
high    = "exponential, mean 12 h"
"#;

const FIRM: &str = r#"[run]
from = "2018-08-06"
to = "2018-08-08"
lead = "0 h"
drain = "1 d"
seed = 7
[business]
zone = "Europe/Paris"
[currency]
report = "EUR"
[currency.rates]
USD = { rate = "0.8550 EUR", source = "ECB" }
[population.customers]
size = 500
countries = { FR = "60 %", DE = "40 %" }
[reason.question]
volume = "40/day"
handling = "lognormal, mean 5 min, CV 1"
patience = "exponential, mean 6 h"
resolved = "80 %"
[group.team]
hours = "Mon-Sun 09:00-19:00"
agents = 1
wage = "20 EUR"
[call_center]
hours = "Mon-Sun 09:00-19:00"
agents = 1
wage = "24 EUR"
patience = "exponential, mean 3 min"
[tariff]
in_force = "whatsapp-2018-08"
rates = { FR = "0.0700 USD", DE = "0.0850 USD" }
"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("written");
    };
    write("game.toml", GAME);
    write("own/late.toml", "says = \"of our own\"\nbased_on = \"whatsapp-2018-08\"\n");
    write("firms/shop.toml", FIRM);
    folder
}

#[test]
fn three_shards_out_of_order_and_merged_are_one_process_and_a_manifest_plays_again() {
    let folder = folder();
    let at = folder.path();
    done(at, &["price", "game.toml", "--out", "one", "--threads", "1"]);
    for number in [2, 3, 1] {
        let (share, out) = (format!("{number}/3"), format!("s{number}"));
        done(at, &["price", "game.toml", "--shard", &share, "--out", &out]);
        assert!(!at.join(&out).join("platform.csv").exists(), "a shard has no tables");
    }
    let merge = |dirs: &[&str], out: &str| chatfare(at, &[&["merge"], dirs, &["--out", out]].concat());
    let output = merge(&["s3", "s1", "s2"], "joined");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    same(&at.join("one"), &at.join("joined"));
    // What was joined needs nothing more.
    let said = done(at, &["price", "game.toml", "--out", "joined"]);
    let line = said.lines().find(|line| line.ends_with("replications were there")).expect("all");
    let words: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    assert_eq!(words[0], words[1], "{line}");

    let output = merge(&["s3", "s1"], "less");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("missing:\n  shop: ") && !at.join("less").exists(), "{}", stderr(&output));
    let output = merge(&["s3", "s1", "s2", "s1"], "more");
    assert!(stderr(&output).contains("overlap"), "{}", stderr(&output));

    // The manifest alone is enough, wherever its files were.
    for gone in ["game.toml", "own/late.toml", "firms/shop.toml"] {
        std::fs::remove_file(at.join(gone)).expect("removed");
    }
    let output = chatfare(at, &["rerun", "one/manifest.json", "--out", "again", "-q"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.ends_with("files are the same, byte for byte\n"), "{said}{}", stderr(&output));
    same(&at.join("one"), &at.join("again"));
}

/// Killed at four moments and run on.
#[cfg(unix)]
#[test]
fn a_killed_game_goes_on() {
    let folder = folder();
    let at = folder.path();
    done(at, &["price", "game.toml", "--out", "whole"]);
    for (signal, millis) in [("-KILL", 150), ("-INT", 300), ("-KILL", 450), ("-INT", 200)] {
        let mut child = program(at, &["price", "game.toml", "--out", "killed", "-q"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(millis));
        std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
        child.wait().expect("it ends");
    }
    done(at, &["price", "game.toml", "--out", "killed"]);
    same(&at.join("whole"), &at.join("killed"));
    assert!(Path::new(&at.join("killed/manifest.json")).exists());
}
