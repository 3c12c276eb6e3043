//! The desks of a fleet beside the same desks simulated one by one, from files that say each desk in full.

use std::sync::Arc;

use chatfare::desk::{DeskSums, simulate};
use chatfare::engine::draws::Draws;
use chatfare::experiment::assemble::{Assembly, assemble};
use chatfare::experiment::replicate::{Chunk, replicate};
use chatfare::facts::{Fact, Fold, Kinds};
use chatfare::scenario::{LoadOptions, Run, load_text};
use chatfare::statistics::tally::{Tallier, Tally};
use chatfare::tariff::{Biller, Counts, Plan};

/// A week of a desk by message, with bot-free turns, two countries, two tariffs, a quota that is used up and a population.
pub const TEXT: &str = r#"format = 1
[run]
from = "2026-10-05"
to = "2026-10-12"
lead = "24 h"
drain = "3 d"
replications = 2
seed = 5
[business]
zone = "Europe/Paris"
[currency]
report = "USD"
[population.customers]
size = 9000
countries = { FR = "60 %", DE = "40 %" }
[reason.question]
volume = "900/day"
profile = "shop"
handling = "exponential, mean 3 min"
turns = "geometric, mean 2"
thinking = "lognormal, mean 20 min, CV 2"
patience = "exponential, mean 12 h"
resolved = "80 %"
[group.team]
hours = "Mon-Sun 08:00-20:00"
agents = 1
concurrency = 2
wage = "20 USD"
[tariff]
in_force = "whatsapp-2026-10"
bill = ["whatsapp-2023-06"]
[cost]
platform_month = "30 USD"
"#;

/// Offered load by hand: 900 contacts of 2 turns of 3 min a day are 5400 min of work in 720 min of opening hours: R = 7.5 erlangs;
/// places = ceil(7.5 + √7.5) = 11; two an agent: 6 heads. A third of it: 2.5, ceil(2.5 + √2.5) = 5 places, 3 heads.
const HEADS: [u64; 2] = [6, 3];

fn assembled(text: &str) -> (Assembly, Run) {
    let tariffs = chatfare::tariff::names().into_iter().map(String::from).collect();
    let scenario = load_text("fleet.toml", text, &LoadOptions { tariffs, ..LoadOptions::default() });
    let scenario = scenario.unwrap_or_else(|report| panic!("{report}"));
    let assembly = assemble(&scenario.variants[0].model, &scenario.run).expect("it compiles");
    (assembly, scenario.run)
}

fn one_desk(volume: u64, size: u64, agents: u64) -> (Assembly, Run) {
    let text = TEXT.replace("900/day", &format!("{volume}/day")).replace("size = 9000", &format!("size = {size}"));
    assembled(&text.replace("agents = 1", &format!("agents = {agents}")))
}

fn fleet(desks: u32, rest: &str) -> (Assembly, Run) {
    assembled(&format!("{TEXT}[fleet]\ndesks = {desks}\n{rest}"))
}

#[test]
fn a_fleet_of_one_desk_is_that_desk() {
    let (fleet, run) = fleet(1, "");
    let (alone, _) = one_desk(900, 9000, HEADS[0]);
    for replication in 0..2 {
        let chunks = [&fleet, &alone].map(|assembly| replicate(assembly, &run, 5, replication).expect("it runs"));
        assert_eq!(chunks[0], chunks[1]);
    }
}

struct Folds(Tallier, Vec<Biller>);

impl Fold for Folds {
    fn told(&mut self, fact: &Fact) {
        self.0.told(fact);
    }
    fn wants(&self) -> Kinds {
        Kinds::ALL
    }
    fn block(&mut self, facts: &[Fact]) {
        self.1.iter_mut().for_each(|biller| biller.block(facts));
    }
}

/// What one desk leaves.
pub type Left = (Tally, DeskSums, Vec<Counts>);

/// A desk with another number than 0, by the rooms to the left alone.
pub fn numbered(assembly: &Assembly, run: &Run, seed: u64, number: u32) -> Left {
    let model = &assembly.model;
    let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
    let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
    let tallier = Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes);
    let biller = |plan: &Arc<Plan>| Biller::new(plan, &model.book, run.from, run.to).expect("a biller");
    let mut folds = Folds(tallier, assembly.tariffs.iter().map(biller).collect());
    let sums = simulate(&assembly.desk, Draws::new(seed, 0, number), &mut folds).expect("it runs");
    (folds.0.finish(), sums, folds.1.into_iter().map(Biller::finish).collect())
}

/// Three desks alike are three desks of a third, number 0 to 2: contacts, waits, hours, peaks and bills are their sums. Each has
/// its own thousand free messages a month.
#[test]
fn three_desks_are_their_sum() {
    let (fleet, run) = fleet(3, "");
    let whole: Chunk = replicate(&fleet, &run, 5, 0).expect("it runs");
    let (alone, _) = one_desk(300, 3000, HEADS[1]);
    let parts: Vec<_> = (0..3).map(|number| numbered(&alone, &run, 5, number)).collect();
    let sum = |of: &dyn Fn(&Left) -> i64| parts.iter().map(of).sum::<i64>();
    let (tally, desk) = (&whole.tally, &whole.desk);
    assert_eq!(tally.opened, sum(&|p| p.0.opened));
    assert_eq!(tally.messages.answered_sum, sum(&|p| p.0.messages.answered_sum));
    assert_eq!(tally.messages.histogram.count() as i64, sum(&|p| p.0.messages.histogram.count() as i64));
    assert_eq!(tally.messages.longest, parts.iter().map(|p| p.0.messages.longest).max().expect("three"));
    assert_eq!(tally.open_time, sum(&|p| p.0.open_time));
    assert_eq!(tally.outcomes[0], sum(&|p| p.0.outcomes[0]));
    assert_eq!(desk.staff.groups[0].busy, sum(&|p| p.1.staff.groups[0].busy));
    assert_eq!(desk.staff.groups[0].peak, 3 * HEADS[1] as i64);
    assert_eq!(desk.staff.hours[30].span, parts[0].1.staff.hours[30].span);
    assert_eq!(desk.done.messages_out, sum(&|p| p.1.done.messages_out));
    for (place, plan) in fleet.tariffs.iter().enumerate() {
        let price = |counts: &Counts| chatfare::tariff::price(plan, &fleet.model.book, counts).total;
        let apart: i128 = parts.iter().map(|p| price(&p.2[place])).sum();
        assert_eq!(price(&whole.bills[place]), apart, "{}", plan.name());
        assert!(apart > 0 && parts.iter().all(|p| p.2[place] != parts[0].2[place] || std::ptr::eq(p, &parts[0])));
    }
}

/// The expected contacts of the desks are the file's volume, the largest first; Zipf with s = 1 over three desks: 6, 3, 2 of 11.
#[test]
fn sizes_share_the_volume_out() {
    let (assembly, run) = fleet(3, "sizes = \"zipf\"\nexponent = 1\n");
    let fleet = assembly.fleet.as_ref().expect("a fleet");
    let expected = |desk: &chatfare::desk::plan::DeskPlan| -> f64 {
        let from = run.lead.0;
        desk.streams.iter().map(|stream| stream.expected(from, from + (run.to - run.from))).sum()
    };
    let whole = expected(&assembly.desk);
    for (number, share) in [6.0, 3.0, 2.0].map(|elevenths| elevenths / 11.0).into_iter().enumerate() {
        let part = expected(&fleet.desk(0, number as u32)) / whole;
        assert!((part - share).abs() < 1e-12, "{number}: {part}");
    }
}

/// Half of the customers call another group, for 4 min, at all hours: 450 a day are 1.25 erlangs, ceil(1.25 + √1.25) = 3 heads. The
/// others write as above: 3.75 erlangs, ceil(3.75 + √3.75) = 6 places, 3 heads.
#[test]
fn a_group_that_only_takes_calls_beside_others_has_heads_for_them() {
    let text = TEXT
        .replace("turns = ", "by_phone = \"50 %\"\ncall_handling = \"exponential, mean 4 min\"\nturns = ")
        .replace("[group.team]\n", "[group.calls]\nchannels = [\"phone\"]\nagents = 1\nwage = \"20 USD\"\n[group.team]\nchannels = [\"messages\"]\n");
    let center = "[call_center]\nvariant = false\nwage = \"20 USD\"\nagents = 1\n";
    let (assembly, _) = assembled(&format!("{text}{center}[fleet]\ndesks = 1\n"));
    let desk = assembly.fleet.as_ref().expect("a fleet").desk(0, 0);
    let groups = assembly.model.desk.groups.iter().zip(&desk.groups);
    let heads: Vec<(&str, u16)> = groups.map(|(group, plan)| (group.name.as_str(), plan.most)).collect();
    assert!(heads.contains(&("team", 3)) && heads.contains(&("calls", 3)), "{heads:?}");
}
