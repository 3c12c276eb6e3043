//! Who waits for an agent of the telephone, by queue: callers on a line, and customers whom the firm is to call in place of a
//! late answer. Call-backs and answers to messages left come after both, and are not among them.

use crate::facts::Fold;

use super::Floor;
use super::contact::{Contact, mark};

impl<F: Fold> Floor<'_, F> {
    /// The contact joins those who wait in this queue.
    pub(super) fn joins(&mut self, contact: &Contact, line: usize) {
        if contact.marks & mark::LATER != 0 {
            return;
        }
        if self.is_caller(contact) {
            self.callers[line] += 1;
        } else {
            self.owed[line] += 1;
        }
        let (at, joined) = &mut self.joined[line];
        *joined = if *at == self.now { *joined + 1 } else { 1 };
        *at = self.now;
    }

    /// The contact waits no longer. Who has been waiting for a line was none of them.
    pub(super) fn leaves(&mut self, contact: &Contact, line: usize) {
        if contact.marks & mark::LATER != 0 || self.no_line.contains(&(contact.place, contact.stamp)) {
            return;
        }
        if self.is_caller(contact) {
            self.callers[line] -= 1;
        } else {
            self.owed[line] -= 1;
        }
    }

    /// Is he on a line, and not only to be called?
    fn is_caller(&self, contact: &Contact) -> bool {
        self.is_on_line(contact) || contact.marks & mark::BEGUN != 0
    }

    /// Is there an agent for a caller who comes to this queue now, beside those for all before him? Who came in the same
    /// instant has not met his agent yet: assignments are made when it ends.
    pub(super) fn is_answered_at_once(&self, contact: &Contact, line: usize) -> bool {
        if !self.is_free_for(contact, line) {
            return false;
        }
        if !self.open[line] {
            // Those who have stayed after the last shift.
            return self.callers[line] == 0;
        }
        let groups = &self.plan.lines[line].groups;
        let beside = self.plan.lines.iter().zip(&self.joined).enumerate().filter(|(other, (plan, (at, _)))| {
            *other != line && *at == self.now && plan.phone && plan.groups.iter().any(|group| groups.contains(group))
        });
        let beside: u32 = beside.map(|(_, (_, (_, joined)))| joined).sum();
        self.idle_for(line).0 > (self.callers[line] + self.owed[line] + beside) as usize
    }

    /// Callers who will still wait when the instant ends, if nobody is free for one more who comes to this queue now.
    pub(super) fn still_waiting(&self, line: usize) -> u32 {
        let met = self.idle_for(line).0.min(self.callers[line] as usize) as u32;
        self.callers.iter().sum::<u32>() - met
    }
}
