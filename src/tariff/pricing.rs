//! Rates of a plan's items in the countries of a book, and the money of counted units.

use super::counts::Key;
use super::plan::{Asks, Item, Plan};
use crate::facts::Book;

/// A plan's prices in a book.
pub(super) struct Prices<'a> {
    pub(super) plan: &'a Plan,
    pub(super) book: &'a Book,
}

/// One cell of the counts, or one decision, with its money.
pub(super) struct Priced<'a> {
    pub(super) key: Key,
    /// Place of the item in the plan.
    pub(super) order: usize,
    pub(super) item: Option<&'a Item>,
    pub(super) rate: Option<i64>,
    pub(super) basis: &'a str,
    pub(super) messages: u64,
    pub(super) charged: u64,
    pub(super) unrated: u64,
    pub(super) units: u64,
    pub(super) amount: i128,
}

impl<'a> Prices<'a> {
    pub(super) fn of(plan: &'a Plan, book: &'a Book) -> Prices<'a> {
        Prices { plan, book }
    }

    /// The money of so many messages and units in a cell.
    pub(super) fn priced(&self, key: Key, messages: u64, counted: u64) -> Priced<'a> {
        let order = self.plan.item_of_cell.get(key.cell as usize).copied().flatten();
        let Some(order) = order else { return Priced::unknown(key, messages, "no item of the plan") };
        let item = &self.plan.items[order];
        let (rate, basis) = self.rate(key.country, &item.asks);
        let asks = !matches!(item.asks, Asks::Nothing(_));
        let charged = if rate.is_some_and(|r| r > 0) { messages } else { 0 };
        let units = if rate.is_some_and(|r| r != 0) { counted } else { 0 };
        Priced {
            key,
            order,
            item: Some(item),
            rate,
            basis,
            messages,
            charged,
            unrated: if asks && rate.is_none() { messages } else { 0 },
            units,
            amount: rate.unwrap_or(0) as i128 * units as i128,
        }
    }

    /// The rate of an item in a country, and its basis.
    fn rate(&self, country: u16, asks: &'a Asks) -> (Option<i64>, &'a str) {
        let market = self.book.countries.get(country as usize).and_then(|c| self.plan.market(c));
        let found = match (asks, market) {
            (Asks::Nothing(why), _) => return (Some(0), why),
            (Asks::Fixed(nanos, basis), _) => return (Some(*nanos), basis),
            (_, None) => None,
            (Asks::List(category), Some(market)) => self.plan.card.as_ref().and_then(|c| c.rate(market, category)),
            (Asks::Tier(ladder, category, tier), Some(market)) => {
                let steps = self.plan.ladders.get(*ladder).and_then(|l| l.ladder(market, category));
                steps.and_then(|s| s.get(*tier)).map(|s| &s.rate)
            }
        };
        found.map_or((None, "no rate"), |rate| (Some(rate.nanos), rate.basis.as_str()))
    }

    /// The market of a country, or its code.
    pub(super) fn market(&self, country: u16) -> &'a str {
        let code = self.book.countries.get(country as usize).map_or("", String::as_str);
        self.plan.market(code).unwrap_or(code)
    }
}

impl Priced<'_> {
    /// Messages whose price cannot be told.
    pub(super) fn unknown(key: Key, messages: u64, why: &'static str) -> Priced<'static> {
        Priced {
            order: key.cell as usize,
            key,
            item: None,
            rate: None,
            basis: why,
            messages,
            charged: 0,
            unrated: messages,
            units: 0,
            amount: 0,
        }
    }
}
