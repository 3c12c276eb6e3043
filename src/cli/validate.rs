//! `chatfare validate`

use super::screen::{Exit, Failure, MessageFormat, Screen, out, show_report, talk};
use super::{Overrides, options};
use crate::experiment::assemble::assemble;
use crate::experiment::compiles::refusals;
use crate::experiment::price;
use crate::facts::Channel;
use crate::scenario::{Expected, PRICE_FILE, Report, Scenario, Variant, expected, load};
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
    /// Scenarios and price files; `-` is standard input.
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
            match self.check(file, screen) {
                Ok(summary) if self.overrides.message_format == MessageFormat::Text && !screen.quiet => out(&summary)?,
                Ok(_) => {}
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

    /// What the file would run, or everything that is wrong with it.
    fn check(&self, file: &Path, screen: &Screen) -> Result<String, Report> {
        let known = options(&self.overrides.sets);
        match load(file, &known) {
            Ok(scenario) => {
                if let Some(report) = refusals(&scenario) {
                    return Err(report);
                }
                for warning in &scenario.warnings {
                    talk(screen, &format!("warning: {warning}\n"));
                }
                Ok(summary(file, &scenario))
            }
            Err(report) if is_game(&report) && file.as_os_str() != "-" => {
                let game = price::read(file, &self.overrides.sets, &options(&[]))?;
                let ready = price::Ready::new(game, options(&[]))?;
                Ok(summary_of_game(file, &ready))
            }
            Err(report) => Err(report),
        }
    }
}

fn is_game(report: &Report) -> bool {
    report.diagnostics.iter().any(|problem| problem.code == PRICE_FILE)
}

/// What would be played.
fn summary_of_game(file: &Path, ready: &price::Ready) -> String {
    let platform = &ready.game.platform;
    let firms: String = ready
        .players
        .iter()
        .map(|player| format!("  {:14} {} ways to work\n", player.segment.name, player.choices.len()))
        .collect();
    format!(
        "{}: good, a price game\n{firms}  {} windows, {} prices, {} rules; {} replications of each way\n",
        file.display(),
        platform.windows.len(),
        platform.prices.len(),
        ready.game.rules.len(),
        ready.replications(),
    )
}

/// What would run.
fn summary(file: &Path, s: &Scenario) -> String {
    let replications = f64::from(s.run.replications);
    let (mut turns, mut lines) = (0.0, String::new());
    for v in &s.variants {
        let fleet = fleet_of(v, s);
        let e = fleet.as_ref().map_or_else(|| expected(&v.model, &s.run), |(expected, _)| *expected);
        turns += e.turns * replications;
        let channel = if v.model.channel == Channel::Phone { "calls" } else { "turns" };
        lines.push_str(&format!(
            "  {:14} {} contacts, {} {channel}, {} notifications a replication\n",
            v.name,
            round(e.contacts),
            round(e.turns),
            round(e.notifications)
        ));
        lines.extend(fleet.map(|(_, words)| words));
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

/// What all desks of a variant's fleet expect, each of the template drawn for it, and how many they and their heads are.
fn fleet_of(variant: &Variant, s: &Scenario) -> Option<(Expected, String)> {
    let described = variant.model.fleet.as_ref()?;
    let plan = assemble(&variant.model, &s.run).ok()?.fleet?;
    let mut sum = Expected::default();
    if described.templates.is_empty() {
        sum = expected(&variant.model, &s.run);
    }
    for (template, part) in described.templates.iter().zip(plan.parts(s.run.seed)) {
        let whole = expected(&template.model, &s.run);
        sum.contacts += whole.contacts * part;
        sum.turns += whole.turns * part;
        sum.notifications += whole.notifications * part;
    }
    let of = match described.templates.len() {
        0 => String::new(),
        templates => format!(" of {templates} templates"),
    };
    let heads = round(plan.heads(s.run.seed) as f64);
    Some((sum, format!("  {:14} {} desks{of}, up to {heads} heads\n", "", round(f64::from(plan.desks)))))
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
