//! What is done when the window has closed.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, told, week};

/// `a` keeps the agent for 25 h; `b` waits for it and is late.
fn late(rule: &str, b: &str, rest: &str) -> Play {
    play(&format!(
        "{}{ONE_AGENT}[desk.answer]\nlate = {rule}\n[reason.a]\n{}handling = \"fixed 23 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 2 h\"\nsame_difficulty = 0\nfan_out = \"fixed 2\"\n{b}{rest}",
        week(1),
        arrives("2018-08-06T08:00"),
        arrives("2018-08-06T08:30"),
    ))
}

#[test]
fn pay_sends_a_template_for_every_message_of_the_answer() {
    let play = late("\"pay\"", "", "");
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            "Tue 09:00:00 agent utility wait 88200 queued 81000",
            "Tue 09:00:00 agent utility",
            "Tue 09:00:00 closes resolved",
        ],
    );
    let bill = play.bill();
    assert_eq!((bill.charged, bill.total), (2, 100_000_000));
    assert_eq!((play.chunk.tally.late_answers, play.chunk.tally.inside_window), (1, 1));
}

#[test]
fn hold_keeps_the_written_answer_until_the_customer_writes_again() {
    let reminder = "reminder = { after = \"fixed 26 h\", chance = \"100 %\" }\n";
    let play = late("\"hold\"", reminder, "");
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            "Tue 10:30:00 writes again",
            "Tue 10:30:00 agent service wait 93600 queued 81000",
            "Tue 10:30:00 agent service",
            "Tue 10:30:00 closes resolved",
        ],
    );
    assert_eq!(play.bill().total, 0);
    let silent = late("\"hold\"", "", "");
    assert!(silent.story("b").ends_with("closes open at end wait 1179000"), "{}", silent.story("b"));
    assert_eq!(silent.outcomes(), "1 resolved, 1 open at end");
}

/// Not taken up when late: the agent is free for others, and works on it once the customer has written again.
#[test]
fn hold_does_not_spend_work_on_a_turn_that_is_late_already() {
    let play = late(
        "\"hold\"",
        "reminder = { after = \"fixed 30 h\", chance = \"100 %\" }\n",
        &format!("[reason.c]\n{}handling = \"fixed 3 h\"\nsame_difficulty = 0\n", arrives("2018-08-06T08:10")),
    );
    // Tue 07:00 c is taken up (within its window) until 10:00; b is late from 08:30 on and parked at 10:00.
    assert!(play.story("c").contains("Tue 10:00:00 agent utility") || play.story("c").contains("open at end"));
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            "Tue 14:30:00 writes again",
            "Tue 16:30:00 agent service wait 115200 queued 108000",
            "Tue 16:30:00 agent service",
            "Tue 16:30:00 closes resolved",
        ],
    );
}

#[test]
fn a_held_customer_still_has_his_patience() {
    let play = late("\"hold\"", "patience = \"fixed 24 h\"\n", "");
    told(&play.story("b"), &["Mon 08:30:00 opens", "Mon 08:30:00 writes", "Tue 09:00:00 closes abandoned wait 88200"]);
}

#[test]
fn drop_ends_the_contact_unanswered() {
    let play = late("\"drop\"", "", "");
    told(&play.story("b"), &["Mon 08:30:00 opens", "Mon 08:30:00 writes", "Tue 09:00:00 closes dropped wait 88200"]);
    let tally = &play.chunk.tally;
    assert_eq!((tally.messages.offered, tally.messages.answered, tally.messages_out[0]), (2, 1, 1));
}

#[test]
fn call_takes_the_customer_to_the_phone() {
    let play = play(&format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nwage = \"0 USD\"\n\
         [call_center]\nagents = 1\nwage = \"0 USD\"\nvariant = false\nmenu = \"30 s\"\n[desk.answer]\nlate = \"call\"\n\
         [reason.a]\n{}handling = \"fixed 25 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 2 h\"\ncall_handling = \"fixed 7 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T08:00"),
        arrives("2018-08-06T08:30"),
    ));
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            // At one instant starts stand before ends.
            "Tue 09:00:00 talks wait 0",
            "Tue 09:00:00 turn lost wait 88200",
            "Tue 09:07:00 hangs up outbound wait 0 talk 420 line 420",
            "Tue 09:07:00 closes resolved",
        ],
    );
    // a was written when it became late: sent, not called.
    assert!(play.story("a").contains("Tue 09:00:00 agent utility wait 90000 queued 0"), "{}", play.story("a"));
}

/// Two late answers a month and number are paid, then held; a new month pays again.
#[test]
fn the_cap_counts_by_month() {
    let reason = |name: &str, at: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n", arrives(at))
    };
    let world = week(1).replace("2018-08-06", "2018-08-27").replace("2018-08-13", "2018-09-08");
    let text = format!(
        "{world}[group.team]\nhours = \"Wed 10:00-11:00; Sat 10:00-11:00\"\nagents = 1\nwage = \"0 USD\"\n\
         [desk.answer]\nlate = \"cap\"\ncap = 2\n{}{}{}{}",
        reason("a", "2018-08-27T09:00"),
        reason("b", "2018-08-27T09:05"),
        reason("c", "2018-08-27T09:10"),
        reason("d", "2018-08-30T09:10"),
    );
    let play = play(&text);
    assert!(play.story("a").contains("Wed 10:01:00 agent utility"), "{}", play.story("a"));
    assert!(play.story("b").contains("Wed 10:02:00 agent utility"), "{}", play.story("b"));
    assert!(play.story("c").ends_with("closes open at end wait 1608600"), "{}", play.story("c"));
    assert!(play.story("d").contains("Sat 10:01:00 agent utility"), "{}", play.story("d"));
    assert_eq!(play.bill().charged, 3);
}

/// An answer exactly at the end of the window is late.
#[test]
fn the_end_of_the_window_is_outside() {
    let text = |handling: &str| {
        format!(
            "{}{ONE_AGENT}[reason.r]\n{}handling = \"fixed {handling}\"\nsame_difficulty = 0\n",
            week(1),
            arrives("2018-08-06T08:00")
        )
    };
    let late = play(&text("24 h"));
    assert!(late.story("r").contains("agent utility wait 86400"), "{}", late.story("r"));
    assert_eq!(late.bill().charged, 1);
    let inside = play(&text("86399999999 us"));
    assert!(inside.story("r").contains("agent service wait 86400"), "{}", inside.story("r"));
    assert_eq!(inside.bill().charged, 0);
}

#[test]
fn late_as_names_the_class() {
    let play = play(&format!(
        "{}{ONE_AGENT}[desk.answer]\nlate_as = \"authentication\"\n[reason.r]\n{}handling = \"fixed 25 h\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T08:00"),
    ));
    assert!(play.story("r").contains("agent authentication wait 90000"), "{}", play.story("r"));
}

/// A reminder that does not restart the window does not let a held answer out.
#[test]
fn a_held_answer_goes_out_only_if_the_window_is_open_again() {
    let reminder = "reminder = { after = \"fixed 26 h\", chance = \"100 %\", restarts_window = false }\n";
    let play = late("\"hold\"", reminder, "");
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            "Tue 10:30:00 writes again",
            "later 00:00:00 closes open at end wait 1179000",
        ],
    );
}

/// What restarts the window for the desk restarts it for the bill, and nothing else does.
#[test]
fn a_reminder_that_moves_no_window_makes_no_answer_free() {
    let charged = |restarts: bool| {
        let reminder =
            format!("reminder = {{ after = \"fixed 20 h\", chance = \"100 %\", restarts_window = {restarts} }}\n");
        let play = late("\"pay\"", &reminder, "");
        assert_eq!(play.chunk.tally.late_answers, !restarts as i64, "{}", play.story("b"));
        play.bill().charged
    };
    assert_eq!((charged(true), charged(false)), (0, 2));
}

/// A turn that became late and comes back by a further message is still subject to the answering policy.
#[test]
fn a_turn_that_comes_back_obeys_the_policy() {
    let text = format!(
        "{}{ONE_AGENT}[desk.answer]\nlate = \"hold\"\npolicy = \"office hours\"\nhours = \"Wed 10:00-12:00; Thu 10:00-12:00\"\n\
         [reason.b]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n\
         reminder = {{ after = \"fixed 60 h\", chance = \"100 %\" }}\n",
        week(1),
        arrives("2018-08-06T08:00"),
    );
    told(
        &play(&text).story("b"),
        &[
            "Mon 08:00:00 opens",
            "Mon 08:00:00 writes",
            "Wed 20:00:00 writes again",
            "Thu 10:10:00 agent service wait 267000 queued 266400",
            "Thu 10:10:00 closes resolved",
        ],
    );
}

/// The firm dials when an agent is there: nobody holds a line, or pays for it, before.
#[test]
fn an_outbound_call_holds_a_line_only_while_it_lasts() {
    let play = play(&format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nconcurrency = 2\nwage = \"0 USD\"\n\
         [call_center]\nagents = 1\nwage = \"0 USD\"\nvariant = false\n[desk.answer]\nlate = \"call\"\n\
         [reason.a]\n{}handling = \"fixed 25 h\"\nsame_difficulty = 0\n\
         [reason.b]\n{}handling = \"fixed 2 h\"\ncall_handling = \"fixed 7 min\"\nsame_difficulty = 0\n\
         [reason.c]\n{}handling = \"fixed 26 h\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T08:00"),
        arrives("2018-08-06T08:30"),
        arrives("2018-08-06T08:15"),
    ));
    // a ends on Tue 09:00, c on Tue 10:15: the agent is free for the call then.
    told(
        &play.story("b"),
        &[
            "Mon 08:30:00 opens",
            "Mon 08:30:00 writes",
            "Tue 09:00:00 turn lost wait 88200",
            "Tue 10:15:00 talks wait 4500",
            "Tue 10:22:00 hangs up outbound wait 4500 talk 420 line 420",
            "Tue 10:22:00 closes resolved",
        ],
    );
    assert_eq!(play.chunk.tally.line_time.map(|micros| micros / 1_000_000), [0, 420]);
}
