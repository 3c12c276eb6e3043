//! Value under assumed forms: leads that fade, customers who leave, waits in opening hours.

use crate::experiment::assemble::Assembly;
use crate::experiment::cost::Exchange;
use crate::experiment::replicate::Chunk;
use crate::facts::Outcome;

use super::{Turns, Values};

/// Adds what the scenario asks for.
pub(super) fn add(values: &mut Values, assembly: &Assembly, chunk: &Chunk, exchange: &Exchange) {
    leads(values, assembly, chunk, exchange);
    loyalty(values, assembly, chunk, exchange);
    opening_hours(values, assembly, chunk);
}

fn leads(values: &mut Values, assembly: &Assembly, chunk: &Chunk, exchange: &Exchange) {
    let reasons = assembly.model.reasons.iter().zip(&chunk.desk.details.leads);
    let leads = reasons.filter_map(|(reason, sums)| Some((reason.lead.as_ref()?, *sums)));
    let lost: Vec<i128> =
        leads.map(|(lead, (all, kept))| exchange.scale(lead.value, all as f64 - kept as f64 / 1e9)).collect();
    if !lost.is_empty() {
        values.total("lead_value_lost", lost.iter().sum::<i128>());
    }
}

/// A need is a first contact with all its repeats: met by the first, by a later one, or not.
fn loyalty(values: &mut Values, assembly: &Assembly, chunk: &Chunk, exchange: &Exchange) {
    let Some(loyalty) = &assembly.model.loyalty else { return };
    let tally = &chunk.tally;
    let needs = tally.opened - tally.repeats;
    let later = tally.repeats_resolved;
    let first = tally.outcomes[Outcome::Resolved as usize] - later;
    let ends = [first, later, (needs - first - later).max(0)];
    let leave: f64 = ends.iter().zip(loyalty.leaves).map(|(count, chance)| *count as f64 * chance).sum();
    values.add("leaving_share", libm::round(leave * 1e6) as i128, i128::from(needs) * 1_000_000);
    values.total("loyalty_lost", exchange.scale(loyalty.margin, leave));
}

fn opening_hours(values: &mut Values, assembly: &Assembly, chunk: &Chunk) {
    if !assembly.model.measures.details.opening_hours {
        return;
    }
    let Turns { waits, channels, .. } = Turns::of_all(assembly, chunk);
    let reasons = &chunk.desk.details.reasons;
    let levels = channels.iter().flat_map(|channel| reasons.iter().map(|levels| levels[*channel as usize]));
    let (wait, within) = levels.fold((0, 0), |sum, level| (sum.0 + level.open_wait, sum.1 + level.open_within));
    values.add("response_open_hours_mean", wait, waits.answered);
    values.add("response_within_threshold_open_hours", within, waits.offered);
}
