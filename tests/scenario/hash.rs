//! The hash is that of the meaning.

use super::good::{SMALL, launch, options, text};
use chatfare::scenario::{load, load_text};
use std::path::Path;

fn hash(t: &str) -> String {
    text(t).hash
}

#[test]
fn order_comments_spelling_and_defaults_do_not_matter() {
    let plain = hash(SMALL);
    let same = [
        // Other order of sections and keys, other spelling of every unit, comments, explicit defaults.
        r#"
        # a comment
        [tariff]
        in_force = "whatsapp-2018-08" # source: law
        [group.team]
        wage = "20.000 EUR"
        agents = 8
        hours = "Mon-Sun 00:00-24:00"
        [reason.help]
        handling = "Exponential,  mean 180 s"
        volume = "2880/day"
        patience = "never"
        [population.people]
        countries = { FR = "1.0" }
        [business]
        zone = "Europe/Paris"
        [run]
        lead = "168h"
        to = "2018-09-01T00:00"
        from = "2018-08-01 00:00:00"
        "#
        .to_string(),
        SMALL.replace("[run]", "format = 1\nquestion = \"another question\"\n[run]\ndrain = \"7 d\""),
        SMALL.replace("exponential, mean 3 min", "exponential, mean 0.05 h"),
        SMALL.replace("120/h", "2/min"),
        SMALL.replace("\"2018-08-01\"", "2018-08-01"),
    ];
    for other in same {
        assert_eq!(hash(&other), plain, "{other}");
    }
}

#[test]
fn a_window_in_minutes_is_a_window_in_hours() {
    let with = |window: &str| hash(&format!("{SMALL}window = \"{window}\"\n"));
    assert_eq!(with("24h"), with("1440 min"));
    assert_ne!(with("24h"), with("1441 min"));
    assert_ne!(with("24h"), hash(SMALL));
}

#[test]
fn every_meaning_matters() {
    let plain = hash(SMALL);
    for (from, to) in [
        ("120/h", "121/h"),
        ("agents = 8", "agents = 9"),
        ("20 EUR", "20.000000001 EUR"),
        ("2018-08-01", "2018-07-01"),
        ("mean 3 min", "mean 3.0001 min"),
        ("Europe/Paris", "Europe/Berlin"),
        ("whatsapp-2018-08", "whatsapp-2026-10"),
        ("[group.team]", "[group.crew]"),
        ("[run]", "[run]\nseed = 2"),
        ("[run]", "[run]\nreplications = 31"),
    ] {
        assert_ne!(hash(&SMALL.replace(from, to)), plain, "{from} → {to}");
    }
}

#[test]
fn includes_presets_and_sets_do_not_matter() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (head, tail) = SMALL.split_at(SMALL.find("[reason.help]").expect("there"));
    std::fs::write(at("head.toml"), head).expect("written");
    std::fs::write(at("main.toml"), format!("include = [\"head.toml\"]\n{tail}")).expect("written");
    let split = load(&at("main.toml"), &options()).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(split.hash, hash(SMALL));

    let mut set = options();
    set.sets = vec!["group.team.agents=8".into(), "reason.help.volume=120/h".into()];
    let other = SMALL.replace("agents = 8", "agents = 80").replace("120/h", "3/h");
    assert_eq!(load_text("x.toml", &other, &set).unwrap_or_else(|r| panic!("{r}")).hash, hash(SMALL));
}

#[test]
fn contents_of_tables_matter_and_their_names_do_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let load_with = |name: &str, table: &str| {
        std::fs::write(folder.path().join(name), table).expect("written");
        let main = folder.path().join("main.toml");
        let volume = format!("volume = {{ csv = \"{name}\" }}");
        std::fs::write(&main, SMALL.replace("volume = \"120/h\"", &volume)).expect("written");
        load(Path::new(&main), &options()).unwrap_or_else(|r| panic!("{r}")).hash
    };
    let table = "date,time,country,events\n2018-08-01,09:00,FR,3\n";
    let one = load_with("one.csv", table);
    assert_eq!(load_with("two.csv", table), one);
    assert_eq!(load_with("two.csv", &table.replace('\n', "\r\n")), one);
    assert_ne!(load_with("one.csv", &table.replace(",3", ",4")), one);
}

#[test]
fn explained_values_are_the_scenario_again() {
    let s = launch();
    let values: String = s.effective.iter().map(|e| format!("{} = {}\n", e.path, e.value)).collect();
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("parts")).expect("made");
    for part in ["volumes.csv", "shifts.csv"] {
        let to = folder.path().join("parts").join(part);
        std::fs::copy(Path::new("tests/good/parts").join(part), to).expect("copied");
    }
    let file = folder.path().join("again.toml");
    std::fs::write(&file, &values).expect("written");
    let again = load(&file, &options()).unwrap_or_else(|r| panic!("{r}\n{values}"));
    assert_eq!(again.hash, s.hash);
}
