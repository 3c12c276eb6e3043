//! A workload prepared, run and timed.

use std::time::Instant;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::experiment::assemble::{Assembly, assemble};
use crate::experiment::fleet::Shares;
use crate::experiment::replicate::{Chunk, replicate};
use crate::scenario::{Fleet, LoadOptions, Run, load_text};
use crate::statistics::student;
use crate::units::HOUR;

use super::Workload;
use super::clock::{peak_rss_bytes, process_s};
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
    /// Most memory held at once by this process so far.
    pub peak_rss_bytes: Option<u64>,
    /// Hours that as many messages as a day of WhatsApp in 2018 would take here at this speed.
    pub day_of_whatsapp_h: f64,
    /// Statistics beside their exact values.
    pub statistics: Vec<Statistic>,
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

/// Messages of a day of WhatsApp in 2018.
const DAY_OF_WHATSAPP: f64 = 60e9;

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
    let (begun, cpu) = (Instant::now(), process_s());
    let seeds = 1..=u64::from(runs);
    let one = |seed: u64| replicate(&assembly, &run, seed, 0);
    let chunks: Vec<Chunk> = match workload {
        // A fleet uses all threads itself.
        Workload::D => seeds.map(one).collect::<Result<_, _>>()?,
        _ => seeds.collect::<Vec<_>>().into_par_iter().with_max_len(1).map(one).collect::<Result<_, _>>()?,
    };
    let (wall_s, cpu_s) = (begun.elapsed().as_secs_f64(), process_s().zip(cpu).map(|(now, then)| now - then));
    let sum = |of: fn(&Chunk) -> i64| chunks.iter().map(of).sum::<i64>();
    let turns = sum(|chunk| chunk.desk.done.turns);
    let messages = sum(|chunk| chunk.desk.done.messages_in + chunk.desk.done.messages_out);
    let events = sum(|chunk| chunk.desk.staff.events);
    let per = |count: i64| cpu_s.map(|cpu| cpu * 1e9 / count.max(1) as f64);
    Ok(Measured {
        workload: workload.letter().into(),
        n: if workload == Workload::D { size.desks } else { size.contacts },
        runs,
        threads: rayon::current_num_threads(),
        turns,
        messages,
        events,
        wall_s,
        cpu_s,
        cpu_ns_per_turn: per(turns),
        cpu_ns_per_message: per(messages),
        cpu_ns_per_event: per(events),
        peak_rss_bytes: peak_rss_bytes(),
        day_of_whatsapp_h: wall_s / messages.max(1) as f64 * DAY_OF_WHATSAPP / (HOUR as f64 * 1e-6),
        statistics: statistics(workload, &chunks)?,
    })
}

/// How long as many messages as a day of WhatsApp would take as one fleet like (d) on many cores, from what (d) took here.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ManyCores {
    /// Cores like these, on one machine or many.
    pub cores: u64,
    /// Desks of the fleet.
    pub desks: u64,
    /// Share of the largest desk in all work: a desk is one simulation on one core.
    pub largest: f64,
    /// Hours if all cores have work to the end: CPU time / cores.
    pub work_h: f64,
    /// Hours of the largest desk at the mean speed: no number of cores is faster.
    pub largest_h: f64,
}

/// The figures of a fleet that was measured, for each number of cores; none where the system does not tell CPU time.
///
/// # Errors
/// As [`prepare`].
pub fn many_cores(fleet: &Measured, cores: &[u64]) -> Result<Vec<ManyCores>, String> {
    let Some(cpu_ns) = fleet.cpu_ns_per_message.filter(|_| !cores.is_empty()) else { return Ok(Vec::new()) };
    let messages_a_desk = fleet.messages as f64 / (fleet.n * u64::from(fleet.runs)) as f64;
    let desks = (DAY_OF_WHATSAPP / messages_a_desk).round() as u64;
    let (assembly, _) = prepare(Workload::D, Size { contacts: 0, desks: 1 })?;
    let fleet = assembly.model.fleet.as_ref().ok_or("the workload is no fleet")?;
    let largest =
        Shares::new(&Fleet { desks: u32::try_from(desks).map_err(|e| e.to_string())?, ..fleet.clone() }).of(0);
    let all_h = cpu_ns * DAY_OF_WHATSAPP / 3.6e12;
    let of = |cores: &u64| {
        let (work_h, largest_h) = (all_h / *cores as f64, all_h * largest);
        ManyCores { cores: *cores, desks, largest, work_h, largest_h }
    };
    Ok(cores.iter().map(of).collect())
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
