//! What all commands that simulate have in common: threads, progress, Ctrl-C, the store, the last lines.

use super::screen::{Exit, Failure, MessageFormat, Screen, show_report, talk, width};
use crate::experiment::compiles::refusals;
use crate::experiment::host::Part;
use crate::experiment::runner::{REPLICATIONS, Watch};
use crate::experiment::store::{Hold, Store};
use crate::scenario::Scenario;
use crate::units::Span;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Threads at most: more would only wait for each other.
const MOST_THREADS: usize = 1024;

/// `--threads`; 0 is one a core.
pub fn threads(text: &str) -> Result<usize, String> {
    let threads: usize = text.parse().map_err(|_| "write a whole number".to_string())?;
    match threads {
        0..=MOST_THREADS => Ok(threads),
        _ => Err(format!("{MOST_THREADS} threads at most; results do not depend on them")),
    }
}

/// How to simulate; shared by all commands that do.
#[derive(Clone, Debug, Args)]
pub struct Effort {
    /// Threads [default: one a core]; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    pub threads: Option<usize>,
    /// Forget what is stored in the results folder and compute everything anew.
    #[arg(long)]
    pub fresh: bool,
    /// Stop a run with `run.precision` after this time, e.g. "10 min"; where it stops then depends on the machine.
    #[arg(long, value_name = "TIME")]
    pub time_limit: Option<String>,
}

impl Effort {
    /// When the time is over, if there is a limit.
    pub fn deadline(&self, scenario: &Scenario, work: &Work) -> Result<Option<Instant>, Failure> {
        let Some(text) = &self.time_limit else { return Ok(None) };
        let span = Span::parse(text).map_err(|e| Failure::Usage(format!("--time-limit: {}: {}", e.message, e.fix)))?;
        if scenario.run.stopping.is_none() {
            let why = "--time-limit needs `run.precision`: without it the number of replications is given";
            return Err(Failure::Usage(why.into()));
        }
        let micros = u64::try_from(span.0).unwrap_or(0);
        Ok(work.started.checked_add(Duration::from_micros(micros)))
    }
}

/// Threads, a watch, the time it began.
pub struct Work {
    /// Threads.
    pub pool: rayon::ThreadPool,
    /// Progress and Ctrl-C.
    pub watch: Watching,
    /// For the manifest: start, UTC, ISO 8601.
    pub clock: String,
    /// For durations.
    pub started: Instant,
}

impl Work {
    /// Starts the threads and listens for Ctrl-C.
    pub fn begin(threads: Option<usize>, screen: &Screen) -> Result<Work, Failure> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.unwrap_or(0))
            .build()
            .map_err(|error| Failure::Usage(format!("cannot start the threads: {error}")))?;
        // Faults inside a replication are caught and reported with its seed; their own print would only alarm.
        std::panic::set_hook(Box::new(|_| {}));
        let watch = Watching::new(screen);
        watch.listen()?;
        let clock = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Ok(Work { pool, watch, clock, started: Instant::now() })
    }

    /// What differs from run to run.
    pub fn facts(&self, store: &Store) -> crate::table::RunFacts {
        crate::table::RunFacts {
            started: self.clock.clone(),
            seconds: self.started.elapsed().as_secs_f64(),
            threads: self.pool.current_num_threads(),
            resumed: u32::try_from(store.counts().1).unwrap_or(u32::MAX),
        }
    }
}

/// Opens the store of a results folder, which no other run may write to meanwhile, and says what was set aside.
pub fn open_store(dir: &Path, effort: &Effort, screen: &Screen) -> Result<Store, Failure> {
    open_share(dir, None, effort, screen)
}

/// The same of a shard: several may write to one folder.
pub fn open_share(dir: &Path, shard: Option<Part>, effort: &Effort, screen: &Screen) -> Result<Store, Failure> {
    let io = |error: std::io::Error| Failure::Io(error.to_string());
    let hold = Hold::take(dir, shard.is_some()).map_err(io)?;
    if effort.fresh {
        Store::clear(dir).map_err(io)?;
    }
    let store = Store::open(dir).map_err(io)?.holding(hold);
    for note in store.notes() {
        talk(screen, &format!("warning: {note}\n"));
    }
    Ok(store)
}

/// Seals the store, and says how many of the replications had been done before.
pub fn close_store(store: &Store, screen: &Screen) -> Result<(), Failure> {
    close_store_of(store, REPLICATIONS, screen)
}

/// The same of parts that are called by another word.
pub fn close_store_of(store: &Store, called: &str, screen: &Screen) -> Result<(), Failure> {
    if let Some(fault) = store.fault() {
        return Err(Failure::Io(fault));
    }
    store.seal().map_err(|error| Failure::Io(format!("cannot seal the chunks: {error}")))?;
    let (asked, there) = store.counts();
    if there > 0 {
        talk(screen, &format!("{there} of {asked} {called} were there\n"));
    }
    Ok(())
}

/// Problems of a study as one failure.
pub fn refuse(problems: &[String]) -> Failure {
    // What the loader refused is written out already.
    if let [text] = problems
        && text.starts_with("error[")
    {
        eprint!("{text}");
        return Failure::Shown(Exit::Wrong);
    }
    Failure::Usage(problems.join("\nerror: "))
}

/// The same of a scenario that compilation refuses: with the places of its settings.
pub fn refuse_run(scenario: &Scenario, problems: &[String], screen: &Screen) -> Failure {
    match refusals(scenario) {
        Some(report) => show_report(report, MessageFormat::Text, screen),
        None => refuse(problems),
    }
}

/// A line of the verdict with a hanging indent, as wide as the reader's terminal.
pub fn wrapped(line: &str) -> String {
    wrapped_at(line, width())
}

fn wrapped_at(line: &str, most: usize) -> String {
    let mut text = String::from("• ");
    let mut width = 2;
    for word in line.split(' ') {
        if width > 2 && width + word.chars().count() > most {
            text.truncate(text.trim_end().len());
            text.push_str("\n  ");
            width = 2;
        }
        text.push_str(word);
        text.push(' ');
        width += word.chars().count() + 1;
    }
    format!("{}\n", text.trim_end())
}

/// Set by Ctrl-C: finish what runs, start nothing new.
static STOP: AtomicBool = AtomicBool::new(false);

/// Progress on stderr: a bar on a terminal, a line every tenth elsewhere.
pub struct Watching {
    /// The bar, to be cleared before results are printed.
    pub bar: ProgressBar,
    plain: bool,
    done: AtomicU64,
    total: AtomicU64,
    /// What is counted.
    called: Mutex<&'static str>,
}

impl Watching {
    fn new(screen: &Screen) -> Watching {
        let terminal = std::io::stderr().is_terminal() && !screen.quiet;
        let bar = if terminal { ProgressBar::new(0) } else { ProgressBar::hidden() };
        bar.enable_steady_tick(Duration::from_millis(200));
        Watching {
            bar,
            plain: !terminal && !screen.quiet,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            called: Mutex::new(REPLICATIONS),
        }
    }

    /// What is counted now.
    fn called(&self) -> &'static str {
        self.called.lock().map_or(REPLICATIONS, |word| *word)
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

/// A folder for a manifest's texts; it goes when it is dropped.
pub fn unpack_folder() -> Result<tempfile::TempDir, Failure> {
    tempfile::tempdir().map_err(|error| Failure::Io(format!("cannot unpack the manifest: {error}")))
}

impl Watch for Watching {
    fn begin(&self, name: &'static str, parts: u64, called: &'static str) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(parts, Ordering::Relaxed);
        if let Ok(mut word) = self.called.lock() {
            *word = called;
        }
        self.bar.set_position(0);
        self.bar.set_length(parts);
        let known = format!("{{msg:22}} {{bar:30}} {{pos}}/{{len}} {called}, {{eta}} left");
        let unknown = format!("{{msg:22}} {{spinner}} {{pos}} {called}");
        if let Ok(style) = ProgressStyle::with_template(if parts > 0 { &known } else { &unknown }) {
            self.bar.set_style(style);
        }
        self.bar.set_message(name);
    }

    fn done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        self.bar.inc(1);
        if self.plain && total > 0 && done * 10 / total > (done - 1) * 10 / total {
            eprintln!("{done} of {total} {}", self.called());
        }
    }

    fn stop(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}
