//! The command line: one file a command. Data goes to stdout, talk to stderr.

mod bench;
mod bill;
mod compare;
mod completions;
mod explain;
mod hooks;
mod init;
mod log;
mod man;
mod merge;
mod points;
mod presets;
mod price;
mod rerun;
mod run;
mod runs;
mod schema;
mod screen;
mod select;
mod sensitivity;
mod staff;
mod sweep;
mod tariffs;
mod validate;
mod verify;
mod work;

pub use hooks::{known_metrics, known_tariffs, options};
pub use screen::{ColorWhen, Exit, Failure, MessageFormat, out, show_report, talk};

use clap::{Args, Parser, Subcommand};

/// What it costs, and how fast it is, to serve customers by paid messaging.
#[derive(Debug, Parser)]
#[command(name = "chatfare", version, about, max_term_width = 100, arg_required_else_help = true, after_help = EXITS)]
pub struct Cli {
    /// Colours in messages.
    #[arg(long, value_enum, default_value_t = ColorWhen::Auto, global = true, value_name = "WHEN")]
    pub color: ColorWhen,
    /// Only errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXITS: &str = "\
Exit codes:
  0    done
  1    finished, but something failed or an assertion did not hold
  2    wrong usage or scenario
  3    a file could not be read or written
  130  interrupted; what was finished is kept";

/// The commands, in the order in which one works.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a small commented scenario to start from.
    Init(init::Init),
    /// Check scenario files: every problem at once, then what would run.
    Validate(validate::Validate),
    /// Simulate a scenario; write its tables, charts and report; print the verdict.
    Run(run::Run),
    /// Bill a real message log under price lists; write tables, charts and report.
    Bill(Box<bill::Bill>),
    /// Say which variants, files or runs are best, and how sure that is.
    Compare(compare::Compare),
    /// Move settings over values and points; say what decides, and where it breaks even.
    Sweep(sweep::Sweep),
    /// Say which inputs the answer depends on: tornado, Morris screening, Sobol indices.
    Sensitivity(sensitivity::Sensitivity),
    /// Find the smallest staff that keeps its promises, and the cheapest shifts.
    Staff(staff::Staff),
    /// Choose the best of many variants with as few replications as that takes.
    Select(Box<select::Select>),
    /// Let a platform set window and prices, and firms answer: who pays, who wins, which rule is best.
    Price(price::Price),
    /// Join the shards of a run into what one machine would have written.
    Merge(merge::Merge),
    /// Run again what a manifest holds, and compare byte for byte.
    Rerun(rerun::Rerun),
    /// List, show or remove results.
    Runs(runs::Runs),
    /// Tell the values of a scenario with their origin, or what a setting, measure or error code means.
    Explain(explain::Explain),
    /// Print the JSON Schema of scenario files, for completion in editors.
    Schema(schema::Schema),
    /// List the compiled-in scenario parts, or print one.
    Presets(presets::Presets),
    /// List the built-in tariffs, tell what one says, or what changed between two.
    Tariffs(tariffs::Tariffs),
    /// Simulate every model with a known answer and compare: the program proves itself.
    Verify(verify::Verify),
    /// Time the engine on four workloads, from one desk to a fleet, and say how long a day of WhatsApp would take.
    Bench(bench::Bench),
    /// Print a completion script for a shell.
    Completions(completions::Completions),
    /// Print the manual page, or write those of all commands.
    Man(man::Man),
}

/// A scenario and what changes in it; shared by all commands that read one.
#[derive(Clone, Debug, Args)]
pub struct Overrides {
    /// Change a value: `--set reason.delivery.volume="900/day"`; may be given several times.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// How problems are printed.
    #[arg(long, value_enum, default_value_t = MessageFormat::Text, value_name = "FORMAT")]
    pub message_format: MessageFormat,
}

impl Cli {
    /// Are messages coloured?
    pub fn stderr_color(&self) -> bool {
        screen::stderr_color(self.color)
    }
}

/// Runs a command.
///
/// Errors: a [`Failure`] with its exit code; [`Failure::BrokenPipe`] when the reader of stdout went away.
pub fn run(cli: Cli) -> Result<Exit, Failure> {
    let screen = screen::Screen { color: cli.stderr_color(), quiet: cli.quiet };
    match cli.command {
        Command::Init(command) => command.run(&screen),
        Command::Validate(command) => command.run(&screen),
        Command::Run(command) => command.run(&screen),
        Command::Bill(command) => command.run(&screen),
        Command::Compare(command) => command.run(&screen),
        Command::Sweep(command) => command.run(&screen),
        Command::Sensitivity(command) => command.run(&screen),
        Command::Staff(command) => command.run(&screen),
        Command::Select(command) => command.run(&screen),
        Command::Price(command) => command.run(&screen),
        Command::Merge(command) => command.run(&screen),
        Command::Rerun(command) => command.run(&screen),
        Command::Runs(command) => command.run(&screen),
        Command::Explain(command) => command.run(&screen),
        Command::Schema(command) => command.run(),
        Command::Presets(command) => command.run(),
        Command::Tariffs(command) => command.run(),
        Command::Verify(command) => command.run(&screen),
        Command::Bench(command) => command.run(&screen),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(&screen),
    }
}
