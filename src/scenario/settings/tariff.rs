//! Prices of messages.

use super::{Kind, Presence, Section, optional};

/// `[tariff]`.
pub const TARIFF: Section = Section {
    at: &["tariff"],
    presence: Presence::Always,
    doc: "Which price list shapes behaviour, and which ones are billed.",
    settings: &[
        optional(
            "in_force",
            Kind::Tariff,
            "The tariff that the business lives under; always billed. Needed if anybody writes messages.",
            "\"whatsapp-2018-08\"",
        ),
        optional("bill", Kind::Tariffs, "Further tariffs to bill the same messages under.", "[\"whatsapp-2026-10\"]")
            .or("[]"),
        optional(
            "rates.{country}",
            Kind::Money,
            "Your own rate for tariffs whose card is given by the scenario.",
            "\"0.0700 USD\"",
        ),
        optional("currency", Kind::Currency, "Which of a tariff's cards to bill by.", "\"COP\"")
            .derived("the first card that the tariff names"),
        optional("window", Kind::Span { zero: true, forever: true }, "What if the window were this long?", "\"24 h\"")
            .derived("the tariff's own"),
        optional(
            "rate_times",
            Kind::Number(0.0, 1e6),
            "What if every rate of the tariff in force were so many times as high?",
            "1.5",
        )
        .derived("1"),
        optional(
            "rate_times_in.{country}",
            Kind::Number(0.0, 1e6),
            "The same for messages to one country, on top of `rate_times`.",
            "1.5",
        ),
        optional(
            "free_messages",
            Kind::Count(0, 1_000_000_000_000),
            "What if the free quota of the tariff in force had this size?",
            "1000",
        )
        .derived("the tariff's own"),
        optional(
            "settings.{setting}",
            Kind::Text,
            "Choice among open readings of a tariff, by TARIFF.SETTING in quotes.",
            "\"72 h\"",
        ),
    ],
};
