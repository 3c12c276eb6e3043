//! Agents.

use super::{Kind, Presence, Section, optional, required};

/// What agents cost and when they are there; the same words for groups and the call centre.
pub const STAFF: Section = Section {
    at: &["group.{name}", "call_center"],
    presence: Presence::Given,
    doc: "Heads, hours and wages. Exactly one of `agents`, `meet`, `schedule.csv`, `shift` is given; beside `shift`, `meet` is only measured.",
    settings: &[
        optional("agents", Kind::Agents, "Heads on duty in `hours`, or 336 numbers by half-hour of the week.", "12"),
        optional(
            "meet",
            Kind::Promise,
            "Heads are found so that this share is answered within this time.",
            "\"80 % in 1 h\"",
        ),
        optional(
            "schedule.csv",
            Kind::File,
            "Heads by half-hour: columns day (Mon … Sun), time, agents.",
            "\"shifts.csv\"",
        ),
        optional("hours", Kind::Hours, "Opening hours.", "\"Mon-Sat 09:00-20:00\"").derived("always"),
        required("wage", Kind::Money, "Cost of one paid hour, all social cost in.", "\"19.50 EUR\""),
        optional(
            "shrinkage",
            Kind::Share(0.0, 0.95),
            "Share of paid time not on duty: breaks, training, absence.",
            "\"30 %\"",
        )
        .or("\"0 %\"")
        .assumed("every paid hour is worked on duty"),
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
        optional("concurrency", Kind::Count(1, 50), "Chats an agent may hold at once.", "3").or("1").assumed("one chat at a time"),
        optional("speed", Kind::Speed, "Speed of each chat when 1, 2, … are open; \"linear 10 %\" is 1/(1 + 0.1 (k − 1)), \"power 0.3\" is k^−0.3.", "[1.0, 0.85, 0.75]")
            .derived("no slowdown").assumed("several chats at once cost no time"),
        optional("app", Kind::Share(0.0, 1.0), "Share of its answers that are written in the phone app beside the platform: never billed, outside the window and all clocks.", "\"20 %\""),
        optional("app_hours", Kind::Hours, "When, in the group's zone; not given: always.", "\"Mon-Sun 18:00-22:00\""),
    ],
};
