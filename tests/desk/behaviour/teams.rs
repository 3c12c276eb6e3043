//! What agents did, by hand: chats open at once in all uses of places, handling times, work of a first tier, who did nothing.

use crate::desk::stage::{Play, arrives, play, play_variant, scenario, week};
use chatfare::experiment::{runner::Unwatched, study::study};
use chatfare::table::ServiceLevelRow;

const MIN: i64 = 60_000_000;

#[track_caller]
fn near(found: f64, exact: f64) {
    assert!((found - exact).abs() < 1e-4 * exact.abs().max(1.0), "{found} is not {exact}");
}

fn reason(name: &str, at: &str, rest: &str) -> String {
    format!("[reason.{name}]\n{}same_difficulty = 0\n{rest}", arrives(at))
}

/// Two chats of two turns, 1 min of work each and 9 min between them, from 9:00 and from 9:05, one agent of three places.
fn two_chats(slots: &str) -> Play {
    let rest = "handling = \"fixed 1 min\"\nturns = \"fixed 2\"\nthinking = \"fixed 9 min\"\n";
    play(&format!(
        "{}[group.team]\nagents = 1\nconcurrency = 3\nwage = \"0 USD\"\n[desk]\nslots = \"{slots}\"\n{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", rest),
        reason("b", "2018-08-06T09:05", rest)
    ))
}

/// Held, the chats are open from 9:00 to 9:11 and from 9:05 to 9:16: 22 min of chats in 16 min. Released, four minutes of work, one
/// chat in each. Work is the same: 4 turns of one minute.
#[test]
fn chats_are_open_between_their_turns_where_places_are_held() {
    let (held, released) = (two_chats("held"), two_chats("released"));
    near(held.metric("concurrency"), 22.0 / 16.0);
    near(released.metric("concurrency"), 1.0);
    near(held.metric("concurrency_logged_in"), 22.0 / (7.0 * 1440.0));
    near(held.metric("occupancy"), 16.0 / (7.0 * 1440.0));
    for play in [&held, &released] {
        near(play.metric("handling_time_mean"), 60.0);
        assert_eq!((play.sums.staff.groups[0].serving + 400_000) / MIN, 4);
    }
    assert_eq!(released.sums.staff.groups[0].resting, 0);
}

/// `b` leaves without a word while the agent works on `a`; from 9:10 on the agent holds a place for nobody, for 4 min.
#[test]
fn a_place_held_for_nobody_is_an_open_chat() {
    let silent = "handling = \"fixed 5 min\"\npatience = \"fixed 1 min\"\nsilent = { chance = \"100 %\", detection = \"fixed 4 min\" }\n";
    let play = play(&format!(
        "{}[group.team]\nagents = 1\nwage = \"0 USD\"\n{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", "handling = \"fixed 10 min\"\n"),
        reason("b", "2018-08-06T09:02", silent)
    ));
    let team = &play.sums.staff.groups[0];
    let minutes = |micros: i64| (micros + 400_000) / MIN;
    assert_eq!((minutes(team.busy), minutes(team.serving), minutes(team.resting)), (14, 10, 4));
    near(play.metric("concurrency"), 1.0);
}

fn row(rows: &[ServiceLevelRow], name: &str, metric: &str) -> f64 {
    let found = rows.iter().find(|row| row.kind == "group" && row.name == name && row.metric == metric);
    found.unwrap_or_else(|| panic!("no {metric} of {name}")).value.mean
}

/// Two turns by message go to the first group, 4 min each; half of the work of the second is done when it is passed on (2 min), and
/// the other group takes 10 min for it. The first group has handled two turns in 6 min of work, though it answered one; its shrinkage
/// is 20 %, so that it is paid for 5/4 of its hours.
#[test]
fn a_first_tier_has_handled_what_it_passed_on() {
    let text = format!(
        "{}[measures]\ndetails = [\"group\"]\n[group.first]\nagents = 1\nwage = \"0 USD\"\nshrinkage = \"20 %\"\nhours = \"Mon 08:00-12:00\"\n\
         [group.second]\nagents = 1\nwage = \"0 USD\"\nhours = \"Mon 08:00-12:00\"\n{}{}",
        week(1).replace("contacts = 1\n", "contacts = 1\nreplications = 2\n"),
        reason("a", "2018-08-06T09:00", "handling = \"fixed 4 min\"\ngroups = [\"first\"]\n"),
        reason(
            "b",
            "2018-08-06T10:00",
            "handling = \"fixed 4 min\"\ngroups = [\"first\"]\n\
             transfer = { share = \"100 %\", to = \"second\", after = \"50 %\", handling = \"fixed 10 min\" }\n"
        ),
    );
    let study = study(&scenario("tiers.toml", &text), &Unwatched).expect("a study");
    let rows = &study.tables.service_levels;
    for (group, metric, exact) in [
        ("first", "on duty", 4.0),
        ("first", "answered", 1.0),
        ("first", "handled", 2.0),
        ("first", "mean handling time", 180.0),
        ("first", "occupancy", 6.0 / 240.0),
        ("first", "utilisation", 6.0 / 300.0),
        ("second", "handled", 1.0),
        ("second", "mean handling time", 600.0),
        ("second", "occupancy", 10.0 / 240.0),
        ("second", "utilisation", 10.0 / 240.0),
    ] {
        near(row(rows, group, metric), exact);
    }
    let all = study.tables.value("messages", "all", "handling_time_mean").expect("a value").mean;
    near(all, 16.0 * 60.0 / 2.0);
}

/// Talk of 3 min and after-call work of 2: five minutes a call, of one call answered.
#[test]
fn work_after_the_call_is_handling_time() {
    let play = play_variant(
        &format!(
            "{}[call_center]\nagents = 1\nwage = \"0 USD\"\n{}",
            week(1),
            reason("a", "2018-08-06T09:00", "call_handling = \"fixed 3 min\"\nafter_call_work = \"fixed 2 min\"\n")
        ),
        "phone",
    );
    near(play.metric("handling_time_mean"), 300.0);
}

/// The bot answers `a`, an agent `b`: one turn and one contact of the agent's, in an hour on duty.
#[test]
fn what_the_bot_settles_is_no_agents_work() {
    let text = |containment: &str| {
        format!(
            "{}[group.team]\nagents = 1\nwage = \"0 USD\"\nhours = \"Mon 09:00-10:00\"\n[bot]\ndelay = \"0 s\"\nprice = \"0 USD\"\n\
             containment = {containment}\n{}{}",
            week(1),
            reason("a", "2018-08-06T09:00", "handling = \"fixed 4 min\"\n"),
            reason("b", "2018-08-06T09:30", "handling = \"fixed 4 min\"\n"),
        )
    };
    let play = play(&text("{ a = \"100 %\", b = \"0 %\" }"));
    near(play.metric("answered_per_agent_hour"), 1.0);
    near(play.metric("contacts_per_agent_hour"), 1.0);
    near(play.metric("handling_time_mean"), 240.0);
    near(play.metric("contained_share"), 0.5);
}

/// The menu settles the only call: no agent has finished anything; and the lead it was is answered after the 30 s of the menu, of which
/// exp(−0.5 min / 1 min) is left.
#[test]
fn what_the_menu_settles_is_no_agents_work_and_no_lost_lead() {
    let play = play_variant(
        &format!(
            "{}[call_center]\nagents = 1\nwage = \"0 USD\"\nmenu = \"30 s\"\nmenu_containment = \"100 %\"\n{}",
            week(1),
            reason(
                "a",
                "2018-08-06T09:00",
                "call_handling = \"fixed 3 min\"\nlead = { value = \"100 USD\", decay = \"1 min\" }\n"
            )
        ),
        "phone",
    );
    assert_eq!(play.outcomes(), "1 resolved");
    near(play.metric("contacts_per_agent_hour"), 0.0);
    near(play.metric("lead_value_lost"), 100.0 * (1.0 - (-0.5_f64).exp()));
}

/// A constant 10 calls an hour, counts given, open 8 hours of a day: 80 are expected of the team, and 80 come. The menu settles half
/// of those of another reason: 40 of its 80 are expected.
#[test]
fn expected_calls_are_those_of_opening_hours_that_the_menu_does_not_settle() {
    let text = "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\ndrain = \"1 d\"\nallow_unstable = true\n\
        [business]\nzone = \"UTC\"\n[population.p]\ncountries = { FR = \"100 %\" }\n[zone]\nFR = \"UTC\"\n[tariff]\n\
        in_force = \"whatsapp-2018-08\"\nrates = { FR = \"0.05 USD\" }\n[measures]\ndetails = [\"expected\"]\n\
        [call_center]\nagents = 90\nwage = \"0 USD\"\nhours = \"09:00-17:00\"\nmenu_containment = CONTAINED\n";
    let calls = |name: &str| {
        format!(
            "[reason.{name}]\nvolume = \"240/day\"\ncounts = \"by hour\"\ncall_handling = \"fixed 10 s\"\nsame_difficulty = 0\n"
        )
    };
    let alone = play_variant(&format!("{}{}", text.replace("CONTAINED", "\"0 %\""), calls("a")), "phone");
    near(alone.metric("offered_of_expected"), 1.0);
    near(alone.metric("response_within_threshold_of_expected"), 1.0);
    let contained = text.replace("CONTAINED", "{ a = \"0 %\", b = \"50 %\" }");
    let both = play_variant(&format!("{contained}{}{}", calls("a"), calls("b")), "phone");
    let expected =
        chatfare::experiment::metrics::levels::expected_by_reason(&both.assembly, chatfare::facts::Channel::Phone);
    assert_eq!(expected, [80_000, 40_000]);
}

/// The menu of 5 min holds the only line when `b` calls, and settles the call: one call in two is blocked.
#[test]
fn calls_that_the_menu_settles_are_calls() {
    let play = play_variant(
        &format!(
            "{}[call_center]\nagents = 1\nwage = \"0 USD\"\nlines = 1\nmenu = \"5 min\"\nmenu_containment = \"100 %\"\n{}{}",
            week(1),
            reason("a", "2018-08-06T09:00", "call_handling = \"fixed 5 min\"\n"),
            reason("b", "2018-08-06T09:02", "call_handling = \"fixed 5 min\"\n")
        ),
        "phone",
    );
    assert_eq!(play.outcomes(), "1 resolved, 1 blocked");
    near(play.metric("blocked_calls_share"), 1.0 / 2.0);
}

/// One line; `b` calls while it is in use, and again 10 min later, when it is free: one call in three is blocked, no contact.
#[test]
fn blocked_calls_are_not_blocked_contacts() {
    let call = "call_handling = \"fixed 5 min\"\n";
    let play = play_variant(
        &format!(
            "{}[call_center]\nagents = 1\nwage = \"0 USD\"\nlines = 1\nretrial = {{ chance = \"100 %\", after = \"fixed 10 min\" }}\n{}{}",
            week(1),
            reason("a", "2018-08-06T09:00", call),
            reason("b", "2018-08-06T09:02", call)
        ),
        "phone",
    );
    near(play.metric("blocked_share"), 0.0);
    near(play.metric("blocked_calls_share"), 1.0 / 3.0);
}
