//! `chatfare run`

use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::{Overrides, options};
use crate::experiment::export::export;
use crate::experiment::runner::Watch;
use crate::experiment::study::{Study, staffed, study};
use crate::experiment::trace::{Name, trace};
use crate::report::publish;
use crate::scenario::{Scenario, load};
use crate::table::{RunFacts, Tables, Written};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Options of `run`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare run scenarios/launch-2018.toml
  chatfare run scenario.toml --set run.replications=100 --out results/more
  chatfare run scenario.toml --json | jq '.[] | select(.metric == \"cost_per_resolved\")'
  chatfare run scenario.toml --trace delivery@FR#17
  chatfare run scenario.toml --log=all")]
pub struct Run {
    /// The scenario; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// Folder of the results [default: output/<file name>].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads [default: one a core]; the results do not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Print the summary as JSON on stdout instead of the verdict.
    #[arg(long)]
    json: bool,
    /// Print one customer's life (SOURCE@COUNTRY#NUMBER) instead of running the study.
    #[arg(long, value_name = "CONTACT")]
    trace: Option<String>,
    /// Also write the facts as logs that `chatfare bill` reads, log/VARIANT-REPLICATION.parquet: of replication 0, N, or all.
    #[arg(long, value_name = "N|all", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = which)]
    log: Option<Which>,
}

/// Replications whose facts are written.
#[derive(Clone, Copy, Debug)]
enum Which {
    One(u32),
    All,
}

fn which(text: &str) -> Result<Which, String> {
    match text {
        "all" => Ok(Which::All),
        _ => text.parse().map(Which::One).map_err(|_| "write the number of a replication, from 0, or all".to_string()),
    }
}

impl Run {
    /// Runs a scenario and writes its tables, charts and report.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let started = Instant::now();
        let clock = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let scenario = load(&self.file, &options(&self.overrides.sets))
            .map_err(|report| show_report(report, self.overrides.message_format, screen))?;
        for warning in &scenario.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.unwrap_or(0))
            .build()
            .map_err(|error| Failure::Usage(format!("cannot start the threads: {error}")))?;
        // Faults inside a replication are caught and reported with its seed; their own print would only alarm.
        std::panic::set_hook(Box::new(|_| {}));
        let watch = Watching::new(screen);
        watch.listen()?;
        if let Some(contact) = &self.trace {
            return pool.install(|| show_life(&scenario, contact, &watch));
        }
        let mut found = pool.install(|| study(&scenario, &watch)).map_err(|problems| refuse(&problems))?;
        watch.bar.finish_and_clear();
        let interrupted = watch.stop();
        if interrupted && found.finished == 0 {
            talk(screen, "interrupted before any replication finished; nothing was written\n");
            return Ok(Exit::Interrupted);
        }
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(&scenario.name));
        let facts = RunFacts {
            started: clock,
            seconds: started.elapsed().as_secs_f64(),
            threads: pool.current_num_threads(),
            resumed: 0,
        };
        if let Some(which) = self.log {
            found.files = pool.install(|| logs(&dir, &scenario, &found, which))?;
        }
        publish(&dir, &scenario, &found, &facts).map_err(|error| Failure::Io(error.to_string()))?;
        for warning in &found.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        self.print(&found)?;
        for failure in &found.failures {
            let variant = &scenario.variants[failure.variant].name;
            talk(
                screen,
                &format!(
                    "failed: {variant}, replication {} (seed {}): {}\n",
                    failure.replication, scenario.run.seed, failure.message
                ),
            );
        }
        talk(screen, &closing(&found, &dir, started));
        Ok(match (interrupted, found.failures.is_empty()) {
            (true, _) => Exit::Interrupted,
            (false, true) => Exit::Done,
            (false, false) => Exit::Failed,
        })
    }

    fn print(&self, study: &Study) -> Result<(), Failure> {
        if self.json {
            return out(&json(&study.tables));
        }
        let lines: String = study.verdict.iter().map(|line| wrapped(line)).collect();
        out(&lines)
    }
}

/// Writes the logs of the replications asked for, one file a variant and replication.
fn logs(dir: &Path, scenario: &Scenario, study: &Study, which: Which) -> Result<Vec<Written>, Failure> {
    let replications = match which {
        Which::All => 0..scenario.run.replications,
        Which::One(n) if n < scenario.run.replications => n..n + 1,
        Which::One(n) => {
            let last = scenario.run.replications.saturating_sub(1);
            return Err(Failure::Usage(format!("--log={n}: the replications are 0 to {last}")));
        }
    };
    let jobs: Vec<(usize, u32)> =
        replications.flat_map(|r| (0..study.assemblies.len()).map(move |variant| (variant, r))).collect();
    let write = |(variant, replication): &(usize, u32)| {
        let name = format!("log/{}-{replication}.parquet", scenario.variants[*variant].name);
        let written = export(&study.assemblies[*variant], &scenario.run, *replication, &dir.join(&name));
        written.map(|w| Written { name, ..w }).map_err(Failure::Io)
    };
    jobs.par_iter().with_max_len(1).map(write).collect()
}

fn refuse(problems: &[String]) -> Failure {
    Failure::Usage(problems.join("\nerror: "))
}

fn show_life(scenario: &Scenario, contact: &str, watch: &Watching) -> Result<Exit, Failure> {
    let name: Name = contact.parse().map_err(Failure::Usage)?;
    let mut notes = Vec::new();
    let assemblies = staffed(scenario, watch, &mut notes).map_err(|problems| refuse(&problems))?;
    watch.bar.finish_and_clear();
    out(&trace(scenario, &assemblies, &name).map_err(Failure::Usage)?)?;
    Ok(Exit::Done)
}

fn closing(study: &Study, dir: &Path, started: Instant) -> String {
    let seconds = started.elapsed().as_secs_f64();
    let million = study.events as f64 / 1e6;
    let kept = if study.complete { "" } else { " (incomplete: only what had finished)" };
    format!("{million:.1} million events in {seconds:.1} s{kept}\nreport: {}\n", dir.join("report.html").display())
}

/// A line of the verdict, wrapped at 100 characters with a hanging indent.
pub(super) fn wrapped(line: &str) -> String {
    let mut text = String::from("• ");
    let mut width = 2;
    for word in line.split(' ') {
        if width > 2 && width + word.chars().count() > 100 {
            text.push_str("\n  ");
            width = 2;
        }
        text.push_str(word);
        text.push(' ');
        width += word.chars().count() + 1;
    }
    format!("{}\n", text.trim_end())
}

fn json(tables: &Tables) -> String {
    let rows: Vec<serde_json::Value> = tables
        .summary
        .iter()
        .map(|row| {
            serde_json::json!({
                "variant": row.variant, "channel": row.channel, "metric": row.metric, "unit": row.unit,
                "mean": row.value.mean, "lower": row.value.lower, "upper": row.value.upper,
                "level": row.value.level, "n": row.value.n,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rows))
}

/// Set by Ctrl-C: finish what runs, start nothing new.
static STOP: AtomicBool = AtomicBool::new(false);

/// Progress on stderr: a bar on a terminal, a line every tenth elsewhere.
struct Watching {
    bar: ProgressBar,
    plain: bool,
    done: AtomicU64,
    total: AtomicU64,
}

impl Watching {
    fn new(screen: &Screen) -> Watching {
        let terminal = std::io::stderr().is_terminal() && !screen.quiet;
        let bar = if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        bar.enable_steady_tick(Duration::from_millis(200));
        Watching { bar, plain: !terminal && !screen.quiet, done: AtomicU64::new(0), total: AtomicU64::new(0) }
    }

    fn listen(&self) -> Result<(), Failure> {
        let handler = || {
            if STOP.swap(true, Ordering::Relaxed) {
                // The second time: at once. Files appear whole or not at all, so nothing is half-written.
                std::process::exit(Exit::Interrupted as i32);
            }
        };
        ctrlc::set_handler(handler).map_err(|error| Failure::Usage(format!("cannot listen for Ctrl-C: {error}")))
    }
}

impl Watch for Watching {
    fn phase(&self, name: &'static str, replications: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(replications, Ordering::Relaxed);
        self.bar.set_position(0);
        self.bar.set_length(replications);
        let known = "{msg:22} {bar:30} {pos}/{len} replications, {eta} left";
        let unknown = "{msg:22} {spinner} {pos} replications";
        if let Ok(style) = ProgressStyle::with_template(if replications > 0 { known } else { unknown }) {
            self.bar.set_style(style);
        }
        self.bar.set_message(name);
    }

    fn done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        self.bar.inc(1);
        if self.plain && total > 0 && done * 10 / total > (done - 1) * 10 / total {
            eprintln!("{done} of {total} replications");
        }
    }

    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
