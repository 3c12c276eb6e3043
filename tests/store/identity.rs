//! A chunk is found by what it depends on: nothing less, and of prices only what a policy reads.

use super::bench::TEXT;
use crate::desk::stage::scenario;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::experiment::staffing::Effort;
use chatfare::experiment::store::chunks_of;
use chatfare::scenario::{Scenario, Staff};

/// The scenario with typed heads, so that nothing has to be searched.
fn typed() -> String {
    TEXT.replace("meet = \"70 % in 4 h\"", "agents = 6").replace("meet = \"80 % in 20 s\"", "agents = 5")
}

fn compiled(scenario: &Scenario, variant: usize) -> Assembly {
    let model = &scenario.variants[variant].model;
    assert!(model.desk.groups.iter().all(|group| matches!(group.staff, Staff::Schedule(_))));
    assemble(model, &scenario.run).expect("it compiles")
}

fn identity(scenario: &Scenario, variant: usize) -> String {
    let assembly = compiled(scenario, variant);
    let behaviour = &scenario.variants[variant].behaviour;
    chunks_of(behaviour, &assembly, scenario.run.seed, Effort::FULL).hash().to_string()
}

fn chunk(scenario: &Scenario, variant: usize) -> Chunk {
    replicate(&compiled(scenario, variant), &scenario.run, scenario.run.seed, 0).expect("a chunk")
}

/// Curves are applied to what was counted; that there are any decides what is counted.
#[test]
fn curves_of_satisfaction_are_no_part_of_the_identity_but_their_presence_is() {
    let text = |curve: &str| typed() + "\n[satisfaction]\nsource = \"a test\"\ncurves.base = " + curve + "\n";
    let (plain, one) = (scenario("shop.toml", &typed()), scenario("shop.toml", &text("[1.0, 0.5, 0.5]")));
    let other = scenario("shop.toml", &text("[2.0, 0.1, 1.5]\nextra_contact.base = 0.4"));
    for variant in 0..3 {
        assert_eq!(identity(&one, variant), identity(&other, variant));
        assert_eq!(chunk(&one, variant), chunk(&other, variant));
        assert_ne!(identity(&one, variant), identity(&plain, variant));
        assert_ne!(chunk(&one, variant), chunk(&plain, variant));
    }
}

/// Each of these leaves the identity as it is, so it must leave every count as it is.
#[test]
fn what_the_identity_leaves_out_changes_no_count() {
    let plain = scenario("shop.toml", &typed());
    let same = [
        ("wage = \"19.50 EUR\"", "wage = \"40 EUR\""),
        ("seat = \"40 EUR\"", "seat = \"4 EUR\""),
        ("shrinkage = \"30 %\"", "shrinkage = \"10 %\""),
        ("price = \"0.01 EUR\"", "price = \"0.02 EUR\""),
        ("click = \"0.40 EUR\"", "click = \"0.80 EUR\""),
        ("wage = \"24 EUR\"", "wage = \"25 EUR\"\nseat = \"10 EUR\"\nshrinkage = \"20 %\"\nline_month = \"8 EUR\""),
        ("minute = \"0.02 EUR\"", "minute = \"0.20 EUR\"\noutbound_minute = \"0.30 EUR\""),
        ("FR = \"0.0700 USD\"", "FR = \"0.0100 USD\""),
        ("0.8550 EUR", "0.9000 EUR"),
        ("replications = 12", "replications = 13\nlevel = \"90 %\"\nbaseline = \"batches\""),
        ("title = \"every hour\"", "title = \"another\""),
        ("[variant.batches]", "[variant.hourly]"),
        ("[variant.at-once]", "[cost]\nplatform_month = \"9 EUR\"\n[platform]\nyears = 5\n[variant.at-once]"),
        ("\"24h\"", "\"1440 min\""),
    ];
    for (from, to) in same {
        let text = typed().replace(from, to);
        assert_ne!(text, typed(), "{from}");
        let other = scenario("shop.toml", &text);
        for variant in 0..3 {
            assert_eq!(identity(&other, variant), identity(&plain, variant), "{from} → {to}, variant {variant}");
            assert_eq!(chunk(&other, variant), chunk(&plain, variant), "{from} → {to}, variant {variant}");
        }
    }
}

#[test]
fn whatever_changes_a_count_changes_the_identity() {
    let plain = scenario("shop.toml", &typed());
    let others = [
        ("seed = 11", "seed = 12"),
        ("to = \"2018-08-20\"", "to = \"2018-08-21\""),
        ("drain = \"3 d\"", "drain = \"4 d\""),
        ("200/day", "201/day"),
        ("mean 3 min", "mean 181 s"),
        ("agents = 6", "agents = 7"),
        ("resolved = \"75 %\"", "resolved = \"76 %\""),
        ("value = \"4 EUR\"", "value = \"5 EUR\""),
        ("in_force = \"whatsapp-2018-08\"", "in_force = \"whatsapp-2018-08\"\nwindow = \"12h\""),
        ("bill = [\"whatsapp-2026-10\"]", "bill = []"),
        ("[variant.at-once]", "[measures]\nmessage_threshold = \"2 h\"\n[variant.at-once]"),
    ];
    for (from, to) in others {
        let text = typed().replace(from, to);
        assert_ne!(text, typed(), "{from}");
        let other = scenario("shop.toml", &text);
        assert_ne!(identity(&other, 1), identity(&plain, 1), "{from} → {to}");
    }
    // A variant's own change is its own.
    let other = scenario("shop.toml", &typed().replace("= \"1 h\"", "= \"2 h\""));
    assert_eq!(identity(&other, 1), identity(&plain, 1));
    assert_ne!(identity(&other, 2), identity(&plain, 2));
}

/// A queue ordered by price reads it, and then it is simulated again.
#[test]
fn a_price_that_a_policy_reads_belongs_to_the_identity() {
    let text = typed().replace("[bot]", "[desk]\ndiscipline = \"price-weighted expiry\"\n[bot]");
    let dear = text.replace("FR = \"0.0700 USD\"", "FR = \"0.0100 USD\"");
    let (one, other) = (scenario("shop.toml", &text), scenario("shop.toml", &dear));
    assert_ne!(identity(&one, 1), identity(&other, 1));
    assert_ne!(identity(&one, 1), identity(&scenario("shop.toml", &typed()), 1));
}
