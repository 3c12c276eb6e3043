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
        optional(
            "details",
            Kind::Choices(&[
                ("reason", "by reason for contact"),
                ("group", "by group of agents; lost turns have none"),
                ("period", "by interval of the week, in which the turn arrived"),
                ("opening hours", "waits counted only while somebody who serves the turn is on duty"),
                ("expected", "every level over the turns that the forecast expects, too"),
            ]),
            "What service levels are told by beside the whole: the table `service_levels`.",
            "[\"reason\", \"period\"]",
        )
        .or("[]"),
        optional(
            "period",
            Kind::Choice(&[("15 min", "a quarter of an hour"), ("30 min", "half an hour"), ("1 h", "an hour")]),
            "Interval of `details = [\"period\"]`.",
            "\"15 min\"",
        )
        .or("\"30 min\""),
        optional(
            "average",
            Kind::Choice(&[
                ("ratio of means", "all turns count alike, busy replications more: what most tools mean"),
                ("mean of ratios", "each replication's share counts alike, as the mean over days does"),
            ]),
            "How shares are averaged over replications.",
            "\"mean of ratios\"",
        )
        .or("\"ratio of means\""),
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
        optional(
            "extra_contact.{name}",
            Kind::Number(-100.0, 100.0),
            "Of the curve of this name: loss of a contact about a need that had one before.",
            "0.3",
        ),
    ],
};

/// `lead = {…}`.
pub const LEAD: Section = Section {
    at: &["reason.{name}.lead"],
    presence: Presence::Given,
    doc: "What an answer is worth if it comes after t: value × exp(−t / decay). No causal curve is published: an assumption.",
    settings: &[
        required("value", Kind::Money, "Worth of an answer at once.", "\"20 EUR\""),
        optional("decay", Kind::Span { zero: false, forever: false }, "Time after which 1/e is left.", "\"2 h\"")
            .or("\"31 min\"")
            .assumed("fitted to one correlation: leads reached an hour later were a seventh as likely to qualify"),
    ],
};

/// `[loyalty]`.
pub const LOYALTY: Section = Section {
    at: &["loyalty"],
    presence: Presence::Given,
    doc: "Customers who leave for good after what happened to their need. No causal number is published: all are assumptions.",
    settings: &[
        required("source", Kind::Prose, "Where the numbers come from.", "\"assumption; one vendor's survey\""),
        required("margin", Kind::Money, "Margin of the rest of a customer's life.", "\"120 EUR\""),
        optional(
            "leaves_resolved",
            Kind::Share(0.0, 1.0),
            "Who leaves though the first contact met the need.",
            "\"5 %\"",
        )
        .or("\"5 %\"")
        .assumed("survey by SQM"),
        optional("leaves_after_more", Kind::Share(0.0, 1.0), "Who leaves after further contacts met it.", "\"9 %\"")
            .or("\"9 %\"")
            .assumed("survey by SQM"),
        optional("leaves_unresolved", Kind::Share(0.0, 1.0), "Who leaves if it was not met.", "\"25 %\"")
            .or("\"25 %\"")
            .assumed("survey by SQM"),
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
