//! What it costs, by hand: paid hours, seats, lines by month and minute, what is lost.

use crate::desk::stage::{ONE_AGENT, arrives, play, play_variant, week};

fn dollars(nanos: i128) -> f64 {
    (nanos as f64 / 1e7).round() / 100.0
}

/// Two heads of 40 hours at 20 USD, of which a fifth is spent elsewhere: 80 / 0.8 hours are paid; two seats of 30 USD.
#[test]
fn paid_hours_and_seats() {
    let text = format!(
        "{}[group.team]\nagents = 2\nhours = \"Mon-Fri 09:00-17:00\"\nwage = \"20 USD\"\nshrinkage = \"20 %\"\nseat = \"30 USD\"\n\
         [cost]\nplatform_month = \"49 USD\"\n[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    let play = play(&text);
    let cost = play.cost();
    assert_eq!((dollars(cost.wages), dollars(cost.seats), dollars(cost.platform)), (2000.0, 60.0, 49.0));
    assert_eq!(play.metric("paid_hours"), 100.0);
    assert_eq!(dollars(cost.total()), 2109.0);
    // 3 minutes of work in 100 paid hours, and in 80 on duty.
    assert!((play.metric("utilisation") - 0.05 / 100.0).abs() < 1e-9, "{}", play.metric("utilisation"));
    assert!((play.metric("occupancy") - 0.05 / 80.0).abs() < 1e-9, "{}", play.metric("occupancy"));
}

/// a talks for ten minutes from 9:00; b hears at 9:01 that he would have to wait, is called back and talks for five.
#[test]
fn lines_by_month_and_minute_of_both_directions() {
    let reason = |name: &str, at: &str, talk: u32| {
        format!("[reason.{name}]\n{}handling = \"fixed {talk} min\"\nsame_difficulty = 0\n", arrives(at))
    };
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 1\nlines = 2\nline_month = \"8 USD\"\nminute = \"0.10 USD\"\n\
         outbound_minute = \"0.30 USD\"\ncallback = {{ above = \"0 s\", chance = \"100 %\" }}\n{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", 10),
        reason("b", "2018-08-06T09:01", 5)
    );
    let cost = play_variant(&text, "phone").cost();
    assert_eq!(dollars(cost.lines), 2.0 * 8.0 + 10.0 * 0.10 + 5.0 * 0.30);
}

/// Without a number of lines as many are rented as were in use at once: two.
#[test]
fn as_many_lines_are_rented_as_are_needed() {
    let reason = |name: &str, at: &str| {
        format!("[reason.{name}]\n{}handling = \"fixed 10 min\"\nsame_difficulty = 0\n", arrives(at))
    };
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 3\nline_month = \"8 USD\"\n{}{}{}",
        week(1),
        reason("a", "2018-08-06T09:00"),
        reason("b", "2018-08-06T09:01"),
        reason("c", "2018-08-06T10:00")
    );
    assert_eq!(dollars(play_variant(&text, "phone").cost().lines), 16.0);
}

/// Four answers of the bot at 0.02 USD a turn, of two messages each.
#[test]
fn the_bot_is_paid_by_turn() {
    let text = format!(
        "{}{ONE_AGENT}[bot]\ncontainment = \"100 %\"\ndelay = \"5 s\"\nprice = \"0.02 USD\"\nfan_out = \"fixed 2\"\n\
         [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\nturns = \"fixed 4\"\nthinking = \"fixed 1 min\"\n",
        week(1),
        arrives("2018-08-06T09:00")
    );
    assert_eq!(dollars(play(&text).cost().bot), 0.08);
}

/// One of three contacts is not resolved: an answer about it would have been worth 3 USD.
#[test]
fn what_is_not_resolved_is_lost() {
    let reason = |name: &str, rest: &str| {
        format!(
            "[reason.{name}]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\nvalue = \"3 USD\"\n{rest}",
            arrives("2018-08-06T09:00")
        )
    };
    let text = format!(
        "{}{ONE_AGENT}{}{}{}",
        week(1),
        reason("a", ""),
        reason("b", ""),
        reason("c", "patience = \"fixed 10 s\"\n")
    );
    let play = play(&text);
    assert_eq!((play.outcomes().as_str(), play.metric("value_lost")), ("2 resolved, 1 abandoned", 3.0));
}
