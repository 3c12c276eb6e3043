//! `run.warm_up = "MSER-5"`: how much of a run to leave out before it speaks of the steady state, found on pilot runs.
//!
//! Pilots begin empty at `from`. The waits of the turns that a variant's first channel answers, in order of arrival, are averaged
//! over the pilots turn by turn (Hoad, Robinson & Davies 2010, 10.1057/jos.2010.14), and MSER-5 says how many of them to
//! leave out ([`mser5`]). The lead of all variants is the longest that any of them asks for. A series that still settles at the
//! middle of the run has no answer, and neither has the run.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::desk::simulate;
use crate::engine::draws::Draws;
use crate::facts::{Body, Channel, Fact, Fold, Status};
use crate::scenario::{Scenario, Variant};
use crate::statistics::{WarmUp, mser5};
use crate::units::Span;

use super::assemble::{Assembly, assemble};
use super::host::{Host, Part};
use super::runner::guarded;
use super::staffing::{Effort, staff_kept};
use super::store::settling_of;

/// Pilot runs.
const PILOTS: u32 = 10;
/// Leads are whole minutes.
const MINUTE: i64 = 60_000_000;

/// The scenario with the lead that its pilots ask for, and what they showed, a line a variant. As it is, if its warm-up is given.
///
/// # Errors
/// A run too short to tell; a variant that cannot be compiled or staffed; on a host that computes nothing, pilots that
/// are not stored.
pub fn settled<'a>(scenario: &'a Scenario, host: &Host) -> Result<(Cow<'a, Scenario>, Vec<String>), Vec<String>> {
    if !scenario.run.settles {
        return Ok((Cow::Borrowed(scenario), Vec::new()));
    }
    host.watch.phase("settling", 0);
    let of = |variant: &Variant| {
        found(scenario, variant, host).map_err(|problems| {
            problems.into_iter().map(|why| format!("variant `{}`: {why}", variant.name)).collect::<Vec<_>>()
        })
    };
    let all: Vec<Result<Settled, Vec<String>>> = scenario.variants.par_iter().map(of).collect();
    let mut problems = Vec::new();
    let mut settled = Vec::new();
    for one in all {
        match one {
            Ok(one) => settled.push(one),
            Err(why) => problems.extend(why),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let lead = settled.iter().map(|one| one.lead).max().unwrap_or(0);
    let mut known = scenario.clone();
    known.run.lead = Span(lead);
    for variant in &mut known.variants {
        variant.behaviour.push_str(&format!(" lead {lead}"));
    }
    let lines = scenario.variants.iter().zip(&settled).map(|(variant, one)| one.words(&variant.name));
    Ok((Cow::Owned(known), lines.collect()))
}

/// What the pilots of a variant showed.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Settled {
    /// Turns left out.
    turns: u64,
    /// Turns that each pilot has at least.
    of: u64,
    /// Mean instant of the first turn that is not left out, whole minutes after `from`, µs.
    lead: i64,
}

impl Settled {
    fn words(&self, variant: &str) -> String {
        format!(
            "{variant}: MSER-5 leaves out the first {} of {} turns of {PILOTS} pilot runs, {}",
            self.turns,
            self.of,
            Span(self.lead)
        )
    }
}

fn found(scenario: &Scenario, variant: &Variant, host: &Host) -> Result<Settled, Vec<String>> {
    let effort = Effort::FULL;
    let (model, _) = staff_kept(&variant.model, &scenario.run, effort, &variant.behaviour, host)?;
    let mut run = scenario.run.clone();
    run.lead = Span(0);
    let assembly = assemble(&model, &run)?;
    let name = settling_of(&variant.behaviour, &assembly, run.seed, effort).at(0);
    if let Some(known) = host.store.find::<Settled>(&name) {
        return Ok(known);
    }
    if host.part == Part::Stored {
        return Err(vec!["its pilot runs are missing: run the shards to their end".into()]);
    }
    let settled = piloted(&assembly, run.seed, host)?;
    host.store.keep(&name, &settled);
    Ok(settled)
}

fn piloted(assembly: &Assembly, seed: u64, host: &Host) -> Result<Settled, Vec<String>> {
    let one = |replication: u32| {
        if host.stop() {
            return Err("interrupted".to_string());
        }
        let mut waits = Waits { channel: assembly.model.channel, from: assembly.desk.base, seen: Vec::new() };
        let draws = Draws::new(pilot_seed(seed), replication, 0);
        guarded(|| simulate(&assembly.desk, draws, &mut waits).map(|_| ()))?;
        host.watch.done();
        waits.seen.sort_unstable();
        Ok(waits.seen)
    };
    let pilots: Vec<Vec<(i64, i64)>> =
        (0..PILOTS).into_par_iter().map(one).collect::<Result<_, String>>().map_err(|why| vec![why])?;
    let turns = pilots.iter().map(Vec::len).min().unwrap_or(0);
    let mean = |of: &dyn Fn(&(i64, i64)) -> i64, turn: usize| {
        pilots.iter().map(|pilot| of(&pilot[turn]) as f64).sum::<f64>() / f64::from(PILOTS)
    };
    let series: Vec<f64> = (0..turns).map(|turn| mean(&|seen| seen.1, turn)).collect();
    let WarmUp { observations, .. } = mser5(&series).map_err(|why| vec![format!("{why} (waits of turns)")])?;
    let at = mean(&|seen| seen.0, observations.min(turns.saturating_sub(1)));
    let lead = if observations == 0 { 0 } else { libm::ceil(at / MINUTE as f64) as i64 * MINUTE };
    Ok(Settled { turns: observations as u64, of: turns as u64, lead })
}

/// Pilots have draws of their own, so that the results are not tuned to the replications that are reported.
fn pilot_seed(seed: u64) -> u64 {
    seed ^ 0x5049_4c4f_5400_0000
}

/// (arrival after `from`, wait) of each answered turn of a channel, µs.
struct Waits {
    channel: Channel,
    from: i64,
    seen: Vec<(i64, i64)>,
}

impl Waits {
    fn fact(&mut self, fact: &Fact) {
        let at = fact.head.at - self.from;
        match (self.channel, &fact.body) {
            (Channel::Messages, Body::MessageOut { sent_at, status: Status::Delivered, wait, .. }) if *wait >= 0 => {
                self.seen.push((sent_at - self.from - wait, *wait));
            }
            (Channel::Phone, Body::CallEnded { wait, talk, answered: true, .. }) if *wait >= 0 => {
                self.seen.push((at - talk - wait, *wait));
            }
            _ => {}
        }
    }
}

impl Fold for Waits {
    fn block(&mut self, facts: &[Fact]) {
        facts.iter().for_each(|fact| self.fact(fact));
    }
}
