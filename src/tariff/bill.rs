//! Counts × rates = lines; the sum of the lines is the bill, exactly.

use std::collections::BTreeMap;

use super::calendar;
use super::counts::{Counts, Key};
use super::plan::{Asks, Item, Plan};
use crate::facts::Book;
use crate::units::Currency;

/// One auditable line. Lines of a bill differ in (month, number, market, category, rule, tier, rate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `YYYY-MM` in the account's zone.
    pub month: String,
    /// Portfolio.
    pub business: String,
    /// Account.
    pub account: String,
    /// Number.
    pub number: String,
    /// Market of the card; the country's code if the tariff knows no market for it.
    pub market: String,
    /// Category, by the rule's `as`.
    pub category: String,
    /// Rule that decided, or `not delivered`, `refused`, `not accepted`, `phone app`.
    pub rule: String,
    /// `1`, `2` … or empty.
    pub tier: String,
    /// Nano-units of the currency for one unit; 0 on free lines, `None` = unrated.
    pub rate: Option<i64>,
    /// Where the rate comes from, or why there is none.
    pub basis: String,
    /// Messages.
    pub messages: u64,
    /// Of these charged: those with a rate above 0.
    pub charged: u64,
    /// Of these unrated: a rule asks money, but the card has no rate.
    pub unrated: u64,
    /// What the rate multiplies: charged messages, or started units of delay. 0 on free and unrated lines.
    pub units: u64,
    /// Nano-units: `rate × units`.
    pub amount: i128,
}

/// A bill: lines in order of month, number, market, and the plan's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bill {
    /// The tariff billed under.
    pub tariff: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// The lines.
    pub lines: Vec<Line>,
    /// Sum of the lines. Unit: nano-units.
    pub total: i128,
    /// Messages on all lines.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated: their price is not in `total`.
    pub unrated: u64,
}

/// The fee of one country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountryFee {
    /// Index in the book.
    pub country: u16,
    /// Messages on all lines.
    pub messages: u64,
    /// Of these charged.
    pub charged: u64,
    /// Of these unrated.
    pub unrated: u64,
    /// Nano-units of the plan's currency.
    pub amount: i128,
}

/// Prices counts: money = rate × units in integers, never rounded. Counts must have been made under a plan with the same
/// fingerprint; counts of another plan come out whole as unrated lines, never as zero.
pub fn price(plan: &Plan, book: &Book, counts: &Counts) -> Bill {
    let prices = Prices { plan, book, fits: plan.fingerprint == counts.fingerprint };
    let mut lines: BTreeMap<(i32, u16, String, usize), Line> = BTreeMap::new();
    for priced in prices.items(counts) {
        let market = prices.market(priced.key.country);
        let key = (priced.key.month, priced.key.number, market.clone(), priced.order);
        let line = lines.entry(key).or_insert_with(|| prices.line(&priced, market));
        line.messages += priced.messages;
        line.charged += priced.charged;
        line.unrated += priced.unrated;
        line.units += priced.units;
        line.amount += priced.amount;
    }
    let lines: Vec<Line> = lines.into_values().collect();
    Bill {
        tariff: plan.name.clone(),
        currency: plan.currency,
        total: lines.iter().map(|l| l.amount).sum(),
        messages: lines.iter().map(|l| l.messages).sum(),
        charged: lines.iter().map(|l| l.charged).sum(),
        unrated: lines.iter().map(|l| l.unrated).sum(),
        lines,
    }
}

/// The same money by country of the book; one entry for each country, in the book's order.
pub fn price_by_country(plan: &Plan, book: &Book, counts: &Counts) -> Vec<CountryFee> {
    let blank = |country| CountryFee { country, ..CountryFee::default() };
    let mut fees: Vec<CountryFee> = (0..book.countries.len() as u16).map(blank).collect();
    let prices = Prices { plan, book, fits: plan.fingerprint == counts.fingerprint };
    for priced in prices.items(counts) {
        if let Some(fee) = fees.get_mut(priced.key.country as usize) {
            fee.messages += priced.messages;
            fee.charged += priced.charged;
            fee.unrated += priced.unrated;
            fee.amount += priced.amount;
        }
    }
    fees
}

struct Prices<'a> {
    plan: &'a Plan,
    book: &'a Book,
    fits: bool,
}

/// One cell of the counts with its money.
struct Priced<'a> {
    key: Key,
    /// Place of the item in the plan.
    order: usize,
    item: Option<&'a Item>,
    rate: Option<i64>,
    basis: String,
    messages: u64,
    charged: u64,
    unrated: u64,
    units: u64,
    amount: i128,
}

impl<'a> Prices<'a> {
    /// Every cell that counts messages. Cells that count units of delay belong to the cell of their messages.
    fn items(&self, counts: &'a Counts) -> impl Iterator<Item = Priced<'a>> {
        let of_cell = |cell: u16| self.plan.items.iter().position(|i| i.cell == cell);
        counts.cells.iter().filter_map(move |(key, messages)| {
            if !self.fits {
                return Some(self.unknown(*key, *messages));
            }
            let order = of_cell(key.cell)?;
            Some(self.priced(*key, order, *messages, counts))
        })
    }

    fn priced(&self, key: Key, order: usize, messages: u64, counts: &Counts) -> Priced<'a> {
        let item = &self.plan.items[order];
        let (rate, basis) = self.rate(key.country, &item.asks);
        let counted = if item.units_cell == item.cell {
            messages
        } else {
            let units_key = Key { cell: item.units_cell, ..key };
            counts.cells.binary_search_by_key(&units_key, |c| c.0).map_or(0, |i| counts.cells[i].1)
        };
        let asks = !matches!(item.asks, Asks::Nothing(_));
        let charged = if rate.is_some_and(|r| r > 0) { messages } else { 0 };
        let units = if charged > 0 { counted } else { 0 };
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

    fn unknown(&self, key: Key, messages: u64) -> Priced<'a> {
        Priced {
            order: key.cell as usize,
            key,
            item: None,
            rate: None,
            basis: "counted under another plan".to_string(),
            messages,
            charged: 0,
            unrated: messages,
            units: 0,
            amount: 0,
        }
    }

    /// The rate of an item in a country, and its basis.
    fn rate(&self, country: u16, asks: &Asks) -> (Option<i64>, String) {
        let market = self.book.countries.get(country as usize).and_then(|c| self.plan.market(c));
        let found = match (asks, market) {
            (Asks::Nothing(why), _) => return (Some(0), why.clone()),
            (Asks::Fixed(nanos, basis), _) => return (Some(*nanos), basis.to_string()),
            (_, None) => None,
            (Asks::List(category), Some(market)) => self.plan.card.as_ref().and_then(|c| c.rate(market, category)),
            (Asks::Tier(ladder, category, tier), Some(market)) => {
                let steps = self.plan.ladders.get(*ladder).and_then(|l| l.ladder(market, category));
                steps.and_then(|s| s.get(*tier)).map(|s| &s.rate)
            }
        };
        found.map_or((None, "no rate".to_string()), |rate| (Some(rate.nanos), rate.basis.clone()))
    }

    fn market(&self, country: u16) -> String {
        let code = self.book.countries.get(country as usize).map_or("", String::as_str);
        self.plan.market(code).unwrap_or(code).to_string()
    }

    /// The line of an item, still empty.
    fn line(&self, priced: &Priced<'_>, market: String) -> Line {
        let number = self.book.numbers.get(priced.key.number as usize);
        let account = number.and_then(|n| self.book.accounts.get(n.account as usize));
        let business = account.and_then(|a| self.book.businesses.get(a.business as usize));
        let tier = match priced.item.map(|i| &i.asks) {
            Some(Asks::Tier(_, _, tier)) => (tier + 1).to_string(),
            _ => String::new(),
        };
        Line {
            month: calendar::label(priced.key.month),
            business: business.cloned().unwrap_or_default(),
            account: account.map(|a| a.name.clone()).unwrap_or_default(),
            number: number.map(|n| n.name.clone()).unwrap_or_default(),
            market,
            category: priced.item.map(|i| i.category.clone()).unwrap_or_default(),
            rule: priced.item.map_or("unknown".to_string(), |i| i.rule.clone()),
            tier,
            rate: priced.rate,
            basis: priced.basis.clone(),
            messages: 0,
            charged: 0,
            unrated: 0,
            units: 0,
            amount: 0,
        }
    }
}
