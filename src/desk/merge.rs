//! Sums of desks that share a description add up.

use super::dialer::Dialled;
use super::ledger::{GroupSums, HourSums, StaffSums};
use super::recall::Recalls;
use super::second_tier::SecondTier;
use super::{DeskSums, Done, Kept};

impl DeskSums {
    /// Adds the sums of another desk with the same groups and streams; in any order with the same result.
    pub fn merge(&mut self, other: &DeskSums) {
        let DeskSums {
            staff,
            sms,
            outbound,
            promise,
            promises,
            done,
            extras,
            details,
            second,
            recalls,
            dialled,
            agents,
        } = other;
        self.staff.merge(staff);
        self.sms.iter_mut().zip(sms).for_each(|(mine, theirs)| *mine += theirs);
        self.outbound.0 += outbound.0;
        self.outbound.1 += outbound.1;
        self.promise.iter_mut().zip(promise).for_each(|(mine, theirs)| mine.merge(theirs));
        let own = self.promises.iter_mut().flatten().zip(promises.iter().flatten());
        own.for_each(|(mine, theirs)| mine.merge(theirs));
        self.done.merge(done);
        self.extras.merge(extras);
        self.details.merge(details);
        self.second.merge(second);
        self.recalls.merge(recalls);
        self.dialled.merge(dialled);
        let both = self.agents.iter_mut().flatten().zip(agents.iter().flatten());
        both.for_each(|(mine, theirs)| *mine += theirs);
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
        let GroupSums { staffed, busy, serving, resting, overtime, peak, begun } = other;
        self.staffed += staffed;
        self.busy += busy;
        self.serving += serving;
        self.resting += resting;
        self.overtime += overtime;
        self.peak += peak;
        self.begun += begun;
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

impl SecondTier {
    fn merge(&mut self, other: &SecondTier) {
        let SecondTier { passed_on, taken, lost, wait } = other;
        self.passed_on += passed_on;
        self.taken += taken;
        self.lost += lost;
        self.wait += wait;
    }
}

impl Recalls {
    fn merge(&mut self, other: &Recalls) {
        let Recalls { offered, accepted, messages, reached, missed, wait } = other;
        self.offered += offered;
        self.accepted += accepted;
        self.messages += messages;
        self.reached += reached;
        self.missed += missed;
        self.wait += wait;
    }
}

impl Dialled {
    fn merge(&mut self, other: &Dialled) {
        let Dialled { calls, answered, mismatched, missed, left } = other;
        self.calls += calls;
        self.answered += answered;
        self.mismatched += mismatched;
        self.left += left;
        self.missed += missed;
    }
}
