//! One fold of the log and what is seen through it: all tariffs that count alike share it.

use std::sync::Arc;

use super::lens::{Answers, Earlier, Origins, Quotas, Seen, Verdicts};
use super::lines::LineRow;
use super::pipeline::Take;
use super::ruling::Rulings;
use crate::facts::{Body, Book, Fact};
use crate::log::Block;
use crate::tariff::{Biller, Counts, Decision, Plan};

/// What is asked of a pass beside the bills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Look at every decision: origins, quotas, answers, lateness, verdicts.
    pub insights: bool,
    /// Keep a row a decision for `bill_lines`.
    pub lines: bool,
}

/// Facts whose open answers are fetched at once.
const NEAR: usize = 1 << 8;

/// A fold of all facts under the plans that share a fingerprint.
#[derive(Debug)]
pub struct Under<'a> {
    book: &'a Book,
    biller: Biller,
    views: Vec<View>,
    decisions: Vec<(usize, Decision)>,
    looks: Looks,
}

/// What one plan makes of the fold's decisions.
#[derive(Debug)]
pub struct View {
    /// Place of the plan among those asked for.
    pub place: usize,
    /// Its lines.
    pub rulings: Rulings,
    /// By who wrote.
    pub origins: Origins,
    /// How late.
    pub earlier: Earlier,
    /// Fan-out and dearest answers.
    pub answers: Answers,
    /// Free units.
    pub quotas: Quotas,
    /// The platform's word; only of one plan.
    pub verdicts: Option<Verdicts>,
    /// Sum of all decisions. Unit: nano-units.
    pub amount: i128,
    /// Rows of the present block.
    pub rows: Vec<LineRow>,
}

impl View {
    fn new(plan: &Arc<Plan>, place: usize, book: &Book, origins: usize, compared: bool) -> Result<View, String> {
        Ok(View {
            place,
            rulings: Rulings::new(Arc::clone(plan)),
            origins: Origins::new(origins),
            earlier: Earlier::new(plan, book),
            answers: Answers::new(book.numbers.len()),
            quotas: Quotas::new(book)?,
            verdicts: compared.then(|| Verdicts::new(plan)),
            amount: 0,
            rows: Vec::new(),
        })
    }

    fn take(&mut self, book: &Book, block: &Block, decisions: &[(usize, Decision)], looks: Looks) {
        self.rows.clear();
        let mut next = decisions.iter().peekable();
        for (index, fact) in block.facts.iter().enumerate() {
            if looks.insights && index % NEAR == 0 {
                let near = &block.facts[index..(index + NEAR).min(block.facts.len())];
                self.answers.fetch(near.iter().map(|f| (f.head.number, f.head.customer)));
            }
            match fact.body {
                Body::MessageIn { moves_clocks: true, .. } if looks.insights => {
                    self.answers.inbound(fact.head.at, (fact.head.number, fact.head.customer));
                }
                Body::MessageOut { .. } => {
                    let mut first = true;
                    while let Some((_, decision)) = next.next_if(|(at, _)| *at == index) {
                        self.decided(book, block, (index, fact), decision, first, looks);
                        first = false;
                    }
                }
                // Calls of the platform may have decisions too.
                _ => {
                    while let Some((_, decision)) = next.next_if(|(at, _)| *at == index) {
                        let line = self.rulings.of(book, decision);
                        let amount = self.rulings.get(line).amount(decision);
                        self.amount += amount;
                        if looks.lines {
                            self.rows.push(LineRow { index, line, units: decision.units, messages: decision.messages });
                        }
                    }
                }
            }
        }
    }

    #[inline]
    fn decided(
        &mut self,
        book: &Book,
        block: &Block,
        (index, fact): (usize, &Fact),
        decision: &Decision,
        first: bool,
        looks: Looks,
    ) {
        let line = self.rulings.of(book, decision);
        let ruling = self.rulings.get(line);
        let amount = ruling.amount(decision);
        self.amount += amount;
        if looks.lines {
            self.rows.push(LineRow { index, line, units: decision.units, messages: decision.messages });
        }
        if !looks.insights {
            return;
        }
        let Body::MessageOut { class, sent_at, window_from, .. } = fact.body else { return };
        let head = fact.head;
        let seen =
            Seen { block, index, head, class, sent_at, window_from, decision: *decision, ruling, line, amount, first };
        self.origins.see(&seen);
        self.earlier.see(&seen);
        self.answers.see(&seen);
        self.quotas.see(&seen);
        if let Some(verdicts) = &mut self.verdicts {
            verdicts.see(&seen);
        }
    }
}

impl<'a> Under<'a> {
    /// A fold for the plans at these places; all must have one fingerprint.
    ///
    /// # Errors
    /// What [`Biller::new`] says, in words.
    pub fn new(
        plans: &[(usize, Arc<Plan>)],
        book: &'a Book,
        (from, to): (i64, i64),
        origins: usize,
        compared: Option<usize>,
        looks: Looks,
    ) -> Result<Under<'a>, String> {
        let biller = biller(plans.first().map(|p| &p.1), book, (from, to))?;
        let view =
            |(place, plan): &(usize, Arc<Plan>)| View::new(plan, *place, book, origins, compared == Some(*place));
        let views = plans.iter().map(view).collect::<Result<_, _>>()?;
        Ok(Under { book, biller, views, decisions: Vec::new(), looks })
    }

    /// The plans' views of the present block.
    pub fn views(&self) -> &[View] {
        &self.views
    }

    /// Counts what is due without any message (monthly fees). To be called once, after the last block; the views' rows are then those
    /// of such lines.
    pub fn close(&mut self) {
        let mut due = Vec::new();
        self.biller.close_with(&mut |decision| due.push(decision));
        for view in &mut self.views {
            view.rows.clear();
            for decision in &due {
                let line = view.rulings.of(self.book, decision);
                view.amount += view.rulings.get(line).amount(decision);
                view.rows.push(LineRow { index: usize::MAX, line, units: decision.units, messages: decision.messages });
            }
        }
    }

    /// The counts, and the views of each plan.
    pub fn finish(self) -> (Counts, Vec<View>) {
        (self.biller.finish(), self.views)
    }
}

/// A biller, its problems in words.
pub(super) fn biller(plan: Option<&Arc<Plan>>, book: &Book, (from, to): (i64, i64)) -> Result<Biller, String> {
    let plan = plan.ok_or_else(|| "no tariff is asked for".to_string())?;
    let words =
        |problems: Vec<crate::tariff::Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    Biller::new(plan, book, from, to).map_err(words)
}

impl Take for Under<'_> {
    fn take(&mut self, block: &Block) -> Result<(), String> {
        if self.looks == Looks::default() {
            self.biller.log_block(&block.facts, &block.places);
            return Ok(());
        }
        self.decisions.clear();
        let decisions = &mut self.decisions;
        self.biller
            .log_block_with(&block.facts, &block.places, &mut |index, decision| decisions.push((index, decision)));
        for view in &mut self.views {
            view.take(self.book, block, &self.decisions, self.looks);
        }
        Ok(())
    }
}
