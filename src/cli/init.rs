//! `chatfare init`

use super::screen::{Exit, Failure, Screen, talk};
use crate::scenario::data::PRESETS;
use crate::scenario::schema as scenario_schema;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const STARTER: &str = include_str!("../../data/starter.toml");

/// Options of `init`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare init                          writes scenario.toml and scenario.schema.json
  chatfare init shop.toml
  chatfare init --preset retail-eu shop.toml")]
pub struct Init {
    /// File to write; never overwritten.
    #[arg(default_value = "scenario.toml")]
    file: PathBuf,
    /// Compiled-in part to start from.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
}

impl Init {
    /// Writes the starter, and the schema beside it if there is none.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let text = starter(self.preset.as_deref())?;
        write_new(&self.file, &text)?
            .map_err(|()| Failure::Io(format!("{} is there already; nothing was written", self.file.display())))?;
        let schema = self.file.with_file_name("scenario.schema.json");
        let wrote = write_new(&schema, &format!("{:#}\n", scenario_schema()))?.is_ok();
        let and = if wrote { format!(" and {}", schema.display()) } else { String::new() };
        talk(screen, &format!("wrote {}{and}\nnext: chatfare validate {}\n", self.file.display(), self.file.display()));
        Ok(Exit::Done)
    }
}

/// The starter's text.
fn starter(preset: Option<&str>) -> Result<String, Failure> {
    let Some(name) = preset else { return Ok(STARTER.to_string()) };
    if !PRESETS.iter().any(|(known, _)| *known == name) {
        let known: Vec<&str> = PRESETS.iter().map(|(n, _)| *n).collect();
        return Err(Failure::Usage(format!("there is no preset {name:?}; known are {}", known.join(", "))));
    }
    Ok(STARTER.replacen("format = 1\n", &format!("format = 1\npreset = \"{name}\"\n"), 1))
}

/// Writes a file that must not be there; `Ok(Err(()))` if it is.
fn write_new(path: &Path, text: &str) -> Result<Result<(), ()>, Failure> {
    let failed = |e: std::io::Error| Failure::Io(format!("cannot write {}: {e}", path.display()));
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(Err(())),
        Err(e) => Err(failed(e)),
        Ok(mut file) => file.write_all(text.as_bytes()).map(Ok).map_err(failed),
    }
}
