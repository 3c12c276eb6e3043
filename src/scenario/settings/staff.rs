//! Planning of shifts: what `chatfare staff` looks for, and the shifts that it writes.

use super::{Kind, Presence, Section, optional, required};

/// `[staff]`.
pub const PLANNING: Section = Section {
    at: &["staff"],
    presence: Presence::Given,
    doc: "What `chatfare staff` plans; no other command reads it. Groups with `meet` are planned; so are all that serve a channel with a promise here.",
    settings: &[
        optional("period", Kind::Choice(&[("15 min", "by quarter of an hour"), ("30 min", "by half-hour"), ("60 min", "by hour")]), "Staff changes at the ends of these periods.", "\"60 min\"").or("\"30 min\""),
        optional("every", Kind::Choice(&[("period", "in each period of the week"), ("day", "on each day of the week"), ("run", "over the whole run")]), "In what a promise is to hold.", "\"day\"").or("\"period\""),
        optional("calls", Kind::Promise, "What is promised to callers.", "\"80 % in 20 s\"").derived("the `meet` of the groups"),
        optional("messages", Kind::Promise, "What is promised to those who write.", "\"80 % in 1 h\"").derived("the `meet` of the groups"),
        optional("window", Kind::Share(0.0, 0.9999), "Share of turns by message to be answered before the platform's window closes, over the whole run.", "\"99 %\""),
        optional("sure", Kind::Share(0.5, 0.999), "How sure each promise must be kept: the one-sided bound that has to reach it; 50 % is the estimate itself.", "\"50 %\"").or("\"95 %\""),
        optional("replications", Kind::Count(2, 10_000), "Replications a plan is tried on.", "20").or("10"),
        optional("confirm", Kind::Count(2, 10_000), "Replications with other seeds on which the plan is confirmed.", "40").or("20"),
        optional("weeks", Kind::Count(1, 53), "Weeks of each, from the start of the run; at most the run.", "2").or("4"),
        optional("least", Kind::Count(0, 60_000), "Heads in every open period at least.", "2").or("1"),
        optional("most", Kind::Count(1, 60_000), "Heads of a group at once at most.", "25").derived("no limit"),
    ],
};

/// `[staff.promise.NAME]`.
pub const TARGET: Section = Section {
    at: &["staff.promise.{name}"],
    presence: Presence::Given,
    doc: "A promise to some of those who come, by reason and channel, beside what groups promise; `meet`, `window` or both.",
    settings: &[
        optional(
            "channel",
            Kind::Choice(&[("messages", "turns by message"), ("calls", "calls")]),
            "How they come.",
            "\"calls\"",
        )
        .or("\"messages\""),
        optional("reasons", Kind::NamesOf("reason"), "Reasons it is made for; none named: all.", "[\"complaint\"]")
            .or("[]"),
        optional(
            "meet",
            Kind::Promise,
            "Share answered within a time, of those who come in opening hours.",
            "\"90 % in 10 min\"",
        ),
        optional(
            "window",
            Kind::Share(0.0, 0.9999),
            "Share answered before the platform's window closes, over the whole run.",
            "\"99 %\"",
        ),
    ],
};

/// `[staff.shift.NAME]`.
pub const SHIFT: Section = Section {
    at: &["staff.shift.{name}"],
    presence: Presence::Given,
    doc: "A kind of shift; none given: full (8 h 30 min with a break of 30 min) and short (4 h).",
    settings: &[
        required(
            "length",
            Kind::Span { zero: false, forever: false },
            "From its start to its end, break included.",
            "\"8h 30min\"",
        ),
        optional("starts", Kind::Hours, "When it may start, to the quarter of an hour.", "\"Mon-Fri 07:00-10:00\"")
            .derived("whenever all of its work falls into opening hours"),
        optional("break", Kind::Span { zero: true, forever: false }, "Break in it, off duty.", "\"30 min\"")
            .or("\"0 s\""),
        optional(
            "break_after",
            Kind::Span { zero: true, forever: false },
            "Work before the break at least.",
            "\"3 h\"",
        )
        .or("\"3 h\""),
        optional(
            "break_before",
            Kind::Span { zero: false, forever: false },
            "Work before the break at most.",
            "\"5 h\"",
        )
        .or("\"5 h\""),
        optional("break_paid", Kind::Flag, "Is the break paid?", "true").or("false"),
        optional("groups", Kind::NamesOf("group"), "Groups that work it; none named: all.", "[\"team\"]").or("[]"),
        optional("wage", Kind::Money, "Cost of one paid hour.", "\"21 EUR\"").derived("the wage of the group"),
        optional("most", Kind::Count(0, 60_000), "Heads on each day at most.", "5").derived("no limit"),
    ],
};

/// `[group.NAME.shift.NAME]`.
pub const ROSTER: Section = Section {
    at: &["group.{name}.shift.{shift}", "call_center.shift.{shift}"],
    presence: Presence::Given,
    doc: "Heads of one shift; the shifts of a group add up. `chatfare staff` writes them.",
    settings: &[
        required(
            "hours",
            Kind::Hours,
            "When these heads are on duty, breaks left out.",
            "\"Mon-Fri 08:00-12:00, 12:30-16:30\"",
        ),
        required("heads", Kind::Count(0, 60_000), "Heads that work it.", "3"),
    ],
};

/// `[group.NAME.agent.NAME]`.
pub const AGENT: Section = Section {
    at: &["group.{name}.agent.{agent}", "call_center.agent.{agent}"],
    presence: Presence::Given,
    doc: "One agent of a group whose agents are given one by one; what is not given is what the group has.",
    settings: &[
        optional(
            "hours",
            Kind::Hours,
            "When he is on duty. Not given: the `hours` of the group.",
            "\"Mon-Wed 08:00-14:15\"",
        ),
        optional(
            "pace",
            Kind::Number(0.05, 20.0),
            "Speed of all his work, beside the pace of the group. Not given: 1.",
            "0.8",
        ),
        optional("reasons", Kind::NamesOf("reason"), "Reasons he serves. Not given: all of the group.", "[\"order\"]"),
    ],
};
