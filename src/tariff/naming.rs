//! Numbers for what has a name, over all parts of a plan: parts share clocks, quotas, tiers and markets by name.

use std::collections::BTreeSet;

use super::check::States;
use super::compile::Cards;
use super::markets::Markets;
use super::plan::{StoredClock, Stores};
use super::vocabulary::{Definition, StepRate};

/// Most clocks over all parts of a plan: one bit each.
const MOST_CLOCKS: usize = 32;

/// The numbers of a plan.
#[derive(Debug, Default)]
pub(super) struct Naming {
    pub(super) clocks: Vec<String>,
    pub(super) quotas: Vec<String>,
    tiers: Vec<String>,
    fees: Vec<String>,
    pub(super) markets: Vec<String>,
    pub(super) stores: Stores,
    /// By part: numbers of its clocks, quotas and tiers.
    pub(super) parts: Vec<Numbers>,
}

/// The numbers of what one part names, in the order of its file.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) clocks: Vec<u32>,
    pub(super) quotas: Vec<u16>,
    pub(super) tiers: Vec<u16>,
    pub(super) fees: Vec<u16>,
}

impl Naming {
    /// Numbers the parts of a plan. `None` if they have more clocks than a set can hold.
    pub(super) fn over(parts: &[(&Definition, &Cards)]) -> Option<Naming> {
        let mut naming = Naming::default();
        let mut markets = BTreeSet::new();
        for (definition, cards) in parts {
            let numbers = Numbers {
                clocks: naming.number_clocks(definition),
                quotas: definition.quotas.iter().map(|q| naming.quota(&q.name, q.scope)).collect(),
                tiers: definition
                    .tiers
                    .iter()
                    .map(|t| naming.tier(&t.name, (t.scope, t.over_market, t.over_category)))
                    .collect(),
                fees: definition.fees.iter().map(|f| naming.fee(&f.name, f.scope)).collect(),
            };
            naming.parts.push(numbers);
            markets.extend(markets_of(definition, cards));
        }
        naming.markets = markets.into_iter().collect();
        (naming.clocks.len() <= MOST_CLOCKS).then_some(naming)
    }

    fn number_clocks(&mut self, definition: &Definition) -> Vec<u32> {
        let remembered = States::of(definition).remembered;
        let numbers = definition.clocks.iter().enumerate().map(|(at, clock)| {
            let hours = clock.hours.is_some();
            let known = self.clocks.iter().zip(&self.stores.clocks);
            let same = |(name, kept): (&String, &StoredClock)| {
                (name, kept.scope, kept.hours) == (&clock.name, clock.scope, hours)
            };
            let number = known.into_iter().position(same).unwrap_or_else(|| {
                self.clocks.push(clock.name.clone());
                let scope = clock.scope;
                self.stores.clocks.push(StoredClock { scope, keeps_start: false, remembered: false, hours });
                self.clocks.len() - 1
            });
            let kept = &mut self.stores.clocks[number];
            kept.keeps_start |= clock.longer.is_some();
            kept.remembered |= remembered.contains(&(at as u32));
            number as u32
        });
        numbers.collect()
    }

    fn quota(&mut self, name: &str, scope: super::vocabulary::Scope) -> u16 {
        let mut known = self.quotas.iter().zip(&self.stores.quotas);
        let number = known.position(|k| k == (&name.to_string(), &scope)).unwrap_or_else(|| {
            self.quotas.push(name.to_string());
            self.stores.quotas.push(scope);
            self.quotas.len() - 1
        });
        number as u16
    }

    fn fee(&mut self, name: &str, scope: super::vocabulary::Scope) -> u16 {
        let mut known = self.fees.iter().zip(&self.stores.fees);
        let number = known.position(|k| k == (&name.to_string(), &scope)).unwrap_or_else(|| {
            self.fees.push(name.to_string());
            self.stores.fees.push(scope);
            self.fees.len() - 1
        });
        number as u16
    }

    fn tier(&mut self, name: &str, kept: (super::vocabulary::Scope, bool, bool)) -> u16 {
        let mut known = self.tiers.iter().zip(&self.stores.tiers);
        let number = known.position(|k| k == (&name.to_string(), &kept)).unwrap_or_else(|| {
            self.tiers.push(name.to_string());
            self.stores.tiers.push(kept);
            self.tiers.len() - 1
        });
        number as u16
    }
}

/// The markets that cards have rates for; all of them where a ladder without a card counts by market.
fn markets_of(definition: &Definition, cards: &Cards) -> BTreeSet<String> {
    let by_market =
        |t: &&super::vocabulary::Tiers| t.over_market && t.steps.iter().any(|s| matches!(s.1, StepRate::Amount(..)));
    let mut all: BTreeSet<String> = cards.list.iter().flat_map(|c| c.markets()).map(String::from).collect();
    all.extend(cards.ladders.iter().flat_map(|l| l.markets()).map(String::from));
    if definition.tiers.iter().any(|t| by_market(&t)) {
        let countries = Markets::countries();
        match definition.markets {
            Markets::Country => all.extend(countries.into_iter().map(String::from)),
            Markets::Table(_) => all.extend(definition.markets.all().into_iter().map(String::from)),
        }
    }
    all
}
