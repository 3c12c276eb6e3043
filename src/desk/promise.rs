//! Whether the team keeps what it promises while it is open: turns and calls counted where they begin and where they are answered.
//!
//! A call that finds no line, or no place in the queue, begins and is never answered. What a menu settles never begins here; what the
//! bot settles is taken out again: the promise is the team's.

use crate::facts::{Channel, Fold};

use super::Floor;
use super::contact::Contact;

impl<F: Fold> Floor<'_, F> {
    /// Note whether the promise of opening hours holds for the turn that begins now.
    #[inline(always)]
    pub(super) fn promise(&mut self, contact: &mut Contact, channel: Channel, in_run: bool) {
        let promised = in_run && self.is_open(contact.reason, channel);
        contact.promised = promised;
        self.sums.promise[channel as usize].offered += promised as i64;
    }

    /// A turn that arrived in the run (`hour`) is answered after `wait`.
    #[inline(always)]
    pub(super) fn count_answer(&mut self, contact: &mut Contact, channel: Channel, hour: u16, wait: i64) {
        if hour != u16::MAX {
            self.ledger.answered(hour, wait);
            if self.plan.bot.is_some() && contact.contained {
                self.settled_without_team(contact, channel);
            }
            let kept = contact.promised && wait <= self.plan.promise[channel as usize];
            self.sums.promise[channel as usize].within += kept as i64;
            if self.plan.extras.details.is_some() {
                self.note_answer(contact, channel, wait);
            }
        }
    }

    /// The promise is neither kept nor broken by a turn that no person answers.
    #[cold]
    fn settled_without_team(&mut self, contact: &mut Contact, channel: Channel) {
        self.sums.promise[channel as usize].offered -= contact.promised as i64;
        contact.promised = false;
    }
}
