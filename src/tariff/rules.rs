//! What a desk may know of a plan: [`Rules`], and which countries have no rate.

use super::in_force::Schedule;
use super::plan::{BY_MESSAGE, Item, Part, Plan};
use super::vocabulary::CLASSES;
use crate::facts::{Book, Class, Instant, Rules};

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
        self.rules_of(self.schedule.last().map_or(0, |step| step.1 as usize), book)
    }

    /// The same for the part that is in force for the book's first account at an instant. A desk keeps it over its whole run:
    /// should acceptance change within it, the bill shows what the later part does not accept.
    pub fn rules_at(&self, book: &Book, at: Instant) -> Rules {
        let part = if book.accounts.is_empty() { 0 } else { Schedule::new(self, book).span(0, at).2 };
        self.rules_of(part as usize, book)
    }

    fn rules_of(&self, at: usize, book: &Book) -> Rules {
        let part = &self.parts[at];
        Rules {
            window: part.fold.window.unwrap_or(i64::MAX),
            edge_inside: part.fold.edge_inside,
            promotion: part.promotion,
            contact_before: part.contact_before,
            late_price: book.countries.iter().map(|c| self.late_price(at, c, Class::Utility)).collect(),
        }
    }

    /// Price of a message of this class to a customer for whom no clock runs, by country index: nano-units of the plan's
    /// currency, first tier, quota used up, first unit of a price by delay; −1 = unrated. `app` is free. Of a plan that
    /// changes with the date: under its last part.
    pub fn late_prices(&self, book: &Book, class: Class) -> Vec<i64> {
        let part = self.schedule.last().map_or(0, |step| step.1 as usize);
        book.countries.iter().map(|country| self.late_price(part, country, class)).collect()
    }

    /// How many tariffs the plan follows one after the other: 1, or more in a plan that changes with the date.
    pub fn part_count(&self) -> usize {
        self.parts.len()
    }

    /// The part of the plan whose rules a decision's cell belongs to.
    pub fn part_of(&self, cell: u16) -> usize {
        self.parts.partition_point(|part| part.first_cell <= cell).saturating_sub(1)
    }

    /// How long after the customer's last message a part of the plan accepts service messages; `None`: always.
    pub fn window_of(&self, part: usize) -> Option<i64> {
        self.parts.get(part).and_then(|p| p.fold.window)
    }

    /// Would a message of this class be free under a part of the plan if nothing ran but the clocks that a customer's message (not
    /// from an ad) starts? Free by rule, not by quota. `app` is free.
    pub fn free_in_window(&self, part: usize, country: &str, class: Class) -> bool {
        let Some(Part { fold, .. }) = self.parts.get(part) else { return false };
        if class == Class::App {
            return true;
        }
        let mut open = 0;
        for start in fold.starts.iter().filter(|s| s.by & BY_MESSAGE != 0) {
            if start.while_ & !open == 0 && start.unless & open == 0 {
                open |= 1 << start.clock;
            }
        }
        let bits = fold.own.iter().enumerate().filter(|(_, clock)| open & (1 << **clock) != 0);
        let index = bits.fold(0, |all, (bit, _)| all | 1usize << bit);
        let billed = fold.billed_class[self.market_index(part, country) * CLASSES + class as usize] as usize;
        let action = fold.table.get(billed << fold.bits | index);
        action.and_then(|a| fold.actions.get(*a as usize)).is_some_and(|a| !a.pays)
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
