//! From checked values to the model that all rooms to the right read.

mod agents;
mod book;
mod chance;
mod conversation;
mod cost;
mod desk;
mod fleet;
mod half_hours;
mod input;
mod observed;
mod people;
mod phone;
mod planning;
mod reason;
mod run;
mod source;
mod staff;
mod sweep;
mod volume;
mod week;

pub use cost::build_platform;
pub use fleet::build_template;
pub use run::build_run;

use super::check::{Internal, View};
use super::diagnostic::Diagnostic;
use super::layers::Layers;
use super::model::{Currencies, Model, Run};
use super::path::Path;
use crate::facts::Channel;
use crate::units::{Currency, Money};
use std::collections::BTreeMap;

/// What builders share: values to read, files to open, problems to report.
pub struct Builder<'a> {
    /// Checked values of this variant.
    pub view: &'a View,
    /// Texts and folders.
    pub layers: &'a mut Layers,
    /// Run control of the scenario.
    pub run: &'a Run,
    /// How customers come.
    pub channel: Channel,
    /// Input files by path; each is read once.
    pub files: &'a mut BTreeMap<String, InputFile>,
    /// Setting and digest of each input file of this variant, for the hash.
    pub inputs: Vec<(String, String)>,
    /// Countries that get an index beside those of its own customers.
    pub also: &'a [String],
}

/// An input file: its text lives in the sources.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Offset of its text.
    pub offset: usize,
    /// blake3 of its text without carriage returns.
    pub digest: String,
}

/// Names behind indices, in the order of the model.
#[derive(Clone, Debug, Default)]
pub struct Indices {
    /// Country codes.
    pub countries: Vec<String>,
    /// Reasons.
    pub reasons: Vec<String>,
    /// Populations.
    pub populations: Vec<String>,
}

impl Builder<'_> {
    /// The model of this variant. Errors: a fault of the checks, not of the user.
    pub fn model(&mut self) -> Result<Model, Internal> {
        let index = self.indices();
        let (book, number_share) = self.book(&index)?;
        let populations = self.populations(&index)?;
        let reasons = self.reasons(&index)?;
        let (desk, phone) = self.desk_and_phone(&index)?;
        let fleet = self.fleet(&desk)?;
        let mut model = Model {
            fleet,
            channel: self.channel,
            country_zone: index.countries.iter().map(|c| self.country_zone(c)).collect(),
            number_choice: self.number_choice(&index, &book),
            book,
            number_share,
            populations,
            reasons,
            sources: Vec::new(),
            desk,
            phone,
            cost: self.cost()?,
            measures: self.measures()?,
            satisfaction: self.satisfaction()?,
            loyalty: self.loyalty()?,
            planning: self.planning()?,
            kept: Vec::new(),
        };
        self.kept_promises(&mut model);
        self.sources(&index, &mut model)?;
        self.observed(&mut model)?;
        Ok(model)
    }

    /// Everything that has an index, sorted by name: the order of the file does not matter.
    fn indices(&self) -> Indices {
        let sorted = |mut list: Vec<String>| {
            list.sort();
            list.dedup();
            list
        };
        let populations = sorted(self.view.names("population"));
        let countries = countries_in(self.view).into_iter().chain(self.also.iter().cloned());
        Indices { countries: sorted(countries.collect()), reasons: sorted(self.view.names("reason")), populations }
    }

    /// The reporting currency.
    fn report(&self) -> Result<Currency, Internal> {
        self.view.need(&Path::of(&["currency", "report"]))
    }

    /// An amount, zero if none is given.
    fn money(&self, path: &Path) -> Result<Money, Internal> {
        match self.view.get(path) {
            Some(money) => Ok(money),
            None => Ok(Money::zero(self.report()?)),
        }
    }

    /// Reports a problem that only building finds.
    fn report_problem(&mut self, diagnostic: Diagnostic) {
        self.layers.found.push(diagnostic);
    }
}

/// Countries of all populations.
pub fn countries_in(view: &View) -> Vec<String> {
    let populations = view.names("population");
    populations.iter().flat_map(|p| view.keys(&Path::of(&["population", p, "countries"]))).collect()
}

/// Exchange rates into the reporting currency.
pub fn build_currencies(view: &View) -> Result<Currencies, Internal> {
    let report = view.need(&Path::of(&["currency", "report"]))?;
    let table = Path::of(&["currency", "rates"]);
    let mut rates = Vec::new();
    for code in view.keys(&table) {
        let path = table.join(&code);
        let rate: Money = view.get(&path).map_or_else(|| view.need(&path.join("rate")), Ok)?;
        let note: String = view.get(&path.join("source")).unwrap_or_default();
        let from = Currency::parse(&code).map_err(|_| Internal(path.to_string()))?;
        rates.push((from, rate.units(), note));
    }
    rates.sort_by_key(|r| r.0);
    Ok(Currencies { report, rates })
}

/// Position of a name. Errors: [`Internal`], since names were checked.
fn position(list: &[String], name: &str) -> Result<u16, Internal> {
    list.iter().position(|n| n == name).and_then(|i| u16::try_from(i).ok()).ok_or_else(|| Internal(name.to_string()))
}
