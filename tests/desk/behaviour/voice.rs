//! What callers meet besides a queue, instant by instant; agents and what they cost.

use crate::desk::stage::{Play, arrives, play, play_variant, scenario, told, week};
use chatfare::experiment::cost::{Exchange, parts};

fn reason(name: &str, at: &str, talk: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {talk}\"\nsame_difficulty = 0\n", arrives(at))
}

fn call(center: &str, reasons: &str) -> Play {
    play_variant(&format!("{}[call_center]\nwage = \"0 USD\"\nagents = 1\n{center}{reasons}", week(1)), "phone")
}

#[track_caller]
fn says(play: &Play, source: &str, what: &str) {
    assert!(play.story(source).contains(what), "{}\nwanted: {what}", play.story(source));
}

fn three() -> String {
    reason("a", "2018-08-06T09:00", "10 min")
        + &reason("b", "2018-08-06T09:01", "5 min")
        + &reason("c", "2018-08-06T09:02", "5 min")
}

#[test]
fn a_full_queue_blocks_after_the_menu() {
    let play = call("queue = 1\nmenu = \"30 s\"\n", &three());
    says(&play, "b", "Mon 09:10:30 talks wait 540");
    told(
        &play.story("c"),
        &["Mon 09:02:00 calls", "Mon 09:02:30 hangs up in vain wait 0 talk 0 line 30", "Mon 09:02:30 closes blocked"],
    );
    assert_eq!(play.outcomes(), "2 resolved, 1 blocked");
}

#[test]
fn who_comes_back_brings_his_patience_along_or_another_reason() {
    let patience = "patience = \"uniform, 1 min to 5 min\"\n";
    let again = |rest: &str| {
        let center = format!("{patience}retrial = {{ chance = \"100 %\", after = \"fixed 10 min\"{rest} }}\n");
        call(&center, &(reason("a", "2018-08-06T09:00", "40 min") + &reason("b", "2018-08-06T09:01", "5 min")))
    };
    let waits = |play: &Play| -> Vec<i64> {
        let ends = play.facts.iter().filter_map(|fact| match fact.body {
            chatfare::facts::Body::CallEnded { wait, answered: false, .. } => Some(wait),
            _ => None,
        });
        ends.collect()
    };
    let same = waits(&again(", patience = \"same\""));
    assert!(same.len() >= 2 && same.iter().all(|wait| *wait == same[0]), "{same:?}");
    let fresh = waits(&again(""));
    assert!(fresh.len() >= 2 && fresh[1] != fresh[0] && fresh[0] == same[0], "{fresh:?}");
    let center = "patience = \"fixed 2 min\"\nretrial = { chance = \"100 %\", after = \"fixed 50 min\", as = \"c\" }\n";
    let other = call(
        center,
        &(reason("a", "2018-08-06T09:00", "40 min")
            + &reason("b", "2018-08-06T09:01", "5 min")
            + &reason("c", "2018-08-07T09:00", "7 min")),
    );
    says(&other, "b", "Mon 09:53:00 talks wait 0");
    says(&other, "b", "talk 420");
}

#[test]
fn who_got_nobody_may_write_instead() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 1\npatience = \"fixed 2 min\"\ngroups = [\"desk\"]\n\
         retrial = {{ chance = \"100 %\", after = \"fixed 10 min\", by = \"messages\" }}\n\
         [group.desk]\nagents = 1\nwage = \"0 USD\"\n{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", "40 min"),
        reason("b", "2018-08-06T09:01", "5 min")
    );
    told(
        &play_variant(&text, "phone").story("b"),
        &[
            "Mon 09:01:00 calls",
            "Mon 09:03:00 hangs up in vain wait 120 talk 0 line 120",
            "Mon 09:13:00 writes",
            "Mon 09:18:00 agent service wait 300 queued 0",
            "Mon 09:18:00 closes resolved",
        ],
    );
}

/// b is told (0 + 1) × 5 min: he takes the offer; c waits on the line and goes before him.
#[test]
fn who_is_called_back_comes_after_all_who_wait() {
    let center = "callback = { above = \"4 min\", chance = \"100 %\" }\n";
    let reasons = reason("a", "2018-08-06T09:00", "10 min")
        + &reason("b", "2018-08-06T09:01", "5 min")
        + &reason("c", "2018-08-06T09:02", "3 min");
    let play = call(center, &reasons);
    told(
        &play.story("b"),
        &[
            "Mon 09:01:00 calls",
            "Mon 09:01:00 hangs up wait -1 talk 0 line 0",
            "Mon 09:13:00 talks wait 720",
            "Mon 09:18:00 hangs up outbound wait -1 talk 300 line 300",
            "Mon 09:18:00 closes resolved",
        ],
    );
    says(&play, "c", "Mon 09:10:00 talks wait 480");
    let recalls = play.sums.recalls;
    assert_eq!((recalls.offered, recalls.accepted, recalls.reached), (1, 1, 1));
    assert_eq!((recalls.wait + 500_000) / 1_000_000, 720);
    // No turn of the queue: a and c are.
    assert_eq!((play.chunk.tally.phone.offered, play.chunk.tally.phone.answered), (2, 2));
}

#[test]
fn a_message_is_left_and_answered_in_the_morning_or_never() {
    let evening = |reached: &str| {
        let center = format!(
            "{}[call_center]\nwage = \"0 USD\"\nagents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n\
             voicemail = {{ chance = \"100 %\", reached = \"{reached}\", tries = 2, between = \"fixed 1 h\" }}\n{}",
            week(1),
            reason("a", "2018-08-06T20:00", "5 min")
        );
        play_variant(&center, "phone")
    };
    told(
        &evening("100 %").story("a"),
        &[
            "Mon 20:00:00 calls",
            "Tue 09:00:00 talks wait 46800",
            "Tue 09:05:00 hangs up outbound wait -1 talk 300 line 300",
            "Tue 09:05:00 closes resolved",
        ],
    );
    let never = evening("0 %");
    told(
        &never.story("a"),
        &[
            "Mon 20:00:00 calls",
            "Tue 09:00:30 hangs up outbound in vain wait -1 talk 0 line 0",
            "Tue 10:01:00 hangs up outbound in vain wait -1 talk 0 line 0",
            "Tue 10:01:00 closes unresolved",
        ],
    );
    assert_eq!((never.sums.recalls.messages, never.sums.recalls.missed), (1, 1));
    assert_eq!((never.sums.staff.groups[0].busy + 500_000) / 1_000_000, 60);
}

/// b gives up after two minutes: a message is left only if giving up is named.
#[test]
fn messages_are_left_after_what_is_named() {
    let reasons = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let play = |after: &str| {
        call(
            &format!("patience = \"fixed 2 min\"\nvoicemail = {{ chance = \"100 %\", after = [{after}] }}\n"),
            &reasons,
        )
    };
    let named = play("\"blocked\", \"abandoned\"");
    says(&named, "b", "Mon 09:10:00 talks wait 420");
    let other = play("\"closed\", \"blocked\", \"balked\"");
    assert!(other.story("b").ends_with("Mon 09:03:00 closes abandoned"), "{}", other.story("b"));
    assert_eq!((named.sums.recalls.messages, other.sums.recalls.messages), (1, 0));
}

#[test]
fn an_announcement_makes_callers_leave_or_stay() {
    let reasons = reason("a", "2018-08-06T09:00", "20 min") + &reason("b", "2018-08-06T09:01", "5 min");
    let leave = call("announcement = { after = \"30 s\", leave = \"100 %\" }\n", &reasons);
    says(&leave, "b", "Mon 09:01:30 hangs up in vain wait 30");
    let center = "patience = \"fixed 2 min\"\nannouncement = { after = \"30 s\", patience = \"fixed 6 min\" }\n";
    says(&call(center, &reasons), "b", "Mon 09:07:30 hangs up in vain wait 390");
}

#[test]
fn agents_learn_and_have_a_pace() {
    let text = |rest: &str| {
        format!(
            "{}[group.team]\nwage = \"0 USD\"\nagents = 1\n{rest}{}{}",
            week(1),
            reason("a", "2018-08-06T09:00", "10 min"),
            reason("b", "2018-08-06T10:00", "10 min")
        )
    };
    let fast = play(&text("pace = 1.25\n"));
    says(&fast, "a", "wait 480");
    // 1 − 0.5 · exp(−n): 0.5 with the first, 1 − 0.5/e = 0.816060 with the second.
    let learns = play(&text("learning = { start = \"50 %\", contacts = 1 }\n"));
    says(&learns, "a", "wait 1200");
    says(&learns, "b", "wait 735");
}

/// Ten minutes of a call of 16:55 fall into overtime of five; 24 USD an hour, half as much again after the shift.
#[test]
fn costs_by_hand() {
    let text = format!(
        "{}[call_center]\nwage = \"24 USD\"\nagents = 1\nhours = \"Mon-Fri 09:00-17:00\"\novertime = 1.5\nper_contact = \"2 USD\"\n\
         per_minute = \"0.10 USD\"\nlines = 3\nline_hour = \"0.01 USD\"\n{}",
        week(1),
        reason("a", "2018-08-06T16:55", "10 min")
    );
    let play = play_variant(&text, "phone");
    let scenario = scenario("stage.toml", &text);
    let parts = parts(&play.assembly, &play.chunk, &Exchange(&scenario.currencies), 1);
    let dollars = |nanos: i128| (nanos as f64 / 1e7).round() / 100.0;
    // Hours on duty 40 + 5 min at 24, the surplus of 5 min at 12, one call, ten minutes.
    assert_eq!(dollars(parts.wages), 40.0 * 24.0 + 2.0 + 1.0 + 2.0 + 1.0);
    assert_eq!(dollars(parts.lines), 3.0 * 168.0 * 0.01);
}

/// He calls outside opening hours and writes a minute after the next: all three turns of his need are still to come.
#[test]
fn who_writes_instead_has_all_his_turns_before_him() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 1\nhours = \"Tue 10:00-11:00\"\ngroups = [\"desk\"]\n\
         retrial = {{ chance = \"100 %\", after_opening = \"fixed 1 min\", by = \"messages\" }}\n\
         [group.desk]\nagents = 1\nwage = \"0 USD\"\n\
         [reason.a]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\nturns = \"fixed 3\"\nthinking = \"fixed 10 min\"\n",
        week(1),
        arrives("2018-08-06T09:00"),
    );
    told(
        &play_variant(&text, "phone").story("a"),
        &[
            "Mon 09:00:00 calls",
            "Tue 10:01:00 writes",
            "Tue 10:02:00 agent service wait 60 queued 0",
            "Tue 10:12:00 writes",
            "Tue 10:13:00 agent service wait 60 queued 0",
            "Tue 10:23:00 writes",
            "Tue 10:24:00 agent service wait 60 queued 0",
            "Tue 10:24:00 closes resolved",
        ],
    );
}

/// Two callers of the night try again two hours after opening, in the same instant: with two agents nobody waits, though
/// assignments are made when the instant ends; with one the second does.
#[test]
fn callers_of_one_instant_do_not_wait_for_each_other_where_there_are_agents_enough() {
    let again = |agents: u32, rule: &str| {
        let center = format!(
            "{}[call_center]\nwage = \"0 USD\"\nagents = {agents}\nhours = \"Mon-Fri 09:00-17:00\"\n{rule}\
             retrial = {{ chance = \"100 %\", after = \"fixed 30 d\", after_opening = \"fixed 2 h\" }}\n{}{}",
            week(1),
            reason("a", "2018-08-06T20:00", "5 min"),
            reason("b", "2018-08-06T21:00", "5 min"),
        );
        play_variant(&center, "phone")
    };
    let found = |rule: &str| {
        [2, 1].map(|agents| {
            let play = again(agents, rule);
            (play.chunk.tally.phone.answered, play.sums.extras.blocked, play.sums.recalls.offered)
        })
    };
    assert_eq!(found("queue = 0\n"), [(2, 0, 0), (1, 1, 0)]);
    assert_eq!(found("queue = 1\n"), [(2, 0, 0), (2, 0, 0)]);
    assert_eq!(found("callback = { above = \"0 s\", chance = \"100 %\" }\n"), [(2, 0, 0), (1, 0, 1)]);
    // Nobody balks where an agent is there for him.
    assert_eq!(found("balking = \"100 %\"\n"), [(2, 0, 0), (1, 0, 0)]);
}
