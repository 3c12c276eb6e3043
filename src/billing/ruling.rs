//! What a plan says of each line, kept once and used for millions of messages.

use std::sync::Arc;

use super::places::Places;
use crate::facts::Book;
use crate::tariff::{Decision, Plan};

/// A line in words and money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Month in the account's zone: 12 × year + month − 1.
    pub month: i32,
    /// Index of the number.
    pub number: u16,
    /// Market of the card.
    pub market: String,
    /// Category.
    pub category: String,
    /// Rule that decided.
    pub rule: String,
    /// Nano-units for one unit; 0 if free, `None` = unrated.
    pub rate: Option<i64>,
    /// The line has a rate above 0.
    pub charged: bool,
    /// A rule asks money, but there is no rate.
    pub unrated: bool,
}

impl Ruling {
    /// What a decision on this line costs. Unit: nano-units.
    #[inline]
    pub fn amount(&self, decision: &Decision) -> i128 {
        i128::from(self.rate.unwrap_or(0)) * i128::from(decision.units)
    }
}

/// The lines of one plan in one book.
#[derive(Debug)]
pub struct Rulings {
    plan: Arc<Plan>,
    places: Places<Place>,
    list: Vec<Ruling>,
}

type Place = (i32, u16, u16, u16);

impl Rulings {
    /// None yet.
    pub fn new(plan: Arc<Plan>) -> Rulings {
        Rulings { plan, places: Places::new(), list: Vec::new() }
    }

    /// The plan.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }

    /// Index of a decision's line.
    #[inline]
    pub fn of(&mut self, book: &Book, decision: &Decision) -> usize {
        let place = (decision.month, decision.number, decision.country, decision.cell);
        match self.places.get(place) {
            Some(at) => at,
            None => self.add(book, decision, place),
        }
    }

    fn add(&mut self, book: &Book, decision: &Decision, place: Place) -> usize {
        // Described as one whole message, so that `charged` and `unrated` speak of the line.
        let one = Decision { messages: 1, units: 1, ..*decision };
        let said = self.plan.describe(book, &one);
        self.list.push(Ruling {
            month: said.month,
            number: decision.number,
            market: said.market.to_string(),
            category: said.category.to_string(),
            rule: said.rule.to_string(),
            rate: said.rate,
            charged: said.charged > 0,
            unrated: said.unrated > 0,
        });
        self.places.add(place)
    }

    /// A line by its index.
    #[inline]
    pub fn get(&self, at: usize) -> &Ruling {
        &self.list[at]
    }
}
