//! `chatfare man`

use super::Cli;
use super::screen::{Exit, Failure, Screen, out, talk};
use clap::{Args, CommandFactory};
use std::path::PathBuf;

/// Options of `man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare man | man -l -
  chatfare man ~/.local/share/man/man1")]
pub struct Man {
    /// Folder for the pages of all commands; without it the main page is printed.
    folder: Option<PathBuf>,
}

impl Man {
    /// Prints or writes the pages.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let mut command = Cli::command();
        command.build();
        let Some(folder) = self.folder else {
            return out(&page(command)?).map(|()| Exit::Done);
        };
        let failed = |e: std::io::Error| Failure::Io(format!("cannot write to {}: {e}", folder.display()));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let below = command.get_subcommands().filter(|c| c.get_name() != "help").cloned();
        let pages: Vec<clap::Command> = below.chain([command.clone()]).collect();
        for command in &pages {
            let name = command.get_display_name().unwrap_or(command.get_name()).to_string();
            std::fs::write(folder.join(format!("{name}.1")), page(command.clone())?).map_err(failed)?;
        }
        talk(screen, &format!("wrote {} pages to {}\n", pages.len(), folder.display()));
        Ok(Exit::Done)
    }
}

fn page(command: clap::Command) -> Result<String, Failure> {
    let mut text = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut text);
    rendered.map_err(|e| Failure::Io(format!("cannot make the page: {e}")))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
