//! Service levels by reason, group and interval, waits in opening hours, against numbers by hand. That reasons add up to the
//! tally, which knows only facts, is asserted in every replication.

use crate::desk::stage::{Play, arrives, play, play_variant, week};
use chatfare::desk::extras::detail::Level;

const MINUTE: i64 = 60_000_000;

/// One agent from 09:00 to 12:00. `a` at 09:00 takes 10 min, `b` at 09:02 waits for it, `c` gives up at 09:06, `d` at 11:58 is
/// begun before closing; `e` comes at 20:00 and is answered on Tuesday.
fn messages(details: &str) -> Play {
    let mut text = format!(
        "{}[measures]\nmessage_threshold = \"10 min\"\n{details}\
         [group.team]\nagents = 1\nhours = \"Mon-Fri 09:00-12:00\"\nwage = \"0 USD\"\n",
        week(1)
    );
    for (name, at, handling, patience) in [
        ("a", "2018-08-06T09:00", 10, ""),
        ("b", "2018-08-06T09:02", 5, ""),
        ("c", "2018-08-06T09:03", 5, "patience = \"fixed 3 min\"\n"),
        ("d", "2018-08-06T11:58", 5, ""),
        ("e", "2018-08-06T20:00", 5, ""),
    ] {
        text += &format!(
            "[reason.{name}]\n{}handling = \"fixed {handling} min\"\nsame_difficulty = 0\n{patience}",
            arrives(at)
        );
    }
    play(&text)
}

fn minutes(level: &Level) -> (i64, i64, i64, i64, i64) {
    let m = |micros: i64| (micros + 400_000) / MINUTE;
    (level.answered, level.within, m(level.wait), level.lost, m(level.lost_wait))
}

#[test]
fn levels_by_reason_group_and_interval() {
    let play = messages("details = [\"reason\", \"group\", \"period\"]\n");
    let details = &play.sums.details;
    let reasons: Vec<_> = details.reasons.iter().map(|levels| minutes(&levels[0])).collect();
    // Answered, within 10 min, waits; lost, waits in vain.
    assert_eq!(
        reasons,
        [(1, 1, 10, 0, 0), (1, 0, 13, 0, 0), (0, 0, 0, 1, 3), (1, 1, 5, 0, 0), (1, 0, 13 * 60 + 5, 0, 0)]
    );
    assert_eq!(minutes(&details.groups[0][0]), (4, 2, 10 + 13 + 5 + 785, 0, 0));
    // Beyond 10 min: 3 of `b`, 775 of `e`.
    assert_eq!((details.groups[0][0].excess + 400_000) / MINUTE, 778);
    // Half-hours of Monday: 09:00 (18), 11:30 (23), 20:00 (40).
    let seen: Vec<(usize, i64, i64)> = (0..336)
        .map(|i| (i, details.periods[i][0].answered, details.periods[i][0].lost))
        .filter(|p| p.1 + p.2 > 0)
        .collect();
    assert_eq!(seen, [(18, 2, 1), (23, 1, 0), (40, 1, 0)]);
}

#[test]
fn quarters_of_an_hour() {
    let play = messages("details = [\"period\"]\nperiod = \"15 min\"\n");
    let periods = &play.sums.details.periods;
    let seen: Vec<usize> = (0..periods.len()).filter(|i| periods[*i][0].answered > 0).collect();
    assert_eq!((periods.len(), seen), (672, vec![36, 47, 80]));
}

/// Answered while nobody is on duty any more: `d` has 2 min of its 5 in opening hours, `e` 5 min on Tuesday.
#[test]
fn waits_in_opening_hours() {
    let play = messages("details = [\"opening hours\"]\n");
    let open: Vec<i64> = play.sums.details.reasons.iter().map(|l| (l[0].open_wait + 400_000) / MINUTE).collect();
    assert_eq!(open, [10, 13, 0, 2, 5]);
    assert!((play.metric("response_open_hours_mean") - 7.5 * 60.0).abs() < 0.1);
    // All but `b` within 10 min of opening hours, of five.
    assert_eq!(play.metric("response_within_threshold_open_hours"), 0.6);
    assert_eq!(play.metric("response_within_threshold"), 0.4);
}

/// `a` comes at 08:00 and is answered at 09:10, `b` comes at 08:00 too and is answered at 10:20. Ann (09:00 to 12:00) serves `a`,
/// Ben (10:00 to 12:00) `b`: the group is open from 09:00 on, but for `b` nobody is there before Ben. Of the wait of `b` 20 min
/// are in opening hours, and 80 min of them if Ann too serves `b` while she is busy with `a` and `c`. Only the skills change.
#[test]
fn opening_hours_are_those_of_who_has_the_skill() {
    let of = |skills: &str| {
        let mut text = format!(
            "{}[measures]\nmessage_threshold = \"25 min\"\ndetails = [\"opening hours\"]\n\
             [group.team]\nhours = \"Mon 09:00-12:00\"\nwage = \"0 USD\"\n[desk]\ndiscipline = \"priority\"\n\
             [group.team.agent.ann]\n{skills}[group.team.agent.ben]\nreasons = [\"b\"]\nhours = \"Mon 10:00-12:00\"\n",
            week(1)
        );
        for (name, at, minutes, priority) in
            [("a", "2018-08-06T08:00", 10, 1), ("b", "2018-08-06T08:00", 20, 3), ("c", "2018-08-06T08:30", 90, 2)]
        {
            text += &format!(
                "[reason.{name}]\n{}handling = \"fixed {minutes} min\"\npriority = {priority}\nsame_difficulty = 0\n",
                arrives(at)
            );
        }
        let play = play(&text);
        let minutes = |micros: i64| (micros + 400_000) / MINUTE;
        let waits: Vec<_> =
            play.sums.details.reasons.iter().map(|l| (minutes(l[0].wait), minutes(l[0].open_wait))).collect();
        (waits, play.metric("response_within_threshold_open_hours"))
    };
    // Answered at 09:10, 10:20 and 10:40.
    let (own, within) = of("reasons = [\"a\", \"c\"]\n");
    assert_eq!(own, [(70, 10), (140, 20), (130, 100)]);
    assert!((within - 2.0 / 3.0).abs() < 1e-12);
    let (all, within) = of("");
    assert_eq!(all, [(70, 10), (140, 80), (130, 100)]);
    assert!((within - 1.0 / 3.0).abs() < 1e-12);
}

/// Two lines, one agent: `a` talks from 09:00 to 09:10, `b` waits from 09:01 and gives up after 8 min, `c` finds no line at
/// 09:02, `d` takes the line of `b` and waits 30 s, `e` waits 3 min from 09:12.
#[test]
fn every_denominator_of_calls() {
    let mut text = format!(
        "{}[measures]\ncall_threshold = \"20 s\"\ndetails = [\"reason\", \"expected\"]\n[call_center]\nwage = \"0 USD\"\nagents = 1\nlines = 2\npatience = \"fixed 8 min\"\n",
        week(1)
    );
    for (name, at, talk) in [
        ("a", "2018-08-06T09:00", 10),
        ("b", "2018-08-06T09:01", 5),
        ("c", "2018-08-06T09:02", 5),
        ("d", "2018-08-06T09:09:30", 5),
        ("e", "2018-08-06T09:12", 5),
    ] {
        text += &format!("[reason.{name}]\n{}handling = \"fixed {talk} min\"\nsame_difficulty = 0\n", arrives(at));
    }
    let play = play_variant(&text, "phone");
    let blocked: Vec<i64> = play.sums.details.reasons.iter().map(|l| l[1].blocked).collect();
    assert_eq!((blocked, play.sums.extras.blocked), (vec![0, 0, 1, 0, 0], 1));
    let waits = &play.chunk.tally.phone;
    assert_eq!((waits.offered, waits.answered, waits.answered_within, waits.lost_within), (5, 3, 1, 1));
    for (name, value) in [
        ("response_within_threshold", 1.0 / 5.0),
        ("response_within_threshold_excl_blocked", 1.0 / 4.0),
        ("response_within_threshold_of_answered", 1.0 / 3.0),
        // The blocked call waited for 0 s: forgiven with the short abandons, or counted.
        ("response_within_excl_short_abandons", 1.0 / 4.0),
        ("response_within_excl_short_abandons_with_blocked", 1.0 / 5.0),
        // A blocked call was not abandoned within the threshold, and nobody else was.
        ("answered_or_abandoned_within_threshold", 1.0 / 5.0),
        ("answered_or_abandoned_within_threshold_excl_blocked", 1.0 / 4.0),
        // As many were expected as came: five.
        ("response_within_threshold_of_expected", 1.0 / 5.0),
        ("response_within_threshold_excl_blocked_of_expected", 1.0 / 4.0),
        ("response_within_threshold_of_expected_answered", 1.0 / 3.0),
        ("response_within_excl_short_abandons_of_expected", 1.0 / 4.0),
        ("response_within_excl_short_abandons_with_blocked_of_expected", 1.0 / 5.0),
        ("answered_or_abandoned_within_threshold_of_expected", 1.0 / 5.0),
        ("answered_or_abandoned_within_threshold_excl_blocked_of_expected", 1.0 / 4.0),
        ("offered_of_expected", 1.0),
        ("excess_wait_mean", (10.0 + 160.0) / 3.0),
        ("response_max", 180.0),
        ("time_to_abandon_mean", 480.0),
    ] {
        let found = play.metric(name);
        assert!((found - value).abs() < 0.01, "{name}: {found}, by hand {value}");
    }
}

/// 10 contacts of 3 turns are expected on two days of 5 a day; the run stops at 4 a source.
#[test]
fn the_expected_number_is_the_forecasts() {
    let text = format!(
        "{}[group.team]\nagents = 9\nwage = \"0 USD\"\n[reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n\
         turns = \"fixed 3\"\nthinking = \"fixed 1 min\"\n",
        week(4),
        arrives("2018-08-06T09:00")
    );
    // 4 × 3 turns of at most 4 × 3 expected.
    assert_eq!(play(&text).metric("response_within_threshold_of_expected"), 1.0);
    // One agent and no time to wait: one contact has its three turns, three are lost in their first.
    let few = text.replace("agents = 9", "agents = 1") + "patience = \"fixed 10 s\"\n";
    let play = play(&few);
    assert_eq!((play.chunk.tally.messages.offered, play.chunk.tally.messages.answered), (6, 3));
    assert_eq!(play.metric("response_within_threshold_of_expected"), 3.0 / 12.0);
}

/// Each group has the turns that it answered.
#[test]
fn levels_of_two_groups() {
    let mut text = format!(
        "{}[measures]\nmessage_threshold = \"10 min\"\ndetails = [\"group\"]\n\
         [group.x]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"a\"]\n[group.y]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"b\", \"c\"]\n",
        week(1)
    );
    for (name, minutes) in [("a", 12), ("b", 3), ("c", 5)] {
        let at = if name == "c" { "2018-08-06T09:05" } else { "2018-08-06T09:00" };
        text += &format!("[reason.{name}]\n{}handling = \"fixed {minutes} min\"\nsame_difficulty = 0\n", arrives(at));
    }
    let groups: Vec<_> = play(&text).sums.details.groups.iter().map(|levels| minutes(&levels[0])).collect();
    assert_eq!(groups, [(1, 0, 12, 0, 0), (2, 2, 8, 0, 0)]);
}

/// Two hours with 30 and 90 calls of one minute, 20 agents: all are answered at once, but the callers' number is Poisson. Over
/// the expected number the level of an hour is what came of it, over the observed one it is 1. Only `details` changes.
#[test]
fn levels_over_expected_and_observed_turns() {
    use chatfare::experiment::{runner::Unwatched, study::study};
    let tables = |details: &str| {
        let text = format!(
            "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-13\"\nlead = \"0 s\"\nreplications = 4\n[business]\nzone = \"UTC\"\n\
             [population.p]\ncountries = {{ FR = \"100 %\" }}\n[zone]\nFR = \"UTC\"\n[profile.two]\n\
             hours = [0,0,0,0,0,0,0,0,0,1,3,0,0,0,0,0,0,0,0,0,0,0,0,0]\ndays = [1,0,0,0,0,0,0]\n[measures]\n\
             period = \"1 h\"\ndetails = [{details}]\n[call_center]\nagents = 99\nwage = \"0 USD\"\n\
             [reason.r]\nvolume = \"120/week\"\nprofile = \"two\"\nhandling = \"fixed 1 min\"\ncall_handling = \"fixed 1 min\"\n"
        );
        let scenario = crate::desk::stage::scenario("expected.toml", &text);
        study(&scenario, &Unwatched).expect("a study").tables
    };
    let (with, without) = (tables("\"period\", \"reason\", \"expected\""), tables("\"period\", \"reason\""));
    let value = |kind: &str, name: &str, metric: &str| {
        let rows = &with.service_levels;
        let row = rows.iter().find(|r| (r.kind, r.name.as_str(), r.metric.as_str()) == (kind, name, metric));
        row.unwrap_or_else(|| panic!("{kind} {name} {metric}")).value.mean
    };
    for (kind, name, expected) in [("period", "Mon 09:00", 30.0), ("period", "Mon 10:00", 90.0), ("reason", "r", 120.0)]
    {
        let offered = value(kind, name, "offered");
        let over = value(kind, name, "within / expected");
        assert!((over - offered / expected).abs() < 1e-9, "{name}: {over}, {offered} of {expected}");
        assert!((value(kind, name, "(within + lost within) / expected") - over).abs() < 1e-12);
        assert_eq!(value(kind, name, "within / offered"), 1.0);
    }
    assert!((value("reason", "r", "offered") - 120.0).abs() > 0.2, "chance brought just what was expected");
    assert!(without.service_levels.iter().all(|row| !row.metric.contains("expected")));
    let of_expected = |tables: &chatfare::table::Tables| tables.value("phone", "all", "offered_of_expected");
    assert!((of_expected(&with).expect("asked for").mean - value("reason", "r", "offered") / 120.0).abs() < 1e-9);
    assert!(of_expected(&without).is_none());
}

#[test]
fn overtime_counts_apart() {
    let play = messages("");
    // On duty 3 h on each of five days, and `d` for 3 min after closing.
    let (busy, staffed) = ((10 + 5 + 5 + 5) as f64, 15.0 * 60.0 + 3.0);
    assert!((play.metric("occupancy") - busy / staffed).abs() < 1e-6, "{}", play.metric("occupancy"));
    assert!((play.metric("occupancy_in_shift") - (busy - 3.0) / 900.0).abs() < 1e-6);
    assert!((play.metric("answered_per_agent_hour") - 4.0 / (staffed / 60.0)).abs() < 1e-6);
    assert!((play.metric("concurrency_logged_in") - busy / staffed).abs() < 1e-6);
}

/// The share of all turns, and the mean of each replication's share: two numbers where replications differ in size.
#[test]
fn a_share_of_all_or_a_mean_of_shares() {
    use chatfare::experiment::{runner::Unwatched, study::study};
    let found = |average: &str| {
        let text = format!(
            "[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\nreplications = 6\n[business]\nzone = \"UTC\"\n\
             [population.p]\ncountries = {{ FR = \"100 %\" }}\n[zone]\nFR = \"UTC\"\n[tariff]\nin_force = \"whatsapp-2018-08\"\n\
             rates = {{ FR = \"0.05 USD\" }}\n[measures]\nmessage_threshold = \"12 min\"\n{average}[group.team]\nagents = 1\n\
             wage = \"0 USD\"\n[reason.r]\nvolume = \"90/day\"\nbusyness_cv = 0.6\nhandling = \"exponential, mean 5 min\"\n\
             patience = \"exponential, mean 30 min\"\n"
        );
        let scenario = crate::desk::stage::scenario("average.toml", &text);
        study(&scenario, &Unwatched).expect("a study").tables
    };
    let metric = "response_within_threshold";
    let (all, each) = (found(""), found("average = \"mean of ratios\"\n"));
    let pairs: Vec<(f64, f64)> = all
        .replications
        .iter()
        .filter(|row| row.metric == metric && row.channel == "all")
        .map(|row| (row.numerator as f64, row.denominator as f64))
        .collect();
    let of_all = pairs.iter().map(|p| p.0).sum::<f64>() / pairs.iter().map(|p| p.1).sum::<f64>();
    let of_each = pairs.iter().map(|p| p.0 / p.1).sum::<f64>() / pairs.len() as f64;
    assert!((of_all - of_each).abs() > 1e-4, "the example tells nothing");
    let value = |tables: &chatfare::table::Tables| tables.value("messages", "all", metric).expect("a value").mean;
    assert!((value(&all) - of_all).abs() < 1e-12 && (value(&each) - of_each).abs() < 1e-12);
}
