//! `chatfare bench`

use super::screen::{Exit, Failure, Screen, out, talk};
use crate::experiment::workloads::{ManyCores, Measured, Size, Workload, largest, many_cores, measure};
use crate::table::write_atomic;
use clap::Args;
use std::path::{Path, PathBuf};

mod words;

/// Options of `bench`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare bench
  chatfare bench --workload c --threads 1 --runs 15
  chatfare bench --scaling                        how CPU time a message grows from one thread to all
  chatfare bench --workload d --desks 100000      a thousand million turns
  chatfare bench --workload d --cores 100,1000    how long a day of WhatsApp would take there
  chatfare bench --json")]
pub struct Bench {
    /// Workloads: a, b, c (one desk), d (a fleet); several with commas; they run in this order.
    #[arg(long, value_name = "LETTERS", value_delimiter = ',', default_value = "a,b,c,d")]
    workload: Vec<Workload>,
    /// Customers of a run of a and b, conversations of one of c.
    #[arg(long, value_name = "N", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1000..=4_000_000_000))]
    contacts: u64,
    /// Desks of d, of 10,000 turns on average.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    desks: u64,
    /// Runs, each with a seed of its own [default: 4 of a, b and c, 1 of d].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    runs: Option<u32>,
    /// Threads; all processors by default.
    #[arg(long, value_name = "N", value_parser = super::work::threads)]
    threads: Option<usize>,
    /// Also run each workload on one thread, and say what more threads cost and gain.
    #[arg(long)]
    scaling: bool,
    /// Also say how long a day of WhatsApp would take as fleets like d on so many cores, from what d took here.
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    cores: Vec<u64>,
    /// Print one JSON object a workload.
    #[arg(long)]
    json: bool,
    /// Also write `bench.csv`, and `bench_statistics.csv` with the exact values, into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Bench {
    /// Runs the workloads and prints what they took.
    pub fn run(mut self, screen: &Screen) -> Result<Exit, Failure> {
        // The fleet last: memory that one workload leaves to the next is least then.
        self.workload.sort_unstable();
        self.workload.dedup();
        if !self.cores.is_empty() && !self.workload.contains(&Workload::D) {
            return Err(Failure::Usage("--cores needs workload d: the estimate is that of a fleet".into()));
        }
        let pool = threads(self.threads.unwrap_or(0))?;
        let one = if self.scaling { Some(threads(1)?) } else { None };
        let mut all = Vec::new();
        if !self.json {
            out(&words::head())?;
        }
        for &workload in &self.workload {
            let measured = self.measured(workload, &pool, one.as_ref()).map_err(Failure::Fault)?;
            out(&if self.json { json(&measured)? } else { words::row(&measured) })?;
            all.push(measured);
        }
        let fleet = all.iter().find(|measured| measured.workload == "d");
        let cores = fleet.map_or(Ok(Vec::new()), |fleet| many_cores(fleet, &self.cores)).map_err(Failure::Fault)?;
        match self.json {
            true => cores.iter().try_for_each(|one| out(&json(one)?))?,
            false => out(&(words::foot(&all) + &words::cores(&cores)))?,
        }
        if let Some(folder) = &self.out {
            write(folder, &all, &cores).map_err(|error| Failure::Io(error.to_string()))?;
        }
        self.remarks(&all, &cores, screen);
        Ok(Exit::Done)
    }

    /// A workload on all threads; its largest desk and, if asked for, the same on one thread.
    fn measured(
        &self,
        workload: Workload,
        pool: &rayon::ThreadPool,
        one: Option<&rayon::ThreadPool>,
    ) -> Result<Measured, String> {
        let size = Size { contacts: self.contacts, desks: self.desks };
        let runs = self.runs.unwrap_or(if workload == Workload::D { 1 } else { 4 });
        let mut measured = pool.install(|| measure(workload, size, runs))?;
        if let Some(one) = one {
            let alone = one.install(|| measure(workload, size, runs))?;
            let both = measured.cpu_ns_per_message.zip(alone.cpu_ns_per_message);
            measured.cpu_beside_one_thread = both.map(|(many, one)| many / one);
            measured.wall_beside_one_thread = Some(measured.wall_s / alone.wall_s);
        }
        if workload == Workload::D {
            measured.largest = Some(pool.install(|| largest(&measured))?);
        }
        Ok(measured)
    }

    /// What the figures cannot tell.
    fn remarks(&self, all: &[Measured], cores: &[ManyCores], screen: &Screen) {
        if all.iter().any(|measured| measured.cpu_s.is_none()) {
            talk(screen, "this system does not tell CPU time; only wall-clock time is shown\n");
            return;
        }
        let short: Vec<&str> = all
            .iter()
            .filter(|measured| measured.cpu_ns_per_turn.is_none())
            .map(|measured| measured.workload.as_str())
            .collect();
        if !short.is_empty() {
            let what = "less CPU time than the system's clock can tell: raise --contacts, --desks or --runs";
            talk(screen, &format!("{} took {what}\n", short.join(", ")));
        }
        if !self.cores.is_empty() && cores.is_empty() {
            talk(screen, "no figures for --cores: d or its largest desk was too short to be timed\n");
        }
    }
}

fn threads(count: usize) -> Result<rayon::ThreadPool, Failure> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build();
    pool.map_err(|error| Failure::Usage(format!("cannot start the threads: {error}")))
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map(|line| line + "\n").map_err(|error| Failure::Fault(error.to_string()))
}

fn write(folder: &Path, all: &[Measured], cores: &[ManyCores]) -> std::io::Result<()> {
    write_atomic(&folder.join("bench.csv"), words::csv(all).as_bytes())?;
    write_atomic(&folder.join("bench_statistics.csv"), words::statistics_csv(all).as_bytes())?;
    if cores.is_empty() {
        return Ok(());
    }
    write_atomic(&folder.join("bench_cores.csv"), words::cores_csv(cores).as_bytes())
}
