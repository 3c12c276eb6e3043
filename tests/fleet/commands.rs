//! A fleet through the program: threads, shards, what it refuses.

use super::super::store::bench::{chatfare, done, folder, same, stderr};
use super::alone::TEXT;

fn text() -> String {
    format!("{}[fleet]\ndesks = 300\nsizes = \"lognormal\"\ncv = 1.5\n", TEXT.replace("900/day", "9000/day"))
}

#[test]
fn threads_and_shards_give_the_same_bytes() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("fleet.toml"), text()).expect("written");
    let said = chatfare(at, &["run", "fleet.toml", "--threads", "1", "--out", "one"]);
    let words = String::from_utf8_lossy(&said.stdout).replace("\n  ", " ");
    assert!(words.contains("300 desks staffed by the square-root rule") && !words.contains("typed"), "{words}");
    done(at, &["run", "fleet.toml", "--threads", "7", "--out", "seven"]);
    same(&at.join("one"), &at.join("seven"));
    for shard in ["3/3", "1/3", "2/3"] {
        let out = format!("shards/{}", &shard[..1]);
        done(at, &["run", "fleet.toml", "--shard", shard, "--out", &out]);
    }
    done(at, &["merge", "shards/1", "shards/2", "shards/3", "--out", "joined"]);
    same(&at.join("one"), &at.join("joined"));
    let missing = chatfare(at, &["merge", "shards/1", "shards/3", "--out", "less"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("missing"), "{}", stderr(&missing));
}

#[test]
fn what_a_fleet_cannot_do_is_said() {
    let folder = folder();
    let at = folder.path();
    std::fs::write(at.join("fleet.toml"), text()).expect("written");
    for args in [&["run", "fleet.toml", "--log"][..], &["run", "fleet.toml", "--trace", "question@FR#1"][..]] {
        let refused = chatfare(at, args);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains("a fleet keeps sums alone"), "{}", stderr(&refused));
    }
    let second = format!("{}[group.second]\nhours = \"always\"\nagents = 1\nwage = \"20 USD\"\n", text());
    std::fs::write(at.join("two.toml"), second).expect("written");
    let refused = chatfare(at, &["run", "two.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("serve the same customers"), "{}", stderr(&refused));
}
