//! What a desk may know of a plan: [`Rules`], and which countries have no rate.

use super::in_force::Schedule;
use super::plan::{Action, BY_MESSAGE, Item, NONE, Part, Plan};
use super::vocabulary::CLASSES;
use crate::facts::{Book, Class, Instant, NumberEntry, Rules, Terms};

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
    /// The small view that a desk gets for `[from, to)`: window, accepted classes, and the list price of a late answer sent as
    /// `utility`. In a plan that changes with the date each number follows its account, which changes at 00:00 of its zone.
    pub fn rules(&self, book: &Book, from: Instant, to: Instant) -> Rules {
        let schedule = Schedule::new(self, book);
        let accounts: Vec<Vec<(Instant, u16)>> =
            (0..book.accounts.len()).map(|account| schedule.between(account, from, to)).collect();
        let first = accounts.first().and_then(|steps| steps.first()).map_or(0, |step| step.1);
        let mut rules = Rules::always(self.terms(first as usize, book));
        let mut others: Vec<u16> = accounts.iter().flatten().map(|step| step.1).filter(|part| *part != first).collect();
        others.sort_unstable();
        others.dedup();
        let later: Vec<Terms> = others.iter().map(|part| self.terms(*part as usize, book)).collect();
        if later.iter().all(|terms| *terms == rules.first) {
            return rules;
        }
        // Places follow `first`, which has no place of its own: an account that comes back to it is given a copy.
        let again = accounts.iter().any(|steps| steps.iter().skip(1).any(|step| step.1 == first));
        let copy = again.then(|| rules.first.clone());
        rules.later = later.into_iter().chain(copy).collect();
        let place = |part: u16| others.iter().position(|other| *other == part).unwrap_or(others.len()) as u16;
        let of_number = |number: &NumberEntry| {
            let steps = accounts.get(number.account as usize).map_or(&[][..], Vec::as_slice);
            let moves = steps.iter().enumerate().filter(|(at, step)| *at > 0 || step.1 != first);
            moves.map(|(_, (begin, part))| (*begin, place(*part))).collect()
        };
        rules.changes = book.numbers.iter().map(of_number).collect();
        rules
    }

    fn terms(&self, at: usize, book: &Book) -> Terms {
        let part = &self.parts[at];
        Terms {
            window: part.fold.window.unwrap_or(i64::MAX),
            edge_inside: part.fold.edge_inside,
            promotion: part.promotion,
            contact_before: part.contact_before,
            late_price: book.countries.iter().map(|c| self.late_price(at, c, Class::Utility)).collect(),
            answer_price: book.countries.iter().map(|c| self.answer_price(at, c)).collect(),
            free_answers: book.countries.iter().map(|c| self.free_answers(at, c)).max().unwrap_or(0),
        }
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
        class == Class::App || self.action_in_window(part, country, class).is_some_and(|action| !action.pays)
    }

    /// List price of an answer in the window, in nano-units of the plan's currency: 0 = free by rule, −1 = unrated.
    fn answer_price(&self, part: usize, country: &str) -> i64 {
        let Some(action) = self.action_in_window(part, country, Class::Service) else { return -1 };
        if !action.pays {
            return 0;
        }
        let cell = self.parts[part].first_cell + action.cell;
        let item = self.item_of_cell[cell as usize].map(|at| &self.items[at]);
        item.and_then(|i| self.parts[part].rate(country, &i.asks).0).unwrap_or(-1)
    }

    /// Answers a month that a quota makes free.
    fn free_answers(&self, part: usize, country: &str) -> u64 {
        let action = self.action_in_window(part, country, Class::Service).filter(|action| action.quota != NONE);
        let quota = action.and_then(|action| self.parts[part].fold.quotas.get(usize::from(action.quota)));
        quota.map_or(0, |(_, size)| *size)
    }

    /// What becomes of a message while nothing runs but the clocks that a customer's message (not from an ad) starts.
    fn action_in_window(&self, part: usize, country: &str, class: Class) -> Option<&Action> {
        let Part { fold, .. } = self.parts.get(part)?;
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
        action.and_then(|a| fold.actions.get(*a as usize))
    }

    /// Price of a message of this class to a customer for whom no clock runs: nano-units of the plan's currency, first tier, quota
    /// used up, first unit of a price by delay; −1 = unrated. `app` is free.
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
