//! The fold: facts in order of time → [`Counts`]. One table look-up decides each message.

use std::sync::Arc;

use super::calendar::Calendar;
use super::clocks::{ClockStore, Owners, State};
use super::counts::{AGE_BINS, Counts, Key};
use super::plan::{Action, FoldPlan, Late, NONE, NOT_ACCEPTED, NOT_DELIVERED, PHONE_APP, Plan, REFUSED};
use super::problem::Problem;
use super::quota::Quotas;
use super::tiers::Ladders;
use super::vocabulary::CLASSES;
use crate::facts::{Author, Body, Book, Class, Entry, Fact, Fold, Head, Instant, NEVER, Part, Status};
use crate::units::HOUR;

/// Largest number of (month, number, country) a fold keeps a place for.
const MOST_PLACES: usize = 1 << 26;

/// Bills one desk's facts of one replication under one plan.
///
/// Facts must come in the order of `facts/`; blocks may be cut anywhere. Those of the lead and the drain move clocks, and are
/// never billed, take no quota and no tier. Whether a customer had contact before is not in the facts: that rule is the desk's.
#[derive(Clone, Debug)]
pub struct Biller {
    plan: Arc<Plan>,
    clocks: ClockStore,
    calendar: Calendar,
    quotas: Quotas,
    ladders: Ladders,
    numbers: Vec<Owners>,
    /// By country: index of its market on the card.
    markets: Vec<usize>,
    /// By (month, number, country): 1 + index of its row in `cells`, 0 = none yet.
    rows: Vec<u32>,
    cells: Vec<u64>,
    /// Cells of a row.
    width: usize,
    /// Free and billed answers by age.
    ages: [Vec<u64>; 2],
}

/// Fields of an outbound message that billing reads.
struct Outbound {
    class: usize,
    status: Status,
    sent_at: Instant,
    window_from: Instant,
    answers: bool,
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
        Ok(Biller {
            clocks: ClockStore::new(&plan.fold),
            quotas: Quotas::new(&plan.fold, book, calendar.count),
            ladders: Ladders::new(&plan.fold, book, calendar.count),
            numbers,
            markets: book.countries.iter().map(|c| plan.market_index(c)).collect(),
            rows: vec![0; places],
            cells: Vec::new(),
            width: plan.fold.cells as usize,
            ages: [vec![0; AGE_BINS], vec![0; AGE_BINS]],
            calendar,
            plan: Arc::clone(plan),
        })
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
        Counts::new(self.plan.fingerprint.clone(), cells, self.ages)
    }

    /// Pairs of customer and number whose clocks are held in memory now.
    pub fn pairs_held(&self) -> usize {
        self.clocks.entries()
    }

    /// A customer's message: clocks are prolonged, then started; all conditions read the state before it.
    #[inline]
    fn inbound(&mut self, plan: &FoldPlan, head: &Head, entry: Entry) {
        let owners = self.numbers[head.number as usize];
        let mut state = self.clocks.state(&owners, head.customer, head.at);
        let open = state.open;
        for longer in &plan.longer {
            if open & (1 << longer.clock) != 0 {
                let most = after(self.clocks.start(&state, longer.clock), longer.at_most, plan.edge_inside);
                let end = self.clocks.end(&state, longer.clock);
                self.clocks.set_end(&state, longer.clock, end.saturating_add(longer.by).min(most).max(end));
            }
        }
        for start in &plan.starts {
            let lasts = plan.clocks[start.clock].lasts;
            let fits = (!start.only_ads || entry == Entry::Ad)
                && (start.restart || open & (1 << start.clock) == 0)
                && start.while_ & !open == 0
                && start.unless & open == 0;
            if fits && (lasts > 0 || plan.edge_inside) {
                let end = after(head.at, lasts, plan.edge_inside);
                self.clocks.start_clock(&mut state, &owners, head.customer, start.clock, head.at, end);
            }
        }
    }

    /// A message of the business: refused ones have no effect; else clocks move, and in the run it is counted.
    #[inline]
    fn outbound(&mut self, plan: &FoldPlan, head: &Head, out: &Outbound) {
        let billed = head.part == Part::Run;
        if out.class == Class::App as usize {
            if billed && out.status == Status::Delivered {
                self.count(head, PHONE_APP, 1);
                self.ages[0][age(out)] += out.answers as u64;
            }
            return;
        }
        let cell = match out.status {
            Status::Failed => NOT_DELIVERED,
            Status::Refused => REFUSED,
            Status::Delivered if !accepts(plan, out) => NOT_ACCEPTED,
            Status::Delivered => return self.delivered(plan, head, out, billed),
        };
        if billed {
            self.count(head, cell + out.class as u16, 1);
        }
    }

    #[inline]
    fn delivered(&mut self, plan: &FoldPlan, head: &Head, out: &Outbound, billed: bool) {
        let owners = self.numbers[head.number as usize];
        let market = self.markets[head.country as usize];
        let class = plan.billed_class[market * CLASSES + out.class] as usize;
        let mut state = self.clocks.state(&owners, head.customer, head.at);
        let action = &plan.actions[plan.table[class << plan.bits | state.index as usize] as usize];
        if billed {
            let cell = self.settle(plan, head, out, action, &state);
            self.count(head, cell, 1);
        }
        each(action.closes, |clock| self.clocks.set_end(&state, clock, NEVER));
        each(action.opens, |clock| {
            let end = after(head.at, plan.clocks[clock].lasts, plan.edge_inside);
            self.clocks.start_clock(&mut state, &owners, head.customer, clock, head.at, end);
        });
        each(plan.answer_ends, |clock| self.clocks.set_end(&state, clock, NEVER));
    }

    /// Takes quota and tier of one delivered message, and tells the cell it is counted in.
    #[inline]
    fn settle(&mut self, plan: &FoldPlan, head: &Head, out: &Outbound, action: &Action, state: &State) -> u16 {
        let owners = self.numbers[head.number as usize];
        let month = self.calendar.index(owners.account as usize, head.at);
        if action.uses != NONE {
            self.quotas.take(action.uses, month, &owners);
        }
        let covered = action.quota != NONE && self.quotas.take(action.quota, month, &owners);
        self.ages[(action.pays && !covered) as usize][age(out)] += out.answers as u64;
        if covered {
            return action.quota_cell;
        }
        if action.tiers != NONE {
            let market = self.markets[head.country as usize];
            let class = plan.billed_class[market * CLASSES + out.class] as usize;
            let tier = self.ladders.step(plan, action.tiers, month, &owners, market, class);
            return action.cell + tier.map_or(0, |t| t + 1);
        }
        if action.late != NONE {
            return self.late(&plan.lates[action.late as usize], head, action, state);
        }
        action.cell
    }

    /// A price by delay: counts the units, and tells in which cell the message belongs.
    fn late(&mut self, late: &Late, head: &Head, action: &Action, state: &State) -> u16 {
        let waited = head.at.saturating_sub(self.clocks.end(state, late.clock)).max(1);
        let units = waited.div_euclid(late.unit) as u64 + (waited.rem_euclid(late.unit) > 0) as u64;
        if units > late.most_units {
            return late.capped_cell;
        }
        self.count(head, late.units_cell, units);
        action.cell
    }

    #[inline]
    fn count(&mut self, head: &Head, cell: u16, units: u64) {
        let account = self.numbers[head.number as usize].account as usize;
        let month = self.calendar.index(account, head.at);
        let place = (month * self.numbers.len() + head.number as usize) * self.markets.len() + head.country as usize;
        let row = &mut self.rows[place];
        if *row == 0 {
            self.cells.resize(self.cells.len() + self.width, 0);
            *row = (self.cells.len() / self.width) as u32;
        }
        self.cells[(*row as usize - 1) * self.width + cell as usize] += units;
    }
}

/// Does this tariff take the message? Judged from its sending and the customer's last message before it.
#[inline]
fn accepts(plan: &FoldPlan, out: &Outbound) -> bool {
    match plan.window {
        _ if plan.never[out.class] => false,
        Some(window) if out.class == Class::Service as usize => {
            out.window_from != NEVER && out.sent_at < after(out.window_from, window, plan.edge_inside)
        }
        _ => true,
    }
}

impl Fold for Biller {
    fn block(&mut self, facts: &[Fact]) {
        let plan = Arc::clone(&self.plan);
        let plan = &plan.fold;
        for fact in facts {
            match fact.body {
                Body::MessageIn { entry, moves_clocks: true, .. } => self.inbound(plan, &fact.head, entry),
                Body::MessageOut { sent_at, class, status, author, window_from, .. } => {
                    let answers = author != Author::System;
                    let out = Outbound { class: class as usize, status, sent_at, window_from, answers };
                    self.outbound(plan, &fact.head, &out);
                }
                _ => {}
            }
        }
    }
}

/// The first instant outside a clock that starts at `from`.
#[inline]
fn after(from: Instant, lasts: i64, edge_inside: bool) -> Instant {
    from.saturating_add(lasts).saturating_add(edge_inside as i64)
}

#[inline]
fn age(out: &Outbound) -> usize {
    if out.window_from == NEVER {
        return AGE_BINS - 1;
    }
    let hours = out.sent_at.saturating_sub(out.window_from).max(0) / HOUR;
    (hours as usize).min(AGE_BINS - 1)
}

/// Calls `act` with the index of each bit.
#[inline]
fn each(mut bits: u32, mut act: impl FnMut(usize)) {
    while bits != 0 {
        act(bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}
