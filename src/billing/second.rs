//! What one more number would be worth: the log billed anew with each number's customers split over two.
//!
//! Stated rule: a customer goes to the second number if a hash of his identity is odd, so about half do, and each keeps all
//! his messages at one number. Every number is doubled in one pass; quotas by number do not touch each other.

use std::sync::Arc;

use super::pipeline::Take;
use super::under::biller;
use crate::facts::{Book, Fact, NumberEntry};
use crate::log::Block;
use crate::tariff::{Biller, Counts, Plan};

/// Bills the log on twice as many numbers.
#[derive(Debug)]
pub struct Second {
    book: Book,
    numbers: u16,
    billers: Vec<(usize, Biller)>,
    facts: Vec<Fact>,
}

impl Second {
    /// For the plans (with their places) that have a quota by number; `None` if there is none or the numbers are too many.
    ///
    /// # Errors
    /// What a biller says, in words.
    pub fn new(plans: &[Arc<Plan>], book: &Book, run: (i64, i64)) -> Result<Option<Second>, String> {
        let by_number = |plan: &Arc<Plan>| plan.quotas().any(|(_, size, whose)| whose == "number" && size > 0);
        let wanted: Vec<(usize, &Arc<Plan>)> = plans.iter().enumerate().filter(|(_, p)| by_number(p)).collect();
        let Ok(numbers) = u16::try_from(book.numbers.len()) else { return Ok(None) };
        if wanted.is_empty() || numbers > u16::MAX / 2 {
            return Ok(None);
        }
        let mut doubled = book.clone();
        let twin = |n: &NumberEntry| NumberEntry { name: format!("{} (second)", n.name), account: n.account };
        doubled.numbers.extend(book.numbers.iter().map(twin));
        let make = |(place, plan): (usize, &Arc<Plan>)| Ok((place, biller(Some(plan), &doubled, run)?));
        let billers = wanted.into_iter().map(make).collect::<Result<_, String>>()?;
        Ok(Some(Second { book: doubled, numbers, billers, facts: Vec::new() }))
    }

    /// The book with twice the numbers (the twin of number i is i + n), and the counts by place of the plan.
    pub fn finish(self) -> (Book, Vec<(usize, Counts)>) {
        let counts = self.billers.into_iter().map(|(place, biller)| (place, biller.finish())).collect();
        (self.book, counts)
    }
}

/// Does this customer go to the second number?
fn moves(customer: u64) -> bool {
    let mut z = customer.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) & 1 == 1
}

impl Take for Second {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        self.facts.clear();
        self.facts.extend_from_slice(&block.facts);
        for fact in self.facts.iter_mut().filter(|f| moves(f.head.customer)) {
            fact.head.number += self.numbers;
        }
        for (_, biller) in &mut self.billers {
            biller.log_block(&self.facts, &block.places);
        }
        Ok(())
    }
}
