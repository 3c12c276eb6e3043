//! What `sweep` and `sensitivity` have in common: shards, last lines, joining, running again.

use std::io;
use std::path::Path;

use super::screen::{Exit, Failure, Screen, out, talk};
use super::work::{Work, close_store, refuse, wrapped};
use crate::experiment::host::{Host, Part};
use crate::experiment::runner::Watch;
use crate::experiment::sensitivity::{Planned as Analysis, SensitivityStudy, sensitivity_on, sensitivity_shard};
use crate::experiment::store::Store;
use crate::experiment::sweep::{Reader, SweepStudy, sweep_on, sweep_shard};
use crate::report::{publish_plan, publish_sensitivity, publish_sweep};
use crate::scenario::Scenario;
use crate::table::Written;

/// An experiment over points that is read and planned.
pub(super) struct Experiment {
    pub(super) reader: Reader,
    pub(super) base: Scenario,
    pub(super) kind: Kind,
}

/// Which one it is, with its points.
pub(super) enum Kind {
    Sweep(crate::experiment::points::Points),
    Sensitivity(Analysis),
}

/// What was found.
pub(super) enum Found {
    Sweep(SweepStudy),
    Sensitivity(SensitivityStudy),
}

/// Point and variant, replication, why.
type Failed = (String, u32, String);

impl Found {
    pub(super) fn missing(&self) -> &[String] {
        match self {
            Found::Sweep(found) => &found.missing,
            Found::Sensitivity(found) => &found.missing,
        }
    }

    fn parts(&self) -> (&[String], &[Failed], u32, bool, i64) {
        match self {
            Found::Sweep(f) => (&f.verdict, &f.failures, f.finished, f.complete, f.events),
            Found::Sensitivity(f) => (&f.verdict, &f.failures, f.finished, f.complete, f.events),
        }
    }
}

impl Experiment {
    pub(super) fn points(&self) -> &crate::experiment::points::Points {
        match &self.kind {
            Kind::Sweep(points) => points,
            Kind::Sensitivity(analysis) => &analysis.points,
        }
    }

    fn word(&self) -> &'static str {
        match self.kind {
            Kind::Sweep(_) => "sweep",
            Kind::Sensitivity(_) => "sensitivity",
        }
    }

    /// What a plan and a manifest say of it.
    pub(super) fn asked(&self) -> crate::table::Experiment {
        let methods = match &self.kind {
            Kind::Sweep(_) => None,
            Kind::Sensitivity(analysis) => Some(analysis.method_words()),
        };
        let points = Some(self.points().hash());
        crate::table::Experiment { points, methods, ..crate::table::Experiment::of(self.word()) }
    }

    /// Writes the plan, before anything runs.
    pub(super) fn write_plan(&self, dir: &Path, part: Part) -> Result<(), Failure> {
        let said = |error: io::Error| Failure::Io(error.to_string());
        let plan =
            crate::experiment::plan::Plan { experiment: self.asked(), ..crate::experiment::plan::Plan::of(&self.base) };
        plan.of_part(part).write(dir).map_err(said)?;
        publish_plan(dir, &self.base, self.points()).map_err(said)?;
        Ok(())
    }

    /// Simulates what is not stored.
    pub(super) fn run(&self, work: &Work, host: &Host) -> Result<Found, Vec<String>> {
        let (reader, base) = (&self.reader, &self.base);
        work.pool.install(|| match &self.kind {
            Kind::Sweep(points) => sweep_on(reader, base, points, host).map(Found::Sweep),
            Kind::Sensitivity(analysis) => sensitivity_on(reader, base, analysis, host).map(Found::Sensitivity),
        })
    }

    /// Writes tables, charts and report.
    pub(super) fn publish(
        &self,
        dir: &Path,
        found: &Found,
        work: &Work,
        store: &Store,
    ) -> Result<Vec<Written>, Failure> {
        let facts = work.facts(store);
        let written = match (&self.kind, found) {
            (Kind::Sweep(points), Found::Sweep(study)) => {
                publish_sweep(dir, &self.base, points, study, &self.asked(), &facts)
            }
            (Kind::Sensitivity(analysis), Found::Sensitivity(study)) => {
                publish_sensitivity(dir, &self.base, analysis, study, &self.asked(), &facts)
            }
            _ => return Err(Failure::Fault("another experiment was found than was asked for".into())),
        };
        written.map_err(|error| Failure::Io(error.to_string()))
    }

    /// Runs to its end: tables, verdict, last lines.
    pub(super) fn whole(&self, work: &Work, host: &Host, dir: &Path, screen: &Screen) -> Result<Exit, Failure> {
        let found = self.run(work, host);
        work.watch.bar.finish_and_clear();
        close_store(host.store, screen)?;
        let interrupted = work.watch.stop();
        let found = match found {
            Err(problems) if !interrupted => return Err(refuse(&problems)),
            Ok(found) if !interrupted || found.parts().2 > 0 => found,
            _ => {
                let text =
                    "interrupted before any replication was whole at every point; the same command goes on from here\n";
                talk(screen, text);
                return Ok(Exit::Interrupted);
            }
        };
        self.publish(dir, &found, work, host.store)?;
        out(&verdict(&found))?;
        self.last_lines(&found, work, dir, screen);
        Ok(match (interrupted, found.parts().1.is_empty()) {
            (true, _) => Exit::Interrupted,
            (false, true) => Exit::Done,
            (false, false) => Exit::Failed,
        })
    }

    /// Computes a shard into chunks alone.
    pub(super) fn shard(
        &self,
        work: &Work,
        host: &Host,
        dir: &Path,
        (number, of): (u32, u32),
        screen: &Screen,
    ) -> Result<Exit, Failure> {
        let done = work.pool.install(|| match &self.kind {
            Kind::Sweep(points) => sweep_shard(&self.reader, &self.base, points, host),
            Kind::Sensitivity(analysis) => sensitivity_shard(&self.reader, &self.base, analysis, host),
        });
        work.watch.bar.finish_and_clear();
        close_store(host.store, screen)?;
        if work.watch.stop() {
            talk(screen, "interrupted; the same command goes on from here\n");
            return Ok(Exit::Interrupted);
        }
        let failures = done.map_err(|problems| refuse(&problems))?;
        self.say_failures(&failures, screen);
        talk(screen, &format!("shard {number} of {of} is in {}; `chatfare merge` joins all {of}\n", dir.display()));
        Ok(if failures.is_empty() { Exit::Done } else { Exit::Failed })
    }

    /// Failures, size and duration, and where the report is.
    pub(super) fn last_lines(&self, found: &Found, work: &Work, dir: &Path, screen: &Screen) {
        let (_, failures, _, complete, events) = found.parts();
        self.say_failures(failures, screen);
        let seconds = work.started.elapsed().as_secs_f64();
        let kept = if complete { "" } else { " (incomplete: only what had finished; the same command goes on)" };
        let million = events as f64 / 1e6;
        let report = dir.join("report.html");
        talk(screen, &format!("{million:.1} million events in {seconds:.1} s{kept}\nreport: {}\n", report.display()));
    }

    fn say_failures(&self, failures: &[Failed], screen: &Screen) {
        for (name, replication, why) in failures {
            let seed = self.base.run.seed;
            talk(screen, &format!("failed: {name}, replication {replication} (seed {seed}): {why}\n"));
        }
    }
}

/// The verdict as it is printed.
pub(super) fn verdict(found: &Found) -> String {
    found.parts().0.iter().map(|line| wrapped(line)).collect()
}

/// The experiment that a plan holds, from its own texts.
pub(super) fn planned(plan: &crate::experiment::plan::Plan, screen: &Screen) -> Result<Experiment, Failure> {
    use super::merge::failure;
    let (reader, base) = plan.reader(super::options(&[])).map_err(|trouble| failure(trouble, screen))?;
    let experiment = match plan.experiment.command() {
        "sensitivity" => super::sensitivity::analysis(reader, base, plan.experiment.methods.as_deref())?,
        _ => super::sweep::sweep(reader, base)?,
    };
    if plan.experiment.points.as_deref() != Some(experiment.points().hash().as_str()) {
        return Err(Failure::Usage(
            "its points are others than this version of chatfare plans for its scenario".into(),
        ));
    }
    Ok(experiment)
}
