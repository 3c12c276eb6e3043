//! A case through its scenario file and the engine that runs everything.

use rayon::prelude::*;

use super::case::{Case, REPLICATIONS};
use super::seen::{Seen, Waits, Witness};
use crate::desk;
use crate::engine::draws::Draws;
use crate::experiment::assemble::{Assembly, assemble};
use crate::facts::{Channel, Fact, Fold, Kinds};
use crate::scenario::{LoadOptions, Scenario, load_text};
use crate::statistics::tally::{Tallier, Tally};

/// A fold for both tallies: as any run's, which asks for no order, unless clusters are watched.
struct Both {
    witness: Witness,
    tallier: Tallier,
    in_order: bool,
}

impl Fold for Both {
    #[inline(always)]
    fn told(&mut self, fact: &Fact) {
        self.tallier.told(fact);
        if !self.in_order {
            self.witness.told(fact);
        }
    }

    #[inline(always)]
    fn told_turn(&mut self, asked: &Fact, answer: &Fact) {
        self.tallier.told_turn(asked, answer);
        if !self.in_order {
            self.witness.told(asked);
            self.witness.told(answer);
        }
    }

    #[inline(always)]
    fn told_story(&mut self, opened: &Fact, closed: &Fact) {
        self.tallier.told_story(opened, closed);
        if !self.in_order {
            self.witness.told(opened);
            self.witness.told(closed);
        }
    }

    fn in_time(&self) -> bool {
        self.in_order
    }

    fn wants(&self) -> Kinds {
        if self.in_order { Kinds::ALL } else { Kinds::NONE }
    }

    fn block(&mut self, facts: &[Fact]) {
        if self.in_order {
            self.witness.block(facts);
        }
    }
}

/// What the replications show, and their CPU seconds.
///
/// # Errors
/// The scenario is wrong, the engine refuses it, or the product's tally contradicts the witness.
pub fn simulate(case: &Case, customers: f64, seed: u64) -> Result<(Vec<Seen>, f64), String> {
    let text = case.file(customers, seed)?;
    let tariffs = crate::tariff::names().into_iter().map(String::from).collect();
    let options = LoadOptions { tariffs, ..LoadOptions::default() };
    let scenario = load_text(&format!("{}.toml", case.row), &text, &options)
        .map_err(|report| format!("{}: {report}\n{text}", case.row))?;
    let variant = scenario.variants.first().ok_or_else(|| format!("{}: no variant", case.row))?;
    let assembly = assemble(&variant.model, &scenario.run).map_err(|e| format!("{}: {}", case.row, e.join("; ")))?;
    let repeats = case.repeats(customers);
    let one = |replication: u32| -> Result<(Seen, f64), String> {
        let begun = super::cpu::thread_s();
        let mut seen = Seen::default();
        for run in 0..repeats {
            seen.add(replicate(case, &scenario, &assembly, replication * repeats + run)?);
        }
        Ok((seen, super::cpu::thread_s() - begun))
    };
    let all: Vec<(Seen, f64)> = (0..REPLICATIONS).into_par_iter().map(one).collect::<Result<_, _>>()?;
    let seconds = all.iter().map(|(_, s)| s).sum();
    Ok((all.into_iter().map(|(seen, _)| seen).collect(), seconds))
}

fn replicate(case: &Case, scenario: &Scenario, assembly: &Assembly, replication: u32) -> Result<Seen, String> {
    let (run, model) = (&scenario.run, &assembly.model);
    let threshold = libm::round(case.threshold_s * 1e6) as i64;
    let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
    let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
    let tallier = Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes);
    let witness = Witness { from: run.from, to: run.to, threshold, watch: case.watch, seen: Seen::default() };
    let mut fold = Both { in_order: witness.in_order(), witness, tallier };
    let draws = Draws::new(run.seed, replication, 0);
    let sums = desk::simulate(&assembly.desk, draws, &mut fold).map_err(|e| format!("{}: {e}", case.row))?;
    let (seen, tally) = (fold.witness.finish(), fold.tallier.finish());
    agree(
        case,
        &seen.waits,
        &tally,
        model.channel,
        sums.staff.open_contacts,
        threshold == thresholds[model.channel as usize],
    )?;
    Ok(Seen { staff: sums.staff, ..seen })
}

/// The product's tally says the same as the witness.
fn agree(case: &Case, waits: &Waits, tally: &Tally, channel: Channel, open: i64, same: bool) -> Result<(), String> {
    let theirs = if channel == Channel::Phone { &tally.phone } else { &tally.messages };
    let late = waits.answered() - waits.answered_within;
    let both = [
        ("offered", waits.offered + waits.blocked, theirs.offered),
        ("answered", waits.answered(), theirs.answered),
        ("wait of the answered", waits.wait_answered, theirs.queued_sum),
        ("wait of the lost", waits.wait_lost, theirs.lost_sum),
        ("late", late, if same { theirs.queued_over } else { late }),
        ("opened", waits.opened, tally.opened),
        ("time of open contacts (Little)", open, tally.open_time),
    ];
    match both.iter().find(|(_, mine, theirs)| mine != theirs) {
        Some((what, mine, theirs)) => {
            Err(format!("{}: the tally contradicts the facts: {what} is {theirs}, facts say {mine}", case.row))
        }
        None => Ok(()),
    }
}
