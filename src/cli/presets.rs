//! `chatfare presets`

use super::screen::{Exit, Failure, out};
use crate::scenario::data::PRESETS;
use clap::Args;

/// Options of `presets`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare presets
  chatfare presets retail-eu
  chatfare presets retail-eu > retail.toml")]
pub struct Presets {
    /// Print this one.
    name: Option<String>,
}

impl Presets {
    /// Lists the presets, or prints one.
    pub fn run(self) -> Result<Exit, Failure> {
        let Some(name) = self.name else {
            let width = PRESETS.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            let lines = PRESETS.iter().map(|(name, text)| format!("{name:width$}  {}\n", headline(text)));
            return out(&lines.collect::<String>()).map(|()| Exit::Done);
        };
        match PRESETS.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => out(text).map(|()| Exit::Done),
            None => Err(Failure::Usage(format!("there is no preset {name:?}; `chatfare presets` lists them"))),
        }
    }
}

/// The first comment of a preset.
fn headline(text: &str) -> &str {
    text.lines().next().unwrap_or("").trim_start_matches(['#', ' '])
}
