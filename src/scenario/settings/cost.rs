//! Fixed cost, thresholds, satisfaction, the platform's view.

use super::{Kind, Presence, Section, optional, required};

/// `[cost]`.
pub const COST: Section = Section {
    at: &["cost"],
    presence: Presence::Always,
    doc: "Cost that no tariff knows.",
    settings: &[optional("platform_month", Kind::Money, "Fixed fee of platform or provider a month.", "\"200 EUR\"")
        .derived("nothing")
        .assumed("no provider takes a monthly fee")],
};

/// `[measures]`.
pub const MEASURES: Section = Section {
    at: &["measures"],
    presence: Presence::Always,
    doc: "Thresholds of the service levels.",
    settings: &[
        optional(
            "message_threshold",
            Kind::Span { zero: false, forever: false },
            "Messages answered within this time.",
            "\"1 h\"",
        )
        .or("\"1 h\""),
        optional(
            "call_threshold",
            Kind::Span { zero: false, forever: false },
            "Calls answered within this time.",
            "\"20 s\"",
        )
        .or("\"20 s\""),
    ],
};

/// `[satisfaction]`.
pub const SATISFACTION: Section = Section {
    at: &["satisfaction"],
    presence: Presence::Given,
    doc: "Satisfaction as logistic curves of ln(1 + wait / 3 min). No causal curve is published: all are assumptions.",
    settings: &[
        required("source", Kind::Prose, "Where the curves come from.", "\"assumption; vendors disagree on the sign\""),
        required(
            "curves.{name}",
            Kind::Numbers(3, -100.0, 100.0),
            "Intercept, loss per unit of ln(1 + wait / 3 min), loss if unresolved.",
            "[1.5, 0.2, 1.0]",
        ),
    ],
};

/// `[platform]`.
pub const PLATFORM: Section = Section {
    at: &["platform"],
    presence: Presence::Given,
    doc: "Prints the platform's earnings and what share of all messages would earn a sum back.",
    settings: &[
        optional("messages_a_day", Kind::Number(1.0, 1e15), "Messages a day on the whole platform.", "60e9").or("60e9"),
        optional("target", Kind::Money, "What is to be earned back.", "\"19000000000 USD\"").or("\"19000000000 USD\""),
        optional("years", Kind::Number(0.1, 1000.0), "In how many years.", "10").or("10"),
    ],
};
