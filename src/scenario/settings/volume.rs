//! How often: the same words for reasons, campaigns and notifications.

use super::{Kind, Presence, Section, optional};

/// Volume and its shape over time.
pub const VOLUME: Section = Section {
    at: &["reason.{name}", "campaign.{name}", "notification.{name}"],
    presence: Presence::Given,
    doc: "How many events, when, and from whom.",
    settings: &[
        optional("volume", Kind::Rate, "Events, on average over a normal week.", "\"1200/day\""),
        optional(
            "volume.csv",
            Kind::File,
            "Expected events by half-hour: columns date, time, country, events and perhaps reason, in the country's local time.",
            "\"volumes.csv\"",
        ),
        optional("population", Kind::NameOf("population"), "Who they come from.", "\"customers\"")
            .derived("the only population"),
        optional(
            "profile",
            Kind::NameOf("profile"),
            "Profile of the week: a [profile.NAME] or a built-in one.",
            "\"shop\"",
        )
        .or("\"constant\"")
        .assumed("spread evenly over all hours"),
        optional(
            "between",
            Kind::Between,
            "Events come only from the first date to before the second.",
            "[\"2018-08-10\", \"2018-08-13\"]",
        ),
        optional("growth", Kind::Share(-0.99, 10.0), "Change of volume a year, counted from `run.from`.", "\"5 %\"")
            .or("\"0 %\""),
        optional(
            "season",
            Kind::Numbers(12, 0.0, 1000.0),
            "Factor of each month, January first.",
            "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.3, 1.6]",
        )
        .or("[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"),
        optional(
            "holiday",
            Kind::Share(0.0, 10.0),
            "Volume on public holidays of the customer's country, of a normal day.",
            "\"30 %\"",
        )
        .or("\"100 %\""),
        optional(
            "busyness_cv",
            Kind::Number(0.0, 5.0),
            "Coefficient of variation of a day's own factor (gamma, mean 1).",
            "0.1",
        )
        .or("0"),
    ],
};
