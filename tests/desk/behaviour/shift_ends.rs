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

const NIGHT: &str = "groups = [\"night\"]\n[group.night]\nchannels = [\"phone\"]\nagents = 1\nhours = \"Mon-Fri 16:00-20:00\"\n\
                     wage = \"0 USD\"\n";

/// Work of an hour from 16:30: half is done when the shift ends. The night shift answers another caller until 17:10.
#[test]
fn what_is_left_is_finished_handed_over_or_begun_anew() {
    let busy = |play: &Play, group: usize| (play.sums.staff.groups[group].busy + 500_000) / 1_000_000;
    let two = reason("a", "2018-08-06T16:30", "1 h") + &reason("b", "2018-08-06T16:40", "30 min");
    let one = |rule: &str| call(&format!("leaving = \"{rule}\"\n{NIGHT}"), &two);
    says(&one("finish"), "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
    let over = one("hand over");
    told(
        &over.story("a"),
        &[
            "Mon 16:30:00 calls",
            "Mon 16:30:00 talks wait 0",
            "Mon 17:40:00 hangs up wait 0 talk 4200 line 4200",
            "Mon 17:40:00 closes resolved",
        ],
    );
    assert_eq!((busy(&over, 0), busy(&over, 1)), (1800, 1800 + 1800));
    assert_eq!(over.sums.staff.groups[0].overtime, 0);
    let anew = one("pre-empt");
    says(&anew, "a", "Mon 18:10:00 hangs up wait 0 talk 6000");
    assert_eq!((busy(&anew, 0), busy(&anew, 1)), (1800, 1800 + 3600));
}

/// The first agent's shift ends at 17:00 while he stays to the end of a call that the second began with at 16:55: it is the
/// second's, who goes on with it.
#[test]
fn who_only_stays_with_a_caller_takes_him_from_nobody() {
    for rule in ["finish", "hand over", "pre-empt"] {
        let transfer = "transfer = { share = \"100 %\", to = \"night\", first = \"to the end\", call_handling = \"fixed 10 min\" }\n";
        let more = reason("a", "2018-08-06T16:50", "5 min") + "groups = [\"call center\"]\n" + transfer;
        let play = call(&format!("leaving = \"{rule}\"\n{NIGHT}"), &more);
        says(&play, "a", "Mon 17:05:00 hangs up wait 0 talk 900");
        let begun: Vec<i64> = play.sums.staff.groups.iter().map(|group| group.begun).collect();
        assert_eq!(begun, [1, 1], "{rule}");
    }
}

/// The second agent is told of the call from 16:59 to 17:01; his shift ends at 17:00.
fn told_of(rules: &str, agents: &str) -> Play {
    let transfer = "transfer = { share = \"100 %\", to = \"second\", first = \"until taken\", briefing = \"fixed 2 min\", \
                    call_handling = \"fixed 30 min\" }\n";
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 1\nhours = \"Mon-Fri 09:00-20:00\"\ngroups = [\"second\"]\n\
         [group.second]\nchannels = [\"phone\"]\nreasons = [\"none\"]\nwage = \"0 USD\"\n{rules}{agents}{}groups = [\"call center\"]\n\
         {transfer}[reason.none]\nvolume = \"0.001/h\"\nhandling = \"fixed 1 min\"\n",
        week(1),
        reason("a", "2018-08-06T16:50", "9 min"),
    );
    play_variant(&text, "phone")
}

#[test]
fn a_call_that_is_passed_on_when_the_shift_ends_is_cut_or_handed_over_too() {
    let cut = told_of("closing = \"pre-empt\"\n", "agents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n");
    says(&cut, "a", "Mon 17:00:00 hangs up wait 0 talk 600");
    says(&cut, "a", "Mon 17:00:00 closes unresolved");
    // Both agents of the call are free.
    assert_eq!(cut.sums.staff.groups.iter().map(|group| group.overtime).sum::<i64>(), 0);
    assert_eq!((cut.sums.staff.groups[0].busy + 500_000) / 1_000_000, 600);
    // The other one of the group, who comes at 17:00, does all of it.
    for (rule, end) in [("finish", "17:31:00"), ("hand over", "17:30:00"), ("pre-empt", "17:30:00")] {
        let agents = "[group.second.agent.x]\nhours = \"Mon-Fri 09:00-17:00\"\n[group.second.agent.y]\nhours = \"Mon-Fri 17:00-20:00\"\n";
        says(&told_of(&format!("leaving = \"{rule}\"\n"), agents), "a", &format!("Mon {end} hangs up wait 0"));
    }
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
