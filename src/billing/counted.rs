//! Counts of the platform as a stream of messages, so that the tariffs that bill messages bill counts too.
//!
//! What a count says of its messages (category, country, number, day, charged or why free) is all that a price per message reads;
//! a message is laid where its point says and made to stand as its type says: free service and utility inside the customer's window,
//! entry-point messages inside an entry point, everything else outside. Prices by conversation, delay or time of day cannot be
//! billed from counts. Messages of one point are spread evenly over its time, those of free types over the first half: the counts
//! do not say the order inside a point, on which only the country of the first message beyond a quota depends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::days::Days;
use super::pass::Billed;
use super::source::Source;
use crate::facts::{
    Author, Body, Book, Class, Entry, Fact, FactId, Head, Instant, NEVER, Origin, Part, Quantity, Reason, Status,
};
use crate::log::{Block, CountRow, Counted, Side, VerdictType};
use crate::table::AnalyticsRow;
use crate::tariff::{Bill, Plan, month_label};
use crate::units::Locale;

/// Messages in a block.
const BLOCK: usize = 4096;

/// Since then service messages are charged, and a utility message's type no longer says whether the window was open:
/// 2026-10-01T00:00:00Z. Unit: microseconds.
const OCTOBER_2026: Instant = 1_790_812_800_000_000;

/// How a message must stand for its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Outside,
    InWindow,
    InEntryPoint,
}

fn stands(row: &CountRow) -> Stands {
    match (row.kind, row.category) {
        (Some(VerdictType::FreeEntryPoint), _) => Stands::InEntryPoint,
        (_, Some(Class::Service)) | (Some(VerdictType::FreeCustomerService), _) => Stands::InWindow,
        _ => Stands::Outside,
    }
}

/// The messages of counts, in order of time.
pub struct CountSource<'a> {
    counted: &'a Counted,
    /// Next message of each point that has begun or is still to begin: time, row, how many went before.
    next: BinaryHeap<Reverse<(Instant, usize, u64)>>,
    sent: u32,
}

impl<'a> CountSource<'a> {
    /// From the beginning.
    pub fn new(counted: &'a Counted) -> CountSource<'a> {
        let some = counted.rows.iter().enumerate().filter(|(_, row)| row.2.volume > 0);
        let next = some.map(|(at, (.., row))| Reverse((time(row, 0), at, 0))).collect();
        CountSource { counted, next, sent: 0 }
    }

    fn push(&mut self, block: &mut Block, at: Instant, row: usize) {
        let (number, country, point) = &self.counted.rows[row];
        let Some(class) = point.category else { return };
        let stands = stands(point);
        // One customer for each way to stand, so that no clock of one reaches another.
        let customer = stands as u64;
        let part = match at {
            at if at < self.counted.from => Part::Lead,
            at if at >= self.counted.to => Part::Drain,
            _ => Part::Run,
        };
        let mut fact = |part: Part, body: Body| {
            let id = FactId { ordinal: self.sent, ..FactId::default() };
            self.sent = self.sent.wrapping_add(1);
            block.facts.push(Fact { head: Head { at, customer, id, number: *number, country: *country, part }, body });
            block.sides.push(Side { row: row as u64 + 1, ..Side::default() });
        };
        if stands != Stands::Outside {
            let ad = stands == Stands::InEntryPoint;
            let (entry, origin) = if ad { (Entry::Ad, Origin::Ad) } else { (Entry::None, Origin::Enquiry) };
            // Only moves clocks: nobody counted it.
            fact(Part::Lead, Body::MessageIn { entry, origin, reminder: false, moves_clocks: true });
        }
        let body = Body::MessageOut {
            sent_at: at,
            class,
            status: Status::Delivered,
            reason: Reason::None,
            author: Author::Agent,
            nth: 0,
            window_from: if stands == Stands::Outside { NEVER } else { at },
            wait: -1,
            queued: -1,
            quantity: Quantity::ONE,
        };
        fact(part, body);
    }
}

/// When message number `n` of a point went out.
fn time(row: &CountRow, n: u64) -> Instant {
    let half = i128::from(row.to - row.from) / 2;
    let free = !matches!(row.kind, Some(VerdictType::Regular) | None);
    let begin = i128::from(row.from) + if free { 0 } else { half };
    (begin + half * i128::from(2 * n + 1) / i128::from(2 * row.volume.max(1))) as Instant
}

impl Source for CountSource<'_> {
    fn next(&mut self, block: &mut Block) -> Result<bool, String> {
        block.facts.clear();
        block.sides.clear();
        block.ids.clear();
        while block.facts.len() < BLOCK {
            let Some(Reverse((at, row, n))) = self.next.pop() else { break };
            self.push(block, at, row);
            let point = &self.counted.rows[row].2;
            if n + 1 < point.volume {
                self.next.push(Reverse((time(point, n + 1), row, n + 1)));
            }
        }
        Ok(!block.facts.is_empty())
    }
}

/// Refuses tariffs whose prices counts cannot tell.
///
/// # Errors
/// The tariff and why, in words.
pub fn billable(plan: &Plan, counted: &Counted) -> Result<(), String> {
    let why = plan.beyond_counts(&counted.book, counted.from, counted.to);
    why.map_or(Ok(()), |why| {
        Err(format!(
            "`{}` cannot be billed from counts: {why}\n  = help: bill the messages themselves (webhooks or an export), or name a tariff \
             with a price per message",
            plan.name()
        ))
    })
}

/// What a reader must know of a bill from counts.
pub fn count_notes(counted: &Counted, plans: &[std::sync::Arc<Plan>], locale: &Locale) -> Vec<String> {
    let mut notes = counted.notes.clone();
    for plan in plans {
        let either = counted.rows.iter().filter(|(_, country, row)| unsure(plan, &counted.book, *country, row));
        let messages: u64 = either.map(|row| row.2.volume).sum();
        if messages > 0 {
            notes.push(format!(
                "{}: of {} messages the counts do not say whether the customer's window was open: billed as outside, at most",
                plan.name(),
                locale.count(messages)
            ));
        }
    }
    if plans.iter().any(|plan| plan.quotas().next().is_some()) {
        notes.push("the order of messages inside a point of the counts is not known: where a quota ends inside one, the countries share it evenly".into());
    }
    notes
}

/// Would the message cost something else inside the window, and does nothing say where it was?
fn unsure(plan: &Plan, book: &Book, country: u16, row: &CountRow) -> bool {
    let Some(class) = row.category else { return false };
    let outside = stands(row) == Stands::Outside;
    let says_outside = class == Class::Utility && row.kind == Some(VerdictType::Regular) && row.from < OCTOBER_2026;
    outside && !says_outside && {
        let code = book.countries.get(usize::from(country)).map_or("", String::as_str);
        let inside = plan.part_at(book, row.from);
        plan.free_in_window(inside, code, class)
    }
}

/// Our bill of the counts beside the platform's own charges and costs, by month, number, market and category; points
/// outside the run are left out.
///
/// # Errors
/// A zone that does not exist.
pub fn analytics(counted: &Counted, plan: &Plan, bill: &Bill) -> Result<Vec<AnalyticsRow>, String> {
    type Key = (String, String, String, String, String);
    let book = &counted.book;
    let days = Days::new(book)?;
    let mut rows: BTreeMap<Key, AnalyticsRow> = BTreeMap::new();
    let blank = |key: &Key| AnalyticsRow {
        tariff: bill.tariff.clone(),
        month: key.0.clone(),
        account: key.1.clone(),
        number: key.2.clone(),
        market: key.3.clone(),
        category: key.4.clone(),
        messages: 0,
        charged: 0,
        amount: 0,
        platform_messages: 0,
        platform_charged: 0,
        platform_cost: None,
        currency: bill.currency,
    };
    let inside = |row: &CountRow| row.from >= counted.from && row.to <= counted.to;
    for (number, country, point) in counted.rows.iter().filter(|row| inside(&row.2)) {
        let entry = &book.numbers[usize::from(*number)];
        let part = plan.part_at(book, point.from);
        let code = book.countries[usize::from(*country)].as_str();
        let key = (
            month_label(days.month(entry.account, point.from)),
            book.accounts[usize::from(entry.account)].name.clone(),
            entry.name.clone(),
            plan.market_in(part, code).unwrap_or(code).to_string(),
            point.category.map_or("", Class::word).to_string(),
        );
        let row = rows.entry(key.clone()).or_insert_with(|| blank(&key));
        row.platform_messages += point.volume;
        row.platform_charged += if point.kind == Some(VerdictType::Regular) { point.volume } else { 0 };
        if let Some(cost) = point.cost {
            *row.platform_cost.get_or_insert(0) += i128::from(cost);
        }
    }
    for line in &bill.lines {
        let key =
            (line.month.clone(), line.account.clone(), line.number.clone(), line.market.clone(), line.category.clone());
        let row = rows.entry(key.clone()).or_insert_with(|| blank(&key));
        row.messages += line.messages;
        row.charged += line.charged;
        row.amount += line.amount;
    }
    Ok(rows.into_values().collect())
}

/// The platform's counts and costs against the bill, in one sentence.
pub(super) fn platform_says(billed: &Billed, locale: &Locale) -> Option<String> {
    let rows = &billed.tables.analytics;
    let first = rows.first()?;
    let sum = |of: &dyn Fn(&AnalyticsRow) -> u64| rows.iter().map(of).sum::<u64>();
    let charged = (sum(&|r| r.platform_charged), sum(&|r| r.charged));
    let costs: Vec<&AnalyticsRow> = rows.iter().filter(|r| r.platform_cost.is_some()).collect();
    let cost: i128 = costs.iter().filter_map(|r| r.platform_cost).sum();
    let amount: i128 = rows.iter().map(|r| r.amount).sum();
    let money = if costs.is_empty() {
        "no cost".to_string()
    } else {
        let differs = rows.iter().filter(|r| r.amount != r.platform_cost.unwrap_or(0)).count();
        let lines = match differs {
            0 => "every line agrees".to_string(),
            n => format!(
                "{} of {} lines differ (see analytics)",
                locale.count(n as u64),
                locale.count(rows.len() as u64)
            ),
        };
        // The answer does not name its currency.
        format!("a cost of {}, this bill {}: {lines}", locale.amount(cost), locale.money(amount, first.currency))
    };
    Some(format!(
        "The platform counts {} charged messages, {} has {}; the platform says {money}.",
        locale.count(charged.0),
        first.tariff,
        locale.count(charged.1)
    ))
}
