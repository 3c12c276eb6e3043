//! Tallies of desks that share a description add up.

use super::tally::{Conservation, CountryCounts, Tally, Waits};

impl Tally {
    /// Adds the tally of other facts, counted with the same streams, reasons and countries; in any order with the same result.
    pub fn merge(&mut self, other: &Tally) {
        // Every field is named, so that none is forgotten.
        let Tally {
            opened,
            repeats,
            repeats_resolved,
            clicks,
            outcomes,
            resolved_in_run,
            closed_in_run,
            lost_by_reason,
            messages,
            phone,
            messages_in,
            messages_out,
            by_author,
            refused,
            inside_window,
            owed_to_reminder,
            late_answers,
            bot_turns,
            line_time,
            calls,
            countries,
            open_time,
            smallest_wait,
            conservation,
            contacts,
        } = other;
        self.opened += opened;
        self.repeats += repeats;
        self.repeats_resolved += repeats_resolved;
        add(&mut self.clicks, clicks);
        add(&mut self.outcomes, outcomes);
        self.resolved_in_run += resolved_in_run;
        self.closed_in_run += closed_in_run;
        add(&mut self.lost_by_reason, lost_by_reason);
        self.messages.merge(messages);
        self.phone.merge(phone);
        add_pair(&mut self.messages_in, *messages_in);
        add(&mut self.messages_out, messages_out);
        add(&mut self.by_author, by_author);
        add(&mut self.refused, refused);
        self.inside_window += inside_window;
        self.owed_to_reminder += owed_to_reminder;
        self.late_answers += late_answers;
        self.bot_turns += bot_turns;
        add(&mut self.line_time, line_time);
        self.calls += calls;
        self.countries.iter_mut().zip(countries).for_each(|(mine, theirs)| mine.merge(theirs));
        self.open_time += open_time;
        self.smallest_wait = self.smallest_wait.min(*smallest_wait);
        self.conservation.merge(conservation);
        self.contacts.merge(contacts);
    }
}

impl Waits {
    /// Adds those of other turns.
    pub fn merge(&mut self, other: &Waits) {
        let Waits {
            offered,
            answered,
            answered_within,
            lost_within,
            answered_sum,
            lost_sum,
            queued_sum,
            queued_over,
            first,
            longest,
            excess_sum,
            histogram,
        } = other;
        self.offered += offered;
        self.answered += answered;
        self.answered_within += answered_within;
        self.lost_within += lost_within;
        self.answered_sum += answered_sum;
        self.lost_sum += lost_sum;
        self.queued_sum += queued_sum;
        self.queued_over += queued_over;
        add_pair(&mut self.first, *first);
        self.longest = self.longest.max(*longest);
        self.excess_sum += excess_sum;
        self.histogram.merge(histogram);
    }
}

impl CountryCounts {
    fn merge(&mut self, other: &CountryCounts) {
        let CountryCounts { contacts, resolved, messages_out, answered, wait } = other;
        self.contacts += contacts;
        self.resolved += resolved;
        self.messages_out += messages_out;
        self.answered += answered;
        self.wait += wait;
    }
}

impl Conservation {
    fn merge(&mut self, other: &Conservation) {
        let Conservation { opened, closed, turns, messages_in, messages_out } = other;
        self.opened += opened;
        self.closed += closed;
        self.turns += turns;
        self.messages_in += messages_in;
        self.messages_out += messages_out;
    }
}

fn add(to: &mut [i64], other: &[i64]) {
    to.iter_mut().zip(other).for_each(|(mine, theirs)| *mine += theirs);
}

fn add_pair(to: &mut (i64, i64), other: (i64, i64)) {
    to.0 += other.0;
    to.1 += other.1;
}
