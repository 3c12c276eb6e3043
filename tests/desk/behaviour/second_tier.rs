//! Second groups and after-contact work, instant by instant.

use crate::desk::stage::{Play, arrives, play, play_variant, told, week};

fn call(transfer: &str, reasons: &str) -> Play {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 1\ngroups = [\"experts\"]\n\
         [group.experts]\nchannels = [\"phone\"]\nwage = \"0 USD\"\nagents = 1\n\
         [reason.x]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\ngroups = [\"experts\"]\n\
         [reason.a]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\ngroups = [\"call center\"]\n\
         [reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\nhandling = \"fixed 4 min\"\ncall_handling = \"fixed 4 min\"\n\
         after = \"40 %\"\n{transfer}{reasons}",
        week(1),
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:05"),
    );
    play_variant(&text, "phone")
}

/// The next caller for the first agent.
fn next() -> String {
    format!(
        "[reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\ngroups = [\"call center\"]\n",
        arrives("2018-08-06T09:06")
    )
}

/// The expert talks with x until 9:10; a is passed on at 9:07, after two of five minutes.
#[test]
fn the_first_agent_is_released_at_once() {
    let play = call("", &next());
    told(
        &play.story("a"),
        &[
            "Mon 09:05:00 calls",
            "Mon 09:05:00 talks wait 0",
            "Mon 09:14:00 hangs up wait 0 talk 540 line 540",
            "Mon 09:14:00 closes resolved",
        ],
    );
    assert!(play.story("b").contains("Mon 09:07:00 talks wait 60"), "{}", play.story("b"));
    let second = play.sums.second;
    assert_eq!((second.passed_on, second.taken, second.lost, (second.wait + 500_000) / 1_000_000), (1, 1, 0, 180));
    let busy = |group: usize| (play.sums.staff.groups[group].busy + 500_000) / 1_000_000;
    assert_eq!((busy(0), busy(1)), (120 + 60, 600 + 240));
    assert_eq!(play.outcomes(), "3 resolved");
}

#[test]
fn the_first_agent_stays_until_the_second_has_taken_over() {
    let play = call("first = \"until taken\"\nbriefing = \"fixed 30 s\"\n", &next());
    assert!(play.story("a").contains("Mon 09:14:30 hangs up wait 0 talk 570"), "{}", play.story("a"));
    assert!(play.story("b").contains("Mon 09:10:30 talks wait 270"), "{}", play.story("b"));
}

#[test]
fn the_first_agent_stays_to_the_end() {
    let play = call("first = \"to the end\"\n", &next());
    assert!(play.story("a").contains("Mon 09:14:00 hangs up wait 0 talk 540"), "{}", play.story("a"));
    assert!(play.story("b").contains("Mon 09:14:00 talks wait 480"), "{}", play.story("b"));
}

#[test]
fn who_is_passed_on_may_give_up_in_the_second_queue() {
    let play = call("first = \"until taken\"\npatience = \"fixed 2 min\"\n", &next());
    told(
        &play.story("a"),
        &[
            "Mon 09:05:00 calls",
            "Mon 09:05:00 talks wait 0",
            "Mon 09:09:00 hangs up wait 0 talk 240 line 240",
            "Mon 09:09:00 closes abandoned",
        ],
    );
    assert!(play.story("b").contains("Mon 09:09:00 talks wait 180"), "{}", play.story("b"));
    assert_eq!((play.sums.second.passed_on, play.sums.second.lost), (1, 1));
}

/// The team has done two of five minutes at 9:02; the expert is busy until 9:10. The second turn is the expert's at once, and takes him his four
/// minutes too.
#[test]
fn a_turn_by_message_is_passed_on_and_the_contact_stays_there() {
    let text = |first: &str| {
        format!(
            "{}[group.team]\nwage = \"0 USD\"\nagents = 1\n[group.experts]\nwage = \"0 USD\"\nagents = 1\n\
             [reason.x]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\ngroups = [\"experts\"]\n\
             [reason.a]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\ngroups = [\"team\"]\nturns = \"fixed 2\"\n\
             thinking = \"fixed 3 min\"\n[reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\nhandling = \"fixed 4 min\"\n\
             after = \"40 %\"\n{first}\
             [reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\ngroups = [\"team\"]\n",
            week(1),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:01"),
        )
    };
    let released = play(&text(""));
    told(
        &released.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:14:00 agent service wait 840 queued 0",
            "Mon 09:17:00 writes",
            "Mon 09:21:00 agent service wait 240 queued 0",
            "Mon 09:21:00 closes resolved",
        ],
    );
    assert!(released.story("b").contains("Mon 09:03:00 agent service wait 120 queued 60"), "{}", released.story("b"));
    assert_eq!((released.sums.second.wait + 500_000) / 1_000_000, 480);
    let busy = |play: &Play| (play.sums.staff.groups[0].busy + 500_000) / 1_000_000;
    assert_eq!(busy(&released), 120 + 60);
    assert_eq!(busy(&play(&text("first = \"until taken\"\n"))), 600 + 60);
    assert_eq!(busy(&play(&text("first = \"to the end\"\n"))), 840 + 60);
}

#[test]
fn the_agent_works_on_when_the_customer_has_gone() {
    let reasons = |key: &str| {
        format!(
            "[reason.a]\n{}handling = \"fixed 5 min\"\nsame_difficulty = 0\n{key} = \"fixed 2 min\"\nresolved = \"0 %\"\n\
             repeat = {{ chance = \"99 %\", after = \"fixed 1 min\" }}\n\
             [reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n",
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:01"),
        )
    };
    let center = "[call_center]\nwage = \"0 USD\"\nagents = 1\n";
    let calls = play_variant(&format!("{}{center}{}", week(1), reasons("after_call_work")), "phone");
    assert!(calls.story("a").contains("Mon 09:05:00 closes unresolved"), "{}", calls.story("a"));
    assert!(calls.story("b").contains("Mon 09:07:00 talks wait 360"), "{}", calls.story("b"));
    // The need comes back a minute after the call, not before the agent's work on it is done.
    assert!(calls.story("a").contains("Mon 09:07:00 repeat calls"), "{}", calls.story("a"));
    let team = "[group.team]\nwage = \"0 USD\"\nagents = 1\n";
    let chats = play(&format!("{}{team}{}", week(1), reasons("after_chat_work")));
    assert!(chats.story("a").contains("Mon 09:05:00 agent service wait 300 queued 0"), "{}", chats.story("a"));
    assert!(chats.story("b").contains("Mon 09:08:00 agent service wait 420 queued 360"), "{}", chats.story("b"));
}
