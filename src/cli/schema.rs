//! `chatfare schema`

use super::screen::{Exit, Failure, out};
use crate::scenario::schema as scenario_schema;
use clap::Args;

/// Options of `schema`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare schema > scenario.schema.json
  chatfare schema | head -5
First line of a scenario, for editors: #:schema ./scenario.schema.json")]
pub struct Schema {}

impl Schema {
    /// Prints the schema.
    pub fn run(self) -> Result<Exit, Failure> {
        out(&format!("{:#}\n", scenario_schema())).map(|()| Exit::Done)
    }
}
