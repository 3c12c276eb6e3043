//! Callers who come to a queue that is shut already: from the menu, passed on by an agent, or since nobody is left who serves
//! just them. Shifts that end or begin in one instant, and agents who stay after theirs.

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

/// Work of an hour from 16:30: handed over at closing time it would wait for the morning, with the caller on the line.
#[test]
fn no_caller_is_handed_over_to_nobody() {
    let one = |closing: &str| {
        center(&format!("leaving = \"hand over\"\nclosing = \"{closing}\"\n"), &reason("a", "2018-08-06T16:30", "1 h"))
    };
    for closing in ["keep", "clear", "drain"] {
        let play = one(closing);
        says(&play, "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
        assert_eq!(overtime(&play, 0), 30 * 60);
    }
    says(&one("pre-empt"), "a", "Mon 17:00:00 hangs up wait 0 talk 1800");
}

const DAY: &str = "09:00-17:00";
const EVENING: &str = "17:00-20:00";

/// Two teams of one agent each, who answer the same callers: the hours and rules of the call centre and of a group.
fn two_teams(first: (&str, &str), second: (&str, &str), reasons: &str) -> Play {
    let team = |(hours, closing): (&str, &str)| {
        format!("agents = 1\nhours = \"Mon-Fri {hours}\"\nwage = \"0 USD\"\nclosing = \"{closing}\"\n")
    };
    let text = format!(
        "{}[call_center]\n{}groups = [\"other\"]\n[group.other]\nchannels = [\"phone\"]\n{}{reasons}",
        week(1),
        team(first),
        team(second)
    );
    play_variant(&text, "phone")
}

/// A call from 16:30 to 17:30, and one that waits from 16:40: another team begins when the first one ends.
#[test]
fn a_queue_that_the_next_shift_takes_over_is_not_shut() {
    let reasons = reason("a", "2018-08-06T16:30", "1 h") + &reason("b", "2018-08-06T16:40", "20 min");
    for closing in ["keep", "drain", "clear", "pre-empt"] {
        for (first, second, day) in [(DAY, EVENING, 0), (EVENING, DAY, 1)] {
            let play = two_teams((first, closing), (second, closing), &reasons);
            says(&play, "a", "Mon 17:30:00 hangs up wait 0 talk 3600");
            says(&play, "b", "Mon 17:00:00 talks wait 1200");
            assert_eq!((overtime(&play, day), overtime(&play, 1 - day)), (30 * 60, 0), "{closing}");
        }
    }
}

/// Both teams end at 17:00, each with a call until 17:30 and 17:31; two callers wait.
#[test]
fn who_ends_together_drains_together() {
    let reasons = reason("a", "2018-08-06T16:30", "1 h")
        + &reason("b", "2018-08-06T16:31", "1 h")
        + &reason("c", "2018-08-06T16:40", "10 min")
        + &reason("d", "2018-08-06T16:41", "10 min");
    let both = two_teams((DAY, "drain"), (DAY, "drain"), &reasons);
    says(&both, "c", "Mon 17:30:00 talks wait 3000");
    says(&both, "d", "Mon 17:31:00 talks wait 3000");
    assert_eq!(overtime(&both, 0) + overtime(&both, 1), (40 + 41) * 60);
    // One of them drains: he leaves no caller to the rule of the other, who goes home when he has finished.
    for other in ["keep", "clear", "pre-empt"] {
        for (play, drains) in [
            (two_teams((DAY, "drain"), (DAY, other), &reasons), 0),
            (two_teams((DAY, other), (DAY, "drain"), &reasons), 1),
        ] {
            let ends = [("c", "Mon 17:40:00 hangs up"), ("d", "Mon 17:50:00 hangs up")];
            let later = [("c", "Mon 17:41:00 hangs up"), ("d", "Mon 17:51:00 hangs up")];
            let ends = if play.story("c").contains("17:30:00 talks") { ends } else { later };
            ends.iter().for_each(|(source, what)| says(&play, source, what));
            assert!(overtime(&play, drains) >= 50 * 60, "{other} {}", overtime(&play, drains));
            assert!(overtime(&play, 1 - drains) <= 31 * 60, "{other} {}", overtime(&play, 1 - drains));
        }
    }
}

/// Agents who write and talk, until 17:00: they stay for the caller alone.
fn mixed(agents: u32, more: &str) -> Play {
    let text = format!(
        "{}[call_center]\nvariant = false\nagents = 0\nwage = \"0 USD\"\n{more}[group.team]\nchannels = [\"messages\", \"phone\"]\n\
         agents = {agents}\nconcurrency = 3\nhours = \"Mon-Fri 09:00-17:00\"\nwage = \"0 USD\"\nclosing = \"drain\"\n",
        week(1)
    );
    play_variant(&text, "messages")
}

fn by_phone(name: &str, at: &str, talk: &str) -> String {
    reason(name, at, talk) + "by_phone = \"100 %\"\n"
}

/// He is in the menu until 17:01; who wrote after 17:00 is answered in the morning.
#[test]
fn who_stays_for_a_caller_opens_no_chat() {
    let written = |name: &str| reason(name, "2018-08-06T17:00", "1 h");
    let call = by_phone("c", "2018-08-06T16:59", "1 min");
    let play = mixed(1, &format!("menu = \"2 min\"\n{call}{}", written("m")));
    says(&play, "c", "Mon 17:01:00 talks wait 0");
    says(&play, "m", "Tue 10:00:00 agent");
    let team = play.sums.staff.groups.len() - 1;
    assert_eq!(overtime(&play, team), 2 * 60);
}

/// One talks until 17:30, when he takes the caller who waits, the other writes until 17:50: he has places left for the chat that
/// waits too, and goes home.
#[test]
fn no_chat_is_opened_when_the_last_caller_is_taken() {
    let play = mixed(
        2,
        &(by_phone("a", "2018-08-06T16:30", "1 h")
            + &reason("m", "2018-08-06T16:20", "90 min")
            + &by_phone("b", "2018-08-06T16:40", "10 min")
            + &reason("n", "2018-08-06T16:45", "1 h")),
    );
    says(&play, "b", "Mon 17:30:00 talks wait 3000");
    says(&play, "m", "Mon 17:50:00 agent");
    says(&play, "n", "Tue 10:00:00 agent");
    let team = play.sums.staff.groups.len() - 1;
    assert_eq!(overtime(&play, team), (40 + 50) * 60);
}

/// x answers `p` until 16:00, y answers `q` until 17:00. Who waits for x at 16:00 is answered by him, who calls later finds him
/// gone, and y, who could not help, goes when his own work is done.
#[test]
fn the_last_agent_of_a_skill_drains_its_queue() {
    let center = |reasons: &str| {
        let agents = "[call_center.agent.x]\nhours = \"Mon-Fri 09:00-16:00\"\nreasons = [\"p\"]\n\
                      [call_center.agent.y]\nhours = \"Mon-Fri 09:00-17:00\"\nreasons = [\"q\"]\n";
        let text = format!("{}[call_center]\nwage = \"0 USD\"\nclosing = \"drain\"\n{agents}{reasons}", week(2));
        play_variant(&text, "phone")
    };
    let late = reason("q", "2018-08-06T16:55", "5 min");
    let play = center(&(reason("p", "2018-08-06T15:50", "20 min") + &late));
    let second = play.story_of("p", 1);
    assert!(second.contains("Mon 16:10:00 talks wait 1200") && second.contains("Mon 16:30:00 hangs up"), "{second}");
    let second = play.story_of("q", 1);
    assert!(second.contains("Mon 17:00:00 talks wait 300") && second.contains("Mon 17:05:00 hangs up"), "{second}");
    assert_eq!(overtime(&play, 0), (30 + 5) * 60);
    let closed = center(&(reason("p", "2018-08-06T16:05", "20 min") + &late));
    says(&closed, "p", "Mon 16:05:00 closes closed");
}

/// The menu takes 10 min. Who stays from 17:00 for `a` does not take up `s`, whom the other team answers until 20:00.
#[test]
fn who_stays_takes_only_callers_of_queues_that_are_shut() {
    let both = "groups = [\"late\", \"call center\"]\n";
    let more = "[group.late]\nchannels = [\"phone\"]\nagents = 1\nhours = \"Mon-Fri 09:00-20:00\"\nwage = \"0 USD\"\n"
        .to_string()
        + &(reason("first", "2018-08-06T16:40", "1 h") + both)
        + &(reason("s", "2018-08-06T16:52", "1 h") + both)
        + &(reason("a", "2018-08-06T16:55", "10 min") + "groups = [\"call center\"]\n");
    let play = center("menu = \"10 min\"\ngroups = [\"late\"]\nclosing = \"drain\"\n", &more);
    says(&play, "first", "Mon 16:50:00 talks wait 0");
    says(&play, "a", "Mon 17:05:00 talks wait 0");
    says(&play, "s", "Mon 17:50:00 talks wait 2880");
    assert_eq!(overtime(&play, 0), 15 * 60);
}
