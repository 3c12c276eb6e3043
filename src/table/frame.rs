//! Rows to named, typed columns: one place for both Parquet and CSV.

use super::columns::{Column, TABLES, TableColumns};
use super::rows::{Estimate, Tables};
use crate::units::NANOS;

/// The values of one column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Words.
    Text(Vec<String>),
    /// Small counts.
    Count(Vec<u32>),
    /// Counts of messages and rows; `None` = no value.
    Whole(Vec<Option<u64>>),
    /// Microseconds since 1970-01-01T00:00:00Z; `None` = no value.
    Micros(Vec<Option<i64>>),
    /// Sums of integers that may pass 64 bits.
    Integer(Vec<i128>),
    /// Floats; `None` = no value.
    Real(Vec<Option<f64>>),
    /// Money in nano-units; `None` = no value.
    Nanos(Vec<Option<i128>>),
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Values::Text(v) => v.len(),
            Values::Count(v) => v.len(),
            Values::Whole(v) => v.len(),
            Values::Micros(v) => v.len(),
            Values::Integer(v) => v.len(),
            Values::Real(v) => v.len(),
            Values::Nanos(v) => v.len(),
        }
    }
}

/// What stands above a column: as [`Column`], but it may be named by the user (an axis of a sweep).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Name in the header.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// What it holds.
    pub meaning: String,
}

impl From<&Column> for Head {
    fn from(column: &Column) -> Head {
        Head { name: column.name.into(), unit: column.unit.into(), meaning: column.meaning.into() }
    }
}

/// One table as columns.
#[derive(Clone, Debug)]
pub struct Frame {
    /// File stem.
    pub name: &'static str,
    /// What one row is.
    pub meaning: &'static str,
    /// Description and values, in the order of the file.
    pub columns: Vec<(Head, Values)>,
}

impl Frame {
    /// A table's values under its columns, in their order.
    pub fn new(table: &'static TableColumns, values: Vec<Values>) -> Frame {
        debug_assert_eq!(values.len(), table.columns.len(), "{}", table.name);
        Frame {
            name: table.name,
            meaning: table.meaning,
            columns: table.columns.iter().map(Head::from).zip(values).collect(),
        }
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |(_, v)| v.len())
    }
}

/// Every table, in the order of [`TABLES`]; empty ones too, so that readers find their header.
pub fn frames(tables: &Tables) -> Vec<Frame> {
    TABLES
        .iter()
        .map(|t| {
            let values = match t.name {
                "summary" => summary(tables),
                "replications" => replications(tables),
                "by_country" => by_country(tables),
                "by_template" => by_template(tables),
                "by_hour" => by_hour(tables),
                "service_levels" => service_levels(tables),
                "response_times" => response_times(tables),
                "answers_by_age" => answers_by_age(tables),
                "bill" => bill(tables),
                "comparison" => comparison(tables),
                "best" => best(tables),
                _ => breakeven(tables),
            };
            Frame::new(t, values)
        })
        .collect()
}

pub(super) fn text<R>(rows: &[R], of: impl Fn(&R) -> &str) -> Values {
    Values::Text(rows.iter().map(|r| of(r).to_string()).collect())
}

pub(super) fn count<R>(rows: &[R], of: impl Fn(&R) -> u32) -> Values {
    Values::Count(rows.iter().map(of).collect())
}

pub(super) fn real<R>(rows: &[R], of: impl Fn(&R) -> f64) -> Values {
    Values::Real(rows.iter().map(|r| finite(of(r))).collect())
}

pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Mean, lower, upper of an estimate.
pub(super) fn ends<R>(rows: &[R], of: impl Fn(&R) -> Estimate) -> [Values; 3] {
    [
        Values::Real(rows.iter().map(|r| finite(of(r).mean)).collect()),
        Values::Real(rows.iter().map(|r| of(r).lower.and_then(finite)).collect()),
        Values::Real(rows.iter().map(|r| of(r).upper.and_then(finite)).collect()),
    ]
}

/// Level and n of an estimate.
pub(super) fn basis<R>(rows: &[R], of: impl Fn(&R) -> Estimate) -> [Values; 2] {
    [real(rows, |r| of(r).level), count(rows, |r| of(r).n)]
}

/// Units of a currency as nano-units, to the nearest.
fn nanos(value: f64) -> Option<i128> {
    finite(value).map(|v| (v * NANOS as f64).round() as i128)
}

fn summary(t: &Tables) -> Vec<Values> {
    let r = &t.summary;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| r.channel), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v
}

fn replications(t: &Tables) -> Vec<Values> {
    let r = &t.replications;
    vec![
        text(r, |r| &r.variant),
        count(r, |r| r.replication),
        text(r, |r| r.channel),
        text(r, |r| &r.metric),
        text(r, |r| &r.unit),
        Values::Integer(r.iter().map(|r| r.numerator).collect()),
        Values::Integer(r.iter().map(|r| r.denominator).collect()),
    ]
}

fn by_country(t: &Tables) -> Vec<Values> {
    let r = &t.by_country;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| &r.country), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v
}

fn by_template(t: &Tables) -> Vec<Values> {
    let r = &t.by_template;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| &r.template), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v
}

fn by_hour(t: &Tables) -> Vec<Values> {
    let r = &t.by_hour;
    let mut v =
        vec![text(r, |r| &r.variant), count(r, |r| r.hour.into()), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v
}

fn service_levels(t: &Tables) -> Vec<Values> {
    let r = &t.service_levels;
    let mut v = vec![
        text(r, |r| &r.variant),
        text(r, |r| r.channel),
        text(r, |r| r.kind),
        text(r, |r| &r.name),
        real(r, |r| r.threshold_s),
        text(r, |r| &r.metric),
        text(r, |r| &r.unit),
    ];
    v.extend(ends(r, |r| r.value));
    v.extend(basis(r, |r| r.value));
    v
}

fn response_times(t: &Tables) -> Vec<Values> {
    let r = &t.response_times;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| r.channel), real(r, |r| r.from_s), real(r, |r| r.to_s)];
    v.extend(ends(r, |r| r.share));
    v.extend(ends(r, |r| r.cumulative));
    v.extend(basis(r, |r| r.share));
    v
}

fn answers_by_age(t: &Tables) -> Vec<Values> {
    let r = &t.answers_by_age;
    let mut v =
        vec![text(r, |r| &r.variant), text(r, |r| &r.tariff), count(r, |r| r.hours.into()), text(r, |r| r.kind)];
    v.extend(ends(r, |r| r.messages));
    v.extend(basis(r, |r| r.messages));
    v
}

fn bill(t: &Tables) -> Vec<Values> {
    let r = &t.bill;
    let mut v = vec![
        text(r, |r| &r.variant),
        text(r, |r| &r.tariff),
        text(r, |r| &r.in_force),
        text(r, |r| r.behaviour),
        text(r, |r| &r.month),
        text(r, |r| &r.business),
        text(r, |r| &r.account),
        text(r, |r| &r.number),
        text(r, |r| &r.market),
        text(r, |r| &r.category),
        text(r, |r| &r.rule),
        text(r, |r| &r.tier),
        Values::Nanos(r.iter().map(|r| r.rate.map(i128::from)).collect()),
        text(r, |r| &r.basis),
        text(r, |r| r.currency.code()),
        real(r, |r| r.messages.mean),
        real(r, |r| r.charged.mean),
        Values::Nanos(r.iter().map(|r| nanos(r.amount.mean)).collect()),
        Values::Nanos(r.iter().map(|r| r.amount.lower.and_then(nanos)).collect()),
        Values::Nanos(r.iter().map(|r| r.amount.upper.and_then(nanos)).collect()),
    ];
    v.extend(basis(r, |r| r.amount));
    v
}

fn comparison(t: &Tables) -> Vec<Values> {
    let r = &t.comparison;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| &r.baseline), text(r, |r| &r.metric), text(r, |r| &r.unit)];
    v.extend(ends(r, |r| r.value));
    v.extend(ends(r, |r| r.reference));
    v.extend(ends(r, |r| r.difference));
    v.extend(basis(r, |r| r.difference));
    v.push(text(r, |r| r.reading));
    v.push(Values::Real(r.iter().map(|r| r.variance_ratio.and_then(finite)).collect()));
    v
}

fn best(t: &Tables) -> Vec<Values> {
    let r = &t.best;
    let mut v = vec![text(r, |r| &r.variant), text(r, |r| &r.metric), text(r, |r| &r.unit), real(r, |r| r.mean)];
    v.extend(ends(r, |r| r.behind));
    v.extend(basis(r, |r| r.behind));
    v.push(real(r, |r| r.zone));
    v.push(text(r, |r| r.standing));
    v
}

fn breakeven(t: &Tables) -> Vec<Values> {
    let r = &t.breakeven;
    let mut v = vec![text(r, |r| &r.variant), real(r, |r| r.contacts_a_day)];
    v.extend(ends(r, |r| r.cost));
    v.extend(basis(r, |r| r.cost));
    v
}
