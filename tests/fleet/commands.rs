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

/// With templates and businesses of several desks too.
#[test]
fn templates_and_businesses_shard_alike() {
    let folder = folder();
    let at = folder.path();
    let mixed = "desks_per_business = \"geometric, mean 2\"\n[fleet.template.shop]\nshare = \"70 %\"\n[fleet.template.clinic]\nshare = \"30 %\"\n\
                 set = { \"reason.question.handling\" = \"exponential, mean 6 min\" }\n";
    std::fs::write(at.join("fleet.toml"), format!("{}{mixed}", text())).expect("written");
    done(at, &["run", "fleet.toml", "--threads", "1", "--out", "one"]);
    for shard in ["2/2", "1/2"] {
        done(
            at,
            &["run", "fleet.toml", "--threads", "3", "--shard", shard, "--out", &format!("shards/{}", &shard[..1])],
        );
    }
    done(at, &["merge", "shards/1", "shards/2", "--out", "joined"]);
    same(&at.join("one"), &at.join("joined"));
    let table = std::fs::read_to_string(at.join("one/by_template.csv")).expect("a table");
    assert!(table.contains(",clinic,cost_per_resolved,") && table.contains(",shop,desks,"));
    let page = std::fs::read_to_string(at.join("one/report.html")).expect("a page");
    assert!(page.contains("By template") && page.contains("groups of desks"));
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
    let refused = chatfare(at, &["staff", "fleet.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("plans the shifts of one desk"), "{}", stderr(&refused));
    let second = format!("{}[group.second]\nhours = \"always\"\nagents = 1\nwage = \"20 USD\"\n", text());
    std::fs::write(at.join("two.toml"), second).expect("written");
    let refused = chatfare(at, &["run", "two.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("serve the same customers"), "{}", stderr(&refused));
    let checked = chatfare(at, &["validate", "two.toml", "--message-format", "json"]);
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(
        checked.status.code() == Some(2) && said.contains("serve the same customers") && said.contains("cannot-run"),
        "{said}"
    );
}

/// One desk has all of the volume: 2 × 10⁷ contacts a day of 3 min over 12 open hours are 83,333 erlangs; places for
/// R + √R = 83,623 chats, two an agent: 41,812 heads, which go; 4 × 10⁷ are 166,667 erlangs, 167,075 chats, 83,538 heads.
#[test]
fn a_desk_that_needs_too_many_heads_is_named_before_anything_runs() {
    let folder = folder();
    let at = folder.path();
    let text = |volume: &str| {
        let text = TEXT.replace("900/day", volume).replace("turns = \"geometric, mean 2\"\n", "");
        format!("{text}[fleet]\ndesks = 1\n")
    };
    std::fs::write(at.join("huge.toml"), text("40000000/day")).expect("written");
    let refused = chatfare(at, &["run", "huge.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = stderr(&refused);
    for part in ["desk 1 of 1", "83538 heads in group `team`", "at most 65535", "several fleets", "`fleet.exponent`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let checked = chatfare(at, &["validate", "huge.toml"]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(stderr(&checked).contains("83538 heads in group `team`"), "{}", stderr(&checked));
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let options = chatfare::scenario::LoadOptions { tariffs, ..Default::default() };
    let scenario = chatfare::scenario::load_text("large.toml", &text("20000000/day"), &options).expect("a scenario");
    let assembly = chatfare::experiment::assemble::assemble(&scenario.variants[0].model, &scenario.run);
    let fleet = assembly.expect("it compiles").fleet.expect("a fleet");
    assert_eq!(fleet.desk(0, 0).groups[0].most, 41_812);
}
