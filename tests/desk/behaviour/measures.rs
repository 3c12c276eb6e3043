//! Measures whose parts can be counted by hand: concurrency, first responses, repeats, re-openings, levels of an hour.

use crate::desk::stage::{ONE_AGENT, arrives, play, scenario, week};
use chatfare::experiment::{runner::Unwatched, study::study};

#[track_caller]
fn near(found: f64, exact: f64) {
    assert!((found - exact).abs() < 1e-6, "{found} is not {exact}");
}

/// Chats from 9:00 to 9:20 and from 9:10 to 9:30 with one agent of two places: 40 min of chats in 30 min of work, on duty for 40 h.
#[test]
fn chats_of_the_busy_and_of_those_on_duty() {
    let reason = |name: &str, at: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed 20 min\"\nsame_difficulty = 0\n", arrives(at))
    };
    let text = format!(
        "{}[group.team]\nagents = 1\nconcurrency = 2\nhours = \"Mon-Fri 09:00-17:00\"\nwage = \"0 USD\"\n{}{}",
        week(1),
        reason("a", "2018-08-06T09:00"),
        reason("b", "2018-08-06T09:10")
    );
    let play = play(&text);
    let found = play.metric("concurrency");
    assert!((found - 4.0 / 3.0).abs() < 1e-4, "{found}");
    let found = play.metric("concurrency_logged_in");
    assert!((found - 40.0 / 2400.0).abs() < 1e-6, "{found}");
}

/// First turn after 3 min, second after 6 (of two messages); the contact is not resolved and comes back once.
#[test]
fn first_responses_and_repeats() {
    let text = format!(
        "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 10 min\"\n\
         [reason.x]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\npatience = \"fixed 1 min\"\n\
         repeat = {{ chance = \"100 %\", after = \"fixed 1 d\" }}\n\
         [reason.y]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:01"),
        arrives("2018-08-06T09:13"),
    );
    let play = play(&text);
    // r: 180 s, then 180 s after y or before it; x: lost, then 180 s on the next day; y: 180 or 360 s.
    let waits: f64 = play.metric("response_mean") * 4.0;
    assert!((waits - (180.0 + 180.0 + 180.0 + 360.0)).abs() < 0.1, "{waits}\n{}\n{}", play.story("r"), play.story("y"));
    let second = if play.story("r").contains("wait 360") { 360.0 } else { 180.0 };
    let found = play.metric("first_response_mean");
    assert!((found - (waits - second) / 3.0).abs() < 0.1, "{found}");
    near(play.metric("repeat_share"), 1.0 / 4.0);
    // The last answer is not the slowest.
    let found = play.metric("response_max");
    assert!((found - 360.0).abs() < 0.1, "{found}");
}

/// The second turn comes after the run: it is no turn of it.
#[test]
fn turns_of_the_drain_are_not_counted() {
    let text = format!(
        "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 7 d\"\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    let play = play(&text);
    assert!(play.story("r").ends_with("closes resolved"), "{}", play.story("r"));
    assert_eq!((play.chunk.tally.messages.offered, play.metric("turns_per_contact")), (1, 1.0));
}

/// Of two conversations closed for silence one is opened anew in the run; three ends that nobody said.
#[test]
fn conversations_opened_anew() {
    let reason = |name: &str, at: &str, rest: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n{rest}", arrives(at))
    };
    let text = format!(
        "{}[group.team]\nagents = 9\nwage = \"0 USD\"\n[desk]\nslots = \"held\"\ninactivity = {{ after = \"10 min\", unsaid = \"100 %\" }}\n{}{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", "turns = \"fixed 2\"\nthinking = \"fixed 20 min\"\n"),
        reason("b", "2018-08-06T09:05", ""),
        reason("c", "2018-08-06T09:10", "turns = \"fixed 2\"\nthinking = \"fixed 8 d\"\n"),
    );
    let play = play(&text);
    let extras = &play.sums.extras;
    assert_eq!((extras.closed_inactive, extras.reopened, extras.ended_unsaid), (2, 1, 2));
    near(play.metric("reopened_per_contact"), 1.0 / 3.0);
    near(play.metric("closed_too_early_share"), 1.0 / 4.0);
}

/// Five calls of one hour at two lines, threshold 8 min: a talks at once, b gives up after 8 min, c finds no line, d waits 30 s, e
/// waits 3 min. Every definition of a service level in the table of levels, in both replications the same.
#[test]
fn levels_of_an_hour() {
    let mut text = format!(
        "{}[measures]\ncall_threshold = \"8 min\"\ndetails = [\"period\"]\nperiod = \"1 h\"\n[call_center]\nwage = \"0 USD\"\nagents = 1\n\
         lines = 2\npatience = \"fixed 8 min\"\n",
        week(1).replace("contacts = 1\n", "contacts = 1\nreplications = 2\n")
    );
    for (name, at, talk) in [
        ("a", "2018-08-06T09:00", 10),
        ("b", "2018-08-06T09:01", 5),
        ("c", "2018-08-06T09:02", 5),
        ("d", "2018-08-06T09:09:30", 5),
        ("e", "2018-08-06T09:12", 5),
    ] {
        text += &format!("[reason.{name}]\n{}handling = \"fixed {talk} min\"\nsame_difficulty = 0\n", arrives(at));
    }
    let study = study(&scenario("levels.toml", &text), &Unwatched).expect("a study");
    let levels = &study.tables.service_levels;
    let names: Vec<&str> = levels.iter().map(|row| row.name.as_str()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| *name == "Mon 09:00"), "{names:?}");
    for (metric, exact) in [
        ("offered", 5.0),
        ("answered", 3.0),
        ("within / offered", 3.0 / 5.0),
        ("within / (offered − blocked)", 3.0 / 4.0),
        ("within / (offered − lost within)", 3.0 / 4.0),
        ("within / answered", 1.0),
        ("(within + lost within) / offered", 4.0 / 5.0),
        ("lost / offered", 1.0 / 5.0),
        ("blocked / offered", 1.0 / 5.0),
        ("mean response", 70.0),
        ("mean beyond threshold", 0.0),
        ("longest response", 180.0),
        ("mean time to leave", 480.0),
    ] {
        let row = levels.iter().find(|row| row.metric == metric).unwrap_or_else(|| panic!("no {metric}"));
        assert!((row.value.mean - exact).abs() < 0.01, "{metric}: {}, by hand {exact}", row.value.mean);
    }
}
