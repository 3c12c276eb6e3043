//! Satisfaction under assumed curves: each contact by its own wait, its own end, and whether its need had come up before; over
//! all contacts. Waits are known to a bin of the histogram, of which the middle is taken: at most 1/32 of it off, 0.008 of a share here.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, play_variant, week};

const CURVE: &str = "[satisfaction]\nsource = \"a test\"\ncurves.base = [2.0, 1.5, 0.7]\n";

fn reason(name: &str, at: &str, handling: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {handling}\"\nsame_difficulty = 0\n", arrives(at))
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Who is resolved after a wait.
fn resolved(wait_min: f64) -> f64 {
    logistic(2.0 - 1.5 * (1.0 + wait_min / 3.0).ln())
}

/// The mean over contacts, those who were lost (0) among them.
#[track_caller]
fn is_mean_of(play: &Play, contacts: &[f64]) {
    let exact = contacts.iter().sum::<f64>() / contacts.len() as f64;
    let found = play.metric("satisfaction_base");
    assert!((found - exact).abs() < 0.008, "{found}, by hand {exact}");
}

fn calls(center: &str, reasons: &str) -> Play {
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\nagents = 1\n{center}{reasons}{CURVE}", week(1)), "phone")
}

/// One is served at once, one finds no line: he is not satisfied, whatever became of the other.
#[test]
fn who_finds_no_line_is_one_of_two() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    is_mean_of(&calls("lines = 1\n", &reasons), &[resolved(0.0), 0.0]);
    // He tries again until the line is free: what he waited for nobody is nothing.
    let again = "lines = 1\nretrial = { chance = \"100 %\", after = \"fixed 10 min\" }\n";
    is_mean_of(&calls(again, &reasons), &[resolved(0.0), resolved(0.0)]);
}

#[test]
fn who_hears_the_opening_hours_is_one_of_two() {
    let reasons = reason("a", "2018-08-06T10:00", "10 min") + &reason("b", "2018-08-06T20:00", "5 min");
    is_mean_of(&calls("hours = \"Mon-Fri 09:00-17:00\"\n", &reasons), &[resolved(0.0), 0.0]);
}

#[test]
fn who_is_settled_by_the_menu_has_not_waited() {
    let menu = "menu = \"30 s\"\nmenu_containment = \"100 %\"\n";
    is_mean_of(&calls(menu, &reason("a", "2018-08-06T10:00", "10 min")), &[resolved(0.0)]);
}

/// `b` is called back after 12 min (tests of `voice`), `c` waits 8 min on the line; or `b` is never reached.
#[test]
fn who_is_called_back_has_waited_for_it() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min")
        + &reason("b", "2018-08-06T09:01", "5 min")
        + &reason("c", "2018-08-06T09:02", "3 min");
    let offer = |more: &str| format!("callback = {{ above = \"4 min\", chance = \"100 %\"{more} }}\n");
    is_mean_of(&calls(&offer(""), &reasons), &[resolved(0.0), resolved(12.0), resolved(8.0)]);
    let never = offer(", reached = \"0 %\", tries = 1");
    is_mean_of(&calls(&never, &reasons), &[resolved(0.0), 0.0, resolved(8.0)]);
}

/// He hangs up after 2 min, and calls again 10 min later when the agent is free: 2 min, and none.
#[test]
fn what_was_waited_in_vain_counts() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let center = "patience = \"fixed 2 min\"\nretrial = { chance = \"100 %\", after = \"fixed 10 min\" }\n";
    is_mean_of(&calls(center, &reasons), &[resolved(0.0), resolved(2.0)]);
    is_mean_of(&calls("patience = \"fixed 2 min\"\n", &reasons), &[resolved(0.0), 0.0]);
}

/// `x` has the expert until 9:10, `a` is passed on to him at 9:07: 3 min.
#[test]
fn the_wait_for_the_second_group_counts() {
    let text = format!(
        "{}{CURVE}[call_center]\nwage = \"0 USD\"\nagents = 1\ngroups = [\"experts\"]\n\
         [group.experts]\nchannels = [\"phone\"]\nwage = \"0 USD\"\nagents = 1\n{}groups = [\"experts\"]\n\
         {}groups = [\"call center\"]\n[reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\nhandling = \"fixed 4 min\"\n\
         call_handling = \"fixed 4 min\"\nafter = \"40 %\"\n",
        week(1),
        reason("x", "2018-08-06T09:00", "10 min"),
        reason("a", "2018-08-06T09:05", "5 min"),
    );
    is_mean_of(&play_variant(&text, "phone"), &[resolved(0.0), resolved(3.0)]);
}

/// `r` is answered after 10 and, behind `y`, after 19 min; `z` gives up its second turn.
#[test]
fn a_contact_waits_the_mean_of_its_turns() {
    let text = format!(
        "{}{CURVE}{ONE_AGENT}{}turns = \"fixed 2\"\nthinking = \"fixed 3 min\"\n{}{}turns = \"fixed 2\"\n\
         thinking = \"fixed 1 h\"\npatience = \"fixed 30 min\"\n{}",
        week(1),
        reason("r", "2018-08-06T09:00", "10 min"),
        reason("y", "2018-08-06T09:12", "10 min"),
        reason("z", "2018-08-07T09:00", "5 min"),
        reason("w", "2018-08-07T10:00", "2 h"),
    );
    is_mean_of(&play(&text), &[resolved(14.5), resolved(10.0), 0.0, resolved(120.0)]);
}

/// Not resolved on Monday after 10 min; again on Friday at 9:10, behind `y`, after 15 min: each contact has its own wait.
#[test]
fn a_repeat_has_a_wait_of_its_own() {
    let text = format!(
        "{}{CURVE}{ONE_AGENT}{}resolved = \"0 %\"\nrepeat = {{ chance = \"99 %\", after = \"fixed 4 d\" }}\n{}",
        week(1),
        reason("r", "2018-08-06T09:00", "10 min"),
        reason("y", "2018-08-10T09:05", "10 min"),
    );
    let unresolved = |wait_min: f64| logistic(2.0 - 1.5 * (1.0 + wait_min / 3.0_f64).ln() - 0.7);
    is_mean_of(&play(&text), &[unresolved(10.0), unresolved(15.0), resolved(10.0)]);
}

/// Contacts of the lead and of the drain are nobody's here.
#[test]
fn contacts_of_the_run_alone_count() {
    let text = |from: &str, to: &str| {
        format!(
            "{}{CURVE}{ONE_AGENT}{}",
            week(1).replace("from = \"2018-08-06\"\nto = \"2018-08-13\"", &format!("from = \"{from}\"\nto = \"{to}\"")),
            reason("a", "2018-08-06T23:59", "10 min")
        )
    };
    // Answered ten minutes after the run.
    let play = play(&text("2018-08-06", "2018-08-07"));
    assert_eq!(play.chunk.tally.contacts.contacts, 1);
    is_mean_of(&play, &[resolved(10.0)]);
}

/// Answered after 10 min, resolved or not; another turn is lost, and its customer not satisfied.
#[test]
fn satisfaction_falls_with_wait_and_without_help() {
    let text = |share: &str| {
        format!(
            "{}{CURVE}{ONE_AGENT}{}resolved = \"{share}\"\n{}patience = \"fixed 1 min\"\n",
            week(1),
            reason("a", "2018-08-06T09:00", "10 min"),
            reason("b", "2018-08-06T09:01", "10 min"),
        )
    };
    is_mean_of(&play(&text("100 %")), &[resolved(10.0), 0.0]);
    let unresolved = logistic(2.0 - 1.5 * (1.0 + 10.0 / 3.0_f64).ln() - 0.7);
    is_mean_of(&play(&text("0 %")), &[unresolved, 0.0]);
}

/// Logistic at score 1 (waits do not count here): the share of contacts that are repeats loses 0.8.
#[test]
fn extra_contacts_satisfy_less() {
    let text = |extra: &str| {
        format!(
            "{}[group.team]\nagents = 500\nwage = \"0 USD\"\n[satisfaction]\nsource = \"a test\"\ncurves.base = [1.0, 0.0, 0.0]\n{extra}\
             [reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\nresolved = \"0 %\"\n\
             repeat = {{ chance = \"50 %\", after = \"fixed 4 d\" }}\n",
            week(400),
            arrives("2018-08-06T09:00")
        )
    };
    let plain = play(&text("")).metric("satisfaction_base");
    assert!((plain - logistic(1.0)).abs() < 1e-6, "{plain}");
    let extra = play(&text("extra_contact.base = 0.8\n"));
    let again = extra.chunk.tally.repeats as f64 / extra.chunk.tally.opened as f64;
    assert!((0.25..0.4).contains(&again), "{again}");
    let exact = (1.0 - again) * logistic(1.0) + again * logistic(0.2);
    let found = extra.metric("satisfaction_base");
    assert!((found - exact).abs() < 1e-6, "{found}");
}
