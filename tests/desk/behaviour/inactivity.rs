//! Conversations closed for silence, and opened anew.

use crate::desk::stage::{arrives, play, told, week};

/// One agent with one place, held while `a` thinks for 20 min from 09:03; `b` comes at 09:05.
fn text(desk: &str) -> String {
    format!(
        "{}[group.team]\nagents = 1\nwage = \"0 USD\"\n[desk]\nslots = \"held\"\n{desk}\
         [reason.a]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 20 min\"\n\
         [reason.b]\n{}handling = \"fixed 2 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:05"),
    )
}

#[test]
fn silence_frees_the_place_and_the_customer_comes_back() {
    let play = play(&text("inactivity = { after = \"10 min\", handling = 2 }\n"));
    told(
        &play.story("b"),
        &[
            "Mon 09:05:00 opens",
            "Mon 09:05:00 writes",
            "Mon 09:15:00 agent service wait 600 queued 480",
            "Mon 09:15:00 closes resolved",
        ],
    );
    // Read again: twice the work.
    told(
        &play.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:03:00 agent service wait 180 queued 0",
            "Mon 09:23:00 writes",
            "Mon 09:29:00 agent service wait 360 queued 0",
            "Mon 09:29:00 closes resolved",
        ],
    );
    assert_eq!((play.sums.extras.closed_inactive, play.sums.extras.reopened), (1, 1));
}

#[test]
fn who_writes_in_time_finds_his_place() {
    let play = play(&text("inactivity = { after = \"20 min\", handling = 2 }\n"));
    assert!(play.story("a").contains("Mon 09:26:00 agent service wait 180 queued 0"), "{}", play.story("a"));
    assert!(play.story("b").contains("Mon 09:28:00 agent service wait 1380 queued 1260"), "{}", play.story("b"));
    assert_eq!((play.sums.extras.closed_inactive, play.sums.extras.reopened), (0, 0));
}

/// Nobody says that `a` is over: his place is held for another 10 min.
#[test]
fn an_end_that_nobody_says_holds_the_place() {
    let once = |desk: &str| text(desk).replace("fixed 2\"", "fixed 1\"");
    let said = play(&once("inactivity = { after = \"10 min\" }\n"));
    assert!(said.story("b").contains("Mon 09:07:00 agent service wait 120 queued 0"), "{}", said.story("b"));
    let unsaid = play(&once("inactivity = { after = \"10 min\", unsaid = \"100 %\" }\n"));
    assert!(unsaid.story("b").contains("Mon 09:15:00 agent service wait 600 queued 480"), "{}", unsaid.story("b"));
    assert!(unsaid.story("a").ends_with("Mon 09:13:00 closes resolved"), "{}", unsaid.story("a"));
    // `b` ends unsaid, too.
    assert_eq!((said.sums.extras.ended_unsaid, unsaid.sums.extras.ended_unsaid), (0, 2));
}

/// A shift that ends takes with it what was only kept.
#[test]
fn the_end_of_the_shift_ends_what_lingers() {
    let desk = "inactivity = { after = \"10 h\", unsaid = \"100 %\" }\n";
    let text = text(desk)
        .replace("agents = 1\n", "agents = 1\nhours = \"Mon-Fri 09:00-12:00\"\n")
        .replace("fixed 2\"", "fixed 1\"");
    let play = play(&text);
    assert!(play.story("a").ends_with("Mon 12:00:00 closes resolved"), "{}", play.story("a"));
    assert_eq!(play.sums.staff.groups[0].overtime, 0);
    // `b` waits until Tuesday: the place was taken.
    assert!(play.story("b").contains("Tue 09:02:00 agent service"), "{}", play.story("b"));
}
