//! Customers who leave the queue without a word.

use crate::desk::stage::{ONE_AGENT, arrives, play, told, week};

/// `a` keeps the agent until 09:10; `b` leaves at 09:05; `c` stands behind him.
fn text(silent: &str) -> String {
    format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\npatience = \"fixed 3 min\"\n{silent}\
         [reason.c]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:02"),
        arrives("2018-08-06T09:04"),
    )
}

#[test]
fn who_leaves_without_a_word_holds_a_place_until_he_is_noticed() {
    let play = play(&text("silent = { chance = \"100 %\", detection = \"fixed 2 min\", messages = 2 }\n"));
    told(
        &play.story("b"),
        &[
            "Mon 09:02:00 opens",
            "Mon 09:02:00 writes",
            "Mon 09:05:00 turn lost wait 180",
            "Mon 09:10:00 agent service",
            "Mon 09:10:00 agent service",
            "Mon 09:12:00 closes abandoned",
        ],
    );
    assert!(play.story("c").contains("Mon 09:17:00 agent service wait 780 queued 480"), "{}", play.story("c"));
    let extras = &play.sums.extras;
    assert_eq!((extras.left_silently, extras.noticed.0, extras.noticed.1 / 1_000_000), (1, 1, 120));
    // He is busy with it, but does no work.
    let group = &play.sums.staff.groups[0];
    assert_eq!((group.busy / 60_000_000, group.serving / 60_000_000), (17, 15));
    let waits = &play.chunk.tally.messages;
    assert_eq!((waits.offered, waits.answered, waits.lost_sum / 1_000_000), (3, 2, 180));
}

#[test]
fn who_says_so_leaves_the_queue() {
    let play = play(&text("silent = { chance = \"0 %\" }\n"));
    told(&play.story("b"), &["Mon 09:02:00 opens", "Mon 09:02:00 writes", "Mon 09:05:00 closes abandoned wait 180"]);
    assert!(play.story("c").contains("Mon 09:15:00 agent service wait 660 queued 360"), "{}", play.story("c"));
    assert_eq!(play.sums.extras.left_silently, 0);
}

/// Nobody is met before the drain ends: the turn is lost all the same.
#[test]
fn who_is_never_noticed_has_abandoned() {
    let busy = text("silent = { chance = \"100 %\" }\n").replace("fixed 10 min", "fixed 30 d");
    let play = play(&busy);
    assert_eq!(play.outcomes(), "1 abandoned, 2 open at end");
    assert_eq!((play.sums.extras.left_silently, play.sums.extras.noticed.0), (1, 0));
}

/// The first answer uses the month's budget up: to `b`, who has left, no message goes out, but he holds a place all the same.
#[test]
fn a_used_up_budget_stops_messages_to_nobody() {
    let silent = "silent = { chance = \"100 %\", detection = \"fixed 2 min\", messages = 2 }\n";
    let play = play(&(text(silent) + "[desk.budget]\nmessages = 1\nthen = \"stop\"\n"));
    told(
        &play.story("b"),
        &[
            "Mon 09:02:00 opens",
            "Mon 09:02:00 writes",
            "Mon 09:05:00 turn lost wait 180",
            "Mon 09:12:00 closes abandoned",
        ],
    );
    assert_eq!(play.chunk.tally.messages_out[0], 1);
}
