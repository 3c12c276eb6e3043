//! The walk of one stream through its curve.

use super::counted::Counted;
use super::followers::Followers;
use super::plan::StreamPlan;
use super::poisson::Poisson;
use crate::engine::draws::{Draws, Entity, StreamDraws};

/// Mutable state of one stream in one replication.
#[derive(Clone, Debug)]
pub struct Arrivals {
    draws: Draws,
    /// Of the stream's contacts.
    own: StreamDraws,
    /// The entity of the last arrival.
    last: Entity,
    /// Number of the next arrival, and where the numbers end.
    ordinal: u32,
    limit: u32,
    walk: Walk,
    /// Arrivals that earlier ones brought.
    followers: Option<Followers>,
}

/// What brings the arrivals that no other brought.
#[derive(Clone, Debug)]
enum Walk {
    Poisson(Poisson),
    Counted(Box<Counted>),
    Replay(usize),
}

impl Walk {
    fn new(plan: &StreamPlan, draws: Draws) -> Walk {
        match (&plan.replay, &plan.counts) {
            (Some(_), _) => Walk::Replay(0),
            (None, Some(_)) => Walk::Counted(Box::new(Counted::new())),
            (None, None) => Walk::Poisson(Poisson::new(plan, draws)),
        }
    }

    /// The next of them; its number and entity name its chance.
    #[inline(always)]
    fn next(&mut self, plan: &StreamPlan, draws: Draws, (number, entity): (u32, Entity)) -> Option<i64> {
        match self {
            Walk::Poisson(walk) => walk.next(plan, draws, entity),
            Walk::Counted(walk) => walk.next(plan, draws, number),
            Walk::Replay(next) => {
                let at = *plan.replay.as_ref()?.get(*next)?;
                *next += 1;
                Some(at)
            }
        }
    }
}

impl Arrivals {
    /// At engine time 0, before the first arrival.
    pub fn new(plan: &StreamPlan, draws: Draws) -> Arrivals {
        let own = draws.stream(plan.key);
        let followers = plan.excitation.as_ref().map(|_| Followers::default());
        Arrivals {
            draws,
            own,
            last: own.entity(0, 0),
            ordinal: 0,
            limit: plan.limit,
            walk: Walk::new(plan, draws),
            followers,
        }
    }

    /// Time (microseconds since the start of the lead) and number of the next arrival; `None` when the run's
    /// arrivals are over. Times never fall; two arrivals may share a microsecond.
    #[inline(always)]
    pub fn next(&mut self, plan: &StreamPlan) -> Option<(i64, u32)> {
        if self.ordinal >= self.limit {
            return None;
        }
        let (ordinal, draws, walk) = (self.ordinal, self.draws, &mut self.walk);
        let own = self.own;
        let named = |number: u32| (number, own.entity(u64::from(number), 0));
        let contact = named(ordinal);
        self.last = contact.1;
        let at = match &mut self.followers {
            None => walk.next(plan, draws, contact),
            Some(followers) => followers.next(plan, draws, ordinal, |number| walk.next(plan, draws, named(number))),
        };
        match at {
            Some(at) => {
                self.ordinal = ordinal + 1;
                Some((at, ordinal))
            }
            None => {
                self.limit = ordinal;
                None
            }
        }
    }

    /// The entity of the contact that [`Arrivals::next`] returned last.
    #[inline(always)]
    pub fn entity(&self) -> Entity {
        self.last
    }
}
