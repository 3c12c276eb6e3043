//! Answers that people write in the phone app beside the platform.

use crate::desk::stage::{arrives, play, week};

/// Two contacts, one at 09:00, one at 19:00, each answered after the window (of no length) has closed.
fn text(app: &str, late: &str) -> String {
    format!(
        "{}[group.team]\nagents = 1\nwage = \"0 USD\"\n{app}[desk.answer]\nlate = \"{late}\"\n\
         [reason.a]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nfan_out = \"fixed 2\"\n\
         [reason.b]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nfan_out = \"fixed 2\"\n",
        week(1).replace("[tariff]\n", "[tariff]\nwindow = \"0 h\"\n"),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T19:00"),
    )
}

#[test]
fn the_app_is_never_billed_and_knows_no_window() {
    let none = play(&text("", "pay"));
    assert_eq!((none.bill().charged, none.chunk.tally.late_answers, none.sums.extras.app_answers), (4, 2, 0));
    let all = play(&text("app = \"100 %\"\n", "drop"));
    for reason in ["a", "b"] {
        assert!(all.story(reason).contains("agent app wait 180 queued 0"), "{}", all.story(reason));
    }
    assert_eq!((all.bill().charged, all.bill().total, all.bill().messages), (0, 0, 4));
    assert_eq!((all.chunk.tally.late_answers, all.sums.extras.app_answers), (0, 2));
}

#[test]
fn the_app_is_used_in_its_hours() {
    let evening = play(&text("app = \"100 %\"\napp_hours = \"Mon-Sun 18:00-22:00\"\n", "pay"));
    assert!(evening.story("a").contains("agent utility wait 180"), "{}", evening.story("a"));
    assert!(evening.story("b").contains("agent app wait 180"), "{}", evening.story("b"));
    assert_eq!((evening.bill().charged, evening.sums.extras.app_answers), (2, 1));
}

/// A share of answers, drawn by turn: 0.3 ± 4.5 standard errors of n = 4,000 (would see a fault of 3.3 points).
#[test]
fn a_share_of_answers_is_written_in_the_app() {
    let n = 4000;
    let text = text("app = \"30 %\"\n", "pay")
        .replace("contacts = 1", &format!("contacts = {}", n / 2))
        .replace("agents = 1", "agents = 2000");
    let play = play(&text);
    let share = play.sums.extras.app_answers as f64 / f64::from(n);
    assert!((share - 0.3).abs() < 4.5 * (0.21 / f64::from(n)).sqrt(), "{share}");
    assert_eq!(play.bill().charged as i64, 2 * (i64::from(n) - play.sums.extras.app_answers));
}
