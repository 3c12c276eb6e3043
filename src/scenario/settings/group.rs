//! Agents.

use super::{Kind, Presence, Section, optional, required};

/// What agents cost and when they are there; the same words for groups and the call centre.
pub const STAFF: Section = Section {
    at: &["group.{name}", "call_center"],
    presence: Presence::Given,
    doc: "Heads, hours and wages. Exactly one of `agents`, `meet`, `schedule.csv`, `shift`, `agent`, `roster.csv` is given; beside `shift`, `meet` is only measured.",
    settings: &[
        optional(
            "agents",
            Kind::Agents,
            "Heads on duty in `hours`, or 336 numbers by half-hour of the week (672 by quarter of an hour).",
            "12",
        ),
        optional(
            "meet",
            Kind::Promise,
            "Heads are found so that this share is answered within this time, of what arrives while the group is on duty and it may serve; what is passed on to it, from then. Each group keeps its own promise.",
            "\"80 % in 1 h\"",
        ),
        optional(
            "schedule.csv",
            Kind::File,
            "Heads by half-hour or quarter of an hour: columns day (Mon … Sun), time, agents.",
            "\"shifts.csv\"",
        ),
        optional(
            "roster.csv",
            Kind::File,
            "Agents one by one: columns agent, hours and perhaps pace, reasons (`;` between); an empty cell is what the group has.",
            "\"agents.csv\"",
        ),
        optional("hours", Kind::Hours, "Opening hours, to the quarter of an hour.", "\"Mon-Sat 09:00-20:00\"")
            .derived("always"),
        optional(
            "pace",
            Kind::Number(0.05, 20.0),
            "Speed of all work of its agents: 1.25 does in 4 min what others do in 5. Not given: 1.",
            "1.25",
        ),
        optional(
            "agent_cv",
            Kind::Number(0.0, 2.0),
            "Agents differ: lognormal speeds of mean 1 with this standard deviation, one for each head and run. Not given: 0.",
            "0.2",
        ),
        optional(
            "learning.start",
            Kind::Share(0.05, 1.0),
            "Agents learn: speed with the first contact, as a share of what they will reach.",
            "\"70 %\"",
        ),
        optional(
            "learning.contacts",
            Kind::Number(1.0, 1e6),
            "Contacts in which they make up 63 % of the difference.",
            "200",
        ),
        optional(
            "leaving",
            Kind::Choice(&[
                ("finish", "he finishes it, in overtime"),
                ("hand over", "it goes back to the head of the queue, and what is left of it is done by another"),
                ("pre-empt", "the same, but the other begins anew"),
            ]),
            "What an agent whose shift ends does with what he works on. A call that nobody else could go on with he finishes. Not given: finish.",
            "\"hand over\"",
        ),
        optional(
            "closing",
            Kind::Choice(&[
                ("keep", "they wait for the next opening"),
                (
                    "drain",
                    "the agents stay until no caller waits or is in the menu, and open no chats; who is passed on to a group that has gone hears the opening hours",
                ),
                (
                    "clear",
                    "they hear the opening hours and hang up, and so do those who come from the menu or are passed on later",
                ),
                ("pre-empt", "the same, and calls that go on are cut"),
            ]),
            "What happens to waiting callers when the last shift of those who answer them ends; of several that end together, drain goes before pre-empt, clear and keep. Not given: keep.",
            "\"drain\"",
        ),
        optional(
            "holidays",
            Kind::Text,
            "Country on whose public holidays nobody is on duty (ISO 3166; data/holidays.csv).",
            "\"FR\"",
        ),
        required("wage", Kind::Money, "Cost of one paid hour, all social cost in.", "\"19.50 EUR\""),
        optional(
            "shrinkage",
            Kind::Share(0.0, 0.95),
            "Share of paid time not on duty: breaks, training, absence.",
            "\"30 %\"",
        )
        .or("\"0 %\"")
        .assumed("every paid hour is worked on duty"),
        optional(
            "overtime",
            Kind::Number(1.0, 10.0),
            "Hours after the shift cost so many times the wage. Not given: 1.",
            "1.5",
        ),
        optional(
            "per_contact",
            Kind::Money,
            "What each turn or call costs that its agents begin with: a site that is paid by use.",
            "\"2.40 EUR\"",
        ),
        optional(
            "per_minute",
            Kind::Money,
            "What each minute costs in which an agent has a contact; the same.",
            "\"0.55 EUR\"",
        ),
        optional("seat", Kind::Money, "Licences and desk of one head a month.", "\"40 EUR\"")
            .derived("nothing")
            .assumed("a seat costs nothing"),
        optional("zone", Kind::Zone, "Zone of the hours.", "\"Europe/Paris\"").derived("zone of the first account"),
    ],
};

/// `[group.NAME]`.
pub const GROUP: Section = Section {
    at: &["group.{name}"],
    presence: Presence::Given,
    doc: "A group of like agents; the order of the file is the order of preference.",
    settings: &[
        optional("channels", Kind::Choices(&[("messages", "answers messages"), ("phone", "answers calls")]), "What it answers.", "[\"messages\"]").or("[\"messages\"]"),
        optional("reasons", Kind::NamesOf("reason"), "Reasons it serves; none named: all.", "[\"delivery\"]").or("[]"),
        optional("in_order", Kind::Flag, "Takes its `reasons` in the order of the list, whoever has waited for longest. Not given: false.", "true"),
        optional("reserve.{reason}", Kind::Count(0, 60_000), "So many of its agents without contact are kept free of this reason; who has a chat already may take more. 0 is the same as not given.", "2"),
        optional("concurrency", Kind::Count(1, 50), "Chats an agent may hold at once.", "3").or("1").assumed("one chat at a time"),
        optional("speed", Kind::Speed, "Speed of each chat when 1, 2, … are open; \"linear 10 %\" is 1/(1 + 0.1 (k − 1)), \"power 0.3\" is k^−0.3.", "[1.0, 0.85, 0.75]")
            .derived("no slowdown").assumed("several chats at once cost no time"),
        optional("app", Kind::Share(0.0, 1.0), "Share of its answers that are written in the phone app beside the platform: never billed, outside the window and all clocks.", "\"20 %\""),
        optional("app_hours", Kind::Hours, "When, in the group's zone; not given: always.", "\"Mon-Sun 18:00-22:00\""),
    ],
};
