//! The checked scenario: every value typed, every name resolved to an index, every default filled in.
//!
//! `scenario/` produces it, all rooms to the right read it and nobody changes it. One [`Model`] describes one
//! variant completely; variants of one scenario share seed, populations and arrivals, so that all of them
//! serve the same customers.

mod agents;
mod chance;
mod conversation;
mod cost;
mod desk;
mod fleet;
mod need;
mod phone;
mod planning;
mod second_tier;
mod sweep;

use super::laid::Written;
pub use agents::*;
pub use chance::*;
pub use conversation::*;
pub use cost::*;
pub use desk::*;
pub use fleet::*;
pub use need::*;
pub use phone::*;
pub use planning::*;
pub use second_tier::*;
pub use sweep::*;

use crate::facts::{Book, Channel, Entry, Instant};
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
    /// What `sweep` moves.
    pub sweep: Option<Sweep>,
    /// What `sensitivity` moves.
    pub sensitivity: Option<Sensitivity>,
}

impl Scenario {
    /// A text that names files of the scenario, their common folder taken away: results carry no path of the machine.
    pub fn without_folder(&self, text: &str) -> String {
        if self.folder.is_empty() { text.to_string() } else { text.replace(&self.folder, "") }
    }

    /// What `n` counts in tables: replications; of fleets also contrasts of groups of desks.
    pub fn observations(&self) -> &'static str {
        if self.variants.iter().any(|variant| variant.model.fleet.is_some()) { "observations" } else { "replications" }
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
    /// Several scenarios joined by `compare`: then these, and nothing above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Member>,
}

/// One of several scenarios that were joined.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Member {
    /// Its name among them.
    pub name: String,
    /// Its texts.
    pub bundle: Bundle,
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
    /// The place where it was given; `None`: a default.
    pub written: Option<Written>,
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
    /// Is the lead found by MSER-5 on pilot runs?
    pub settles: bool,
    /// Are arrivals a control variate?
    pub controls: bool,
    /// Replications that share each day's busyness among them; 1: none do.
    pub strata: u32,
    /// When to stop, if a precision is asked for: `replications` is then the first look and the step between looks.
    pub stopping: Option<Stopping>,
    /// Stop after this many generation-0 contacts a stream; exact tests and the bench use it instead of a date.
    pub contacts: Option<u64>,
}

/// When to stop replicating.
#[derive(Clone, Debug, PartialEq)]
pub struct Stopping {
    /// All of them are to be met, by every variant.
    pub wanted: Vec<Wanted>,
    /// Replications at most.
    pub at_most: u32,
    /// Events of all variants and replications at most.
    pub events: Option<u64>,
}

/// How well a metric is to be known: half-width of its interval ≤ max(g/(1+g) · |value|, absolute).
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Name of the metric.
    pub metric: String,
    /// g, a share of the value; 0 = none.
    pub relative: f64,
    /// A half-width that is good enough.
    pub absolute: Option<Halfwidth>,
    /// Of the paired difference from the baseline instead of the value.
    pub against: bool,
}

/// A half-width with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Halfwidth {
    /// Of a metric in money.
    Money(Money),
    /// Of a time.
    Span(Span),
    /// Hundredths of a share.
    Points(f64),
    /// Of a count.
    Number(f64),
}

impl Halfwidth {
    /// Word for the unit of the metrics that it fits: `money`, `s`, `share` or `count`.
    pub fn fits(&self) -> &'static str {
        match self {
            Halfwidth::Money(_) => "money",
            Halfwidth::Span(_) => "s",
            Halfwidth::Points(_) => "share",
            Halfwidth::Number(_) => "count",
        }
    }

    /// In the unit of tables: currency units, seconds, a share, a count.
    pub fn value(&self) -> f64 {
        match self {
            Halfwidth::Money(money) => money.units(),
            Halfwidth::Span(span) => span.seconds(),
            Halfwidth::Points(points) => points / 100.0,
            Halfwidth::Number(number) => *number,
        }
    }
}

impl std::fmt::Display for Halfwidth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Halfwidth::Money(money) => write!(f, "{money}"),
            Halfwidth::Span(span) => write!(f, "{span}"),
            Halfwidth::Points(points) => write!(f, "{points} points"),
            Halfwidth::Number(number) => write!(f, "{number}"),
        }
    }
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
    /// How customers find a number where shares alone do not say it.
    pub number_choice: NumberChoice,
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
    /// Who leaves, all assumptions.
    pub loyalty: Option<Loyalty>,
    /// Many desks instead of one.
    pub fleet: Option<Fleet>,
    /// What `staff` plans.
    pub planning: Option<Planning>,
    /// Promises of groups whose shifts are given.
    pub kept: Vec<Kept>,
}

impl Model {
    /// Can a message be sent? By telephone only if callers who reach nobody write instead.
    pub fn can_write(&self) -> bool {
        let retrial = self.phone.as_ref().and_then(|phone| phone.retrial.as_ref());
        let own = self.channel == Channel::Messages || retrial.is_some_and(|retrial| retrial.by_message);
        let templates = self.fleet.iter().flat_map(|fleet| &fleet.templates);
        own || templates.into_iter().any(|template| template.model.can_write())
    }

    /// Share of the contacts of a source that begin with a call.
    pub fn calls_of(&self, kind: &SourceKind) -> f64 {
        match kind {
            _ if self.channel == Channel::Phone => 1.0,
            SourceKind::Notification { by_phone, .. } => f64::from(u8::from(*by_phone)),
            SourceKind::Contacts { entry: Entry::Ad, .. } => 0.0,
            SourceKind::Contacts { reason, .. } => self.reasons[usize::from(*reason)].by_phone.0,
        }
    }

    /// Channels on which customers may be served, the first one of the variant first.
    pub fn channels(&self) -> Vec<Channel> {
        let retrial = self.phone.as_ref().and_then(|phone| phone.retrial.as_ref());
        match self.channel {
            Channel::Messages if self.phone.is_some() => vec![Channel::Messages, Channel::Phone],
            Channel::Phone if retrial.is_some_and(|retrial| retrial.by_message) => {
                vec![Channel::Phone, Channel::Messages]
            }
            one => vec![one],
        }
    }

    /// Indices of the groups that serve a reason on a channel, in order of preference.
    pub fn served_by(&self, reason: u16, phone: bool) -> Vec<u8> {
        let serves = |index: &u8| {
            let group = &self.desk.groups[usize::from(*index)];
            (if phone { group.phone } else { group.messages })
                && (group.reasons.is_empty() || group.reasons.contains(&reason))
        };
        match &self.reasons[usize::from(reason)].groups {
            Some(listed) => listed.iter().copied().filter(serves).collect(),
            None => (0..self.desk.groups.len() as u8).filter(serves).collect(),
        }
    }
}
