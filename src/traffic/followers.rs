//! Self-excitation: every arrival brings a Poisson number of others, each after a delay (Hawkes & Oakes 1974).
//!
//! With an exponential delay this is the Hawkes process with kernel αe^(−βs), α / β the share. What an arrival brings is
//! drawn under its own number, so that policies change nothing of it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::plan::{ExcitationPlan, StreamPlan};
use crate::engine::draws::{Draw, Draws};
use crate::engine::purpose::Purpose;

/// Turns of the draw `Arrival` of a contact: how many it brings, and when.
const BRINGS: u32 = 1;
const AFTER: u32 = 2;

/// What is still to come.
#[derive(Clone, Debug, Default)]
pub(super) struct Followers {
    /// Instants of followers.
    pending: BinaryHeap<Reverse<i64>>,
    /// The next arrival that no other brought, once looked up; its number.
    next: Option<i64>,
    number: u32,
    looked: bool,
}

impl Followers {
    /// The earliest of the next immigrant and the next follower; an immigrant goes first at one instant.
    pub(super) fn next(
        &mut self,
        plan: &StreamPlan,
        draws: Draws,
        ordinal: u32,
        mut immigrant: impl FnMut(u32) -> Option<i64>,
    ) -> Option<i64> {
        if !self.looked {
            (self.looked, self.next) = (true, immigrant(self.number));
            self.number = self.number.saturating_add(1);
        }
        let follower = self.pending.peek().map(|at| at.0);
        let at = match (self.next, follower) {
            (Some(at), Some(follower)) if follower < at => self.pending.pop()?.0,
            (None, Some(_)) => self.pending.pop()?.0,
            (Some(at), _) => {
                self.looked = false;
                at
            }
            (None, None) => return None,
        };
        if let Some(excitation) = &plan.excitation {
            self.brings(excitation, at, plan.curve.end(), draws.entity(plan.key, u64::from(ordinal), 0));
        }
        Some(at)
    }

    fn brings(&mut self, plan: &ExcitationPlan, at: i64, end: i64, arrival: crate::engine::draws::Entity) {
        let count = poisson(plan.share, &mut arrival.draw(Purpose::Arrival, BRINGS, 0));
        for k in 0..count {
            let follower = at.saturating_add(plan.after.sample(&mut arrival.draw(Purpose::Arrival, AFTER, k)));
            if follower < end {
                self.pending.push(Reverse(follower));
            }
        }
    }
}

/// A Poisson count of mean below 1: exponential steps that fit in.
fn poisson(mean: f64, draw: &mut Draw) -> u32 {
    let mut left = mean + libm::log(draw.open01());
    let mut count = 0;
    while left > 0.0 {
        count += 1;
        left += libm::log(draw.open01());
    }
    count
}
