//! The same log with messages joined that were sent close together, billed anew: quotas, tiers and clocks included.
//!
//! A free-form message is joined to the one before if both went to the same customer from the same number, the customer wrote
//! nothing in between, and it was sent at most N after the one before. The joined message is sent when the first one was.

use std::sync::Arc;

use super::pairs::Pairs;
use super::pipeline::Take;
use super::under::biller;
use crate::facts::{Body, Book, Class, Fact, Instant, Part, Place, Status};
use crate::log::Block;
use crate::tariff::{Biller, Counts, Plan};
use crate::units::DAY;

/// Joins messages of a stream.
#[derive(Debug)]
pub struct Joiner {
    within: i64,
    /// When the last message of a pair's present series was sent.
    series: Pairs<(Instant, u16)>,
}

impl Joiner {
    /// Joins what is sent at most `within` microseconds after the one before.
    pub fn new(within: i64) -> Joiner {
        // Delivery may lie long after sending: a pair is kept at least a day beyond the distance asked for.
        Joiner { within, series: Pairs::new(within.saturating_add(DAY)) }
    }

    /// Is this fact joined to one before, and so not sent on its own?
    pub fn joins(&mut self, fact: &Fact) -> bool {
        let pair = (fact.head.number, fact.head.customer);
        self.series.tick(fact.head.at, |_, _| {});
        match fact.body {
            Body::MessageIn { .. } => {
                self.series.remove(pair);
                false
            }
            Body::MessageOut { class: Class::Service, status: Status::Delivered, sent_at, quantity, .. } => {
                let mut known = true;
                let last = self.series.entry(pair, || {
                    known = false;
                    (sent_at, quantity.recipients)
                });
                let near = known && last.1 == quantity.recipients && (sent_at - last.0).abs() <= self.within;
                *last = (sent_at.max(if near { last.0 } else { sent_at }), quantity.recipients);
                near
            }
            _ => false,
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
    facts: Vec<Fact>,
    places: Vec<Place>,
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
        Ok(Merged { within, joiner: Joiner::new(within), billers, facts: Vec::new(), places: Vec::new(), joined: 0 })
    }

    /// The counts, by plan.
    pub fn finish(self) -> Vec<Counts> {
        self.billers.into_iter().map(Biller::finish).collect()
    }
}

impl Take for Merged {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        self.facts.clear();
        self.places.clear();
        for (index, fact) in block.facts.iter().enumerate() {
            if self.joiner.joins(fact) {
                self.joined += u64::from(fact.head.part == Part::Run);
            } else {
                self.facts.push(*fact);
                self.places.extend(block.places.get(index));
            }
        }
        for biller in &mut self.billers {
            biller.log_block(&self.facts, &self.places);
        }
        Ok(())
    }
}
