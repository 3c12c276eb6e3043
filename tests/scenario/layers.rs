//! Priority, origin, notes.

use super::good::{SMALL, launch, launch_with, options, text};
use chatfare::scenario::{Effective, Scenario, load_text};

fn value<'a>(s: &'a Scenario, path: &str) -> &'a Effective {
    s.effective.iter().find(|e| e.path == path).unwrap_or_else(|| panic!("no {path}"))
}

#[test]
fn each_value_tells_where_it_comes_from() {
    let s = launch();
    for (path, text, origin) in [
        ("run.lead", "\"7 d\"", "tests/good/launch.toml:10"),
        ("call_center.menu", "\"25 s\"", "preset call-center-eu"),
        ("currency.report", "\"EUR\"", "tests/good/parts/rates.toml:2"),
        ("reason.presales.turns", "\"fixed 1\"", "default"),
        ("account.fr.zone", "\"Europe/Paris\"", "default"),
        ("variant.batches.set.desk.answer.policy", "\"batches\"", "variant batches (tests/good/launch.toml:186)"),
    ] {
        let e = value(&s, path);
        assert_eq!((e.value.as_str(), e.origin.as_str()), (text, origin), "{path}");
    }
    let replaced = &value(&s, "call_center.patience").replaced;
    assert_eq!(replaced, &["\"exponential, mean 270 s\" (preset call-center-eu)"]);
}

#[test]
fn sets_win_over_variants_and_files() {
    let s = launch_with(&["desk.answer.every=3 h", "run.replications=5", "group.team.agents=20"]).expect("good");
    assert_eq!(s.run.replications, 5);
    assert_eq!(value(&s, "run.replications").origin, "--set #2");
    let batches = s.variants.iter().find(|v| v.name == "batches").expect("there");
    assert!(format!("{:?}", batches.model.desk.answer).contains(&format!("{}", 3 * 3_600_000_000i64)));
}

#[test]
fn notes_belong_to_their_values() {
    let s = launch();
    let assumed = |path: &str| value(&s, path).assumption.clone();
    let nothing = "nothing is published on asynchronous messaging, so a third of the call is taken";
    assert_eq!(assumed("reason.delivery.handling").as_deref(), Some(nothing));
    assert_eq!(assumed("reason.delivery.call_handling"), None);
    let source = value(&s, "reason.delivery.call_handling").source.clone();
    assert_eq!(source.as_deref(), Some("ContactBabel 2014, 300 s of talk"));
    assert_eq!(assumed("population.customers.known").as_deref(), Some("no figure was found"));
    assert_eq!(assumed("population.customers.size"), None);
    // The comment stands above the table that holds the rates.
    let range = "inside the published range of 0.005 to 0.09 USD";
    assert_eq!(assumed("tariff.rates.DE").as_deref(), Some(range));
    assert!(s.assumptions().count() > 20);
}

#[test]
fn a_hash_inside_a_string_is_no_comment() {
    let s = text(&SMALL.replace("[run]", "question = \"a # assumption: no\" # assumption: yes\n[run]"));
    assert_eq!(value(&s, "question").assumption.as_deref(), Some("yes"));
}

#[test]
fn countries_are_replaced_as_a_whole_and_other_tables_merge() {
    let mut options = options();
    options.sets = vec!["population.people.countries={ DE = \"100 %\" }".into()];
    let s = load_text("x.toml", SMALL, &options).unwrap_or_else(|r| panic!("{r}"));
    assert_eq!(s.variants[0].model.book.countries, ["DE"]);
}

#[test]
fn of_two_ways_to_give_heads_the_newer_one_holds() {
    let mut options = options();
    options.sets = vec!["group.team.meet=80 % in 1 h".into()];
    let s = load_text("x.toml", SMALL, &options).unwrap_or_else(|r| panic!("{r}"));
    assert!(format!("{:?}", s.variants[0].model.desk.groups[0].staff).starts_with("Meet"));
    let replaced = &value(&s, "group.team.meet").replaced;
    assert_eq!(replaced, &["8 (x.toml:12)"]);
}

#[test]
fn a_variant_may_add_a_group_and_change_the_channel() {
    let more = r#"
[call_center]
agents = 8
wage = "20 EUR"
patience = "exponential, mean 3 min"
variant = false
[variant.one]
[variant.two]
set = { "group.evening.agents" = 2, "group.evening.wage" = "30 EUR" }
[variant.calls]
channel = "phone"
"#;
    let s = text(&format!("{SMALL}{more}"));
    let groups: Vec<_> = s.variants.iter().map(|v| (v.name.as_str(), v.model.desk.groups.len())).collect();
    assert_eq!(groups, [("one", 1), ("two", 2), ("calls", 1)]);
    assert_eq!(s.variants[2].model.channel, chatfare::facts::Channel::Phone);
    assert_eq!(s.baseline, 0);
}
