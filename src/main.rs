//! The command `chatfare`: parse, dispatch, exit code.

use chatfare::cli::{Cli, Exit, Failure};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let color = cli.stderr_color();
    let exit = match chatfare::cli::run(cli) {
        Ok(exit) => exit,
        Err(Failure::BrokenPipe) => Exit::Done,
        Err(failure) => {
            failure.print(color);
            failure.exit()
        }
    };
    ExitCode::from(exit as u8)
}
