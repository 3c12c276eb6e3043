//! Which part of a plan is in force for which account when, and what of it depends on the book.

use std::sync::Arc;

use super::local::first_instants;
use super::plan::{FoldPlan, Plan};
use super::vocabulary::CLASSES;
use crate::facts::{Book, Instant};

/// One part of a plan, for a book.
#[derive(Clone, Debug)]
pub(super) struct BilledPart {
    pub(super) at: u16,
    pub(super) fold: Arc<FoldPlan>,
    /// Its first cell among those of the plan.
    pub(super) first_cell: u16,
    /// By country: index of its market.
    pub(super) markets: Vec<usize>,
    /// By country and class: the class it is billed as.
    pub(super) classes: Vec<u8>,
    /// Lengths by local date: by clock and account, from which instant which length. Empty if no clock has any.
    dated: Vec<Vec<(Instant, i64)>>,
    /// By prolonged clock and account: from which instant on messages prolong it.
    prolonged_from: Vec<Vec<Instant>>,
    accounts: usize,
}

impl BilledPart {
    pub(super) fn new(plan: &Plan, at: usize, book: &Book) -> BilledPart {
        let part = &plan.parts[at];
        let fold = &part.fold;
        let markets: Vec<usize> = book.countries.iter().map(|c| plan.market_index(at, c)).collect();
        let row = |market: &usize| &fold.billed_class[market * CLASSES..(market + 1) * CLASSES];
        let mut dated = Vec::new();
        if fold.clocks.iter().any(|c| !c.later.is_empty()) {
            for clock in &fold.clocks {
                dated.extend(book.accounts.iter().map(|account| {
                    let instants = first_instants(&account.zone, clock.later.iter().map(|l| l.0));
                    instants.into_iter().zip(clock.later.iter().map(|l| l.1)).collect()
                }));
            }
        }
        let first = |longer: &super::plan::Longer, zone: &str| match longer.from {
            None => Instant::MIN,
            Some(day) => first_instants(zone, std::iter::once(day)).first().copied().unwrap_or(Instant::MIN),
        };
        let of_clock = |longer| book.accounts.iter().map(|account| first(longer, &account.zone)).collect();
        BilledPart {
            at: at as u16,
            prolonged_from: fold.longer.iter().map(of_clock).collect(),
            fold: Arc::clone(fold),
            first_cell: part.first_cell,
            classes: markets.iter().flat_map(row).copied().collect(),
            markets,
            dated,
            accounts: book.accounts.len(),
        }
    }

    /// Do the customer's messages prolong a clock now? By the account's local date; `longer` counts the plan's prolonged clocks.
    pub(super) fn prolongs(&self, longer: usize, account: usize, at: Instant) -> bool {
        self.prolonged_from[longer][account] <= at
    }

    /// How long a clock runs that starts now: by the account's local date.
    #[inline]
    pub(super) fn length(&self, clock: usize, account: usize, at: Instant) -> i64 {
        let first = self.fold.clocks[clock].lasts;
        if self.dated.is_empty() {
            return first;
        }
        let dated = &self.dated[clock * self.accounts + account];
        dated.iter().rev().find(|(from, _)| *from <= at).map_or(first, |(_, lasts)| *lasts)
    }
}

/// When each account changes from part to part: at 00:00 of its zone.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// By account, in order; the first one has no beginning.
    parts: Vec<Vec<(Instant, u16)>>,
    /// By account: the span `[from, to)` looked up last, and its part.
    now: Vec<Option<(Instant, Instant, u16)>>,
}

impl Schedule {
    pub(super) fn new(plan: &Plan, book: &Book) -> Schedule {
        let of_account = |account: &crate::facts::AccountEntry| {
            let own = plan.own_parts.iter().find(|(name, _)| *name == account.name);
            let steps = own.map_or(&plan.schedule, |(_, steps)| steps);
            let days = steps.iter().filter_map(|(day, _)| *day);
            let mut instants = first_instants(&account.zone, days).into_iter();
            let steps = steps.iter().map(|(day, part)| {
                let from = if day.is_some() { instants.next().unwrap_or(Instant::MAX) } else { Instant::MIN };
                (from, *part)
            });
            let mut steps: Vec<(Instant, u16)> = steps.collect();
            if let Some(first) = steps.first_mut() {
                first.0 = Instant::MIN;
            }
            steps
        };
        let parts: Vec<Vec<(Instant, u16)>> = book.accounts.iter().map(of_account).collect();
        Schedule { now: vec![None; parts.len()], parts }
    }

    /// The part in force, and the one that was when the account was looked up last.
    #[inline]
    pub(super) fn at(&mut self, account: usize, at: Instant) -> (Option<usize>, usize) {
        if let Some((from, to, part)) = self.now[account]
            && from <= at
            && at < to
        {
            return (Some(part as usize), part as usize);
        }
        let before = self.now[account].map(|now| now.2 as usize);
        let (from, to, part) = self.span(account, at);
        self.now[account] = Some((from, to, part));
        (before, part as usize)
    }

    /// The parts in force in `[from, to)`: since when, which; the first one since ever.
    pub(super) fn between(&self, account: usize, from: Instant, to: Instant) -> Vec<(Instant, u16)> {
        let (_, mut end, part) = self.span(account, from);
        let mut steps = vec![(Instant::MIN, part)];
        while end < to {
            let (begin, next, part) = self.span(account, end);
            steps.push((begin, part));
            end = next;
        }
        steps
    }

    /// `[from, to)` around an instant in which one part is in force.
    pub(super) fn span(&self, account: usize, at: Instant) -> (Instant, Instant, u16) {
        let steps = &self.parts[account];
        let next = steps.partition_point(|(from, _)| *from <= at).max(1);
        let (from, part) = steps.get(next - 1).copied().unwrap_or((Instant::MIN, 0));
        (from, steps.get(next).map_or(Instant::MAX, |s| s.0), part)
    }
}

impl Plan {
    /// Clocks that follow from the customer's last message alone in every part that knows them, with one length: clock and
    /// length.
    pub(super) fn derivable(&self) -> Vec<(usize, i64)> {
        let clocks = (0..self.clock_names.len()).filter_map(|clock| {
            let knows = |p: &&super::plan::Part| p.fold.own.contains(&(clock as u32));
            let mut parts = self.parts.iter().filter(knows);
            let lasts = parts.clone().next()?.fold.clocks[clock].lasts;
            let alike = parts.all(|p| p.derivable & (1 << clock) != 0 && p.fold.clocks[clock].lasts == lasts);
            alike.then_some((clock, lasts))
        });
        clocks.collect()
    }
}
