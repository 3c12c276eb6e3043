//! `chatfare validate`

use super::screen::{Exit, Failure, MessageFormat, Screen, out, show_report, talk};
use super::{Overrides, options};
use crate::facts::Channel;
use crate::scenario::{Scenario, expected, load};
use clap::Args;
use std::path::{Path, PathBuf};

/// Options of `validate`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare validate scenario.toml
  chatfare validate scenarios/*.toml --message-format json
  chatfare validate scenario.toml --set reason.delivery.volume=\"900/day\"")]
pub struct Validate {
    /// Scenario files; `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    overrides: Overrides,
}

impl Validate {
    /// Checks every file; the worst exit code wins.
    pub fn run(self, screen: &Screen) -> Result<Exit, Failure> {
        let mut worst = Exit::Done;
        for file in &self.files {
            match load(file, &options(&self.overrides.sets)) {
                Ok(scenario) => {
                    for warning in &scenario.warnings {
                        talk(screen, &format!("warning: {warning}\n"));
                    }
                    if self.overrides.message_format == MessageFormat::Text && !screen.quiet {
                        out(&summary(file, &scenario))?;
                    }
                }
                Err(report) => {
                    let problems = report.errors();
                    let failure = show_report(report, self.overrides.message_format, screen);
                    if matches!(failure, Failure::BrokenPipe) {
                        return Err(failure);
                    }
                    talk(
                        screen,
                        &format!("{}: {problems} {}\n", file.display(), if problems == 1 { "error" } else { "errors" }),
                    );
                    worst = if worst == Exit::InputOutput { worst } else { failure.exit() };
                }
            }
        }
        Ok(worst)
    }
}

/// What would run.
fn summary(file: &Path, s: &Scenario) -> String {
    let replications = f64::from(s.run.replications);
    let (mut turns, mut lines) = (0.0, String::new());
    for v in &s.variants {
        let e = expected(&v.model, &s.run);
        turns += e.turns * replications;
        let channel = if v.model.channel == Channel::Phone { "calls" } else { "turns" };
        lines.push_str(&format!(
            "  {:14} {} contacts, {} {channel}, {} notifications a replication\n",
            v.name,
            round(e.contacts),
            round(e.turns),
            round(e.notifications)
        ));
    }
    let (assumed, all) = (s.assumptions().count(), s.effective.len());
    format!(
        "{}: good\n{lines}  {} {} × {} replications, {} to {} ({}): about {} turns in all\n  {assumed} of {all} values are assumptions; hash {}\n",
        file.display(),
        s.variants.len(),
        if s.variants.len() == 1 { "variant" } else { "variants" },
        s.run.replications,
        s.run.dates.0,
        s.run.dates.1,
        s.run.zone,
        round(turns),
        s.hash.get(..12).unwrap_or(&s.hash),
    )
}

/// A count to three digits, with thousands apart.
fn round(x: f64) -> String {
    let mut step = 1.0;
    while x / step >= 1000.0 {
        step *= 10.0;
    }
    let digits = format!("{:.0}", libm::round(x / step) * step);
    let mut text = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(c);
    }
    text
}
