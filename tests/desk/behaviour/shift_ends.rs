//! The end of a shift and of the day, instant by instant.

use crate::desk::stage::{Play, arrives, play, play_variant, told, week};

fn reason(name: &str, at: &str, talk: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {talk}\"\nsame_difficulty = 0\n", arrives(at))
}

fn call(center: &str, reasons: &str) -> Play {
    let hours = "agents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n";
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\n{hours}{center}{reasons}", week(1)), "phone")
}

#[track_caller]
fn says(play: &Play, source: &str, what: &str) {
    assert!(play.story(source).contains(what), "{}\nwanted: {what}", play.story(source));
}

/// Work of an hour from 16:30: half is done when the shift ends.
#[test]
fn what_is_left_is_finished_handed_over_or_begun_anew() {
    let one = |rule: &str| call(&format!("leaving = \"{rule}\"\n"), &reason("a", "2018-08-06T16:30", "1 h"));
    says(&one("finish"), "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
    let over = one("hand over");
    told(
        &over.story("a"),
        &[
            "Mon 16:30:00 calls",
            "Mon 16:30:00 talks wait 0",
            "Tue 09:30:00 hangs up wait 0 talk 61200 line 61200",
            "Tue 09:30:00 closes resolved",
        ],
    );
    assert_eq!((over.sums.staff.groups[0].busy + 500_000) / 1_000_000, 3600);
    assert_eq!(over.sums.staff.groups[0].overtime, 0);
    let anew = one("pre-empt");
    says(&anew, "a", "Tue 10:00:00 hangs up wait 0 talk 63000");
    assert_eq!((anew.sums.staff.groups[0].busy + 500_000) / 1_000_000, 5400);
}

/// The same by message: the night shift goes on with it at once.
#[test]
fn another_agent_goes_on_with_a_chat() {
    let text = |rule: &str| {
        format!(
            "{}[group.day]\nagents = 1\nhours = \"Mon-Fri 09:00-17:00\"\nwage = \"0 USD\"\nleaving = \"{rule}\"\n\
             [group.night]\nagents = 1\nhours = \"Mon-Fri 17:00-20:00\"\nwage = \"0 USD\"\n{}",
            week(1),
            reason("a", "2018-08-06T16:30", "1 h")
        )
    };
    says(&play(&text("finish")), "a", "Mon 17:30:00 agent service wait 3600 queued 0");
    let over = play(&text("hand over"));
    says(&over, "a", "Mon 17:30:00 agent service wait 3600 queued 0");
    let busy = |play: &Play, group: usize| (play.sums.staff.groups[group].busy + 500_000) / 1_000_000;
    assert_eq!((busy(&over, 0), busy(&over, 1)), (1800, 1800));
    says(&play(&text("pre-empt")), "a", "Mon 18:00:00 agent service wait 5400 queued 0");
}

/// One call from 16:30 to 17:30, one that waits from 16:40, one at 17:10.
fn evening(closing: &str) -> Play {
    let reasons = reason("a", "2018-08-06T16:30", "1 h")
        + &reason("b", "2018-08-06T16:40", "20 min")
        + &reason("c", "2018-08-06T17:10", "5 min");
    call(&format!("closing = \"{closing}\"\n"), &reasons)
}

#[test]
fn callers_at_closing_time_are_kept_drained_cleared_or_cut() {
    let keep = evening("keep");
    says(&keep, "b", "Tue 09:00:00 talks wait 58800");
    let drain = evening("drain");
    says(&drain, "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
    says(&drain, "b", "Mon 17:30:00 talks wait 3000");
    says(&drain, "b", "Mon 17:50:00 closes resolved");
    says(&drain, "c", "Mon 17:10:00 closes closed");
    let staff = drain.sums.staff.groups[0];
    assert_eq!((staff.overtime + 500_000) / 1_000_000, 50 * 60);
    // Five days of eight hours, and the overtime.
    assert_eq!((staff.staffed + 500_000) / 1_000_000, 5 * 8 * 3600 + 50 * 60);
    let clear = evening("clear");
    says(&clear, "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
    told(
        &clear.story("b"),
        &[
            "Mon 16:40:00 calls",
            "Mon 17:00:00 hangs up in vain wait 1200 talk 0 line 1200",
            "Mon 17:00:00 closes closed",
        ],
    );
    let cut = evening("pre-empt");
    says(&cut, "a", "Mon 17:00:00 hangs up wait 0 talk 1800");
    says(&cut, "a", "closes unresolved");
    says(&cut, "b", "Mon 17:00:00 closes closed");
    assert_eq!(cut.sums.staff.groups[0].overtime, 0);
}

/// Who waits while the agents stay on, and gives up, lets them go home.
#[test]
fn agents_go_home_when_the_last_caller_has_given_up() {
    let reasons = reason("a", "2018-08-06T16:30", "1 h") + &reason("b", "2018-08-06T16:50", "20 min");
    let play = call("closing = \"drain\"\npatience = \"fixed 20 min\"\n", &reasons);
    says(&play, "b", "Mon 17:10:00 closes abandoned");
    // He finishes a until 17:30.
    assert_eq!((play.sums.staff.groups[0].overtime + 500_000) / 1_000_000, 30 * 60);
}

/// Callers without patience: who finds an agent free is served, who does not leaves at once.
#[test]
fn no_patience_at_all_is_enough_for_a_free_agent() {
    let reasons = reason("a", "2018-08-06T09:10", "1 h") + &reason("b", "2018-08-06T09:20", "5 min");
    let calls = call("patience = \"fixed 0 s\"\n", &reasons);
    says(&calls, "a", "Mon 09:10:00 talks wait 0");
    says(&calls, "b", "Mon 09:20:00 hangs up in vain wait 0 talk 0 line 0");
    let patience = "patience = \"fixed 0 s\"\n";
    let reasons =
        reason("a", "2018-08-06T09:10", "1 h") + patience + &reason("b", "2018-08-06T09:20", "5 min") + patience;
    let chats = play(&format!("{}[group.team]\nagents = 1\nwage = \"0 USD\"\n{reasons}", week(1)));
    says(&chats, "a", "Mon 10:10:00 agent service wait 3600 queued 0");
    says(&chats, "b", "Mon 09:20:00 closes abandoned wait 0");
}
