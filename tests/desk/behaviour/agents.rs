//! Agents one by one: own speed, skills and hours, in tables or in a file.

use crate::desk::stage::{Play, arrives, play, week};

fn reason(name: &str, at: &str, work: &str) -> String {
    format!("[reason.{name}]\n{}handling = \"fixed {work}\"\nsame_difficulty = 0\n", arrives(at))
}

fn answer(play: &Play, reason: &str) -> String {
    play.story(reason).lines().find(|line| line.contains("agent")).unwrap_or_default().to_string()
}

fn desk(agents: &str) -> Play {
    let reasons = reason("a", "2018-08-06T09:00", "10 min")
        + &reason("b", "2018-08-06T09:01", "10 min")
        + &reason("c", "2018-08-06T09:02", "10 min");
    play(&format!("{}[group.team]\nhours = \"Mon 08:00-12:00\"\nwage = \"0 USD\"\n{agents}{reasons}", week(1)))
}

/// Ann is idle for longest (first in the list) and takes `a`; Ben, twice as fast, `b`; Ann is free at 09:10, Ben at 09:06 and takes
/// `c`. With a pace of 1 for both only Ben's times change: `c` then goes to Ann.
#[test]
fn each_has_a_pace_of_his_own() {
    let of = |pace: &str| desk(&format!("[group.team.agent.ann]\n[group.team.agent.ben]\npace = {pace}\n"));
    let (fast, alike) = (of("2"), of("1"));
    assert!(answer(&fast, "a").contains("Mon 09:10:00"), "{}", answer(&fast, "a"));
    assert!(answer(&fast, "b").contains("Mon 09:06:00"), "{}", answer(&fast, "b"));
    assert!(answer(&fast, "c").contains("Mon 09:11:00"), "{}", answer(&fast, "c"));
    assert!(answer(&alike, "b").contains("Mon 09:11:00"), "{}", answer(&alike, "b"));
    assert!(answer(&alike, "c").contains("Mon 09:20:00"), "{}", answer(&alike, "c"));
    assert_eq!((&fast.sums.agents, &alike.sums.agents), (&vec![vec![1, 2]], &vec![vec![2, 1]]));
}

/// Three with hours of their own: the one in the middle of the list leaves, the last stays, the first comes later.
#[test]
fn each_has_hours_of_his_own() {
    let play = desk(
        "[group.team.agent.ann]\nhours = \"Mon 09:15-10:00\"\n[group.team.agent.ben]\nhours = \"Mon 08:00-09:00\"\n\
         [group.team.agent.cid]\nhours = \"Mon 08:45-09:30\"\n",
    );
    // Ben is gone at 09:00: Cid takes `a` and, at 09:10, `b`; Ann comes at 09:15 and takes `c`.
    assert!(answer(&play, "a").contains("Mon 09:10:00"), "{}", answer(&play, "a"));
    assert!(answer(&play, "b").contains("Mon 09:20:00"), "{}", answer(&play, "b"));
    assert!(answer(&play, "c").contains("Mon 09:25:00"), "{}", answer(&play, "c"));
    assert_eq!(play.sums.agents, [[1, 0, 2]]);
    // On duty 45 + 60 + 45 min, nobody in overtime.
    let group = play.sums.staff.groups[0];
    assert_eq!(((group.staffed + 400_000) / 60_000_000, group.overtime), (150, 0));
}

/// Time on duty is that of the run: the Monday of the lead is none of it.
#[test]
fn time_on_duty_begins_with_the_run() {
    let text = format!(
        "{}[group.team]\nhours = \"Mon 08:00-12:00\"\nwage = \"0 USD\"\n\
         [group.team.agent.ann]\nhours = \"Mon 09:15-10:00\"\n[group.team.agent.ben]\n{}",
        week(1),
        reason("a", "2018-08-06T09:00", "10 min")
    );
    let play = play(&text.replace("lead = \"0 s\"", "lead = \"7 d\""));
    let desk = &play.assembly.desk;
    let people = desk.groups[0].people.as_ref().expect("agents one by one");
    assert!(desk.from > 0);
    assert_eq!(people.time_on_duty(desk.from, desk.to), [45, 240].map(|minutes| minutes * 60_000_000));
}

/// Ann serves `a` alone and Ben `b` and `c`: `c` waits for Ben although Ann is idle from 09:10 on. Only the skills change: with both
/// for all, Ann takes `c`.
#[test]
fn each_has_skills_of_his_own() {
    let of = |skills: &str| {
        desk(&format!("[group.team.agent.ann]\n{skills}[group.team.agent.ben]\nreasons = [\"b\", \"c\"]\n"))
    };
    let (own, all) = (of("reasons = [\"a\"]\n"), of(""));
    assert!(answer(&own, "c").contains("Mon 09:21:00"), "{}", answer(&own, "c"));
    assert!(answer(&all, "c").contains("Mon 09:20:00"), "{}", answer(&all, "c"));
    assert_eq!((&own.sums.agents, &all.sums.agents), (&vec![vec![1, 2]], &vec![vec![2, 1]]));
}

/// Nobody who serves `b` is on duty until 09:30: it waits, though Ann is idle, and is met by nobody before.
#[test]
fn a_queue_is_open_while_somebody_with_the_skill_is_there() {
    let play = desk(
        "[group.team.agent.ann]\nreasons = [\"a\", \"c\"]\n[group.team.agent.ben]\nreasons = [\"b\"]\nhours = \"Mon 09:30-10:00\"\n",
    );
    assert!(answer(&play, "b").contains("Mon 09:40:00"), "{}", answer(&play, "b"));
    assert_eq!(play.sums.promise[0].offered, 2, "`b` came while nobody who serves it was there");
}

/// A file says the same as tables, and every mistake in it is told with its place.
#[test]
fn a_file_of_agents() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = |columns: &str| {
        let lines = reason("a", "2018-08-06T09:00", "10 min") + &reason("b", "2018-08-06T09:01", "10 min");
        format!("{}[group.team]\nhours = \"Mon 08:00-12:00\"\nwage = \"0 USD\"\n{columns}{lines}", week(1))
    };
    let load = |columns: &str| {
        let path = folder.path().join("desk.toml");
        std::fs::write(&path, text(columns)).expect("written");
        chatfare::scenario::load(&path, &chatfare::scenario::LoadOptions::default())
    };
    let csv = |lines: &str| {
        std::fs::write(folder.path().join("people.csv"), lines).expect("written");
        load("roster = { csv = \"people.csv\" }\n")
    };
    let tables = load(
        "[group.team.agent.ann]\nreasons = [\"a\"]\npace = 1.25\n[group.team.agent.ben]\nhours = \"Mon 08:15-09:45; Tue 10:00-11:00\"\n",
    );
    let file = csv("agent,hours,pace,reasons\nann,,1.25,a\nben,\"Mon 08:15-09:45; Tue 10:00-11:00\",,\n");
    let people = |read: Result<chatfare::scenario::Scenario, chatfare::scenario::Report>| {
        read.unwrap_or_else(|report| panic!("{}", report.render(false))).variants[0].model.desk.groups[0].people.clone()
    };
    let (tables, file) = (people(tables), people(file));
    assert_eq!(tables, file);
    assert_eq!((file[0].pace, file[0].reasons.as_slice()), (1.25, &[0][..]));
    assert_eq!(file[1].open.iter().filter(|on| **on).count(), 6 + 4);
}
