//! Alternatives.

use super::{Kind, Presence, Section, optional};

/// `[variant.NAME]`.
pub const VARIANT: Section = Section {
    at: &["variant.{name}"],
    presence: Presence::Given,
    doc: "An alternative to compare; the order of the file is kept. Without any there is one, `messages`.",
    settings: &[
        optional("title", Kind::Prose, "One line for the report.", "\"answers in batches of two hours\"").or("\"\""),
        optional(
            "channel",
            Kind::Choice(&[("messages", "customers write"), ("phone", "customers call")]),
            "How customers come.",
            "\"messages\"",
        )
        .derived("messages; phone if there is no [group.NAME]"),
        optional(
            "set",
            Kind::Overrides,
            "What differs: paths and their values.",
            "{ \"desk.answer.policy\" = \"batches\", \"desk.answer.every\" = \"2 h\" }",
        ),
    ],
};
