//! A bill before its first fact: whose numbers, which parts of the plan, where everything is counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::calendar::Calendar;
use super::clocks::{ClockStore, Owners};
use super::counts::AGE_BINS;
use super::direct::{Direct, Near};
use super::fold::Biller;
use super::in_force::{BilledPart, Schedule};
use super::local::Zones;
use super::plan::{BY_MESSAGE, Plan};
use super::problem::{Problem, suggest};
use super::quota::{Quotas, owners};
use super::spot::Recent;
use super::tied::Tied;
use super::tiers::Ladders;
use super::vocabulary::Scope;
use crate::facts::{Book, Instant, NumberEntry};

/// Largest number of (number, country) a fold keeps a place for.
const MOST_PLACES: usize = 1 << 24;

impl Biller {
    /// An empty bill for a run over `[from, to)`.
    ///
    /// # Errors
    /// A zone that does not exist, an account or business that the book lacks, or a book too large to count by.
    pub fn new(plan: &Arc<Plan>, book: &Book, from: Instant, to: Instant) -> Result<Biller, Vec<Problem>> {
        Biller::build(plan, book, from, to, &[])
    }

    /// The same for the facts of one simulated desk, which make it faster: every message is delivered when it is sent, and its
    /// `window_from` is the customer's last message at that number that moved clocks. Clocks that follow from it (the window)
    /// are then read off the message instead of kept in a table. The bill is the same.
    ///
    /// # Errors
    /// As [`Biller::new`].
    pub fn for_desk(plan: &Arc<Plan>, book: &Book, from: Instant, to: Instant) -> Result<Biller, Vec<Problem>> {
        Biller::build(plan, book, from, to, &plan.derivable())
    }

    fn build(
        plan: &Arc<Plan>,
        book: &Book,
        from: Instant,
        to: Instant,
        derived: &[(usize, i64)],
    ) -> Result<Biller, Vec<Problem>> {
        let calendar = Calendar::new(book, from, to)?;
        let (numbers, mut problems) = owners_of(book);
        let places = numbers.len() * book.countries.len();
        if places > MOST_PLACES {
            let message = format!("numbers × countries = {places}; at most {MOST_PLACES} are counted apart");
            problems.push(Problem::of_file("book", message, "bill fewer numbers at once".into()));
        }
        let unknown = plan.own_parts.iter().filter(|(name, _)| !book.accounts.iter().any(|a| a.name == *name));
        problems.extend(unknown.map(|(name, _)| {
            let known = book.accounts.iter().map(|a| a.name.as_str());
            Problem::of_file("settings", format!("there is no account `{name}`"), suggest(name, known))
        }));
        if !problems.is_empty() {
            return Err(problems);
        }
        let parts: Arc<[BilledPart]> = (0..plan.parts.len()).map(|at| BilledPart::new(plan, at, book)).collect();
        let fold = &plan.parts[0].fold;
        let kept = |clock: usize| derived.iter().all(|d| d.0 != clock);
        let moved = |p: &BilledPart| {
            let longer = if p.fold.longer.is_empty() { 0 } else { BY_MESSAGE };
            p.fold.starts.iter().filter(|s| kept(s.clock)).fold(longer, |all, s| all | s.by)
        };
        let stores = &fold.stores;
        let months = calendar.count;
        let fee = |scope: &Scope| (owners(*scope, book), vec![false; months * owners(*scope, book)]);
        let clocks = ClockStore::new(stores, derived, fold.edge_inside);
        Ok(Biller {
            moved_by: parts.iter().map(moved).collect(),
            schedule: Schedule::new(plan, book),
            direct: Direct::new(&parts, &clocks, book.countries.len()),
            at_once: false,
            in_time: false,
            held: Vec::new(),
            near: vec![Near::default(); places],
            clocks,
            derived: derived.iter().fold(0, |all, d| all | 1 << d.0),
            tied: Tied::default(),
            zones: Zones::new(&stores.clocks, book),
            quotas: Quotas::new(stores, book, months),
            ladders: Ladders::new(stores, fold.market_count, book, months),
            countries: book.countries.len(),
            rows: BTreeMap::new(),
            recent: vec![Recent::default(); places],
            numbers,
            cells: Vec::new(),
            ages: [[0; AGE_BINS]; 2],
            noted: Vec::new(),
            fees: stores.fees.iter().map(fee).collect(),
            runs_on: plan.runs_on,
            closed: false,
            from,
            calendar,
            parts,
            plan: Arc::clone(plan),
        })
    }
}

/// What every number belongs to.
fn owners_of(book: &Book) -> (Vec<Owners>, Vec<Problem>) {
    let mut problems = Vec::new();
    let owner = |(i, n): (usize, &NumberEntry)| {
        let account = book.accounts.get(n.account as usize);
        let business = account.map(|a| a.business).filter(|b| (*b as usize) < book.businesses.len());
        if business.is_none() {
            let message = format!("number `{}` has no account, or that account no business", n.name);
            problems.push(Problem::of_file("book", message, String::new()));
        }
        Owners { number: i as u32, account: n.account as u32, business: business.unwrap_or(0) as u32 }
    };
    (book.numbers.iter().enumerate().map(owner).collect(), problems)
}
