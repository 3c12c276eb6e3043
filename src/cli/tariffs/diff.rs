//! `chatfare tariffs diff A B`

use super::page::{Align, paragraph, table, title, width};
use super::{Failure, Reading, json};
use crate::tariff::sheet::{Difference, RateChange, difference};
use clap::Args;
use std::collections::BTreeMap;

/// Options of `tariffs diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The tariff before.
    #[arg(value_name = "BEFORE")]
    from: String,
    /// The tariff after.
    #[arg(value_name = "AFTER")]
    to: String,
    /// Only the rates of this country (ISO 3166, FR); may be given several times.
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only the rates of this market (before or after); may be given several times.
    #[arg(long, value_name = "NAME")]
    market: Vec<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Diff {
    pub(super) fn text(self) -> Result<String, Failure> {
        let pair = [self.from.as_str(), self.to.as_str()];
        let (from, to) = (self.reading.load(&self.from, &pair)?, self.reading.load(&self.to, &pair)?);
        let mut difference = difference(&from, &to);
        let asked = |rate: &RateChange| {
            let same = |m: &String| {
                m.eq_ignore_ascii_case(&rate.market) || rate.was.as_ref().is_some_and(|w| m.eq_ignore_ascii_case(w))
            };
            rate.countries.iter().any(|c| self.country.contains(c)) || self.market.iter().any(same)
        };
        let filtered = !self.country.is_empty() || !self.market.is_empty();
        if filtered {
            difference.rates.retain(asked);
        }
        if self.reading.json {
            return json(&difference);
        }
        Ok(told(&from, &to, &difference, filtered, width()))
    }
}

fn told(
    from: &crate::tariff::Plan,
    to: &crate::tariff::Plan,
    difference: &Difference,
    filtered: bool,
    width: usize,
) -> String {
    let mut text = format!("{} (from {}) → {} (from {})\n", from.name(), from.from(), to.name(), to.from());
    text.push_str(&title("Rules"));
    if difference.rules.is_empty() && difference.notes.is_empty() {
        text.push_str("  No rule changes: the same messages are charged, at other rates.\n");
    }
    for change in &difference.rules {
        let when = if change.when.is_empty() { String::new() } else { format!(" {}", change.when) };
        text.push_str(&paragraph("  ", 2, &format!("{}{when}:", change.classes.join(", ")), width));
        text.push_str(&paragraph("    - ", 6, &change.from, width));
        text.push_str(&paragraph("    + ", 6, &change.to, width));
    }
    for note in &difference.notes {
        text.push_str(&paragraph("  * ", 4, note, width));
    }
    text + &rates(difference, filtered, width)
}

fn rates(difference: &Difference, filtered: bool, width: usize) -> String {
    let [before, after] = &difference.currencies;
    let mut text =
        title(&if before == after { format!("Rates in {after}") } else { format!("Rates: {before} → {after}") });
    if before != after {
        text.push_str("  The cards are in different currencies: choose one with --currency to compare rates.\n");
        return text;
    }
    if difference.rates.is_empty() {
        text.push_str("  No rate changes.\n");
        return text;
    }
    // A category that only one of the cards has is told in one line.
    let mut one_sided: BTreeMap<(&str, bool), Vec<&RateChange>> = BTreeMap::new();
    let mut both: BTreeMap<&str, usize> = BTreeMap::new();
    for change in &difference.rates {
        if let (Some(_), Some(_)) = (&change.from, &change.to) {
            *both.entry(&change.category).or_default() += 1;
        } else {
            one_sided.entry((&change.category, change.from.is_none())).or_default().push(change);
        }
    }
    one_sided.retain(|(category, _), changes| !both.contains_key(category) && changes.len() > 3 && !filtered);
    let summed = |c: &RateChange| one_sided.contains_key(&(c.category.as_str(), c.from.is_none()));
    let rows: Vec<Vec<String>> = difference.rates.iter().filter(|c| !summed(c)).map(row).collect();
    if !rows.is_empty() {
        let header = [
            ("market", Align::Left),
            ("category", Align::Left),
            ("from", Align::Right),
            ("to", Align::Right),
            ("change", Align::Right),
            ("before in", Align::Left),
        ];
        text.push_str(&table(&header, &rows, width));
    }
    for ((category, new), changes) in &one_sided {
        let rate = |c: &RateChange| if *new { c.to.clone() } else { c.from.clone() }.unwrap_or_default();
        let mut all: Vec<String> = changes.iter().map(|c| rate(c)).collect();
        all.sort_by_key(|r| (r.len(), r.clone()));
        let (least, most) = (all.first().cloned().unwrap_or_default(), all.last().cloned().unwrap_or_default());
        let line = match new {
            true => format!("{category}: first rates in {} markets, {least} to {most}.", changes.len()),
            false => format!("{category} has no rates any more (had {least} to {most}).",),
        };
        text.push_str(&paragraph("  ", 2, &line, width));
    }
    if !filtered {
        text.push_str(&format!("  Unchanged: {} markets.\n", difference.unchanged_markets));
    }
    text
}

fn row(change: &RateChange) -> Vec<String> {
    let rate = |r: &Option<String>| r.clone().unwrap_or("–".into());
    let percent = change.per_mille.map_or(String::new(), |tenths| {
        let sign = if tenths < 0 { '−' } else { '+' };
        format!("{sign}{}.{} %", tenths.abs() / 10, tenths.abs() % 10)
    });
    vec![
        change.market.clone(),
        change.category.clone(),
        rate(&change.from),
        rate(&change.to),
        percent,
        change.was.clone().unwrap_or_default(),
    ]
}
