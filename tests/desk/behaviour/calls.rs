//! Calls: menu, lines, balking, patience, retrials, and customers who move to the phone.

use crate::desk::stage::{Play, arrives, play, play_variant, told, week};
use chatfare::facts::Body;

fn call(center: &str, reasons: &str) -> Play {
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\n{center}{reasons}", week(1)), "phone")
}

fn reason(name: &str, at: &str, talk: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {talk}\"\nsame_difficulty = 0\n", arrives(at))
}

#[test]
fn the_wait_runs_from_the_end_of_the_menu_and_the_line_from_dialling() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:05", "5 min");
    let play = call("agents = 1\nmenu = \"30 s\"\n", &reasons);
    told(
        &play.story("a"),
        &[
            "Mon 09:00:00 calls",
            "Mon 09:00:30 talks wait 0",
            "Mon 09:10:30 hangs up wait 0 talk 600 line 630",
            "Mon 09:10:30 closes resolved",
        ],
    );
    told(
        &play.story("b"),
        &[
            "Mon 09:05:00 calls",
            "Mon 09:10:30 talks wait 300",
            "Mon 09:15:30 hangs up wait 300 talk 300 line 630",
            "Mon 09:15:30 closes resolved",
        ],
    );
    assert_eq!(play.chunk.tally.line_time.map(|micros| micros / 1_000_000), [1260, 0]);
    assert_eq!(play.sums.staff.lines_peak, 2);
}

#[test]
fn the_menu_settles_calls_without_an_agent() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min");
    let play = call("agents = 1\nmenu = \"30 s\"\nmenu_containment = \"100 %\"\n", &reasons);
    told(
        &play.story("a"),
        &["Mon 09:00:00 calls", "Mon 09:00:30 hangs up wait -1 talk 0 line 30", "Mon 09:00:30 closes resolved"],
    );
    assert_eq!((play.chunk.tally.phone.offered, play.sums.staff.groups[0].busy), (0, 0));
}

#[test]
fn a_full_line_blocks_and_the_caller_tries_again() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min")
        + &reason("b", "2018-08-06T09:01", "5 min")
        + &reason("c", "2018-08-06T09:02", "5 min");
    let play = call("agents = 1\nlines = 2\nretrial = { chance = \"100 %\", after = \"fixed 9 min\" }\n", &reasons);
    told(
        &play.story("c"),
        &[
            "Mon 09:02:00 calls",
            "Mon 09:02:00 hangs up in vain wait 0 talk 0 line 0",
            "Mon 09:15:00 talks wait 240",
            "Mon 09:20:00 hangs up wait 240 talk 300 line 540",
            "Mon 09:20:00 closes resolved",
        ],
    );
    let lost = call("agents = 1\nlines = 2\n", &reasons);
    told(
        &lost.story("c"),
        &["Mon 09:02:00 calls", "Mon 09:02:00 hangs up in vain wait 0 talk 0 line 0", "Mon 09:02:00 closes blocked"],
    );
    assert_eq!(lost.outcomes(), "2 resolved, 1 blocked");
}

#[test]
fn callers_balk_only_if_they_must_wait() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let play = call("agents = 1\nbalking = \"100 %\"\n", &reasons);
    assert!(play.story("a").ends_with("closes resolved"), "{}", play.story("a"));
    told(
        &play.story("b"),
        &["Mon 09:01:00 calls", "Mon 09:01:00 hangs up in vain wait 0 talk 0 line 0", "Mon 09:01:00 closes balked"],
    );
}

#[test]
fn callers_hang_up_when_patience_ends_and_try_again() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let center = "agents = 1\npatience = \"fixed 3 min\"\nretrial = { chance = \"100 %\", after = \"fixed 20 min\" }\n";
    let play = call(center, &reasons);
    told(
        &play.story("b"),
        &[
            "Mon 09:01:00 calls",
            "Mon 09:04:00 hangs up in vain wait 180 talk 0 line 180",
            "Mon 09:24:00 talks wait 0",
            "Mon 09:29:00 hangs up wait 0 talk 300 line 300",
            "Mon 09:29:00 closes resolved",
        ],
    );
    assert_eq!((play.chunk.tally.phone.offered, play.chunk.tally.phone.answered), (3, 2));
}

/// Patience begins with the wait, not with the menu: b dials at 9:01, waits from 9:01:30 and gives up three minutes later.
#[test]
fn patience_begins_after_the_menu() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let play = call("agents = 1\nmenu = \"30 s\"\npatience = \"fixed 3 min\"\n", &reasons);
    told(
        &play.story("b"),
        &[
            "Mon 09:01:00 calls",
            "Mon 09:04:30 hangs up in vain wait 180 talk 0 line 210",
            "Mon 09:04:30 closes abandoned",
        ],
    );
}

/// Of 2,000 callers who find no line 30 % call again, each once at most, since the line is free then: ± 4.6 points are 4.5
/// standard errors of n = 2,000.
#[test]
fn a_share_of_callers_tries_again() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 3000\nlines = 1000\nretrial = {{ chance = \"30 %\", after = \"fixed 2 h\" }}\n{}",
        week(3000),
        reason("a", "2018-08-06T09:00", "10 min")
    );
    let play = play_variant(&text, "phone");
    let blocked = 2000.0;
    let again = play.chunk.tally.phone.offered as f64 - 3000.0;
    assert!((again / blocked - 0.3).abs() < 0.046, "{again} of {blocked} call again");
}

/// At night the caller hears the opening hours: he calls again after the next opening, or not at all.
#[test]
fn a_closed_call_centre_turns_callers_away() {
    let hours = "agents = 1\nhours = \"Mon-Fri 09:00-17:00\"\nmenu = \"20 s\"\n";
    let again = "retrial = { chance = \"100 %\", after = \"fixed 1 min\", after_opening = \"fixed 2 h\" }\n";
    let reasons = reason("a", "2018-08-10T20:00", "5 min") + &reason("b", "2018-08-06T20:00", "5 min");
    let play = call(&format!("{hours}{again}"), &reasons);
    told(
        &play.story("b"),
        &[
            "Mon 20:00:00 calls",
            "Tue 11:00:20 talks wait 0",
            "Tue 11:05:20 hangs up wait 0 talk 300 line 320",
            "Tue 11:05:20 closes resolved",
        ],
    );
    // The next opening after Friday is after the run.
    told(&play.story("a"), &["Fri 20:00:00 calls", "Fri 20:00:00 closes closed"]);
    assert_eq!(play.outcomes(), "1 resolved, 1 closed");
    assert_eq!((play.chunk.tally.phone.offered, play.chunk.tally.phone.answered), (1, 1));
}

/// Who hangs on at closing time is still served by those who finish, or waits for the next day.
#[test]
fn who_was_in_the_queue_at_closing_time_stays_in_it() {
    let hours = "agents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n";
    let reasons = reason("a", "2018-08-06T16:30", "1 h") + &reason("b", "2018-08-06T16:40", "5 min");
    let play = call(hours, &reasons);
    assert!(play.story("a").contains("Mon 17:30:00 hangs up wait 0 talk 3600"), "{}", play.story("a"));
    assert!(play.story("b").contains("Tue 09:00:00 talks wait 58800"), "{}", play.story("b"));
}

fn shared_team(reasons: &str) -> Play {
    play(&format!(
        "{}[group.team]\nchannels = [\"messages\", \"phone\"]\nagents = 1\nconcurrency = 3\nwage = \"0 USD\"\n\
         [call_center]\nagents = 1\nwage = \"0 USD\"\nvariant = false\nmenu = \"30 s\"\npatience = \"fixed 6 h\"\n{reasons}",
        week(1)
    ))
}

#[test]
fn who_waited_too_long_for_a_message_calls() {
    let reasons = reason("a", "2018-08-06T09:00", "3 h") + &reason("b", "2018-08-06T09:01", "5 min");
    let patient = "patience = \"fixed 1 h\"\nswitch_to_phone = \"100 %\"\n";
    // Three chats fit the agent, so that b waits only behind chats a, c and d.
    let full = reason("c", "2018-08-06T09:00", "2 h") + &reason("d", "2018-08-06T09:00", "2 h");
    let play = shared_team(&format!("{full}{reasons}{patient}"));
    told(
        &play.story("b"),
        &[
            "Mon 09:01:00 opens",
            "Mon 09:01:00 writes",
            "Mon 10:01:00 turn lost wait 3600",
            "Mon 12:00:00 talks wait 7110",
            "Mon 12:05:00 hangs up wait 7110 talk 300 line 7440",
            "Mon 12:05:00 closes resolved",
        ],
    );
    let tally = &play.chunk.tally;
    assert_eq!((tally.messages.offered, tally.messages.answered), (4, 3));
    assert_eq!((tally.phone.offered, tally.phone.answered), (1, 1));
    // One contact, one outcome, on its first channel.
    assert_eq!(play.outcomes(), "4 resolved");
}

/// A call takes the whole agent: it waits until he has no chat left, and he has none while he talks.
#[test]
fn a_call_takes_the_whole_agent() {
    let reasons = reason("a", "2018-08-06T09:00", "1 h")
        + &reason("c", "2018-08-06T09:00", "50 min")
        + &reason("d", "2018-08-06T09:00", "50 min")
        + &reason("b", "2018-08-06T09:01", "20 min")
        + "patience = \"fixed 10 min\"\nswitch_to_phone = \"100 %\"\n"
        + &reason("e", "2018-08-06T10:02", "5 min");
    let play = shared_team(&reasons);
    assert!(play.story("b").contains("Mon 10:00:00 talks wait 2910"), "{}", play.story("b"));
    assert!(play.story("e").contains("Mon 10:25:00 agent service"), "{}", play.story("e"));
}

/// While a call waits nobody who may take it opens another chat: calls go before messages.
#[test]
fn a_call_is_not_starved_by_chats() {
    // Three chats of an hour at once, and another one every quarter of an hour: there is always a message waiting.
    let chats: String = (0..8)
        .map(|k| reason(&format!("chat{k}"), &format!("2018-08-06T{:02}:{:02}", 9 + k / 4, 15 * (k % 4)), "1 h"))
        .collect();
    let call = reason("b", "2018-08-06T09:50", "20 min") + "patience = \"fixed 5 min\"\nswitch_to_phone = \"100 %\"\n";
    let play = shared_team(&(chats + &call));
    // He calls at 9:55, the chats of 9:00, 9:15 and 9:30 end until 10:30, none follows them.
    assert!(play.story("b").contains("Mon 10:30:00 talks wait 2070"), "{}", play.story("b"));
    assert!(
        play.story("chat3").contains("Mon 11:50:00 agent service wait 7500 queued 3900"),
        "{}",
        play.story("chat3")
    );
}

/// One line, taken until 9:40: whoever calls again at once does so a microsecond later, so that time goes on.
#[test]
fn an_instant_ends_although_callers_try_again_at_once() {
    let center = "agents = 1\nlines = 1\nretrial = { chance = \"99 %\", after = \"fixed 0 s\" }\n";
    let reasons = reason("a", "2018-08-06T09:00", "40 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let play = call(center, &reasons);
    let tries: Vec<i64> = play
        .facts
        .iter()
        .filter(|fact| matches!(fact.body, Body::CallEnded { answered: false, .. }))
        .map(|fact| fact.head.at)
        .collect();
    assert!(tries.len() > 1, "{}", play.story("b"));
    assert_eq!(tries[tries.len() - 1] - tries[0], tries.len() as i64 - 1);
}
