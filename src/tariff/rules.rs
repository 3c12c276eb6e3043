//! What a desk may know of a plan: [`Rules`], and which countries have no rate.

use super::plan::{Asks, Item, Plan};
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
    pub fn rules(&self, book: &Book) -> Rules {
        Rules {
            window: self.fold.window.unwrap_or(i64::MAX),
            edge_inside: self.fold.edge_inside,
            promotion: self.promotion,
            contact_before: self.contact_before,
            late_price: self.late_prices(book, Class::Utility),
        }
    }

    /// Price of a message of this class to a customer for whom no clock runs, by country index: nano-units of the plan's
    /// currency, first tier, quota used up, first unit of a price by delay; −1 = unrated. `app` is free.
    pub fn late_prices(&self, book: &Book, class: Class) -> Vec<i64> {
        book.countries.iter().map(|country| self.late_price(country, class)).collect()
    }

    fn late_price(&self, country: &str, class: Class) -> i64 {
        if class == Class::App {
            return 0;
        }
        let billed = self.fold.billed_class[self.market_index(country) * CLASSES + class as usize] as usize;
        let action = &self.fold.actions[self.fold.table[billed << self.fold.bits] as usize];
        let item = self.item_of_cell.get(action.cell as usize).copied().flatten().map(|at| &self.items[at]);
        item.and_then(|i| self.rate_in(country, &i.asks)).unwrap_or(-1)
    }

    fn rate_in(&self, country: &str, asks: &Asks) -> Option<i64> {
        match asks {
            Asks::Nothing(_) => Some(0),
            Asks::Fixed(nanos, _) => Some(*nanos),
            Asks::List(category) | Asks::Tier(_, category, _) => {
                self.card.as_ref()?.rate(self.market(country)?, category).map(|r| r.nanos)
            }
        }
    }

    /// The countries of a book in which a rule asks a list rate that the card does not have, in the book's order.
    pub fn unrated_countries(&self, book: &Book) -> Vec<Unrated> {
        let unrated = book.countries.iter().map(|country| {
            let missing = |i: &&Item| self.is_asked_in(country, i) && self.rate_in(country, &i.asks).is_none();
            let mut categories: Vec<String> = self.items.iter().filter(missing).map(|i| i.category.clone()).collect();
            categories.sort();
            categories.dedup();
            Unrated { country: country.clone(), market: self.market(country).map(String::from), categories }
        });
        unrated.filter(|u| !u.categories.is_empty()).collect()
    }

    /// Can a message in this country meet the item? Not if its class is billed as another there.
    fn is_asked_in(&self, country: &str, item: &Item) -> bool {
        let row = self.market_index(country) * CLASSES;
        self.fold.billed_class[row..row + CLASSES].iter().any(|class| item.class == Some(*class))
    }
}
