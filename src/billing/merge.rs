//! The same log with messages joined that were sent close together, billed anew: quotas, tiers and clocks included.
//!
//! A free-form message is joined to the one before if both went to the same customers from the same number, the customer wrote
//! nothing in between, it was sent at most N after the one before and delivered at most N and an hour after it; all within a day of
//! the first. The joined message is sent and delivered when the first one was, and holds what all of them held: segments and tokens
//! add up. Two short texts may fit one segment, two full ones may need three: only the texts could tell, and a log has none.

use std::collections::VecDeque;
use std::sync::Arc;

use super::pairs::Pairs;
use super::pipeline::Take;
use super::under::biller;
use crate::facts::{Body, Book, Class, Fact, Instant, Part, Place, Quantity, Status};
use crate::log::Block;
use crate::tariff::{Biller, Counts, Plan};
use crate::units::{DAY, HOUR};

/// Joins messages of a stream: facts go in, and come out in their order, later, when nothing can be joined to them any more.
#[derive(Debug)]
pub struct Joiner {
    within: i64,
    series: Pairs<Series>,
    held: VecDeque<Held>,
    /// Facts that went out: the number of the first one held.
    gone: u64,
}

/// The present series of a customer at a number.
#[derive(Clone, Copy, Debug)]
struct Series {
    /// Number of its first message.
    first: u64,
    began: Instant,
    /// Sending of the last message, and until when (delivery) another one may follow.
    last: Instant,
    until: Instant,
    recipients: u16,
}

/// A fact that waits.
#[derive(Clone, Copy, Debug)]
struct Held {
    fact: Fact,
    place: Option<Place>,
    /// Something may be joined to it up to here.
    until: Instant,
}

/// Facts with their places, as they come out of a [`Joiner`].
#[derive(Debug, Default)]
pub struct Joined {
    /// In order of time.
    pub facts: Vec<Fact>,
    /// As long as `facts`, or empty if the log knows no places.
    pub places: Vec<Place>,
}

impl Joiner {
    /// Joins what is sent at most `within` microseconds after the one before.
    pub fn new(within: i64) -> Joiner {
        let series = Pairs::new(within.saturating_add(HOUR + 1));
        Joiner { within, series, held: VecDeque::new(), gone: 0 }
    }

    /// Takes the next fact, appends to `out` what is ready. True if the fact is joined to one before, and so not sent on its own.
    pub fn take(&mut self, fact: &Fact, place: Option<Place>, out: &mut Joined) -> bool {
        let now = fact.head.at;
        let pair = (fact.head.number, fact.head.customer);
        self.series.tick(now, |_, _| {});
        let mut until = Instant::MIN;
        match fact.body {
            Body::MessageIn { .. } => {
                if let Some(series) = self.series.remove(pair) {
                    self.ended(series.first);
                }
            }
            Body::MessageOut { class: Class::Service, status: Status::Delivered, sent_at, quantity, .. } => {
                let number = self.gone + self.held.len() as u64;
                let begin = Series {
                    first: number,
                    began: now,
                    last: sent_at,
                    until: now.saturating_add(self.within + HOUR),
                    recipients: quantity.recipients,
                };
                let series = self.series.entry(pair, || begin);
                let near = (sent_at - series.last).abs() <= self.within && now <= series.until;
                if series.first != number && near && series.recipients == quantity.recipients {
                    series.last = series.last.max(sent_at);
                    series.until = begin.until.min(series.began + DAY);
                    let (first, until) = (series.first, series.until);
                    self.join(first, until, quantity);
                    return true;
                }
                let before = std::mem::replace(series, begin);
                if before.first != number {
                    self.ended(before.first);
                }
                until = begin.until;
            }
            _ => {}
        }
        self.held.push_back(Held { fact: *fact, place, until });
        self.release(now, out);
        false
    }

    /// Appends everything that is left.
    pub fn finish(&mut self, out: &mut Joined) {
        self.release(Instant::MAX, out);
    }

    /// Nothing will be joined to this message any more.
    fn ended(&mut self, number: u64) {
        if let Some(held) = self.waiting(number) {
            held.until = Instant::MIN;
        }
    }

    fn join(&mut self, number: u64, until: Instant, more: Quantity) {
        let Some(held) = self.waiting(number) else { return };
        held.until = until;
        if let Body::MessageOut { quantity, .. } = &mut held.fact.body {
            quantity.segments = quantity.segments.saturating_add(more.segments);
            quantity.tokens = quantity.tokens.saturating_add(more.tokens);
        }
    }

    fn waiting(&mut self, number: u64) -> Option<&mut Held> {
        self.held.get_mut(usize::try_from(number.checked_sub(self.gone)?).ok()?)
    }

    /// Lets go of the first facts, up to one that still waits.
    fn release(&mut self, now: Instant, out: &mut Joined) {
        while let Some(held) = self.held.pop_front_if(|held| held.until < now) {
            self.gone += 1;
            out.facts.push(held.fact);
            out.places.extend(held.place);
        }
    }
}

/// Bills the joined log under some plans.
#[derive(Debug)]
pub struct Merged {
    /// Distance. Unit: microseconds.
    pub within: i64,
    joiner: Joiner,
    billers: Vec<Biller>,
    out: Joined,
    /// Messages of the run joined so far.
    pub joined: u64,
}

impl Merged {
    /// One biller a plan.
    ///
    /// # Errors
    /// What a biller says, in words.
    pub fn new(within: i64, plans: &[Arc<Plan>], book: &Book, run: (i64, i64)) -> Result<Merged, String> {
        let billers = plans.iter().map(|plan| biller(Some(plan), book, run)).collect::<Result<_, _>>()?;
        Ok(Merged { within, joiner: Joiner::new(within), billers, out: Joined::default(), joined: 0 })
    }

    /// The counts, by plan.
    pub fn finish(mut self) -> Vec<Counts> {
        self.joiner.finish(&mut self.out);
        self.bill();
        self.billers.into_iter().map(Biller::finish).collect()
    }

    /// Bills what came out.
    fn bill(&mut self) {
        for biller in &mut self.billers {
            biller.log_block(&self.out.facts, &self.out.places);
        }
        self.out.facts.clear();
        self.out.places.clear();
    }
}

impl Take for Merged {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        for (index, fact) in block.facts.iter().enumerate() {
            let joined = self.joiner.take(fact, block.places.get(index).copied(), &mut self.out);
            self.joined += u64::from(joined && fact.head.part == Part::Run);
        }
        self.bill();
        Ok(())
    }
}
