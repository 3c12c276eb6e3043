//! The desks of one block, one after another.

use std::sync::Arc;

use crate::desk::plan::DeskPlan;
use crate::desk::{self, DeskSums};
use crate::engine::draws::Draws;
use crate::scenario::Run;
use crate::statistics::tally::Tallier;
use crate::tariff::{self, Biller, Counts, Plan};

use super::super::assemble::Assembly;
use super::super::replicate::{Chunk, Folds, Of, chunks};
use super::run::BLOCKS;
use super::{Businesses, FleetPlan};

/// Which desks, of which replication.
pub(super) struct Block<'a> {
    /// Who owns which desks.
    pub(super) businesses: &'a Businesses,
    pub(super) seed: u64,
    pub(super) replication: u32,
    /// Its businesses are `block`, `block` + [`BLOCKS`], …
    pub(super) block: u32,
}

/// The desks of one template in a block.
struct Template<'a> {
    assembly: &'a Assembly,
    /// Bills without any message.
    billers: Vec<Biller>,
    /// Nothing while a desk is at work.
    tally: Option<Tallier>,
    sums: Option<DeskSums>,
    counts: Vec<Counts>,
    /// The desk before, which the next one is made of.
    plan: Option<DeskPlan>,
    of: Of,
}

/// Each desk is simulated and billed alone, their sums in one chunk for each list of tariffs.
pub(super) fn desks(
    (assembly, fleet): (&Assembly, &FleetPlan),
    lists: &[&Vec<Arc<Plan>>],
    run: &Run,
    place: &Block<'_>,
) -> Result<Vec<Chunk>, String> {
    let own = if assembly.templates.is_empty() { std::slice::from_ref(assembly) } else { &assembly.templates[..] };
    let mut templates = own.iter().map(|own| Template::new(own, lists, run)).collect::<Result<Vec<_>, _>>()?;
    let plans: Vec<&Arc<Plan>> = lists.iter().flat_map(|list| list.iter()).collect();
    for business in (place.block..place.businesses.count()).step_by(BLOCKS.min(fleet.desks) as usize) {
        let mut bills: Vec<(usize, Vec<Counts>)> = Vec::new();
        for desk in place.businesses.desks(business) {
            let of = fleet.template(place.seed, desk);
            templates[of].of.businesses += u32::from(bills.is_empty());
            let counts = templates[of].serve(fleet, of, desk, Draws::new(place.seed, place.replication, desk))?;
            bills.push((of, counts));
        }
        if bills.len() > 1 {
            for (at, plan) in plans.iter().enumerate() {
                let mut of_desks: Vec<&mut Counts> = bills.iter_mut().map(|(_, counts)| &mut counts[at]).collect();
                tariff::rate_together(plan, &assembly.model.book, &mut of_desks);
            }
        }
        for (of, counts) in bills {
            add(&mut templates[of].counts, counts)?;
        }
    }
    let at = |fault: String| format!("block {} of desks: {fault}", place.block);
    let parts =
        templates.into_iter().map(|template| template.finish(lists)).collect::<Result<Vec<_>, _>>().map_err(at)?;
    if assembly.templates.is_empty() {
        return parts.into_iter().next().ok_or_else(|| "a fleet without templates".into());
    }
    let mut parts: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    lists.iter().map(|_| Chunk::over(parts.iter_mut().filter_map(Iterator::next).collect())).collect()
}

/// One desk of a fleet in replication 0, simulated and billed as it is there.
///
/// # Errors
/// A desk that cannot be simulated, or sums that do not balance.
pub fn alone((assembly, fleet): (&Assembly, &FleetPlan), run: &Run, seed: u64, desk: u32) -> Result<Chunk, String> {
    let lists = [&assembly.tariffs];
    let of = fleet.template(seed, desk);
    let mut template = Template::new(assembly.templates.get(of).unwrap_or(assembly), &lists, run)?;
    let counts = template.serve(fleet, of, desk, Draws::new(seed, 0, desk))?;
    add(&mut template.counts, counts)?;
    template.finish(&lists)?.into_iter().next().ok_or_else(|| "no chunk".into())
}

impl<'a> Template<'a> {
    fn new(assembly: &'a Assembly, lists: &[&Vec<Arc<Plan>>], run: &Run) -> Result<Template<'a>, String> {
        let Folds { tally, billers } = Folds::new(assembly, lists, run)?;
        let counts = lists.iter().flat_map(|list| list.iter()).map(|plan| Counts::none(plan)).collect();
        Ok(Template { assembly, billers, tally: Some(tally), sums: None, counts, plan: None, of: Of::NONE })
    }

    /// Simulates a desk; the result is its own counts, by tariff.
    fn serve(&mut self, fleet: &FleetPlan, of: usize, desk: u32, draws: Draws) -> Result<Vec<Counts>, String> {
        let plan = self.plan.get_or_insert_with(|| DeskPlan::clone(fleet.whole(of)));
        fleet.resize(plan, of, desk);
        // The tally is a sum over whatever it is told; clocks, quotas and tiers are each desk's own.
        let tally = self.tally.take().ok_or("a desk after one that failed")?;
        let mut folds = Folds { tally, billers: self.billers.clone() };
        let own = desk::simulate(plan, draws, &mut folds).map_err(|fault| format!("desk {desk}: {fault}"))?;
        self.tally = Some(folds.tally);
        match &mut self.sums {
            None => self.sums = Some(own),
            Some(all) => all.merge(&own),
        }
        let share = (fleet.share(desk) * Of::WHOLE as f64) as u64;
        self.of.merge(&Of { desks: 1, businesses: 0, share, largest: share });
        Ok(folds.billers.into_iter().map(Biller::finish).collect())
    }

    fn finish(self, lists: &[&Vec<Arc<Plan>>]) -> Result<Vec<Chunk>, String> {
        let tally = self.tally.ok_or("a desk failed")?.finish();
        let made = chunks(self.assembly, lists, tally, self.sums.unwrap_or_default(), self.counts)?;
        Ok(made.into_iter().map(|chunk| Chunk { of: self.of, ..chunk }).collect())
    }
}

/// Adds the counts of one more desk.
fn add(counts: &mut [Counts], more: Vec<Counts>) -> Result<(), String> {
    let mut pairs = counts.iter_mut().zip(&more);
    pairs.try_for_each(|(all, own)| all.merge(own)).map_err(|mismatch| mismatch.to_string())
}
