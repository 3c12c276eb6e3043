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
    let due = play_due(&two(order, "2018-08-06T09:00", "2018-08-06T09:05"));
    assert_eq!(due, play.story("b"));
}

fn play_due(text: &str) -> String {
    play(&text.replace("[desk.answer]", "[desk]\ndiscipline = \"due date\"\n[desk.answer]")).story("b")
}

/// The expert is busy until 10:00. y came to him at 9:10; a was passed on to him at 9:30, but is due since its first message at 9:00.
#[test]
fn due_dates_go_by_the_first_message_and_first_come_by_the_queue() {
    let group =
        |name: &str, reasons: &str| format!("[group.{name}]\nagents = 1\nwage = \"0 USD\"\nreasons = [{reasons}]\n");
    let reason = |name: &str, at: &str, handling: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed {handling}\"\nsame_difficulty = 0\n", arrives(at))
    };
    let text = |discipline: &str| {
        format!(
            "{}{}{}[desk]\ndiscipline = \"{discipline}\"\n[desk.answer]\npolicy = \"by target\"\ntarget = \"1 h\"\n{}{}{}\
             [reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\nhandling = \"fixed 10 min\"\nafter = \"100 %\"\n",
            week(1),
            group("team", "\"a\""),
            group("experts", "\"x\", \"y\""),
            reason("x", "2018-08-06T08:50", "70 min"),
            reason("y", "2018-08-06T09:10", "10 min"),
            reason("a", "2018-08-06T09:00", "30 min"),
        )
    };
    for (discipline, a, y) in [("first come", "10:20", "10:10"), ("due date", "10:10", "10:20")] {
        let play = play(&text(discipline));
        let answered = |name: &str, at: &str| play.story(name).contains(&format!("Mon {at}:00 agent service"));
        assert!(answered("a", a) && answered("y", y), "{discipline}\n{}\n{}", play.story("a"), play.story("y"));
    }
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

/// Two turns, the second written at 9:05; one agent of one place.
fn held(slots: &str, policy: &str, rest: &str) -> String {
    let first = format!(
        "[reason.a]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed 55 min\"\n{rest}",
        arrives("2018-08-06T07:59")
    );
    format!("{}{ONE_AGENT}[desk]\nslots = \"{slots}\"\n[desk.answer]\n{policy}{first}", week(1))
}

/// Every hour: the second turn comes at 9:05 and is released at 10:00 to the agent who holds the place, so that `b` of 9:30 waits.
#[test]
fn a_held_turn_waits_for_its_release_and_keeps_its_place() {
    let other = format!("[reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n", arrives("2018-08-06T08:30"));
    let hourly = "policy = \"batches\"\nevery = \"1 h\"\n";
    let play = |slots: &str| play(&(held(slots, hourly, "") + &other));
    let kept = play("held");
    assert!(kept.story("a").contains("Mon 08:10:00 agent service wait 660 queued 60"), "{}", kept.story("a"));
    assert!(kept.story("a").contains("Mon 10:10:00 agent service wait 3900 queued 3300"), "{}", kept.story("a"));
    assert!(kept.story("b").contains("Mon 10:11:00 agent service wait 6060 queued 6000"), "{}", kept.story("b"));
    let free = play("released");
    assert!(free.story("a").contains("Mon 10:10:00 agent service wait 3900 queued 3300"), "{}", free.story("a"));
    assert!(free.story("b").contains("Mon 09:01:00 agent service wait 1860 queued 1800"), "{}", free.story("b"));
}

/// Office hours of the policy, and a shift that ends while the turn is kept: the place is given back, another agent goes on.
#[test]
fn a_held_turn_is_handed_back_when_its_agent_goes_home() {
    let hours = "policy = \"office hours\"\nhours = \"Mon-Fri 08:00-09:00, 10:00-20:00\"\n";
    let night = "[group.late]\nagents = 1\nhours = \"Mon-Fri 09:00-20:00\"\nwage = \"0 USD\"\n";
    let text = held("held", hours, "").replace("agents = 1\n", "agents = 1\nhours = \"Mon-Fri 08:00-09:30\"\n") + night;
    let play = play(&text);
    assert!(play.story("a").contains("Mon 10:10:00 agent service wait 3900 queued 3300"), "{}", play.story("a"));
    let busy = |group: usize| (play.sums.staff.groups[group].busy + 500_000) / 60_000_000;
    // With the first agent from 8:00 to 9:30, place held and all; with the second from 10:00 to 10:10.
    assert_eq!((busy(0), busy(1)), (90, 10));
}

/// Three messages 10 s apart, and 15 s of silence until an answer: one turn is one answer, whatever a slot does between turns; two
/// turns of three messages and two answers. Without the policy the held agent answers each message of the second turn.
#[test]
fn a_held_turn_is_merged_as_any_other() {
    let burst = "burst = { messages = \"fixed 3\", gap = \"fixed 10 s\" }\n";
    let merge = "policy = \"wait and merge\"\nquiet = \"15 s\"\n";
    let answers = |slots: &str, policy: &str| {
        let text = held(slots, policy, burst).replace("10 min", "3 s");
        let tally = play(&text).chunk.tally;
        (tally.messages_in.0, tally.messages_out[0])
    };
    assert_eq!(answers("released", merge), (6, 2));
    assert_eq!(answers("held", merge), (6, 2));
    assert_eq!(answers("held", "policy = \"as staff allows\"\n").1, 6);
}

/// Who loses patience while the policy keeps his turn frees the place that was held for him.
#[test]
fn who_gives_up_while_his_turn_is_kept_frees_the_place() {
    let hourly = "policy = \"batches\"\nevery = \"1 h\"\n";
    for more in ["", "switch_to_phone = \"100 %\"\n"] {
        let phone = if more.is_empty() {
            ""
        } else {
            "[call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 1\n[group.voice]\nchannels = [\"phone\"]\nagents = 1\nwage = \"0 USD\"\n"
        };
        let other =
            format!("[reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n", arrives("2018-08-06T08:30"));
        let patience = format!("patience = \"fixed 10 min\"\n{more}");
        let play = play(&(held("held", hourly, &patience) + &other + phone));
        // At 9:15; `b` was released at 9:00.
        assert!(play.story("a").contains("Mon 09:15:00"), "{}", play.story("a"));
        assert!(play.story("b").contains("Mon 09:16:00 agent service wait 2760 queued 2700"), "{}", play.story("b"));
    }
}

/// Kept over the weekend until its window has closed: the place is given back, and the rule for late answers asked before
/// anybody writes. `b` of Sunday is answered in the first minute of Monday.
#[test]
fn a_held_turn_that_is_late_when_released_goes_the_way_of_others() {
    let hours = "late = \"hold\"\npolicy = \"office hours\"\nhours = \"Mon-Fri 08:00-20:00\"\n";
    let other = format!("[reason.b]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n", arrives("2018-08-12T12:00"));
    let play =
        play(&(held("held", hours, "").replace(&arrives("2018-08-06T07:59"), &arrives("2018-08-10T19:30")) + &other));
    assert!(
        play.story("a").ends_with("Fri 20:35:00 writes\nlater 00:00:00 closes open at end wait 789900"),
        "{}",
        play.story("a")
    );
    assert!(play.story("b").contains("later 08:01:00 agent service wait 72060 queued 72000"), "{}", play.story("b"));
}

/// A queue of calls, served first come first, stands before that of the messages or behind it: all the same to these.
#[test]
fn the_order_of_other_queues_does_not_matter() {
    for name in ["aaa", "zzz"] {
        let reason = |name: &str, at: &str, handling: &str, rest: &str| {
            format!("[reason.{name}]\n{}handling = \"fixed {handling}\"\nsame_difficulty = 0\n{rest}", arrives(at))
        };
        let text = format!(
            "{}[group.phones]\nchannels = [\"phone\"]\nagents = 1\nwage = \"0 USD\"\n{ONE_AGENT}reasons = [\"first\", \"m\", \"z\"]\n\
             [call_center]\nvariant = false\nwage = \"0 USD\"\nagents = 1\n[desk]\ndiscipline = \"window expiry\"\n\
             [reason.{name}]\nhandling = \"fixed 1 min\"\n{}{}{}",
            week(1),
            reason("first", "2018-08-06T09:00", "3 h", ""),
            reason("m", "2018-08-06T09:10", "10 min", "reminder = { after = \"fixed 1 h\", chance = \"100 %\" }\n"),
            reason("z", "2018-08-06T09:20", "10 min", ""),
        );
        let play = play(&text);
        assert!(play.story("z").contains("Mon 12:10:00 agent service"), "{name}: {}", play.story("z"));
        assert!(play.story("m").contains("Mon 12:20:00 agent service"), "{name}: {}", play.story("m"));
    }
}
