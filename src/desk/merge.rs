//! Sums of desks that share a description add up.

use super::ledger::{GroupSums, HourSums, StaffSums};
use super::{DeskSums, Done, Kept};

impl DeskSums {
    /// Adds the sums of another desk with the same groups and streams; in any order with the same result.
    pub fn merge(&mut self, other: &DeskSums) {
        let DeskSums { staff, sms, outbound, promise, done, extras, details } = other;
        self.staff.merge(staff);
        self.sms.iter_mut().zip(sms).for_each(|(mine, theirs)| *mine += theirs);
        self.outbound.0 += outbound.0;
        self.outbound.1 += outbound.1;
        self.promise.iter_mut().zip(promise).for_each(|(mine, theirs)| mine.merge(theirs));
        self.done.merge(done);
        self.extras.merge(extras);
        self.details.merge(details);
    }
}

impl Kept {
    fn merge(&mut self, other: &Kept) {
        let Kept { offered, within } = other;
        self.offered += offered;
        self.within += within;
    }
}

impl Done {
    fn merge(&mut self, other: &Done) {
        let Done { contacts, turns, messages_in, messages_out } = other;
        self.contacts += contacts;
        self.turns += turns;
        self.messages_in += messages_in;
        self.messages_out += messages_out;
    }
}

impl StaffSums {
    /// Peaks of desks add up: each has its own seats and lines.
    fn merge(&mut self, other: &StaffSums) {
        let StaffSums { groups, hours, open_contacts, lines_peak, events } = other;
        self.groups.iter_mut().zip(groups).for_each(|(mine, theirs)| mine.merge(theirs));
        self.hours.iter_mut().zip(hours).for_each(|(mine, theirs)| mine.merge(theirs));
        self.open_contacts += open_contacts;
        self.lines_peak += lines_peak;
        self.events += events;
    }
}

impl GroupSums {
    fn merge(&mut self, other: &GroupSums) {
        let GroupSums { staffed, busy, serving, overtime, peak } = other;
        self.staffed += staffed;
        self.busy += busy;
        self.serving += serving;
        self.overtime += overtime;
        self.peak += peak;
    }
}

impl HourSums {
    /// The hours of all desks are the same hours.
    fn merge(&mut self, other: &HourSums) {
        let HourSums { span, arrivals, queue, busy, staffed, answered, wait } = other;
        self.span = self.span.max(*span);
        self.arrivals += arrivals;
        self.queue += queue;
        self.busy += busy;
        self.staffed += staffed;
        self.answered += answered;
        self.wait += wait;
    }
}
