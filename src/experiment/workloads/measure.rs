//! A workload prepared, run and timed.

use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::experiment::assemble::{Assembly, assemble};
use crate::experiment::fleet::alone;
use crate::experiment::replicate::{Chunk, replicate};
use crate::scenario::{LoadOptions, Run, load_text};
use crate::statistics::student;

use super::Workload;
use super::clock::{Cpu, Reading, forget_peak, peak_rss_bytes};
use super::exact::figures;

/// Turns of a desk of the fleet on average.
const TURNS_A_DESK: u64 = 10_000;
/// Turns of a conversation of (c) and (d) on average.
const TURNS_A_CONTACT: u64 = 3;

/// How large a workload is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Customers of (a) and (b), conversations of (c).
    pub contacts: u64,
    /// Desks of (d).
    pub desks: u64,
}

/// What runs of a workload took and showed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// Letter.
    pub workload: String,
    /// Customers, conversations or desks of a run.
    pub n: u64,
    /// Runs, each with a seed of its own.
    pub runs: u32,
    /// Threads; (a) to (c) are runs side by side, (d) is one fleet on all of them.
    pub threads: usize,
    /// Turns of all runs.
    pub turns: i64,
    /// Messages of all runs, both directions.
    pub messages: i64,
    /// Events of all runs.
    pub events: i64,
    /// Wall-clock seconds.
    pub wall_s: f64,
    /// CPU seconds of all threads; none where the system does not tell.
    pub cpu_s: Option<f64>,
    /// CPU nanoseconds a turn.
    pub cpu_ns_per_turn: Option<f64>,
    /// CPU nanoseconds a message.
    pub cpu_ns_per_message: Option<f64>,
    /// CPU nanoseconds an event.
    pub cpu_ns_per_event: Option<f64>,
    /// Messages of both directions a second of wall-clock time.
    pub messages_per_s: f64,
    /// Most memory held at once since the workload began.
    pub peak_rss_bytes: Option<u64>,
    /// Hours of wall-clock time that as many messages as a day of WhatsApp in 2018 would take here at this speed.
    pub day_of_whatsapp_h: f64,
    /// Of (d): its largest desk, timed apart.
    pub largest: Option<Largest>,
    /// CPU time a message over that on one thread, where that was measured too.
    pub cpu_beside_one_thread: Option<f64>,
    /// Wall-clock time over that on one thread, where that was measured too.
    pub wall_beside_one_thread: Option<f64>,
    /// Statistics beside their exact values.
    pub statistics: Vec<Statistic>,
}

/// The largest desk of a fleet, simulated alone on one thread once more: it fits no cache, so a turn takes it longer.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Largest {
    /// Its turns.
    pub turns: i64,
    /// Its share of the fleet's turns.
    pub share: f64,
    /// CPU seconds it took; none where the system does not tell.
    pub cpu_s: Option<f64>,
    /// CPU nanoseconds a turn.
    pub cpu_ns_per_turn: Option<f64>,
}

/// A statistic of the runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Statistic {
    /// What, with its unit.
    pub name: String,
    /// Mean over runs.
    pub mean: f64,
    /// Half-width of its 95 % interval; none for a single run.
    pub half_width: Option<f64>,
    /// Exact value.
    pub exact: f64,
}

/// The largest desk of a small fleet is simulated so often at most.
const MOST_TIMES: i64 = 1000;
/// Messages of a day of WhatsApp in 2018.
pub(super) const DAY_OF_WHATSAPP: f64 = 60e9;

/// A workload compiled.
///
/// # Errors
/// A size that does not compile.
pub fn prepare(workload: Workload, size: Size) -> Result<(Assembly, Run), String> {
    prepare_with(workload, size, &[])
}

/// The same with further settings, `path=value`.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_with(workload: Workload, size: Size, further: &[String]) -> Result<(Assembly, Run), String> {
    let mut sets = match workload {
        Workload::D => vec![
            format!("fleet.desks={}", size.desks),
            format!("reason.question.volume={}/day", size.desks * TURNS_A_DESK / TURNS_A_CONTACT),
        ],
        _ => vec![format!("run.contacts={}", size.contacts)],
    };
    sets.extend(further.iter().cloned());
    let tariffs = crate::tariff::names().into_iter().map(String::from).collect();
    let options = LoadOptions { sets, tariffs, ..LoadOptions::default() };
    let name = format!("{}.toml", workload.letter());
    let scenario = load_text(&name, workload.text(), &options).map_err(|report| report.to_string())?;
    let variant = scenario.variants.first().ok_or("the workload has no variant")?;
    let assembly = assemble(&variant.model, &scenario.run).map_err(|problems| problems.join("\n"))?;
    Ok((assembly, scenario.run))
}

/// Run a workload on the present pool, `runs` times with seeds 1, 2, …, and say what it took.
///
/// # Errors
/// As [`prepare`]; a replication that failed.
pub fn measure(workload: Workload, size: Size, runs: u32) -> Result<Measured, String> {
    let (assembly, run) = prepare(workload, size)?;
    forget_peak();
    let (begun, cpu) = (Instant::now(), Reading::now());
    let seeds = 1..=u64::from(runs);
    let one = |seed: u64| replicate(&assembly, &run, seed, 0);
    let chunks: Vec<Chunk> = match workload {
        // A fleet uses all threads itself.
        Workload::D => seeds.map(one).collect::<Result<_, _>>()?,
        _ => seeds.collect::<Vec<_>>().into_par_iter().with_max_len(1).map(one).collect::<Result<_, _>>()?,
    };
    let (wall_s, cpu) = (begun.elapsed().as_secs_f64(), since(cpu));
    let sum = |of: fn(&Chunk) -> i64| chunks.iter().map(of).sum::<i64>();
    let turns = sum(|chunk| chunk.desk.done.turns);
    let messages = sum(|chunk| chunk.desk.done.messages_in + chunk.desk.done.messages_out);
    let events = sum(|chunk| chunk.desk.staff.events);
    Ok(Measured {
        workload: workload.letter().into(),
        n: if workload == Workload::D { size.desks } else { size.contacts },
        runs,
        threads: rayon::current_num_threads(),
        turns,
        messages,
        events,
        wall_s,
        cpu_s: cpu.map(|cpu| cpu.seconds),
        cpu_ns_per_turn: ns_per(cpu, turns),
        cpu_ns_per_message: ns_per(cpu, messages),
        cpu_ns_per_event: ns_per(cpu, events),
        messages_per_s: messages as f64 / wall_s,
        peak_rss_bytes: peak_rss_bytes(),
        day_of_whatsapp_h: wall_s / messages.max(1) as f64 * DAY_OF_WHATSAPP / 3600.0,
        largest: None,
        cpu_beside_one_thread: None,
        wall_beside_one_thread: None,
        statistics: statistics(workload, &chunks)?,
    })
}

/// The largest desk of a fleet that was measured, simulated once more, alone on one thread, or as often as its clock needs. (Timed among the others it would have
/// what they leave of the caches.)
///
/// # Errors
/// As [`prepare`]; a desk that failed.
pub fn largest(fleet: &Measured) -> Result<Largest, String> {
    let (assembly, run) = prepare(Workload::D, Size { contacts: 0, desks: fleet.n })?;
    let plan = assembly.fleet.as_ref().ok_or("the workload is no fleet")?;
    let before = Reading::now();
    let (mut turns, mut times, mut cpu) = (0, 0, None);
    // A small one as often as the clock needs.
    while times == 0 || times < MOST_TIMES && cpu.is_some_and(|cpu: Cpu| !cpu.enough) {
        turns = alone((&assembly, plan), &run, 1, 0)?.desk.done.turns;
        times += 1;
        cpu = since(before.clone());
    }
    Ok(Largest {
        turns,
        share: turns as f64 * f64::from(fleet.runs) / fleet.turns.max(1) as f64,
        cpu_s: cpu.map(|cpu| cpu.seconds / times as f64),
        cpu_ns_per_turn: ns_per(cpu, turns * times),
    })
}

/// CPU time since a reading.
fn since(before: Option<Reading>) -> Option<Cpu> {
    Reading::now().zip(before).map(|(now, before)| now.since(&before))
}

/// Nanoseconds each of so many took; none where the time is too short for its clock.
fn ns_per(cpu: Option<Cpu>, count: i64) -> Option<f64> {
    cpu.filter(|cpu| cpu.enough).map(|cpu| cpu.seconds * 1e9 / count.max(1) as f64)
}

fn statistics(workload: Workload, chunks: &[Chunk]) -> Result<Vec<Statistic>, String> {
    let one = |figure: super::Figure| {
        let values: Vec<f64> = chunks.iter().map(|chunk| (figure.of)(&chunk.tally.messages)).collect();
        let interval = student(&values, 0.95).unwrap_or_default();
        Statistic {
            name: figure.name.into(),
            mean: interval.mean,
            half_width: interval.half_width(),
            exact: figure.exact,
        }
    };
    Ok(figures(workload)?.into_iter().map(one).collect())
}
