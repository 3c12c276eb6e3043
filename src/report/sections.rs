//! What each section of the page shows, as plain data for the template.

use super::figures::{Figure, Widths, figure, variables};
use super::levels::{Levels, levels};
use super::{ReportInput, words};
use crate::chart::{self, Theme, format};
use crate::table::{Estimate, Group, METRICS, plain};
use serde::Serialize;
use std::collections::BTreeMap;

/// Metrics of the service table, a column each.
const SERVICE: [&str; 6] = [
    "answered_share",
    "response_median",
    "response_p95",
    "response_within_threshold",
    "abandoned_share",
    "resolved_share",
];
/// Metrics shown first in the comparison; the rest is folded.
const FIRST: [&str; 7] = [
    "cost_per_resolved",
    "cost_per_contact",
    "fee",
    "response_within_threshold",
    "response_median",
    "resolved_share",
    "satisfaction_base",
];

/// Metrics of the table of who leads, a column each.
const LEADING: [&str; 5] = ["cost_per_resolved", "response_mean", "promise_kept", "answered_share", "resolved_share"];

/// Metrics of the table of a fleet's templates, a column each.
const TEMPLATES: [&str; 6] =
    ["desks", "contacts", "cost_per_resolved", "fee_per_contact", "response_mean", "answered_share"];

/// Everything the template sees.
#[derive(Debug, Serialize)]
pub struct View {
    /// What the page is, for its title.
    kind: &'static str,
    title: String,
    question: String,
    verdict: Vec<String>,
    dates: (String, String),
    replications: u32,
    complete: bool,
    level: String,
    baseline: String,
    light: String,
    dark: String,
    comparison: Vec<Metric>,
    more_comparison: Vec<Metric>,
    leading: Grid,
    leading_figure: Option<Figure>,
    breakeven: Option<Figure>,
    cost: Vec<Figure>,
    bills: Vec<Bill>,
    service: Vec<Figure>,
    service_table: Grid,
    levels_figure: Option<Figure>,
    levels: Vec<Levels>,
    /// Could any message be sent?
    messages: bool,
    country: Option<Figure>,
    templates: Grid,
    over_desks: bool,
    sure: Vec<Sure>,
    checks: Vec<String>,
    assumptions: Vec<(String, String, String)>,
    settings: Vec<(String, String, String)>,
    effective: Vec<(String, String, String)>,
    warnings: Vec<String>,
    command: String,
    hash: String,
    seed: u64,
    model_version: String,
    glossary: Vec<Chapter>,
}

/// One metric of the comparison, a row a variant.
#[derive(Debug, Serialize)]
struct Metric {
    title: String,
    reference: String,
    rows: Vec<Comparison>,
}

#[derive(Debug, Serialize)]
struct Comparison {
    variant: String,
    value: String,
    value_key: String,
    difference: String,
    difference_key: String,
    interval: String,
    reading: &'static str,
}

/// One tariff's bill of one variant.
#[derive(Debug, Serialize)]
struct Bill {
    variant: String,
    tariff: String,
    messages: String,
    charged: String,
    amount: String,
    remark: String,
}

/// Variants × metrics.
#[derive(Debug, Serialize)]
pub(super) struct Grid {
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub(super) variant: String,
    pub(super) cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
pub(super) struct Cell {
    pub(super) value: String,
    pub(super) key: String,
    pub(super) interval: String,
}

/// How sure the cost of a variant is.
#[derive(Debug, Serialize)]
struct Sure {
    variant: String,
    value: String,
    interval: String,
    precision: String,
    n: u32,
}

/// One group of the glossary.
#[derive(Debug, Serialize)]
struct Chapter {
    title: &'static str,
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    name: &'static str,
    title: &'static str,
    unit: String,
    formula: &'static str,
    meaning: &'static str,
}

/// Prepares all sections.
pub fn view(input: &ReportInput<'_>, widths: Widths) -> Result<View, chart::Error> {
    let context = input.context;
    let (first, more): (Vec<_>, Vec<_>) =
        comparison(input).into_iter().partition(|(name, _)| FIRST.contains(&name.as_str()));
    let list = |names: &[&str]| -> Result<Vec<Figure>, chart::Error> {
        Ok(names
            .iter()
            .map(|n| figure(input, n, widths))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    };
    Ok(View {
        kind: "report",
        title: context.title.clone(),
        question: context.question.clone(),
        verdict: input.verdict.clone(),
        dates: input.dates.clone(),
        replications: input.replications,
        complete: input.complete,
        level: context.level_words(),
        baseline: context.title_of(&context.baseline).to_string(),
        light: variables(&Theme::light()),
        dark: variables(&Theme::dark()),
        comparison: first.into_iter().map(|(_, m)| m).collect(),
        more_comparison: more.into_iter().map(|(_, m)| m).collect(),
        leading: leading(input),
        leading_figure: figure(input, "best", widths)?,
        breakeven: figure(input, "breakeven", widths)?,
        cost: list(&["cost", "answers_by_age"])?,
        bills: bills(input),
        service: list(&["response_times", "week"])?,
        service_table: service(input),
        levels_figure: figure(input, "service_levels", widths)?,
        levels: levels(input),
        messages: input.tables.summary.iter().any(|row| row.metric == "fee"),
        country: figure(input, "fee_by_country", widths)?,
        templates: templates(input),
        over_desks: sure(input).iter().any(|sure| sure.n > input.replications),
        sure: sure(input),
        checks: input.checks.clone(),
        assumptions: words::linked_notes(&input.assumptions),
        settings: words::linked_notes(&input.settings),
        effective: input.effective.clone(),
        warnings: input.warnings.clone(),
        command: input.command.clone(),
        hash: context.hash.clone(),
        seed: context.seed,
        model_version: context.model_version.clone(),
        glossary: glossary(input),
    })
}

/// Metrics in the order of the list, those it does not know at the end.
fn comparison(input: &ReportInput<'_>) -> Vec<(String, Metric)> {
    let rows = &input.tables.comparison;
    let mut names: Vec<&str> = METRICS.iter().map(|m| m.name).filter(|n| rows.iter().any(|r| r.metric == *n)).collect();
    for r in rows {
        if !names.contains(&r.metric.as_str()) {
            names.push(&r.metric);
        }
    }
    let currency = input.context.report_currency;
    let one = |name: &str| {
        let mine: Vec<_> = rows.iter().filter(|r| r.metric == name).collect();
        let difference = |d: f64| words::difference(name, d, currency);
        let reference = mine.first().map_or_else(String::new, |r| words::estimate(name, &r.reference, currency));
        let rows = mine.iter().map(|r| Comparison {
            variant: input.context.title_of(&r.variant).to_string(),
            value: words::estimate(name, &r.value, currency),
            value_key: plain(r.value.mean),
            difference: difference(r.difference.mean),
            difference_key: plain(r.difference.mean),
            interval: words::difference_interval(name, &r.difference, currency),
            reading: words::reading(r),
        });
        (name.to_string(), Metric { title: words::title(name), reference, rows: rows.collect() })
    };
    names.into_iter().map(one).collect()
}

/// Sums of the bill's lines by variant, tariff and currency; unrated messages counted apart.
fn bills(input: &ReportInput<'_>) -> Vec<Bill> {
    #[derive(Default)]
    struct Sum {
        messages: f64,
        charged: f64,
        amount: f64,
        unrated: f64,
        held: bool,
    }
    let lines = &input.tables.bill;
    let mut sums: BTreeMap<(&str, &str, &str), Sum> = BTreeMap::new();
    for line in lines {
        let sum = sums.entry((&line.variant, &line.tariff, line.currency.code())).or_default();
        sum.messages += line.messages.mean;
        sum.charged += line.charged.mean;
        sum.amount += line.amount.mean;
        sum.unrated += if line.rate.is_none() { line.messages.mean } else { 0.0 };
        sum.held |= line.tariff != line.in_force;
    }
    let mut bills = Vec::new();
    for variant in input.context.order(lines.iter().map(|l| l.variant.as_str())) {
        for ((_, tariff, currency), s) in sums.iter().filter(|((v, _, _), _)| *v == variant) {
            let mut remarks = Vec::new();
            if s.held {
                remarks.push("behaviour held fixed: another tariff was in force".to_string());
            }
            if s.unrated > 0.0 {
                remarks.push(format!("{} messages without a rate, not in the amount", format::number(s.unrated)));
            }
            bills.push(Bill {
                variant: input.context.title_of(variant).to_string(),
                tariff: tariff.to_string(),
                messages: format::number(s.messages),
                charged: format::number(s.charged),
                amount: format!("{} {currency}", format::money(s.amount)),
                remark: remarks.join("; "),
            });
        }
    }
    bills
}

fn variants<'a>(input: &'a ReportInput<'_>) -> Vec<&'a str> {
    input.context.order(input.tables.summary.iter().map(|r| r.variant.as_str()))
}

fn service(input: &ReportInput<'_>) -> Grid {
    let currency = input.context.report_currency;
    let used: Vec<&str> = SERVICE
        .into_iter()
        .filter(|m| input.tables.summary.iter().any(|r| r.metric == *m && r.channel == "all"))
        .collect();
    let cell = |variant: &str, channel: &str, name: &str| match input.tables.value(variant, channel, name) {
        Some(e) => {
            let value = words::estimate(name, &e, currency);
            Cell { value, key: plain(e.mean), interval: words::interval(name, &e, currency) }
        }
        None => Cell { value: "–".to_string(), key: String::new(), interval: String::new() },
    };
    let row = |v: &str, channel: &str, words: &str| Row {
        variant: format!("{}{words}", input.context.title_of(v)),
        cells: used.iter().map(|m| cell(v, channel, m)).collect(),
    };
    let rows = variants(input).into_iter().flat_map(|v| {
        let both = ["messages", "phone"].iter().all(|c| input.tables.value(v, c, "answered_share").is_some());
        let own = [("messages", ", by message"), ("phone", ", by phone")].into_iter().filter(move |_| both);
        let own = own.map(|(channel, words)| row(v, channel, words));
        std::iter::once(row(v, "all", "")).chain(own).collect::<Vec<Row>>()
    });
    Grid { head: used.iter().map(|m| words::title(m)).collect(), rows: rows.collect() }
}

/// The templates of a fleet, a row each; no columns without any.
fn templates(input: &ReportInput<'_>) -> Grid {
    let (currency, rows) = (input.context.report_currency, &input.tables.by_template);
    let used: Vec<&str> = TEMPLATES.into_iter().filter(|m| rows.iter().any(|row| row.metric == *m)).collect();
    let mut names: Vec<(&str, &str)> = rows.iter().map(|row| (row.variant.as_str(), row.template.as_str())).collect();
    names.dedup();
    let alone = names.first().is_none_or(|(first, _)| names.iter().all(|(variant, _)| variant == first));
    let row = |(variant, template): (&str, &str)| {
        let of = |name: &&str| {
            let found = rows.iter().find(|r| r.variant == variant && r.template == template && r.metric == **name);
            let blank = Cell { value: "–".to_string(), key: String::new(), interval: String::new() };
            found.map_or(blank, |row| match *name {
                "desks" => {
                    Cell { value: format::number(row.value.mean), key: plain(row.value.mean), interval: String::new() }
                }
                name => Cell {
                    value: words::estimate(name, &row.value, currency),
                    key: plain(row.value.mean),
                    interval: words::interval(name, &row.value, currency),
                },
            })
        };
        let name =
            if alone { template.to_string() } else { format!("{}, {template}", input.context.title_of(variant)) };
        Row { variant: name, cells: used.iter().map(of).collect() }
    };
    let title = |name: &&str| if *name == "desks" { "Desks".to_string() } else { words::title(name) };
    Grid { head: used.iter().map(title).collect(), rows: names.into_iter().map(row).collect() }
}

/// Each variant against the best of the others by what has a good end; no columns where nothing was compared.
fn leading(input: &ReportInput<'_>) -> Grid {
    let (currency, rows) = (input.context.report_currency, &input.tables.best);
    let used: Vec<&str> = LEADING.into_iter().filter(|m| rows.iter().any(|row| row.metric == *m)).collect();
    let cell = |variant: &str, name: &str| match rows.iter().find(|row| row.variant == variant && row.metric == name) {
        Some(row) => Cell {
            value: words::standing(row).to_string(),
            key: plain(row.behind.mean),
            interval: words::behind(row, currency),
        },
        None => Cell { value: "–".to_string(), key: String::new(), interval: String::new() },
    };
    let row = |v: &str| Row {
        variant: input.context.title_of(v).to_string(),
        cells: used.iter().map(|m| cell(v, m)).collect(),
    };
    let variants = input.context.order(rows.iter().map(|row| row.variant.as_str()));
    Grid { head: used.iter().map(|m| words::title(m)).collect(), rows: variants.into_iter().map(row).collect() }
}

fn sure(input: &ReportInput<'_>) -> Vec<Sure> {
    let name = "cost_per_resolved";
    let currency = input.context.report_currency;
    let row = |variant: &str, e: Estimate| Sure {
        variant: input.context.title_of(variant).to_string(),
        value: words::estimate(name, &e, currency),
        interval: words::interval(name, &e, currency),
        precision: words::precision(&e),
        n: e.n,
    };
    variants(input).into_iter().filter_map(|v| Some(row(v, input.tables.value(v, "all", name)?))).collect()
}

fn glossary(input: &ReportInput<'_>) -> Vec<Chapter> {
    let currency = input.context.report_currency;
    let used = |name: &str| input.tables.summary.iter().any(|r| r.metric == name);
    let chapter = |group: Group| Chapter {
        title: group.title(),
        entries: METRICS
            .iter()
            .filter(|m| m.group == group && used(m.name))
            .map(|m| Entry {
                name: m.name,
                title: m.title,
                unit: m.unit.text(currency),
                formula: m.formula,
                meaning: m.meaning,
            })
            .collect(),
    };
    Group::ALL.into_iter().map(chapter).filter(|c| !c.entries.is_empty()).collect()
}
