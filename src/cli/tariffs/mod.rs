//! `chatfare tariffs`

mod diff;
mod list;
mod page;
mod show;

use super::screen::{Exit, Failure, out};
use crate::tariff::sheet;
use crate::tariff::{Options, Plan, Problem, read_missing_rates, read_rates};
use crate::units::{Currency, MOST_TEXT, read_text_file};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// Options of `tariffs`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  chatfare tariffs list
  chatfare tariffs show whatsapp-2026-10 --country FR
  chatfare tariffs show whatsapp-2026-07 --currency EUR --market \"Rest of Africa\"
  chatfare tariffs diff whatsapp-2026-07 whatsapp-2026-10
  chatfare tariffs show my-tariff.toml --json")]
pub struct Tariffs {
    /// What to do.
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The tariffs that are built in: since when, in one sentence, in which currencies, on what their rates rest.
    List(list::List),
    /// One tariff: its rules in words, clocks, quotas, tiers, open readings, rates by market with basis.
    Show(show::Show),
    /// What changed from one tariff to another: in rules and in rates.
    Diff(diff::Diff),
}

/// How a tariff is read; shared by `show` and `diff`.
#[derive(Clone, Debug, Default, Args)]
struct Reading {
    /// The card in this currency (default: the tariff's first).
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// Choose among open readings; may be given several times.
    #[arg(long = "setting", value_name = "NAME=CHOICE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Rates by country (`country,rate`) for a tariff whose card was never published.
    #[arg(long, value_name = "FILE")]
    rates: Option<PathBuf>,
    /// Rates that a card lacks (`market,category,rate,basis`).
    #[arg(long, value_name = "FILE")]
    missing_rate: Option<PathBuf>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

impl Tariffs {
    /// Lists, shows or compares.
    pub fn run(self) -> Result<Exit, Failure> {
        let text = match self.command {
            Command::List(list) => list.text()?,
            Command::Show(show) => show.text()?,
            Command::Diff(diff) => diff.text()?,
        };
        out(&text).map(|()| Exit::Done)
    }
}

impl Reading {
    /// Loads a tariff; settings that only the other tariff of a `diff` has are left out.
    fn load(&self, name: &str, pair: &[&str]) -> Result<Plan, Failure> {
        let mut options = Options { currency: self.currency, ..Options::default() };
        if let Some(path) = &self.rates {
            options.rates = read_rates(&path.display().to_string(), &text_of(path)?).map_err(failure)?;
        }
        if let Some(path) = &self.missing_rate {
            options.missing = read_missing_rates(&path.display().to_string(), &text_of(path)?).map_err(failure)?;
        }
        options.settings = self.settings.clone();
        if pair.len() > 1 {
            let plain = sheet::read(name, &Options { settings: Vec::new(), ..options.clone() }).map_err(failure)?;
            let other = pair
                .iter()
                .filter(|other| **other != name)
                .find_map(|other| sheet::read(other, &Options::default()).ok());
            let has = |plan: &Plan, setting: &str| plan.settings().iter().any(|s| s.name == setting);
            options.settings.retain(|(s, _)| has(&plain, s) || !other.as_ref().is_some_and(|o| has(o, s)));
        }
        sheet::read(name, &options).map_err(failure)
    }
}

fn text_of(path: &Path) -> Result<String, Failure> {
    read_text_file(path, MOST_TEXT).map_err(|e| Failure::Io(format!("cannot read {}: {e}", path.display())))
}

/// Problems of tariffs as a failure: all of them, in the form they have in scenarios.
fn failure(problems: Vec<Problem>) -> Failure {
    let all: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let text = all.join("\n");
    Failure::Usage(text.strip_prefix("error: ").unwrap_or(&text).to_string())
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Failure::Io(format!("cannot write JSON: {e}")))?;
    Ok(text + "\n")
}

fn currency(code: &str) -> Result<Currency, String> {
    let bytes: Option<[u8; 3]> = code.as_bytes().try_into().ok();
    let capitals = bytes.filter(|b| b.iter().all(u8::is_ascii_uppercase));
    capitals.map(Currency).ok_or_else(|| "a currency is three capitals: EUR".into())
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, choice) = text.split_once('=').ok_or("write NAME=CHOICE: tiers=\"as 2026-10\"")?;
    Ok((name.trim().to_string(), choice.trim().to_string()))
}
