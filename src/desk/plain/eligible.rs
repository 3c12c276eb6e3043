//! Which desks go the short way: every field of the plan is named here, so that a new feature must say where it stands.

use crate::desk::extras::plan::Extras;
use crate::desk::plan::{DeskPlan, GroupPlan, ReasonPlan, SourcePlan};
use crate::desk::policy::Release;
use crate::facts::{Channel, Entry};
use crate::scenario::{Closing, Discipline, LatePolicy, Leaving, Routing, SlotUse};

/// A plan that asks for nothing but a queue.
#[derive(Clone, Copy)]
pub(in crate::desk) struct Plain<'a> {
    pub(super) plan: &'a DeskPlan,
    pub(super) group: &'a GroupPlan,
    /// How long after a customer's message the platform takes free-form answers, µs.
    pub(super) window: i64,
}

impl Plain<'_> {
    /// The short way through this plan, if there is one.
    pub(in crate::desk) fn of(plan: &DeskPlan) -> Option<Plain<'_>> {
        let DeskPlan {
            base: _,
            from: _,
            to: _,
            end: _,
            channel,
            // Somebody has to take the calls, and plain desks have no telephone.
            mixed: _,
            promise: _,
            apart,
            streams: _,
            recurring,
            by_window: _,
            sources,
            reasons,
            groups,
            lines,
            line_of,
            staged,
            limits,
            router,
            routing,
            slots,
            release,
            due: _,
            late,
            skip_below,
            late_as: _,
            consolidate: _,
            acknowledgement,
            bot,
            phone,
            rules,
            normal: _,
            ticks: _,
            months: _,
            extras,
        } = plan;
        let ([group], [line]) = (groups.as_slice(), lines.as_slice()) else { return None };
        let messages = *channel == Channel::Messages && !line.phone && line.groups == [0];
        // Windows of equal length close, and answers of one target are due, in the order of arrival.
        let in_order =
            matches!(line.discipline, Discipline::FirstCome | Discipline::WindowExpiry | Discipline::DueDate)
                && matches!(routing, Routing::LeastLoaded | Routing::LongestIdle)
                && router.is_none();
        let at_once = matches!(release, Release::AtOnce) && acknowledgement.is_none() && *skip_below == 0;
        let alone = bot.is_none()
            && phone.is_none()
            && apart.is_none()
            && limits.is_none()
            && !staged
            && *slots == SlotUse::Released;
        // Contacts of one customer share a window.
        let windows = *recurring == 0.0 && !rules.change() && matches!(late, LatePolicy::Pay);
        let served = line_of.iter().all(|[line, _]| *line == 0);
        let plain = messages && in_order && at_once && alone && windows && served;
        let all = plain
            && sources.iter().all(asks_once)
            && reasons.iter().all(one_message)
            && goes_home(group)
            && nothing_more(extras);
        let window = rules.first.window.saturating_add(i64::from(rules.first.edge_inside));
        all.then_some(Plain { plan, group, window })
    }
}

fn asks_once(source: &SourcePlan) -> bool {
    matches!(source, SourcePlan::Contacts { reason: _, entry: Entry::None | Entry::Ad })
}

/// Turns of one message, whose customers wait without a word and do not come back.
fn one_message(reason: &ReasonPlan) -> bool {
    let ReasonPlan {
        handling: _,
        call_handling: _,
        difficulty: _,
        turns: _,
        thinking: _,
        patience,
        burst,
        reminder,
        unhurried,
        fan_out: _,
        resolved: _,
        resolved_by_phone: _,
        repeat,
        switch: _,
        by_phone: _,
        value,
        priority: _,
        silent,
        after_work: [after_chat, _],
        transfer,
    } = reason;
    burst.is_none()
        && reminder.is_none()
        && (patience.is_none() || *unhurried)
        && repeat.is_none()
        && *value >= 0
        && silent.is_none()
        && after_chat.is_none()
        && transfer.is_none()
}

/// Agents alike, who finish what they have begun.
fn goes_home(group: &GroupPlan) -> bool {
    let GroupPlan { duty: _, most: _, concurrency: _, speed, ability, leaving, closing, people } = group;
    people.is_none() && speed.is_none() && ability.is_none() && *leaving == Leaving::Finish && *closing == Closing::Keep
}

fn nothing_more(extras: &Extras) -> bool {
    let Extras { any, inactivity, app, limits, details: _, notes } = extras;
    !any && !notes && inactivity.is_none() && app.iter().all(Option::is_none) && limits.is_none()
}
