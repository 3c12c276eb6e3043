//! When turns are released to the agents.

use crate::desk::stage::{ONE_AGENT, arrives, play, told, week};

fn two(policy: &str, first: &str, second: &str) -> String {
    let reason = |name: &str, at: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n", arrives(at))
    };
    format!("{}{ONE_AGENT}[desk.answer]\n{policy}{}{}", week(1), reason("a", first), reason("b", second))
}

#[test]
fn batches_release_together_at_multiples_from_local_midnight() {
    let text = two("policy = \"batches\"\nevery = \"4 h\"\n", "2018-08-06T09:00", "2018-08-06T11:30");
    let play = play(&text);
    let answered = |at: &str, wait: i64, queued: i64| format!("Mon {at} agent service wait {wait} queued {queued}");
    assert!(play.story("a").contains(&answered("12:10:00", 11400, 10800)), "{}", play.story("a"));
    assert!(play.story("b").contains(&answered("12:20:00", 3000, 2400)), "{}", play.story("b"));
}

/// The zone of the policy counts: from Tokyo's midnight (15:00 UTC) batches of 10 h are due at 15:00, 01:00 and 11:00.
#[test]
fn batches_follow_the_zone_of_the_policy() {
    let policy = "policy = \"batches\"\nevery = \"10 h\"\nzone = \"Asia/Tokyo\"\n";
    let play = play(&two(policy, "2018-08-06T09:00", "2018-08-06T11:30"));
    assert!(play.story("a").contains("Mon 11:10:00 agent service"), "{}", play.story("a"));
    assert!(play.story("b").contains("Mon 15:10:00 agent service"), "{}", play.story("b"));
}

#[test]
fn office_hours_keep_turns_until_the_next_opening() {
    let policy = "policy = \"office hours\"\nhours = \"Mon-Fri 10:00-12:00\"\n";
    let play = play(&two(policy, "2018-08-06T11:30", "2018-08-10T12:00"));
    assert!(play.story("a").contains("Mon 11:40:00 agent service wait 600 queued 0"), "{}", play.story("a"));
    // Friday noon is closed; Monday is after the run and drained.
    assert!(play.story("b").contains("later 10:10:00 agent utility wait 252600"), "{}", play.story("b"));
    // Work begun inside is finished outside; the answer of the next week is late and outside the run: not billed.
    assert_eq!(play.bill().messages, 1);
}

#[test]
fn due_dates_and_first_come_agree_for_one_target() {
    let order = "policy = \"by target\"\ntarget = \"1 h\"\n";
    let play = play(&two(order, "2018-08-06T09:00", "2018-08-06T09:05"));
    assert!(play.story("b").contains("Mon 09:20:00 agent service wait 900 queued 300"), "{}", play.story("b"));
}

/// Who has waited longest in the window goes first: the reminder of `a` moved its window behind that of `b`.
#[test]
fn window_expiry_serves_the_window_that_closes_next() {
    let reasons = format!(
        "[reason.first]\n{}handling = \"fixed 3 h\"\nsame_difficulty = 0\n\
         [reason.a]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n\
         reminder = {{ after = \"fixed 1 h\", chance = \"100 %\" }}\n\
         [reason.b]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n",
        arrives("2018-08-06T09:00"),
        arrives("2018-08-06T09:10"),
        arrives("2018-08-06T09:20"),
    );
    let first = play(&format!("{}{ONE_AGENT}{reasons}", week(1)));
    assert!(first.story("a").contains("Mon 12:10:00 agent service"), "{}", first.story("a"));
    assert!(first.story("b").contains("Mon 12:20:00 agent service"), "{}", first.story("b"));
    let discipline = "[desk]\ndiscipline = \"window expiry\"\n";
    let expiry = play(&format!("{}{ONE_AGENT}{discipline}{reasons}", week(1)));
    assert!(expiry.story("b").contains("Mon 12:10:00 agent service"), "{}", expiry.story("b"));
    assert!(expiry.story("a").contains("Mon 12:20:00 agent service"), "{}", expiry.story("a"));
    // A reminder that does not restart the window leaves the order as it was.
    let still = reasons.replace("chance = \"100 %\" }", "chance = \"100 %\", restarts_window = false }");
    let still = play(&format!("{}{ONE_AGENT}{discipline}{still}", week(1)));
    assert!(still.story("a").contains("Mon 12:10:00 agent service"), "{}", still.story("a"));
}

/// Of two windows the dearer one goes first if it closes soon enough: price over time left.
#[test]
fn price_weighted_expiry_weighs_price_by_time_left() {
    let world = week(1)
        .replace("{ FR = \"100 %\" }\n", "{ FR = \"100 %\" }\n[population.q]\ncountries = { DE = \"100 %\" }\n")
        .replace("FR = \"UTC\"", "FR = \"UTC\"\nDE = \"UTC\"")
        .replace("FR = \"0.05 USD\"", "FR = \"0.05 USD\", DE = \"0.09 USD\"");
    let reasons = |b: &str| {
        format!(
            "[reason.first]\npopulation = \"p\"\n{}handling = \"fixed 20 h\"\nsame_difficulty = 0\n\
             [reason.a]\npopulation = \"p\"\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n\
             [reason.b]\npopulation = \"q\"\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n",
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T10:00"),
            arrives(b),
        )
    };
    let discipline = "[desk]\ndiscipline = \"price-weighted expiry\"\n";
    // Tue 05:00: a has 5 h left (0.05 / 5 = 0.010 an hour); b written at 13:00 has 8 h left (0.09 / 8 = 0.011): b first.
    let dear = play(&format!("{world}{ONE_AGENT}{discipline}{}", reasons("2018-08-06T13:00")));
    assert!(dear.story("b").contains("Tue 05:10:00 agent"), "{}", dear.story("b"));
    assert!(dear.story("a").contains("Tue 05:20:00 agent"), "{}", dear.story("a"));
    // Written at 15:00 it has 10 h left (0.009 an hour): a first.
    let late = play(&format!("{world}{ONE_AGENT}{discipline}{}", reasons("2018-08-06T15:00")));
    assert!(late.story("a").contains("Tue 05:10:00 agent"), "{}", late.story("a"));
}

#[test]
fn careful_sends_one_message_and_skips_late_answers_of_low_value() {
    let text = |value: &str| {
        format!(
            "{}{ONE_AGENT}[desk.answer]\npolicy = \"careful\"\nskip_below = \"0.10 USD\"\n\
             [reason.a]\n{}handling = \"fixed 25 h\"\nsame_difficulty = 0\nfan_out = \"fixed 3\"\n\
             [reason.b]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\nvalue = \"{value}\"\nfan_out = \"fixed 3\"\n",
            week(1),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T09:05"),
        )
    };
    let cheap = play(&text("0.05 USD"));
    // a was taken up in time and is late when written, without any value: its work is lost too.
    told(&cheap.story("a"), &["Mon 09:00:00 opens", "Mon 09:00:00 writes", "Tue 10:00:00 closes dropped wait 90000"]);
    told(&cheap.story("b"), &["Mon 09:05:00 opens", "Mon 09:05:00 writes", "Tue 10:00:00 closes dropped wait 89700"]);
    let dear = play(&text("4 USD"));
    told(
        &dear.story("b"),
        &[
            "Mon 09:05:00 opens",
            "Mon 09:05:00 writes",
            "Tue 10:10:00 agent utility wait 90300 queued 89700",
            "Tue 10:10:00 closes resolved",
        ],
    );
}
