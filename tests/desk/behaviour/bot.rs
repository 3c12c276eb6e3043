//! The bot, and automatic texts.

use crate::desk::stage::{ONE_AGENT, arrives, play, told, week};

#[test]
fn the_bot_settles_all_turns_of_a_contained_contact() {
    let text = format!(
        "{}{ONE_AGENT}[bot]\ncontainment = \"100 %\"\ndelay = \"5 s\"\nfan_out = \"fixed 2\"\n\
         [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 1 min\"\n\
         resolved = \"0 %\"\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    let play = play(&text);
    told(
        &play.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:05 bot service wait 5 queued 5",
            "Mon 09:00:05 bot service",
            "Mon 09:01:05 writes",
            "Mon 09:01:10 bot service wait 5 queued 5",
            "Mon 09:01:10 bot service",
            "Mon 09:01:10 closes resolved",
        ],
    );
    assert_eq!(play.chunk.tally.bot_turns, 2);
    assert_eq!(play.sums.staff.groups[0].busy, 0);
}

#[test]
fn the_bot_hands_over_what_it_cannot_settle() {
    let text = format!(
        "{}{ONE_AGENT}[bot]\ncontainment = \"0 %\"\ndelay = \"5 s\"\nfan_out = \"fixed 2\"\n\
         [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 1 min\"\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    let play = play(&text);
    told(
        &play.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:00:05 bot service",
            "Mon 09:03:05 agent service wait 185 queued 5",
            "Mon 09:04:05 writes",
            "Mon 09:07:05 agent service wait 180 queued 0",
            "Mon 09:07:05 closes resolved",
        ],
    );
    assert_eq!(play.chunk.tally.bot_turns, 1);
}

/// Past the window (here: of no length) the bot's answers fare like anybody's, and its hand-over is silent.
#[test]
fn the_bot_obeys_the_window() {
    let text = |containment: &str, late: &str| {
        format!(
            "{}{ONE_AGENT}[bot]\ncontainment = \"{containment}\"\ndelay = \"5 s\"\n[desk.answer]\nlate = \"{late}\"\n\
             [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
            week(1).replace("[tariff]\n", "[tariff]\nwindow = \"0 h\"\n"),
            arrives("2018-08-06T09:00")
        )
    };
    let alone = play(&text("100 %", "pay"));
    assert!(alone.story("r").contains("Mon 09:00:05 bot utility wait 5 queued 5"), "{}", alone.story("r"));
    assert_eq!(alone.bill().charged, 1);
    let team = play(&text("0 %", "pay"));
    told(
        &team.story("r"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:03:05 agent utility wait 185 queued 5",
            "Mon 09:03:05 closes resolved",
        ],
    );
    assert!(play(&text("100 %", "drop")).story("r").ends_with("Mon 09:00:05 closes dropped wait 5"));
    assert_eq!(play(&text("100 %", "hold")).outcomes(), "1 open at end");
}

#[test]
fn an_acknowledgement_goes_out_when_nobody_is_on_duty() {
    let text = |at: &str| {
        format!(
            "{}[group.team]\nhours = \"Mon-Fri 09:00-18:00\"\nagents = 1\nwage = \"0 USD\"\n\
             [desk]\nacknowledgement = \"30 s\"\n[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
            week(1),
            arrives(at)
        )
    };
    told(
        &play(&text("2018-08-06T20:00")).story("r"),
        &[
            "Mon 20:00:00 opens",
            "Mon 20:00:00 writes",
            "Mon 20:00:30 system service",
            "Tue 09:03:00 agent service wait 46980 queued 46800",
            "Tue 09:03:00 closes resolved",
        ],
    );
    assert!(!play(&text("2018-08-06T10:00")).story("r").contains("system"));
}

/// Who was answered, or gave up, before it is due gets none.
#[test]
fn no_acknowledgement_to_a_turn_that_no_longer_waits() {
    let text = format!(
        "{}[group.team]\nhours = \"Mon-Fri 09:00-18:00\"\nagents = 1\nwage = \"0 USD\"\n\
         [desk]\nacknowledgement = \"30 min\"\n[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n\
         [reason.s]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\npatience = \"fixed 5 min\"\n",
        week(1),
        arrives("2018-08-06T08:50"),
        arrives("2018-08-06T20:00"),
    );
    let play = play(&text);
    assert!(!play.story("r").contains("system"), "{}", play.story("r"));
    told(&play.story("s"), &["Mon 20:00:00 opens", "Mon 20:00:00 writes", "Mon 20:05:00 closes abandoned wait 300"]);
}

#[test]
fn consolidation_sends_one_message_an_answer() {
    let text = |consolidate: bool| {
        format!(
            "{}{ONE_AGENT}[desk.answer]\nconsolidate = {consolidate}\n[bot]\ncontainment = {{ b = \"100 %\" }}\ndelay = \"1 s\"\n\
             fan_out = \"fixed 4\"\n[reason.a]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nfan_out = \"fixed 3\"\n\
             [reason.b]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
            week(1),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:30"),
        )
    };
    let by_author = |consolidate| play(&text(consolidate)).chunk.tally.by_author;
    // Agent, bot (its text of handing over `a` among them), system.
    assert_eq!(by_author(false), [3, 5, 0]);
    assert_eq!(by_author(true), [1, 2, 0]);
}

/// The bot would answer after a minute; the customer calls after half of one, and the agent does not help him. That is the end of
/// it: the bot has settled nothing, and what it would have settled wrongly does not come back.
#[test]
fn who_calls_instead_is_no_more_the_bots() {
    let text = format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nwage = \"0 USD\"\n[call_center]\nvariant = false\nagents = 0\n\
         wage = \"0 USD\"\n[bot]\ncontainment = \"100 %\"\ndelay = \"1 min\"\n[reason.r]\n{}handling = \"fixed 5 min\"\n\
         call_handling = \"fixed 9 min\"\nsame_difficulty = 0\npatience = \"fixed 30 s\"\nswitch_to_phone = \"100 %\"\n\
         resolved_by_phone = \"0 %\"\n",
        week(1),
        arrives("2018-08-06T09:00"),
    );
    let play = play(&text);
    assert_eq!(play.outcomes(), "1 unresolved");
    // Unlike what the bot settles, the call is a turn of the team.
    assert_eq!((play.sums.promise[1].offered, play.sums.promise[1].within), (1, 1));
}
