//! Shifts, chats at once, slots, groups, routing.

use crate::desk::stage::{arrives, play, told, week};
use chatfare::scenario::{LoadOptions, load_text};

fn reason(name: &str, at: &str, work: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {work}\"\nsame_difficulty = 0\n", arrives(at))
}

#[test]
fn work_is_finished_after_the_shift_and_counted_as_overtime() {
    let team = "[group.team]\nhours = \"Mon-Fri 09:00-10:00\"\nagents = 1\nwage = \"0 USD\"\n";
    let reasons = reason("a", "2018-08-06T09:30", "1 h") + &reason("b", "2018-08-06T09:40", "10 min");
    let play = play(&format!("{}{team}{reasons}", week(1)));
    assert!(play.story("a").contains("Mon 10:30:00 agent service wait 3600 queued 0"), "{}", play.story("a"));
    assert!(play.story("b").contains("Tue 09:10:00 agent service wait 84600 queued 84000"), "{}", play.story("b"));
    let group = play.sums.staff.groups[0];
    let minutes = |micros: i64| (micros + 400_000) / 60_000_000;
    assert_eq!((minutes(group.overtime), minutes(group.staffed), minutes(group.busy)), (30, 5 * 60 + 30, 70));
}

#[test]
fn chats_at_once_slow_each_other_down() {
    let team = "[group.team]\nagents = 1\nconcurrency = 2\nspeed = [1.0, 0.5]\nwage = \"0 USD\"\n";
    let reasons = reason("a", "2018-08-06T09:00", "20 min") + &reason("b", "2018-08-06T09:10", "20 min");
    let play = play(&format!("{}{team}{reasons}", week(1)));
    // a has done 10 of 20 min when b opens; both at half speed until a ends at 09:30; b has 10 of 20 left: 09:40.
    assert!(play.story("a").contains("Mon 09:30:00 agent service wait 1800"), "{}", play.story("a"));
    assert!(play.story("b").contains("Mon 09:40:00 agent service wait 1800"), "{}", play.story("b"));
}

/// Two chats at once: 1 / 1.5 of the speed each under "linear 50 %", 2^-2 under "power 2".
#[test]
fn slowdowns_by_rule() {
    let ends = |rule: &str| {
        let team = format!("[group.team]\nagents = 1\nconcurrency = 2\nspeed = \"{rule}\"\nwage = \"0 USD\"\n");
        let reasons = reason("a", "2018-08-06T09:00", "20 min") + &reason("b", "2018-08-06T09:10", "20 min");
        let play = play(&format!("{}{team}{reasons}", week(1)));
        ["a", "b"].map(|name| {
            let story = play.story(name);
            story.lines().find(|line| line.contains("agent")).map_or(String::new(), |line| line[4..9].to_string())
        })
    };
    // From 9:10 on a has 10 min of work left: 15 min at two thirds of the speed. Then b has 10 min left, alone.
    assert_eq!(ends("linear 50 %"), ["09:25", "09:35"]);
    // At a quarter of the speed a needs 40 min, in which b does 10; 10 are left.
    assert_eq!(ends("power 2"), ["09:50", "10:00"]);
}

/// Two heads from 9:00 to 13:00 and one from 11:00 to 15:00: 12 hours, three heads at most.
#[test]
fn shifts_of_a_group_add_up() {
    let team = "[group.team]\nwage = \"0 USD\"\n[group.team.shift.early]\nhours = \"Mon 09:00-13:00\"\nheads = 2\n\
                [group.team.shift.late]\nhours = \"Mon 11:00-15:00\"\nheads = 1\n";
    let play = play(&format!("{}{team}{}", week(1), reason("a", "2018-08-06T09:00", "10 min")));
    let group = play.sums.staff.groups[0];
    assert_eq!((group.staffed / 3_600_000_000, group.peak), (12, 3));
}

/// Held: the place stays with the customer while he thinks. Released: the next customer has it.
#[test]
fn slots_are_held_or_released() {
    let text = |slots: &str| {
        format!(
            "{}[group.team]\nagents = 1\nwage = \"0 USD\"\n[desk]\nslots = \"{slots}\"\n{}turns = \"fixed 2\"\n\
             thinking = \"fixed 30 min\"\n{}",
            week(1),
            reason("a", "2018-08-06T09:00", "10 min"),
            reason("b", "2018-08-06T09:05", "10 min"),
        )
    };
    let held = play(&text("held"));
    told(
        &held.story("a"),
        &[
            "Mon 09:00:00 opens",
            "Mon 09:00:00 writes",
            "Mon 09:10:00 agent service wait 600 queued 0",
            "Mon 09:40:00 writes",
            "Mon 09:50:00 agent service wait 600 queued 0",
            "Mon 09:50:00 closes resolved",
        ],
    );
    assert!(held.story("b").contains("Mon 10:00:00 agent service wait 3300"), "{}", held.story("b"));
    let released = play(&text("released"));
    assert!(released.story("b").contains("Mon 09:20:00 agent service wait 900"), "{}", released.story("b"));
}

/// Whoever holds a chat without working on it goes home with his shift; the next turn finds another agent.
#[test]
fn a_held_chat_is_handed_back_at_the_end_of_the_shift() {
    let text = format!(
        "{}[group.day]\nhours = \"Mon-Fri 09:00-10:00\"\nagents = 1\nwage = \"0 USD\"\n\
         [group.late]\nhours = \"Mon-Fri 10:00-12:00\"\nagents = 1\nwage = \"0 USD\"\n[desk]\nslots = \"held\"\n{}\
         turns = \"fixed 2\"\nthinking = \"fixed 30 min\"\n",
        week(1),
        reason("a", "2018-08-06T09:40", "10 min"),
    );
    let play = play(&text);
    assert!(play.story("a").contains("Mon 10:30:00 agent service wait 600 queued 0"), "{}", play.story("a"));
    let busy = |group: usize| (play.sums.staff.groups[group].busy + 400_000) / 60_000_000;
    // The day's agent is taken for 10 min of work and 10 min of holding, the late one for 10 min of work.
    assert_eq!((busy(0), busy(1)), (20, 10));
    assert_eq!(play.sums.staff.groups[0].overtime, 0);
}

#[test]
fn groups_serve_their_reasons_in_order_of_preference() {
    let text = format!(
        "{}[group.first]\nagents = 1\nreasons = [\"a\"]\nwage = \"0 USD\"\n\
         [group.second]\nagents = 1\nwage = \"0 USD\"\n{}{}{}",
        week(1),
        reason("a", "2018-08-06T09:00", "10 min"),
        reason("b", "2018-08-06T09:01", "10 min"),
        reason("c", "2018-08-06T09:02", "10 min"),
    );
    let play = play(&text);
    // a goes to the specialist, b to the other; c may not go to the specialist although he is free from 09:10 on.
    assert!(play.story("b").contains("Mon 09:11:00 agent service wait 600"), "{}", play.story("b"));
    assert!(play.story("c").contains("Mon 09:21:00 agent service wait 1140"), "{}", play.story("c"));
    let busy = |group: usize| play.sums.staff.groups[group].busy / 60_000_000;
    assert_eq!((busy(0), busy(1)), (10, 20));
}

/// The shift of a group follows its zone: 09:00 in Paris is 07:00 UTC in August.
#[test]
fn shifts_follow_the_zone_of_the_group() {
    let team = "[group.team]\nhours = \"Mon-Fri 09:00-17:00\"\nzone = \"Europe/Paris\"\nagents = 1\nwage = \"0 USD\"\n";
    let play = play(&format!("{}{team}{}", week(1), reason("a", "2018-08-06T05:00", "10 min")));
    assert!(play.story("a").contains("Mon 07:10:00 agent service wait 7800"), "{}", play.story("a"));
}

#[test]
fn routing_fills_agents_or_spreads_over_them() {
    let busy = |routing: &str| {
        let text = format!(
            "{}[group.team]\nagents = 2\nconcurrency = 2\nwage = \"0 USD\"\n[desk]\nrouting = \"{routing}\"\n{}{}",
            week(1),
            reason("a", "2018-08-06T09:00", "10 min"),
            reason("b", "2018-08-06T09:05", "10 min"),
        );
        (play(&text).sums.staff.groups[0].busy + 400_000) / 60_000_000
    };
    // Spread: two agents busy for 10 min each. Filled: one agent busy for 15 min.
    assert_eq!((busy("least loaded"), busy("longest idle"), busy("most loaded")), (20, 20, 15));
}

/// Hours, lists of heads and shifts to the quarter of an hour: who writes at 09:05 is met at 09:15, at half past, or at 09:45;
/// on duty are 45 min, 30 min and 2 × 15 min of that hour.
#[test]
fn heads_by_quarter_of_an_hour() {
    let seen = |heads: &str| {
        let play = play(&format!(
            "{}[group.team]\n{heads}\nwage = \"0 USD\"\n{}",
            week(1),
            reason("a", "2018-08-06T09:05", "10 min")
        ));
        let story = play.story("a").lines().find(|line| line.contains("agent")).unwrap_or_default().to_string();
        (story, (play.sums.staff.groups[0].staffed + 400_000) / 60_000_000)
    };
    let wait = |seconds: i64, clock: &str| format!("Mon {clock} agent service wait {seconds}");
    for (heads, story, minutes) in [
        ("hours = \"Mon 09:15-10:00\"\nagents = 1", wait(1200, "09:25:00"), 45),
        ("hours = \"Mon 09:30-10:00\"\nagents = 1", wait(2100, "09:40:00"), 30),
        ("shift.one = { hours = \"Mon 09:45-10:00\", heads = 2 }", wait(3000, "09:55:00"), 30),
    ] {
        let (told, staffed) = seen(heads);
        assert!(told.contains(&story), "{heads}: {told}");
        assert_eq!(staffed, minutes, "{heads}");
    }
    let listed = |n: usize, place: usize| {
        let list: Vec<String> = (0..n).map(|slot| u8::from(slot == place).to_string()).collect();
        seen(&format!("agents = [{}]", list.join(",")))
    };
    assert_eq!(listed(672, 37).1, 15);
    assert!(listed(672, 37).0.contains(&wait(1200, "09:25:00")));
    assert_eq!(listed(336, 18).1, 30);
}

/// A hundred years of drain and 5,000 agents are more microseconds than a number holds; none of them is in the run.
#[test]
fn a_long_drain_changes_no_sum_of_the_run() {
    let text = format!(
        "{}[group.team]\nagents = 5000\nwage = \"0 USD\"\n[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
        week(40),
        arrives("2018-08-06T09:00")
    );
    let (short, long) = (play(&text), play(&text.replace("drain = \"7 d\"", "drain = \"36000 d\"")));
    assert_eq!(long.sums.staff.groups, short.sums.staff.groups);
    assert_eq!(long.sums.staff.hours, short.sums.staff.hours);
    assert_eq!(long.chunk.desk.staff.groups, short.sums.staff.groups);
    assert_eq!(short.sums.staff.groups[0].staffed, 5000 * 7 * 86_400_000_000);
}

/// As many groups as can be numbered, of which the last alone serves the reason; and one more.
#[test]
fn groups_beyond_their_numbers_are_refused() {
    let text = |groups: u32| {
        let group = |n: u32| {
            let reasons = if n + 1 < groups { "s" } else { "r" };
            format!("[group.g{n}]\nagents = 1\nwage = \"0 USD\"\nreasons = [\"{reasons}\"]\n")
        };
        let groups: String = (0..groups).map(group).collect();
        format!(
            "{}{groups}[reason.s]\nhandling = \"fixed 1 min\"\n[reason.r]\n{}handling = \"fixed 3 min\"\nsame_difficulty = 0\n",
            week(1),
            arrives("2018-08-06T09:00")
        )
    };
    let most = play(&text(255));
    assert!(most.story("r").contains("Mon 09:03:00 agent service wait 180 queued 0"), "{}", most.story("r"));
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let options = LoadOptions { tariffs, ..LoadOptions::default() };
    let report = load_text("groups.toml", &text(256), &options).expect_err("too many").render(false);
    assert!(report.contains("error[too-large]: 256 groups are more than 255"), "{report}");
}
