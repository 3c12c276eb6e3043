//! Callers who come to a queue that is shut already: from the menu, passed on by an agent, or since nobody is left who serves
//! just them.

use crate::desk::stage::{Play, arrives, play_variant, told, week};

fn reason(name: &str, at: &str, talk: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {talk}\"\nsame_difficulty = 0\n", arrives(at))
}

/// One agent until 17:00.
fn center(rules: &str, more: &str) -> Play {
    let hours = "agents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n";
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\n{hours}{rules}{more}", week(1)), "phone")
}

#[track_caller]
fn says(play: &Play, source: &str, what: &str) {
    assert!(play.story(source).contains(what), "{}\nwanted: {what}", play.story(source));
}

fn overtime(play: &Play, group: usize) -> i64 {
    (play.sums.staff.groups[group].overtime + 500_000) / 1_000_000
}

/// The menu takes 2 min from 16:59.
#[test]
fn who_comes_from_the_menu_after_closing_meets_the_rule_too() {
    let late = |closing: &str| {
        center(&format!("closing = \"{closing}\"\nmenu = \"2 min\"\n"), &reason("a", "2018-08-06T16:59", "10 min"))
    };
    says(&late("keep"), "a", "Tue 09:00:00 talks wait 57540");
    for closing in ["clear", "pre-empt"] {
        let play = late(closing);
        told(
            &play.story("a"),
            &["Mon 16:59:00 calls", "Mon 17:01:00 hangs up wait -1 talk 0 line 120", "Mon 17:01:00 closes closed"],
        );
        // He was no turn of the team, as those who call outside opening hours are none.
        assert_eq!((play.sums.done.turns, overtime(&play, 0)), (0, 0));
    }
    // Who drains stays for those in the menu: 1 min until it ends, 10 min of talk.
    let drain = late("drain");
    says(&drain, "a", "Mon 17:01:00 talks wait 0");
    assert_eq!(overtime(&drain, 0), 11 * 60);
    // A caller whom the menu settles lets them go home.
    let settled = center(
        "closing = \"drain\"\nmenu = \"2 min\"\nmenu_containment = \"100 %\"\n",
        &reason("a", "2018-08-06T16:59", "10 min"),
    );
    says(&settled, "a", "Mon 17:01:00 closes resolved");
    assert_eq!(overtime(&settled, 0), 60);
}

/// A call from 16:50 on is passed on at 17:00 + 5 min (half of 30 min); the second group, too, is there until 17:00.
#[test]
fn who_is_passed_on_after_closing_meets_the_rule_of_the_second_group() {
    let second = |closing: &str| {
        let transfer = "transfer = { share = \"100 %\", to = \"second\", after = \"50 %\", first = \"until taken\", call_handling = \"fixed 3 min\" }\n";
        let more = format!(
            "{}{transfer}[group.second]\nchannels = [\"phone\"]\nreasons = [\"none\"]\nagents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n\
             wage = \"0 USD\"\nclosing = \"{closing}\"\n[reason.none]\nvolume = \"0.001/h\"\nhandling = \"fixed 1 min\"\n",
            reason("a", "2018-08-06T16:50", "30 min")
        );
        center("groups = [\"second\"]\nclosing = \"clear\"\n", &more)
    };
    let keep = second("keep");
    // The first agent stays on the line with him until the morning.
    says(&keep, "a", "Tue 09:03:00 hangs up wait 0 talk 58380");
    assert_eq!(overtime(&keep, 0), 16 * 3600);
    for closing in ["clear", "pre-empt", "drain"] {
        let play = second(closing);
        told(
            &play.story("a"),
            &[
                "Mon 16:50:00 calls",
                "Mon 16:50:00 talks wait 0",
                "Mon 17:05:00 hangs up wait 0 talk 900 line 900",
                "Mon 17:05:00 closes unresolved",
            ],
        );
        assert_eq!(overtime(&play, 0), 5 * 60);
    }
}

/// Two groups serve `b`, one of them `a` alone: it goes at 17:00 with callers of both in its queues.
#[test]
fn a_queue_is_shut_when_the_last_who_serves_it_goes() {
    let more = "[group.late]\nchannels = [\"phone\"]\nreasons = [\"b\"]\nagents = 1\nhours = \"Mon-Fri 09:00-20:00\"\nwage = \"0 USD\"\n";
    let all = more.to_string()
        + &reason("first", "2018-08-06T16:30", "1 h")
        + "groups = [\"call center\"]\n"
        + &reason("other", "2018-08-06T16:31", "1 h")
        + "groups = [\"late\"]\n"
        + &reason("a", "2018-08-06T16:40", "5 min")
        + "groups = [\"call center\"]\n"
        + &reason("b", "2018-08-06T16:41", "5 min")
        + "groups = [\"call center\", \"late\"]\n";
    let all = all.replace("reasons = [\"b\"]", "reasons = [\"b\", \"other\"]");
    let play = center("groups = [\"late\"]\nclosing = \"clear\"\n", &all);
    says(&play, "a", "Mon 17:00:00 closes closed");
    says(&play, "b", "Mon 17:31:00 talks wait 3000");
}

/// Work of an hour from 16:30: handed over at closing time it would wait for the morning; who drains finishes it.
#[test]
fn who_drains_hands_no_caller_over_to_nobody() {
    let one = |closing: &str| {
        center(&format!("leaving = \"hand over\"\nclosing = \"{closing}\"\n"), &reason("a", "2018-08-06T16:30", "1 h"))
    };
    says(&one("keep"), "a", "Tue 09:30:00 hangs up wait 0 talk 61200");
    says(&one("clear"), "a", "Mon 17:00:00 closes unresolved");
    let drain = one("drain");
    says(&drain, "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
    assert_eq!(overtime(&drain, 0), 30 * 60);
}
