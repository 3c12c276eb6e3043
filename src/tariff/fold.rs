//! The fold: facts in order of time → [`Counts`]. One table look-up decides each message.

use std::sync::Arc;

use super::calendar::Calendar;
use super::clocks::{ClockStore, Owners};
use super::counts::{AGE_BINS, Counts, Key};
use super::decision::Decision;
use super::plan::{FoldPlan, Plan};
use super::problem::Problem;
use super::quota::Quotas;
use super::settle::Recent;
use super::tied::Tied;
use super::tiers::Ladders;
use super::vocabulary::{CLASSES, Clocks};
use crate::facts::kinds::{CUT, KINDS, Places};
use crate::facts::{Author, Body, Book, Entry, Fact, Fold, Head, Instant, NEVER, Status};

/// Largest number of (month, number, country) a fold keeps a place for.
const MOST_PLACES: usize = 1 << 26;

/// Bills one desk's facts of one replication under one plan.
///
/// Facts must come in the order of `facts/`; blocks may be cut anywhere. Those of the lead and the drain move clocks, and are
/// never billed, take no quota and no tier. Whether a customer had contact before is not in the facts: that rule is the desk's.
#[derive(Clone, Debug)]
pub struct Biller {
    pub(super) plan: Arc<Plan>,
    pub(super) clocks: ClockStore,
    /// Clocks that are read off each message instead of kept.
    pub(super) derived: Clocks,
    tied: Tied,
    pub(super) calendar: Calendar,
    pub(super) quotas: Quotas,
    pub(super) ladders: Ladders,
    pub(super) numbers: Vec<Owners>,
    /// By country: index of its market on the card.
    pub(super) markets: Vec<usize>,
    /// By country and class: the class it is billed as.
    pub(super) classes: Vec<u8>,
    /// By (month, number, country): 1 + index of its row in `cells`, 0 = none yet.
    pub(super) rows: Vec<u32>,
    /// By (number, country).
    pub(super) recent: Vec<Recent>,
    pub(super) cells: Vec<u64>,
    /// Cells of a row.
    pub(super) width: usize,
    /// Free and billed answers by age.
    pub(super) ages: [[u64; AGE_BINS]; 2],
}

/// Fields of an outbound message that billing reads.
pub(super) struct Outbound {
    pub(super) class: usize,
    pub(super) status: Status,
    pub(super) sent_at: Instant,
    pub(super) window_from: Instant,
    /// The customer's last message up to delivery, if the facts are those of a desk.
    pub(super) last_in: Instant,
    pub(super) answers: bool,
    pub(super) recipients: u64,
}

impl Biller {
    /// An empty bill for a run over `[from, to)`.
    ///
    /// # Errors
    /// A zone that does not exist, an account or business that the book lacks, or a book too large to count by.
    pub fn new(plan: &Arc<Plan>, book: &Book, from: Instant, to: Instant) -> Result<Biller, Vec<Problem>> {
        let calendar = Calendar::new(book, from, to)?;
        let mut problems = Vec::new();
        let numbers = book.numbers.iter().enumerate().map(|(i, n)| {
            let account = book.accounts.get(n.account as usize);
            let business = account.map(|a| a.business).filter(|b| (*b as usize) < book.businesses.len());
            if business.is_none() {
                let message = format!("number `{}` has no account, or that account no business", n.name);
                problems.push(Problem::of_file("book", message, String::new()));
            }
            Owners { number: i as u32, account: n.account as u32, business: business.unwrap_or(0) as u32 }
        });
        let numbers: Vec<Owners> = numbers.collect();
        let places = calendar.count * numbers.len() * book.countries.len();
        if places > MOST_PLACES {
            let message = format!("months × numbers × countries = {places}; at most {MOST_PLACES} are counted apart");
            problems.push(Problem::of_file("book", message, "bill fewer months or numbers at once".into()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let markets: Vec<usize> = book.countries.iter().map(|c| plan.market_index(c)).collect();
        let row = |market: &usize| &plan.fold.billed_class[market * CLASSES..(market + 1) * CLASSES];
        let classes = markets.iter().flat_map(row).copied().collect();
        Ok(Biller {
            clocks: ClockStore::new(&plan.fold, 0),
            derived: 0,
            tied: Tied::default(),
            quotas: Quotas::new(&plan.fold, book, calendar.count),
            ladders: Ladders::new(&plan.fold, book, calendar.count),
            markets,
            classes,
            rows: vec![0; places],
            recent: vec![Recent::default(); numbers.len() * book.countries.len()],
            numbers,
            cells: Vec::new(),
            width: plan.fold.cells as usize,
            ages: [[0; AGE_BINS]; 2],
            calendar,
            plan: Arc::clone(plan),
        })
    }

    /// The same for the facts of one simulated desk, which make it faster: every message is delivered when it is sent, and its
    /// `window_from` is the customer's last message at that number that moved clocks. Clocks that follow from it (the window)
    /// are then read off the message instead of kept in a table. The bill is the same.
    ///
    /// # Errors
    /// As [`Biller::new`].
    pub fn for_desk(plan: &Arc<Plan>, book: &Book, from: Instant, to: Instant) -> Result<Biller, Vec<Problem>> {
        let biller = Biller::new(plan, book, from, to)?;
        let derived = plan.derivable;
        Ok(Biller { clocks: ClockStore::new(&plan.fold, derived), derived, ..biller })
    }

    /// Takes the next block and tells each decision: the fact's place in the block, and what it came to. A message has one
    /// decision a line: its own one first (several if its recipients fall into different tiers or run out of a quota), then
    /// those that stand beside it, which count no messages. Messages outside the run and facts that are not billed have none.
    ///
    /// The same code as [`Fold::block`], which gives a sink that does nothing.
    #[inline]
    pub fn block_with(&mut self, facts: &[Fact], sink: &mut impl FnMut(usize, Decision)) {
        let plan = Arc::clone(&self.plan);
        let plan = &plan.fold;
        // Messages of customers are passed over where none of them moves a clock that is kept.
        let deaf =
            plan.longer.is_empty() && [Entry::None, Entry::Ad].iter().all(|entry| self.clocks.ignores(*entry, false));
        let lists: [u8; KINDS] = [if deaf { 0 } else { 1 }, 1, 0, 0, 0, 0, 0];
        let mut places = Places::<2>::new();
        for (cut, part) in facts.chunks(CUT).enumerate() {
            places.sort(part, &lists);
            for index in places.of(1).map(|place| cut * CUT + place) {
                let fact = &facts[index];
                match fact.body {
                    Body::MessageIn { entry, moves_clocks: true, .. }
                        if !self.clocks.ignores(entry, !plan.longer.is_empty()) =>
                    {
                        self.inbound(plan, &fact.head, entry);
                    }
                    Body::MessageOut { sent_at, class, status, author, window_from, quantity, .. } => {
                        let answers = author != Author::System;
                        let recipients = u64::from(quantity.recipients.max(1));
                        let last_in = self.tied.last_in(&facts[..index], &fact.head, window_from);
                        let class = class as usize;
                        let out = Outbound { class, status, sent_at, window_from, last_in, answers, recipients };
                        self.outbound(plan, &fact.head, &out, &mut |decision| sink(index, decision));
                    }
                    _ => {}
                }
            }
        }
        if self.derived != 0 {
            self.tied.keep(facts);
        }
    }

    /// The same for one fact.
    pub fn bill_one(&mut self, fact: &Fact) -> Vec<Decision> {
        let mut decisions = Vec::new();
        self.block_with(std::slice::from_ref(fact), &mut |_, decision| decisions.push(decision));
        decisions
    }

    /// The counts so far.
    pub fn finish(self) -> Counts {
        let (width, numbers, countries) = (self.width, self.numbers.len(), self.markets.len());
        let mut cells = Vec::new();
        for (place, row) in self.rows.iter().enumerate().filter(|(_, row)| **row > 0) {
            let start = (*row as usize - 1) * width;
            let (country, rest) = (place % countries, place / countries);
            let month = self.calendar.first + (rest / numbers) as i32;
            for (cell, units) in self.cells[start..start + width].iter().enumerate().filter(|(_, u)| **u > 0) {
                let key = Key { month, number: (rest % numbers) as u16, country: country as u16, cell: cell as u16 };
                cells.push((key, *units));
            }
        }
        Counts::new(self.plan.fingerprint.clone(), cells, self.ages.map(|ages| ages.to_vec()))
    }

    /// Pairs of customer and number whose clocks are held in memory now.
    pub fn pairs_held(&self) -> usize {
        self.clocks.entries()
    }

    /// A customer's message: clocks are prolonged, then started; all conditions read the state before it.
    #[inline]
    fn inbound(&mut self, plan: &FoldPlan, head: &Head, entry: Entry) {
        let owners = self.numbers[head.number as usize];
        let (running, mut entries) = self.clocks.state(&owners, head.customer, head.at, NEVER);
        let open = running.open;
        for longer in &plan.longer {
            if open & (1 << longer.clock) != 0 {
                let most = after(self.clocks.start(&entries, longer.clock), longer.at_most, plan.edge_inside);
                let end = self.clocks.end(&entries, longer.clock);
                self.clocks.set_end(&entries, longer.clock, end.saturating_add(longer.by).min(most).max(end));
            }
        }
        for start in plan.starts.iter().filter(|s| self.derived & (1 << s.clock) == 0) {
            let lasts = plan.clocks[start.clock].lasts;
            let fits = (!start.only_ads || entry == Entry::Ad)
                && (start.restart || open & (1 << start.clock) == 0)
                && start.while_ & !open == 0
                && start.unless & open == 0;
            if fits && (lasts > 0 || plan.edge_inside) {
                let end = after(head.at, lasts, plan.edge_inside);
                self.clocks.start_clock(&mut entries, &owners, head.customer, start.clock, head.at, end);
            }
        }
    }
}

impl Fold for Biller {
    fn block(&mut self, facts: &[Fact]) {
        self.block_with(facts, &mut |_, _| {});
    }
}

/// The first instant outside a clock that starts at `from`.
#[inline]
pub(super) fn after(from: Instant, lasts: i64, edge_inside: bool) -> Instant {
    from.saturating_add(lasts).saturating_add(edge_inside as i64)
}
