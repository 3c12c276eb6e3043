//! What a tariff says, for people and programs: rules in plain words, clocks, quotas, tiers, open readings, rates.
//!
//! Rules are told from the table class × open clocks → outcome that bills, not from the text of the file: a rule that never
//! decides anything for a class is not told, and two files that bill alike are told alike.

mod catalogue;
mod clocks;
mod difference;
mod outcomes;
mod rates;
mod words;

use serde::Serialize;

pub use catalogue::{Entry, catalogue};
pub use clocks::{ClockSheet, QuotaSheet};
pub use difference::{Difference, RateChange, RuleChange, difference};
pub use outcomes::Case;
pub use rates::{MarketRates, RateCell, TierSheet, TierStep};

use super::load::{Options, Purpose, load_for};
use super::plan::{Plan, Setting};
use super::problem::Problem;

/// A tariff as it is told.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// Name.
    pub name: String,
    /// In one sentence.
    pub says: String,
    /// Where rules and rates come from; may be empty.
    pub source: String,
    /// First local day in force, `YYYY-MM-DD`.
    pub from: String,
    /// Currency of the rates below.
    pub currency: String,
    /// Currencies in which there is a card, the default first.
    pub currencies: Vec<String>,
    /// What messages cost, classes that are treated alike together.
    pub rules: Vec<ClassRules>,
    /// What the platform does not take, and which class is billed as another.
    pub notes: Vec<String>,
    /// Clocks.
    pub clocks: Vec<ClockSheet>,
    /// Free units.
    pub quotas: Vec<QuotaSheet>,
    /// Volume tiers; markets with the same bounds together.
    pub tiers: Vec<TierSheet>,
    /// Open readings.
    pub settings: Vec<SettingSheet>,
    /// Name of the card; empty if the tariff has none.
    pub card: String,
    /// Rates by market.
    pub rates: Vec<MarketRates>,
}

/// What messages of some classes cost, the first case that fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClassRules {
    /// The classes.
    pub classes: Vec<String>,
    /// Case after case.
    pub cases: Vec<Case>,
}

/// An open reading.
#[derive(Clone, Debug, Serialize)]
pub struct SettingSheet {
    /// Name in the file.
    pub name: String,
    /// Every reading, the default first.
    pub choices: Vec<String>,
    /// The reading that is shown.
    pub choice: String,
    /// Why it is open.
    pub reason: String,
}

impl From<&Setting> for SettingSheet {
    fn from(setting: &Setting) -> SettingSheet {
        let Setting { name, choice, choices, reason } = setting.clone();
        SettingSheet { name, choices, choice, reason }
    }
}

/// Loads a tariff to be told. Unlike [`super::load`] it takes a tariff whose rates are the user's own without rates.
///
/// # Errors
/// Every problem found.
pub fn read(name: &str, options: &Options) -> Result<Plan, Vec<Problem>> {
    load_for(Purpose::Show, name, options)
}

/// Tells a plan.
pub fn sheet(plan: &Plan) -> Sheet {
    let definition = &plan.definition;
    Sheet {
        name: plan.name.clone(),
        says: plan.says.clone(),
        source: definition.source.clone(),
        from: plan.from.clone(),
        currency: plan.currency.code().to_string(),
        currencies: plan.currencies.iter().map(|c| c.code().to_string()).collect(),
        rules: outcomes::by_class(definition),
        notes: words::notes(definition),
        clocks: clocks::clocks(definition),
        quotas: clocks::quotas(definition),
        tiers: rates::tiers(plan),
        settings: plan.settings.iter().map(SettingSheet::from).collect(),
        card: plan.card.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
        rates: rates::rates(plan),
    }
}
