//! What the extras of desks that share a description counted adds up.

use super::detail::{DetailSums, Level, Levels};
use super::sums::ExtraSums;

impl ExtraSums {
    /// Adds those of another desk.
    pub(in crate::desk) fn merge(&mut self, other: &ExtraSums) {
        // Every field is named, so that none is forgotten.
        let ExtraSums {
            left_silently,
            noticed,
            closed_inactive,
            reopened,
            ended_unsaid,
            app_answers,
            used_up,
            capped_notifications,
            blocked,
            tokens,
            contained,
            handed_over,
            bot_answers,
            unaided,
            menu_settled,
        } = other;
        self.left_silently += left_silently;
        add_pair(&mut self.noticed, *noticed);
        self.closed_inactive += closed_inactive;
        self.reopened += reopened;
        self.ended_unsaid += ended_unsaid;
        self.app_answers += app_answers;
        self.used_up += used_up;
        self.capped_notifications += capped_notifications;
        self.blocked += blocked;
        self.tokens += tokens;
        add_pair(&mut self.contained, *contained);
        self.handed_over += handed_over;
        self.bot_answers += bot_answers;
        self.unaided += unaided;
        self.menu_settled += menu_settled;
    }
}

impl DetailSums {
    /// Adds those of another desk with the same reasons, groups and intervals.
    pub(in crate::desk) fn merge(&mut self, other: &DetailSums) {
        let DetailSums { reasons, groups, handled, periods, leads } = other;
        self.handled.iter_mut().zip(handled).for_each(|(mine, theirs)| *mine += theirs);
        add_levels(&mut self.reasons, reasons);
        add_levels(&mut self.groups, groups);
        add_levels(&mut self.periods, periods);
        self.leads.iter_mut().zip(leads).for_each(|(mine, theirs)| add_pair(mine, *theirs));
    }
}

impl Level {
    fn merge(&mut self, other: &Level) {
        let Level {
            answered,
            within,
            wait,
            excess,
            longest,
            lost,
            lost_within,
            lost_wait,
            blocked,
            open_wait,
            open_within,
        } = other;
        self.answered += answered;
        self.within += within;
        self.wait += wait;
        self.excess += excess;
        self.longest = self.longest.max(*longest);
        self.lost += lost;
        self.lost_within += lost_within;
        self.lost_wait += lost_wait;
        self.blocked += blocked;
        self.open_wait += open_wait;
        self.open_within += open_within;
    }
}

fn add_levels(to: &mut Levels, other: &Levels) {
    let columns = to.iter_mut().flatten().zip(other.iter().flatten());
    columns.for_each(|(mine, theirs)| mine.merge(theirs));
}

fn add_pair(to: &mut (i64, i64), other: (i64, i64)) {
    to.0 += other.0;
    to.1 += other.1;
}
