//! `chatfare staff`

use super::screen::{Exit, Failure, Screen, out, show_report, talk};
use super::work::{Effort, Work, close_store, open_store, refuse, wrapped};
use super::{Overrides, options};
use crate::chart::{Theme, draw_staff};
use crate::experiment::host::Host;
use crate::experiment::plan::Plan;
use crate::experiment::runner::Watch;
use crate::experiment::staff::{Staffed, fragment, plan, tables, words};
use crate::facts::Channel;
use crate::report::{Answer, context, manifest_of, publish_answer};
use crate::scenario::{Scenario, Staff as Heads, load, nearest};
use crate::table::{Experiment, Manifest, RunFacts, staff_frames, write_file};
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `staff`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare staff scenario.toml
  chatfare staff scenario.toml --variant phone --set staff.sure=\"90 %\"
  chatfare explain staff")]
pub struct Staff {
    /// The scenario; `-` is standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    overrides: Overrides,
    /// Plan this variant alone; may be given several times [default: all that promise anything].
    #[arg(long, value_name = "VARIANT")]
    variant: Vec<String>,
    /// Folder of the results [default: output/<file name>-staff].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    effort: Effort,
}

impl Staff {
    /// Plans the staff of each variant, and writes tables, chart, report and shifts.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let scenario = self.scenario(screen)?;
        if scenario.variants.iter().any(|variant| variant.model.fleet.is_some()) {
            let why = "`staff` plans the shifts of one desk, and the desks of a fleet are staffed by `fleet.spare`: describe one of them (leave out [fleet], with the volume of that desk)";
            return Err(Failure::Usage(why.into()));
        }
        let variants = self.variants(&scenario)?;
        for warning in &scenario.warnings {
            talk(screen, &format!("warning: {warning}\n"));
        }
        if self.effort.time_limit.is_some() {
            return Err(Failure::Usage("--time-limit needs `run.precision`, which is not read here".into()));
        }
        let work = Work::begin(self.effort.threads, screen)?;
        let dir = self.out.clone().unwrap_or_else(|| Path::new("output").join(format!("{}-staff", scenario.name)));
        let store = open_store(&dir, &self.effort, screen)?;
        let experiment = self.experiment();
        let asked = Plan { experiment: experiment.clone(), ..Plan::of(&scenario) };
        asked.write(&dir).map_err(|error| Failure::Io(error.to_string()))?;
        let host = Host::new(&work.watch, &store);
        let found: Result<Vec<Staffed>, Vec<String>> = work.pool.install(|| {
            let one = |index: &usize| {
                let name = &scenario.variants[*index].name;
                plan(&scenario, *index, &host)
                    .map_err(|e| e.into_iter().map(|e| format!("variant `{name}`: {e}")).collect())
            };
            variants.iter().map(one).collect()
        });
        work.watch.bar.finish_and_clear();
        close_store(&store, screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let found = found.map_err(|problems| refuse(&problems))?;
        let lines: Vec<String> = found.iter().flat_map(|staffed| words(&scenario, staffed)).collect();
        publish(&dir, (&scenario, &experiment), &variants, &found, &lines, &work.facts(&store))
            .map_err(|error| Failure::Io(error.to_string()))?;
        out(&lines.iter().map(|line| wrapped(line)).collect::<String>())?;
        let seconds = work.started.elapsed().as_secs_f64();
        talk(
            screen,
            &format!("{seconds:.1} s; shifts as TOML: {0}/shifts-*.toml\nreport: {0}/report.html\n", dir.display()),
        );
        let failed = found.iter().any(|staffed| staffed.tried.failed() > 0);
        Ok(if failed { Exit::Failed } else { Exit::Done })
    }

    /// What is asked, for the plan and the manifest.
    fn experiment(&self) -> Experiment {
        let arguments = self.variant.iter().flat_map(|name| ["--variant".to_string(), name.clone()]).collect();
        Experiment { arguments, ..Experiment::of("staff") }
    }

    /// The scenario; a file without [staff] is read as if it had one.
    fn scenario(&self, screen: &Screen) -> Result<Scenario, Failure> {
        let read = |sets: &[String]| {
            load(&self.file, &options(sets))
                .map_err(|report| show_report(report, self.overrides.message_format, screen))
        };
        let scenario = read(&self.overrides.sets)?;
        if scenario.variants.iter().any(|variant| variant.model.planning.is_some()) || self.file == Path::new("-") {
            return Ok(scenario);
        }
        let mut sets = vec![r#"staff.period="30 min""#.to_string()];
        sets.extend(self.overrides.sets.iter().cloned());
        read(&sets)
    }

    /// Variants to be planned.
    fn variants(&self, scenario: &Scenario) -> Result<Vec<usize>, Failure> {
        let names: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).collect();
        if self.variant.is_empty() {
            let promises = |index: &usize| {
                let model = &scenario.variants[*index].model;
                let promised = model.desk.groups.iter().any(|group| matches!(group.staff, Heads::Meet { .. }));
                let asked = |p: &crate::scenario::Planning| {
                    p.calls.is_some() || p.messages.is_some() || p.window.is_some() || !p.targets.is_empty()
                };
                promised || !model.kept.is_empty() || model.planning.as_ref().is_some_and(asked)
            };
            let found: Vec<usize> = (0..names.len()).filter(promises).collect();
            let why = "no group has a promise: write `meet = \"80 % in 1 h\"` in its table, or `calls` or `messages` in [staff]";
            return if found.is_empty() { Err(Failure::Usage(why.into())) } else { Ok(found) };
        }
        let place = |wanted: &String| {
            names.iter().position(|name| name == wanted).ok_or_else(|| {
                let near =
                    nearest(wanted, names.iter().copied()).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
                Failure::Usage(format!("there is no variant `{wanted}`: there are {}{near}", names.join(", ")))
            })
        };
        self.variant.iter().map(place).collect()
    }
}

/// Tables, chart, report, and the shifts as pieces of scenario.
fn publish(
    dir: &Path,
    (scenario, experiment): (&Scenario, &Experiment),
    variants: &[usize],
    found: &[Staffed],
    lines: &[String],
    facts: &RunFacts,
) -> std::io::Result<()> {
    let mut files = Vec::new();
    for (index, staffed) in variants.iter().zip(found) {
        let phone = scenario.variants[*index].model.channel == Channel::Phone;
        let name = format!("shifts-{}.toml", staffed.variant.replace(['/', ' '], "-"));
        files.push(write_file(dir, &name, fragment(staffed, phone).as_bytes())?);
    }
    let tables = tables(found);
    let context = context(scenario);
    let draw = |theme: &Theme| draw_staff(&tables, &context, theme);
    let answer = Answer {
        context: &context,
        dates: scenario.run.dates.clone(),
        question: "Which staff and which shifts keep the promise at least cost?",
        sentences: lines.to_vec(),
        warnings: scenario.warnings.iter().map(|line| scenario.without_folder(line)).collect(),
        charts: vec![&draw],
        frames: staff_frames(&tables),
        assumptions: assumptions(scenario),
        command: format!("chatfare staff {}.toml", scenario.name),
    };
    let finished = found.iter().map(|staffed| (staffed.variant.clone(), staffed.tried.replications)).collect();
    let source = serde_json::to_value(&scenario.source)?;
    let manifest = Manifest { experiment: experiment.clone(), ..manifest_of(scenario, finished) };
    publish_answer(dir, &answer, files, manifest, &source, facts).map(drop)
}

/// Assumed values: path, value, note.
pub fn assumptions(scenario: &Scenario) -> Vec<(String, String, String)> {
    let assumed = scenario.assumptions();
    assumed.map(|e| (e.path.clone(), e.value.clone(), e.assumption.clone().unwrap_or_default())).collect()
}
