//! The built-in tariffs at a glance, without compiling them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::library;
use super::super::load::Options;
use super::super::problem::Problem;
use super::read;

/// One built-in tariff.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// Name.
    pub name: String,
    /// First local day in force, `YYYY-MM-DD`.
    pub from: String,
    /// In one sentence.
    pub says: String,
    /// Currencies in which there is a card, the default first; none if the rates are the user's own.
    pub currencies: Vec<String>,
    /// Bases of the list rates with their number, the most frequent first.
    pub basis: Vec<(String, usize)>,
    /// Markets with rates.
    pub markets: usize,
}

/// Every built-in tariff, in order of effect.
///
/// # Errors
/// A built-in file that does not load; a test holds that all of them do.
pub fn catalogue() -> Result<Vec<Entry>, Vec<Problem>> {
    library::names().into_iter().map(entry).collect()
}

fn entry(name: &str) -> Result<Entry, Vec<Problem>> {
    let plan = read(name, &Options::default())?;
    let mut basis: BTreeMap<&str, usize> = BTreeMap::new();
    let card = plan.card.as_deref();
    if let Some(card) = card {
        let categories = card.categories();
        let rates = card.markets().flat_map(|m| categories.iter().filter_map(move |c| card.rate(m, c)));
        rates.for_each(|rate| *basis.entry(&rate.basis).or_default() += 1);
    }
    let mut basis: Vec<(String, usize)> = basis.into_iter().map(|(b, n)| (b.to_string(), n)).collect();
    basis.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    Ok(Entry {
        name: name.to_string(),
        from: plan.from.clone(),
        says: plan.says.clone(),
        currencies: if card.is_some() {
            plan.currencies.iter().map(|c| c.code().to_string()).collect()
        } else {
            Vec::new()
        },
        basis,
        markets: card.map_or(0, |c| c.markets().count()),
    })
}
