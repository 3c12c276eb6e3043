//! The same desk where nothing asks for more than a queue: one team, one line, a chat's place free between its turns.
//!
//! A second, shorter way through the very same simulation, for desks whose plan uses none of the features that
//! [`eligible`] names, told to folds that do not ask for the order of facts. It moves the same entities through the same
//! events with the same draws, and ties fall the same way, so that all it leaves is what the [general way](super::Desk)
//! leaves, to the last bit; tests run both beside each other. What it saves: a contact is one cache line instead of three,
//! nothing is asked that the plan has answered, what a draw's name decides is drawn when it is needed and not kept, and
//! turns are told as a whole. Where contacts have one turn and agents one chat, no event list is needed either
//! ([`recursion`]).
//!
//! ```text
//!  outside (streams, hours, shifts) ─► floor (line, team, events) or recursion ─► book (counts, what is told)
//! ```

mod agents;
mod book;
mod eligible;
mod floor;
mod outside;
mod recursion;
mod team;

use crate::engine::draws::{Draws, Entity};
use crate::engine::purpose::Purpose;
use crate::facts::{Entry, Fold, Kinds};

use super::DeskSums;
use super::contact::NEVER;
use super::plan::{DeskPlan, ReasonPlan};

pub(super) use eligible::Plain;

/// Are the facts that this fold wants told without order, but for that of time?
pub(super) fn unordered<F: Fold>(fold: &F) -> bool {
    !F::READS || fold.wants() == Kinds::NONE
}

/// Run one replication of a plain desk and tell its facts to `fold`, each once it is known, in no order.
///
/// Errors: more contacts open at once than the event list can number over so long a run.
pub(super) fn simulate<F: Fold>(plain: Plain<'_>, draws: Draws, fold: &mut F) -> Result<DeskSums, String> {
    if recursion::suits(plain) && (!F::READS || !fold.in_time()) {
        return recursion::simulate(plain, draws, fold);
    }
    let mut desk = floor::Desk::new(plain, draws, fold)?;
    desk.run()?;
    Ok(desk.finish())
}

/// The leaf of who has none.
const NO_LEAF: u32 = u32::MAX;

/// Where a contact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The place is free.
    Free,
    /// The customer thinks before the next turn.
    Thinking,
    /// In the queue.
    Queued,
    /// An agent writes the answer.
    Serving,
}

/// One contact; times are engine microseconds.
#[derive(Clone, Copy, Debug)]
struct Contact {
    entity: Entity,
    /// The customer; the low half is the arrival's number in its stream.
    customer: u64,
    opened_at: i64,
    turn_from: i64,
    /// When an agent took the turn up; while it waits, its stamp: entries of the queue with another one are void.
    taken_at: i64,
    /// Its leaf in the event list.
    leaf: u32,
    stream: u16,
    number: u16,
    country: u16,
    reason: u16,
    turn: u16,
    agent: u16,
    /// Hour of the week in which the turn arrived; `u16::MAX` outside the run.
    hour: u16,
    entry: Entry,
    state: State,
    promised: bool,
}

/// Work of the contact's turn.
#[inline(always)]
fn work_of(plan: &DeskPlan, reason: &ReasonPlan, contact: &Contact) -> i64 {
    let mut draw = contact.entity.draw(Purpose::Handling, u32::from(contact.turn), 0);
    match reason.difficulty {
        (0.0, _) => reason.handling.sample(&mut draw),
        (common, own) => {
            let difficulty = plan.normal.sample(&mut contact.entity.draw(Purpose::Difficulty, 0, 0));
            let score = common * difficulty + own * plan.normal.sample(&mut draw);
            reason.handling.quantile_of_normal(score)
        }
    }
}

/// How long the contact's customer would wait for his turn to be taken up.
#[inline(always)]
fn patience_of(reason: &ReasonPlan, contact: &Contact) -> i64 {
    match &reason.patience {
        None => NEVER,
        Some(law) => law.sample(&mut contact.entity.draw(Purpose::Patience, u32::from(contact.turn), 0)),
    }
}
