//! Writes everything a sweep or a sensitivity analysis leaves: the plan first, then tables, charts and the page, last of all
//! the manifest.

use std::io;
use std::path::Path;

use crate::chart::{self, SENSITIVITY_CHARTS, SWEEP_CHARTS, Theme};
use crate::experiment::points::Points;
use crate::experiment::sensitivity::{Planned, SensitivityStudy};
use crate::experiment::study::MODEL_VERSION;
use crate::experiment::sweep::{SweepStudy, plan_tables};
use crate::scenario::Scenario;
use crate::table::{
    Experiment, Frame, Manifest, Meta, RunFacts, Written, clear_manifest, point_frame, sensitivity_frames,
    sweep_frames, write_file, write_frames, write_manifest,
};

use super::points::{Drawn, PointsReport, render_points};
use super::publish::context;

/// The plan, written before anything runs: `points.csv` and `points.parquet`.
///
/// # Errors
/// Input/output, naming step and file.
pub fn publish_plan(dir: &Path, base: &Scenario, points: &Points) -> io::Result<Vec<Written>> {
    let frames: Vec<Frame> = point_frame(&plan_tables(points)).into_iter().collect();
    write_frames(dir, &frames, &meta(base, points))
}

/// Tables, charts and report of a sweep below `dir`; the manifest is removed first and written last.
///
/// # Errors
/// Input/output, naming step and file; a chart or the page that cannot be made.
pub fn publish_sweep(
    dir: &Path,
    base: &Scenario,
    points: &Points,
    study: &SweepStudy,
    asked: &Experiment,
    run: &RunFacts,
) -> io::Result<Vec<Written>> {
    let context = context(base);
    let tables = &study.tables;
    let drawn = SWEEP_CHARTS.iter().filter(|chart| (chart.needs)(tables));
    let charts = drawn.map(|chart| -> Drawn<'_> { Box::new(|theme| (chart.draw)(tables, &context, theme)) }).collect();
    let frames = sweep_frames(tables);
    let captions = [
        ("effects", "What each axis does"),
        ("break_even", "Break-even"),
        ("pareto", "Cost and response time"),
        ("sweep", "All values"),
    ];
    let meta = meta(base, points);
    let report = PointsReport {
        kind: "sweep",
        base,
        context: &context,
        meta: &meta,
        verdict: &study.verdict,
        complete: study.complete,
        charts,
        tables: captioned(&frames, &captions),
        moved: moved(points),
        warnings: warnings(base, &study.notes, &study.failures),
        command: format!("chatfare sweep {}.toml", base.name),
    };
    let known =
        Known { finished: study.finished, complete: study.complete, failures: failures(&study.failures), asked };
    publish(dir, &frames, &report, &known, run)
}

/// The same for a sensitivity analysis.
///
/// # Errors
/// As [`publish_sweep`].
pub fn publish_sensitivity(
    dir: &Path,
    base: &Scenario,
    planned: &Planned,
    study: &SensitivityStudy,
    asked: &Experiment,
    run: &RunFacts,
) -> io::Result<Vec<Written>> {
    let context = context(base);
    let tables = &study.tables;
    let drawn = SENSITIVITY_CHARTS.iter().filter(|chart| (chart.needs)(tables));
    let charts = drawn.map(|chart| -> Drawn<'_> { Box::new(|theme| (chart.draw)(tables, &context, theme)) }).collect();
    let frames = sensitivity_frames(tables);
    let captions = [
        ("inputs", "Inputs and their ranges"),
        ("tornado", "One input at a time"),
        ("morris", "Elementary effects"),
        ("sobol_indices", "Shares of the variance"),
    ];
    let meta = meta(base, &planned.points);
    let inputs = study.tables.inputs.iter();
    let methods = planned.method_words();
    let report = PointsReport {
        kind: "sensitivity",
        base,
        context: &context,
        meta: &meta,
        verdict: &study.verdict,
        complete: study.complete,
        charts,
        tables: captioned(&frames, &captions),
        moved: inputs.map(|r| (r.path.clone(), format!("{} to {}, base {}", r.low, r.high, r.base))).collect(),
        warnings: warnings(base, &study.notes, &study.failures),
        command: format!("chatfare sensitivity {}.toml --method {methods}", base.name),
    };
    let known =
        Known { finished: study.finished, complete: study.complete, failures: failures(&study.failures), asked };
    publish(dir, &frames, &report, &known, run)
}

/// What the manifest says beside the scenario.
struct Known<'a> {
    finished: u32,
    complete: bool,
    failures: Vec<String>,
    asked: &'a Experiment,
}

fn publish(
    dir: &Path,
    frames: &[Frame],
    report: &PointsReport<'_>,
    known: &Known<'_>,
    run: &RunFacts,
) -> io::Result<Vec<Written>> {
    clear_manifest(dir)?;
    let base = report.base;
    let mut files = write_frames(dir, frames, report.meta)?;
    for draw in &report.charts {
        let picture = draw(&Theme::light()).map_err(io::Error::other)?;
        files.push(write_file(dir, &format!("charts/{}.svg", picture.name), picture.svg.as_bytes())?);
        let png = chart::png(&picture.svg).map_err(io::Error::other)?;
        files.push(write_file(dir, &format!("charts/{}.png", picture.name), &png)?);
    }
    let page = render_points(report).map_err(io::Error::other)?;
    files.push(write_file(dir, "report.html", page.as_bytes())?);
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: MODEL_VERSION.into(),
        experiment: known.asked.clone(),
        name: base.name.clone(),
        hash: base.hash.clone(),
        seed: base.run.seed,
        replications: base.run.replications,
        finished: base.variants.iter().map(|v| (v.name.clone(), known.finished)).collect(),
        complete: known.complete,
        failures: known.failures.clone(),
        scenario: base.effective.iter().map(|v| (v.path.clone(), v.value.clone())).collect(),
        files: files.clone(),
    };
    files.push(write_manifest(dir, &manifest, &serde_json::to_value(&base.source)?, run)?);
    Ok(files)
}

/// What every file carries: its hash is that of the scenario and of the points.
fn meta(base: &Scenario, points: &Points) -> Meta {
    Meta { hash: points.with(&base.hash), model_version: MODEL_VERSION.into(), seed: base.run.seed }
}

fn captioned(frames: &[Frame], captions: &[(&str, &'static str)]) -> Vec<(&'static str, Frame)> {
    let of =
        |(name, caption): &(&str, &'static str)| Some((*caption, frames.iter().find(|f| f.name == *name)?.clone()));
    captions.iter().filter_map(of).collect()
}

/// Axes with their values.
fn moved(points: &Points) -> Vec<(String, String)> {
    let of = |axis: usize| {
        let levels = points.levels(axis);
        let shown: Vec<&str> = levels.iter().take(12).map(|level| level.text.as_str()).collect();
        let more = if levels.len() > 12 { format!(" … ({} values)", levels.len()) } else { String::new() };
        (points.axes[axis].path.clone(), format!("{}: {}{more}", points.axes[axis].label, shown.join(" | ")))
    };
    (0..points.axes.len()).map(of).collect()
}

fn failures(list: &[(String, u32, String)]) -> Vec<String> {
    list.iter().map(|(name, replication, why)| format!("{name}, replication {replication}: {why}")).collect()
}

fn warnings(base: &Scenario, notes: &[String], failed: &[(String, u32, String)]) -> Vec<String> {
    let own = base.warnings.iter().map(|line| base.without_folder(line));
    own.chain(notes.iter().cloned()).chain(failures(failed)).collect()
}
