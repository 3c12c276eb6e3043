//! Turns of a contact: bursts, reminders, thinking, patience, repeats.

use crate::desk::stage::{ONE_AGENT, arrives, play, told, week};

#[test]
fn two_turns_with_thinking_between() {
    let text = format!(
        "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\n\
         thinking = \"fixed 10 min\"\nfan_out = \"fixed 2\"\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    let story = play(&text).story("r");
    told(
        &story,
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:03:00 agent service wait 180 queued 0",
            "Mon 09:03:00 agent service",
            "Mon 09:13:00 writes",
            "Mon 09:16:00 agent service wait 180 queued 0",
            "Mon 09:16:00 agent service",
            "Mon 09:16:00 closes resolved",
        ],
    );
}

/// A reminder keeps the place in the queue and the wait counts from the first message.
#[test]
fn a_reminder_joins_the_open_turn() {
    let text = format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 2 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\n\
         reminder = {{ after = \"fixed 30 min\", chance = \"100 %\", at_most = 2 }}\n\
         [reason.c]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:10"),
        arrives("2018-08-06T09:20"),
    );
    let play = play(&text);
    told(
        &play.story("b"),
        &[
            "Mon 09:10:00 opens",
            "Mon 09:10:00 writes",
            "Mon 09:40:00 writes again",
            "Mon 10:10:00 writes again",
            "Mon 11:05:00 agent service wait 6900 queued 6600",
            "Mon 11:05:00 closes resolved",
        ],
    );
    told(
        &play.story("c"),
        &[
            "Mon 09:20:00 opens",
            "Mon 09:20:00 writes",
            "Mon 11:10:00 agent service wait 6600 queued 6300",
            "Mon 11:10:00 closes resolved",
        ],
    );
}

/// An early answer to a burst owes a further answer for what is still written; the turn's work is shared by its messages.
#[test]
fn early_answers_to_a_burst_cost_more_messages() {
    let reason = format!(
        "[reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n\
         burst = {{ messages = \"fixed 3\", gap = \"fixed 1 min\" }}\n",
        arrives("2018-08-06T09:00")
    );
    let early = play(&format!("{}{ONE_AGENT}{reason}", week(1)));
    told(
        &early.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:20 agent service wait 20 queued 0",
            "Mon 09:01:00 writes",
            "Mon 09:01:20 agent service wait 20 queued 0",
            "Mon 09:02:00 writes",
            "Mon 09:02:20 agent service wait 20 queued 0",
            "Mon 09:02:20 closes resolved",
        ],
    );
    let policy = "[desk.answer]\npolicy = \"wait and merge\"\nquiet = \"90 s\"\n";
    let merged = play(&format!("{}{ONE_AGENT}{policy}{reason}", week(1)));
    told(
        &merged.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:01:00 writes",
            "Mon 09:02:00 writes",
            "Mon 09:04:30 agent service wait 270 queued 210",
            "Mon 09:04:30 closes resolved",
        ],
    );
    assert_eq!((early.chunk.tally.messages_out[0], merged.chunk.tally.messages_out[0]), (3, 1));
    assert_eq!(early.sums.staff.groups[0].busy, merged.sums.staff.groups[0].busy);
}

/// What arrives while the agent writes is added to the answer that he is writing.
#[test]
fn a_burst_that_goes_on_during_the_work_is_answered_at_once() {
    let text = format!(
        "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed 6 min\"\nsame_difficulty = 0\n\
         burst = {{ messages = \"fixed 2\", gap = \"fixed 1 min\" }}\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    told(
        &play(&text).story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:01:00 writes",
            "Mon 09:06:00 agent service wait 360 queued 0",
            "Mon 09:06:00 closes resolved",
        ],
    );
}

/// Patience runs from the first message of the turn to when it is taken up, whatever the window does.
#[test]
fn patience_ends_the_turn_and_the_contact() {
    let text = format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 2 h\"\nsame_difficulty = 0\npatience = \"fixed 1 h\"\n\
         [reason.b]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\npatience = \"fixed 1 h\"\n\
         reminder = {{ after = \"fixed 45 min\", chance = \"100 %\" }}\n\
         repeat = {{ chance = \"100 %\", after = \"fixed 1 d\" }}\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:10"),
    );
    let play = play(&text);
    told(
        &play.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 11:00:00 agent service wait 7200 queued 0",
            "Mon 11:00:00 closes resolved",
        ],
    );
    told(
        &play.story("b"),
        &[
            "Mon 09:10:00 opens",
            "Mon 09:10:00 writes",
            "Mon 09:55:00 writes again",
            "Mon 10:10:00 closes abandoned wait 3600",
            "Tue 10:10:00 repeat opens",
            "Tue 10:10:00 repeat writes",
            "Tue 10:15:00 repeat agent service wait 300 queued 0",
            "Tue 10:15:00 repeat closes resolved",
        ],
    );
    let tally = &play.chunk.tally;
    assert_eq!((tally.opened, tally.repeats, tally.messages_in), (3, 1, (4, 1)));
}

#[test]
fn who_is_not_helped_comes_back_until_the_run_ends() {
    let text = format!(
        "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed 1 h\"\nsame_difficulty = 0\nresolved = \"0 %\"\n\
         repeat = {{ chance = \"99.9999 %\", after = \"fixed 3 d\" }}\n",
        week(1),
        arrives("2018-08-06T09:00"),
    );
    let play = play(&text);
    let story = play.story("r");
    assert_eq!(story.matches("closes unresolved").count(), 3, "{story}");
    assert!(story.ends_with("Sun 12:00:00 repeat closes unresolved"), "{story}");
    assert_eq!(play.chunk.tally.outcomes[1], 3);
}

/// Two messages of one customer at two contacts share one window, at one number.
#[test]
fn a_window_belongs_to_customer_and_number() {
    let text = format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 30 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n",
        week(1).replace("[population.p]\n", "[population.p]\nsize = 1\n"),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-07T08:00"),
    );
    let play = play(&text);
    // Written 30 h after his message about a, but 7 h after his message about b: inside.
    told(
        &play.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Tue 15:00:00 agent service wait 108000 queued 0",
            "Tue 15:00:00 closes resolved",
        ],
    );
    assert_eq!(play.bill().total, 0);
}

/// Without any patience, and back at once with hardly an exception: the need comes up 65,535 times more, each a microsecond later, and
/// then rests. The chance that it ends before is below 1 %.
#[test]
fn a_need_comes_back_as_often_as_it_has_numbers() {
    let text = format!(
        "{}{ONE_AGENT}[reason.a]\n{}handling = \"fixed 3 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\npatience = \"fixed 0 s\"\n\
         repeat = {{ chance = \"99.99999 %\", after = \"fixed 0 s\" }}\n",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:10"),
    );
    let play = play(&text);
    let last = play.facts.iter().map(|fact| fact.head.id.generation).max();
    assert_eq!((last, play.outcomes().as_str()), (Some(u16::MAX), "1 resolved, 65536 abandoned"));
}
