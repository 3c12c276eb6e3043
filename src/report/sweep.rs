//! Writes everything a sweep leaves: the plan first, then tables, charts and the page, last of all the manifest.

use std::io;
use std::path::Path;

use crate::experiment::points::Points;
use crate::experiment::study::MODEL_VERSION;
use crate::experiment::sweep::{SweepStudy, plan_tables};
use crate::scenario::Scenario;
use crate::table::{Manifest, Meta, RunFacts, Written, point_frame, sweep_frames, write_frames, write_manifest};

/// The plan, written before anything runs: `points.csv` and `points.parquet`.
///
/// # Errors
/// Input/output, naming step and file.
pub fn publish_plan(dir: &Path, base: &Scenario, points: &Points) -> io::Result<Vec<Written>> {
    let frames: Vec<_> = point_frame(&plan_tables(points)).into_iter().collect();
    write_frames(dir, &frames, &meta(base, points))
}

/// Tables, charts and report below `dir`; the manifest is removed first and written last.
///
/// # Errors
/// Input/output, naming step and file; a chart or the page that cannot be made.
pub fn publish_sweep(
    dir: &Path,
    base: &Scenario,
    points: &Points,
    study: &SweepStudy,
    run: &RunFacts,
) -> io::Result<Vec<Written>> {
    super::publish::remove_manifest(dir)?;
    let meta = meta(base, points);
    let mut files = write_frames(dir, &sweep_frames(&study.tables), &meta)?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: MODEL_VERSION.into(),
        name: base.name.clone(),
        hash: meta.hash,
        seed: base.run.seed,
        replications: base.run.replications,
        finished: base.variants.iter().map(|v| (v.name.clone(), study.finished)).collect(),
        complete: study.complete,
        failures: study.failures.iter().map(|(_, _, why)| why.clone()).collect(),
        scenario: base.effective.iter().map(|v| (v.path.clone(), v.value.clone())).collect(),
        files: files.clone(),
    };
    files.push(write_manifest(dir, &manifest, &serde_json::to_value(&base.source)?, run)?);
    Ok(files)
}

/// What every file of a sweep carries: its hash is that of the scenario and of the points.
pub fn meta(base: &Scenario, points: &Points) -> Meta {
    Meta { hash: points.with(&base.hash), model_version: MODEL_VERSION.into(), seed: base.run.seed }
}
