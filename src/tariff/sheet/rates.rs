//! Rates by market and tiers by family of bounds.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::card::Step;
use super::super::markets::Markets;
use super::super::plan::Plan;
use super::super::vocabulary::{CLASSES, category_word};
use super::words;
use crate::units::Money;

/// The rates of one market.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MarketRates {
    /// Market.
    pub market: String,
    /// ISO 3166 codes of its countries.
    pub countries: Vec<String>,
    /// By category.
    pub rates: Vec<RateCell>,
}

/// One rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RateCell {
    /// Category as on the card.
    pub category: String,
    /// Nano-units of the currency for one unit.
    #[serde(skip)]
    pub nanos: i64,
    /// The same in units, as a decimal.
    pub rate: String,
    /// Where it comes from.
    pub basis: String,
    /// Volume tiers, the first at the list rate; empty if there are none.
    pub tiers: Vec<TierStep>,
}

/// One step of a ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierStep {
    /// Last message of the month at this rate; `None` = no end.
    pub up_to: Option<u64>,
    /// Units of the currency, as a decimal.
    pub rate: String,
    /// Where it comes from.
    pub basis: String,
}

/// Ladders with the same bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TierSheet {
    /// Over whose messages they are summed.
    pub sum: String,
    /// Classes.
    pub categories: Vec<String>,
    /// Last message of each tier but the last.
    pub bounds: Vec<u64>,
    /// Markets.
    pub markets: Vec<String>,
}

const INTERNATIONAL: &str = "authentication_international";

/// A rate in units of its currency, at least four decimals.
pub(super) fn decimal(nanos: i64, plan: &Plan) -> String {
    let text = Money { nanos: nanos as i128, currency: plan.currency }.to_string();
    let number = text.split(' ').next().unwrap_or("");
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    format!("{whole}.{part:0<4}")
}

pub(super) fn rates(plan: &Plan) -> Vec<MarketRates> {
    let Some(card) = &plan.card else { return Vec::new() };
    let mut countries: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for country in Markets::countries() {
        if let Some(market) = plan.market(country) {
            countries.entry(market).or_default().push(country.to_string());
        }
    }
    let categories = card.categories();
    let of_market = |market: &str| {
        let cells = categories.iter().filter_map(|category| {
            let rate = card.rate(market, category)?;
            let (nanos, basis) = (rate.nanos, rate.basis.clone());
            let tiers = ladder(plan, market, category);
            let step = |s: &Step| TierStep {
                up_to: Some(s.upper).filter(|u| *u < u64::MAX),
                rate: decimal(s.rate.nanos, plan),
                basis: s.rate.basis.clone(),
            };
            let tiers = tiers.iter().map(step).collect();
            Some(RateCell { category: category.to_string(), nanos, rate: decimal(nanos, plan), basis, tiers })
        });
        MarketRates {
            market: market.to_string(),
            countries: countries.get(market).cloned().unwrap_or_default(),
            rates: cells.collect(),
        }
    };
    card.markets().map(of_market).collect()
}

/// The ladder of a market and category, if a rule bills by it.
fn ladder<'a>(plan: &'a Plan, market: &str, category: &str) -> &'a [Step] {
    let tables = plan.definition.tiers.iter().zip(&plan.ladders);
    let mut billed = tables.filter(|(t, _)| (0..CLASSES).any(|c| t.of[c] && category_word(c) == category));
    billed.find_map(|(_, card)| card.ladder(market, category)).unwrap_or(&[])
}

pub(super) fn tiers(plan: &Plan) -> Vec<TierSheet> {
    let mut families: Vec<TierSheet> = Vec::new();
    let Some(card) = &plan.card else { return families };
    for (tiers, ladders) in plan.definition.tiers.iter().zip(&plan.ladders) {
        // Categories by market and bounds, then markets by what they have in common.
        let mut by_bounds: BTreeMap<(Vec<u64>, Vec<&str>), BTreeSet<&str>> = BTreeMap::new();
        for market in card.markets() {
            let mut own: BTreeMap<Vec<u64>, Vec<&str>> = BTreeMap::new();
            for category in (0..CLASSES).filter(|c| tiers.of[*c]).map(category_word) {
                let steps = ladders.ladder(market, category).unwrap_or(&[]);
                let bounds: Vec<u64> = steps.iter().map(|s| s.upper).filter(|u| *u < u64::MAX).collect();
                // The few markets with an international rate have the bounds of plain authentication: one family.
                let same = category == INTERNATIONAL && own.contains_key(&bounds);
                if !steps.is_empty() && !same {
                    own.entry(bounds).or_default().push(category);
                }
            }
            for (bounds, categories) in own {
                by_bounds.entry((bounds, categories)).or_default().insert(market);
            }
        }
        families.extend(by_bounds.into_iter().map(|((bounds, categories), markets)| TierSheet {
            sum: words::scope(tiers.scope).to_string(),
            categories: categories.into_iter().map(String::from).collect(),
            bounds,
            markets: markets.into_iter().map(String::from).collect(),
        }));
    }
    for family in &mut families {
        let plain = family.categories.iter().any(|c| c == "authentication");
        if plain
            && plan.definition.tiers.iter().any(|t| (0..CLASSES).any(|c| t.of[c] && category_word(c) == INTERNATIONAL))
        {
            family.categories.push(INTERNATIONAL.to_string());
        }
    }
    families.sort_by(|a, b| (&b.categories, &a.markets).cmp(&(&a.categories, &b.markets)));
    families
}
