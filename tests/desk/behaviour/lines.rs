//! Telephone lines bind the firm's own calls too: it waits for a free one.

use crate::desk::stage::{Play, arrives, play_variant, told, week};
use chatfare::facts::Body;

fn reason(name: &str, at: &str, talk: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {talk}\"\nsame_difficulty = 0\n", arrives(at))
}

fn center(rules: &str, more: &str) -> Play {
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\nagents = 2\n{rules}{more}", week(1)), "phone")
}

/// One line: `a` talks from 9:00 to 9:30, `b` finds no line at 9:05 and leaves a message, `c` calls at 9:35.
fn one_line(lines: &str, mail: &str) -> Play {
    let reasons = reason("a", "2018-08-06T09:00", "30 min")
        + &reason("b", "2018-08-06T09:05", "10 min")
        + &reason("c", "2018-08-06T09:35", "1 min");
    center(&format!("{lines}voicemail = {{ chance = \"100 %\", after = [\"blocked\"], {mail} }}\n"), &reasons)
}

#[test]
fn a_call_back_waits_for_a_line_and_then_has_it() {
    let play = one_line("lines = 1\n", "reached = \"100 %\"");
    told(
        &play.story("b"),
        &[
            "Mon 09:05:00 calls",
            "Mon 09:05:00 hangs up in vain wait 0 talk 0 line 0",
            "Mon 09:30:00 talks wait 1500",
            "Mon 09:40:00 hangs up outbound wait -1 talk 600 line 600",
            "Mon 09:40:00 closes resolved",
        ],
    );
    // The firm's call is on the line when `c` calls; he leaves a message too.
    assert!(play.story("c").contains("Mon 09:40:00 talks wait 300"), "{}", play.story("c"));
    assert_eq!(play.sums.staff.lines_peak, 1);
    let two = one_line("lines = 2\n", "reached = \"100 %\"");
    assert!(two.story("b").contains("Mon 09:05:00 talks wait 0"), "{}", two.story("b"));
}

/// It rings for 10 min in vain: the line is taken for so long.
#[test]
fn a_call_back_that_nobody_answers_takes_the_line_while_it_rings() {
    let play = one_line("lines = 1\n", "reached = \"0 %\", ring = \"10 min\"");
    assert!(play.story("b").contains("Mon 09:40:00 hangs up outbound in vain"), "{}", play.story("b"));
    assert!(play.story("c").contains("Mon 09:35:00 hangs up in vain"), "{}", play.story("c"));
    assert!(play.story("c").contains("Mon 09:50:00 hangs up outbound in vain"), "{}", play.story("c"));
}

/// Four customers to be called at 9:00; two agents; it rings for 20 s, they talk for 3 min.
fn dial(lines: &str, more: &str) -> Play {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 2\n{lines}dialer = {{ reached = \"100 %\" }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"fixed 3 min\"\nreason = \"r\"\n{}\
         [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n{more}",
        week(4),
        arrives("2018-08-06T09:00")
    );
    play_variant(&text, "phone")
}

#[test]
fn the_dialler_waits_for_a_line() {
    let play = dial("lines = 1\n", "");
    for (k, at) in (0..).zip(["09:00:20", "09:03:40", "09:07:00", "09:10:20"]) {
        let begins = format!("Mon {at} calls\nMon {at} talks wait 0");
        assert!(play.story_of("note", k).starts_with(&begins), "{}", play.story_of("note", k));
    }
    // Two lines, and the busiest moment of as many as are needed, which is what is rented where no number is given.
    assert!(dial("lines = 2\n", "").story_of("note", 3).starts_with("Mon 09:03:40 calls"));
    assert_eq!((play.sums.staff.lines_peak, dial("", "").sums.staff.lines_peak), (1, 2));
}

/// The first two talk from 9:00:20 and 9:03:40 on, so that the line is never free for long.
#[test]
fn a_call_that_rings_takes_a_line_from_callers() {
    let caller = reason("a", "2018-08-06T09:02", "1 min");
    let one = dial("lines = 1\n", &caller);
    assert!(one.story("a").contains("Mon 09:02:00 hangs up in vain"), "{}", one.story("a"));
    assert_eq!(one.sums.dialled.answered, 4);
}

/// Callers, call-backs and the dialler on three lines for a week, six agents: by the facts alone never more than three talk at
/// once, and at times three do. Without the rule there would be some 4.6 in the mean.
#[test]
fn never_more_talk_than_there_are_lines() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 6\nlines = 3\npatience = \"exponential, mean 1 min\"\n\
         voicemail = {{ chance = \"100 %\", reached = \"60 %\", tries = 3 }}\n\
         dialer = {{ reached = \"50 %\", kind = \"constant\", calls = 4 }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"exponential, mean 3 min\"\nreason = \"r\"\n\
         volume = \"20/h\"\n[reason.r]\nvolume = \"60/h\"\nhandling = \"exponential, mean 4 min\"\n",
        week(6000)
    );
    let play = play_variant(&text, "phone");
    // Who ends at an instant has left before another begins.
    let mut changes: Vec<(i64, i32)> = Vec::new();
    for fact in &play.facts {
        match fact.body {
            Body::CallStarted { .. } => changes.push((fact.head.at, 1)),
            Body::CallEnded { answered: true, .. } => changes.push((fact.head.at, -1)),
            _ => {}
        }
    }
    changes.sort_unstable();
    let talking = changes.iter().scan(0, |talking, (_, change)| {
        *talking += change;
        Some(*talking)
    });
    let most = talking.max().unwrap_or(0);
    assert_eq!((most, play.sums.staff.lines_peak), (3, 3));
    assert!(play.sums.recalls.reached > 500 && play.sums.dialled.answered > 200, "{:?}", play.sums.recalls);
}

/// Late on Tuesday, `m` is to be called in place of an answer, but `c` has the only line until 13:05. Agents who are free answer
/// `n` meanwhile, and `m` is in nobody's way.
#[test]
fn whom_the_firm_cannot_call_yet_stops_no_messages() {
    let text = |lines: &str| {
        format!(
            "{}[desk.answer]\nlate = \"call\"\npolicy = \"office hours\"\nhours = \"Tue 11:00-16:00\"\n\
             [call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 0\n{lines}\
             [group.g]\nchannels = [\"messages\", \"phone\"]\nagents = 3\nhours = \"Tue 10:00-16:00\"\nwage = \"0 USD\"\n{}\
             call_handling = \"fixed 5 min\"\n{}{}by_phone = \"100 %\"\ncall_handling = \"fixed 3 h\"\n",
            week(1),
            reason("m", "2018-08-06T09:00", "5 min"),
            reason("n", "2018-08-07T11:30", "1 min"),
            reason("c", "2018-08-07T10:05", "5 min"),
        )
    };
    let one = play_variant(&text("lines = 1\n"), "messages");
    assert!(one.story("m").contains("Tue 13:05:00 talks wait 7500"), "{}", one.story("m"));
    assert!(one.story("n").contains("Tue 11:31:00 agent service"), "{}", one.story("n"));
    let free = play_variant(&text(""), "messages");
    assert!(free.story("m").contains("Tue 11:00:00 talks wait 0"), "{}", free.story("m"));
}
