//! Lists of pending events, measured: what a hold (the earliest event moved to a later time) costs in each, by number of events
//! and law of increments.
//!
//! ```text
//! cargo bench --bench lists -- [--n 128] [--rounds 9] [--quick]
//! ```
//!
//! First every list is held beside a sorted one (exit 1 if any event differs). Then all run in turns under one CPU clock; a cell is
//! the median of the rounds, with the draw of the increment included, which the last line shows alone. `--quick`: three short rounds.

#[path = "lists/calendar.rs"]
mod calendar;
#[path = "lists/chain.rs"]
mod chain;
#[path = "lists/check.rs"]
mod check;
#[path = "support/clock.rs"]
mod clock;
#[path = "lists/event.rs"]
mod event;
#[path = "lists/heap.rs"]
mod heap;
#[path = "lists/hold.rs"]
mod hold;
#[path = "lists/ladder.rs"]
mod ladder;
#[path = "lists/law.rs"]
mod law;
#[path = "lists/pairing.rs"]
mod pairing;
#[path = "lists/std_heap.rs"]
mod std_heap;
#[path = "lists/tree.rs"]
mod tree;
#[path = "lists/wheel.rs"]
mod wheel;

use std::process::ExitCode;

use event::{EventList, Packed};
use hold::{Cost, Holds};
use law::{Exponential, FewTimers, Increments, ManyTimers};

/// What stands after `--`.
struct Options {
    pending: Vec<u32>,
    rounds: usize,
    /// Holds of a round with up to 100,000 events, and with more.
    holds: (u32, u32),
}

/// A list under all laws.
struct Contender {
    name: &'static str,
    check: fn() -> Result<u64, String>,
    exponential: fn(u32) -> Box<dyn Holds>,
    few_timers: fn(u32) -> Box<dyn Holds>,
    many_timers: fn(u32) -> Box<dyn Holds>,
}

fn contender<L: EventList + 'static>(name: &'static str) -> Contender {
    Contender {
        name,
        check: check::check::<L>,
        exponential: hold::running::<L, Exponential>,
        few_timers: hold::running::<L, FewTimers>,
        many_timers: hold::running::<L, ManyTimers>,
    }
}

fn contenders() -> Vec<Contender> {
    vec![
        contender::<Packed<std_heap::StdHeap>>("binary heap of the standard library"),
        contender::<Packed<std_heap::StdHeapReplaced>>("the same, top replaced"),
        contender::<Packed<heap::Heap<2>>>("binary heap"),
        contender::<Packed<heap::HeapReplaced<2>>>("binary heap, top replaced"),
        contender::<Packed<heap::Heap<4>>>("heap of four"),
        contender::<Packed<heap::HeapReplaced<4>>>("heap of four, top replaced"),
        contender::<Packed<pairing::Pairing>>("pairing heap"),
        contender::<Packed<calendar::Calendar>>("calendar queue"),
        contender::<Packed<ladder::Ladder>>("ladder queue"),
        contender::<Packed<wheel::Wheel<1>>>("timing wheel, slots of 1 s"),
        contender::<Packed<wheel::Wheel<60>>>("timing wheel, slots of 60 s"),
        contender::<tree::TreeTwice>("tournament tree, cleared and set"),
        contender::<tree::Tree>("tournament tree, winner replaced (the engine's)"),
    ]
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match options(&words).and_then(|options| bench(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn options(words: &[String]) -> Result<Options, String> {
    let mut options =
        Options { pending: vec![16, 128, 10_000, 100_000, 1_000_000], rounds: 9, holds: (5_000_000, 2_000_000) };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut number = |least: u32, most: u32| {
            let value = words.next().and_then(|text| text.replace('_', "").parse::<u32>().ok());
            let value = value.filter(|value| (least..=most).contains(value));
            value.ok_or(format!("{word} needs a number from {least} to {most}"))
        };
        match word.as_str() {
            // Keys must hold all times: few entities run for long, many leave few bits for time.
            "--n" => options.pending = vec![number(16, 1_000_000)?],
            "--rounds" => options.rounds = number(1, 50)? as usize,
            "--quick" => (options.rounds, options.holds) = (3, (500_000, 500_000)),
            other => return Err(format!("unknown word `{other}`: --n, --rounds, --quick")),
        }
    }
    Ok(options)
}

fn bench(options: &Options) -> Result<(), String> {
    let contenders = contenders();
    for contender in &contenders {
        let compared = (contender.check)().map_err(|error| format!("{}: {error}", contender.name))?;
        eprintln!("{}: {compared} events as in a sorted list", contender.name);
    }
    table::<Exponential>("exponential, mean 180 s", &contenders, |one| one.exponential, options)?;
    let few = "half exponential, mean 180 s, half lognormal, mean 300 s, CV 2, one in a thousand 24 h";
    table::<FewTimers>(few, &contenders, |one| one.few_timers, options)?;
    table::<ManyTimers>("the same, one in three 24 h", &contenders, |one| one.many_timers, options)
}

/// Measure all lists under one law; print medians, and on the error stream the span of each.
fn table<I: Increments + 'static>(
    law: &str,
    contenders: &[Contender],
    under: impl Fn(&Contender) -> fn(u32) -> Box<dyn Holds>,
    options: &Options,
) -> Result<(), String> {
    let names: Vec<&str> = contenders.iter().map(|one| one.name).chain(["the draw alone"]).collect();
    let mut columns: Vec<Vec<Cost>> = Vec::new();
    for pending in &options.pending {
        let mut running: Vec<_> = contenders.iter().map(|one| under(one)(*pending)).collect();
        running.push(hold::draws::<I>(*pending));
        let holds = if *pending > 100_000 { options.holds.1 } else { options.holds.0 };
        let costs = hold::measure(&mut running, options.rounds, holds)?;
        for (name, Cost { median, least, most }) in names.iter().zip(&costs) {
            eprintln!("{pending} pending, {name}: {median:.1} ({least:.1} to {most:.1})");
        }
        columns.push(costs);
    }
    let heads: Vec<String> = options.pending.iter().map(|n| format!(" {n} |")).collect();
    println!("\n| {law} |{}\n| --- |{}", heads.concat(), " --- |".repeat(heads.len()));
    for (row, name) in names.iter().enumerate() {
        let cells: Vec<String> = columns.iter().map(|column| format!(" {:.1} |", column[row].median)).collect();
        println!("| {name} |{}", cells.concat());
    }
    Ok(())
}
