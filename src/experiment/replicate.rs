//! One replication of one variant: simulate, bill, tally. Its result is all integers.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::desk::extras::detail::Level;
use crate::desk::{self, DeskSums};
use crate::engine::draws::Draws;
use crate::facts::{Body, Fact, Fold, Kinds, Outcome};
use crate::scenario::Run;
use crate::statistics::tally::{Tallier, Tally};
use crate::tariff::{self, Biller, Counts, Plan, Problem};

use super::assemble::Assembly;

/// The chunk of one (variant, replication): all that tables and charts are made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// Counts and sums from facts.
    pub tally: Tally,
    /// Staff, lines, SMS.
    pub desk: DeskSums,
    /// Units to be billed, by tariff.
    pub bills: Vec<Counts>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Of::is_one")]
    pub of: Of,
    /// By template of the fleet, if it has any: what is above is their sum, clicks and SMS apart, which have other streams.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub templates: Vec<Chunk>,
    /// Of a whole fleet: its sum in parts that desks of all sizes are shared out to in turn, for its interval.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Chunk>,
}

/// Desks and businesses behind a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Of {
    /// Desks.
    pub desks: u32,
    /// Businesses; one with several desks is counted where its largest is.
    pub businesses: u32,
    /// Their share in the volume of the whole, 2⁻⁶⁰.
    pub share: u64,
    /// That of the largest of them.
    pub largest: u64,
}

impl Of {
    /// Nobody's.
    pub const NONE: Of = Of { desks: 0, businesses: 0, share: 0, largest: 0 };

    /// The unit of [`Of::share`].
    pub const WHOLE: u64 = 1 << 60;

    /// Their share in the volume of the whole.
    pub fn part(&self) -> f64 {
        self.share as f64 / Of::WHOLE as f64
    }

    /// Adds other desks.
    pub fn merge(&mut self, other: &Of) {
        let Of { desks, businesses, share, largest } = other;
        self.desks += desks;
        self.businesses += businesses;
        self.share += share;
        self.largest = self.largest.max(*largest);
    }

    /// Has one desk more of the work than an interval over desks can bear (5 %)?
    pub fn top_heavy(&self) -> bool {
        u128::from(self.largest) * 20 > u128::from(self.share)
    }

    fn is_one(&self) -> bool {
        *self == Of::default()
    }
}

impl Default for Of {
    fn default() -> Of {
        Of { desks: 1, businesses: 1, share: Of::WHOLE, largest: Of::WHOLE }
    }
}

impl Chunk {
    /// Adds what other desks of the same description did in the same replication: all of it is integer sums, in any order.
    /// Groups are left as they are.
    ///
    /// # Errors
    /// Counts of different tariffs.
    pub fn merge(&mut self, other: &Chunk) -> Result<(), String> {
        if self.of.desks == 0 || other.of.desks == 0 {
            if self.of.desks == 0 {
                *self = other.clone();
            }
            return Ok(());
        }
        self.tally.merge(&other.tally);
        self.desk.merge(&other.desk);
        self.of.merge(&other.of);
        self.templates.iter_mut().zip(&other.templates).try_for_each(|(all, own)| all.merge(own))?;
        let mut bills = self.bills.iter_mut().zip(&other.bills);
        bills.try_for_each(|(all, own)| all.merge(own)).map_err(|mismatch| mismatch.to_string())
    }

    /// The sum over templates.
    ///
    /// # Errors
    /// Counts of different tariffs.
    pub(super) fn over(templates: Vec<Chunk>) -> Result<Chunk, String> {
        let mut parts = templates.iter();
        let mut sum = parts.next().cloned().ok_or("a fleet without templates")?;
        parts.try_for_each(|part| sum.merge(part))?;
        sum.tally.clicks.clear();
        sum.desk.sms.clear();
        Ok(Chunk { templates, ..sum })
    }
}

/// Facts go to the tally when they are told, and to every tariff then or block by block.
pub(super) struct Folds {
    pub(super) tally: Tallier,
    pub(super) billers: Vec<Biller>,
}

impl Folds {
    /// Empty ones for a desk that is billed under several lists of tariffs.
    ///
    /// # Errors
    /// A book that cannot be billed.
    pub(super) fn new(assembly: &Assembly, lists: &[&Vec<Arc<Plan>>], run: &Run) -> Result<Folds, String> {
        let model = &assembly.model;
        let thresholds = [model.measures.message_threshold.0, model.measures.call_threshold.0];
        let sizes = (assembly.desk.streams.len(), model.reasons.len(), model.book.countries.len());
        let plans = lists.iter().flat_map(|tariffs| tariffs.iter());
        let plain = desk::plain_sends(&assembly.desk);
        let billers = plans.map(|plan| {
            let biller = Biller::for_desk(plan, &model.book, run.from, run.to)?;
            Ok(match plain {
                Some((late, ads)) => biller.at_once(late, ads),
                None => biller,
            })
        });
        Ok(Folds {
            tally: Tallier::new(run.from, run.to, thresholds, &assembly.rules, sizes)
                .noting_contacts(model.satisfaction.is_some()),
            billers: billers.collect::<Result<_, Vec<Problem>>>().map_err(|problems| join(&problems))?,
        })
    }
}

impl Fold for Folds {
    #[inline(always)]
    fn told(&mut self, fact: &Fact) {
        self.tally.told(fact);
        // Who tells a fact knows its kind: of all others, nothing is left of this.
        if matches!(fact.body, Body::MessageOut { .. }) {
            for biller in &mut self.billers {
                biller.told(fact);
            }
        }
    }

    #[inline(always)]
    fn told_turn(&mut self, asked: &Fact, answer: &Fact) {
        self.tally.told_turn(asked, answer);
        for biller in &mut self.billers {
            biller.told(answer);
        }
    }

    #[inline(always)]
    fn told_story(&mut self, opened: &Fact, closed: &Fact) {
        self.tally.told_story(opened, closed);
    }

    fn in_time(&self) -> bool {
        self.tally.in_time() || self.billers.iter().any(Biller::in_time)
    }

    fn wants(&self) -> Kinds {
        self.billers.iter().fold(self.tally.wants(), |all, biller| all.with(biller.wants()))
    }

    fn block(&mut self, facts: &[Fact]) {
        for biller in &mut self.billers {
            biller.block(facts);
        }
    }
}

/// Run a replication and check what must balance.
pub fn replicate(assembly: &Assembly, run: &Run, seed: u64, replication: u32) -> Result<Chunk, String> {
    let mut chunks = replicate_under(assembly, &[&assembly.tariffs], run, seed, replication)?;
    chunks.pop().ok_or_else(|| "no chunk".to_string())
}

/// One simulation billed under several lists of tariffs: a chunk for each, as if it had been simulated alone. All of them
/// must have the same desk (see [`desk_of`](super::store::desk_of)).
pub fn replicate_under(
    assembly: &Assembly,
    lists: &[&Vec<Arc<Plan>>],
    run: &Run,
    seed: u64,
    replication: u32,
) -> Result<Vec<Chunk>, String> {
    if let Some(fleet) = &assembly.fleet {
        return super::fleet::under((assembly, fleet), lists, run, seed, replication);
    }
    let mut folds = Folds::new(assembly, lists, run)?;
    let desk = desk::simulate(&assembly.desk, Draws::new(seed, replication, 0), &mut folds)?;
    let counts = folds.billers.into_iter().map(Biller::finish).collect();
    chunks(assembly, lists, folds.tally.finish(), desk, counts)
}

/// A chunk for each list of tariffs, `counts` in the order of the lists; what must balance is checked.
///
/// # Errors
/// What does not balance.
pub(super) fn chunks(
    assembly: &Assembly,
    lists: &[&Vec<Arc<Plan>>],
    tally: Tally,
    desk: DeskSums,
    counts: Vec<Counts>,
) -> Result<Vec<Chunk>, String> {
    let mut counts = counts.into_iter();
    let mut chunks = Vec::new();
    for tariffs in lists {
        let bills: Vec<Counts> = counts.by_ref().take(tariffs.len()).collect();
        check(assembly, tariffs, &tally, &desk, &bills)?;
        let (tally, desk) = (tally.clone(), desk.clone());
        chunks.push(Chunk { tally, desk, bills, of: Of::default(), templates: Vec::new(), groups: Vec::new() });
    }
    Ok(chunks)
}

fn join<P: ToString>(problems: &[P]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Contacts by what they waited are those of the other counts.
fn contacts_balance(tally: &Tally) -> Result<(), String> {
    let [unresolved, resolved] = tally.contacts.answered();
    let of = |outcome: Outcome| tally.outcomes[outcome as usize];
    let noted = !tally.contacts.is_empty();
    if noted
        && (tally.contacts.contacts != tally.opened
            || resolved != of(Outcome::Resolved)
            || unresolved > of(Outcome::Unresolved))
    {
        return Err(format!(
            "waits of contacts: {} opened, {resolved} resolved, {unresolved} unresolved; counted otherwise {}, {}, {}",
            tally.contacts.contacts,
            tally.opened,
            of(Outcome::Resolved),
            of(Outcome::Unresolved)
        ));
    }
    Ok(())
}

/// Service levels by reason add up to those of the tally, which knows only facts.
fn details_balance(tally: &Tally, desk: &DeskSums) -> Result<(), String> {
    if desk.details.reasons.is_empty() {
        return Ok(());
    }
    for (column, waits) in [&tally.messages, &tally.phone].into_iter().enumerate() {
        let sum =
            |part: fn(&Level) -> i64| desk.details.reasons.iter().map(|levels| part(&levels[column])).sum::<i64>();
        let periods = desk.details.periods.iter().map(|levels| levels[column].answered).sum::<i64>();
        let both = [
            ("answered", sum(|l| l.answered), waits.answered),
            ("answered by period", periods, waits.answered),
            ("answered within the threshold", sum(|l| l.within), waits.answered_within),
            ("waited", sum(|l| l.wait), waits.answered_sum),
            ("beyond the threshold", sum(|l| l.excess), waits.excess_sum),
            ("lost", sum(|l| l.lost + l.blocked), waits.offered - waits.answered),
            ("lost within the threshold", sum(|l| l.lost_within + l.blocked), waits.lost_within),
            ("waited in vain", sum(|l| l.lost_wait), waits.lost_sum),
        ];
        if let Some((what, details, facts)) = both.into_iter().find(|(_, details, facts)| details != facts) {
            return Err(format!("service levels by reason: {what}: the desk counted {details}, the facts say {facts}"));
        }
    }
    Ok(())
}

/// Conservation, on every run: what opens closes, Little's identity holds to the microsecond, no wait is negative.
fn check(
    assembly: &Assembly,
    tariffs: &[Arc<Plan>],
    tally: &Tally,
    desk: &DeskSums,
    bills: &[Counts],
) -> Result<(), String> {
    let (facts, done) = (&tally.conservation, &desk.done);
    let both = [
        ("contacts opened", done.contacts, facts.opened),
        ("contacts closed", done.contacts, facts.closed),
        ("turns ended", done.turns, facts.turns),
        ("messages of customers", done.messages_in, facts.messages_in),
        ("messages of the business", done.messages_out, facts.messages_out),
    ];
    if let Some((what, desk, facts)) = both.into_iter().find(|(_, desk, facts)| desk != facts) {
        return Err(format!("conservation: {what}: the desk did {desk}, the facts say {facts}"));
    }
    if tally.open_time != desk.staff.open_contacts {
        return Err(format!(
            "Little's identity: the desk counted {} µs of open contacts, the facts {} µs",
            desk.staff.open_contacts, tally.open_time
        ));
    }
    details_balance(tally, desk)?;
    contacts_balance(tally)?;
    if tally.smallest_wait < 0 {
        return Err(format!("a wait of {} µs", tally.smallest_wait));
    }
    let sent: i64 = tally.messages_out.iter().sum();
    for (plan, counts) in tariffs.iter().zip(bills) {
        let bill = tariff::price(plan, &assembly.model.book, counts);
        if bill.messages != sent as u64 {
            return Err(format!(
                "tariff `{}` has {} messages on its lines, the tally {sent}",
                plan.name(),
                bill.messages
            ));
        }
        let fees = tariff::price_by_country(plan, &assembly.model.book, counts);
        if fees.iter().map(|fee| fee.amount).sum::<i128>() != bill.total {
            return Err(format!("tariff `{}`: the fees by country are not the sum of the bill's lines", plan.name()));
        }
    }
    match bills.first().map(Counts::not_accepted) {
        Some(refused) if refused > 0 => Err(format!(
            "{refused} messages were delivered that `{}`, the tariff in force, does not accept",
            assembly.model.cost.in_force
        )),
        _ => Ok(()),
    }
}
