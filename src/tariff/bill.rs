//! Counts × rates = lines; the sum of the lines is the bill, exactly.

use std::collections::BTreeMap;

use super::calendar;
use super::counts::{Counts, Key, NO_COUNTRY};
use super::plan::Plan;
use super::pricing::{Priced, Prices};
use super::vocabulary::Scope;
use crate::facts::Book;
use crate::units::Currency;

/// One auditable line. Lines of a bill differ in (month, number, market, category, rule, tier, rate).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The tariff billed under: under a calendar that of the date.
    pub tariff: String,
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
    /// Messages, one for each recipient; 0 on lines beside those of messages (extras, earlier units re-rated, fees).
    pub messages: u64,
    /// Of these charged: those with a rate above 0.
    pub charged: u64,
    /// Of these unrated: a rule asks money, but the card has no rate.
    pub unrated: u64,
    /// What the rate multiplies: charged messages, or what else the price counts. 0 on free and unrated lines.
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
    let prices = Prices::of(plan, book);
    let mut lines: BTreeMap<(i32, u16, &str, usize), Line> = BTreeMap::new();
    for priced in items(&prices, counts) {
        let market = prices.market(priced.key.country, priced.item);
        let key = (priced.key.month, priced.key.number, market, priced.order);
        let line = lines.entry(key).or_insert_with(|| line(&prices, &priced));
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

/// The same money by country of the book: one entry for each country, in the book's order, and one more with the country
/// `u16::MAX` for fees, if there are any.
pub fn price_by_country(plan: &Plan, book: &Book, counts: &Counts) -> Vec<CountryFee> {
    let blank = |country| CountryFee { country, ..CountryFee::default() };
    let mut fees: Vec<CountryFee> = (0..book.countries.len() as u16).map(blank).collect();
    for priced in items(&Prices::of(plan, book), counts) {
        if priced.key.country == NO_COUNTRY && fees.last().is_none_or(|f| f.country != NO_COUNTRY) {
            fees.push(blank(NO_COUNTRY));
        }
        let at = (priced.key.country as usize).min(fees.len().saturating_sub(1));
        if let Some(fee) = fees.get_mut(at) {
            fee.messages += priced.messages;
            fee.charged += priced.charged;
            fee.unrated += priced.unrated;
            fee.amount += priced.amount;
        }
    }
    fees
}

/// Every item that was counted, with its messages and units.
fn items<'a>(prices: &'a Prices<'a>, counts: &'a Counts) -> impl Iterator<Item = Priced<'a>> {
    let fits = prices.plan.fingerprint == counts.fingerprint;
    counts.cells.iter().filter_map(move |(key, messages)| {
        if !fits {
            return Some(Priced::unknown(*key, *messages, "counted under another plan"));
        }
        let item = &prices.plan.items[prices.plan.item_of_cell.get(key.cell as usize).copied().flatten()?];
        if item.beside {
            return Some(prices.priced(*key, 0, *messages));
        }
        let of = |cell: u16| if cell == key.cell { *messages } else { counts.at(Key { cell, ..*key }) };
        // Units without messages: the rest of a message that crossed a tier. Units with messages come with these.
        let (messages, units) = (of(item.cell), of(item.units_cell));
        (key.cell == item.cell || messages == 0).then(|| prices.priced(*key, messages, units))
    })
}

/// The line of an item, still empty.
fn line(prices: &Prices<'_>, priced: &Priced<'_>) -> Line {
    let book = prices.book;
    let number = book.numbers.get(priced.key.number as usize);
    let account = number.and_then(|n| book.accounts.get(n.account as usize));
    let fee = priced.item.and_then(|i| i.fee);
    let business = account.and_then(|a| book.businesses.get(a.business as usize));
    let number = number.filter(|_| fee.is_none_or(|scope| scope == Scope::Number));
    let account = account.filter(|_| fee.is_none_or(|scope| scope != Scope::Business));
    let tier = priced.item.map_or(0, |i| i.tier);
    let part = priced.item.map(|i| &prices.plan.parts[i.part]);
    Line {
        tariff: part.map_or(&prices.plan.name, |p| &p.name).clone(),
        month: calendar::label(priced.key.month),
        business: business.cloned().unwrap_or_default(),
        account: account.map(|a| a.name.clone()).unwrap_or_default(),
        number: number.map(|n| n.name.clone()).unwrap_or_default(),
        market: prices.market(priced.key.country, priced.item).to_string(),
        category: priced.item.map(|i| i.category.clone()).unwrap_or_default(),
        rule: priced.item.map_or("unknown".to_string(), |i| i.rule.clone()),
        tier: if tier > 0 { tier.to_string() } else { String::new() },
        rate: priced.rate,
        basis: priced.basis.to_string(),
        messages: 0,
        charged: 0,
        unrated: 0,
        units: 0,
        amount: 0,
    }
}
