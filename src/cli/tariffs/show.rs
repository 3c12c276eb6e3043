//! `chatfare tariffs show NAME`

use super::page::{Align, paragraph, table, title, width};
use super::{Failure, Reading, json};
use crate::tariff::basis_meaning;
use crate::tariff::sheet::{MarketRates, Sheet, sheet};
use clap::Args;
use std::collections::BTreeSet;

/// Options of `tariffs show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// A built-in tariff, or the path of a file that ends in .toml.
    #[arg(value_name = "NAME|FILE")]
    name: String,
    /// Only the rates of this country (ISO 3166, FR), with volume tiers; may be given several times.
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only the rates of this market, with volume tiers; may be given several times.
    #[arg(long, value_name = "NAME")]
    market: Vec<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Show {
    pub(super) fn text(self) -> Result<String, Failure> {
        let plan = self.reading.load(&self.name, &[])?;
        let mut sheet = sheet(&plan);
        let chosen = self.chosen(&sheet)?;
        if let Some(markets) = &chosen {
            sheet.rates.retain(|m| markets.contains(&m.market));
        }
        if self.reading.json {
            return json(&sheet);
        }
        let width = width();
        let mut text = match chosen {
            None => rules(&sheet, width),
            Some(_) => paragraph("", 0, &format!("{}: {}", sheet.name, sheet.says), width),
        };
        text.push_str(&if chosen.is_some() { detailed_rates(&sheet, width) } else { all_rates(&sheet, width) });
        Ok(text)
    }

    /// The markets asked for; `None`: all. Those of which the tariff knows nothing are an error.
    fn chosen(&self, sheet: &Sheet) -> Result<Option<BTreeSet<String>>, Failure> {
        if self.country.is_empty() && self.market.is_empty() {
            return Ok(None);
        }
        let (mut markets, mut wrong) = (BTreeSet::new(), Vec::new());
        for code in &self.country {
            match sheet.rates.iter().find(|m| m.countries.contains(code)) {
                Some(found) => drop(markets.insert(found.market.clone())),
                None => wrong.push(format!("{} has no rate for the country `{code}` (ISO 3166, as FR)", sheet.name)),
            }
        }
        for name in &self.market {
            let known = sheet.rates.iter().find(|m| m.market.eq_ignore_ascii_case(name));
            let help = || match crate::scenario::nearest(name, sheet.rates.iter().map(|m| m.market.as_str())) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => String::new(),
            };
            match known {
                Some(found) => drop(markets.insert(found.market.clone())),
                None => wrong.push(format!("{} has no market `{name}`{}", sheet.name, help())),
            }
        }
        if wrong.is_empty() { Ok(Some(markets)) } else { Err(Failure::Usage(wrong.join("\nerror: "))) }
    }
}

fn rules(sheet: &Sheet, width: usize) -> String {
    let mut text = paragraph("", 0, &format!("{}: {}", sheet.name, sheet.says), width);
    let cards =
        if sheet.currencies.len() > 1 { format!(" (cards: {})", sheet.currencies.join(", ")) } else { String::new() };
    text.push_str(&format!("In force from {}, billed in {}{cards}.\n", sheet.from, sheet.currency));
    text.push_str(&title("What a delivered message costs"));
    for rules in &sheet.rules {
        text.push_str(&paragraph("", 2, &format!("{}:", rules.classes.join(", ")), width));
        for case in &rules.cases {
            let when = if case.when.is_empty() { String::new() } else { format!("{}: ", case.when) };
            let otherwise = if case.when.is_empty() && rules.cases.len() > 1 { "otherwise: " } else { "" };
            text.push_str(&paragraph("    - ", 6, &format!("{when}{otherwise}{}  [{}]", case.then, case.rule), width));
        }
    }
    for note in &sheet.notes {
        text.push_str(&paragraph("  ", 2, note, width));
    }
    if !sheet.clocks.is_empty() {
        text.push_str(&title("Clocks, one for each customer"));
        let rows: Vec<Vec<String>> = sheet
            .clocks
            .iter()
            .map(|c| vec![c.name.clone(), c.per.clone(), c.lasts.clone(), c.starts.clone()])
            .collect();
        let header = [("clock", Align::Left), ("and", Align::Left), ("runs", Align::Left), ("started by", Align::Left)];
        text.push_str(&table(&header, &rows, width));
    }
    if !sheet.quotas.is_empty() {
        text.push_str(&title("Free each month"));
        for quota in &sheet.quotas {
            let of = if quota.of.len() == 5 { "messages of any class".to_string() } else { quota.of.join(", ") };
            let line = format!("{}: {} of each {}, for {of}", quota.name, thousands(quota.size), quota.per);
            text.push_str(&paragraph("  ", 2, &line, width));
        }
    }
    text.push_str(&tiers(sheet, width));
    if !sheet.settings.is_empty() {
        text.push_str(&title("What the sources leave open"));
        for setting in &sheet.settings {
            let mark = |c: &String| if *c == setting.choice { format!("[{c}]") } else { c.clone() };
            let choices: Vec<String> = setting.choices.iter().map(mark).collect();
            text.push_str(&paragraph("  ", 2, &format!("{} = {}", setting.name, choices.join(" or ")), width));
            text.push_str(&paragraph("    ", 4, &setting.reason, width));
        }
    }
    text
}

/// Bounds by family of markets.
fn tiers(sheet: &Sheet, width: usize) -> String {
    let Some(first) = sheet.tiers.first() else { return String::new() };
    let mut text =
        title(&format!("Volume tiers: a month's charged messages of the {}, by market and category", first.sum));
    let mut category = None;
    for family in &sheet.tiers {
        if category.replace(&family.categories) != Some(&family.categories) {
            text.push_str(&paragraph("  ", 2, &format!("{}, up to", family.categories.join(", ")), width));
        }
        let bounds: Vec<String> = family.bounds.iter().map(|b| short(*b)).collect();
        let head = format!("    {:<29}  ", bounds.join(", "));
        text.push_str(&paragraph(&head, head.chars().count(), &family.markets.join(", "), width));
    }
    text
}

/// One row a market, one column a category.
fn all_rates(sheet: &Sheet, width: usize) -> String {
    if sheet.rates.is_empty() {
        return "\nThis tariff has no card: rates are your own, by country (--rates FILE).\n".to_string();
    }
    let mut text = title(&format!("Rates in {} ({})", sheet.currency, sheet.card));
    let categories: BTreeSet<&str> = sheet.rates.iter().flat_map(|m| &m.rates).map(|r| r.category.as_str()).collect();
    let short: Vec<String> =
        categories.iter().map(|c| c.replace("authentication", "auth.").replace('_', " ")).collect();
    let bases = bases(&sheet.rates);
    let mark = |basis: &str| match bases.iter().position(|b| b == basis) {
        Some(at) if bases.len() > 1 => format!(" {}", (b'a' + (at % 26) as u8) as char),
        _ => String::new(),
    };
    let rows: Vec<Vec<String>> = sheet
        .rates
        .iter()
        .map(|market| {
            let cell = |category: &&str| {
                let rate = market.rates.iter().find(|r| r.category == **category);
                rate.map_or("–".to_string(), |r| format!("{}{}", r.rate, mark(&r.basis)))
            };
            std::iter::once(market.market.clone()).chain(categories.iter().map(cell)).collect()
        })
        .collect();
    let mut header = vec![("market", Align::Left)];
    header.extend(short.iter().map(|c| (c.as_str(), Align::Right)));
    text.push_str(&table(&header, &rows, width));
    text.push_str(&legend(&bases, width));
    text.push_str(&source(sheet, width));
    text
}

fn source(sheet: &Sheet, width: usize) -> String {
    match sheet.source.as_str() {
        "" => String::new(),
        source => paragraph("  ", 2, &format!("Sources: {source} (keys: data/rates/README.md)."), width),
    }
}

/// Every rate of a few markets with its tiers.
fn detailed_rates(sheet: &Sheet, width: usize) -> String {
    let mut text = String::new();
    for market in &sheet.rates {
        text.push_str(&title(&format!("{}, in {}", market.market, sheet.currency)));
        let countries = market.countries.join(", ");
        if market.countries.len() != 1 || market.market != countries {
            text.push_str(&paragraph("  ", 2, &format!("Countries: {countries}"), width));
        }
        let mut rows = Vec::new();
        for rate in &market.rates {
            rows.push(vec![rate.category.clone(), String::new(), rate.rate.clone(), rate.basis.clone()]);
            let mut below = rate.tiers.first().and_then(|t| t.up_to);
            for step in rate.tiers.iter().skip(1) {
                let above = format!("above {}", below.map_or_else(String::new, thousands));
                rows.push(vec![String::new(), above, step.rate.clone(), step.basis.clone()]);
                below = step.up_to;
            }
        }
        let header = [
            ("category", Align::Left),
            ("messages a month", Align::Right),
            ("rate", Align::Right),
            ("basis", Align::Left),
        ];
        text.push_str(&table(&header, &rows, width));
    }
    let bases = all_bases(&sheet.rates);
    text.push('\n');
    for (basis, meaning) in bases.iter().filter_map(|b| basis_meaning(b).map(|m| (b, m))) {
        text.push_str(&paragraph("  ", 2, &format!("{basis}: {meaning}."), width));
    }
    text + &source(sheet, width)
}

fn bases(rates: &[MarketRates]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rate in rates.iter().flat_map(|m| &m.rates) {
        if !found.contains(&rate.basis) {
            found.push(rate.basis.clone());
        }
    }
    found
}

fn all_bases(rates: &[MarketRates]) -> Vec<String> {
    let mut found = bases(rates);
    for step in rates.iter().flat_map(|m| &m.rates).flat_map(|r| &r.tiers) {
        if !found.contains(&step.basis) {
            found.push(step.basis.clone());
        }
    }
    found
}

fn legend(bases: &[String], width: usize) -> String {
    let meaning = |basis: &str| basis_meaning(basis).map_or(String::new(), |m| format!(", {m}"));
    let lines = bases.iter().enumerate().map(|(at, basis)| {
        let mark =
            if bases.len() > 1 { format!("{} = ", (b'a' + (at % 26) as u8) as char) } else { "Basis of all: ".into() };
        paragraph("  ", 2, &format!("{mark}{basis}{}.", meaning(basis)), width)
    });
    lines.collect()
}

/// 100K, 4.5M.
fn short(n: u64) -> String {
    match n {
        n if n >= 1_000_000 && n.is_multiple_of(10_000) => format!("{}M", n as f64 / 1e6),
        n if n >= 1_000 && n.is_multiple_of(1_000) => format!("{}K", n / 1_000),
        n => n.to_string(),
    }
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let parts = digits.as_bytes().rchunks(3).rev();
    let parts: Vec<&str> = parts.filter_map(|p| std::str::from_utf8(p).ok()).collect();
    parts.join(",")
}
