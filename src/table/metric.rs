//! What a metric is: its unit, what it is about, its words.

use crate::units::Currency;

/// Unit of a metric. Money is in the scenario's reporting currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain word or words, e.g. `contacts`.
    Plain(&'static str),
    /// A share between 0 and 1, written `share`.
    Share,
    /// Seconds, written `s`.
    Second,
    /// Money, written as the currency's code.
    Money,
    /// Money per something, written `EUR/contact`.
    MoneyPer(&'static str),
}

impl Unit {
    /// What kind of unit it is: `money`, `s`, `share` or `count`.
    pub fn word(self) -> &'static str {
        match self {
            Unit::Plain(_) => "count",
            Unit::Share => "share",
            Unit::Second => "s",
            Unit::Money | Unit::MoneyPer(_) => "money",
        }
    }

    /// The unit as text in tables.
    pub fn text(self, currency: Currency) -> String {
        match self {
            Unit::Plain(word) => word.to_string(),
            Unit::Share => "share".to_string(),
            Unit::Second => "s".to_string(),
            Unit::Money => currency.code().to_string(),
            Unit::MoneyPer(what) => format!("{}/{what}", currency.code()),
        }
    }
}

/// What a metric is about; the report's glossary is sorted by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Money.
    Cost,
    /// Waiting and service levels.
    Service,
    /// How contacts end.
    Outcome,
    /// Messages and the platform's window.
    Messages,
    /// Staff.
    Staff,
    /// Satisfaction.
    Satisfaction,
}

impl Group {
    /// Every group, in the report's order.
    pub const ALL: [Group; 6] =
        [Group::Cost, Group::Service, Group::Outcome, Group::Messages, Group::Staff, Group::Satisfaction];

    /// The group's heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Cost => "Cost",
            Group::Service => "Waiting",
            Group::Outcome => "Outcome of contacts",
            Group::Messages => "Messages and the window",
            Group::Staff => "Staff",
            Group::Satisfaction => "Satisfaction (assumed curves)",
        }
    }
}

/// One metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Metric {
    /// Name in tables.
    pub name: &'static str,
    /// Words for headings.
    pub title: &'static str,
    /// Unit.
    pub unit: Unit,
    /// Numerator over denominator in words.
    pub formula: &'static str,
    /// What it tells, and its traps.
    pub meaning: &'static str,
    /// What it is about.
    pub group: Group,
    /// Factor from numerator / denominator (µs, nano-units, counts) to [`Metric::unit`].
    pub scale: f64,
}
