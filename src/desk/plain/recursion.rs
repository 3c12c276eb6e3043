//! Contacts of one turn, agents of one chat, always the same number of them: what becomes of a contact is known when it
//! arrives.
//!
//! First come, first served by alike agents: a turn begins when the agent who is free first is free, or at once (the recursion
//! of Kiefer and Wolfowitz 1955, doi 10.1090/S0002-9947-1955-0066587-0, for GI/GI/c); who would have left by then has left.
//! Contact by contact in the order of arrival, without an event list: sums over time are added interval by interval.

use crate::engine::draws::Draws;
use crate::engine::law::CountSampler;
use crate::engine::purpose::Purpose;
use crate::facts::{Fold, Outcome};

use super::agents::Agents;
use super::book::Book;
use super::outside::{Event, Outside};
use super::{Contact, Plain, patience_of, work_of};
use crate::desk::DeskSums;
use crate::desk::contact::NEVER;
use crate::desk::plan::DeskPlan;

/// Is the plan one of these?
pub(super) fn suits(plain: Plain<'_>) -> bool {
    let Plain { plan, group, window } = plain;
    let always = matches!(group.duty.as_slice(), [(0, heads)] if *heads > 0);
    let one_turn = plan.reasons.iter().all(|reason| reason.turns == CountSampler::Fixed(1));
    let short = plan.to < Agents::reach(usize::from(group.most));
    always && one_turn && group.concurrency == 1 && window > 0 && short
}

/// As [`super::simulate`].
pub(super) fn simulate<'a, F: Fold>(plain: Plain<'a>, draws: Draws, fold: &'a mut F) -> Result<DeskSums, String> {
    let plan = plain.plan;
    let mut outside = Outside::new(plain, draws)?;
    let mut pool = Pool {
        book: Book::new(plain, fold),
        agents: Agents::new(usize::from(plain.group.most)),
        periods: Periods::new(plan),
        latest: plan.end.min(Agents::reach(usize::from(plain.group.most))),
        last: 0,
    };
    while outside.at != NEVER {
        let now = outside.at;
        match outside.event() {
            Event::Arrival(stream) => {
                let contact = outside.somebody(stream);
                outside.next_arrival(stream);
                pool.serve(contact, now);
            }
            Event::Tick => {
                outside.tick(&mut pool.book);
                pool.periods.tick();
                pool.last = pool.last.max(now);
            }
            Event::Shift => {
                let heads = outside.shift(&mut pool.book);
                pool.book.ledger.staffed(now, 0, i64::from(heads), 0);
                pool.book.is_open(true);
                (0..u32::from(heads)).for_each(|agent| pool.agents.is_busy_until(agent, now));
                pool.last = pool.last.max(now);
            }
        }
    }
    Ok(pool.finish())
}

/// The agents, by when they are free.
struct Pool<'a, F: Fold> {
    book: Book<'a, F>,
    agents: Agents,
    periods: Periods<'a>,
    /// Who answers later than this is never free again: the drain has ended, or no key can hold the time.
    latest: i64,
    last: i64,
}

impl<F: Fold> Pool<'_, F> {
    /// All that becomes of a contact that arrives now.
    #[inline(always)]
    fn serve(&mut self, mut contact: Contact, now: i64) {
        let plan = self.book.plan;
        let reason = &plan.reasons[contact.reason as usize];
        self.book.begins(&mut contact, now);
        let (free_at, agent) = self.agents.first();
        let taken_at = free_at.max(now);
        if taken_at > now {
            let leaves_at = now.saturating_add(patience_of(reason, &contact));
            if leaves_at <= taken_at {
                return self.leaves(contact, leaves_at);
            }
            self.periods.add(Sum::Queue, now, taken_at.min(plan.end));
        }
        contact.taken_at = taken_at;
        let answered_at = taken_at.saturating_add(work_of(plan, reason, &contact));
        if answered_at <= self.latest {
            self.agents.is_busy_until(agent, answered_at);
        } else {
            self.agents.is_never_free(agent);
            if answered_at > plan.end {
                return self.is_not_answered(contact);
            }
        }
        self.periods.add(Sum::Busy, taken_at, answered_at);
        let in_run = self.in_run(answered_at);
        let resolved = contact.entity.draw(Purpose::Resolved, 0, 0).under(reason.resolved);
        let outcome = if resolved { Outcome::Resolved } else { Outcome::Unresolved };
        self.book.done(&contact, reason, outcome, answered_at, in_run);
        self.last = self.last.max(answered_at);
    }

    #[inline(always)]
    fn in_run(&self, at: i64) -> bool {
        (self.book.plan.from <= at) & (at < self.book.plan.to)
    }

    /// The customer's patience ends before anybody is free.
    #[inline(never)]
    fn leaves(&mut self, contact: Contact, at: i64) {
        let end = self.book.plan.end;
        self.periods.add(Sum::Queue, contact.turn_from, at.min(end));
        if at > end {
            return self.stays_open(contact);
        }
        self.book.other_events += 1;
        let in_run = self.in_run(at);
        self.book.lost(&contact, Outcome::Abandoned, at, in_run);
        self.last = self.last.max(at);
    }

    /// Nobody answers the turn while the drain lasts, taken up or not.
    #[cold]
    fn is_not_answered(&mut self, contact: Contact) {
        let end = self.book.plan.end;
        if contact.taken_at < end {
            self.periods.add(Sum::Busy, contact.taken_at, end);
        }
        self.stays_open(contact);
    }

    /// The drain ends before the contact does.
    #[cold]
    fn stays_open(&mut self, contact: Contact) {
        let end = self.book.plan.end;
        self.book.lost(&contact, Outcome::OpenAtEnd, end, false);
        self.last = self.last.max(end);
    }

    fn finish(mut self) -> DeskSums {
        let plan = self.book.plan;
        let end = if plan.end == i64::MAX { self.last } else { self.last.max(plan.end) };
        self.periods.close(&mut self.book);
        self.book.finish(end)
    }
}

/// What is summed over time by hour of the week.
#[derive(Clone, Copy)]
enum Sum {
    /// Turns that wait.
    Queue = 0,
    /// Agents who write.
    Busy = 1,
}

/// Sums over the periods between ticks.
struct Periods<'a> {
    plan: &'a DeskPlan,
    /// The period that it is now, and where it ends.
    now: usize,
    until: i64,
    current: [i64; 2],
    sums: Vec<[i64; 2]>,
}

impl<'a> Periods<'a> {
    fn new(plan: &'a DeskPlan) -> Periods<'a> {
        Periods { plan, now: 0, until: 0, current: [0; 2], sums: vec![[0; 2]; plan.ticks.len() + 1] }
    }

    fn end_of(&self, period: usize) -> i64 {
        self.plan.ticks.get(period).map_or(NEVER, |(at, ..)| *at)
    }

    /// The next period begins: number n stands between ticks n − 1 and n.
    fn tick(&mut self) {
        self.put_by();
        self.now += 1;
        self.until = self.end_of(self.now);
    }

    fn put_by(&mut self) {
        let sums = self.sums[self.now].iter_mut().zip(&mut self.current);
        sums.for_each(|(sum, new)| *sum += std::mem::take(new));
    }

    /// Something lasts from now or later until `to`.
    #[inline(always)]
    fn add(&mut self, sum: Sum, from: i64, to: i64) {
        if to <= self.until {
            self.current[sum as usize] += to - from;
        } else {
            self.add_over(sum, from, to);
        }
    }

    /// The same over several periods.
    #[cold]
    fn add_over(&mut self, sum: Sum, mut from: i64, to: i64) {
        for period in self.now.. {
            let end = self.end_of(period);
            if from < end {
                self.sums[period][sum as usize] += to.min(end) - from;
                from = end;
            }
            if to <= end {
                return;
            }
        }
    }

    /// Into the ledger with what lies in the run. Contacts of one turn are open while it waits and while it is answered.
    fn close<F: Fold>(&mut self, book: &mut Book<'_, F>) {
        self.put_by();
        for ((_, hour, counting), [queue, busy]) in self.plan.ticks.iter().zip(&self.sums[1..]) {
            if *counting {
                book.ledger.add(*hour, *queue, *busy);
                book.ledger.add_open(queue + busy);
            }
        }
    }
}
