//! A second tally, written from the definitions alone: what facts say about the waits of a cohort.

use chatfare::desk::ledger::StaffSums;
use chatfare::facts::{Body, Fact, Fold, Instant, Part};

/// Sums over the turns (or calls) that began in `[from, to)`. Times in µs.
#[derive(Clone, Debug, Default)]
pub struct Waits {
    /// All of them.
    pub offered: i64,
    /// Had to wait for an agent, answered or not.
    pub waited: i64,
    /// Gave up.
    pub lost: i64,
    /// Taken up within the threshold.
    pub answered_within: i64,
    /// Gave up within the threshold.
    pub lost_within: i64,
    /// Waits until taken up, and in vain.
    pub wait_answered: i64,
    pub wait_lost: i64,
    /// From taken up to the answer (messages) or the end (calls).
    pub service: i64,
    /// No line was free (calls).
    pub blocked: i64,
    /// Contacts opened in the cohort.
    pub opened: i64,
}

impl Waits {
    pub fn answered(&self) -> i64 {
        self.offered - self.lost
    }
}

/// The fold that fills [`Waits`].
pub struct Witness {
    pub from: Instant,
    pub to: Instant,
    pub threshold: i64,
    pub waits: Waits,
}

/// What one replication shows: waits from facts, staff from the desk, length of the run in µs.
#[derive(Clone, Debug)]
pub struct Seen {
    pub waits: Waits,
    pub staff: StaffSums,
    pub span: i64,
}

impl Witness {
    fn answered(&mut self, began: Instant, queued: i64, service: i64) {
        if (self.from..self.to).contains(&began) {
            let waits = &mut self.waits;
            waits.offered += 1;
            waits.waited += (queued > 0) as i64;
            waits.answered_within += (queued <= self.threshold) as i64;
            waits.wait_answered += queued;
            waits.service += service;
        }
    }

    fn lost(&mut self, began: Instant, wait: i64) {
        if (self.from..self.to).contains(&began) {
            let waits = &mut self.waits;
            waits.offered += 1;
            waits.waited += (wait > 0) as i64;
            waits.lost += 1;
            waits.lost_within += (wait <= self.threshold) as i64;
            waits.wait_lost += wait;
        }
    }
}

impl Fold for Witness {
    fn block(&mut self, facts: &[Fact]) {
        for Fact { head, body } in facts {
            match *body {
                Body::MessageOut { wait, queued, .. } if wait >= 0 => {
                    self.answered(head.at - wait, queued, wait - queued)
                }
                Body::TurnLost { wait } => self.lost(head.at - wait, wait),
                Body::ContactClosed { wait, .. } if wait >= 0 => self.lost(head.at - wait, wait),
                Body::CallEnded { wait, talk, answered: true, .. } => self.answered(head.at - talk - wait, wait, talk),
                Body::CallEnded { line: 0, answered: false, .. } => {
                    self.waits.blocked += (self.from..self.to).contains(&head.at) as i64;
                }
                Body::CallEnded { wait, .. } => self.lost(head.at - wait, wait),
                Body::ContactOpened { .. } => self.waits.opened += (head.part == Part::Run) as i64,
                _ => {}
            }
        }
    }
}
