//! The call centre.

use super::{Kind, Presence, Section, optional, required};

/// `[call_center]`.
pub const CALL_CENTER: Section = Section {
    at: &["call_center"],
    presence: Presence::Given,
    doc: "The telephone side. It makes the variant `phone`: the same customers call.",
    settings: &[
        optional("lines", Kind::Count(1, 1_000_000), "Lines: calls in the menu, waiting and talking.", "60")
            .derived("enough"),
        optional("patience", Kind::Law { never: true }, "How long a caller waits.", "\"exponential, mean 3 min\"")
            .or("\"never\"")
            .assumed("no caller hangs up"),
        optional("balking", Kind::Share(0.0, 1.0), "Chance of hanging up at once when there is a queue.", "\"3 %\"")
            .or("\"0 %\"")
            .assumed("no caller hangs up at once"),
        optional("menu", Kind::Span { zero: true, forever: false }, "Time in the menu before the queue.", "\"25 s\"")
            .or("\"0 s\""),
        optional("menu_containment", Kind::Share(0.0, 1.0), "Share of calls that the menu settles alone.", "\"10 %\"")
            .or("\"0 %\""),
        optional(
            "menu_containment.{reason}",
            Kind::Share(0.0, 1.0),
            "The same by reason; those not named: 0 %.",
            "\"20 %\"",
        ),
        optional("minute", Kind::Money, "Price of an inbound minute, menu and waiting included.", "\"0.02 EUR\"")
            .derived("nothing")
            .assumed("calls cost nothing"),
        optional("outbound_minute", Kind::Money, "Price of an outbound minute.", "\"0.05 EUR\"")
            .derived("nothing")
            .assumed("calls cost nothing"),
        optional(
            "line_month",
            Kind::Money,
            "Rent of a line and month; without `lines` the busiest moment counts.",
            "\"8 EUR\"",
        )
        .derived("nothing")
        .assumed("lines cost nothing"),
        optional(
            "variant",
            Kind::Flag,
            "Make the variant `phone`; false: only serve those who move to the phone.",
            "true",
        )
        .or("true"),
    ],
};

/// `retrial = {…}`.
pub const RETRIAL: Section = Section {
    at: &["call_center.retrial"],
    presence: Presence::Given,
    doc: "Callers who did not get through call again.",
    settings: &[
        required("chance", Kind::Share(0.0, 1.0), "Chance of calling again.", "\"40 %\""),
        optional("after", Kind::Law { never: false }, "When.", "\"exponential, mean 20 min\"")
            .or("\"exponential, mean 20 min\"")
            .assumed("no measurement was found"),
        optional(
            "after_opening",
            Kind::Law { never: false },
            "When, counted from the next opening, for those who called outside opening hours.",
            "\"exponential, mean 3 h\"",
        )
        .or("\"exponential, mean 3 h\"")
        .assumed("no measurement was found"),
    ],
};
