//! `meet`: heads found for a promise, against closed forms.

use chatfare::experiment::runner::Unwatched;
use chatfare::experiment::study::{Study, study};
use chatfare::statistics::erlang_c;

use super::desk::scenario;

/// 60 contacts an hour of 4 min each, at all hours: 4 erlangs.
fn four_erlangs(more: &str) -> String {
    format!(
        r#"
    format = 1
    [run]
    from = "2026-10-05"
    to = "2026-10-19"
    lead = "1 d"
    drain = "2 d"
    replications = 4
    allow_unstable = true
    [business]
    zone = "UTC"
    [currency]
    report = "EUR"
    [currency.rates]
    USD = {{ rate = "0.86 EUR", source = "a test" }}
    [population.customers]
    size = 1000000
    countries = {{ FR = "100 %" }}
    [zone]
    FR = "UTC"
    [tariff]
    in_force = "whatsapp-2018-08"
    [tariff.rates]
    FR = "0.07 USD"
    [reason.q]
    volume = "60/h"
    handling = "exponential, mean 4 min"
    {more}
"#
    )
}

fn played(more: &str) -> Result<Study, Vec<String>> {
    study(&scenario(&four_erlangs(more)), &Unwatched)
}

fn value(study: &Study, variant: &str, metric: &str) -> f64 {
    study.tables.value(variant, "all", metric).unwrap_or_else(|| panic!("no {metric} of {variant}")).mean
}

/// Nobody may wait: what is not blocked is answered at once, so that the promise is kept in 1 - B(c, 4) of calls (Erlang's loss formula:
/// B(4, 4) = 0.3107, B(5, 4) = 0.1991). 75 % need five agents. 4 weeks of 4 replications: n = 81,000 calls, 4 standard errors = 0.011.
#[test]
fn a_queue_that_turns_callers_away_keeps_no_promise() {
    let study = played("[call_center]\nwage = \"20 EUR\"\nmeet = \"75 % in 20 s\"\nqueue = 0\n").expect("heads");
    let (peak, kept) = (value(&study, "phone", "agents_peak"), value(&study, "phone", "promise_kept"));
    assert!(peak == 5.0 && (kept - 0.8009).abs() < 0.011, "{peak} heads keep {kept}");
}

/// Three lines carry 4 erlangs with a loss of B(3, 4) = 45.1 %, whoever is on duty.
#[test]
fn lines_that_cannot_keep_a_promise_end_the_search() {
    let center = |lines: u32| {
        format!(
            "[call_center]\nwage = \"20 EUR\"\nmeet = \"80 % in 20 s\"\nlines = {lines}\npatience = \"exponential, mean 3 min\"\n"
        )
    };
    let why = played(&center(3)).map(|_| ()).expect_err("three lines keep nothing").join("; ");
    assert!(why.contains("group `call center`: no team keeps 80 % in 20 s: with an agent for each line"), "{why}");
    assert!(why.contains("`call_center.lines = 3`") && why.contains("add lines"), "{why}");
    let kept =
        why.split("= 3`) ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|share| share.parse::<f64>().ok());
    assert!(kept.is_some_and(|kept| (kept - 54.9).abs() < 2.0), "{why}");
    // B(8, 4) = 3.0 %: eight lines leave room for it.
    assert!(value(&played(&center(8)).expect("heads"), "phone", "promise_kept") > 0.78);
}

/// Work is exponential with mean 4 min, so that an answer begun at once takes at most 5 min with chance 1 - exp(-5 / 4) = 71.3 %: no
/// team keeps 80 %, however much the bot settles, and who promises 60 % keeps between 60 and 71.3 % of what comes to people.
/// n = 40,000 turns, 4 standard errors = 0.01.
#[test]
fn the_bots_answers_keep_no_promise_of_the_team() {
    let bot = |meet: &str| {
        format!("[group.g]\nwage = \"20 EUR\"\nmeet = \"{meet}\"\n[bot]\ncontainment = \"50 %\"\ndelay = \"1 s\"\n")
    };
    let why = played(&bot("80 % in 5 min")).map(|_| ()).expect_err("nobody is so fast").join("; ");
    assert!(why.contains("no team keeps 80 % in 5 min"), "{why}");
    let study = played(&bot("60 % in 5 min")).expect("heads");
    let kept = value(&study, "messages", "promise_kept");
    assert!((0.59..0.723).contains(&kept), "{kept}");
    let answered = value(&study, "messages", "response_within_threshold");
    assert!(answered > 0.5, "the levels count all answers: {answered}");
}

/// Another reason, 50 contacts an hour of 1 min each, and groups of which `a` answers the first and `b` the second.
fn apart(a: &str, b: &str) -> Study {
    let of = |name: &str, meet: &str, reason: &str| {
        format!("[group.{name}]\nwage = \"10 EUR\"\nmeet = \"{meet}\"\nreasons = [\"{reason}\"]\n")
    };
    let other = "[reason.s]\nvolume = \"50/h\"\nhandling = \"exponential, mean 1 min\"\n";
    played(&format!("{other}{}{}", of("a", a, "q"), of("b", b, "s"))).expect("heads")
}

fn own(study: &Study, group: &str) -> f64 {
    let mut rows = study.tables.service_levels.iter().filter(|row| row.kind == "promise" && row.name == group);
    rows.next().unwrap_or_else(|| panic!("no promise of {group}")).value.mean
}

/// Each group is staffed for its own time over its own turns. M/M/c by hand: `b` has 0.8333 erlangs; an answer takes wait + work.
/// With one agent the time in the system is exponential with rate 1 - 0.8333 a minute: within 3 min 39.3 %, too few. With two the wait
/// exceeds t with chance 0.2451 exp(-1.1667 t) (Erlang C); with the work of 1 min after it 92.1 % are within 3 min.
#[test]
fn each_group_keeps_its_own_promise() {
    for study in [apart("80 % in 10 h", "80 % in 3 min"), apart("80 % in 8 min", "80 % in 3 min")] {
        let (a, b) = (own(&study, "a"), own(&study, "b"));
        assert!(a > 0.79, "{a}");
        assert!((b - 0.921).abs() < 0.02, "{b}");
        let line = study.verdict.iter().find(|line| line.starts_with("Staff")).expect("a line");
        let alike = line.contains("a 80 % in ") && line.contains(", b 80 % in 3 min (simulated: 9");
        assert!(line.contains("promises while open:") && alike, "{line}");
        // What the variant promises is kept by a turn that keeps its own group's promise: 60 of 110 turns are of a.
        let all = value(&study, "messages", "promise_kept");
        assert!((all - (60.0 * a + 50.0 * b) / 110.0).abs() < 0.01, "{all}: {a}, {b}");
    }
}

/// Two groups share what comes: each turn is held to the shorter of their promises, and who was found first is tried again among the others.
#[test]
fn groups_that_share_what_comes_keep_the_shorter_promise() {
    let groups = |first: &str, second: &str| {
        let of = |name: &str, meet: &str| format!("[group.{name}]\nwage = \"10 EUR\"\nmeet = \"{meet}\"\n");
        played(&(of("a", first) + &of("b", second))).expect("heads")
    };
    for study in [groups("80 % in 10 min", "80 % in 10 h"), groups("80 % in 10 h", "80 % in 10 min")] {
        assert!(value(&study, "messages", "promise_kept") > 0.78, "{:?}", study.verdict);
        assert!(own(&study, "a").min(own(&study, "b")) > 0.78, "{:?}", study.verdict);
    }
}

/// One promise for all is told as ever; a group beside it that promises nothing and answers other reasons is none of its business.
#[test]
fn a_promise_is_judged_by_what_its_group_may_serve() {
    let other = "[reason.s]\nvolume = \"100/h\"\nhandling = \"exponential, mean 1 min\"\n\
                 [group.late]\nwage = \"10 EUR\"\nagents = 1\nreasons = [\"s\"]\n\
                 [group.a]\nwage = \"10 EUR\"\nmeet = \"80 % in 15 min\"\nreasons = [\"q\"]\n";
    let study = played(other).expect("heads of `a`");
    assert!(value(&study, "messages", "promise_kept") > 0.78);
    let alone = played("[group.a]\nwage = \"10 EUR\"\nmeet = \"80 % in 15 min\"\n").expect("heads");
    assert!(alone.tables.service_levels.is_empty(), "one promise is told by `promise_kept`");
    assert_eq!(value(&alone, "messages", "agents_peak") + 1.0, value(&study, "messages", "agents_peak"));
}

/// A third of 60 calls an hour go on to a second group, 6 min each: 1.8 erlangs that never give up, of which 80 % are to be taken within
/// 60 s of being passed on: four heads by Erlang C (what leaves a queue without rush is a Poisson stream, Burke 1956).
#[test]
fn a_second_group_is_staffed_for_what_is_passed_on_to_it() {
    let center = "transfer = { share = \"30 %\", to = \"b\", call_handling = \"exponential, mean 6 min\" }\n\
        groups = [\"call center\"]\n[call_center]\nwage = \"20 EUR\"\nagents = 12\ngroups = [\"b\"]\n\
        [group.b]\nchannels = [\"phone\"]\nwage = \"20 EUR\"\nmeet = \"80 % in 60 s\"\n";
    let study = played(center).expect("heads");
    let rows = &study.tables.service_levels;
    let kept = rows.iter().find(|row| row.kind == "promise" && row.name == "b").expect("a promise").value.mean;
    // 24,000 calls of four replications are passed on; 4 standard errors are 2.5 points, since waits of neighbours are alike.
    let heads = value(&study, "phone", "agents_peak") - 12.0;
    let in_time = |heads: u32| erlang_c(18.0, 360.0, heads, 60.0).expect("a queue").service_level;
    assert!(in_time(3) < 0.8 && in_time(4) > 0.8);
    assert_eq!(heads, 4.0);
    assert!((kept - in_time(4)).abs() < 0.025, "{kept}");
}

/// Everybody who would wait is called back: those who are not are answered at once with any team, but 4 erlangs need five heads.
#[test]
fn calling_everybody_back_keeps_no_promise() {
    let center = "[call_center]\nwage = \"20 EUR\"\nmeet = \"80 % in 20 s\"\ncallback = { above = \"0 s\", chance = \"100 %\" }\n";
    let study = played(center).expect("heads");
    assert_eq!(value(&study, "phone", "agents_peak"), 5.0);
    // Those who wait do for 240 s / (5 - 4) on average (M/M/5).
    let wait = value(&study, "phone", "recall_wait_mean");
    assert!((wait / 240.0 - 1.0).abs() < 0.15, "{wait}");
    let speed = study.verdict.iter().find(|line| line.starts_with("Speed:")).expect("a line");
    assert!(speed.contains("of contacts were called back, after "), "{speed}");
}

/// Writers are promised an answer, callers are not: the verdict says how the promise is kept, not what calls make of it.
#[test]
fn the_verdict_says_of_a_promise_by_message_how_messages_keep_it() {
    let text = "by_phone = \"50 %\"\n[call_center]\nvariant = false\nwage = \"20 EUR\"\nagents = 1\npatience = \"exponential, mean 1 min\"\n\
        [group.calls]\nchannels = [\"phone\"]\nagents = 1\nwage = \"20 EUR\"\n\
        [group.chats]\nchannels = [\"messages\"]\nwage = \"20 EUR\"\nmeet = \"80 % in 1 h\"\n";
    let study = played(text).expect("heads");
    let kept = |channel: &str| study.tables.value("messages", channel, "promise_kept").expect("a value").mean;
    assert!(kept("messages") > 0.79 && kept("phone") < 0.5 && kept("all") < 0.75);
    let staff = study.verdict.iter().find(|line| line.starts_with("Staff:")).expect("a line");
    let said = staff
        .split("(simulated: ")
        .nth(1)
        .and_then(|rest| rest.split(' ').next())
        .and_then(|share| share.parse::<f64>().ok());
    assert!(said.is_some_and(|said| (said - 100.0 * kept("messages")).abs() < 0.1), "{staff}");
}

/// Four agents behind four lines: 4 erlangs find all engaged as Erlang's loss formula says.
#[test]
fn the_verdict_says_how_many_calls_are_engaged() {
    let study = played("[call_center]\nwage = \"20 EUR\"\nagents = 4\nlines = 4\n").expect("a run");
    let speed = study.verdict.iter().find(|line| line.starts_with("Speed:")).expect("a line");
    assert!(speed.contains("of calls were engaged"), "{speed}");
    // Erlang's loss formula: B(4, 4) = 31.07 %. 81,000 calls, 4 standard errors = 1.5 points, since neighbours are alike.
    let engaged =
        speed.split("; ").nth(1).and_then(|rest| rest.split(' ').next()).and_then(|share| share.parse::<f64>().ok());
    assert!(engaged.is_some_and(|engaged| (engaged - 31.07).abs() < 1.5), "{speed}");
}

/// From November on twice as many come: 8 erlangs in place of 4, and 27 of 115 turns (23 %) come before. Eight agents are all busy then and
/// answer nobody in time, so that 80 % of all need nine or more; the first month alone needs five or six. Growth to 11 times a year: 4 x
/// 11 ^ (133 / 365) = 9.6 erlangs at the end, and (8 - 4) / (9.6 - 4) = 72 % of the turns come before eight agents are all busy.
#[test]
fn months_after_the_first_are_staffed_for() {
    let season = |more: &str, to: &str| {
        let text = four_erlangs("[group.g]\nwage = \"10 EUR\"\nmeet = \"80 % in 15 min\"\n")
            .replace("to = \"2026-10-19\"", &format!("to = \"{to}\""))
            .replace("volume = \"60/h\"", &format!("volume = \"60/h\"\n{more}"));
        study(&scenario(&text), &Unwatched).expect("heads")
    };
    let flat = season("", "2026-12-15");
    assert!(value(&flat, "messages", "agents_peak") < 7.0);
    assert!(!flat.verdict.join(" ").contains("broken"), "{:?}", flat.verdict);
    let twice = "season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]";
    for (more, to) in [(twice, "2026-12-15"), ("growth = \"1000 %\"", "2027-02-15")] {
        let study = season(more, to);
        let (peak, kept) = (value(&study, "messages", "agents_peak"), value(&study, "messages", "promise_kept"));
        assert!(peak >= 9.0 && kept > 0.78, "{more}: {peak} heads keep {kept}");
    }
}

/// Open on weekdays from 9 to 17; customers write from 6 to 21 and leave after half an hour, nearly all of the night before opening. Those who
/// are left at nine are 33 / h x 0.5 h: no more than a flat team of five can answer (tried beside it), which the heads found must not exceed by
/// more than a tenth: they were up to 301, for all who had written since Friday.
#[test]
fn nobody_is_staffed_for_who_left_in_the_night() {
    let of = |staff: &str| {
        let group = format!("[group.g]\nwage = \"10 EUR\"\nhours = \"Mon-Fri 09:00-17:00\"\n{staff}\n");
        let more = "profile = \"x\"\npatience = \"exponential, mean 30 min\"\n\
                    [profile.x]\nhours = [0,0,0,0,0,0,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0]\n\
                    [measures]\nmessage_threshold = \"10 min\"\n";
        let text = four_erlangs(&format!("{more}{group}"))
            .replace("volume = \"60/h\"", "volume = \"500/day\"")
            .replace("mean 4 min", "mean 5 min");
        study(&scenario(&text), &Unwatched).expect("heads")
    };
    let (flat, found) = (of("agents = 5"), of("meet = \"80 % in 10 min\""));
    let hours = |study: &Study| value(study, "messages", "paid_hours");
    assert!(value(&found, "messages", "promise_kept") > 0.78);
    assert!(hours(&found) < 1.1 * hours(&flat), "{} hours, flat {}", hours(&found), hours(&flat));
}
