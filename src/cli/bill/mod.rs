//! `chatfare bill`

mod input;
mod log;
mod print;
mod source;
mod tariffs;

pub use source::{Again, Source};

use super::screen::{Exit, Failure, Screen, talk};
use crate::billing::{Ask, Billed, Error, Markup, Tax, import_notes, import_rows, name, sentences, warnings};
use crate::chart::LogContext;
use crate::experiment::store::Hold;
use crate::report::{LogReport, publish_log};
use crate::table::{Format, Manifest, RunFacts, Written, clear_manifest};
use crate::units::{Locale, Span};
use clap::Args;
use input::Input;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Changes only when a number of a bill changes (see `CHANGELOG.md`, "Numbers change").
pub const MODEL_VERSION: &str = "1";

/// Options of `bill`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare bill log.csv
  chatfare bill log.csv --tariff whatsapp-2026-07 --tariff whatsapp-2026-10 --zone America/Bogota --out results/october
  chatfare bill log.parquet --merge 10s,60s --lines csv
  chatfare bill export.csv --map time=created_at,customer=phone --tax \"19 %\" --markup \"0.005 USD per message\" --locale de")]
pub struct Bill {
    /// Files of one log.
    #[arg(value_name = "LOG", required = true)]
    logs: Vec<PathBuf>,
    #[command(flatten)]
    tariffs: tariffs::Tariffs,
    #[command(flatten)]
    reading: log::Reading,
    /// Folder of the results [default: output/<file name>-bill].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write a row a message and tariff too, as bill_lines.
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "parquet", value_parser = format)]
    lines: Option<Format>,
    /// The bills and what splits them, and no look at single messages: fan-out, quotas, lateness, the platform's verdicts.
    #[arg(long, conflicts_with = "lines")]
    only_bills: bool,
    /// Also bill the log with messages joined that were sent within these times of each other: 10s,60s.
    #[arg(long, value_name = "TIMES", value_delimiter = ',', value_parser = distance)]
    merge: Vec<Span>,
    /// Tax as a line of its own: "19 %"; may be given several times.
    #[arg(long, value_name = "SHARE", value_parser = Tax::parse)]
    tax: Vec<Tax>,
    /// A reseller's mark-up as a line of its own: "20 %", "0.005 USD per message"; may be given several times.
    #[arg(long, value_name = "MARKUP", value_parser = Markup::parse)]
    markup: Vec<Markup>,
    /// How numbers are written on the terminal and in the report: de, fr, pt-BR, en-IN …
    #[arg(long, value_name = "LOCALE", default_value = "en", value_parser = Locale::parse)]
    locale: Locale,
    /// Threads [default: one a core]; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = super::work::threads)]
    threads: Option<usize>,
    /// Print the bills as JSON on stdout instead of the table.
    #[arg(long)]
    json: bool,
    /// Not of a log: what would faster answers have cost?
    #[arg(long, hide = true, value_name = "TIME")]
    answer_within: Option<String>,
    /// Not of a log: what would the bill be without a shift?
    #[arg(long, hide = true, value_name = "HOURS")]
    close: Option<String>,
}

fn format(text: &str) -> Result<Format, String> {
    match text {
        "parquet" => Ok(Format::Parquet),
        "csv" => Ok(Format::Csv),
        _ => Err("write csv or parquet".to_string()),
    }
}

/// Longest distance at which messages are joined: an hour; what lies further apart is another answer.
const LONGEST: i64 = crate::units::HOUR;

fn distance(text: &str) -> Result<Span, String> {
    let span = Span::parse(text).map_err(|e| format!("{}: {}", e.message, e.fix))?;
    if span.0 > LONGEST { Err("at most 1 h: what lies further apart is another answer".to_string()) } else { Ok(span) }
}

impl Bill {
    /// Reads a log, bills it, writes tables, charts and report, prints the bills.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        self.write(screen).map(|_| Exit::Done)
    }

    /// Another folder for the results, and other threads.
    pub fn into_folder(self, out: PathBuf, threads: Option<usize>) -> Bill {
        Bill { out: Some(out), threads, ..self }
    }

    /// The same; says what was written.
    pub fn write(self, screen: &Screen) -> Result<Vec<Written>, Failure> {
        let started = Instant::now();
        let clock = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        self.refuse_behaviour()?;
        let mut log = self.reading.open(&self.logs, !self.only_bills)?;
        self.refuse_of_counts(&log)?;
        let named = self.tariffs.load(log.book(), log.run())?;
        log.check(named.plans.iter())?;
        let files: Vec<String> = log.report().files.iter().map(|f| name(&f.file).to_string()).collect();
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{}-bill", stem(&self.logs))));
        let source = Source::of(&self.logs, self.arguments(&named), self.reading.hashes())?;
        let mut meaning = self.meaning(&named);
        meaning.extend(source.meaning());
        let hash = log::hash(&self.logs, &meaning)?;
        let metadata = vec![
            ("chatfare.hash".to_string(), hash.clone()),
            ("chatfare.model_version".to_string(), MODEL_VERSION.to_string()),
        ];
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.unwrap_or(0))
            .build()
            .map_err(|error| Failure::Usage(format!("cannot start the threads: {error}")))?;
        let _held = Hold::take(&dir, false).map_err(|error| Failure::Io(error.to_string()))?;
        clear_manifest(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let messages = log.messages()?;
        let ask = Ask {
            plans: named.plans.clone(),
            readings: named.readings.clone(),
            book: log.book(),
            run: log.run(),
            origins: log.origins(),
            files: &files,
            insights: log.has_messages() && !self.only_bills,
            merge: self.merge.clone(),
            lines: self.lines.map(|format| (dir.clone(), format)),
            metadata: metadata.clone(),
            markups: self.markup.clone(),
            taxes: self.tax.clone(),
        };
        self.check_currencies(&ask)?;
        let mut billed = pool.install(|| log.bill(messages, &ask)).map_err(failed)?;
        billed.tables.import = import_rows(log.report());
        let lines = sentences(&ask, &billed, named.reading, &self.locale);
        let mut notes = import_notes(log.report(), &self.locale);
        notes.extend(log.notes(&ask.plans, &self.locale));
        notes.extend(warnings(&ask, &billed, &self.locale));
        let context = LogContext {
            title: title(&files),
            period: print::period(log.book(), log.run()),
            hash,
            model_version: MODEL_VERSION.to_string(),
        };
        let report = LogReport {
            tables: &billed.tables,
            context: &context,
            sentences: lines.clone(),
            warnings: notes.clone(),
            tariffs: named.plans.iter().map(|p| (p.name().to_string(), p.says().to_string())).collect(),
            settings: named.settings(),
            locale: self.locale,
            command: self.command(&files, &named),
        };
        let run = RunFacts {
            started: clock,
            seconds: started.elapsed().as_secs_f64(),
            threads: pool.current_num_threads(),
            resumed: 0,
        };
        let manifest = self.manifest(&context, &named, meaning);
        let source = serde_json::to_value(&source).map_err(|error| Failure::Io(error.to_string()))?;
        let written = publish_log(&dir, &report, billed.lines.take(), &metadata, manifest, (&source, &run))
            .map_err(|error| Failure::Io(error.to_string()))?;
        for note in &notes {
            talk(screen, &format!("warning: {note}\n"));
        }
        print::print(&billed, &ask, &context, (&lines, &notes), self.json, &self.locale)?;
        talk(screen, &closing(&log, &billed, &dir, started, &self.locale));
        Ok(written)
    }

    /// What needs people to behave otherwise is no question to a log.
    fn refuse_behaviour(&self) -> Result<(), Failure> {
        let asked = [("--answer-within", &self.answer_within), ("--close", &self.close)];
        let Some((option, _)) = asked.into_iter().find(|(_, value)| value.is_some()) else { return Ok(()) };
        Err(Failure::Usage(format!(
            "{option} asks what people would have done otherwise, and a log holds only what they did: customers who get another answer \
             write other messages\n  = help: describe the team in a scenario and let `chatfare run` simulate both (`chatfare init` writes one)"
        )))
    }

    /// Counts know no messages that could be joined or listed, and no customers' messages.
    fn refuse_of_counts(&self, log: &Input) -> Result<(), Failure> {
        let in_or_out = self.markup.iter().any(Markup::counts_inbound);
        let asked = [
            ("--lines", self.lines.is_some()),
            ("--merge", !self.merge.is_empty()),
            ("--markup … in or out", in_or_out),
        ];
        match asked.into_iter().find(|(_, asked)| *asked) {
            Some((option, _)) if !log.has_messages() => Err(Failure::Usage(format!(
                "{option} needs the messages themselves, and counts of the platform hold none\n  = help: bill webhooks or an export, or leave it out"
            ))),
            _ => Ok(()),
        }
    }

    /// A mark-up in money fits only tariffs in its currency.
    fn check_currencies(&self, ask: &Ask<'_>) -> Result<(), Failure> {
        for plan in &ask.plans {
            let wrong = self.markup.iter().filter_map(Markup::currency).find(|c| *c != plan.currency());
            if let Some(currency) = wrong {
                return Err(Failure::Usage(format!(
                    "the mark-up is in {}, {} bills in {}\n  = help: give the mark-up in {}, or bill with --currency {}",
                    currency.code(),
                    plan.name(),
                    plan.currency().code(),
                    plan.currency().code(),
                    currency.code()
                )));
            }
        }
        Ok(())
    }

    /// Everything beside the files that the numbers follow from.
    fn meaning(&self, named: &tariffs::Named) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = named
            .plans
            .iter()
            .map(|p| ("tariff".to_string(), format!("{} {} {}", p.name(), p.currency().code(), p.fingerprint())))
            .collect();
        all.extend(named.settings().into_iter().map(|(t, s, c)| (format!("{t}.{s}"), c)));
        all.extend(self.merge.iter().map(|m| ("merge".to_string(), m.to_string())));
        all.extend(self.tax.iter().map(|t| ("tax".to_string(), t.text().to_string())));
        all.extend(self.markup.iter().map(|m| ("markup".to_string(), m.text().to_string())));
        all.extend(self.reading.meaning());
        all
    }

    /// Every option that the results follow from, as words of a command line.
    fn arguments(&self, named: &tariffs::Named) -> Vec<String> {
        let mut words = self.tariffs.arguments(named);
        words.extend(self.reading.arguments());
        let mut add = |option: &str, value: String| words.extend([option.to_string(), value]);
        self.lines.iter().for_each(|format| add("--lines", format.ending().to_string()));
        self.merge.iter().for_each(|within| add("--merge", within.to_string()));
        self.tax.iter().for_each(|tax| add("--tax", tax.text().to_string()));
        self.markup.iter().for_each(|markup| add("--markup", markup.text().to_string()));
        if self.locale != Locale::default() {
            add("--locale", self.locale.name().to_string());
        }
        words.extend(self.only_bills.then(|| "--only-bills".to_string()));
        words
    }

    /// The command, paths by their last part: results carry no path of a machine.
    fn command(&self, files: &[String], named: &tariffs::Named) -> String {
        let mut words = vec!["chatfare bill".to_string()];
        words.extend(files.iter().map(|file| quoted(file)));
        let mut file = false;
        for word in self.arguments(named) {
            words.push(quoted(if file { name(&word) } else { &word }));
            file = source::CARRIED.contains(&word.as_str());
        }
        words.join(" ")
    }

    fn manifest(&self, context: &LogContext, named: &tariffs::Named, meaning: Vec<(String, String)>) -> Manifest {
        Manifest {
            experiment: crate::table::Experiment::default(),
            version: env!("CARGO_PKG_VERSION").into(),
            model_version: MODEL_VERSION.into(),
            name: context.title.clone(),
            hash: context.hash.clone(),
            seed: 0,
            replications: 1,
            finished: named.plans.iter().map(|p| (p.name().to_string(), 1)).collect(),
            complete: true,
            failures: Vec::new(),
            scenario: meaning,
            files: Vec::new(),
        }
    }
}

fn quoted(text: &str) -> String {
    if text.contains(' ') { format!("\"{text}\"") } else { text.to_string() }
}

/// The name of the first file without its ending.
fn stem(logs: &[PathBuf]) -> String {
    let stem = logs.first().and_then(|p| p.file_stem()).map(|s| s.to_string_lossy().into_owned());
    stem.unwrap_or_else(|| "log".to_string())
}

fn title(files: &[String]) -> String {
    match files {
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => "log".to_string(),
    }
}

fn failed(error: Error) -> Failure {
    match error {
        Error::Input(text) => Failure::Usage(text.strip_prefix("error: ").unwrap_or(&text).to_string()),
        Error::Output(text) => Failure::Io(text),
        Error::Sum { .. } => Failure::Fault(error.to_string()),
    }
}

fn closing(log: &Input, billed: &Billed, dir: &Path, started: Instant, locale: &Locale) -> String {
    let seconds = started.elapsed().as_secs_f64();
    let kept = match log.report().kept_out_rows() {
        0 => String::new(),
        n => format!(", {} kept out (see import.csv)", locale.count(n)),
    };
    format!(
        "{} rows read{kept}, {} facts billed under {} tariffs in {seconds:.1} s\nreport: {}\n",
        locale.count(log.report().rows),
        locale.count(billed.traffic.facts),
        billed.bills.len(),
        dir.join("report.html").display()
    )
}
