//! The checked scenario: every value typed, every name resolved to an index, every default filled in.
//!
//! `scenario/` produces it, all rooms to the right read it and nobody changes it. One [`Model`] describes one
//! variant completely; variants of one scenario share seed, populations and arrivals, so that all of them
//! serve the same customers.

mod cost;
mod desk;
mod need;
mod phone;

pub use cost::*;
pub use desk::*;
pub use need::*;
pub use phone::*;

use crate::facts::{Book, Channel, Instant};
use crate::units::{Currency, Money, Span};

/// A whole scenario file after includes, presets, variants and `--set`.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// File stem: names the output folder.
    pub name: String,
    /// Folder of the file as the user named it, with its `/`: origins begin with it.
    pub folder: String,
    /// The question the file asks, for the report's head.
    pub question: String,
    /// Run control, common to all variants.
    pub run: Run,
    /// Money in tables.
    pub currencies: Currencies,
    /// Variants in the order of the file; `phone` (made from `[call_center]`) comes first when present.
    pub variants: Vec<Variant>,
    /// Index of the variant others are compared with.
    pub baseline: usize,
    /// Effective values with their origin, for `explain`, the manifest and the report.
    pub effective: Vec<Effective>,
    /// blake3 of the meaning in hexadecimal: order, comments and unit spelling do not matter.
    pub hash: String,
    /// Advice that does not stop the run.
    pub warnings: Vec<String>,
    /// The texts it was read from, enough to read it again elsewhere; none if a file is named by an absolute path.
    pub source: Option<Bundle>,
    /// Print the platform's earnings per 1,000 contacts and the share of 60 billion messages a day that earns 19 billion USD in ten years.
    pub platform: Option<Platform>,
}

impl Scenario {
    /// A text that names files of the scenario, their common folder taken away: results carry no path of the machine.
    pub fn without_folder(&self, text: &str) -> String {
        if self.folder.is_empty() { text.to_string() } else { text.replace(&self.folder, "") }
    }

    /// Effective values that are guesses, for the report.
    pub fn assumptions(&self) -> impl Iterator<Item = &Effective> {
        self.effective.iter().filter(|e| e.assumption.is_some())
    }
}

/// The texts of a scenario: its file, the files that it names, and the arguments laid on top.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bundle {
    /// Name of the main file in `files`.
    pub main: String,
    /// Path relative to the folder of the main file, with `/`, and text.
    pub files: std::collections::BTreeMap<String, String>,
    /// Arguments of `--set`, in order.
    pub sets: Vec<String>,
}

/// One effective value and where it came from.
#[derive(Clone, Debug)]
pub struct Effective {
    /// Dotted path, e.g. `reason.delivery.handling`.
    pub path: String,
    /// Canonical text (`"24h"` whatever the spelling was).
    pub value: String,
    /// `default`, `preset NAME`, `file:line`, `--set #n`, `variant NAME`.
    pub origin: String,
    /// Marked `# assumption` in the file, or a default that is a guess; with its note.
    pub assumption: Option<String>,
    /// Text of a `# source: …` comment.
    pub source: Option<String>,
    /// What it replaced, oldest first: `text (origin)`.
    pub replaced: Vec<String>,
}

/// Run control.
#[derive(Clone, Debug)]
pub struct Run {
    /// First instant of the run (local midnight of the first account's zone).
    pub from: Instant,
    /// First instant after it.
    pub to: Instant,
    /// Zone in which `from` and `to` were read.
    pub zone: String,
    /// `from` and `to` as written, for titles.
    pub dates: (String, String),
    /// Simulated before `from`, unbilled.
    pub lead: Span,
    /// Work after `to`; `Span::FOREVER` drains to empty.
    pub drain: Span,
    /// Replications.
    pub replications: u32,
    /// Seed of every draw.
    pub seed: u64,
    /// Confidence level of intervals (0.95).
    pub level: f64,
    /// Stop after this many generation-0 contacts a stream; exact tests and the bench use it instead of a date.
    pub contacts: Option<u64>,
}

/// Reporting currency and exchange rates.
#[derive(Clone, Debug)]
pub struct Currencies {
    /// Currency of all tables but the bill.
    pub report: Currency,
    /// (from, units of `report` for one unit of it, source).
    pub rates: Vec<(Currency, f64, String)>,
}

/// Inputs of the platform's view.
#[derive(Clone, Debug)]
pub struct Platform {
    /// Messages a day on the whole platform.
    pub messages_a_day: f64,
    /// What it should earn back.
    pub target: Money,
    /// In how many years.
    pub years: f64,
}

/// One alternative.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in every table.
    pub name: String,
    /// One line for the report.
    pub title: String,
    /// Everything it consists of.
    pub model: Model,
    /// blake3 of what its replications depend on, tariffs apart: stored replications are found by it.
    pub behaviour: String,
}

/// One complete description of traffic, desk and prices.
#[derive(Clone, Debug)]
pub struct Model {
    /// First channel of enquiries: `Phone` for the call-centre variant.
    pub channel: Channel,
    /// Businesses, accounts, numbers, countries.
    pub book: Book,
    /// Share of contacts by number (same order as `book.numbers`, sums to 1).
    pub number_share: Vec<f64>,
    /// IANA zone of each country of `book.countries`.
    pub country_zone: Vec<String>,
    /// Who the customers are.
    pub populations: Vec<Population>,
    /// What they need.
    pub reasons: Vec<ContactReason>,
    /// Streams of generation-0 arrivals and of notifications.
    pub sources: Vec<Source>,
    /// The team, the queue, the policy.
    pub desk: Desk,
    /// The telephone side; also serves messaging customers who switch.
    pub phone: Option<Phone>,
    /// Prices and tariffs.
    pub cost: Cost,
    /// Thresholds of the measures.
    pub measures: Measures,
    /// Satisfaction curves, all assumptions.
    pub satisfaction: Option<Satisfaction>,
}
