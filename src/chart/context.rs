//! What charts need to know beyond the tables.

use crate::table::{Estimate, Tables};
use crate::units::{Currency, Span};
use std::collections::BTreeSet;

/// The frame around the numbers: names, baseline, window, provenance.
#[derive(Clone, Debug)]
pub struct Context {
    /// Name of the scenario.
    pub title: String,
    /// The question the scenario asks.
    pub question: String,
    /// Currency of all tables but the bill.
    pub report_currency: Currency,
    /// Name of the variant others are compared with.
    pub baseline: String,
    /// The platform's window of the tariff in force; `None`: no window, or not the same in all variants.
    pub window: Option<Span>,
    /// Variants in the order of the file: name and one-line title.
    pub variants: Vec<(String, String)>,
    /// blake3 of the scenario's meaning, hexadecimal.
    pub hash: String,
    /// Seed of every draw.
    pub seed: u64,
    /// Changes only when numbers change.
    pub model_version: String,
    /// Confidence level of intervals.
    pub level: f64,
    /// What their `n` counts.
    pub observations: &'static str,
}

impl Context {
    /// The variant's title, or its name if it has none.
    pub fn title_of<'a>(&'a self, variant: &'a str) -> &'a str {
        match self.variants.iter().find(|(name, _)| name == variant) {
            Some((_, title)) if !title.trim().is_empty() => title,
            _ => variant,
        }
    }

    /// Is it the baseline?
    pub fn is_baseline(&self, variant: &str) -> bool {
        self.baseline == variant
    }

    /// Variants in the file's order, then those only the tables know.
    pub fn order<'a>(&'a self, in_tables: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
        let present: BTreeSet<&str> = in_tables.collect();
        let known: BTreeSet<&str> = self.variants.iter().map(|(n, _)| n.as_str()).collect();
        let listed = self.variants.iter().map(|(n, _)| n.as_str()).filter(|n| present.contains(n));
        listed.chain(present.iter().copied().filter(|n| !known.contains(n))).collect()
    }

    /// Place of the variant among those that are not the baseline: fixes its colour in all charts.
    pub fn place(&self, variant: &str) -> Option<usize> {
        if self.is_baseline(variant) {
            return None;
        }
        let mut others = self.variants.iter().map(|(n, _)| n.as_str()).filter(|n| !self.is_baseline(n));
        Some(others.position(|n| n == variant).unwrap_or(self.variants.len()))
    }

    /// What the mark (band, whisker) shows: level and n, or that there is no interval.
    pub fn interval_caption<'a>(&self, mark: &str, estimates: impl Iterator<Item = &'a Estimate>) -> String {
        let (mut low, mut high, mut with) = (u32::MAX, 0, false);
        for e in estimates {
            low = low.min(e.n);
            high = high.max(e.n);
            with |= e.lower.is_some() && e.upper.is_some();
        }
        let percent = self.level_words();
        match (with, high) {
            (_, 0) => "no replication".to_string(),
            (false, 1) => "one replication: no interval".to_string(),
            (false, n) => format!("no interval, n = {n} {}", self.observations),
            (true, n) if low < n => format!("{mark}: {percent} interval, n = {low} to {n} {}", self.observations),
            (true, n) => format!("{mark}: {percent} interval, n = {n} {}", self.observations),
        }
    }

    /// The confidence level: `95 %`.
    pub fn level_words(&self) -> String {
        format!("{} %", crate::table::plain((self.level * 1000.0).round() / 10.0))
    }

    /// What the tables came from, for the foot of a chart.
    pub fn provenance(&self) -> String {
        let short: String = self.hash.chars().take(12).collect();
        format!("chatfare · scenario {short} · seed {} · model {}", self.seed, self.model_version)
    }
}

/// Names of variants in the summary.
pub(super) fn in_summary(tables: &Tables) -> impl Iterator<Item = &str> {
    tables.summary.iter().map(|r| r.variant.as_str())
}
