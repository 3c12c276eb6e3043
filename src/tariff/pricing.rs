//! Rates of a plan's items in the countries of a book, and the money of counted units.

use super::card::{COMPUTED, discounted};
use super::counts::{Key, NO_COUNTRY};
use super::plan::{Asks, Item, Part, Plan};
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
        let country = self.book.countries.get(key.country as usize).map_or("", String::as_str);
        let (rate, basis) = self.plan.parts[item.part].rate(country, &item.asks);
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

    /// The market of a country under the tariff of an item, or its code; nothing on lines without a country.
    pub(super) fn market(&self, country: u16, item: Option<&Item>) -> &'a str {
        if country == NO_COUNTRY {
            return "";
        }
        let code = self.book.countries.get(country as usize).map_or("", String::as_str);
        let part = item.and_then(|i| self.plan.parts.get(i.part)).or(self.plan.parts.last());
        part.and_then(|p| p.markets.of(code)).unwrap_or(code)
    }
}

impl Part {
    /// What is asked in a country for one unit, in nano-units, and the basis of that; what-if factors are in it.
    pub(super) fn rate<'a>(&'a self, country: &str, asks: &'a Asks) -> (Option<i64>, &'a str) {
        let (rate, basis) = self.listed(country, asks);
        let factors = [self.times.all, self.times.by_country.get(country).copied()];
        let times =
            |rate: i64| factors.into_iter().flatten().fold(rate, |rate, millionths| share(rate, millionths as i64));
        (rate.map(times), basis)
    }

    /// The same without what-if factors.
    fn listed<'a>(&'a self, country: &str, asks: &'a Asks) -> (Option<i64>, &'a str) {
        let on_card = |category: &str| self.card.as_ref()?.rate(self.markets.of(country)?, category);
        let found = match asks {
            Asks::Nothing(why) => return (Some(0), why),
            Asks::Fixed(nanos, basis) => return (Some(*nanos), basis),
            Asks::List(category) => on_card(category).map(|r| (r.nanos, r.basis.as_str())),
            Asks::Tier(ladder, category, tier) => {
                let ladder = self.ladders.get(*ladder);
                let steps = self.markets.of(country).and_then(|m| ladder?.ladder(m, category));
                steps.and_then(|s| s.get(*tier)).map(|s| (s.rate.nanos, s.rate.basis.as_str()))
            }
            Asks::Off(category, 0) => on_card(category).map(|r| (r.nanos, r.basis.as_str())),
            // Millionths are ten-thousandths of a percent: 100,000 billionths of a percent.
            Asks::Off(category, off) => on_card(category).map(|r| (discounted(r.nanos, off * 100_000), COMPUTED)),
            Asks::Part(of, numerator, denominator) => {
                let (rate, basis) = self.listed(country, of);
                rate.map(|r| ((r as i128 * *numerator as i128 / *denominator as i128) as i64, basis))
            }
            Asks::AtMost(of, cap) => {
                let (rate, basis) = self.listed(country, of);
                rate.map(|r| (r.min(*cap), if r > *cap { "tariff" } else { basis }))
            }
            Asks::Difference(from, to) => match (self.listed(country, from), self.listed(country, to)) {
                ((Some(from), _), (Some(to), basis)) => Some((to - from, basis)),
                _ => None,
            },
            Asks::Share(of, millionths) => {
                let (rate, basis) = self.listed(country, of);
                rate.map(|r| (share(r, *millionths), basis))
            }
        };
        found.map_or((None, "no rate"), |(nanos, basis)| (Some(nanos), basis))
    }
}

/// Millionths of a rate, rounded half up (away from 0) to the nano-unit.
fn share(nanos: i64, millionths: i64) -> i64 {
    let whole = nanos as i128 * millionths as i128;
    ((whole.abs() + 500_000) / 1_000_000 * whole.signum()) as i64
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
