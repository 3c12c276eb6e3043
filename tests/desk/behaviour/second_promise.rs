//! What second groups promise and what is counted of them, by hand; call-backs among what is passed on.

use crate::desk::stage::{Play, arrives, play_promising, play_variant, week};

fn reason(name: &str, clock: &str, rest: &str) -> String {
    format!("[reason.{name}]\n{}same_difficulty = 0\n{rest}\n", arrives(&format!("2018-08-06T{clock}")))
}

/// Calls: the expert talks with `x` from 9:00 to 9:10; `a` is answered at 9:05 and passed on at 9:07.
fn calls(transfer: &str) -> String {
    let passed = "handling = \"fixed 5 min\"\ngroups = [\"call center\"]\n\
        [reason.a.transfer]\nshare = \"100 %\"\nto = \"experts\"\ncall_handling = \"fixed 4 min\"\nafter = \"40 %\"\n";
    format!(
        "{}[measures]\ndetails = [\"group\"]\n[call_center]\nwage = \"0 USD\"\nagents = 1\ngroups = [\"experts\"]\n\
         [group.experts]\nchannels = [\"phone\"]\nwage = \"0 USD\"\nagents = 1\n{}{}",
        week(1),
        reason("x", "09:00", "handling = \"fixed 10 min\"\ngroups = [\"experts\"]"),
        reason("a", "09:05", &format!("{passed}{transfer}")),
    )
}

/// Answered in time and promised, of the n-th promise.
fn kept(play: &Play, promise: usize, channel: usize) -> (i64, i64) {
    let kept = play.sums.promises[promise][channel];
    (kept.within, kept.offered)
}

/// `x` is answered at once; `a` waits for the expert from 9:07 to 9:10, or to 9:09 when he gives up.
#[test]
fn a_second_group_is_judged_by_the_wait_for_it() {
    let experts =
        |minutes: i64, transfer: &str| kept(&play_promising(&calls(transfer), "phone", &[("experts", minutes)]), 0, 1);
    assert_eq!(experts(2, ""), (1, 2));
    assert_eq!(experts(3, ""), (2, 2));
    assert_eq!(experts(5, "patience = \"fixed 2 min\"\n"), (1, 2));
    // Each keeps its own: the first group has answered `a` at once, and what it promised ends there.
    let both = play_promising(&calls(""), "phone", &[("call center", 1), ("experts", 2)]);
    assert_eq!((kept(&both, 0, 1), kept(&both, 1, 1)), ((1, 1), (1, 2)));
    assert_eq!(both.metric("promise_kept"), 1.0);
}

/// Nothing is passed on: nothing of `a` is promised by the experts.
#[test]
fn what_is_not_passed_on_is_no_promise_of_the_second_group() {
    let text = calls("").replace("share = \"100 %\"", "share = \"0 %\"");
    assert_eq!(kept(&play_promising(&text, "phone", &[("experts", 2)]), 0, 1), (1, 1));
}

/// By message: passed on at 9:02, answered at 9:14 after 12 min there; the second turn is the experts' from the start, 9:17 to 9:21.
#[test]
fn a_second_group_by_message_promises_its_answer() {
    let text = format!(
        "{}[group.team]\nwage = \"0 USD\"\nagents = 1\n[group.experts]\nwage = \"0 USD\"\nagents = 1\n{}{}",
        week(1),
        reason("x", "09:00", "handling = \"fixed 10 min\"\ngroups = [\"experts\"]"),
        reason(
            "a",
            "09:00",
            "handling = \"fixed 5 min\"\ngroups = [\"team\"]\nturns = \"fixed 2\"\nthinking = \"fixed 3 min\"\n\
             transfer = { share = \"100 %\", to = \"experts\", handling = \"fixed 4 min\", after = \"40 %\" }"
        ),
    );
    let play = |experts: i64, team: i64| {
        let play = play_promising(&text, "messages", &[("team", team), ("experts", experts)]);
        (kept(&play, 0, 0), kept(&play, 1, 0))
    };
    // Of the experts: x after 10 min (to the microsecond in which it came), a after 12, its second turn after 4.
    assert_eq!(play(11, 13), ((0, 1), (2, 3)));
    assert_eq!(play(13, 15), ((1, 1), (3, 3)));
}

/// `q` is called back at 9:10, when the agent has done `x`, and passed on at 9:15; the second group talks with `y` until 9:20.
fn called_back(more: &str) -> Play {
    let text = format!(
        "{}[measures]\ndetails = [\"group\"]\n[call_center]\nwage = \"0 USD\"\nagents = 1\ngroups = [\"b\"]\n\
         callback = {{ above = \"4 min\", chance = \"100 %\" }}\n[group.b]\nchannels = [\"phone\"]\nwage = \"0 USD\"\nagents = 1\n{}{}{}{more}",
        week(1),
        reason("x", "09:00", "handling = \"fixed 10 min\"\ngroups = [\"call center\"]"),
        reason(
            "q",
            "09:01",
            "handling = \"fixed 5 min\"\ngroups = [\"call center\"]\n\
             transfer = { share = \"100 %\", to = \"b\", call_handling = \"fixed 15 min\" }"
        ),
        reason("y", "09:05", "handling = \"fixed 15 min\"\ngroups = [\"b\"]"),
    );
    play_variant(&text, "phone")
}

#[test]
fn who_is_called_back_and_passed_on_counts_for_the_second_group() {
    let play = called_back("");
    let second = play.sums.second;
    let seconds = (second.wait + 500_000) / 1_000_000;
    assert_eq!((second.passed_on, second.taken, second.lost, seconds), (1, 1, 0, 300));
    assert!((play.metric("passed_on_share") - 1.0 / 3.0).abs() < 1e-12);
    // x and the call back; y and what was passed on.
    assert_eq!(play.sums.details.handled, [2, 2]);
}

/// The same of a call that needs no call-back: each group has handled it once.
#[test]
fn both_groups_have_handled_a_call_that_was_passed_on() {
    assert_eq!(play_variant(&calls(""), "phone").sums.details.handled, [1, 2]);
}

/// Once on the line he waits as a caller of his class, before one of a lower class who came later.
#[test]
fn who_was_called_back_keeps_his_class_when_he_is_passed_on() {
    let late = reason("z", "09:07", "handling = \"fixed 3 min\"\ngroups = [\"b\"]\npriority = 2");
    let play = called_back(&format!("{late}[desk]\ndiscipline = \"priority\"\n"));
    // y until 9:20, the call-back until 9:35.
    assert!(play.story("z").contains("Mon 09:35:00 talks wait 1680"), "{}", play.story("z"));
}

/// The agent talks until 9:10. `c` is to be called back (10 min are more than 4), `b` waits on the line (3 min are not).
#[test]
fn a_call_back_comes_after_all_callers_in_the_order_of_reasons_too() {
    let text = format!(
        "{}[call_center]\nagents = 1\nhours = \"Sun 01:00-02:00\"\nwage = \"0 USD\"\ngroups = [\"g\"]\n\
         callback = {{ above = \"4 min\", chance = \"100 %\" }}\n\
         [group.g]\nchannels = [\"phone\"]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"a\", \"c\", \"b\"]\nin_order = true\n{}{}{}",
        week(1),
        reason("a", "09:00", "handling = \"fixed 10 min\""),
        reason("c", "09:01", "handling = \"fixed 10 min\""),
        reason("b", "09:02", "handling = \"fixed 3 min\""),
    );
    let play = play_variant(&text, "phone");
    assert!(play.story("b").contains("Mon 09:10:00 talks wait 480"), "{}", play.story("b"));
    assert!(play.story("c").contains("Mon 09:13:00 talks"), "{}", play.story("c"));
}

/// The first agent is with the caller for 2 min of work, 3 of waiting for the expert and 4 of his work; x takes 10, the expert 4.
#[test]
fn an_agent_who_stays_with_the_customer_works() {
    let play = play_variant(&calls("first = \"to the end\"\n"), "phone");
    assert!((play.metric("handling_time_mean") - (9.0 + 10.0 + 4.0) * 60.0 / 2.0).abs() < 1e-3);
    assert_eq!(play.metric("concurrency"), 1.0);
    let released = play_variant(&calls(""), "phone");
    assert!((released.metric("handling_time_mean") - (2.0 + 10.0 + 4.0) * 60.0 / 2.0).abs() < 1e-3);
}
