//! `chatfare completions`

use super::Cli;
use super::screen::{Exit, Failure, out};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

/// Options of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare completions bash > ~/.local/share/bash-completion/completions/chatfare
  chatfare completions zsh > ~/.zfunc/_chatfare
  chatfare completions fish > ~/.config/fish/completions/chatfare.fish")]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub fn run(self) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "chatfare", &mut script);
        out(&String::from_utf8_lossy(&script)).map(|()| Exit::Done)
    }
}
