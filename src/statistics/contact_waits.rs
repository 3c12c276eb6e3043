//! What contacts waited, by how they ended: all that curves of satisfaction ask for.

use serde::{Deserialize, Serialize};

use crate::facts::Outcome;
use crate::units::Span;

use super::Histogram;

/// Contacts opened in the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactWaits {
    /// All of them.
    pub contacts: i64,
    /// What those that were answered to the end waited for an answer, by `[unresolved, resolved]` and `[first, about a need
    /// that had one before]`. Whoever is in none of them was lost: he gave up, got nobody, or the simulation ended before.
    pub waits: [[Histogram; 2]; 2],
}

impl ContactWaits {
    /// No contact was noted.
    pub fn is_empty(&self) -> bool {
        self.contacts == 0
    }

    /// A contact has ended; `waited` for an answer, −1 if he had none; `repeat`: its need had come up before.
    pub(super) fn closed(&mut self, outcome: Outcome, waited: i64, repeat: bool) {
        self.contacts += 1;
        let resolved = match outcome {
            Outcome::Resolved => 1,
            Outcome::Unresolved => 0,
            _ => return,
        };
        // Whom the firm was to call back and did not reach has had no answer: a negative wait, which is not counted.
        let _ = self.waits[resolved][usize::from(repeat)].record(Span(waited));
    }

    /// Adds those of another desk.
    pub(super) fn merge(&mut self, other: &ContactWaits) {
        let ContactWaits { contacts, waits } = other;
        self.contacts += contacts;
        let both = self.waits.iter_mut().flatten().zip(waits.iter().flatten());
        both.for_each(|(mine, theirs)| mine.merge(theirs));
    }

    /// Contacts answered to the end: unresolved, resolved.
    pub fn answered(&self) -> [i64; 2] {
        self.waits.each_ref().map(|by| by.iter().map(Histogram::count).sum::<u64>() as i64)
    }
}
