//! Printing: colours only where they are seen, data to stdout, a closed pipe is no error.

use crate::scenario::Report;
use clap::ValueEnum;
use std::io::{self, Write};

/// When messages have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, on stderr.
    Text,
    /// One JSON object a line, on stdout.
    Json,
}

/// Exit codes of all commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Finished, but something failed.
    Failed = 1,
    /// Wrong usage or scenario.
    Wrong = 2,
    /// Input or output.
    InputOutput = 3,
    /// Interrupted by the user.
    Interrupted = 130,
}

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// The scenario is wrong.
    Scenario(Report),
    /// The same, already printed.
    Shown(Exit),
    /// Wrong usage: the message.
    Usage(String),
    /// Replications that are neither stored nor computed, in words.
    Missing(Vec<String>),
    /// A file could not be read or written.
    Io(String),
    /// The program contradicts itself: nothing of it is shown as a result.
    Fault(String),
    /// The reader of stdout has gone: success.
    BrokenPipe,
}

/// How a command talks.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Colours in messages.
    pub color: bool,
    /// Only errors.
    pub quiet: bool,
}

impl Failure {
    /// The exit code.
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Scenario(report) if report.exit_code() == 3 => Exit::InputOutput,
            Failure::Scenario(_) | Failure::Usage(_) | Failure::Missing(_) => Exit::Wrong,
            Failure::Shown(exit) => *exit,
            Failure::Io(_) => Exit::InputOutput,
            Failure::Fault(_) => Exit::Failed,
            Failure::BrokenPipe => Exit::Done,
        }
    }

    /// Prints it to stderr.
    pub fn print(&self, color: bool) {
        let text = match self {
            Failure::Scenario(report) => report.render(color),
            Failure::Usage(text) | Failure::Io(text) | Failure::Fault(text) => format!("error: {text}\n"),
            Failure::Missing(what) => format!("error: not everything is here; missing:\n  {}\n", what.join("\n  ")),
            Failure::Shown(_) | Failure::BrokenPipe => return,
        };
        // Nothing can be done if stderr is closed.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Are messages on stderr coloured? Honours `NO_COLOR`, `CLICOLOR_FORCE` and dumb terminals.
pub fn stderr_color(when: ColorWhen) -> bool {
    match when {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never,
    }
}

/// Writes data to stdout.
///
/// Errors: [`Failure::BrokenPipe`], or [`Failure::Io`].
pub fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(|e| match e.kind() {
        io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
        _ => Failure::Io(format!("cannot write to stdout: {e}")),
    })
}

/// Writes talk to stderr, unless quiet.
pub fn talk(screen: &Screen, text: &str) {
    if !screen.quiet {
        // Nothing can be done if stderr is closed.
        let _ = io::stderr().write_all(text.as_bytes());
    }
}

/// Width of a line: `COLUMNS` if it is set, else that of the terminal, else 100; 60 to 200.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(60, 200)
}

/// Prints the problems of a scenario in the form asked for and returns the failure.
pub fn show_report(report: Report, format: MessageFormat, screen: &Screen) -> Failure {
    let failure = Failure::Scenario(report);
    let exit = failure.exit();
    match (&failure, format) {
        (Failure::Scenario(report), MessageFormat::Json) => match out(&report.json_lines()) {
            Err(closed) => closed,
            Ok(()) => Failure::Shown(exit),
        },
        _ => {
            failure.print(screen.color);
            Failure::Shown(exit)
        }
    }
}
