//! Expected work and overload, against arithmetic by hand.

use super::good::{SMALL, options, text};
use chatfare::scenario::{expected, load_text};

#[test]
fn expected_contacts_are_rate_times_time() {
    let s = text(SMALL);
    let e = expected(&s.variants[0].model, &s.run);
    assert!((e.contacts - 120.0 * 24.0 * 31.0).abs() < 1e-6, "{e:?}");
    assert_eq!(e.turns, e.contacts);
    // Half of the contacts unresolved, 40 % of those come back: 1 / (1 − 0.2); 2.5 turns each.
    let s = text(&SMALL.replace(
        "handling = \"exponential, mean 3 min\"",
        "handling = \"exponential, mean 1 min\"\nresolved = \"50 %\"\nrepeat = { chance = \"40 %\" }\nturns = \"geometric, mean 2.5\"",
    ));
    let e = expected(&s.variants[0].model, &s.run);
    assert!((e.contacts - 120.0 * 24.0 * 31.0 / 0.8).abs() < 1e-6);
    assert!((e.turns / e.contacts - 2.5).abs() < 1e-12);
}

#[test]
fn replies_to_notifications_are_contacts() {
    let notice = "[notification.n]\nclass = \"utility\"\nvolume = \"1000/day\"\ndelivered = \"90 %\"\nreply = \"10 %\"\nreason = \"help\"\nprice = \"0.06 EUR\"\n";
    let s = text(&format!("{SMALL}{notice}"));
    let e = expected(&s.variants[0].model, &s.run);
    assert!((e.notifications - 31_000.0).abs() < 1e-6);
    assert!((e.contacts - (120.0 * 24.0 + 90.0) * 31.0).abs() < 1e-6);
}

/// 120/h × 3 min = 6 erlangs: six agents are refused, seven are not; the same with three chats at once and two agents.
#[test]
fn overload_begins_where_work_equals_capacity() {
    let code = |from: &str, to: &str| match load_text("x.toml", &SMALL.replace(from, to), &options()) {
        Ok(_) => "good",
        Err(report) => report.diagnostics[0].code,
    };
    assert_eq!(code("agents = 8", "agents = 7"), "good");
    assert_eq!(code("agents = 8", "agents = 6"), "overload");
    assert_eq!(code("agents = 8", "agents = 2\nconcurrency = 3"), "overload");
    assert_eq!(code("agents = 8", "agents = 3\nconcurrency = 3"), "good");
    // Speed 0.6 each: 3 agents × 3 chats × 0.6 = 5.4 erlangs.
    assert_eq!(code("agents = 8", "agents = 3\nconcurrency = 3\nspeed = [1.0, 0.7, 0.6]"), "overload");
    // Open half of the week: 12 erlangs of work for each open hour.
    assert_eq!(code("agents = 8", "agents = 12\nhours = \"daily 00:00-12:00\""), "overload");
    assert_eq!(code("agents = 8", "agents = 13\nhours = \"daily 00:00-12:00\""), "good");
    // Whoever gives up in the end does not make a queue without bound.
    assert_eq!(code("mean 3 min\"", "mean 30 min\"\npatience = \"exponential, mean 1 h\""), "good");
    assert_eq!(code("[run]", "[run]\nallow_unstable = true"), "good");
    assert_eq!(code("agents = 8", "meet = \"80 % in 1 h\""), "good");
}

/// 6 erlangs as above, against paces, agents one by one, after-contact work and second groups.
#[test]
fn pace_agents_after_work_and_second_groups_count() {
    let code = |from: &str, to: &str| match load_text("x.toml", &SMALL.replace(from, to), &options()) {
        Ok(_) => "good",
        Err(report) => report.diagnostics[0].code,
    };
    assert_eq!(code("agents = 8", "agents = 4\npace = 1.6"), "good");
    assert_eq!(code("agents = 8", "agents = 4\npace = 1.5"), "overload");
    assert_eq!(code("agents = 8", "agent = { a = { pace = 4 }, b = { pace = 1.5 }, c = {} }"), "good");
    assert_eq!(code("agents = 8", "agent = { a = { pace = 4 }, b = {}, c = {} }"), "overload");
    // Half of the week each: 2 × 6.1 / 2 = 6.1.
    let shifts = "a = { pace = 6.1, hours = \"daily 00:00-12:00\" }, b = { pace = 6.1, hours = \"daily 12:00-24:00\" }";
    assert_eq!(code("agents = 8", &format!("agent = {{ {shifts} }}")), "good");
    // 3 + 1.1 min of 120 contacts an hour are 8.2 erlangs.
    let after = |minutes: &str| format!("mean 3 min\"\nafter_chat_work = \"exponential, mean {minutes} min\"");
    assert_eq!(code("mean 3 min\"", &after("0.9")), "good");
    assert_eq!(code("mean 3 min\"", &after("1.1")), "overload");
    // Half of the contacts are 3 erlangs for three experts, and for four.
    let second = |experts: u32| {
        let transfer =
            "mean 3 min\"\ntransfer = { share = \"50 %\", to = \"experts\", handling = \"exponential, mean 3 min\" }";
        let text = SMALL.replace("mean 3 min\"", transfer);
        let group = format!(
            "[group.experts]\nagents = {experts}\nreasons = [\"none\"]\nwage = \"30 EUR\"\n[reason.none]\nhandling = \"fixed 1 min\"\n"
        );
        match load_text("x.toml", &format!("{text}{group}"), &options()) {
            Ok(_) => String::new(),
            Err(report) => report.render(false),
        }
    };
    assert!(second(3).contains("experts cannot keep up"), "{}", second(3));
    assert_eq!(second(4), "");
}

/// What the sum does not know is said where the sum is told.
#[test]
fn the_sum_says_what_it_leaves_out() {
    let busy = SMALL.replace("volume = \"120/h\"", "volume = \"2400/day\"\nprofile = \"meals\"");
    let warned = |more: &str| text(&busy.replace("agents = 8", &format!("agents = 8\n{more}"))).warnings[0].clone();
    assert!(!warned("").contains("left out"), "{}", warned(""));
    let said = warned("agent_cv = 0.2\nreserve = { help = 1 }");
    assert!(said.contains("left out: chance in agents' speeds, agents kept in reserve"), "{said}");
}

#[test]
fn a_busy_hour_is_only_a_warning() {
    let busy = SMALL.replace("volume = \"120/h\"", "volume = \"2400/day\"\nprofile = \"meals\"");
    let s = text(&busy);
    assert_eq!(s.warnings.len(), 1, "{:?}", s.warnings);
    assert!(s.warnings[0].contains("busiest open half-hour (Fri 19:00)"), "{}", s.warnings[0]);
}
