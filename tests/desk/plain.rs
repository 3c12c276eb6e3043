//! The short ways of plain desks beside the general way: the same tally, sums and bills to the last bit.
//!
//! 120 scenarios drawn from seed 1: laws, shifts, windows, ads, numbers, countries, tariffs with quotas and tiers; a third of
//! them with so many contacts in a minute, all of the same length, that events share their instants. Desks differ from each
//! other by 1,000 turns and more, so one turn counted, billed or ordered otherwise is seen.

use chatfare::desk::{self, DeskSums};
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::facts::{Fact, Fold, Kinds};
use chatfare::scenario::{Run, Scenario};
use chatfare::statistics::tally::{Tallier, Tally};
use chatfare::tariff::{Biller, Counts};

use super::stage::scenario;

/// Chance for the scenarios.
struct Dice(u64);

impl Dice {
    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        choices[(self.0 >> 33) as usize % choices.len()]
    }
}

/// A plain scenario; `crowded`: many events share an instant.
fn text(dice: &mut Dice, crowded: bool) -> String {
    let (from, tariff) = dice.of(&[
        ("2018-08-06", "whatsapp-2018-08"),
        ("2018-08-06", "whatsapp-2018-08"),
        ("2023-06-05", "whatsapp-2023-06"),
        ("2026-10-29", "whatsapp-2026-10"),
    ]);
    let start: jiff::civil::Date = from.parse().expect("a date");
    let to = start.checked_add(jiff::Span::new().days(dice.of(&[1, 4, 8]))).expect("a date");
    let second = dice.of(&["", "", "whatsapp-2026-07", "whatsapp-2024-11"]);
    let bill = if second.is_empty() { String::new() } else { format!("bill = [\"{second}\"]\n") };
    let window = match tariff {
        "whatsapp-2018-08" => dice.of(&[
            "rates = { FR = \"0.05 USD\", BR = \"0.03 USD\", DE = \"0.07 USD\", IN = \"0.01 USD\" }\n",
            "window = \"20 min\"\nrates = { FR = \"0.05 USD\", BR = \"0.03 USD\", DE = \"0.07 USD\", IN = \"0.01 USD\" }\n",
        ]),
        _ => "",
    };
    let handling = match crowded {
        true => "fixed 2 min",
        false => dice.of(&[
            "exponential, mean 3 min",
            "lognormal, mean 4 min, CV 1",
            "fixed 2 min",
            "gamma, mean 3 min, CV 2",
        ]),
    };
    let (turns, concurrency) = dice.of(&[
        ("fixed 1", 1),
        ("fixed 1", 1),
        ("fixed 1", 1),
        ("geometric, mean 3", 3),
        ("fixed 2", 1),
        ("geometric, mean 2", 2),
        ("fixed 1", 2),
    ]);
    let thinking = if crowded { "fixed 4 min" } else { "lognormal, mean 6 min, CV 2" };
    let patience =
        dice.of(&["never", "exponential, mean 20 min", "exponential, mean 2 h", "fixed 3 min", "fixed 4 min"]);
    let volume = match crowded {
        true => {
            format!("volume = \"100000000000/day\"\nbetween = [\"{start}T10:00:00\", \"{start}T10:01:00\"]\n")
        }
        false => dice.of(&["volume = \"400/day\"\n", "volume = \"1500/day\"\n"]).to_string(),
    };
    let contacts = if crowded { "contacts = 300\n" } else { "" };
    let ads = match dice.of(&[0, 0, 1]) {
        0 => String::new(),
        _ => "[campaign.ads]\nreason = \"question\"\nvolume = \"60/day\"\nclick = \"0.4 USD\"\n".into(),
    };
    format!(
        "format = 1\n[run]\nfrom = \"{from}\"\nto = \"{to}\"\nlead = \"{lead}\"\ndrain = \"{drain}\"\n\
         allow_unstable = true\nseed = 9\n{contacts}\
         [business]\nzone = \"{zone}\"\n[currency]\nreport = \"USD\"\n\
         [population.p]\nsize = \"unlimited\"\ncountries = {countries}\n\
         [reason.question]\n{volume}profile = \"constant\"\nhandling = \"{handling}\"\nsame_difficulty = {difficulty}\n\
         turns = \"{turns}\"\nthinking = \"{thinking}\"\npatience = \"{patience}\"\nfan_out = \"{fan_out}\"\n\
         resolved = \"{resolved}\"\n{ads}\
         [desk]\nslots = \"released\"\ndiscipline = \"{discipline}\"\nrouting = \"least loaded\"\n\
         [group.team]\nhours = \"{hours}\"\nagents = {agents}\nconcurrency = {concurrency}\nwage = \"20 USD\"\n\
         [tariff]\nin_force = \"{tariff}\"\n{bill}{window}",
        lead = dice.of(&["0 s", "12 h"]),
        drain = dice.of(&["for ever", "6 h", "0 s"]),
        zone = dice.of(&["UTC", "America/Sao_Paulo", "Asia/Kolkata"]),
        countries = dice.of(&["{ FR = \"100 %\" }", "{ BR = \"50 %\", DE = \"30 %\", IN = \"20 %\" }"]),
        difficulty = dice.of(&["0", "0", "0.3"]),
        fan_out = dice.of(&["fixed 1", "fixed 1", "geometric, mean 2"]),
        resolved = dice.of(&["100 %", "80 %"]),
        discipline = dice.of(&["first come", "window expiry"]),
        hours = dice.of(&["always", "always", "always", "Mon-Sun 06:00-22:00", "Mon-Fri 08:00-18:00"]),
        agents = dice.of(&[1, 2, 5, 9, 70]),
    )
}

/// What a run leaves.
#[derive(Debug, PartialEq)]
struct Left {
    sums: DeskSums,
    tally: Tally,
    bills: Vec<Counts>,
}

/// Tally and bills, as a replication has them.
struct Folds {
    tally: Tallier,
    billers: Vec<Biller>,
}

impl Fold for Folds {
    fn told(&mut self, fact: &Fact) {
        self.tally.told(fact);
        self.billers.iter_mut().for_each(|biller| biller.told(fact));
    }

    fn told_turn(&mut self, asked: &Fact, answer: &Fact) {
        self.tally.told_turn(asked, answer);
        self.billers.iter_mut().for_each(|biller| biller.told_turn(asked, answer));
    }

    fn told_story(&mut self, opened: &Fact, closed: &Fact) {
        self.tally.told_story(opened, closed);
    }

    fn in_time(&self) -> bool {
        self.billers.iter().any(Biller::in_time)
    }

    fn wants(&self) -> Kinds {
        self.billers.iter().fold(Kinds::NONE, |all, biller| all.with(biller.wants()))
    }

    fn block(&mut self, facts: &[Fact]) {
        self.billers.iter_mut().for_each(|biller| biller.block(facts));
    }
}

fn folds(assembly: &Assembly, run: &Run, at_once: bool) -> Folds {
    let model = &assembly.model;
    let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
    let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
    let sends = desk::plain_sends(&assembly.desk).filter(|_| at_once);
    let biller = |plan| {
        let biller = Biller::for_desk(plan, &model.book, run.from, run.to).expect("a book that can be billed");
        match sends {
            Some((late, ads)) => biller.at_once(late, ads),
            None => biller,
        }
    };
    Folds {
        tally: Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes),
        billers: assembly.tariffs.iter().map(biller).collect(),
    }
}

/// How a run was made.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    General,
    Short,
}

fn left(scenario: &Scenario, way: Way) -> (Left, Kinds) {
    let run = &scenario.run;
    let assembly = assemble(&scenario.variants[0].model, run).expect("it compiles");
    let mut folds = folds(&assembly, run, way == Way::Short);
    let wants = folds.wants();
    let draws = Draws::new(run.seed, 0, 0);
    let sums = match way {
        Way::General => desk::simulate_general(&assembly.desk, draws, &mut folds),
        Way::Short => desk::simulate(&assembly.desk, draws, &mut folds),
    };
    let bills = folds.billers.into_iter().map(Biller::finish).collect();
    (Left { sums: sums.expect("a run"), tally: folds.tally.finish(), bills }, wants)
}

#[test]
fn the_short_ways_leave_what_the_general_way_leaves() {
    let mut dice = Dice(1);
    let (mut turns, mut short, mut lost, mut late) = (0, 0, 0, 0);
    for number in 0..120 {
        let text = text(&mut dice, number % 3 == 0);
        let scenario = scenario("plain.toml", &text);
        let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("it compiles");
        assert!(desk::plain_sends(&assembly.desk).is_some(), "not plain:\n{text}");
        let (general, _) = left(&scenario, Way::General);
        let (own, wants) = left(&scenario, Way::Short);
        assert_eq!(general.sums, own.sums, "{number}: {text}");
        assert_eq!(general.tally, own.tally, "{number}: {text}");
        assert_eq!(general.bills, own.bills, "{number}: {text}");
        turns += own.sums.done.turns;
        short += i32::from(wants == Kinds::NONE);
        lost += own.tally.messages.offered - own.tally.messages.answered;
        late += own.tally.late_answers;
    }
    assert!(turns > 200_000 && short > 40 && lost > 5_000 && late > 1_000, "{turns} {short} {lost} {late}");
}

/// Patience and windows that end in the very instant in which an agent is free or an answer goes out: contacts of one microsecond,
/// all of two minutes.
#[test]
fn edges_that_fall_into_one_instant_are_the_same() {
    for (patience, turns, agents) in
        [("fixed 4 min", "fixed 1", 1), ("fixed 4 min", "fixed 2", 2), ("never", "fixed 1", 1), ("never", "fixed 2", 2)]
    {
        let text = format!(
            "format = 1\n[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\ndrain = \"1 d\"\nseed = 3\n\
             allow_unstable = true\ncontacts = 60\n[business]\nzone = \"UTC\"\n[currency]\nreport = \"USD\"\n\
             [population.p]\nsize = \"unlimited\"\ncountries = {{ FR = \"100 %\" }}\n\
             [reason.question]\nvolume = \"1000000000000/day\"\n\
             between = [\"2018-08-06T10:00:00\", \"2018-08-06T10:01:00\"]\nprofile = \"constant\"\n\
             handling = \"fixed 2 min\"\nsame_difficulty = 0\nturns = \"{turns}\"\nthinking = \"fixed 2 min\"\n\
             patience = \"{patience}\"\nfan_out = \"fixed 1\"\nresolved = \"100 %\"\n\
             [desk]\nslots = \"released\"\ndiscipline = \"first come\"\nrouting = \"least loaded\"\n\
             [group.team]\nhours = \"always\"\nagents = {agents}\nconcurrency = 1\nwage = \"20 USD\"\n\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nwindow = \"20 min\"\nrates = {{ FR = \"0.05 USD\" }}\n"
        );
        let scenario = scenario("edges.toml", &text);
        let (general, _) = left(&scenario, Way::General);
        let (own, wants) = left(&scenario, Way::Short);
        assert_eq!(wants, Kinds::NONE);
        assert!(general == own, "{patience}, {turns}, {agents}: {:?} {:?}", general.tally, own.tally);
        let waits = &own.tally.messages;
        assert!(patience == "never" || waits.offered > waits.answered, "somebody leaves");
    }
}

/// Who takes a turn is decided when its instant has ended: turns that come at the instant in which agents send answers go to
/// agents who then have the fewest chats. Turns last two minutes and pauses one or two, so that on 360 small desks answers and
/// messages meet at each step, with all agents busy and some of them not full.
#[test]
fn who_takes_a_turn_is_decided_when_its_instant_has_ended() {
    let mut turns = 0;
    for (thinking, concurrency) in [(1, 2), (1, 3), (2, 2), (2, 3)] {
        for (agents, contacts) in (2..7).flat_map(|agents| (4..22).map(move |contacts| (agents, contacts))) {
            let text = format!(
                "format = 1\n[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\ndrain = \"1 d\"\n\
                 seed = {contacts}\nallow_unstable = true\ncontacts = {contacts}\n[business]\nzone = \"UTC\"\n\
                 [currency]\nreport = \"USD\"\n[population.p]\nsize = \"unlimited\"\ncountries = {{ FR = \"100 %\" }}\n\
                 [reason.question]\nvolume = \"1000000000000/day\"\n\
                 between = [\"2018-08-06T10:00:00\", \"2018-08-06T10:01:00\"]\nprofile = \"constant\"\n\
                 handling = \"fixed 2 min\"\nsame_difficulty = 0\nturns = \"geometric, mean 4\"\nthinking = \"fixed {thinking} min\"\n\
                 patience = \"never\"\nfan_out = \"fixed 1\"\nresolved = \"100 %\"\n\
                 [desk]\nslots = \"released\"\ndiscipline = \"first come\"\nrouting = \"least loaded\"\n\
                 [group.team]\nhours = \"always\"\nagents = {agents}\nconcurrency = {concurrency}\nwage = \"20 USD\"\n\
                 [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.05 USD\" }}\n"
            );
            let scenario = scenario("instants.toml", &text);
            let (general, _) = left(&scenario, Way::General);
            let (own, _) = left(&scenario, Way::Short);
            assert!(general == own, "{text}\n{:?} {:?}", general.sums.staff.groups, own.sums.staff.groups);
            turns += own.tally.messages.offered;
        }
    }
    assert!(turns > 10_000, "{turns}");
}

/// What asks for more goes the general way.
#[test]
fn a_desk_that_asks_for_more_is_not_plain() {
    let text = text(&mut Dice(1), false);
    let plain = |text: &str| {
        let scenario = scenario("plain.toml", text);
        desk::plain_sends(&assemble(&scenario.variants[0].model, &scenario.run).expect("it compiles").desk).is_some()
    };
    assert!(plain(&text));
    for (from, to) in [
        ("size = \"unlimited\"", "size = 5000"),
        ("slots = \"released\"", "slots = \"held\""),
        ("discipline = \"", "discipline = \"priority\" # "),
        ("[group.team]\n", "[group.team]\nspeed = \"power 0.8\"\n"),
        ("[desk]\n", "[desk]\nanswer = { late = \"hold\" }\n"),
        ("[desk]\n", "[desk]\nanswer = { policy = \"batches\", every = \"2 h\" }\n"),
    ] {
        let changed = text.replace(from, to);
        assert!(changed != text && !plain(&changed), "plain in spite of {to}");
    }
}

/// A thousand contacts at once leave the event list no room for times in a thousand years. Patience that would end then harms nobody who
/// is answered before; a pause that ends then is an event that the run lacks.
#[test]
fn only_what_was_to_happen_and_cannot_be_held_is_an_error() {
    let text = |patience: &str, thinking: &str| {
        format!(
            "format = 1\n[run]\nfrom = \"2018-08-06\"\nto = \"2018-08-07\"\nlead = \"0 s\"\ndrain = \"for ever\"\n\
             allow_unstable = true\ncontacts = 1000\n[business]\nzone = \"UTC\"\n[currency]\nreport = \"USD\"\n\
             [population.p]\nsize = \"unlimited\"\ncountries = {{ FR = \"100 %\" }}\n\
             [reason.question]\nvolume = \"1000000000000/day\"\n\
             between = [\"2018-08-06T10:00:00\", \"2018-08-06T10:01:00\"]\nprofile = \"constant\"\n\
             handling = \"fixed 2 min\"\nsame_difficulty = 0\nturns = \"fixed 2\"\nthinking = \"fixed {thinking}\"\n\
             patience = \"{patience}\"\n\
             [group.team]\nhours = \"always\"\nagents = 4\nconcurrency = 2\nwage = \"20 USD\"\n\
             [tariff]\nin_force = \"whatsapp-2018-08\"\nrates = {{ FR = \"0.05 USD\" }}\n"
        )
    };
    let patient = scenario("patient.toml", &text("fixed 365000 d", "1 h"));
    let never = scenario("never.toml", &text("never", "1 h"));
    for way in [Way::General, Way::Short] {
        let (patient, _) = left(&patient, way);
        assert_eq!(patient.tally.messages.answered, 2000);
        assert_eq!(patient.tally, left(&never, way).0.tally);
    }
    let slow = scenario("slow.toml", &text("never", "365000 d"));
    let assembly = assemble(&slow.variants[0].model, &slow.run).expect("it compiles");
    assert!(desk::plain_sends(&assembly.desk).is_some());
    for simulate in [desk::simulate::<Folds>, desk::simulate_general::<Folds>] {
        let mut folds = folds(&assembly, &slow.run, false);
        let error = simulate(&assembly.desk, Draws::new(1, 0, 0), &mut folds).expect_err("events are lost");
        assert!(error.contains("more than the event list can number"), "{error}");
    }
}
