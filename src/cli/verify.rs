//! `chatfare verify`

use super::screen::{Exit, Failure, Screen, out, talk};
use crate::experiment::verify::{Options, Table, print, verify};
use crate::table::write_atomic;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Form of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns for a terminal.
    Text,
    /// A Markdown table.
    Markdown,
    /// Comma-separated values, all digits.
    Csv,
    /// One JSON object a line.
    Json,
}

/// Options of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare verify --only \"erlang_c C01\"
  chatfare verify --only coverage
  chatfare verify --format markdown > verification.md
  chatfare verify --full --threads 8")]
pub struct Verify {
    /// Only rows whose model or name contains this.
    #[arg(long, value_name = "PATTERN")]
    only: Option<String>,
    /// Go on until every statistic would show a fault of 1 %; study how often intervals cover the truth and selections find the
    /// best (2,000 experiments each); prints its CPU time.
    #[arg(long)]
    full: bool,
    /// Form of the table.
    #[arg(long, value_enum, default_value_t = Form::Text, value_name = "FORMAT")]
    format: Form,
    /// Also write `verify.csv` and `verify-cpu.csv` (CPU seconds by row) into this folder, row by row.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Threads; all processors by default.
    #[arg(long, value_name = "N", value_parser = super::work::threads)]
    threads: Option<usize>,
}

impl Verify {
    /// Runs the rows and prints the table; fails when a row differs from its exact value.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build();
        pool.map_err(|e| Failure::Usage(format!("cannot start the threads: {e}")))?.install(|| self.rows(screen))
    }

    /// The rows done so far go into the folder: whatever stops a long table, they are there.
    fn keep(&self, table: &Table) -> Result<(), Failure> {
        let Some(folder) = &self.out else { return Ok(()) };
        let io = |e: std::io::Error| Failure::Io(e.to_string());
        write_atomic(&folder.join("verify.csv"), print::csv(table).as_bytes()).map_err(io)?;
        write_atomic(&folder.join("verify-cpu.csv"), print::cpu_csv(table).as_bytes()).map_err(io)
    }

    fn rows(&self, screen: &Screen) -> Result<Exit, Failure> {
        let options = Options { only: self.only.clone(), full: self.full };
        let live = self.format == Form::Text;
        // The heading waits for the first line: a pattern that fits nothing has no table.
        let mut begun = false;
        let mut closed = Ok(());
        let table = verify(&options, &mut |so_far, lines| {
            if closed.is_ok() {
                closed = self.keep(so_far);
            }
            if live && !begun && closed.is_ok() {
                begun = true;
                closed = out(&print::text_head());
            }
            if live && closed.is_ok() {
                closed = out(&lines.iter().map(print::text_line).collect::<String>());
            }
        })
        .map_err(|e| if e.starts_with("no row fits") { Failure::Usage(e) } else { Failure::Fault(e) })?;
        closed?;
        out(&match self.format {
            Form::Text => print::foot(&table),
            Form::Markdown => print::markdown(&table),
            Form::Csv => print::csv(&table),
            Form::Json => print::json(&table).map_err(Failure::Fault)?,
        })?;
        if self.full || live {
            talk(screen, &print::cpu(&table));
        }
        Ok(if table.failed() == 0 { Exit::Done } else { Exit::Failed })
    }
}
