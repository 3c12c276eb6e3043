//! `meet`: heads found for a promise, against closed forms.

use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::{Study, study};

use super::desk::scenario;

/// 60 contacts an hour of 4 min each, at all hours: 4 erlangs.
fn four_erlangs(more: &str) -> String {
    format!(
        r#"
    format = 1
    [run]
    from = "2026-10-05"
    to = "2026-10-19"
    lead = "1 d"
    drain = "2 d"
    replications = 4
    [business]
    zone = "UTC"
    [currency]
    report = "EUR"
    [currency.rates]
    USD = {{ rate = "0.86 EUR", source = "a test" }}
    [population.customers]
    size = 1000000
    countries = {{ FR = "100 %" }}
    [zone]
    FR = "UTC"
    [tariff]
    in_force = "whatsapp-2018-08"
    [tariff.rates]
    FR = "0.07 USD"
    [reason.q]
    volume = "60/h"
    handling = "exponential, mean 4 min"
    {more}
"#
    )
}

fn played(more: &str) -> Result<Study, Vec<String>> {
    study(&scenario(&four_erlangs(more)), &Unwatched)
}

fn value(study: &Study, variant: &str, metric: &str) -> f64 {
    study.tables.value(variant, "all", metric).unwrap_or_else(|| panic!("no {metric} of {variant}")).mean
}

/// Nobody may wait: what is not blocked is answered at once, so that the promise is kept in 1 - B(c, 4) of calls (Erlang's loss formula:
/// B(4, 4) = 0.3107, B(5, 4) = 0.1991). 75 % need five agents. 4 weeks of 4 replications: n = 81,000 calls, 4 standard errors = 0.011.
#[test]
fn a_queue_that_turns_callers_away_keeps_no_promise() {
    let study = played("[call_center]\nwage = \"20 EUR\"\nmeet = \"75 % in 20 s\"\nqueue = 0\n").expect("heads");
    let (peak, kept) = (value(&study, "phone", "agents_peak"), value(&study, "phone", "promise_kept"));
    assert!(peak == 5.0 && (kept - 0.8009).abs() < 0.011, "{peak} heads keep {kept}");
}

/// Three lines carry 4 erlangs with a loss of B(3, 4) = 45.1 %, whoever is on duty.
#[test]
fn lines_that_cannot_keep_a_promise_end_the_search() {
    let center = |lines: u32| {
        format!(
            "[call_center]\nwage = \"20 EUR\"\nmeet = \"80 % in 20 s\"\nlines = {lines}\npatience = \"exponential, mean 3 min\"\n"
        )
    };
    let why = played(&center(3)).map(|_| ()).expect_err("three lines keep nothing").join("; ");
    assert!(why.contains("group `call center`: no team keeps 80 % in 20 s: with an agent for each line"), "{why}");
    assert!(why.contains("`call_center.lines = 3`") && why.contains("add lines"), "{why}");
    let kept =
        why.split("= 3`) ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|share| share.parse::<f64>().ok());
    assert!(kept.is_some_and(|kept| (kept - 54.9).abs() < 2.0), "{why}");
    // B(8, 4) = 3.0 %: eight lines leave room for it.
    assert!(value(&played(&center(8)).expect("heads"), "phone", "promise_kept") > 0.78);
}

/// Work is exponential with mean 4 min, so that an answer begun at once takes at most 5 min with chance 1 - exp(-5 / 4) = 71.3 %: no
/// team keeps 80 %, however much the bot settles, and who promises 60 % keeps between 60 and 71.3 % of what comes to people.
/// n = 40,000 turns, 4 standard errors = 0.01.
#[test]
fn the_bots_answers_keep_no_promise_of_the_team() {
    let bot = |meet: &str| {
        format!("[group.g]\nwage = \"20 EUR\"\nmeet = \"{meet}\"\n[bot]\ncontainment = \"50 %\"\ndelay = \"1 s\"\n")
    };
    let why = played(&bot("80 % in 5 min")).map(|_| ()).expect_err("nobody is so fast").join("; ");
    assert!(why.contains("no team keeps 80 % in 5 min"), "{why}");
    let study = played(&bot("60 % in 5 min")).expect("heads");
    let kept = value(&study, "messages", "promise_kept");
    assert!((0.59..0.723).contains(&kept), "{kept}");
    let answered = value(&study, "messages", "response_within_threshold");
    assert!(answered > 0.5, "the levels count all answers: {answered}");
}
