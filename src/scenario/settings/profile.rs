//! Profiles of a week.

use super::{Kind, Presence, Section, optional};

/// `[profile.NAME]`.
pub const PROFILE: Section = Section {
    at: &["profile.{name}"],
    presence: Presence::Given,
    doc: "How volume spreads over the hours of a week, in the customer's local time. Only ratios matter.",
    settings: &[
        optional("hours", Kind::Numbers(24, 0.0, 1e9), "Weight of each hour of a day, from 00:00.", "[0, 0, …]"),
        optional("saturday", Kind::Numbers(24, 0.0, 1e9), "The same for Saturday, if it differs.", "[0, 0, …]"),
        optional("sunday", Kind::Numbers(24, 0.0, 1e9), "The same for Sunday, if it differs.", "[0, 0, …]"),
        optional("days", Kind::Numbers(7, 0.0, 1e9), "Weight of each day, Monday first.", "[1, 1, 1, 1, 1, 0.6, 0.4]")
            .or("[1, 1, 1, 1, 1, 1, 1]"),
        optional(
            "week",
            Kind::Numbers(168, 0.0, 1e9),
            "Weight of each hour of the week from Monday 00:00, in place of the others.",
            "[0, 0, …]",
        ),
        optional("source", Kind::Prose, "Where it comes from.", "\"our own counts of 2025\"").or("\"\""),
    ],
};
