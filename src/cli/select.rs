//! `chatfare select`

use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::staff::assumptions;
use super::work::{Work, close_store_of, open_store, refuse, wrapped};
use super::{Overrides, options};
use crate::chart::{Theme, draw_selection};
use crate::experiment::host::Host;
use crate::experiment::plan::Plan;
use crate::experiment::runner::Watch;
use crate::experiment::select::{Decided, Method, Rule, Variants, goal_of, select, tables, words};
use crate::experiment::store::Store;
use crate::experiment::study::{parts, staffed_on};
use crate::experiment::together::together;
use crate::report::{Answer, context, manifest_of, publish_answer};
use crate::scenario::{Scenario, load, nearest};
use crate::statistics::selection::Goal;
use crate::table::{Experiment, METRICS, Manifest, Metric, RunFacts, Unit, selection_frames};
use crate::units::{Money, Share, Span};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Options of `select`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare select scenarios/response-policies.toml --zone \"0.02 EUR\"
  chatfare select a.toml b.toml --metric response_mean --zone \"30 s\"
  chatfare select scenarios/response-policies.toml --zone \"0.02 EUR\" --by ocba --budget 300")]
pub struct Select {
    /// Scenario files; all their variants are the systems to choose from.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
    /// Metric that decides.
    #[arg(long, value_name = "METRIC", default_value = "cost_per_resolved")]
    metric: String,
    /// Which end of the metric is good [default: known for costs, times and shares kept].
    #[arg(long, value_enum, value_name = "END")]
    want: Option<End>,
    /// Indifference zone: a difference too small to matter, e.g. "0.02 EUR", "30 s", "1 %".
    #[arg(long, value_name = "DIFFERENCE")]
    zone: String,
    /// Procedure: kn drops who is surely not the best until one is left; ocba spends a budget where it tells most.
    #[arg(long, value_enum, value_name = "HOW", default_value_t = How::Kn)]
    by: How,
    /// Replications of each system in the first stage.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    first: u32,
    /// Replications of a later stage: of each system that is left (kn), of all together (ocba).
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    stage: u32,
    /// Replications of a system at most (kn).
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(2..=10_000_000))]
    at_most: u32,
    /// Replications of all systems together (ocba).
    #[arg(long, value_name = "N", required_if_eq("by", "ocba"))]
    budget: Option<u64>,
    /// Folder of the results [default: output/<name>-select].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads [default: one a core]; the results do not depend on it.
    #[arg(long, value_name = "N", value_parser = super::work::threads)]
    threads: Option<usize>,
    /// Forget what is stored in the results folder and compute everything anew.
    #[arg(long)]
    fresh: bool,
}

/// Procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// Kim & Nelson 2001.
    Kn,
    /// Optimal computing budget allocation, Chen and others 2000.
    Ocba,
}

/// Ends of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum End {
    /// The smallest value is best.
    Smallest,
    /// The largest value is best.
    Largest,
}

impl Select {
    /// Samples the systems stage by stage, and says which is best and how sure that is.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let read = |file: &PathBuf| {
            load(file, &options(&self.overrides.sets))
                .map_err(|report| show_report(report, self.overrides.message_format, screen))
        };
        let scenarios: Vec<Scenario> = self.files.iter().map(read).collect::<Result<_, _>>()?;
        let names: Vec<String> = scenarios.iter().map(|scenario| scenario.name.clone()).collect();
        let scenario = together(scenarios).map_err(|problems| refuse(&problems))?;
        if scenario.variants.len() < 2 {
            let why = "there is one variant alone: name another file, or add [variant.NAME]";
            return Err(Failure::Usage(why.into()));
        }
        let metric = self.metric()?;
        let rule = self.rule(&scenario, metric)?;
        if scenario.run.settles {
            return Err(Failure::Usage("`run.warm_up` is found by `run` and `compare`: give `run.lead` here".into()));
        }
        for warning in &scenario.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        let work = Work::begin(self.threads, screen)?;
        let label: String = scenario.name.chars().take(80).collect();
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{label}-select")));
        let store = self.store(&dir, &names, screen)?;
        let asked = Plan { experiment: self.experiment(), ..Plan::of(&scenario) };
        asked.write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host::new(&work.watch, &store);
        let found = work.pool.install(|| decide(&scenario, metric.name, &rule, &host));
        work.watch.bar.finish_and_clear();
        close_store_of(&store, parts(&scenario), screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let decided = found.map_err(|problems| refuse(&problems))?;
        let tables = tables(&scenario, metric.name, &decided);
        let lines = words(&scenario, metric, &rule, &self.zone, &decided, &tables);
        let question = format!("Which of {} is best by {}?", scenario.variants.len(), metric.title);
        let say = (question.as_str(), lines.as_slice(), self.command(&names));
        publish(&dir, (&scenario, self.experiment()), &tables, say, &work.facts(&store))
            .map_err(|error| Failure::Io(error.to_string()))?;
        out(&lines.iter().map(|line| wrapped(line)).collect::<String>())?;
        let seconds = work.started.elapsed().as_secs_f64();
        talk(screen, &format!("{seconds:.1} s\nreport: {}\n", dir.join("report.html").display()));
        Ok(if decided.selected.is_some() { Exit::Done } else { Exit::Failed })
    }

    /// What is stored of this selection, and of runs of the same files.
    fn store(&self, dir: &Path, names: &[String], screen: &Screen) -> Result<Store, Failure> {
        let io = |error: std::io::Error| Failure::Io(error.to_string());
        let effort = super::work::Effort { threads: self.threads, fresh: self.fresh, time_limit: None };
        let mut store = open_store(dir, &effort, screen)?;
        if !self.fresh {
            for name in names {
                store = store.also(&Path::new("output").join(name)).map_err(io)?;
            }
        }
        Ok(store)
    }

    fn metric(&self) -> Result<&'static Metric, Failure> {
        crate::table::metric(&self.metric).ok_or_else(|| {
            let near = nearest(&self.metric, METRICS.iter().map(|metric| metric.name));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            Failure::Usage(format!("--metric: there is no metric `{}`{near}", self.metric))
        })
    }

    fn rule(&self, scenario: &Scenario, metric: &Metric) -> Result<Rule, Failure> {
        let goal = match self.want {
            Some(End::Smallest) => Goal::Smallest,
            Some(End::Largest) => Goal::Largest,
            None => goal_of(metric.name).ok_or_else(|| {
                Failure::Usage(format!(
                    "`{}` has no end that is always good: add --want smallest or --want largest",
                    metric.name
                ))
            })?,
        };
        let zone = zone(&self.zone, metric, scenario)? / metric.scale;
        let systems = scenario.variants.len() as u64;
        let method = match (self.by, self.budget) {
            (How::Ocba, Some(budget)) => Method::Ocba { budget },
            _ => Method::KimNelson,
        };
        if let Method::Ocba { budget } = method
            && budget < systems * u64::from(self.first)
        {
            let least = systems * u64::from(self.first);
            return Err(Failure::Usage(format!("--budget: the first stage alone takes {least} replications")));
        }
        if self.at_most < self.first {
            let why = format!("--at-most {}: the first stage alone takes {} (--first)", self.at_most, self.first);
            return Err(Failure::Usage(why));
        }
        let (level, first, stage) = (scenario.run.level, self.first, self.stage);
        Ok(Rule { goal, zone, level, first, stage, at_most: self.at_most, method })
    }

    /// What is asked, for the plan and the manifest.
    fn experiment(&self) -> Experiment {
        let mut arguments = vec![
            ["--metric".to_string(), self.metric.clone()],
            ["--zone".to_string(), self.zone.clone()],
            ["--by".to_string(), word(self.by)],
            ["--first".to_string(), self.first.to_string()],
            ["--stage".to_string(), self.stage.to_string()],
            ["--at-most".to_string(), self.at_most.to_string()],
        ];
        arguments.extend(self.want.map(|want| ["--want".to_string(), word(want)]));
        arguments.extend(self.budget.map(|budget| ["--budget".to_string(), budget.to_string()]));
        Experiment { arguments: arguments.into_iter().flatten().collect(), ..Experiment::of("select") }
    }

    fn command(&self, names: &[String]) -> String {
        let files: Vec<String> = names.iter().map(|name| format!("{name}.toml")).collect();
        let by = if self.by == How::Ocba {
            format!(" --by ocba --budget {}", self.budget.unwrap_or(0))
        } else {
            String::new()
        };
        format!("chatfare select {} --metric {} --zone \"{}\"{by}", files.join(" "), self.metric, self.zone)
    }
}

fn decide(scenario: &Scenario, metric: &str, rule: &Rule, host: &Host) -> Result<Decided, Vec<String>> {
    host.watch.phase("staffing", 0);
    let assemblies = staffed_on(scenario, host, &mut Vec::new())?;
    select(&mut Variants { scenario, assemblies: &assemblies, metric, host }, rule)
}

/// A value of an option as it is written.
fn word(value: impl ValueEnum) -> String {
    value.to_possible_value().map_or(String::new(), |value| value.get_name().to_string())
}

/// The indifference zone in the unit of the metric's table.
fn zone(text: &str, metric: &Metric, scenario: &Scenario) -> Result<f64, Failure> {
    let said = |e: crate::units::UnitError| Failure::Usage(format!("--zone: {}: {}", e.message, e.fix));
    let report = scenario.currencies.report;
    let value = match metric.unit {
        Unit::Money | Unit::MoneyPer(_) => {
            let money = Money::parse(text).map_err(said)?;
            if money.currency != report {
                return Err(Failure::Usage(format!("--zone: write an amount in {}", report.code())));
            }
            money.units()
        }
        Unit::Share => Share::parse(text).map_err(said)?.0,
        unit if unit.text(report) == "s" => Span::parse(text).map_err(said)?.seconds(),
        unit => text
            .trim()
            .parse()
            .map_err(|_| Failure::Usage(format!("--zone: write a number of {}", unit.text(report))))?,
    };
    match value > 0.0 && value.is_finite() {
        true => Ok(value),
        false => Err(Failure::Usage("--zone: write a difference above 0".into())),
    }
}

fn publish(
    dir: &Path,
    (scenario, experiment): (&Scenario, Experiment),
    tables: &crate::table::SelectionTables,
    (question, lines, command): (&str, &[String], String),
    facts: &RunFacts,
) -> std::io::Result<()> {
    let context = context(scenario);
    let draw = |theme: &Theme| draw_selection(tables, &context, theme);
    let answer = Answer {
        context: &context,
        dates: scenario.run.dates.clone(),
        question,
        sentences: lines.to_vec(),
        warnings: scenario.warnings.iter().map(|line| scenario.without_folder(line)).collect(),
        charts: vec![&draw],
        frames: selection_frames(tables),
        assumptions: assumptions(scenario),
        command,
    };
    let finished = tables.selection.iter().map(|row| (row.variant.clone(), row.replications)).collect();
    let source = serde_json::to_value(&scenario.source)?;
    let manifest = Manifest { experiment, ..manifest_of(scenario, finished) };
    publish_answer(dir, &answer, Vec::new(), manifest, &source, facts).map(drop)
}
