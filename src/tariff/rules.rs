//! What a desk may know of a plan: [`Rules`], and which countries have no rate.

use super::plan::{Item, Part, Plan};
use super::vocabulary::CLASSES;
use crate::facts::{Book, Class, Rules};

/// A country in which some message would be unrated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unrated {
    /// ISO 3166 code.
    pub country: String,
    /// Its market, if the tariff's table knows the country.
    pub market: Option<String>,
    /// Categories without a rate there.
    pub categories: Vec<String>,
}

impl Plan {
    /// The small view that a desk gets: window, accepted classes, and the list price of a late answer sent as `utility`.
    /// Of a plan that changes with the date: what its last part says.
    pub fn rules(&self, book: &Book) -> Rules {
        let part = &self.parts[self.parts.len() - 1];
        Rules {
            window: part.fold.window.unwrap_or(i64::MAX),
            edge_inside: part.fold.edge_inside,
            promotion: part.promotion,
            contact_before: part.contact_before,
            late_price: self.late_prices(book, Class::Utility),
        }
    }

    /// Price of a message of this class to a customer for whom no clock runs, by country index: nano-units of the plan's
    /// currency, first tier, quota used up, first unit of a price by delay; −1 = unrated. `app` is free. Of a plan that
    /// changes with the date: under its last part.
    pub fn late_prices(&self, book: &Book, class: Class) -> Vec<i64> {
        let part = self.parts.len() - 1;
        book.countries.iter().map(|country| self.late_price(part, country, class)).collect()
    }

    fn late_price(&self, part: usize, country: &str, class: Class) -> i64 {
        let Part { fold, first_cell, .. } = &self.parts[part];
        if class == Class::App && !fold.takes_app {
            return 0;
        }
        let billed = fold.billed_class[self.market_index(part, country) * CLASSES + class as usize] as usize;
        let action = &fold.actions[fold.table[billed << fold.bits] as usize];
        let item = self.item_of_cell[(first_cell + action.cell) as usize].map(|at| &self.items[at]);
        item.and_then(|i| self.parts[part].rate(country, &i.asks).0).unwrap_or(-1)
    }

    /// Index of a country's market; beyond all of them if it has none, or the part's cards no rate there.
    pub(super) fn market_index(&self, part: usize, country: &str) -> usize {
        let market = self.parts[part].markets.of(country);
        let found = market.and_then(|m| self.market_names.iter().position(|n| n == m));
        found.unwrap_or(self.market_names.len())
    }

    /// The countries of a book in which a rule asks a list rate that the card does not have, in the book's order.
    pub fn unrated_countries(&self, book: &Book) -> Vec<Unrated> {
        let unrated = book.countries.iter().map(|country| {
            let rules = |i: &&Item| !i.beside && i.tier <= 1;
            let missing =
                |i: &&Item| self.is_asked_in(country, i) && self.parts[i.part].rate(country, &i.asks).0.is_none();
            let items = self.items.iter().filter(rules).filter(missing);
            let mut categories: Vec<String> = items.map(|i| i.category.clone()).collect();
            categories.sort();
            categories.dedup();
            Unrated { country: country.clone(), market: self.market(country).map(String::from), categories }
        });
        unrated.filter(|u| !u.categories.is_empty()).collect()
    }

    /// Can a message in this country meet the item? Not if its class is billed as another there.
    fn is_asked_in(&self, country: &str, item: &Item) -> bool {
        let row = self.market_index(item.part, country) * CLASSES;
        let classes = &self.parts[item.part].fold.billed_class[row..row + CLASSES];
        classes.iter().any(|class| item.class == Some(*class))
    }
}
