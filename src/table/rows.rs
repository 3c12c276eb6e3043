//! The rows of every table, as plain data: charts and report read these, `parquet.rs` and `csv.rs` write them.
//!
//! Unit, formula and meaning of each metric stand in `columns.rs`.

use crate::units::Currency;

/// A mean over replications with its interval. `lower`/`upper` are `None` with one replication or an empty denominator.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Ratio of means over replications.
    pub mean: f64,
    /// Lower end of the interval.
    pub lower: Option<f64>,
    /// Upper end of the interval.
    pub upper: Option<f64>,
    /// Confidence level, e.g. 0.95.
    pub level: f64,
    /// Replications that had a non-empty denominator.
    pub n: u32,
}

/// `summary`: one row a metric.
#[derive(Clone, Debug)]
pub struct SummaryRow {
    /// Variant.
    pub variant: String,
    /// `all`, `messages` or `phone` (a contact's first channel).
    pub channel: &'static str,
    /// Metric name, see `columns.rs`.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: Estimate,
}

/// `replications`: one row a metric and replication.
#[derive(Clone, Debug)]
pub struct ReplicationRow {
    /// Variant.
    pub variant: String,
    /// Replication, from 0.
    pub replication: u32,
    /// Channel.
    pub channel: &'static str,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Numerator in the metric's own integer unit (µs, nano-units, counts).
    pub numerator: i128,
    /// Denominator; the metric's value is numerator / denominator × scale of `columns.rs`.
    pub denominator: i128,
}

/// `by_country`: contacts, answers, messages, fee.
#[derive(Clone, Debug)]
pub struct CountryRow {
    /// Variant.
    pub variant: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Metric: `contacts`, `resolved`, `messages_out`, `messages_charged`, `fee`, `mean_wait`.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value over the whole run.
    pub value: Estimate,
}

/// `by_template`: every metric of the desks of one template of a fleet.
#[derive(Clone, Debug)]
pub struct TemplateRow {
    /// Variant.
    pub variant: String,
    /// Template.
    pub template: String,
    /// Metric name, or `desks`.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value over the whole run.
    pub value: Estimate,
}

/// `by_hour`: the mean week in the first account's zone.
#[derive(Clone, Debug)]
pub struct HourRow {
    /// Variant.
    pub variant: String,
    /// Hour of the week, 0 = Monday 00:00–01:00.
    pub hour: u16,
    /// Metric: `arrivals` (turns an hour), `queue` (mean turns waiting), `busy` (mean busy agents), `on_duty` (agents), `wait` (mean seconds of turns that arrived).
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: Estimate,
}

/// `service_levels`: one row a reason, group or interval of the week and measure, where a scenario asks for it.
#[derive(Clone, Debug)]
pub struct ServiceLevelRow {
    /// Variant.
    pub variant: String,
    /// First channel.
    pub channel: &'static str,
    /// `reason`, `group`, `period`, `promise` or `agent`.
    pub kind: &'static str,
    /// Which one.
    pub name: String,
    /// Threshold of the channel, s.
    pub threshold_s: f64,
    /// Measure with its denominator.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value.
    pub value: Estimate,
}

/// `response_times`: histogram of the wait of turns and calls that were answered.
#[derive(Clone, Debug)]
pub struct ResponseRow {
    /// Variant.
    pub variant: String,
    /// `messages` or `phone`.
    pub channel: &'static str,
    /// Lower edge, seconds, inclusive.
    pub from_s: f64,
    /// Upper edge, seconds, exclusive.
    pub to_s: f64,
    /// Share of answered turns in the bin.
    pub share: Estimate,
    /// Share answered before `to_s` (cumulative).
    pub cumulative: Estimate,
}

/// `answers_by_age`: messages of agents and bot by hours since the customer's last message, under each tariff billed.
#[derive(Clone, Debug)]
pub struct AgeRow {
    /// Variant.
    pub variant: String,
    /// Tariff.
    pub tariff: String,
    /// Whole hours since the customer's last message; the last bin (168) is everything later.
    pub hours: u16,
    /// `free` or `billed`.
    pub kind: &'static str,
    /// Messages in the run.
    pub messages: Estimate,
}

/// `bill`: auditable lines.
#[derive(Clone, Debug)]
pub struct BillRow {
    /// Variant.
    pub variant: String,
    /// Billed under.
    pub tariff: String,
    /// In force while the variant behaved.
    pub in_force: String,
    /// `own`, or `behaviour held fixed`: another tariff was in force, and the policy read its window or prices.
    pub behaviour: &'static str,
    /// `YYYY-MM` in the account's zone.
    pub month: String,
    /// Portfolio.
    pub business: String,
    /// Account.
    pub account: String,
    /// Number.
    pub number: String,
    /// Market (or country).
    pub market: String,
    /// Category.
    pub category: String,
    /// Rule that decided.
    pub rule: String,
    /// Tier: `1`, `2` … or empty.
    pub tier: String,
    /// Rate in nano-units of `currency`; `None` = unrated.
    pub rate: Option<i64>,
    /// Where the rate comes from.
    pub basis: String,
    /// Currency of `amount`.
    pub currency: Currency,
    /// Messages on the line, mean over replications.
    pub messages: Estimate,
    /// Of these charged.
    pub charged: Estimate,
    /// Money in units of `currency`.
    pub amount: Estimate,
}

/// `comparison`: paired differences against the baseline (variant minus baseline, same customers).
#[derive(Clone, Debug)]
pub struct ComparisonRow {
    /// Variant.
    pub variant: String,
    /// Baseline.
    pub baseline: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Value of the variant.
    pub value: Estimate,
    /// Value of the baseline.
    pub reference: Estimate,
    /// Difference with its paired interval.
    pub difference: Estimate,
    /// `lower`, `higher`, `not distinguishable` or `no interval`.
    pub reading: &'static str,
    /// (s₁² + s₂²)/s_D²: so many independent replications are worth one common one; below 1 pairing widens the interval.
    pub variance_ratio: Option<f64>,
}

/// `best`: each variant against the best of the others; all intervals of a metric hold together (Hsu 1984).
#[derive(Clone, Debug)]
pub struct BestRow {
    /// Variant.
    pub variant: String,
    /// Metric.
    pub metric: String,
    /// Unit.
    pub unit: String,
    /// Ratio of means of the variant.
    pub mean: f64,
    /// Variant minus the best of the others; the interval holds 0, which is its end where one side is ruled out.
    pub behind: Estimate,
    /// Indifference zone in the metric's unit: a difference too small to matter.
    pub zone: f64,
    /// `best`, `within the indifference zone`, `worse` or `not distinguishable`.
    pub standing: &'static str,
}

/// `breakeven`: cost per resolved contact against volume, both sides staffed for their promise at each volume.
#[derive(Clone, Debug)]
pub struct VolumeRow {
    /// Variant.
    pub variant: String,
    /// Contacts a day.
    pub contacts_a_day: f64,
    /// Cost per resolved contact.
    pub cost: Estimate,
}

/// All tables of a run.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// One row a metric.
    pub summary: Vec<SummaryRow>,
    /// One row a metric and replication.
    pub replications: Vec<ReplicationRow>,
    /// By country.
    pub by_country: Vec<CountryRow>,
    /// By template of a fleet.
    pub by_template: Vec<TemplateRow>,
    /// By hour of the week.
    pub by_hour: Vec<HourRow>,
    /// Service levels by reason, group, interval.
    pub service_levels: Vec<ServiceLevelRow>,
    /// Histogram of waits.
    pub response_times: Vec<ResponseRow>,
    /// Answers by age of the customer's message.
    pub answers_by_age: Vec<AgeRow>,
    /// Bills.
    pub bill: Vec<BillRow>,
    /// Paired differences.
    pub comparison: Vec<ComparisonRow>,
    /// Each variant against the best of the others.
    pub best: Vec<BestRow>,
    /// Cost against volume.
    pub breakeven: Vec<VolumeRow>,
}

impl Tables {
    /// The estimate of one metric, if it was computed.
    pub fn value(&self, variant: &str, channel: &str, metric: &str) -> Option<Estimate> {
        self.summary
            .iter()
            .find(|r| r.variant == variant && r.channel == channel && r.metric == metric)
            .map(|r| r.value)
    }
}
