//! Everything that `price` writes: tables, charts, the report, and last of all the manifest.

use std::io;
use std::path::Path;

use crate::experiment::price::{Game, Outcome};
use crate::experiment::study::MODEL_VERSION;
use crate::table::{Manifest, Meta, RunFacts, Written, write_manifest, write_price_tables};

/// Tables, charts and report below `dir`; the manifest is removed first and written last, so that a folder with a
/// manifest is whole. Returns the names written.
///
/// # Errors
/// Input/output, naming step and file; a chart or the report that cannot be made.
pub fn publish_price(dir: &Path, game: &Game, outcome: &Outcome, run: &RunFacts) -> io::Result<Vec<Written>> {
    match std::fs::remove_file(dir.join("manifest.json")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let frame = &outcome.frame;
    let meta = Meta { hash: frame.hash.clone(), model_version: MODEL_VERSION.into(), seed: frame.seed };
    let mut files = write_price_tables(dir, &outcome.tables, &meta)?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").into(),
        model_version: MODEL_VERSION.into(),
        name: game.name.clone(),
        hash: frame.hash.clone(),
        seed: frame.seed,
        replications: outcome.replications,
        finished: game.segments.iter().map(|segment| (segment.name.clone(), outcome.replications)).collect(),
        complete: true,
        failures: Vec::new(),
        scenario: game.marked.iter().map(|(path, value, _)| (path.clone(), value.clone())).collect(),
        files: files.clone(),
    };
    files.push(write_manifest(dir, &manifest, &serde_json::to_value(&game.source)?, run)?);
    Ok(files)
}
