//! The tariffs that `bill` bills under.

use super::super::screen::Failure;
use crate::billing::Reading;
use crate::facts::{Book, Instant};
use crate::tariff::{self, Options, Plan, Problem, read_missing_rates, read_rates};
use crate::units::{Currency, MOST_TEXT, read_text_file};
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// 2026-10-01T00:00:00Z: since then answers are charged. Unit: microseconds.
const OCTOBER_2026: i64 = 1_790_812_800_000_000;
/// The tariff that a log of before is compared with.
const SINCE: &str = "whatsapp-2026-10";
/// Follows the dates of the log.
const CALENDAR: &str = "calendar";
/// A setting whose other reading is always billed too: the sources differ on it.
const ALWAYS: &str = "entry_point_length";
/// The same where the log lies over such a change: no source says.
const AT_CHANGES: &str = "open_conversations";

/// Which price lists, and how they are read.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Tariffs")]
pub struct Tariffs {
    /// Bill the whole log under this tariff, whatever its dates: a built-in name, a .toml file, or `calendar`, which follows the
    /// dates; may be given several times; the first one is the baseline [default: calendar, and whatsapp-2026-10 for older logs].
    #[arg(long = "tariff", value_name = "NAME")]
    names: Vec<String>,
    /// Cards in the account's currency (default: each tariff's first).
    #[arg(long, value_name = "CODE", value_parser = currency)]
    currency: Option<Currency>,
    /// Choose among open readings: NAME=CHOICE, or TARIFF.NAME=CHOICE; may be given several times.
    #[arg(long = "setting", value_name = "NAME=CHOICE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Also bill every other open reading, one at a time.
    #[arg(long)]
    readings: bool,
    /// Rates by country (`country,rate`) for a tariff whose card was never published (2018).
    #[arg(long, value_name = "FILE")]
    rates: Option<PathBuf>,
    /// Rates that a card lacks (`market,category,rate,basis`).
    #[arg(long, value_name = "FILE")]
    missing_rate: Option<PathBuf>,
}

/// Tariffs ready to bill.
#[derive(Debug)]
pub struct Named {
    /// In the order named.
    pub plans: Vec<Arc<Plan>>,
    /// Other readings: place among the plans, setting, choice, plan.
    pub readings: Vec<(usize, String, String, Arc<Plan>)>,
    /// What the sentences say.
    pub reading: Reading,
}

impl Named {
    /// Tariff, setting, choice with the others possible.
    pub fn settings(&self) -> Vec<(String, String, String)> {
        let of = |plan: &Arc<Plan>| {
            let name = plan.name().to_string();
            let one = move |s: &tariff::Setting| {
                let others: Vec<&str> = s.choices.iter().filter(|c| **c != s.choice).map(String::as_str).collect();
                (name.clone(), s.name.clone(), format!("{} (also possible: {})", s.choice, others.join(", ")))
            };
            plan.settings().iter().map(one).collect::<Vec<_>>()
        };
        self.plans.iter().flat_map(of).collect()
    }
}

impl Tariffs {
    /// Loads the tariffs named, or those that fit the log's dates.
    pub fn load(&self, book: &Book, run: (Instant, Instant)) -> Result<Named, Failure> {
        let older = run.0 < OCTOBER_2026;
        let (names, reading) = match (self.names.is_empty(), older) {
            (false, _) => (self.names.clone(), Reading::Named),
            (true, true) => (vec![CALENDAR.to_string(), SINCE.to_string()], Reading::BeforeAndAfter),
            (true, false) => (vec![CALENDAR.to_string()], Reading::Named),
        };
        let options = self.options()?;
        let mut problems = Vec::new();
        let mut named = Named { plans: Vec::new(), readings: Vec::new(), reading };
        for name in &names {
            match tariff::load(name, &self.for_tariff(name, &options, &names)) {
                Ok(plan) if named.plans.iter().any(|p| p.name() == plan.name()) => {
                    return Err(Failure::Usage(format!("the tariff `{}` is named twice", plan.name())));
                }
                Ok(plan) => named.plans.push(Arc::new(plan)),
                Err(found) => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(failure(&problems));
        }
        for (place, name) in names.iter().enumerate() {
            let loses_clocks = named.plans[place].loses_clocks(book, run.0, run.1);
            self.others((place, loses_clocks), name, &self.for_tariff(name, &options, &names), &mut named)?;
        }
        Ok(named)
    }

    /// The options as words of a command line; the tariffs are those that were billed.
    pub fn arguments(&self, named: &Named) -> Vec<String> {
        let mut words = Vec::new();
        let mut add = |option: &str, value: String| words.extend([option.to_string(), value]);
        if self.names.is_empty() && named.reading == Reading::Named {
            named.plans.iter().for_each(|plan| add("--tariff", plan.name().to_string()));
        }
        self.names.iter().for_each(|name| add("--tariff", name.clone()));
        self.currency.iter().for_each(|currency| add("--currency", currency.code().to_string()));
        self.settings.iter().for_each(|(name, choice)| add("--setting", format!("{name}={choice}")));
        self.rates.iter().for_each(|path| add("--rates", path.display().to_string()));
        self.missing_rate.iter().for_each(|path| add("--missing-rate", path.display().to_string()));
        if self.readings {
            words.push("--readings".to_string());
        }
        words
    }

    fn options(&self) -> Result<Options, Failure> {
        let mut options = Options { currency: self.currency, ..Options::default() };
        if let Some(path) = &self.rates {
            options.rates = read_rates(&path.display().to_string(), &text_of(path)?).map_err(|p| failure(&p))?;
        }
        if let Some(path) = &self.missing_rate {
            options.missing =
                read_missing_rates(&path.display().to_string(), &text_of(path)?).map_err(|p| failure(&p))?;
        }
        Ok(options)
    }

    /// The options of one tariff. A setting without a tariff's name goes to every tariff that has it; one that no tariff has stays,
    /// so that loading refuses it.
    fn for_tariff(&self, name: &str, options: &Options, names: &[String]) -> Options {
        let mut own = options.clone();
        for (setting, choice) in &self.settings {
            let mine = setting.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
            let of_other =
                names.iter().any(|n| setting.strip_prefix(n.as_str()).is_some_and(|rest| rest.starts_with('.')));
            let has = |tariff: &String| {
                let plan = tariff::load(tariff, options);
                plan.is_ok_and(|p| p.settings().iter().any(|s| s.name == *setting))
            };
            match mine {
                Some(setting) => own.settings.push((setting.to_string(), choice.clone())),
                None if of_other => {}
                None if has(&name.to_string()) || !names.iter().any(has) => {
                    own.settings.push((setting.clone(), choice.clone()))
                }
                None => {}
            }
        }
        own
    }

    /// Adds the other readings of a tariff: those on which the sources differ, or all of them.
    fn others(
        &self,
        (place, loses_clocks): (usize, bool),
        name: &str,
        options: &Options,
        named: &mut Named,
    ) -> Result<(), Failure> {
        let plan = Arc::clone(&named.plans[place]);
        let always = |name: &str| name == ALWAYS || (name == AT_CHANGES && loses_clocks);
        let wanted = plan.settings().iter().filter(|s| self.readings || always(&s.name));
        for setting in wanted {
            for choice in setting.choices.iter().filter(|c| **c != setting.choice) {
                let mut other = options.clone();
                other.settings.push((setting.name.clone(), choice.clone()));
                let plan = tariff::load(name, &other).map_err(|p| failure(&p))?;
                named.readings.push((place, setting.name.clone(), choice.clone(), Arc::new(plan)));
            }
        }
        Ok(())
    }
}

fn text_of(path: &Path) -> Result<String, Failure> {
    read_text_file(path, MOST_TEXT).map_err(|e| Failure::Io(format!("cannot read {}: {e}", path.display())))
}

fn failure(problems: &[Problem]) -> Failure {
    let all: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let text = all.join("\n");
    Failure::Usage(text.strip_prefix("error: ").unwrap_or(&text).to_string())
}

fn currency(code: &str) -> Result<Currency, String> {
    Currency::parse(code).map_err(|e| format!("{}: {}", e.message, e.fix))
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, choice) = text.split_once('=').ok_or("write NAME=CHOICE: tiers=\"as 2026-10\"")?;
    Ok((name.trim().to_string(), choice.trim().to_string()))
}
