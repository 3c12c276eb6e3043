//! `chatfare bench`

use super::screen::{Exit, Failure, Screen, out, talk};
use crate::experiment::workloads::{Measured, Size, Workload, many_cores, measure};
use crate::table::write_atomic;
use clap::Args;
use std::path::PathBuf;

/// Options of `bench`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare bench
  chatfare bench --workload c --threads 1 --runs 15
  chatfare bench --workload d --desks 100000      a thousand million turns
  chatfare bench --workload d --cores 100,1000    how long a day of WhatsApp would take there
  chatfare bench --json")]
pub struct Bench {
    /// Workloads: a, b, c (one desk), d (a fleet); several with commas.
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
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Also say how long a day of WhatsApp would take as a fleet like d on so many cores, from what d took here.
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    cores: Vec<u64>,
    /// Print one JSON object a workload.
    #[arg(long)]
    json: bool,
    /// Also write `bench.csv` into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Bench {
    /// Runs the workloads and prints what they took.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build();
        let pool = pool.map_err(|e| Failure::Usage(format!("cannot start the threads: {e}")))?;
        let size = Size { contacts: self.contacts, desks: self.desks };
        let mut all = Vec::new();
        if !self.json {
            out(&head())?;
        }
        for &workload in &self.workload {
            let runs = self.runs.unwrap_or(if workload == Workload::D { 1 } else { 4 });
            let measured = pool.install(|| measure(workload, size, runs)).map_err(Failure::Fault)?;
            let text = match self.json {
                true => serde_json::to_string(&measured).map_err(|e| Failure::Fault(e.to_string()))? + "\n",
                false => row(&measured),
            };
            out(&text)?;
            all.push(measured);
        }
        let cores: Vec<_> = match all.iter().find(|measured| measured.workload == "d") {
            Some(fleet) => many_cores(fleet, &self.cores).map_err(Failure::Fault)?,
            None if self.cores.is_empty() => Vec::new(),
            None => return Err(Failure::Usage("--cores needs workload d: the estimate is that of a fleet".into())),
        };
        if !self.json {
            out(&foot(&all))?;
        }
        for one in &cores {
            let line = match self.json {
                true => serde_json::to_string(one).map_err(|e| Failure::Fault(e.to_string()))? + "\n",
                false => format!(
                    "(d) On {} cores like these: {} of work each; the largest of {} desks, {:.1} % of it all, takes one core {}.\n",
                    one.cores,
                    lasting(one.work_h),
                    one.desks,
                    one.largest * 100.0,
                    lasting(one.largest_h)
                ),
            };
            out(&line)?;
        }
        if let Some(folder) = &self.out {
            write_atomic(&folder.join("bench.csv"), csv(&all).as_bytes()).map_err(|e| Failure::Io(e.to_string()))?;
        }
        if all.iter().any(|measured| measured.cpu_s.is_none()) {
            talk(screen, "this system does not tell CPU time; only wall-clock time is shown\n");
        }
        Ok(Exit::Done)
    }
}

fn head() -> String {
    format!(
        "{:<9}{:>10}{:>6}{:>9}{:>15}{:>9}{:>9}{:>9}{:>12}{:>9}\n",
        "workload", "n", "runs", "threads", "messages", "ns/turn", "ns/mess.", "ns/event", "events/core", "MiB"
    )
}

/// A workload's line. Nanoseconds are CPU time; events are those of a second of one core.
fn row(measured: &Measured) -> String {
    let ns = |value: Option<f64>| value.map_or("–".to_string(), |ns| format!("{ns:.1}"));
    let events = measured.cpu_ns_per_event.map_or("–".to_string(), |ns| format!("{:.1} M/s", 1e3 / ns));
    let memory = measured.peak_rss_bytes.map_or("–".to_string(), |bytes| format!("{:.0}", bytes as f64 / 1048576.0));
    format!(
        "{:<9}{:>10}{:>6}{:>9}{:>15}{:>9}{:>9}{:>9}{:>12}{:>9}\n",
        measured.workload,
        measured.n,
        measured.runs,
        measured.threads,
        measured.messages,
        ns(measured.cpu_ns_per_turn),
        ns(measured.cpu_ns_per_message),
        ns(measured.cpu_ns_per_event),
        events,
        memory
    )
}

/// Statistics beside their exact values, and how long a day of WhatsApp would take.
fn foot(all: &[Measured]) -> String {
    let mut text = String::new();
    for measured in all {
        for statistic in &measured.statistics {
            let interval = statistic.half_width.map_or(String::new(), |half| format!(" ± {half:.4}"));
            let (letter, name) = (&measured.workload, &statistic.name);
            text += &format!("({letter}) {name}: {:.4}{interval}, exact {:.4}\n", statistic.mean, statistic.exact);
        }
    }
    for measured in all {
        text += &format!(
            "({}) 60 billion messages, a day of WhatsApp in 2018, would take {} on {} thread{} like these.\n",
            measured.workload,
            lasting(measured.day_of_whatsapp_h),
            measured.threads,
            if measured.threads == 1 { "" } else { "s" }
        );
    }
    text
}

fn lasting(hours: f64) -> String {
    if hours * 60.0 < 2.0 {
        return format!("{:.0} s", hours * 3600.0);
    }
    if hours < 2.0 { format!("{:.0} min", hours * 60.0) } else { format!("{hours:.1} h") }
}

/// All digits, one line a workload.
fn csv(all: &[Measured]) -> String {
    let mut text = "workload,n,runs,threads,turns,messages,events,wall_s,cpu_s,cpu_ns_per_turn,cpu_ns_per_message,\
                    cpu_ns_per_event,peak_rss_bytes,day_of_whatsapp_h\n"
        .to_string();
    let number = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    for m in all {
        let memory = m.peak_rss_bytes.map_or(String::new(), |bytes| bytes.to_string());
        let counts = format!("{},{},{},{},{},{},{}", m.workload, m.n, m.runs, m.threads, m.turns, m.messages, m.events);
        let per = [m.cpu_s, m.cpu_ns_per_turn, m.cpu_ns_per_message, m.cpu_ns_per_event].map(number).join(",");
        text += &format!("{counts},{},{per},{memory},{}\n", m.wall_s, m.day_of_whatsapp_h);
    }
    text
}
