//! What the firm sends and calls first: limits of the platform, sending again, the dialler; fine schedules and holidays.

use crate::desk::stage::{ONE_AGENT, Play, arrives, play, play_variant, told, week};
use chatfare::facts::{Body, Outcome};
use chatfare::scenario::{LoadOptions, load};

/// Notes of Monday 9:00 with limits of the platform.
fn notes(count: u32, population: &str, limits: &str, rest: &str) -> Play {
    let world = week(count).replace("[population.p]\n", &format!("[population.p]\n{population}"));
    play(&format!(
        "{world}{ONE_AGENT}{limits}[notification.note]\nclass = \"utility\"\n{}{rest}",
        arrives("2018-08-06T09:00")
    ))
}

#[test]
fn a_number_reaches_so_many_customers_a_day_and_the_others_on_the_next() {
    let limits = "[limits]\ncustomers_a_day = 2\n";
    let play = notes(3, "", limits, "");
    told(&play.story_of("note", 1), &["Mon 09:00:00 system utility"]);
    told(&play.story_of("note", 2), &["Mon 09:00:00 system utility (Refused, DailyLimit)"]);
    assert_eq!((play.chunk.tally.messages_out, play.chunk.tally.refused), ([2, 0, 1], [0, 0, 1]));
    assert_eq!(play.bill().charged, 2);
    // Again after 23 h 59 min: still too soon; an hour later all have been forgotten.
    let soon = notes(3, "", limits, "retry = { after = \"fixed 23h 59min\" }\n");
    assert_eq!(soon.chunk.tally.messages_out, [2, 0, 2]);
    let later = notes(3, "", limits, "retry = { after = \"fixed 24h 1min\" }\n");
    assert!(later.story_of("note", 2).ends_with("Tue 09:01:00 system utility"), "{}", later.story_of("note", 2));
    // One customer counts once, however often he is written to.
    for limits in [limits, "[limits]\ncustomers_a_day = 1\n"] {
        assert_eq!(notes(3, "size = 1\n", limits, "").chunk.tally.messages_out, [3, 0, 0]);
    }
}

/// One customer a day: who wrote an hour before does not count, so that the other one is reached.
#[test]
fn an_open_window_does_not_count() {
    let text = |first: &str| {
        let world = week(1).replace(
            "countries = { FR = \"100 %\" }\n",
            "size = 1\ncountries = { FR = \"100 %\" }\n[population.q]\nsize = 1\ncountries = { FR = \"100 %\" }\n",
        );
        format!(
            "{world}{ONE_AGENT}[limits]\ncustomers_a_day = 1\n\
             [reason.r]\npopulation = \"p\"\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n\
             [notification.one]\npopulation = \"p\"\nclass = \"utility\"\n{}\
             [notification.two]\npopulation = \"q\"\nclass = \"utility\"\n{}",
            arrives(first),
            arrives("2018-08-06T09:00"),
            arrives("2018-08-06T10:00"),
        )
    };
    told(&play(&text("2018-08-06T08:00")).story("two"), &["Mon 10:00:00 system utility"]);
    // Who writes later had no window when the first was sent.
    told(&play(&text("2018-08-06T12:00")).story("two"), &["Mon 10:00:00 system utility (Refused, DailyLimit)"]);
}

/// 2,000 notifications, 30 % answered: 4.5 standard errors are 4.6 points.
#[test]
fn a_share_of_notifications_is_answered() {
    let rest = "reply = \"30 %\"\nreason = \"r\"\ndelay = \"fixed 1 h\"\n[reason.r]\nhandling = \"fixed 1 s\"\nsame_difficulty = 0\n";
    let play = notes(2000, "", "", rest);
    let share = play.chunk.tally.opened as f64 / 2000.0;
    assert!((share - 0.3).abs() < 0.046, "{share}");
}

#[test]
fn a_number_sends_one_after_the_other() {
    let play = notes(3, "", "[limits]\nmessages_a_second = 0.1\n", "");
    let times: Vec<String> = (0..3).map(|k| play.story_of("note", k)).collect();
    assert_eq!(times, ["Mon 09:00:00", "Mon 09:00:10", "Mon 09:00:20"].map(|t| format!("{t} system utility")));
}

#[test]
fn what_failed_is_sent_again() {
    let play = notes(1, "", "", "delivered = \"0 %\"\nretry = { after = \"fixed 2 h\", at_most = 2 }\n");
    told(
        &play.story("note"),
        &[
            "Mon 09:00:00 system utility failed",
            "Mon 11:00:00 system utility failed",
            "Mon 13:00:00 system utility failed",
        ],
    );
    let reply = "delivered = \"50 %\"\nreply = \"100 %\"\nreason = \"r\"\ndelay = \"fixed 1 h\"\n\
                 retry = { after = \"fixed 2 h\", at_most = 60 }\n[reason.r]\nhandling = \"fixed 1 min\"\nsame_difficulty = 0\n";
    // With sixty tries everybody is reached, and answers once.
    let all = notes(20, "", "", reply);
    assert_eq!((all.chunk.tally.messages_out[0], all.outcomes().as_str()), (20 + 20, "20 resolved"));
}

/// Two numbers of one business, twenty notes: each number may reach three customers a day, or both together; the rest is refused.
#[test]
fn numbers_of_a_business_share_a_limit_or_have_their_own() {
    let sent = |counted: &str, second: &str| {
        let numbers = format!(
            "[number.one]\nshare_in = {{ FR = \"50 %\" }}\n[number.two]\n{second}share_in = {{ FR = \"50 %\" }}\n"
        );
        let limits = format!("{numbers}[limits]\ncustomers_a_day = 3\n{counted}");
        notes(20, "", &limits, "").chunk.tally.messages_out
    };
    assert_eq!(sent("", ""), [6, 0, 14]);
    assert_eq!(sent("counted_by = \"number\"\n", ""), [6, 0, 14]);
    assert_eq!(sent("counted_by = \"portfolio\"\n", ""), [3, 0, 17]);
}

/// Four customers to be called at 9:00, two agents, three minutes each, 20 s of ringing.
fn dial(dialer: &str) -> Play {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 2\ndialer = {{ {dialer} }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"fixed 3 min\"\nreason = \"r\"\n{}\
         [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n",
        week(4),
        arrives("2018-08-06T09:00")
    );
    play_variant(&text, "phone")
}

#[test]
fn a_call_rings_for_each_idle_agent() {
    let play = dial("reached = \"100 %\"");
    told(
        &play.story_of("note", 0),
        &[
            "Mon 09:00:20 calls",
            "Mon 09:00:20 talks wait 0",
            "Mon 09:03:20 hangs up outbound wait 0 talk 180 line 180",
            "Mon 09:03:20 closes resolved",
        ],
    );
    assert!(play.story_of("note", 2).starts_with("Mon 09:03:40 calls"), "{}", play.story_of("note", 2));
    assert!(play.story_of("note", 3).starts_with("Mon 09:03:40 calls"), "{}", play.story_of("note", 3));
    assert_eq!((play.sums.dialled.calls, play.sums.dialled.mismatched), (4, 0));
    assert_eq!((play.sums.staff.groups[0].busy + 500_000) / 1_000_000, 4 * 180);
    // One agent is kept for callers: one after the other, until the fourth.
    let kept = dial("reached = \"100 %\", keep = 1");
    assert!(kept.story_of("note", 3).starts_with("Mon 09:10:20 calls"), "{}", kept.story_of("note", 3));
}

#[test]
fn a_dialler_that_rings_too_often_keeps_customers_waiting() {
    let play = dial("reached = \"100 %\", kind = \"constant\", calls = 3");
    told(
        &play.story_of("note", 2),
        &[
            "Mon 09:00:20 calls",
            "Mon 09:00:22 hangs up outbound in vain wait 2 talk 0 line 0",
            "Mon 09:00:22 closes abandoned",
        ],
    );
    assert_eq!((play.sums.dialled.calls, play.sums.dialled.answered, play.sums.dialled.mismatched), (4, 4, 2));
    // One agent is still idle when the first answers, so a third call rings again: the fourth customer is kept waiting too.
    assert!(play.story_of("note", 3).starts_with("Mon 09:00:40 calls"), "{}", play.story_of("note", 3));
    assert_eq!(play.outcomes(), "2 resolved, 2 abandoned");
}

#[test]
fn who_does_not_answer_is_tried_again() {
    let play = dial("reached = \"0 %\", tries = 3, between = \"fixed 1 h\"");
    let dialled = play.sums.dialled;
    assert_eq!((dialled.calls, dialled.answered, dialled.missed), (12, 0, 4));
    assert_eq!(play.chunk.tally.opened, 0);
}

/// Ten agents, talks of 3 min, 18 s of ringing, one in four answers, a list that never ends: 40 hours. Only the kind changes. The
/// predictive dialler keeps its limit (some 6,000 answers: a standard error of 0.2 points at 3 %; 200 answers of memory let it swing
/// between the steps) and its agents talk for more of the time than where one call rings for each idle agent; with a looser limit
/// for still more.
#[test]
fn a_predictive_dialler_is_as_bold_as_its_limit_lets_it() {
    let run = |dialer: &str| {
        let text = format!(
            "{}[call_center]\nwage = \"0 USD\"\nagents = 10\nhours = \"Mon-Fri 09:00-17:00\"\n\
             dialer = {{ reached = \"25 %\", ring = \"exponential, mean 18 s\", {dialer} }}\n\
             [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"exponential, mean 3 min\"\nreason = \"r\"\n\
             volume = \"100000/day\"\nbetween = [\"2018-08-06T08:00\", \"2018-08-06T20:00\"]\n\
             [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n",
            week(60_000)
        );
        let play = play_variant(&text, "phone");
        let dialled = play.sums.dialled;
        (dialled.mismatched as f64 / dialled.answered as f64, play.metric("occupancy_in_shift"), dialled.answered)
    };
    let (single, three, ten) =
        (run("calls = 1"), run("kind = \"predictive\""), run("kind = \"predictive\", limit = \"10 %\""));
    println!("{single:?} {three:?} {ten:?}");
    // One call an idle agent loses somebody only when a caller of the list before took him: hardly ever.
    assert!(single.0 < 0.003, "{single:?}");
    assert!((0.015..=0.033).contains(&three.0), "{three:?}");
    assert!((0.07..=0.105).contains(&ten.0), "{ten:?}");
    assert!(single.1 + 0.01 < three.1 && three.1 + 0.01 < ten.1, "{single:?} {three:?} {ten:?}");
}

/// Forty agents come at 09:00 on five days, talks of 3 min, one in four answers: what a day before has taught holds for a desk at
/// work, not for one where all are idle. Of those who answer in the first ten minutes of a day at most the limit finds nobody,
/// and one more (some 150 answers a day, 3 % are 4 or 5).
#[test]
fn a_predictive_dialler_begins_each_day_carefully() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 40\nhours = \"Mon-Fri 09:00-17:00\"\n\
         dialer = {{ reached = \"25 %\", ring = \"exponential, mean 18 s\", kind = \"predictive\" }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"exponential, mean 3 min\"\nreason = \"r\"\n\
         volume = \"300000/day\"\nbetween = [\"2018-08-06T08:00\", \"2018-08-06T20:00\"]\n\
         [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n",
        week(150_000)
    );
    let play = play_variant(&text, "phone");
    let (day, begin) = (86_400_000_000_i64, jiff::Timestamp::constant(1_533_513_600, 0).as_microsecond());
    let days: Vec<(i64, i64)> = (0..5)
        .map(|number| {
            let open = begin + number * day + 9 * 3_600_000_000;
            let within = |at: i64| (open..open + 600_000_000).contains(&at);
            let early = play.facts.iter().filter(|fact| within(fact.head.at));
            let count = |wanted: fn(&Body) -> bool| early.clone().filter(|fact| wanted(&fact.body)).count() as i64;
            let lost = count(|body| matches!(body, Body::ContactClosed { outcome: Outcome::Abandoned, .. }));
            (count(|body| matches!(body, Body::ContactOpened { .. })), lost)
        })
        .collect();
    let dialled = play.sums.dialled;
    println!("{days:?} {dialled:?} {}", play.metric("occupancy_in_shift"));
    for (answered, lost) in days {
        assert!(answered > 100 && lost as f64 <= 0.03 * answered as f64 + 1.0, "{lost} of {answered}");
    }
    assert!((0.01..0.03).contains(&(dialled.mismatched as f64 / dialled.answered as f64)), "{dialled:?}");
}

/// Two calls for each idle agent: all four ring at once.
#[test]
fn more_calls_than_agents_may_ring() {
    let play = dial("reached = \"100 %\", calls = 2");
    for k in 0..4 {
        assert!(play.story_of("note", k).starts_with("Mon 09:00:20 calls"), "{}", play.story_of("note", k));
    }
    assert_eq!((play.sums.dialled.answered, play.sums.dialled.mismatched), (4, 2));
}

/// An hour between tries: from half an hour before the run's end on only the first try falls into the run.
#[test]
fn tries_are_apart() {
    let text = format!(
        "{}[call_center]\nwage = \"0 USD\"\nagents = 2\ndialer = {{ reached = \"0 %\", tries = 3, between = \"fixed 1 h\" }}\n\
         [notification.note]\nclass = \"utility\"\nbaseline = \"call\"\ncall = \"fixed 3 min\"\nreason = \"r\"\n{}\
         [reason.r]\nhandling = \"fixed 10 min\"\nsame_difficulty = 0\n",
        week(4),
        arrives("2018-08-12T23:30")
    );
    assert_eq!(play_variant(&text, "phone").sums.dialled.calls, 4);
}

/// On Wednesday 15 August 2018 France keeps Assumption Day.
#[test]
fn nobody_is_on_duty_on_a_public_holiday() {
    let text = |holidays: &str| {
        format!(
            "{}[group.team]\nwage = \"0 USD\"\nagents = 1\nhours = \"Mon-Fri 09:00-17:00\"\n{holidays}\
             [reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
            week(1).replace("2018-08-13", "2018-08-20"),
            arrives("2018-08-15T10:00")
        )
    };
    let hours = |play: &Play| (play.sums.staff.groups[0].staffed + 500_000) / 3_600_000_000;
    let open = play(&text(""));
    let shut = play(&text("holidays = \"FR\"\n"));
    assert_eq!((hours(&open), hours(&shut)), (80, 72));
    assert!(open.story("r").contains("wait 180 queued 0"), "{}", open.story("r"));
    assert!(shut.story("r").contains("wait 82980 queued 82800"), "{}", shut.story("r"));
}

/// A schedule by quarters of an hour: 09:00 to 09:15 one head, 09:15 to 09:45 three, 09:45 to 10:00 two.
#[test]
fn a_schedule_may_go_by_quarters_of_an_hour() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = "day,time,agents\nMon,09:00,1\nMon,09:15,3\nMon,09:30,3\nMon,09:45,2\n";
    std::fs::write(folder.path().join("heads.csv"), rows).expect("written");
    let text = format!(
        "{}[group.team]\nwage = \"0 USD\"\nschedule.csv = \"heads.csv\"\n[reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:05")
    );
    let file = folder.path().join("quarters.toml");
    std::fs::write(&file, text).expect("written");
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let scenario = load(&file, &LoadOptions { tariffs, ..LoadOptions::default() }).unwrap_or_else(|e| panic!("{e}"));
    let assembly =
        chatfare::experiment::assemble::assemble(&scenario.variants[0].model, &scenario.run).expect("a plan");
    let chunk = chatfare::experiment::replicate::replicate(&assembly, &scenario.run, 1, 0).expect("a run");
    let group = &chunk.desk.staff.groups[0];
    assert_eq!(group.staffed / 60_000_000, 15 + 3 * 30 + 2 * 15);
    assert_eq!(group.peak, 3);
}

/// Nobody from 9:15 to 9:30: who comes at 9:20 waits for ten minutes.
#[test]
fn a_quarter_begins_when_it_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = "day,time,agents\nMon,09:00,1\nMon,09:15,0\nMon,09:30,1\n";
    std::fs::write(folder.path().join("heads.csv"), rows).expect("written");
    let text = format!(
        "{}[group.team]\nwage = \"0 USD\"\nschedule.csv = \"heads.csv\"\n[reason.r]\n{}handling = \"fixed 1 min\"\nsame_difficulty = 0\n",
        week(1),
        arrives("2018-08-06T09:20")
    );
    let file = folder.path().join("quarters.toml");
    std::fs::write(&file, text).expect("written");
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let scenario = load(&file, &LoadOptions { tariffs, ..LoadOptions::default() }).unwrap_or_else(|e| panic!("{e}"));
    let assembly =
        chatfare::experiment::assemble::assemble(&scenario.variants[0].model, &scenario.run).expect("a plan");
    let chunk = chatfare::experiment::replicate::replicate(&assembly, &scenario.run, 1, 0).expect("a run");
    let waits = &chunk.tally.messages;
    assert_eq!((waits.answered, (waits.queued_sum + 500_000) / 1_000_000), (1, 600));
}

/// The first note fails at 9:00 and is sent again at 15:00; another of the same number at 10:00 does not wait for it.
#[test]
fn what_will_be_sent_again_holds_nobody_up() {
    for limits in ["", "[limits]\nmessages_a_second = 80\n"] {
        let first = "delivered = \"0 %\"\nretry = { after = \"fixed 6 h\", at_most = 1 }\n";
        let second = format!("[notification.other]\nclass = \"utility\"\n{}", arrives("2018-08-06T10:00"));
        let play = notes(1, "", limits, &format!("{first}{second}"));
        told(&play.story("other"), &["Mon 10:00:00 system utility"]);
        told(&play.story("note"), &["Mon 09:00:00 system utility failed", "Mon 15:00:00 system utility failed"]);
    }
    // Ten seconds a message: whoever is due at 10:00 second leaves ten seconds later.
    let first = "delivered = \"0 %\"\nretry = { after = \"fixed 1 h\", at_most = 1 }\n";
    let second = format!("[notification.other]\nclass = \"utility\"\n{}", arrives("2018-08-06T10:00"));
    let play = notes(1, "", "[limits]\nmessages_a_second = 0.1\n", &format!("{first}{second}"));
    let both = format!("{}\n{}", play.story("other"), play.story("note"));
    let sent = |at: &str| both.lines().filter(|line| line.starts_with(at)).count();
    assert_eq!([sent("Mon 09:00:00"), sent("Mon 10:00:00"), sent("Mon 10:00:10")], [1; 3], "{both}");
}

/// One customer in any 24 hours: p was written to again at 8:00 on Tuesday, so q at 9:30 is one too many.
#[test]
fn the_day_of_a_limit_runs_from_the_last_message_to_a_customer() {
    let world = week(1).replace(
        "countries = { FR = \"100 %\" }\n",
        "size = 1\ncountries = { FR = \"100 %\" }\n[population.q]\nsize = 1\ncountries = { FR = \"100 %\" }\n",
    );
    let note = |name: &str, population: &str, at: &str| {
        format!("[notification.{name}]\npopulation = \"{population}\"\nclass = \"utility\"\n{}", arrives(at))
    };
    let notes = note("a", "p", "2018-08-06T09:00")
        + &note("b", "p", "2018-08-07T08:00")
        + &note("c", "q", "2018-08-07T09:30")
        + &note("d", "q", "2018-08-08T08:30");
    let play = play(&format!("{world}{ONE_AGENT}[limits]\ncustomers_a_day = 1\n{notes}"));
    told(&play.story("b"), &["Tue 08:00:00 system utility"]);
    told(&play.story("c"), &["Tue 09:30:00 system utility (Refused, DailyLimit)"]);
    told(&play.story("d"), &["Wed 08:30:00 system utility"]);
}
